"""What is done by the clock for feedback and expertise. Doing it again changes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.slack.drill_erasing import on_their_way, sweep_away
from bot.slack.drill_threads import note_threads
from bot.slack.expertise_messages import approved_cards, approved_marks
from bot.slack.feedback_messages import ESCALATION, request_marks
from bot.slack.floor import Floor
from bot.slack.quality_team import ABOVE, Desk, accounts_with, desk_of
from knowledge import deliveries, expertise, feedback
from knowledge.deliveries import Address
from knowledge.errors import CoachError
from knowledge.feedback.likeness import keep_vectors, without_vector
from knowledge.interviews import mining, privacy
from knowledge.interviews.minable import minable
from knowledge.search.embedding import Embedder

log = logging.getLogger("coach.chores")

OFTEN = 60
"""Seconds between two rounds: so long a kept question may be matched by its words alone."""


@runtime_checkable
class HasModel(Protocol):
    """What answers questions with a model (bot.asking.Asking); None until it is loaded."""

    @property
    def embedder(self) -> Embedder | None: ...


def do_chores(floor: Floor, *, now: datetime) -> None:
    """All of them, each in a transaction of its own; what can't be done now is done next time."""
    chores: tuple[Callable[[Floor, datetime], None], ...] = (
        escalate,
        review_approved,
        close_requests,
        settle_and_forget,
        embed_questions,
        forget_drills,
        retire_questions,
    )
    for chore in chores:
        try:
            chore(floor, now)
        except CoachError as error:
            log.warning("%s waits: %s", chore.__name__, error)


def escalate(floor: Floor, now: datetime) -> None:
    """Pass on, once, what nobody has judged for five working days."""
    zone = ZoneInfo(floor.company.zone)
    today = now.astimezone(zone).date()
    with floor.database.read() as session:
        if not feedback.overdue(session, today=today, zone=zone):
            return
    above = tuple(Address(floor.team, account) for account in accounts_with(floor, ABOVE))
    desk = Desk(desk_of(floor).places + above)
    with floor.database.begin() as session:
        for found in feedback.overdue(session, today=today, zone=zone):
            found.escalated_at = now
            for wanted in desk.cards(floor, ESCALATION, f"{found.id}", report=found.id):
                deliveries.enqueue(session, wanted, now=now)


def review_approved(floor: Floor, now: datetime) -> None:
    """Put approved answers on review whose documents were revised, and end those that expired."""
    today = now.astimezone(ZoneInfo(floor.company.zone)).date()
    with floor.database.read() as session:
        if not any(row.state == "approved" for row in expertise.approved(session)):
            return
    desk = desk_of(floor)
    with floor.database.begin() as session:
        for row in expertise.review(session, today=today, now=now):
            cards = approved_cards(floor, desk, row)
            for wanted in [*cards, *approved_marks(floor, session, row)]:
                deliveries.enqueue(session, wanted, now=now)


def close_requests(floor: Floor, now: datetime) -> None:
    """Close change requests whose document has a new revision; their cards say so."""
    today = now.astimezone(ZoneInfo(floor.company.zone)).date()
    with floor.database.read() as session:
        if not feedback.open_requests(session):
            return
    with floor.database.begin() as session:
        for closed in feedback.settle_revised(session, today=today, now=now):
            for wanted in request_marks(floor, session, closed):
                deliveries.enqueue(session, wanted, now=now)


def settle_and_forget(floor: Floor, now: datetime) -> None:
    """Close what was answered long ago; drop askers' names after 90 days."""
    with floor.database.begin() as session:
        expertise.close_settled(session, now=now)
        expertise.forget_askers(session, now=now)


def forget_drills(floor: Floor, now: datetime) -> None:
    """Erase drills that have been kept for the company's time, our messages in Slack too."""
    with floor.database.begin() as session:
        note_threads(session)
        kept = timedelta(days=floor.company.drills.keep_days)
        erased = privacy.forget_old(session, now=now, kept=kept)
        coming = on_their_way(session, erased.interviews)
        sweep_away(session, floor, erased.threads, f"kept {now.isoformat()}", coming, now=now)


def embed_questions(floor: Floor, now: datetime) -> None:
    """Embed the questions that later ones are held against, once the model is there."""
    embedder = floor.asking.embedder if isinstance(floor.asking, HasModel) else None
    if embedder is None:
        return
    with floor.database.read() as session:
        missing = _not_embedded(session, embedder)
    if not missing:
        return
    vectors = embedder.embed(missing)
    with floor.database.begin() as session:
        keep_vectors(session, missing, vectors, embedder.identity)


def retire_questions(floor: Floor, now: datetime) -> None:
    """End drill questions whose document is no longer in force."""
    today = now.astimezone(ZoneInfo(floor.company.zone)).date()
    with floor.database.read() as session:
        if not mining.has_changed(session, today=today):
            return
        found = minable(session, today=today)
    with floor.database.begin() as session:
        mining.retire_changed(session, today=today, now=now, found=found)


def _not_embedded(session: Session, embedder: Embedder) -> list[str]:
    questions = expertise.compared_questions(session)
    return without_vector(session, questions, embedder.identity)
