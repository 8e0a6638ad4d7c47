"""What is open, what comes next, who does it and by when."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import registers
from knowledge.capa.actions import position_of, steps_of
from knowledge.capa.limits import due_by_limit, limits
from knowledge.capa.stages import CLOSED, Position, Stage, barred
from knowledge.storage.action_tables import ActionExtension, CorrectiveAction
from knowledge.storage.record_tables import Person

State = Literal["reported", "overdue", "open"]

NEXT = {
    "recorded": "correct and contain",
    "contained": "decide whether action is needed",
    "need decided": "find the cause",
    "cause found": "plan the action",
    "action planned": "carry out the action",
    "implemented": "review effectiveness",
    "effectiveness reviewed": "close",
}
"""What comes next at each stage."""


@dataclass(frozen=True)
class ActionItem:
    """An open action as reminders and reports see it.

    `due_on` is of what comes next, by the company's limit for the stage where the register names
    no date; `first_due_on` is before any extension, and `days_late` counts
    from it. `critical`: a certification body fixed the date. `next_id` is who has to do what comes
    next, None for the quality team. `reported`: somebody reported it done, and the file has still
    to confirm: reminders stop, ageing runs on.
    """

    id: int
    number: str
    title: str
    stage: str
    next_step: str
    owner_id: int | None
    next_id: int | None
    due_on: date | None
    first_due_on: date | None
    fixed_on: date | None
    critical: bool
    state: State
    days_late: int
    extensions: int
    lots: tuple[int, int] | None


def open_items(
    session: Session, *, today: date, numbers: Collection[str] | None = None
) -> list[ActionItem]:
    """Every action that is not closed, or of these numbers: the critical first, then by date."""
    wanted = select(CorrectiveAction).where(
        CorrectiveAction.stage.not_in(CLOSED), CorrectiveAction.gone_on.is_(None)
    )
    if numbers is not None:
        wanted = wanted.where(CorrectiveAction.number.in_(numbers))
    found = session.scalars(wanted)
    waiting = {row.item for row in registers.waiting(session, "capa")}
    extended = _extensions(session)
    days = limits(session)
    items = [
        _item(session, action, action.number in waiting, extended.get(action.id, 0), days, today)
        for action in found
    ]
    return sorted(items, key=lambda item: (not item.critical, item.due_on or date.max, item.number))


def _item(
    session: Session,
    action: CorrectiveAction,
    reported: bool,
    extensions: int,
    days: Mapping[Stage, int],
    today: date,
) -> ActionItem:
    due_on, first = _dates(action)
    lots = (action.lots_checked or 0, action.lots_to_check) if action.lots_to_check else None
    if due_on is None and not (lots and action.stage == "implemented"):
        due_on = first = _by_limit(session, action, days)
    late = (today - first).days if first is not None else 0
    state: State = "overdue" if due_on is not None and due_on < today else "open"
    position = position_of(session, action, today=today)
    return ActionItem(
        id=action.id,
        number=action.number,
        title=action.title,
        stage=action.stage,
        next_step="close" if position.needed is False else NEXT[action.stage],
        owner_id=action.owner_id,
        next_id=_next(action, position),
        due_on=due_on,
        first_due_on=first,
        fixed_on=action.fixed_on,
        critical=action.fixed_on is not None,
        state="reported" if reported else state,
        days_late=max(0, late),
        extensions=extensions,
        lots=lots,
    )


def _dates(action: CorrectiveAction) -> tuple[date | None, date | None]:
    """When what comes next is due, and when it first was."""
    if action.stage == "effectiveness reviewed":
        return action.fixed_on, action.fixed_on
    if action.stage == "implemented":
        due = first = action.effectiveness_due_on
    else:
        due, first = action.due_on, action.first_due_on
    limits = [day for day in (due, action.fixed_on) if day is not None]
    return min(limits, default=None), first


def _by_limit(session: Session, action: CorrectiveAction, days: Mapping[Stage, int]) -> date | None:
    """The last day by the company's limit, from the day on which the stage was reached."""
    steps = steps_of(session, action)
    since = steps[-1].done_on if steps else action.recorded_on
    owner = session.get(Person, action.owner_id) if action.owner_id is not None else None
    return due_by_limit(session, cast(Stage, action.stage), since, owner, days)


def _next(action: CorrectiveAction, position: Position) -> int | None:
    closing = action.stage in ("implemented", "effectiveness reviewed") or position.needed is False
    if action.stage == "contained":
        return None
    if not closing:
        return action.owner_id
    return None if action.closer_id in barred(position) else action.closer_id


def _extensions(session: Session) -> dict[int, int]:
    """How often each action was extended."""
    counted = (
        select(ActionExtension.action_id, func.count())
        .where(ActionExtension.state == "approved")
        .group_by(ActionExtension.action_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}
