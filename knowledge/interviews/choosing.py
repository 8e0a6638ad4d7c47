"""Which question comes next. Pure: the same pool, past and seed give the same interview."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from knowledge.errors import BadInput
from knowledge.interviews.questions import Kind, Question
from knowledge.search.words import terms
from knowledge.standards.schema import within

Likeness = Callable[[str, str], float]
"""How near two texts are in meaning, 0 to 1: a model's cosine."""

SLOTS: dict[int, tuple[Kind, ...]] = {
    3: ("opening", "open", "show me"),
    6: ("opening", "open", "show me", "open", "what if", "closing"),
    10: ("opening", "open", "open", "show me", "open", "what if", "open", "show me", "what if",
         "closing"),
}  # fmt: skip
"""What kind of question each place of an interview is for, by its length."""

SPACING = 14
"""Days after which a clause has come round again; even spacing does as well as expanding."""
ALIKE_WORDS, ALIKE_MEANING = 0.5, 0.8
"""From these on two questions ask the same: share of common words, cosine."""

OFTEN_FOUND = ("8.5.1", "7.1.5", "7.2", "8.1", "7.1.3", "10.2", "9.2", "6.1", "7.5.3", "9.3.2")
"""Where auditors find most (DNV GL, 2019); they weigh a little more where nobody chose clauses."""

RESERVE = 3
"""Questions laid out for each place, so that a trail can be followed."""


@dataclass(frozen=True)
class Wanted:
    """What a person chose; no clauses is what an auditor would ask."""

    length: int
    clauses: tuple[str, ...] = ()
    process: str | None = None
    first: frozenset[str] = frozenset()
    seed: int = 0


@dataclass(frozen=True)
class Past:
    """What this person was asked: by clause the share reached and the day, by question the day."""

    clauses: Mapping[str, tuple[float, date]] = field(default_factory=dict)
    questions: Mapping[str, date] = field(default_factory=dict)


def places_to_fill(length: int) -> int:
    """How many questions of one's own choice an interview has room for."""
    return sum(place not in ("opening", "closing") for place in SLOTS[length])


def check_length(length: int) -> None:
    """Raises BadInput for a length that an interview can't have."""
    if length not in SLOTS:
        raise BadInput(f"A drill has 3, 6 or 10 questions, not {length}.")


def lay_out(
    pool: Sequence[Question],
    wanted: Wanted,
    past: Past,
    *,
    today: date,
    likeness: Likeness | None = None,
) -> list[Question]:
    """The questions to draw from, the most urgent first, no two alike, enough of each kind."""
    check_length(wanted.length)
    random = Random(wanted.seed)
    ordered = sorted(pool, key=lambda question: question.id)
    random.shuffle(ordered)
    ordered.sort(key=lambda question: -urgency(question, wanted, past, today))
    places = SLOTS[wanted.length]
    room = {kind: RESERVE * places.count(kind) for kind in dict.fromkeys(places)}
    taken: list[Question] = []
    for question in ordered:
        kind = _place_of(question.kind)
        wished = question.id in wanted.first or concerns(question, wanted.clauses)
        if (wished or room.get(kind, RESERVE) > 0) and not _among(question, taken, likeness):
            taken.append(question)
            room[kind] = room.get(kind, RESERVE) - 1
    return taken


def urgency(question: Question, wanted: Wanted, past: Past, today: date) -> float:
    """Weak clauses and those not asked for long come first; what was just asked comes last."""
    told = _clause_urgency(question, past, today)
    if question.id in wanted.first:
        told += 10
    if wanted.clauses:
        told += 2 if concerns(question, wanted.clauses) else 0
    elif concerns(question, OFTEN_FOUND):
        told += 0.15
    if wanted.process and set(terms(wanted.process)) & set(terms(question.text)):
        told += 0.5
    asked = past.questions.get(question.id)
    return told - (1.5 if asked is not None and (today - asked).days < SPACING else 0)


def concerns(question: Question, clauses: Collection[str]) -> bool:
    """Whether it asks about one of these clauses, or one below or above it."""
    mine = question.clauses or ((question.clause,) if question.clause else ())
    return any(within(one, other) or within(other, one) for one in mine for other in clauses)


def _clause_urgency(question: Question, past: Past, today: date) -> float:
    known = past.clauses.get(question.clause or "")
    if known is None:
        return 1.0
    share, asked = known
    age = min(1.0, (today - asked).days / SPACING)
    return 0.6 * (1 - share) + 0.4 * age


def pick(
    plan: Sequence[Question],
    asked: Sequence[Question],
    *,
    length: int,
    first: Collection[str] = (),
    clauses: Collection[str] = (),
    records: Sequence[Question] = (),
    trail: Sequence[Question] = (),
) -> Question | None:
    """The next question, or None when there is none left.

    `first` are ids that come before all others, then what concerns the `clauses`. `trail` comes
    from the last answer, `records` from the person's own; a third of an interview at most is of
    each. None of them takes the place of opening or closing.
    """
    places = SLOTS[length]
    if len(asked) >= len(places):
        return None
    place = places[len(asked)]
    fresh = [one for one in plan if _is_new(one, asked)]
    if place in ("opening", "closing"):
        return _nearest(fresh, place, asked)
    middle = [one for one in fresh if one.kind not in ("opening", "closing")]
    demanded = [one for one in middle if one.id in first]
    if demanded:
        return _nearest(demanded, place, asked)
    found = _from_what_was_said(asked, length, trail, records)
    wished = [one for one in middle if concerns(one, clauses)]
    return found or _nearest(wished or fresh, place, asked)


def _from_what_was_said(
    asked: Sequence[Question], length: int, trail: Sequence[Question], records: Sequence[Question]
) -> Question | None:
    for source, questions in (("trail", trail), ("record", records)):
        used = sum(one.source == source for one in asked)
        fresh = [one for one in questions if _is_new(one, asked)]
        if fresh and used < length // 3 and asked[-1].source != source:
            return fresh[0]
    return None


def _nearest(fresh: Sequence[Question], place: Kind, asked: Sequence[Question]) -> Question | None:
    """The most urgent that fits the place, sooner if it goes on from the last question."""
    for kinds in _fitting(place):
        fits = [one for one in fresh if one.kind in kinds]
        if fits:
            ranked = {one.id: at for at, one in enumerate(fits)}
            return min(fits, key=lambda one: ranked[one.id] - _goes_on(one, asked))
    return None


def _fitting(place: Kind) -> tuple[tuple[Kind, ...], ...]:
    """The kinds for a place, the best first; opening and closing questions stay where they are."""
    middle: tuple[Kind, ...] = ("open", "awareness", "show me", "what if")
    if place == "open":
        return (("open", "awareness"), middle)
    return ((place,), middle)


def _place_of(kind: Kind) -> Kind:
    return "open" if kind == "awareness" else kind


def _goes_on(question: Question, asked: Sequence[Question]) -> float:
    """A step along a trail: the same clause or passage, unless it was walked twice already."""
    if not asked or not question.clause:
        return 0.0
    mine = set(question.clauses or (question.clause,))
    walked = sum(bool(mine & set(one.clauses)) for one in asked)
    if walked > 1:
        return -2.0
    last = asked[-1]
    if mine & set(last.clauses):
        return 2.5
    near = {".".join(number.split(".")[:2]) for number in mine}
    return 1.0 if near & {".".join(number.split(".")[:2]) for number in last.clauses} else 0.0


def _is_new(question: Question, asked: Sequence[Question]) -> bool:
    return all(question.id != one.id for one in asked) and not _among(question, asked, None)


def _among(question: Question, others: Sequence[Question], likeness: Likeness | None) -> bool:
    return any(alike(question.text, other.text, likeness) for other in others)


def alike(one: str, other: str, likeness: Likeness | None = None) -> bool:
    """Whether two questions ask the same."""
    mine, theirs = set(terms(one)), set(terms(other))
    if mine and theirs and len(mine & theirs) / len(mine | theirs) >= ALIKE_WORDS:
        return True
    return likeness is not None and likeness(one, other) >= ALIKE_MEANING
