"""Askers' names are dropped after 90 days; what was asked and answered stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Text, Update, cast, delete, or_, select, update
from sqlalchemy.orm import Session

from knowledge.access import EVERYONE, OUTSIDER
from knowledge.expertise.cards import JUDGED, REPLIED
from knowledge.expertise.referrals import ADDRESS_KEPT
from knowledge.storage.assistant_tables import Turn
from knowledge.storage.delivery_tables import Delivery, InboxJob
from knowledge.storage.expertise_tables import AnswerRating, Referral, ReplyAddress, WrongReport
from knowledge.storage.tables import Answer

FORGOTTEN = "somebody"
"""What `coach why` prints where the name was."""
_NOBODYS = (EVERYONE, OUTSIDER.name, FORGOTTEN)
_DIRECT = "D%"
"""Ids of direct messages: each tells who it is with."""


def forget_askers(session: Session, *, now: datetime) -> None:
    """Drop who asked, rated and reported, and where they were written to, after 90 days."""
    before = now - ADDRESS_KEPT
    session.execute(delete(ReplyAddress).where(ReplyAddress.kept_until <= now))
    for forgetting in (*_of_quality(before), *_of_answers(before), *_of_what_came_in(before)):
        session.execute(forgetting)


def _of_quality(before: datetime) -> tuple[Update, ...]:
    """Ratings, questions to the quality team, reports, and what their askers were sent."""
    kept = select(ReplyAddress.referral_id)
    return (
        update(AnswerRating).where(AnswerRating.rated_at <= before).values(person=None),
        update(Referral)
        .where(Referral.asked_at <= before, Referral.id.not_in(kept))
        .values(person=None, answer_id=None),
        update(WrongReport)
        .where(WrongReport.state != "open", WrongReport.judged_at <= before)
        .values(person=None, conversation=None, thread=None),
        _unaddressed(Delivery.kind.in_((REPLIED, JUDGED)), before),
    )


def _of_answers(before: datetime) -> tuple[Update, ...]:
    """Questions and answers. A channel's messages stay known: many read them, no name is there."""
    answered = Delivery.subject["answer"].as_string().is_not(None)
    direct = or_(Delivery.conversation.is_(None), Delivery.conversation.like(_DIRECT))
    return (
        update(Answer)
        .where(Answer.asked_at <= before, Answer.viewer.not_in(_NOBODYS))
        .values(viewer=FORGOTTEN),
        update(Turn)
        .where(Turn.asked_at <= before, Turn.conversation.like(_DIRECT))
        .values(conversation="", thread=None, message=None),
        update(Turn).where(Turn.asked_at <= before, Turn.person.is_not(None)).values(person=None),
        _unaddressed(answered & direct, before),
        update(Delivery)
        .where(answered, Delivery.settled_at <= before, Delivery.person.is_not(None))
        .values(person=None),
    )


def _of_what_came_in(before: datetime) -> tuple[Update, ...]:
    """Messages, clicks and forms, long worked. The row stays, as its number names deliveries."""
    told = or_(cast(InboxJob.payload, Text) != "{}", InboxJob.subject.is_not(None))
    return (
        update(InboxJob)
        .where(InboxJob.finished_at <= before, told)
        .values(payload={}, subject=None),
    )


def _unaddressed(which: ColumnElement[bool], before: datetime) -> Update:
    return (
        update(Delivery)
        .where(
            which,
            Delivery.settled_at <= before,
            or_(Delivery.person.is_not(None), Delivery.conversation.is_not(None)),
        )
        .values(person=None, conversation=None, thread=None, message=None)
    )
