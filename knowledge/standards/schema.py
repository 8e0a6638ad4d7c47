"""What a pack holds. A clause is known by (edition, number), a lettered item by its label.

The edition is the key of a tree: "2015" and "2026" for ISO 9001, "13485:2016" or "AS9100D" for
others. An overlay holds only what it adds to the clauses of the pack it lies on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

NUMBER = re.compile(r"[1-9]\d?(?:\.[1-9]\d?){0,4}")

Number = Annotated[str, StringConstraints(pattern=rf"^{NUMBER.pattern}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Texts = tuple[Words, ...]
Label = Annotated[str, BeforeValidator(str), StringConstraints(pattern=r"^[a-z0-9]{1,3}$")]
Certainty = Literal["high", "medium", "low"]
Function = Literal["maintain", "retain", "available"]


class Entry(BaseModel):
    """A part of a pack; a field that the schema doesn't know is a mistake in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Item(Entry):
    """A lettered item of a clause: its label and what it is about."""

    label: Label
    topic: Words


class Documented(Entry):
    """What is to be in writing. `function`: kept current, kept as proof, or both or either.

    `verb` is what the edition calls it; `explicit` is False where it only follows.
    """

    what: Words
    function: Function
    verb: Words
    explicit: bool


class Origin(Entry):
    """Where a clause comes from in the edition before, and what changed on the way."""

    number: Number
    change: Literal["none", "wording", "moved", "extended", "new", "removed"]
    note: str = ""


class Clause(Entry):
    number: Number
    title: Words
    about: Words
    asks: Texts = ()
    items: tuple[Item, ...] = ()
    documented: tuple[Documented, ...] = ()
    evidence: Texts = ()
    findings: Texts = ()
    roles: Texts = ()
    words: Texts = ()
    links: tuple[Number, ...] = ()
    not_applicable_allowed: bool = False
    certainty: Certainty
    source: Words
    maps_from: tuple[Origin, ...] = ()


class Header(Entry):
    """What a pack says of itself. `overlay_of` is the edition whose clauses it adds to."""

    standard: Words
    edition: Annotated[Words, BeforeValidator(str)]
    version: Annotated[Words, BeforeValidator(str)]
    approver: str | None = None
    effective_on: date
    language: str = "en"
    based_on: str = ""
    overlay_of: str | None = None
    follows: str | None = None


class Pack(BaseModel):
    """One edition of a standard, its clauses in reading order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pack: Header
    clauses: tuple[Clause, ...]

    @property
    def edition(self) -> str:
        return self.pack.edition

    @property
    def name(self) -> str:
        """As people write it: "ISO 9001:2015"."""
        return f"{self.pack.standard}:{self.pack.edition}"

    @cached_property
    def by_number(self) -> dict[str, Clause]:
        return {clause.number: clause for clause in self.clauses}

    def get(self, number: str) -> Clause | None:
        return self.by_number.get(number)

    def children(self, number: str) -> list[Clause]:
        """The clauses right below this one."""
        return [clause for clause in self.clauses if parent(clause.number) == number]

    def below(self, number: str) -> list[Clause]:
        """This clause and all that lie under it."""
        return [clause for clause in self.clauses if within(clause.number, number)]

    def successors(self, number: str) -> list[tuple[Clause, Origin]]:
        """The clauses of this edition that a clause of the edition before went into."""
        return [
            (clause, origin)
            for clause in self.clauses
            for origin in clause.maps_from
            if origin.number == number
        ]


def parent(number: str) -> str | None:
    """The number one level up; None for a chapter."""
    return number.rpartition(".")[0] or None


def ancestors(number: str) -> Iterator[str]:
    """The numbers above, the nearest first."""
    above = parent(number)
    while above is not None:
        yield above
        above = parent(above)


def within(number: str, above: str) -> bool:
    """Is this the clause `above` itself, or one under it?"""
    return number == above or number.startswith(f"{above}.")


def order(number: str) -> tuple[int, ...]:
    """A key that sorts 8.10 after 8.9."""
    return tuple(int(part) for part in number.split("."))
