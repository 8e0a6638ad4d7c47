"""Drills that a team is asked to do by a day: opened, checked, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from knowledge import audit_log
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.interviews.campaign_rights import may_ask
from knowledge.interviews.choosing import check_length, places_to_fill
from knowledge.standards.companions import InterviewRoles
from knowledge.standards.company import standing
from knowledge.standards.loading import shipped
from knowledge.storage.drill_tables import DrillCampaign, DrillQuestion
from knowledge.storage.record_tables import Person


class BadCampaign(BadInput):
    """A campaign that makes no sense; `field` is the one of NewCampaign to change."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class NewCampaign:
    """What is asked of whom: `team_id` None is everybody, `questions` are ids that come first."""

    title: str
    team_id: int | None
    length: int
    opens_on: date
    due_on: date
    clauses: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


def find(session: Session, campaign_id: int) -> DrillCampaign:
    """Raises NotFound."""
    campaign = session.get(DrillCampaign, campaign_id)
    if campaign is None:
        raise NotFound(
            f"There is no campaign {campaign_id}. `coach drill campaigns list` shows them."
        )
    return campaign


def begin(
    session: Session,
    new: NewCampaign,
    roles: InterviewRoles,
    *,
    by: Person,
    now: datetime,
    today: date,
) -> DrillCampaign:
    """Open a campaign. Raises BadCampaign for what makes no sense, NotAllowed without the right."""
    _check_right(session, by, new.team_id, today)
    _check(session, new, roles, today)
    campaign = DrillCampaign(
        title=new.title.strip(),
        team_id=new.team_id,
        clauses=list(new.clauses),
        questions=list(new.questions),
        length=new.length,
        opens_on=new.opens_on,
        due_on=new.due_on,
        made_by=by.id,
        made_at=now,
    )
    session.add(campaign)
    session.flush()
    change = {"campaign": campaign.id, "team": new.team_id, "due": new.due_on.isoformat()}
    audit_log.add(session, who=by.id, what="drill campaign opened", payload=change, now=now)
    return campaign


def end(
    session: Session, campaign_id: int, *, by: Person, now: datetime, today: date
) -> DrillCampaign:
    """Close a campaign: nobody is reminded of it or can begin it any more.

    Raises NotFound, and NotAllowed without the right or once it is closed.
    """
    campaign = find(session, campaign_id)
    _check_right(session, by, campaign.team_id, today)
    if campaign.ended_at is not None:
        raise NotAllowed(f"Campaign {campaign_id} was closed on {campaign.ended_at.date()}.")
    campaign.ended_at = now
    change = {"campaign": campaign.id}
    audit_log.add(session, who=by.id, what="drill campaign ended", payload=change, now=now)
    return campaign


def may_end(session: Session, campaign: DrillCampaign, by: Person, *, today: date) -> bool:
    """Whether this person could close it now."""
    return campaign.ended_at is None and may_ask(session, by, campaign.team_id, today)


def _check(session: Session, new: NewCampaign, roles: InterviewRoles, today: date) -> None:
    check_length(new.length)
    if not new.title.strip():
        raise BadCampaign("title", "A campaign needs a title, such as “Before the March audit”.")
    if new.due_on < max(new.opens_on, today):
        raise BadCampaign("due_on", "A campaign is due after it opens, and not in the past.")
    _check_clauses(session, new)
    _check_questions(session, new, roles)


def _check_clauses(session: Session, new: NewCampaign) -> None:
    pack = shipped().edition(standing(session).edition)
    for number in new.clauses:
        if pack.get(number) is None:
            raise BadCampaign("clauses", f"{pack.name} has no clause {number}. Check the number.")


def _check_questions(session: Session, new: NewCampaign, roles: InterviewRoles) -> None:
    room = places_to_fill(new.length)
    if len(new.questions) > room:
        raise BadCampaign(
            "questions",
            f"A drill of {new.length} has room for {room} questions of yours, "
            f"not {len(new.questions)}: it opens with one about the work.",
        )
    known = {question.id for role in roles.roles for question in role.questions}
    for wanted in new.questions:
        if wanted not in known and not _is_approved(session, wanted):
            raise BadCampaign(
                "questions",
                f"Question {wanted} is not approved, or not there. "
                "`coach drill questions list` shows the state of each.",
            )


def _is_approved(session: Session, wanted: str) -> bool:
    _, _, number = wanted.rpartition("-")
    row = session.get(DrillQuestion, int(number)) if number.isdecimal() else None
    return row is not None and f"{row.source}-{row.id}" == wanted and row.state == "approved"


def _check_right(session: Session, by: Person, team_id: int | None, today: date) -> None:
    if not may_ask(session, by, team_id, today):
        raise NotAllowed("The quality team opens and closes campaigns, or a lead for the own team.")
