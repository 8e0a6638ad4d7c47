"""Whom an item has to be told to, and at which step: rules, leave, promises and returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.nudges.ground import Ground, Heard, Hold
from knowledge.nudges.items import Item
from knowledge.nudges.steps import ASKED, Step, lead_step, owner_step, quality_step
from knowledge.people import Roster

NOBODY_ELSE = ("drill",)
"""Kinds that no stand-in can do: they wait until their owner is back."""

DayOf = Callable[[int], date]
"""The local day of a person."""

PROMISED = "promised for today"
"""The rule by which somebody is told on the day that they planned."""
SNOOZED = "snoozed until today"
BACK = "open again"

PROMISE, SNOOZE = "promise", "snooze"
TODAY, KEPT = "today", "kept"
"""Kinds of holds. A promise for an hour of the day on which it was made is kept by a message of its
own (see returning); where that didn't come, by the next working day's."""

GAP = timedelta(days=3)
"""Between two reminders of one item to its owner, where nothing happened in between."""


@dataclass(frozen=True)
class PlannedLine:
    """An item that `person_id` is told about. `for_id` is who was meant, None the quality team."""

    item: Item
    step: Step
    person_id: int
    for_id: int | None

    @property
    def name(self) -> str:
        """The step as it is told once; what a stand-in hears is for somebody."""
        stands_in = "" if self.person_id == self.for_id else f", for {self.for_id or 'quality'}"
        return f"{self.step.name}{stands_in}"


def lines_due(known: Ground, item: Item, day_of: DayOf) -> Iterator[PlannedLine]:
    """The steps that were reached and not told yet, each with who hears it today."""
    owner = owner_of(known.roster, item, day_of)
    if item.waits or owner is None:
        return
    rule = known.rules.rule_for(item.kind)
    hears = _hears(known.roster, item, owner, day_of(owner))
    if hears is not None:
        step = _for_owner(known, item, owner, day_of(hears))
        yield from _untold(known, item, step, hears, item.person_id, day_of(hears))
    lead = known.roster.lead_of(owner, day_of(owner))
    if lead is not None:
        meant = known.roster.registered_lead(owner)
        step = lead_step(item, rule, day_of(lead))
        yield from _untold(known, item, step, lead, meant, day_of(lead))
    quality = quality_person(known.roster, day_of(owner), besides=owner)
    if quality is not None and item.person_id is not None:
        step = quality_step(item, rule, day_of(quality))
        yield from _untold(known, item, step, quality, None, day_of(quality))


def owner_of(roster: Roster, item: Item, day_of: DayOf) -> int | None:
    """Who has to do it: its person, or the first of the quality team who is here."""
    if item.person_id in roster.people:
        return item.person_id
    anybody = next(iter(roster.people), None)
    return None if anybody is None else quality_person(roster, day_of(anybody))


def quality_person(roster: Roster, day: date, *, besides: int | None = None) -> int | None:
    """Who of the quality team is told: of those who are here its manager, the deputy last."""

    def rank(one: int) -> tuple[bool, bool, bool]:
        deputy = "deputy" in roster.roles_by_register(one)
        return roster.is_away(one, day), deputy, not roster.led_by_register(one)

    found = (one for one in roster.quality_people(day) if one != besides)
    return min(found, key=rank, default=None)


def _hears(roster: Roster, item: Item, owner: int, day: date) -> int | None:
    if item.kind in NOBODY_ELSE and roster.is_away(owner, day):
        return None
    return _in_place_of(roster, owner, day)


def _in_place_of(roster: Roster, person_id: int, day: date) -> int | None:
    """Who hears it: the person, or while they are on leave their stand-in, else nobody yet.

    Of those who have left it is the lead.
    """
    if not roster.is_away(person_id, day):
        return person_id
    stand_in = roster.stand_in_for(person_id, day)
    if stand_in is None and not roster.employed(person_id, day):
        return roster.lead_of(person_id, day)
    return stand_in


def _untold(
    known: Ground, item: Item, step: Step | None, hears: int, meant: int | None, today: date
) -> Iterator[PlannedLine]:
    if step is None:
        return
    before = known.told.get((item.key, step.audience, meant))
    if before is None or (before.step_on < step.on and not _too_soon(before, step, today)):
        yield PlannedLine(item, step, hears, meant)


def _too_soon(before: Heard, step: Step, today: date) -> bool:
    """Whether a step that only repeats can wait: the one before may have been put off to yesterday.

    What happens on a day of its own (due, critical, promised, back, an escalation) can't.
    """
    repeats = step.audience == "owner" and step.rule.endswith((" before", " after"))
    return repeats and today < before.day + GAP


def _for_owner(known: Ground, item: Item, owner: int, today: date) -> Step | None:
    step = owner_step(item, known.rules.rule_for(item.kind), today)
    back_on = returned_on(known, item, today)
    if back_on is not None and back_on <= today and (step is None or step.on < back_on):
        step = Step("owner", BACK, back_on)
    if item.critical:
        return _besides_promise(known, item, owner, today, step)
    step = _after_hold(known, item, owner, today, step)
    muted = (owner, item.kind) in known.muted and known.rules.rule_for(item.kind).may_mute
    early = step is not None and item.due_on is not None and step.on < item.due_on
    news = step is not None and step.rule == ASKED
    return None if muted and early and not news else step


def returned_on(known: Ground, item: Item, today: date) -> date | None:
    """The day since which an item that was settled is open again: after what was told of it."""
    past = known.past.get(item.key)
    if past is None or not past.settled:
        return past.back_on if past else None
    before = known.told.get((item.key, "owner", item.person_id))
    return today if before is None else max(today, before.step_on + timedelta(days=1))


def _after_hold(
    known: Ground, item: Item, owner: int, today: date, step: Step | None
) -> Step | None:
    """Nothing before the day that was promised or snoozed to, and then in any case something."""
    hold = known.holds.get((item.key, owner))
    if hold is None:
        return step
    until = _held_until(known, hold, owner)
    if today < until:
        return None
    if hold.kind == KEPT or (step is not None and step.on > until):
        return step
    return Step("owner", SNOOZED if hold.kind == SNOOZE else PROMISED, until)


def _besides_promise(
    known: Ground, item: Item, owner: int, today: date, step: Step | None
) -> Step | None:
    """A promise holds nothing critical back, but the coach is there on that day too."""
    hold = known.holds.get((item.key, owner))
    if hold is None or hold.kind not in (PROMISE, TODAY):
        return step
    until = _held_until(known, hold, owner)
    if today < until or (step is not None and step.on > until):
        return step
    return Step("owner", PROMISED, until)


def _held_until(known: Ground, hold: Hold, owner: int) -> date:
    """The day of a promise or snooze; not the one it was made on."""
    return max(
        known.calendar.local_day(owner, hold.until_at),
        known.calendar.local_day(owner, hold.made_at) + timedelta(days=1),
    )
