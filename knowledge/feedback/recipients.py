"""Everywhere an answer was shown, so that everyone who got it can be told what is right."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from knowledge.deliveries import Address
from knowledge.storage import assistant_tables
from knowledge.storage.delivery_tables import Delivery

GONE = ("dead", "cancelled")
DIRECT = "D"
"""What the id of a direct message begins with."""


@dataclass(frozen=True)
class Receipt:
    """A place where an answer was shown. `message` is there to be marked, if it is known."""

    answer_id: str
    to: Address
    message: str | None = None


def recipients(session: Session, answers: Collection[str]) -> list[Receipt]:
    """Each place once: threads, direct messages, shares; privately shown ones by person."""
    receipts = list(_delivered(session, answers))
    reached = {(one.answer_id, one.to.conversation, one.to.thread) for one in receipts}
    receipts += _shown(session, answers, reached)
    return receipts


def _delivered(session: Session, answers: Collection[str]) -> Iterator[Receipt]:
    answer = Delivery.subject["answer"].as_string()
    rows = session.scalars(
        select(Delivery)
        .where(answer.in_(list(answers)), Delivery.state.not_in(GONE), _somewhere())
        .order_by(Delivery.id)
    )
    for row in rows:
        direct = (row.conversation or DIRECT).startswith(DIRECT)
        to = Address(row.team, row.person if direct else None, row.conversation, row.thread)
        yield Receipt(str(row.subject["answer"]), to, row.message)


def _somewhere() -> ColumnElement[bool]:
    """What was said directly to somebody is nowhere any more once the name is dropped."""
    return or_(Delivery.person.is_not(None), Delivery.conversation.is_not(None))


def _shown(
    session: Session, answers: Collection[str], reached: Collection[object]
) -> Iterator[Receipt]:
    """Answers that left no delivery, such as those that only the asker could see."""
    told = set()
    for turn in _turns(session, answers):
        assert turn.answer_id is not None  # it was asked for
        if not turn.private and (turn.answer_id, turn.conversation, turn.thread) in reached:
            continue
        if turn.person is not None and (turn.answer_id, turn.person) not in told:
            told.add((turn.answer_id, turn.person))
            yield Receipt(turn.answer_id, Address(turn.team, turn.person))


def _turns(session: Session, answers: Collection[str]) -> list[assistant_tables.Turn]:
    turn = assistant_tables.Turn
    return list(session.scalars(select(turn).where(turn.answer_id.in_(list(answers)))))
