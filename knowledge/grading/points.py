"""One key point against one answer: the words first, then the details that decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.grading.choices import alternatives_of, items_of
from knowledge.grading.coverage import Alignment, align
from knowledge.grading.details import Compared, Detail, compare
from knowledge.grading.grade import MET_FROM, PARTLY_FROM, Met, PointGrade
from knowledge.grading.order import states_an_order, swapped
from knowledge.grading.wording import Wording

SAID = 0.39
"""From this share of its weight on, a single statement counts as said."""
SAID_OF_SEVERAL = 0.26
"""The same for one of several key points: the others already tell the answers apart."""
FIRM = 0.5
"""One word that was not asked must be said at least so surely; likeness all over says nothing."""
CONFIRMED = -0.06
LACKING = 0.16
SAID_OF_LONG = 0.34
"""The same for a reference of several sentences, which nobody repeats in full."""
BEGUN = 0.12
"""From this share on, a lone statement is partly said."""
BEGUN_OF_LONG = 0.08
"""The same for a reference of several sentences."""
TOPIC = 0.25
"""From this share on, an answer speaks of the point, so that another figure contradicts it."""
SPOKEN_OF = 0.45
"""The same where words of the question count too: only then is a denial one of this point."""
TURNED = 0.5
"""From this share on, what one side denies the other affirms."""
CONTRARY = 0.7
"""How far an opposite must have been said in a word's place."""
AGAINST = 0.5
"""What a share said the other way round takes off a single statement."""
_LONG = 25  # words from which on a point is taken to hold several statements


@dataclass(frozen=True)
class Point:
    """A key point prepared once: its words and its deciding details."""

    wording: Wording
    details: tuple[Detail, ...]
    alone: bool = True
    wanted: int | None = None
    """How many of its items are asked for; None: everything."""

    @cached_property
    def items(self) -> tuple[slice, ...]:
        """The columns of each item, where only some are asked for."""
        if self.wanted is None or not self.composite:
            return ()
        found = items_of(self.wording.text)
        return tuple(self.wording.columns(*item) for item in found if len(found) > self.wanted)

    @cached_property
    def alternatives(self) -> tuple[slice, ...]:
        """The columns of the items of which one is enough."""
        found = alternatives_of(self.wording.text) if self.composite else []
        return tuple(self.wording.columns(*item) for item in found)

    @property
    def composite(self) -> bool:
        many = len(self.wording.sentences) > 1 or len(self.wording.words) >= _LONG
        return many and self.alone

    @property
    def begun(self) -> float:
        """The share from which on a lone point counts as partly said."""
        return BEGUN_OF_LONG if self.composite else BEGUN

    @property
    def said(self) -> float:
        """The share from which on the point counts as said."""
        if self.composite:
            return SAID_OF_LONG
        return SAID if self.alone else SAID_OF_SEVERAL


@dataclass(frozen=True)
class Evidence:
    """What an answer offers for a point; shares are 0 to 1."""

    covered: float
    firmest: float
    spoken_of: float
    turned: float
    contrary: float
    swapped: bool
    compared: Compared
    span: tuple[int, int] | None
    items: int = 0
    """How many items are said, where only some are asked for."""


def weigh(
    question: Wording,
    point: Point,
    answer: Wording,
    given: Sequence[Detail],
    elsewhere: Sequence[Detail],
) -> Evidence:
    """Find the piece of the answer that says most of the point, and what it lacks."""
    alignment = align(question, point.wording, answer)
    span = _best(answer.windows(), alignment, answer)
    clause = _clause(alignment, answer)
    columns = answer.columns(*clause)
    denied = _denied(point, answer, clause) and not alignment.says_by_contraries(columns)
    return Evidence(
        covered=_covered(alignment, point, answer.columns(*(span or (0, 0))), denied),
        firmest=alignment.firmest(answer.columns(*(span or (0, 0)))),
        spoken_of=alignment.spoken_of(columns),
        turned=alignment.turned_round(columns) if denied else 0.0,
        contrary=0.0 if denied else alignment.contradicting(columns),
        swapped=bool(span) and swapped(point.wording.text, answer.text[slice(*(span or (0, 0)))]),
        compared=compare(
            list(point.details), list(given), span or (0, 0), list(elsewhere), answer.stems
        ),
        span=span,
        items=sum(alignment.covered_rows(item) >= _said(item) for item in point.items),
    )


def _said(item: slice) -> float:
    return SAID_OF_LONG if item.stop - item.start >= _LONG else SAID_OF_SEVERAL


def _clause(alignment: Alignment, answer: Wording) -> tuple[int, int]:
    """The part of a sentence that speaks most of the point."""
    return max(
        answer.clauses(),
        key=lambda span: alignment.spoken_of(answer.columns(*span)),
        default=(0, 0),
    )


def _denied(point: Point, answer: Wording, clause: tuple[int, int]) -> bool:
    """Whether one side denies and the other doesn't; "not before" is left to the order."""
    if states_an_order(point.wording.text) or states_an_order(answer.text[slice(*clause)]):
        return False
    return point.wording.denies(0, len(point.wording.text)) != answer.denies(*clause)


def _covered(alignment: Alignment, point: Point, columns: slice, denied: bool) -> float:
    """A long reference is looked for everywhere; a statement loses what is turned round.

    Where both sides deny, or neither does, it doesn't matter which words the negation reaches.
    """
    if point.items:
        shares = sorted((alignment.covered_rows(item) for item in point.items), reverse=True)
        return sum(shares[: point.wanted]) / len(shares[: point.wanted])
    if point.composite:
        return alignment.covered_rows(_without_other_alternatives(point, alignment))
    if not point.alone and not denied:
        return alignment.covered(columns, kept=1.0)
    return max(0.0, alignment.covered(columns) - AGAINST * alignment.opposed(columns))


def _without_other_alternatives(point: Point, alignment: Alignment) -> NDArray[np.bool_]:
    """All words but those of alternatives that the answer did not choose."""
    kept = np.ones(len(point.wording.words), dtype=bool)
    for item in point.alternatives:
        kept[item] = False
    if point.alternatives:
        kept[max(point.alternatives, key=alignment.covered_rows)] = True
    return kept


def _best(
    spans: Iterable[tuple[int, int]], alignment: Alignment, answer: Wording
) -> tuple[int, int] | None:
    """The piece that speaks most of the point; a longer one only where it adds much."""
    best: tuple[int, int] | None = None
    most = 0.0
    for span in spans:
        columns = answer.columns(*span)
        covered = alignment.covered(columns) + 0.01 * alignment.spoken_of(columns)
        if covered > most + (0.05 if best else 0.0):
            best, most = span, covered
    return best


def judged(point: Point, evidence: Evidence, answer: Wording) -> PointGrade:
    """Turn what was found into yes, partly, no or contradicted, and say why."""
    met, reason = _of_items(point, evidence) if point.items else _decided(point, evidence)
    text = point.wording.text
    span = evidence.span if met != "no" else None
    said = answer.text[span[0] : span[1]].strip() if span else None
    return PointGrade(text, met, said or None, reason, _score(met, evidence.covered, point))


def _of_items(point: Point, evidence: Evidence) -> tuple[Met, str]:
    if point.wanted and evidence.items >= point.wanted:
        return "yes", f"{evidence.items} said, {point.wanted} asked for."
    if evidence.items or evidence.covered >= point.begun:
        return "partly", f"{evidence.items} said, {point.wanted} asked for."
    return "no", "Not said."


def _decided(point: Point, evidence: Evidence) -> tuple[Met, str]:
    against = "" if point.composite else _contradiction(evidence)
    if against:
        return "contradicted", against
    vague = not (point.alone or evidence.compared.said) and evidence.firmest < FIRM
    if vague or evidence.covered < point.said + _adjusted(point, evidence.compared):
        if point.alone and evidence.covered >= point.begun:
            return "partly", "Some of it is said."
        return "no", "Not said."
    if evidence.compared.missing and not point.composite:
        lacking = ", ".join(dict.fromkeys(detail.words for detail in evidence.compared.missing))
        return "partly", f"Said, but not: {lacking}."
    if point.composite and evidence.compared.rivals:
        wanted, said = evidence.compared.rivals[0]
        return "partly", f"Much of it is said, but it is {wanted.words}, not {said.words}."
    return "yes", "Said."


def _adjusted(point: Point, compared: Compared) -> float:
    """Among several points, details that are said or missing tell which one is meant."""
    if point.alone:
        return 0.0
    if compared.missing:
        return LACKING
    return CONFIRMED if compared.said else 0.0


def _contradiction(evidence: Evidence) -> str:
    if evidence.covered >= TOPIC:
        for wanted, said in evidence.compared.rivals:
            return f"It is {wanted.words}, not {said.words}."
        if evidence.swapped:
            return "Before and after are the other way round."
    opposite = evidence.turned >= TURNED or evidence.contrary >= CONTRARY
    return "Says the opposite." if opposite and evidence.spoken_of >= SPOKEN_OF else ""


def _score(met: Met, covered: float, point: Point) -> float:
    """The share covered, stretched so that it falls into the band of what was decided."""
    if met == "yes":
        return MET_FROM + (1 - MET_FROM) * (min(1.0, covered) - point.said) / (1 - point.said)
    if met == "partly":
        width = MET_FROM - PARTLY_FROM - 0.01
        return PARTLY_FROM + width * min(1.0, max(0.0, covered - point.begun) / (1 - point.begun))
    if met == "no":
        return (PARTLY_FROM - 0.01) * min(1.0, covered / point.said)
    return 0.0
