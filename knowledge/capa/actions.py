"""Recording an action and moving it on, by the rules of its stages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal, cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log, people, registers
from knowledge.capa.stages import (
    CLOSED,
    CLOSING,
    TRANSITIONS,
    Actor,
    Move,
    Position,
    Stage,
    advance,
)
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.action_tables import ActionStep, CorrectiveAction
from knowledge.storage.record_tables import Person

Kind = Literal["correction", "corrective", "preventive"]
CERTIFICATION_BODY = "certification body"
SOURCES = (
    "complaint",
    "internal audit",
    CERTIFICATION_BODY,
    "process",
    "supplier",
    "suggestion",
    "management review",
    "effectiveness review",
    "other",
)
LONGEST = timedelta(days=5 * 366)
"""A due date further away than this is a slip of the pen."""


@dataclass(frozen=True)
class NewAction:
    """What is known of an action when it is recorded. Without `number` it gets the next one."""

    title: str
    description: str
    owner: int
    due_on: date
    source: str = "process"
    kind: Kind = "corrective"
    number: str = ""
    source_reference: str | None = None
    clause: str | None = None
    team_id: int | None = None
    closer: int | None = None
    fixed_on: date | None = None


def find(session: Session, number: str) -> CorrectiveAction:
    """Raises NotFound if no action has this number."""
    wanted = number.strip().upper()
    found = session.scalars(select(CorrectiveAction).filter_by(number=wanted)).first()
    if found is None:
        raise NotFound(f"There is no corrective action {number.strip()}. Check its number.")
    return found


def record(
    session: Session,
    new: NewAction,
    *,
    by: Person,
    today: date,
    now: datetime,
    iso_13485: bool = False,
) -> CorrectiveAction:
    """Record an action. `iso_13485`: whether the company works to ISO 13485 as well.

    Raises BadInput for what can't be, NotAllowed where a rule or the register's master forbids it.
    """
    registers.refuse_if_in_file(session, "capa")
    _check_kind(new, iso_13485)
    _check_dates(new, today)
    if new.closer is not None and new.closer == new.owner:
        raise NotAllowed("An action is closed by another person than its owner. Name another.")
    number = new.number.strip().upper() or next_number(session, today)
    if session.scalars(select(CorrectiveAction).filter_by(number=number)).first() is not None:
        raise BadInput(f"{number} is there already. Leave the number out to get the next one.")
    action = CorrectiveAction(
        number=number,
        title=_written(new.title, "a title"),
        description=_written(new.description, "what happened"),
        kind=new.kind,
        source=new.source,
        source_reference=new.source_reference,
        clause=new.clause,
        team_id=new.team_id,
        recorded_on=today,
        recorded_by=by.id,
        owner_id=_working(session, new.owner, today).id,
        closer_id=new.closer,
        stage="recorded",
        fixed_on=new.fixed_on,
        due_on=new.due_on,
        first_due_on=new.due_on,
    )
    session.add(action)
    session.flush()
    _log(session, action, "recorded", {"owner": new.owner, "due_on": new.due_on}, by, now)
    return action


def next_number(session: Session, today: date) -> str:
    """The number after the highest of this year, such as CAPA-2026-028."""
    start = f"CAPA-{today.year}-"
    given = session.scalars(
        select(CorrectiveAction.number).where(CorrectiveAction.number.startswith(start))
    )
    ends = [number.removeprefix(start) for number in given]
    return f"{start}{max((int(end) for end in ends if end.isdigit()), default=0) + 1:03}"


def position_of(session: Session, action: CorrectiveAction, *, today: date) -> Position:
    """Where an action stands, as the rules see it."""
    steps = steps_of(session, action)
    needed = [step.move == "decide on action" for step in steps if step.move.startswith("decide")]
    correctors = {who for step in steps if step.move == "contain" for who in step.done_by}
    implemented = [step for step in steps if step.move == "implement"]
    doers = {who for step in implemented for who in (*step.done_by, step.owner_id)} - {None}
    return Position(
        action.number,
        action.owner_id,
        cast(Stage, action.stage),
        needed[-1] if needed else None,
        frozenset(correctors),
        frozenset(doers),
        action.lots_to_check,
        action.lots_checked or 0,
        quality_managers(session, {action.owner_id, *doers, *correctors}, today),
    )


def steps_of(session: Session, action: CorrectiveAction) -> list[ActionStep]:
    """The history of an action, oldest first."""
    mine = select(ActionStep).where(ActionStep.action_id == action.id)
    return list(session.scalars(mine.order_by(ActionStep.id)))


def carry_out(
    session: Session,
    action: CorrectiveAction,
    move: Move,
    facts: Mapping[str, Any],
    *,
    by: Person,
    on: date,
    today: date,
    now: datetime,
    done_by: Iterable[int] = (),
) -> ActionStep:
    """Move an action on. `on` is the day it was done, `done_by` who did it if not `by`.

    Raises NotAllowed where a rule or the register's master forbids it, BadInput for missing facts.
    """
    registers.refuse_if_in_file(session, "capa")
    _check_day(action, move, on, today)
    hands = frozenset(done_by) or frozenset({by.id})
    actor = Actor(by.id, people.roles_of(session, by, today=today))
    before = position_of(session, action, today=today)
    if TRANSITIONS[move].hand == "closer":
        before = replace(before, closers=closers_of(session, action, today=today))
    after = advance(before, move, actor, facts, done_by=hands)
    if move == "follow up":
        _link(session, action, str(facts["follow_up"]))
    if move == "plan":
        _plan(action, facts)
    action.stage = after.stage
    step = add_step(session, action, move, facts, hands, on=on, recorded_by=by.id, now=now)
    _log(session, action, move, {"step": step.id, "stage": action.stage, "on": on}, by, now)
    return step


def add_step(
    session: Session,
    action: CorrectiveAction,
    move: str,
    facts: Mapping[str, Any],
    done_by: Iterable[int],
    *,
    on: date,
    recorded_by: int | None,
    now: datetime,
) -> ActionStep:
    """Add to the history of an action, without asking the rules."""
    step = ActionStep(
        action_id=action.id,
        move=move,
        stage=action.stage,
        done_on=on,
        done_by=sorted(done_by),
        owner_id=action.owner_id,
        facts=registers.plain(dict(facts)),
        recorded_by=recorded_by,
        recorded_at=now,
    )
    session.add(step)
    session.flush()
    return step


def hand_over(
    session: Session,
    action: CorrectiveAction,
    to: int,
    *,
    by: Person,
    reason: str,
    today: date,
    now: datetime,
) -> None:
    """Make somebody else the owner, which quality, the owner or the owner's lead may do."""
    registers.refuse_if_in_file(session, "capa")
    _check_open(action)
    owner = session.get(Person, action.owner_id) if action.owner_id is not None else None
    lead = people.lead_of(session, owner, today) if owner is not None else None
    may = by.id == action.owner_id or (lead is not None and by.id == lead.id)
    if not may and not people.roles_of(session, by, today=today) & CLOSING:
        raise NotAllowed(f"{action.number} is handed over by its owner or quality. Ask them.")
    change = {"from": action.owner_id, "to": to, "reason": _written(reason, "why")}
    action.owner_id = _working(session, to, today).id
    _log(session, action, "handed over", change, by, now)


def see_lots(
    session: Session, action: CorrectiveAction, seen: int, *, by: Person, now: datetime
) -> None:
    """Note how many lots have been checked since the action was implemented."""
    registers.refuse_if_in_file(session, "capa")
    if action.stage != "implemented" or not action.lots_to_check:
        raise NotAllowed(
            f"{action.number} counts no lots: it is at {action.stage!r}"
            + ("." if action.lots_to_check else ", and its plan names a date.")
        )
    if not 0 <= seen <= 100 * action.lots_to_check:
        raise BadInput(f"{seen} can't be a number of lots. Say how many were checked so far.")
    change = {"from": action.lots_checked, "to": seen}
    action.lots_checked = seen
    _log(session, action, "lots checked", change, by, now)


def report_step(
    session: Session,
    action: CorrectiveAction,
    move: Move,
    *,
    by: Person,
    on: date,
    today: date,
    now: datetime,
) -> None:
    """Where a file is the master: keep that a step was done until an import confirms it."""
    _check_day(action, move, on, today)
    fact = {f"{STEP_DAYS[move]}": on}
    registers.report(session, "capa", action.number, move, by.id, fact, now)


STEP_DAYS: Mapping[Move, str] = {
    "contain": "correction_on",
    "decide on action": "decided_on",
    "decide on no action": "decided_on",
    "close without action": "closed_on",
    "find cause": "cause_on",
    "plan": "planned_on",
    "implement": "implemented_on",
    "find effective": "reviewed_on",
    "send back": "reviewed_on",
    "follow up": "reviewed_on",
    "close": "closed_on",
}
"""Which day of a file's row says that a move was made."""


def _check_kind(new: NewAction, iso_13485: bool) -> None:
    if new.kind not in get_args(Kind):
        raise BadInput(f"{new.kind!r} is no kind of action: {', '.join(get_args(Kind))}.")
    if new.kind == "preventive" and not iso_13485:
        raise NotAllowed(
            "Preventive actions as such belong to ISO 13485, which the settings don't name. "
            "Record a corrective action, or treat it as a risk."
        )
    if new.source not in SOURCES:
        raise BadInput(f"{new.source!r} is no source. Choose one of: {', '.join(SOURCES)}.")


def _check_dates(new: NewAction, today: date) -> None:
    if new.due_on < today:
        raise BadInput(f"{new.due_on} is past. Give a due date from today on.")
    if new.due_on > today + LONGEST:
        raise BadInput(f"{new.due_on} is more than five years away. Check the year.")
    if (new.source == CERTIFICATION_BODY) != (new.fixed_on is not None):
        raise BadInput(
            "An action from the certification body, and only such a one, has the date that the "
            "certification body set. Check source and fixed date."
        )
    if new.fixed_on is not None and new.due_on > new.fixed_on:
        raise NotAllowed(f"The certification body set {new.fixed_on}. Choose a due date by then.")


def _check_day(action: CorrectiveAction, move: Move, on: date, today: date) -> None:
    if on > today:
        raise BadInput(f"{on} has not come yet. Record it when it is done.")
    if on < action.recorded_on and move != "contain":  # what is urgent is written down later
        raise BadInput(f"{on} is before {action.number} was recorded. Check the date.")
    _check_open(action)


def _check_open(action: CorrectiveAction) -> None:
    if action.stage in CLOSED:
        raise NotAllowed(f"{action.number} is {action.stage}. Record a new action instead.")


def _plan(action: CorrectiveAction, facts: Mapping[str, Any]) -> None:
    due, lots = facts.get("effectiveness_due_on"), facts.get("lots_to_check")
    if due is not None and (not isinstance(due, date) or due < action.recorded_on):
        raise BadInput(f"{due} can't be when effectiveness is reviewed. Check the date.")
    if lots is not None and (not isinstance(lots, int) or lots < 1):
        raise BadInput("Give the number of lots as a whole number from 1 on.")
    action.effectiveness_due_on, action.lots_to_check, action.lots_checked = due, lots, None


def _link(session: Session, action: CorrectiveAction, number: str) -> None:
    follower = find(session, number)
    if follower.id == action.id or follower.stage in CLOSED:
        raise BadInput(f"{number} can't follow {action.number}. Record a new action for it.")
    follower.follows_id = action.id


def _working(session: Session, person_id: int, today: date) -> Person:
    person = session.get(Person, person_id)
    if person is None or not people.employed(person, today):
        raise BadInput("The owner doesn't work here (any more). Name somebody who does.")
    return person


def quality_managers(
    session: Session, involved: Iterable[int | None], today: date
) -> frozenset[int]:
    """Who of these leads quality: has its right and a lead's, and is not the deputy."""
    found = [session.get(Person, number) for number in involved if number is not None]
    roles = {
        person.id: people.roles_of(session, person, today=today)
        for person in found
        if person is not None
    }
    return frozenset(
        number
        for number, held in roles.items()
        if {"quality", "lead"} <= held and "deputy" not in held
    )


def closers_of(session: Session, action: CorrectiveAction, *, today: date) -> frozenset[int]:
    """Who may close it: the quality manager, the deputies, and of quality whom the register names.

    The right of quality alone is not enough, as specialists have it who judge and approve.
    """
    return frozenset(
        person.id
        for person in people.quality_people(session, today)
        if person.id == action.closer_id
        or people.leads_quality(people.roles_of(session, person, today=today))
    )


def _written(text: str, what: str) -> str:
    if not text.strip():
        raise BadInput(f"Say {what}.")
    return text.strip()


def _log(
    session: Session,
    action: CorrectiveAction,
    what: str,
    change: dict[str, Any],
    by: Person,
    now: datetime,
) -> None:
    payload = {"action": action.number, **change}
    audit_log.add(session, who=by.id, what=f"corrective action: {what}", payload=payload, now=now)
