"""Done: what an owner says was done becomes a record, or a report that the file confirms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from knowledge import audits, capa, people, registers, training
from knowledge.capa import Move
from knowledge.errors import NotAllowed
from knowledge.nudges.asked import QUALITY, local_day, log, may_act, open_item
from knowledge.nudges.items import Item
from knowledge.storage.record_tables import Person
from knowledge.training import Performance

REPORTED = "reported, waiting for the file to confirm it"

MOVES: Mapping[str, Move] = {
    "recorded": "contain",
    "contained": "decide on action",
    "need decided": "find cause",
    "cause found": "plan",
    "action planned": "implement",
    "implemented": "find effective",
    "effectiveness reviewed": "close",
}
"""The move that a stage waits for; another one (such as sending back) is chosen by name."""


@dataclass(frozen=True)
class Completion:
    """What was done: on which day, what shows it, and what the step asks for.

    `evidence_id` is a row of the evidence store, `reference` a record in words. `account` is the
    Slack account it was said from. `move` and `facts` are a corrective action's.
    """

    on: date
    evidence_id: int | None = None
    reference: str | None = None
    assessor: str | None = None
    account: str | None = None
    move: Move | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Finished:
    """What became of it, in words: done, waiting to be accepted, or reported."""

    item: Item
    state: str


def done(session: Session, key: str, what: Completion, *, by: Person, now: datetime) -> Finished:
    """Record that an item was done. Reminders stop; it comes back if that is rejected.

    Raises what the item's own register raises, and NotAllowed for what is done elsewhere.
    """
    today = local_day(session, by, now)
    item = open_item(session, key, today=today)
    _check(session, item, by, today)
    state = _RECORD[key.partition(":")[0]](session, item, what, by, today, now)
    log(session, "done", key, by=by, now=now, on=what.on, state=state, evidence=what.evidence_id)
    return Finished(item, state)


def _check(session: Session, item: Item, by: Person, today: date) -> None:
    """The owner, or who is responsible for the owner and may say so for them."""
    if may_act(session, item, by, today) or QUALITY & people.roles_of(session, by, today=today):
        return
    owner = session.get(Person, item.person_id) if item.person_id is not None else None
    lead = people.lead_of(session, owner, today) if owner is not None else None
    if lead is None or lead.id != by.id:
        name = owner.name if owner is not None else "the quality team"
        raise NotAllowed(f"{item.id} is {name}'s. Ask them, or their lead.")


def _training(
    session: Session, item: Item, what: Completion, by: Person, today: date, now: datetime
) -> str:
    if " of " in item.id:
        raise NotAllowed(
            f"Nobody is assigned to {item.title} yet. Your lead or quality assigns it first."
        )
    assigned = training.assignment(session, item.id)
    if item.kind == "reading":
        read = training.acknowledge(
            session, assigned, by=by, account=what.account, today=today, now=now
        )
        return read.state
    performed = Performance(what.on, "passed", what.assessor, what.reference, what.evidence_id)
    return training.complete(session, assigned, performed, by=by, today=today, now=now).state


def _action(
    session: Session, item: Item, what: Completion, by: Person, today: date, now: datetime
) -> str:
    action = capa.find(session, item.id)
    move = what.move or MOVES[action.stage]
    if registers.master_of(session, "capa") == "file":
        capa.report_step(session, action, move, by=by, on=what.on, today=today, now=now)
        return REPORTED
    capa.carry_out(session, action, move, what.facts, by=by, on=what.on, today=today, now=now)
    return action.stage


def _finding(
    session: Session, item: Item, what: Completion, by: Person, today: date, now: datetime
) -> str:
    finding = audits.findings.find(session, item.id)
    if registers.master_of(session, "audits") == "file":
        answering = finding.answer_due_on is not None and finding.answered_on is None
        said = "answered" if answering else "closed"
        return _report(session, item, said, {f"{said}_on": what.on}, by, now)
    audits.findings.close(session, finding, by=by, today=today, now=now)
    return finding.state


def _audit(
    session: Session, item: Item, what: Completion, by: Person, today: date, now: datetime
) -> str:
    if registers.master_of(session, "audits") == "file":
        return _report(session, item, "performed", {"performed_from": what.on}, by, now)
    audit = audits.programme.find(session, item.id)
    audits.programme.perform(session, audit, what.on, what.on, by=by, today=today, now=now)
    return audit.state


def _review(
    session: Session, item: Item, what: Completion, by: Person, today: date, now: datetime
) -> str:
    if registers.master_of(session, "audits") == "file":
        return _report(session, item, "held", {"held_on": what.on}, by, now)
    raise NotAllowed(f"{item.id} is recorded with its inputs and decisions, by quality.")


def _decision(
    session: Session, item: Item, what: Completion, by: Person, today: date, now: datetime
) -> str:
    number = item.key.partition(":")[2]
    if registers.master_of(session, "audits") == "file":
        registers.report(
            session, "audits", f"{item.id} {number}", "done", by.id, {"done_on": what.on}, now
        )
        return REPORTED
    audits.reviews.done(session, int(number), what.on, by=by, today=today, now=now)
    return "done"


def _document(
    session: Session, item: Item, what: Completion, by: Person, today: date, now: datetime
) -> str:
    raise NotAllowed(
        f"{item.id} is reviewed once its next issue, or a later review date, has been indexed."
    )


def _answer(
    session: Session, item: Item, what: Completion, by: Person, today: date, now: datetime
) -> str:
    raise NotAllowed("An approved answer is renewed by proposing it anew, or left to end.")


def _drill(
    session: Session, item: Item, what: Completion, by: Person, today: date, now: datetime
) -> str:
    raise NotAllowed(f"{item.id} is done once its interview is finished. Begin it, or go on.")


def _report(
    session: Session, item: Item, what: str, facts: dict[str, Any], by: Person, now: datetime
) -> str:
    registers.report(session, "audits", item.id, what, by.id, facts, now)
    return REPORTED


_RECORD: Mapping[str, Callable[[Session, Item, Completion, Person, date, datetime], str]] = {
    "training": _training,
    "action": _action,
    "effectiveness": _action,
    "finding": _finding,
    "audit": _audit,
    "review": _review,
    "decision": _decision,
    "document": _document,
    "answer": _answer,
    "drill": _drill,
}
