"""A drill begins: what was chosen is checked, and the questions to draw from are laid out."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.interviews.choosing import Likeness, Wanted, check_length, lay_out
from knowledge.interviews.pool import past, pool
from knowledge.interviews.roles import role_of
from knowledge.interviews.wording import Manner, Mode
from knowledge.standards.companions import InterviewRoles, interview_roles
from knowledge.standards.loading import Packs, shipped
from knowledge.storage.drill_tables import DrillCampaign, Interview
from knowledge.storage.record_tables import Person

RUNNING = ("created", "asking", "paused")
DEFAULT_ROLE = "operator"


@dataclass(frozen=True)
class Scope:
    """What the drill is about; neither clauses nor process is what an auditor would ask."""

    clauses: tuple[str, ...] = ()
    process: str | None = None


@dataclass(frozen=True)
class Library:
    """The shipped questions and clauses; another set in tests."""

    roles: InterviewRoles = field(default_factory=interview_roles)
    packs: Packs = field(default_factory=shipped)


def start(
    session: Session,
    *,
    person_id: int,
    role: str,
    scope: Scope,
    length: int,
    mode: Mode,
    manner: Manner,
    edition: str,
    now: datetime,
    today: date | None = None,
    campaign_id: int | None = None,
    seed: int | None = None,
    likeness: Likeness | None = None,
    library: Library | None = None,
) -> Interview:
    """Begin a drill. The same seed and past give the same questions; `today` is the site's.

    Raises BadInput or NotFound for a choice that isn't one, NotAllowed while another drill of
    this person is open.
    """
    library = library or Library()
    day = today or now.date()
    _check(session, person_id, scope, length, (mode, manner), edition, library)
    campaign = _campaign(session, campaign_id, day)
    if seed is None:
        seed = zlib.crc32(f"{person_id} {now.isoformat()}".encode()) & 0x7FFFFFFF
    first = frozenset(campaign.questions) if campaign else frozenset()
    wanted = Wanted(length, scope.clauses, scope.process, first, seed)
    questions = pool(
        session,
        library.roles,
        library.packs,
        role=role,
        edition=edition,
        person=session.get_one(Person, person_id),
        wanted=first,
    )
    plan = lay_out(questions, wanted, past(session, person_id), today=day, likeness=likeness)
    interview = Interview(
        person_id=person_id,
        campaign_id=campaign_id,
        role=role,
        process=scope.process,
        clauses=list(scope.clauses),
        edition=edition,
        length=length,
        mode=mode,
        manner=manner,
        seed=seed,
        plan=[question.plain() for question in plan],
        state="created",
        started_at=now,
        touched_at=now,
    )
    session.add(interview)
    session.flush()
    return interview


def running(session: Session, person_id: int) -> Interview | None:
    """The drill that this person has not ended yet."""
    mine = select(Interview).where(Interview.person_id == person_id, Interview.state.in_(RUNNING))
    return session.scalars(mine.order_by(Interview.id.desc())).first()


def suggested_role(person: Person) -> str:
    """The role that fits the person's job best."""
    named: Sequence[str] = (person.job_title or "", *person.qms_roles)
    return next((role for text in named if (role := role_of(text))), DEFAULT_ROLE)


def _check(
    session: Session,
    person_id: int,
    scope: Scope,
    length: int,
    how: tuple[str, str],
    edition: str,
    library: Library,
) -> None:
    if session.get(Person, person_id) is None:
        raise NotFound("This person is not in the people register. Import it first.")
    check_length(length)
    if how[0] not in get_args(Mode) or how[1] not in get_args(Manner):
        raise BadInput("A drill is practice or rehearsal, and calm or brisk.")
    pack = library.packs.edition(edition)
    for number in scope.clauses:
        if pack.get(number) is None:
            raise NotFound(f"{pack.name} has no clause {number}.")
    if running(session, person_id) is not None:
        raise NotAllowed("You have a drill open. Go on with it, or stop it before a new one.")


def _campaign(session: Session, campaign_id: int | None, today: date) -> DrillCampaign | None:
    if campaign_id is None:
        return None
    campaign = session.get(DrillCampaign, campaign_id)
    if campaign is None or campaign.ended_at is not None or campaign.opens_on > today:
        raise NotFound("This campaign is not open. Start a drill of your own instead.")
    return campaign
