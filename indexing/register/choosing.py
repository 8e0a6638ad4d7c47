"""Of several places that name a fact, the most trusted one counts; the others are compared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from indexing.register.dates import excel_day, find_date, find_dated, find_month
from indexing.register.findings import Finding, is_blank
from indexing.register.labels import WEAK
from indexing.register.numbers import number_at_start, read_number
from indexing.register.revisions import read_revision
from knowledge.documents import same_number, same_revision

PLACES = (
    "register.csv", "header table", "page header", "front matter", "text", "file properties",
    "file name", "folder",
)  # fmt: skip

_THE = {place: place if place == "register.csv" else f"the {place}" for place in PLACES}
_NAMES = {
    "number": "number", "revision": "revision", "effective_on": "effective date",
    "approved_on": "approval date", "review_on": "next review",
}  # fmt: skip
DATES = ("effective_on", "approved_on", "review_on")


@dataclass
class Choice:
    """The values taken, where they were read, and the doubts that came up."""

    values: dict[str, str] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    read_from: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)


def choose(findings: Sequence[Finding], *, day_first: bool) -> Choice:
    """Take each field from the most trusted place and doubt what contradicts it."""
    choice = Choice()
    _choose_word(choice, findings, "number", _number_of, same_number)
    _choose_word(choice, findings, "revision", read_revision, same_revision)
    for name in DATES:
        _choose_day(choice, findings, name, day_first)
    for name in ("approved_by", "owner"):
        _choose_word(choice, findings, name, _name_of, None)
    return choice


def in_order_of_trust(findings: Iterable[Finding], name: str) -> list[Finding]:
    """The findings of one field, the most trusted first."""
    wanted = [finding for finding in findings if finding.field == name]
    return sorted(wanted, key=lambda f: (_rank(f), f.strength))


def _rank(finding: Finding) -> int:
    """The place's rank; a weak label of a number comes after the file's name."""
    if finding.field == "number" and finding.strength == WEAK:
        return len(PLACES)
    return PLACES.index(finding.place)


def _choose_word(
    choice: Choice,
    findings: Sequence[Finding],
    name: str,
    read: Callable[[str], str | None],
    same: Callable[[str, str], bool] | None,
) -> None:
    readings = _one_a_place(
        [(f.place, value) for f in in_order_of_trust(findings, name) if (value := read(f.words))]
    )
    if not readings:
        return
    place, value = readings[0]
    if name == "number" and same:
        place, value = _outvoted(readings, same) or (place, value)
    choice.values[name] = value
    choice.read_from[name] = place
    if same:
        others = [(p, v) for p, v in readings if not same(v, value)]
        choice.doubts += [_disagreement(name, p, v, place, value) for p, v in others]


def _outvoted(
    readings: Sequence[tuple[str, str]], same: Callable[[str, str], bool]
) -> tuple[str, str] | None:
    """Two other places that agree outweigh a number that stands alone (a copied header)."""
    if readings[0][0] == "register.csv" or any(same(v, readings[0][1]) for _, v in readings[1:]):
        return None
    for place, value in readings[1:]:
        if sum(same(value, other) for _, other in readings[1:]) > 1:
            return place, value
    return None


def _choose_day(choice: Choice, findings: Sequence[Finding], name: str, day_first: bool) -> None:
    readings: list[tuple[str, date, int]] = []
    unread: list[Finding] = []
    for finding in in_order_of_trust(findings, name):
        day = read_day(finding.words, day_first=day_first)
        if day is not None:
            readings.append((finding.place, day, finding.strength))
        elif not is_blank(finding.words) and (finding.strength == 0 or find_month(finding.words)):
            unread.append(finding)
    readings.sort(key=lambda r: (r[0] != "register.csv", min(r[2], 1), PLACES.index(r[0]), r[2]))
    if readings:
        place, day, strength = readings[0]
        choice.days[name], choice.read_from[name] = day, place
        compared = {p: d for p, d, s in reversed(readings) if s == strength == 0}
        choice.doubts += [
            _disagreement(name, p, d.isoformat(), place, day.isoformat())
            for p, d in compared.items()
            if d != day
        ]
    elif unread:
        _take_month(choice, name, unread[0])


def _take_month(choice: Choice, name: str, finding: Finding) -> None:
    month = find_month(finding.words)
    if month is None:
        choice.doubts.append(
            f"The {_NAMES[name]} “{finding.words}” in {_THE[finding.place]} is not a date; "
            "it was left out."
        )
        return
    choice.days[name], choice.read_from[name] = month, finding.place
    choice.doubts.append(
        f"The {_NAMES[name]} “{finding.words}” in {_THE[finding.place]} names no day; "
        f"{month.isoformat()} was assumed."
    )


def read_day(words: str, *, day_first: bool) -> date | None:
    """The day in a labelled cell."""
    return find_date(words, day_first=day_first) or excel_day(words)


def _disagreement(name: str, place: str, value: str, taken_from: str, taken: str) -> str:
    said = f"{_THE[place]} says {_NAMES[name]} {value}"
    return f"{said[0].upper()}{said[1:]}, {_THE[taken_from]} says {taken}; {taken} was taken."


def _one_a_place(readings: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    first: dict[str, str] = {}
    for place, value in readings:
        first.setdefault(place, value)
    return list(first.items())


def _number_of(words: str) -> str | None:
    start = number_at_start(words)
    return start[0] if start else read_number(words)


def _name_of(words: str) -> str | None:
    """A person or role; not a single letter, a date alone or a line to sign on."""
    name = words.strip(" .,;:()")
    if dated := find_dated(name, day_first=True):
        name = _without(name, dated[1])
    if is_blank(name) or len(name) < 2 or not any(letter.isalpha() for letter in name):
        return None
    if person := re.match(r"([^\W\d_][\w.\-']* (?:[\w.\-']+ ?){1,3})(?:, | ?\()", name):
        name = person[1].strip()  # "Carol Finch, Warehouse lead"; "Finch, Carol" stays
    return name if len(name) <= 80 else None


def _without(name: str, day: str) -> str:
    """A name without the day of the signature and the word that leads to it."""
    before, _, after = name.partition(day)
    before = re.sub(r"\b(?:on|am|vom|dated|date|le|el|il|op):?\s*$", "", before.strip())
    return f"{before.strip(' ,;:|/()–—-')} {after.strip(' ,;:|/()–—-')}".strip()
