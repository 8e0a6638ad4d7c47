"""What is open, what comes next, who does it and by when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import registers
from knowledge.capa.actions import position_of
from knowledge.capa.stages import CLOSED, Position, barred
from knowledge.storage.action_tables import ActionExtension, CorrectiveAction

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

    `due_on` is of what comes next; `first_due_on` is before any extension, and `days_late` counts
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
    items = [
        _item(session, action, action.number in waiting, extended.get(action.id, 0), today)
        for action in found
    ]
    return sorted(items, key=lambda item: (not item.critical, item.due_on or date.max, item.number))


def _item(
    session: Session, action: CorrectiveAction, reported: bool, extensions: int, today: date
) -> ActionItem:
    due_on, first = _dates(action)
    late = (today - first).days if first is not None else 0
    state: State = "overdue" if due_on is not None and due_on < today else "open"
    lots = (action.lots_checked or 0, action.lots_to_check) if action.lots_to_check else None
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
