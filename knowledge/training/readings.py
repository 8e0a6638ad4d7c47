"""Who has to read a new revision before it takes effect, and which roles are not ready."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log
from knowledge.documents import same_number, same_revision
from knowledge.errors import NotAllowed
from knowledge.people import roles_of, team_of
from knowledge.storage.record_tables import (
    Person,
    ReadingChoice,
    TrainingAssignment,
    TrainingCompletion,
)
from knowledge.training.items import COUNTING
from knowledge.training.matrix import required_readers

Choice = Literal["none", "read", "training"]

DAYS_TO_READ = 28
"""What there is to read a revision whose effective date is unknown or already here."""


@dataclass(frozen=True)
class UnreadyRole:
    """A job in a team in which somebody has not read the revision yet."""

    team: str | None
    job_title: str | None
    missing: list[Person]
    asked: int


def choose(
    session: Session,
    document: str,
    revision: str,
    choice: Choice,
    *,
    editorial: bool = False,
    effective_on: date | None,
    by: Person,
    today: date,
    now: datetime,
) -> ReadingChoice:
    """The owner's choice for a revision. A change that is only editorial asks nothing.

    Raises NotAllowed for others than document owners and quality.
    """
    if not {"document owner", "quality", "deputy"} & roles_of(session, by, today=today):
        raise NotAllowed("The document's owner or quality chooses who has to read it.")
    row = ReadingChoice(
        document=document,
        revision=revision,
        choice="none" if editorial else choice,
        editorial=editorial,
        effective_on=effective_on,
        chosen_by=by.id,
        chosen_at=now,
    )
    row = session.merge(row)
    session.flush()
    change = {"document": document, "revision": revision, "choice": row.choice}
    audit_log.add(session, who=by.id, what="reading: chosen", payload=change, now=now)
    return row


def assign_readers(
    session: Session, chosen: ReadingChoice, *, today: date, now: datetime
) -> list[TrainingAssignment]:
    """Assign a revision that was approved to everybody the matrix names; again changes nothing.

    It is due the day before it takes effect.
    """
    if chosen.choice == "none":
        return []
    have = {row.person_id for row in readings(session, chosen.document, chosen.revision)}
    due = _due(chosen.effective_on, today)
    fresh = [
        TrainingAssignment(
            number=f"READ-{chosen.document}-{chosen.revision}-{person.number}",
            person_id=person.id,
            document=chosen.document,
            revision=chosen.revision,
            kind="reading",
            demand=chosen.choice,
            assigned_on=today,
            assigned_by=chosen.chosen_by,
            due_on=due,
            first_due_on=due,
        )
        for person in required_readers(session, chosen.document, today)
        if person.id not in have
    ]
    session.add_all(fresh)
    session.flush()
    if fresh:
        payload = {"document": chosen.document, "revision": chosen.revision, "due_on": due}
        payload["people"] = [row.person_id for row in fresh]
        audit_log.add(
            session, who=chosen.chosen_by, what="reading: assigned", payload=payload, now=now
        )
    return fresh


def readings(session: Session, document: str, revision: str) -> list[TrainingAssignment]:
    """Everybody's assignment to read this revision."""
    rows = session.scalars(
        select(TrainingAssignment)
        .where(TrainingAssignment.kind == "reading", TrainingAssignment.gone_on.is_(None))
        .order_by(TrainingAssignment.person_id)
    )
    return [
        row
        for row in rows
        if row.document is not None
        and same_number(row.document, document)
        and same_revision(row.revision, revision)
    ]


def unready(session: Session, document: str, revision: str, *, today: date) -> list[UnreadyRole]:
    """The jobs in which somebody of today's staff has not done what the revision asks."""
    assigned = {row.person_id: row.id for row in readings(session, document, revision)}
    done = set(
        session.scalars(
            select(TrainingCompletion.assignment_id).where(
                TrainingCompletion.assignment_id.in_(list(assigned.values())),
                TrainingCompletion.result.in_(COUNTING),
                TrainingCompletion.accepted_on.is_not(None),
                TrainingCompletion.corrected_by_id.is_(None),
            )
        )
    )
    people = {person.id: person for person in required_readers(session, document, today)}
    for person_id in assigned:
        people.setdefault(person_id, session.get_one(Person, person_id))
    jobs: dict[tuple[str | None, str | None], list[Person]] = defaultdict(list)
    for person in people.values():
        if roles_of(session, person, today=today):
            team = team_of(session, person)
            jobs[team.code if team else None, person.job_title].append(person)
    found = []
    for (team_code, job), asked in sorted(jobs.items(), key=str):
        missing = [person for person in asked if assigned.get(person.id) not in done]
        if missing:
            found.append(UnreadyRole(team_code, job, missing, len(asked)))
    return found


def _due(effective_on: date | None, today: date) -> date:
    if effective_on is None or effective_on <= today:
        return today + timedelta(days=DAYS_TO_READ)
    return effective_on - timedelta(days=1)
