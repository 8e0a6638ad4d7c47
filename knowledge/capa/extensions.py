"""Later due dates: asked for with a reason, approved or declined by quality.

The first date stays, and ageing counts from it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log, people, registers
from knowledge.capa.actions import quality_managers
from knowledge.capa.stages import CLOSING
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.action_tables import ActionExtension, CorrectiveAction
from knowledge.storage.record_tables import Person

EXTENDABLE = ("recorded", "contained", "need decided", "cause found", "action planned")


def ask(
    session: Session,
    action: CorrectiveAction,
    to_on: date,
    reason: str,
    *,
    by: Person,
    today: date,
    now: datetime,
) -> ActionExtension:
    """Ask for a later due date, as the owner or quality.

    Raises NotAllowed past a date that a certification body fixed, or while another is undecided.
    """
    registers.refuse_if_in_file(session, "capa")
    due_on = _check(session, action, to_on, by, today)
    if not reason.strip():
        raise BadInput("Say why more time is needed.")
    row = ActionExtension(
        action_id=action.id,
        asked_by=by.id,
        asked_on=today,
        from_on=due_on,
        to_on=to_on,
        reason=reason.strip(),
        state="asked",
    )
    session.add(row)
    session.flush()
    _log(session, action, row, "asked", by, now)
    return row


def approve(
    session: Session, extension_id: int, *, by: Person, today: date, now: datetime
) -> CorrectiveAction:
    """Grant a later due date. Raises NotAllowed for whoever asked, the owner, or without right."""
    row, action = _asked(session, extension_id)
    _check_deciding(session, row, action, by, today)
    _check_fixed(action, row.to_on)
    action.due_on = row.to_on
    _decide(row, "approved", by, today, None)
    _log(session, action, row, "approved", by, now)
    return action


def decline(
    session: Session, extension_id: int, reason: str, *, by: Person, today: date, now: datetime
) -> CorrectiveAction:
    """Refuse a later due date, with a reason; the due date stays."""
    row, action = _asked(session, extension_id)
    _check_deciding(session, row, action, by, today)
    if not reason.strip():
        raise BadInput("Say why the date stays.")
    _decide(row, "declined", by, today, reason.strip())
    _log(session, action, row, "declined", by, now)
    return action


def extensions_of(session: Session, action: CorrectiveAction) -> list[ActionExtension]:
    """All that was asked for and how it was decided, oldest first."""
    mine = select(ActionExtension).where(ActionExtension.action_id == action.id)
    return list(session.scalars(mine.order_by(ActionExtension.asked_on, ActionExtension.id)))


def undecided(session: Session) -> list[ActionExtension]:
    """What waits for quality, oldest first."""
    asked = select(ActionExtension).where(ActionExtension.state == "asked")
    return list(session.scalars(asked.order_by(ActionExtension.asked_on, ActionExtension.id)))


def _check(
    session: Session, action: CorrectiveAction, to_on: date, by: Person, today: date
) -> date:
    """The date there is now, if it may be asked to be moved to this one."""
    if by.id != action.owner_id and not people.roles_of(session, by, today=today) & CLOSING:
        raise NotAllowed(f"More time for {action.number} is asked for by its owner or quality.")
    if action.stage not in EXTENDABLE or action.due_on is None:
        raise NotAllowed(f"{action.number} is {action.stage}: there is no date to move.")
    if any(row.state == "asked" for row in extensions_of(session, action)):
        raise NotAllowed(f"More time for {action.number} is asked for already. Wait for quality.")
    if to_on <= max(action.due_on, today):
        raise BadInput(f"{to_on} is no later date: it is due on {action.due_on}.")
    _check_fixed(action, to_on)
    return action.due_on


def _check_fixed(action: CorrectiveAction, to_on: date) -> None:
    if action.fixed_on is not None and to_on > action.fixed_on:
        raise NotAllowed(
            f"The certification body fixed {action.fixed_on} for {action.number}, and only the "
            "certification body can move it. Ask them first."
        )


def _check_deciding(
    session: Session, row: ActionExtension, action: CorrectiveAction, by: Person, today: date
) -> None:
    registers.refuse_if_in_file(session, "capa")
    roles = people.roles_of(session, by, today=today)
    if not roles & CLOSING:
        raise NotAllowed("Quality decides on later dates. Ask them.")
    if by.id in (row.asked_by, action.owner_id):
        raise NotAllowed(
            f"More time for {action.number} is decided on by another person than its owner and "
            "whoever asked."
        )
    own = quality_managers(session, {row.asked_by, action.owner_id}, today)
    if own and "deputy" not in roles:
        raise NotAllowed(
            f"More time for {action.number} is the quality manager's own wish, "
            "so the deputy decides."
        )


def _asked(session: Session, extension_id: int) -> tuple[ActionExtension, CorrectiveAction]:
    row = session.get(ActionExtension, extension_id)
    if row is None or row.state != "asked":
        raise NotFound(f"There is no undecided extension {extension_id}.")
    return row, session.get_one(CorrectiveAction, row.action_id)


def _decide(row: ActionExtension, state: str, by: Person, today: date, answer: str | None) -> None:
    row.state, row.decided_by, row.decided_on, row.answer = state, by.id, today, answer


def _log(
    session: Session,
    action: CorrectiveAction,
    row: ActionExtension,
    what: str,
    by: Person,
    now: datetime,
) -> None:
    payload = {"action": action.number, "extension": row.id, "from": row.from_on, "to": row.to_on}
    audit_log.add(
        session, who=by.id, what=f"corrective action: extension {what}", payload=payload, now=now
    )
