"""Every problem of the packs in a folder, with file and place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from knowledge.errors import BadInput
from knowledge.standards.companions import COMPANIONS
from knowledge.standards.loading import Place, pack_files, places, read_yaml
from knowledge.standards.schema import Clause, Pack, order, parent

SHALL = re.compile(r"\bshall\b", re.IGNORECASE)
"""A standard's word for an order; in our own words there is no need for it."""

_GONE_VERBS = {"2026": re.compile(r"\b(?:maintain|retain)", re.IGNORECASE)}
"""The verbs for documented information that an edition no longer has."""


@dataclass(frozen=True)
class Problem:
    file: str
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.what}"


def check(folder: Place) -> list[Problem]:
    """All problems of the packs in a folder, in the order of the files."""
    try:
        plain = pack_files(folder)
    except BadInput as error:
        return [Problem(str(folder), "files", str(error))]
    packs: dict[str, Pack] = {}
    problems: list[Problem] = []
    for name, content in plain.items():
        try:
            packs[name] = Pack.model_validate(content)
        except ValidationError as error:
            problems += [Problem(name, *told.split(": ", 1)) for told in places(error, content)]
    problems += _same_edition(packs)
    for name, pack in packs.items():
        problems += [Problem(name, place, what) for place, what in _of(pack, packs)]
    return [*problems, *_companions(folder, list(packs.values()))]


def _companions(folder: Place, packs: Sequence[Pack]) -> Iterator[Problem]:
    """What doesn't fit in glossary, principles and questions; the clauses they name are there."""
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        plain = read_yaml(file) if file.name.endswith(".yaml") else None
        kinds = [
            kind for key, kind in COMPANIONS.items() if isinstance(plain, dict) and key in plain
        ]
        for kind in kinds:
            try:
                kind.model_validate(plain)
            except ValidationError as error:
                for told in places(error, plain):
                    yield Problem(file.name, *told.split(": ", 1))
            yield from _numbers_named(file.name, plain, packs)


def _numbers_named(file: str, plain: Any, packs: Sequence[Pack]) -> Iterator[Problem]:
    """A clause must be there in every edition an entry is for, or in one where none is said."""
    if isinstance(plain, dict):
        name = str(plain.get("id") or plain.get("term") or plain.get("key") or "")
        wanted = [pack for pack in packs if pack.edition in (plain.get("editions") or [])]
        for number in plain.get("clauses") or []:
            held = [pack.get(str(number)) is not None for pack in (wanted or packs)]
            if packs and not (all(held) if wanted else any(held)):
                yield Problem(file, name, f"it names clause {number}, which is not there")
        for value in plain.values():
            yield from _numbers_named(file, value, packs)
    elif isinstance(plain, list):
        for value in plain:
            yield from _numbers_named(file, value, packs)


def _same_edition(packs: Mapping[str, Pack]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, pack in packs.items():
        if pack.edition in seen:
            what = f"{pack.edition} is the edition of {seen[pack.edition]} too"
            yield Problem(name, "pack › edition", what)
        seen.setdefault(pack.edition, name)


def _of(pack: Pack, packs: Mapping[str, Pack]) -> Iterator[tuple[str, str]]:
    below = [other for other in packs.values() if other.edition == pack.pack.overlay_of]
    if pack.pack.overlay_of and not below:
        yield "pack › overlay_of", f"there is no pack for the edition {pack.pack.overlay_of}"
    known = {clause.number for one in (pack, *below) for clause in one.clauses}
    yield from _numbers(pack, known)
    for clause in pack.clauses:
        yield from ((f"clause {clause.number}", what) for what in _clause(clause, pack, known))
    yield from _origins(pack, packs)


def _numbers(pack: Pack, known: set[str]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    last: tuple[int, ...] = ()
    for clause in pack.clauses:
        place = f"clause {clause.number}"
        if clause.number in seen:
            yield place, "the number is there twice"
        elif order(clause.number) < last:
            yield place, "it comes after a clause with a higher number"
        above = parent(clause.number)
        if above is not None and above not in known:
            yield place, f"there is no clause {above} above it"
        seen.add(clause.number)
        last = order(clause.number)


def _clause(clause: Clause, pack: Pack, known: set[str]) -> Iterator[str]:
    for link in clause.links:
        if link not in known:
            yield f"it links to {link}, which is not there"
        if link == clause.number:
            yield "it links to itself"
    labels = [item.label for item in clause.items]
    if len(set(labels)) != len(labels):
        yield "two items have the same label"
    if _is_leaf(clause, pack):
        yield from (f"it has no {name}" for name in _wanted(clause))
    gone = _GONE_VERBS.get(pack.edition)
    for documented in clause.documented:
        if gone is not None and gone.search(documented.verb):
            yield f"{documented.verb!r} is no longer a verb of the edition {pack.edition}"
    for text in _texts(clause.model_dump()):
        if SHALL.search(text):
            yield f"it says 'shall', as standards do and we don't: {text[:60]!r}"


def _is_leaf(clause: Clause, pack: Pack) -> bool:
    return not pack.children(clause.number) and pack.pack.overlay_of is None


def _wanted(clause: Clause) -> list[str]:
    names = ("asks", "evidence", "findings", "roles", "words")
    return [name for name in names if not getattr(clause, name)]


def _texts(plain: Any) -> Iterator[str]:
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for value in plain.values():
            yield from _texts(value)
    elif isinstance(plain, list | tuple):
        for value in plain:
            yield from _texts(value)


def _origins(pack: Pack, packs: Mapping[str, Pack]) -> Iterator[tuple[str, str]]:
    """Every clause of the edition before must have gone somewhere, and none come from nowhere."""
    if not any(clause.maps_from for clause in pack.clauses):
        return
    earlier = _earlier(pack, packs.values())
    if earlier is None:
        yield "pack", "its clauses map from an earlier edition, which is not there"
        return
    used = {origin.number for clause in pack.clauses for origin in clause.maps_from}
    for clause in pack.clauses:
        place = f"clause {clause.number}"
        if not clause.maps_from:
            yield place, "it doesn't say where it comes from (maps_from)"
        for origin in clause.maps_from:
            if earlier.get(origin.number) is None:
                yield place, f"it maps from {origin.number}, which {earlier.name} doesn't have"
    for number in sorted(set(earlier.by_number) - used, key=order):
        yield f"clause {number} of {earlier.edition}", "no clause says what became of it"


def _earlier(pack: Pack, packs: Iterable[Pack]) -> Pack | None:
    kin = [one for one in packs if one.pack.standard == pack.pack.standard]
    before = [one for one in kin if one.edition < pack.edition]
    named = [one for one in packs if one.edition == pack.pack.follows]
    return next(iter(named), max(before, key=lambda one: one.edition, default=None))
