"""One item as one reader is told of it: why, since when, and what they may do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import people
from knowledge.nudges.ground import latest_hold
from knowledge.nudges.items import Item
from knowledge.nudges.originals import Original
from knowledge.nudges.rules import Rules
from knowledge.nudges.steps import ASKED, Audience
from knowledge.nudges.telling import KEPT, PROMISED, SNOOZE, SNOOZED, TODAY
from knowledge.storage.nudge_tables import NudgeHold, NudgeMute, NudgeRequest
from knowledge.storage.record_tables import Person

Action = Literal["done", "begin", "promise", "snooze", "extend", "not mine", "mute", "unmute"]

REQUESTS: Mapping[str, Action] = {"extension": "extend", "hand over": "not mine"}
"""What asks for each kind of request, once at a time."""

UNTRANSFERABLE = ("training", "requalification", "reading", "drill")
"""Kinds that are a person's own: nobody can be trained for somebody else."""


@dataclass(frozen=True)
class ContentLine:
    """`why` is the step's rule in words.

    `owner` is who has to do it; `for_name` who is away and would have read this. `held`: its owner
    planned it for later or put it off, which `why` says. `asked`: a request about it that nobody
    has answered. `original` is added by whoever knows what the reader may see (see originals).
    """

    item: Item
    audience: Audience
    rule: str
    why: str
    owner: str
    for_name: str | None
    can: tuple[Action, ...]
    held: bool = False
    asked: str = ""
    original: Original | None = None


def line_of(
    session: Session,
    item: Item,
    audience: Audience,
    rule: str,
    *,
    reader: Person,
    meant: int | None,
    now: datetime,
    rules: Rules,
) -> ContentLine:
    """An item for one reader as of now; `meant` is whom it was for, None the quality team."""
    zone = people.zone_of(session, reader)
    today = now.astimezone(zone).date()
    owner = session.get(Person, item.person_id) if item.person_id is not None else None
    away = session.get(Person, meant) if meant not in (None, reader.id) else None
    hold = latest_hold(session, item) if audience == "owner" else None
    held = hold is not None and now < hold.until_at
    asked = _undecided(session, item)
    can = _may(session, item, rules, reader, today) if audience == "owner" else ()
    without = {REQUESTS[one.kind] for one in asked}
    if held:
        without |= {"snooze", "mute"}
    return ContentLine(
        item,
        audience,
        rule,
        _why(rule, item, hold, now.astimezone(zone)),
        owner.name if owner else "the quality team",
        away.name if away is not None and audience == "owner" else None,
        tuple(one for one in can if one not in without),
        held,
        "; ".join(_in_request(session, one) for one in asked),
    )


def _undecided(session: Session, item: Item) -> Sequence[NudgeRequest]:
    return session.scalars(
        select(NudgeRequest)
        .where(NudgeRequest.item == item.key, NudgeRequest.state == "asked")
        .order_by(NudgeRequest.id)
    ).all()


def _in_request(session: Session, row: NudgeRequest) -> str:
    if row.to_on is not None:
        return f"more time asked for, until {row.to_on.day} {row.to_on:%b %Y}; not decided yet"
    other = session.get(Person, row.other_id) if row.other_id is not None else None
    return f"{other.name if other else 'somebody else'} was asked to take it over; no answer yet"


def _may(
    session: Session, item: Item, rules: Rules, reader: Person, today: date
) -> tuple[Action, ...]:
    """What a reader may do: whoever stands in can't be trained, or read, for somebody else."""
    can = actions_of(session, item, rules, today)
    if item.kind in UNTRANSFERABLE and item.person_id != reader.id:
        return tuple(one for one in can if one == "extend")
    muted = session.get(NudgeMute, (reader.id, item.kind)) is not None
    kept = tuple(one for one in can if one != "mute" or not muted)
    return (*kept, "unmute") if muted else kept


def _why(rule: str, item: Item, hold: NudgeHold | None, local: datetime) -> str:
    """As in_words, with the moment that its owner named."""
    if hold is None:
        return in_words(rule, item, local.date())
    until = hold.until_at.astimezone(local.tzinfo)
    if local < until:
        said = "put off until" if hold.kind == SNOOZE else "you planned it for"
        hour = "" if hold.kind == SNOOZE else f", {until:%H:%M}"
        return f"{said} {until:%a} {until.day} {until:%b}{hour}; {in_words('', item, local.date())}"
    planned = f"for {until:%a} {until.day} {until:%b}"
    if until.date() == local.date():
        planned = f"for {until:%H:%M}" if hold.kind in (TODAY, KEPT) else "for today"
    return in_words(rule, item, local.date(), planned=planned)


def actions_of(session: Session, item: Item, rules: Rules, today: date) -> tuple[Action, ...]:
    """What its owner may do about an item. Others look on."""
    drill = item.kind == "drill"
    may: list[Action] = ["begin" if drill else "done", "promise"]
    if not item.critical and snoozed(session, item.key) < rules.snoozes:
        may.append("snooze")
    if not drill and _can_move(item):
        may.append("extend")
    if item.kind not in UNTRANSFERABLE:
        may.append("not mine")
    if not item.critical and rules.rule_for(item.kind).may_mute and not item.overdue(today):
        may.append("mute")
    return tuple(may)


def _can_move(item: Item) -> bool:
    return item.due_on is not None and (item.fixed_on is None or item.due_on < item.fixed_on)


def snoozed(session: Session, key: str) -> int:
    """How often an item has been put off."""
    counted = select(func.count(NudgeHold.id)).where(
        NudgeHold.item == key, NudgeHold.kind == "snooze"
    )
    return session.scalar(counted) or 0


def in_words(rule: str, item: Item, today: date, *, planned: str = "for today") -> str:
    """Why somebody is told, as a person reads it. `planned`: the moment that was promised."""
    if item.due_on is None:
        return "open"
    late = (today - item.due_on).days
    days = f"{abs(late)} day" + ("" if abs(late) == 1 else "s")
    when = "due today" if late == 0 else f"due in {days}" if late < 0 else f"{days} overdue"
    if item.state == "expired":
        when = f"has run out, {when}"
    if rule == PROMISED:
        return f"you planned it {planned}; {when}"
    if rule == ASKED and late <= 0:
        return f"new, {when} ({item.due_on.day} {item.due_on:%b %Y})"
    if rule == SNOOZED:
        return f"put off until today; {when}"
    return f"{when} ({item.due_on.day} {item.due_on:%b %Y})"
