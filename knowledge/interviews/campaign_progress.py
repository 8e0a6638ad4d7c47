"""How far a campaign is. Who has done it is seen; how it went never is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import people
from knowledge.errors import NotAllowed
from knowledge.interviews.campaign_rights import is_quality, led_teams
from knowledge.storage.drill_tables import DrillCampaign, Interview
from knowledge.storage.record_tables import Person


@dataclass(frozen=True)
class Member:
    """Somebody who is asked; `done_on` is when they finished, None while they haven't.

    `after_closing`: they had begun before the campaign was closed, and finished after it.
    """

    person_id: int
    name: str
    done_on: date | None
    after_closing: bool = False


def progress(session: Session, campaign: DrillCampaign, *, today: date) -> list[Member]:
    """Who is asked today and whether they have done it, by name.

    A drill that was stopped, or erased before its end, is not done. One that was erased
    afterwards is: its row without content stays. So is one that was begun in time and finished
    after the campaign was closed: they did what they were asked.
    """
    done: dict[int, datetime] = {}
    finished = select(Interview.person_id, Interview.finished_at).where(
        Interview.campaign_id == campaign.id, Interview.state == "finished"
    )
    for person_id, finished_at in session.execute(finished.order_by(Interview.finished_at.desc())):
        if finished_at is not None:
            done[person_id] = finished_at
    members = [
        _member(session, campaign, one, done.get(one.id))
        for one in _asked(session, campaign, today)
    ]
    return sorted(members, key=lambda member: member.name)


def progress_for(
    session: Session, campaign: DrillCampaign, by: Person, *, today: date
) -> list[Member]:
    """What this person may see of it: quality everybody, a lead those of the own teams.

    Raises NotAllowed for everybody else.
    """
    members = progress(session, campaign, today=today)
    if is_quality(session, by, today):
        return members
    led = led_teams(session, by)
    if not led or campaign.team_id not in (None, *led):
        raise NotAllowed("Who has done a campaign is seen by the quality team and the team's lead.")
    theirs = set(session.scalars(select(Person.id).where(Person.team_id.in_(led))))
    return [member for member in members if member.person_id in theirs]


def overseen(session: Session, by: Person, *, today: date) -> list[DrillCampaign]:
    """The campaigns not closed that this person sees the progress of, the first due first."""
    found = session.scalars(
        select(DrillCampaign)
        .where(DrillCampaign.ended_at.is_(None))
        .order_by(DrillCampaign.due_on, DrillCampaign.id)
    ).all()
    if is_quality(session, by, today):
        return list(found)
    led = led_teams(session, by)
    return [one for one in found if one.team_id in led or (led and one.team_id is None)]


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
        if campaign.id not in done
        and campaign.team_id in (None, person.team_id)
        and _works_for(person, campaign, today)
    ]


def _asked(session: Session, campaign: DrillCampaign, today: date) -> Sequence[Person]:
    wanted = select(Person)
    if campaign.team_id is not None:
        wanted = wanted.where(Person.team_id == campaign.team_id)
    return [one for one in session.scalars(wanted) if _works_for(one, campaign, today)]


def _works_for(person: Person, campaign: DrillCampaign, today: date) -> bool:
    """In work today, and not only since it was due."""
    return people.employed(person, today) and people.employed(person, min(today, campaign.due_on))


def _member(
    session: Session, campaign: DrillCampaign, person: Person, at: datetime | None
) -> Member:
    closed = campaign.ended_at
    late = at is not None and closed is not None and at > closed
    return Member(person.id, person.name, _local_day(session, person, at), late)


def _local_day(session: Session, person: Person, at: datetime | None) -> date | None:
    return at.astimezone(people.zone_of(session, person)).date() if at is not None else None
