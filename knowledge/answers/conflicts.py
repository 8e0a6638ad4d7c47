"""Documents in force that contradict one another on a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import combinations

import numpy as np

from knowledge.answers.evidence import Evidence
from knowledge.answers.reply import Conflict
from knowledge.search.library import Library

SAME_MATTER = 0.62
"""Least cosine of two sentences that speak of the same thing; unrelated rules of one field
lie around .3, the two sides of a contradiction above .65."""
COMPARED = 8

_WORDS = "one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
_FIGURES = {word: float(at) for at, word in enumerate(_WORDS, 1)} | {
    "fifteen": 15.0, "twenty": 20.0, "thirty": 30.0, "sixty": 60.0, "ninety": 90.0,
}  # fmt: skip
_QUANTITY = re.compile(
    r"\b(?P<figure>\d+(?:[.,]\d+)?|" + "|".join(_FIGURES) + r")(?:\s*\(\w+\))?[\s-]*"
    r"(?P<unit>(?:working |calendar |business )?(?:minute|hour|day|week|month|year|shift|lot|part|"
    r"sample|quote|signature)s?|%|percent|°c|degrees?|bar|nm|mm|µm|kg|psi|ppm)(?![a-z])",
    re.IGNORECASE,
)


def quantities(text: str) -> dict[str, set[float]]:
    """The figures of a text by unit, the unit in the singular."""
    found: dict[str, set[float]] = {}
    for match in _QUANTITY.finditer(text):
        figure = match["figure"].casefold()
        value = _FIGURES.get(figure) or float(figure.replace(",", "."))
        unit = match["unit"].casefold().removesuffix("s").split()[-1]
        found.setdefault({"percent": "%"}.get(unit, unit), set()).add(value)
    return found


_BEGINS = re.compile(
    r"\b(?:from|as of|as from|starting|starts|effective|after) (?:the )?"
    r"(?P<day>\d{1,2} [a-z]{3,9} \d{4}|\d{4}-\d\d-\d\d)",
    re.IGNORECASE,
)
_WRITTEN = ("%d %B %Y", "%d %b %Y", "%Y-%m-%d")


def conflicts(library: Library, found: Sequence[Evidence], *, on: date) -> list[Conflict]:
    """Pairs among the best passages whose strongest sentences disagree, as of a day."""
    leading = [e for e in found[:COMPARED] if e.strongest.strength >= 0.75 * best(found)]
    pairs = []
    for one, other in combinations(leading, 2):
        issues = library.issues[one.hit.issue_id], library.issues[other.hit.issue_id]
        if issues[0].group_key == issues[1].group_key:
            continue
        if begins_later(_words(one), on) or begins_later(_words(other), on):
            continue
        figures = _differing(_words(one), _words(other))
        if figures and _likeness(library, one, other) >= SAME_MATTER:
            names = [issue.number or issue.title for issue in issues]
            pairs.append(
                Conflict(figures, (names[0], names[1]), (_words(one), _words(other)))
            )  # fmt: skip
    return pairs


def begins_later(sentence: str, on: date) -> bool:
    """Whether a sentence announces what holds from a day after `on`: that contradicts nothing."""
    days = [_day(found["day"]) for found in _BEGINS.finditer(sentence)]
    return any(day is not None and day > on for day in days)


def _day(written: str) -> date | None:
    for form in _WRITTEN:
        try:
            return datetime.strptime(written, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None


def best(found: Sequence[Evidence]) -> float:
    return max((evidence.strongest.strength for evidence in found), default=0.0)


def _words(evidence: Evidence) -> str:
    unit = evidence.strongest
    return str(evidence.passage.text[unit.start : unit.end])


def _differing(one: str, other: str) -> tuple[str, str] | None:
    mine, theirs = quantities(one), quantities(other)
    for unit in mine.keys() & theirs.keys():
        if not mine[unit] & theirs[unit]:
            return _named(mine[unit], unit), _named(theirs[unit], unit)
    return None


def _named(values: set[float], unit: str) -> str:
    return f"{' / '.join(f'{value:g}' for value in sorted(values))} {unit}"


def _likeness(library: Library, one: Evidence, other: Evidence) -> float:
    vectors = [
        library.shelf.sentence_vectors(evidence.hit.position)[evidence.best]
        for evidence in (one, other)
    ]
    return float(np.dot(*vectors))
