"""Who is told what on which day. Planning again writes nothing; nothing is sent here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from knowledge.nudges import outcomes
from knowledge.nudges.digest import DigestGround, digest_ground, has_something_to_say
from knowledge.nudges.ground import Ground, ground
from knowledge.nudges.rules import Rules
from knowledge.nudges.telling import (
    PROMISED,
    DayOf,
    PlannedLine,
    lines_due,
    owner_of,
    returned_on,
)
from knowledge.nudges.windows import Window
from knowledge.storage.nudge_tables import Nudge, NudgedItem, NudgeLine
from knowledge.storage.rows import add_missing, batches


@dataclass
class PlannedNudge:
    """The one message of a person's day. `listed`: no account, so it goes onto the lead's list.

    `week` is the Monday of a digest.
    """

    person_id: int
    window: Window
    due_at: datetime
    kind: str = "day"
    week: date | None = None
    listed: bool = False
    lines: list[PlannedLine] = field(default_factory=list)

    @property
    def day(self) -> date:
        return self.window.day


@dataclass(frozen=True)
class Proposal:
    """What a plan would write: messages, items that are settled, and items that are back."""

    nudges: list[PlannedNudge]
    settled: list[str]
    back: dict[str, date]


def plan(session: Session, *, now: datetime, rules: Rules) -> list[PlannedNudge]:
    """Note what became of earlier messages, then write what is due on each person's day.

    Yields what is due and was not told. To hold the database only briefly at a time, call
    `outcomes.note`, `propose`, `keep_states` and `keep` in transactions of their own: each may
    be repeated, and a process that dies in between leaves nothing half-done.
    """
    outcomes.note(session, now=now)
    proposal = propose(session, now=now, rules=rules)
    keep_states(session, proposal, now=now)
    for batch in batches(proposal.nudges):
        keep(session, batch, now=now)
    return proposal.nudges


def propose(session: Session, *, now: datetime, rules: Rules) -> Proposal:
    """What `plan` would write; reads only."""
    known = ground(session, now=now, rules=rules)
    days: dict[int, date] = {}

    def day_of(person_id: int) -> date:
        if person_id not in days:
            days[person_id] = known.calendar.local_day(person_id, now)
        return days[person_id]

    nudges = day_plan(known, day_of, digest_ground(session, known, now=now), since=now)
    return Proposal(nudges, known.settled(), _back(known, day_of))


def _back(known: Ground, day_of: DayOf) -> dict[str, date]:
    found: dict[str, date] = {}
    for item in known.returned():
        owner = owner_of(known.roster, item, day_of)
        if owner is not None:
            back_on = returned_on(known, item, day_of(owner))
            found[item.key] = back_on or day_of(owner)
    return found


def day_plan(
    known: Ground,
    day_of: DayOf,
    digests: DigestGround | None = None,
    *,
    since: datetime | None = None,
) -> list[PlannedNudge]:
    """The messages of everybody's day, as they come due. `since` None: from each shift's start."""
    draft = _Draft(known, day_of, since)
    for person_id in known.roster.people if digests is not None else ():
        assert digests is not None
        draft.add_digest(person_id, digests)
    for item in known.items:
        for line in lines_due(known, item, day_of):
            draft.add(line)
    return draft.finished()


def keep_states(session: Session, proposal: Proposal, *, now: datetime) -> None:
    """Note which items nobody has to be reminded of any more, and which are back."""
    for batch in batches(proposal.settled):
        session.execute(
            update(NudgedItem)
            .where(NudgedItem.item.in_(batch), NudgedItem.settled_at.is_(None))
            .values(settled_at=now, back_on=None)
        )
        _untell(session, batch)
    for key, day in proposal.back.items():
        session.execute(
            update(NudgedItem)
            .where(NudgedItem.item == key, NudgedItem.settled_at.is_not(None))
            .values(settled_at=None, back_on=day)
        )


def _untell(session: Session, keys: Sequence[str]) -> None:
    """What was planned of them and has not gone out will not be said: it was never told."""
    waiting = select(Nudge.id).where(Nudge.state == "planned")
    session.execute(
        delete(NudgeLine)
        .where(NudgeLine.item.in_(keys), NudgeLine.nudge_id.in_(waiting))
        .execution_options(synchronize_session=False)
    )


def keep(session: Session, nudges: Sequence[PlannedNudge], *, now: datetime) -> None:
    """Write messages with their lines; what is there already stays as it is.

    A message that is on its way already takes no further lines: they wait for tomorrow.
    """
    add_missing(session, Nudge, [_row(one, now) for one in nudges])
    ids = _open_ids(session, nudges)
    told = [
        (ids[one.person_id, one.day], one, line)
        for one in nudges
        if (one.person_id, one.day) in ids
        for line in one.lines
    ]
    for batch in batches(told):
        known = [_item_row(one, line) for _, one, line in batch]
        add_missing(session, NudgedItem, known)
        add_missing(session, NudgeLine, [_line_row(number, line) for number, _, line in batch])


@dataclass
class _Draft:
    known: Ground
    day_of: DayOf
    since: datetime | None
    nudges: dict[int, PlannedNudge | None] = field(default_factory=dict)

    def add(self, line: PlannedLine) -> None:
        """Onto the day's message of whoever hears it; not if that has gone out, or can't today."""
        state = self.known.days.get((line.person_id, self.day_of(line.person_id)))
        nudge = self._nudge(line.person_id) if state in (None, "planned") else None
        if nudge is not None:
            nudge.lines.append(line)

    def add_digest(self, person_id: int, digests: DigestGround) -> None:
        """Turn the first message of a lead's week into the digest, if it has something to say."""
        day = self.day_of(person_id)
        if (person_id, day) in self.known.days or not digests.concerns(person_id):
            return
        week = digests.week_due(person_id, day, self.known.weeks.get(person_id))
        if week is None or not self.known.roster.people[person_id].slack_account:
            return
        last = self.known.weeks.get(person_id)
        if not has_something_to_say(digests, person_id, day, last=last):
            return
        nudge = self._nudge(person_id)
        if nudge is not None:
            nudge.kind, nudge.week = "digest", week

    def finished(self) -> list[PlannedNudge]:
        found = [one for one in self.nudges.values() if one and (one.lines or one.week)]
        for one in found:
            one.due_at = self._due_at(one)
        return sorted(found, key=lambda one: one.person_id)

    def _nudge(self, person_id: int) -> PlannedNudge | None:
        if person_id not in self.nudges:
            day = self.day_of(person_id)
            window = self.known.calendar.window(person_id, day, since=self.since)
            listed = not self.known.roster.people[person_id].slack_account
            self.nudges[person_id] = (
                PlannedNudge(person_id, window, window.from_at, listed=listed) if window else None
            )
        return self.nudges[person_id]

    def _due_at(self, nudge: PlannedNudge) -> datetime:
        """A promised hour moves the whole message, unless something in it can't wait for it."""
        window = nudge.window
        urgent = (line for line in nudge.lines if line.item.critical)
        if nudge.week is not None or any(line.step.rule != PROMISED for line in urgent):
            return window.from_at
        hours = [
            self.known.holds[line.item.key, line.for_id].until_at
            for line in nudge.lines
            if line.step.rule == PROMISED and line.for_id is not None
        ]
        within = [hour for hour in hours if window.from_at < hour < window.to_at]
        return min(within, default=window.from_at)


def _open_ids(session: Session, nudges: Sequence[PlannedNudge]) -> dict[tuple[int, date], int]:
    """The messages that still take lines, held until the transaction ends."""
    people = {one.person_id for one in nudges}
    days = {one.day for one in nudges}
    rows = session.execute(
        select(Nudge.person_id, Nudge.day, Nudge.id)
        .where(
            Nudge.person_id.in_(people),
            Nudge.day.in_(days),
            Nudge.state.in_(("planned", "listed")),
        )
        .with_for_update()
    )
    return {(person_id, day): number for person_id, day, number in rows}


def _row(nudge: PlannedNudge, now: datetime) -> dict[str, object]:
    return {
        "person_id": nudge.person_id,
        "day": nudge.day,
        "kind": nudge.kind,
        "week": nudge.week,
        "state": "listed" if nudge.listed else "planned",
        "planned_at": now,
        "due_at": nudge.due_at,
        "until_at": nudge.window.to_at,
    }


def _item_row(nudge: PlannedNudge, line: PlannedLine) -> dict[str, object]:
    return {"item": line.item.key, "kind": line.item.kind, "told_on": nudge.day}


def _line_row(nudge_id: int, line: PlannedLine) -> dict[str, object]:
    return {
        "nudge_id": nudge_id,
        "item": line.item.key,
        "kind": line.item.kind,
        "step": line.name,
        "rule": line.step.rule,
        "audience": line.step.audience,
        "person_id": line.person_id,
        "for_id": line.for_id,
        "step_on": line.step.on,
        "due_on": line.item.due_on,
    }
