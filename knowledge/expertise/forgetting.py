"""Askers' names are dropped after 90 days; what was asked and answered stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from knowledge.expertise.cards import JUDGED, REPLIED
from knowledge.expertise.referrals import ADDRESS_KEPT
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.expertise_tables import AnswerRating, Referral, ReplyAddress, WrongReport


def forget_askers(session: Session, *, now: datetime) -> None:
    """Drop who asked, rated and reported, and where they were written to, after 90 days."""
    before = now - ADDRESS_KEPT
    session.execute(delete(ReplyAddress).where(ReplyAddress.kept_until <= now))
    kept = select(ReplyAddress.referral_id)
    for forgetting in (
        update(AnswerRating).where(AnswerRating.rated_at <= before).values(person=None),
        update(Referral)
        .where(Referral.asked_at <= before, Referral.id.not_in(kept))
        .values(person=None, answer_id=None),
        update(WrongReport)
        .where(WrongReport.state != "open", WrongReport.judged_at <= before)
        .values(person=None, conversation=None, thread=None),
        update(Delivery)
        .where(
            Delivery.kind.in_((REPLIED, JUDGED)),
            Delivery.settled_at <= before,
            or_(Delivery.person.is_not(None), Delivery.conversation.is_not(None)),
        )
        .values(person=None, conversation=None, thread=None, message=None),
    ):
        session.execute(forgetting)
