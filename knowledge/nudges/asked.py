"""The item that somebody acts on, and whether it is theirs to act on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from knowledge import audit_log, people
from knowledge.errors import NotAllowed, NotFound
from knowledge.nudges import items
from knowledge.nudges.items import Item
from knowledge.storage.record_tables import Person

QUALITY = frozenset({"quality", "deputy"})


def local_day(session: Session, person: Person, now: datetime) -> date:
    return now.astimezone(people.zone_of(session, person)).date()


def open_item(session: Session, key: str, *, today: date) -> Item:
    """Raises NotFound once it is done or gone."""
    found = items.open_items(session, today=today, keys={key})
    if not found:
        raise NotFound("This is not open any more: somebody has finished or changed it.")
    return found[0]


def own_item(session: Session, key: str, *, by: Person, today: date) -> Item:
    """An item that this person, or somebody they stand in for, has to do and has not reported.

    Raises NotFound once it is done, NotAllowed if it is somebody else's or was reported.
    """
    item = open_item(session, key, today=today)
    if not may_act(session, item, by, today):
        raise NotAllowed(f"{item.id} is {_owner(session, item)}'s. Ask them, or their lead.")
    if item.waits:
        raise NotAllowed(f"{item.id} was reported already and waits to be confirmed.")
    return item


def may_act(session: Session, item: Item, by: Person, today: date) -> bool:
    """Whether an item is this person's: their own, or that of somebody away or of their team."""
    if item.person_id is None:
        return bool(QUALITY & people.roles_of(session, by, today=today))
    if item.person_id == by.id:
        return True
    owner = session.get_one(Person, item.person_id)
    if not people.is_away(session, owner, today):
        return False
    stand_in = people.stand_in_for(session, owner, today)
    return stand_in is not None and stand_in.id == by.id


def log(
    session: Session, what: str, key: str, *, by: Person | None, now: datetime, **facts: Any
) -> None:
    payload = {"item": key, **facts}
    who = by.id if by is not None else None
    audit_log.add(session, who=who, what=f"nudge: {what}", payload=payload, now=now)


def _owner(session: Session, item: Item) -> str:
    if item.person_id is None:
        return "the quality team"
    return session.get_one(Person, item.person_id).name
