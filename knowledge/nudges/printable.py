"""Lists for people without an account, for their lead to print and hand out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.nudges.asked import local_day
from knowledge.nudges.items import Item, open_items
from knowledge.nudges.lines import in_words
from knowledge.nudges.rules import Rules
from knowledge.nudges.steps import Step, owner_step
from knowledge.people import Roster
from knowledge.storage.record_tables import Person


@dataclass(frozen=True)
class ListedLine:
    """An item of somebody without an account that a rule has reached, and why, in words."""

    item: Item
    step: Step
    why: str


@dataclass(frozen=True)
class PersonsList:
    """What one person is handed."""

    person: Person
    lines: tuple[ListedLine, ...]


def printable(session: Session, lead: Person, *, now: datetime, rules: Rules) -> list[PersonsList]:
    """What a lead's people without a Slack account have to do, each on a list of their own."""
    roster = Roster.of(session)
    today = local_day(session, lead, now)
    without = [
        person_id
        for person_id in roster.people
        if not roster.people[person_id].slack_account
        and roster.employed(person_id, today)
        and lead.id in (roster.lead_of(person_id, today), roster.registered_lead(person_id))
    ]
    found = []
    waiting = [one for one in open_items(session, today=today) if not one.waits]
    for person_id in without:
        lines = tuple(
            ListedLine(item, step, in_words(step.rule, item, today))
            for item in waiting
            if item.person_id == person_id
            and (step := owner_step(item, rules.rule_for(item.kind), today)) is not None
        )
        if lines:
            found.append(PersonsList(roster.people[person_id], lines))
    return found
