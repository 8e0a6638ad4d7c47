"""Drills that a team is asked to do by a day. Who has done it is seen; how it went never is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log, people
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.interviews.choosing import check_length, places_to_fill
from knowledge.standards.companions import InterviewRoles
from knowledge.storage.drill_tables import DrillCampaign, DrillQuestion, Interview
from knowledge.storage.record_tables import Person, Team, TeamLead


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


@dataclass(frozen=True)
class Member:
    """Somebody who is asked; `done_on` is when they finished, None while they haven't."""

    person_id: int
    name: str
    done_on: date | None


def begin(
    session: Session,
    new: NewCampaign,
    roles: InterviewRoles,
    *,
    by: Person,
    now: datetime,
    today: date,
) -> DrillCampaign:
    """Open a campaign. Raises BadInput for what makes no sense, NotAllowed without the right."""
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
    """Close a campaign. Raises NotFound, NotAllowed."""
    campaign = session.get(DrillCampaign, campaign_id)
    if campaign is None:
        raise NotFound(f"There is no campaign {campaign_id}.")
    _check_right(session, by, campaign.team_id, today)
    campaign.ended_at = campaign.ended_at or now
    change = {"campaign": campaign.id}
    audit_log.add(session, who=by.id, what="drill campaign ended", payload=change, now=now)
    return campaign


def progress(session: Session, campaign: DrillCampaign, *, today: date) -> list[Member]:
    """Who works in the team today and whether they have done it, by name."""
    done: dict[int, date] = {}
    finished = select(Interview).where(
        Interview.campaign_id == campaign.id, Interview.state == "finished"
    )
    for interview in session.scalars(finished.order_by(Interview.finished_at.desc())):
        if interview.finished_at is not None:
            done[interview.person_id] = interview.finished_at.date()
    asked = _asked(session, campaign, today)
    members = [Member(one.id, one.name, done.get(one.id)) for one in asked]
    return sorted(members, key=lambda member: member.name)


def waiting_for(session: Session, person: Person, *, today: date) -> list[DrillCampaign]:
    """The open campaigns that this person has still to do, the first due first."""
    opened = select(DrillCampaign).where(
        DrillCampaign.ended_at.is_(None), DrillCampaign.opens_on <= today
    )
    done = set(
        session.scalars(
            select(Interview.campaign_id).where(
                Interview.person_id == person.id, Interview.state == "finished"
            )
        )
    )
    return [
        campaign
        for campaign in session.scalars(opened.order_by(DrillCampaign.due_on, DrillCampaign.id))
        if campaign.id not in done and campaign.team_id in (None, person.team_id)
    ]


def _asked(session: Session, campaign: DrillCampaign, today: date) -> Sequence[Person]:
    if campaign.team_id is None:
        everybody = session.scalars(select(Person))
        return [person for person in everybody if people.employed(person, today)]
    team = session.get(Team, campaign.team_id)
    return people.members(session, team, today=today) if team is not None else []


def _check(session: Session, new: NewCampaign, roles: InterviewRoles, today: date) -> None:
    check_length(new.length)
    if not new.title.strip():
        raise BadInput("A campaign needs a title, such as “Before the March audit”.")
    if new.due_on < max(new.opens_on, today):
        raise BadInput("A campaign is due after it opens, and not in the past.")
    room = places_to_fill(new.length)
    if len(new.questions) > room:
        raise BadInput(
            f"A drill of {new.length} has room for {room} questions of yours, "
            f"not {len(new.questions)}: it opens with one about the work."
        )
    shipped = {question.id for role in roles.roles for question in role.questions}
    for wanted in new.questions:
        if wanted not in shipped and not _is_approved(session, wanted):
            raise NotAllowed(
                f"Question {wanted} is not approved, or not there. "
                "`coach drill questions list` shows the state of each."
            )


def _is_approved(session: Session, wanted: str) -> bool:
    _, _, number = wanted.rpartition("-")
    row = session.get(DrillQuestion, int(number)) if number.isdecimal() else None
    return row is not None and f"{row.source}-{row.id}" == wanted and row.state == "approved"


def _check_right(session: Session, by: Person, team_id: int | None, today: date) -> None:
    """The quality team opens campaigns for anybody, a lead for the own team."""
    if people.roles_of(session, by, today=today) & {"quality", "deputy"}:
        return
    leading = session.get(TeamLead, team_id) if team_id is not None else None
    if leading is None or by.id not in (leading.lead_id, leading.stand_in_id):
        raise NotAllowed("The quality team opens campaigns, or a lead for the own team.")
