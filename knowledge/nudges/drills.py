"""Drills that campaigns ask for and that somebody has not done.

Read from the tables: interviews is a room beside this one. A test holds the two accounts of who
has to do what against each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import people
from knowledge.storage.drill_tables import DrillCampaign, Interview
from knowledge.storage.record_tables import Person

SOURCE = "drill"


@dataclass(frozen=True)
class AskedDrill:
    """A campaign and somebody who has it before them."""

    campaign: DrillCampaign
    person_id: int

    @property
    def key(self) -> str:
        return key_of(self.campaign.id, self.person_id)

    @property
    def asked_on(self) -> date:
        """The day on which it was given out."""
        return max(self.campaign.opens_on, self.campaign.made_at.date())


def asked_drills(
    session: Session, *, today: date, persons: Collection[int] | None = None
) -> Iterator[AskedDrill]:
    """What is open on a day; with `persons`, for these alone.

    A drill that was stopped or erased before its end is still to be done.
    """
    campaigns = session.scalars(
        select(DrillCampaign)
        .where(DrillCampaign.ended_at.is_(None), DrillCampaign.opens_on <= today)
        .order_by(DrillCampaign.id)
    ).all()
    if not campaigns:
        return
    done = _done(session, [one.id for one in campaigns])
    wanted = select(Person).order_by(Person.id)
    everybody = session.scalars(wanted if persons is None else wanted.where(Person.id.in_(persons)))
    for person in everybody:
        for campaign in campaigns:
            if (campaign.id, person.id) not in done and _is_asked(person, campaign, today):
                yield AskedDrill(campaign, person.id)


def key_of(campaign: int, person: int) -> str:
    """The key of the item that a campaign is for a person (both by id)."""
    return f"{SOURCE}:{campaign} of {person}"


def campaign_in(key: str) -> int:
    """The campaign that a key names."""
    return int(key.partition(":")[2].partition(" of ")[0])


def person_in(key: str) -> int:
    """Whose drill a key names."""
    return int(key.rpartition(" of ")[2])


def _done(session: Session, campaigns: Collection[int]) -> set[tuple[int | None, int]]:
    finished = select(Interview.campaign_id, Interview.person_id).where(
        Interview.campaign_id.in_(campaigns), Interview.state == "finished"
    )
    return {(campaign, person) for campaign, person in session.execute(finished)}


def _is_asked(person: Person, campaign: DrillCampaign, today: date) -> bool:
    """In the team and in work, and not only since it was due."""
    return (
        campaign.team_id in (None, person.team_id)
        and people.employed(person, today)
        and people.employed(person, min(today, campaign.due_on))
    )
