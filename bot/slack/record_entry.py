"""A form for records that was handed in, and what every one of them is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from knowledge import people, registers, training
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.registers import Register
from knowledge.storage.record_tables import Person
from knowledge.training.recording import ACCEPTING, kept_in_file

QUALITY = frozenset({"quality", "deputy"})

REGISTER_OF: Mapping[str, Register] = {
    "training": "training",
    "action": "capa",
    "effectiveness": "capa",
    "finding": "audits",
    "audit": "audits",
    "review": "audits",
    "decision": "audits",
}
"""By what an item's key begins with. What is not here is not done by a form."""


class BadField(BadInput):
    """What was entered in one field can't be used."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Entry:
    """A form that was handed in. `said` are its fields by name; `file` is hash and name of the
    file that was stored. On `trial` nothing is kept, and the file is not there yet. `settled`
    takes the keys of what was done, where that is not `item` alone."""

    session: Session
    by: Person
    said: Mapping[str, Any]
    folder: Path
    today: date
    now: datetime
    file: tuple[str, str] | None = None
    trial: bool = False
    settled: list[str] = field(default_factory=list)

    @property
    def item(self) -> str:
        return str(self.said.get("item") or "")

    @property
    def number(self) -> str:
        return self.item.partition(":")[2]

    @property
    def roles(self) -> frozenset[str]:
        return people.roles_of(self.session, self.by, today=self.today)

    def day(self, name: str) -> date:
        """Raises BadField."""
        found = self.day_if_any(name)
        if found is None:
            raise BadField(name, "Choose a day.")
        return found

    def day_if_any(self, name: str) -> date | None:
        given = self.said.get(name)
        try:
            return date.fromisoformat(str(given)) if given else None
        except ValueError as error:
            raise BadField(name, f"{given!r} is no day.") from error

    def text(self, name: str) -> str:
        return str(self.said.get(name) or "").strip()

    def person(self, name: str) -> Person:
        """Raises BadField."""
        given = self.text(name)
        found = self.session.get(Person, int(given)) if given.isdigit() else None
        if found is None:
            raise BadField(f"person_{name}", "Type a name and choose somebody of the list.")
        return found


def past_day(entry: Entry, name: str) -> date:
    """Raises BadField for a day to come."""
    found = entry.day(name)
    if found > entry.today:
        raise BadField(name, "That day is still to come. Give the day it was done.")
    return found


def refuse_unless_leading(entry: Entry, what: str) -> None:
    """Raises NotAllowed for others than leads and quality."""
    if not entry.roles & (ACCEPTING | QUALITY):
        raise NotAllowed(f"{what} by leads and quality. Ask one of them.")


def in_file(session: Session, item: str) -> bool:
    """Whether the company's file decides about an item."""
    source, _, number = item.partition(":")
    register = REGISTER_OF.get(source)
    if register == "training":
        try:
            return kept_in_file(session, training.assignment(session, number))
        except NotFound:
            pass
    return register is not None and registers.master_of(session, register) == "file"
