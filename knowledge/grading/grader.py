"""The grader: question, reference and answer in, a grade out. It holds no state but its cache."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from knowledge.errors import BadInput
from knowledge.grading.choices import number_wanted
from knowledge.grading.details import deciding, details
from knowledge.grading.grade import Grade, PointGrade, summed_up
from knowledge.grading.manner import (
    NOTES,
    Manner,
    Note,
    copies,
    is_empty,
    only_keywords,
    recites,
    says_unknown,
    says_where,
    touches,
    without_asides,
)
from knowledge.grading.points import Point, judged, weigh
from knowledge.grading.wording import Wording, wording
from knowledge.search.word_vectors import ReadText, WordReader

Reference = str | Sequence[str]
_KEPT = 2_000  # texts of questions and references whose words are kept read
_FOREIGN = 0.08  # below this share of every point, an answer speaks of something else


@dataclass(frozen=True)
class Asked:
    """One answer to be judged; a reference that is a list must be there point by point."""

    question: str
    reference: Reference
    answer: str

    @property
    def key_points(self) -> tuple[str, ...]:
        """Raises BadInput where there is nothing to judge by."""
        points = (self.reference,) if isinstance(self.reference, str) else tuple(self.reference)
        kept = tuple(point.strip() for point in points if point.strip())
        if not kept:
            raise BadInput("There is no reference to judge by. Give at least one key point.")
        return kept


class Grader:
    """Judges answers; without a reader words are compared by stem and spelling alone.

    `people` maps the names of people to their roles, so that either counts for the other.
    Safe to share between threads.
    """

    def __init__(
        self, reader: WordReader | None = None, *, people: Mapping[str, str] | None = None
    ) -> None:
        self._reader = reader
        self._people = {name.lower(): role for name, role in (people or {}).items()}
        self._kept: OrderedDict[str, Wording] = OrderedDict()
        self._lock = Lock()

    def knowing(self, people: Mapping[str, str]) -> Grader:
        """The same grader with other people; what it has read is shared."""
        other = Grader(self._reader, people=people)
        other._kept, other._lock = self._kept, self._lock
        return other

    def grade(self, question: str, reference: Reference, answer: str) -> Grade:
        return self.grade_many([Asked(question, reference, answer)])[0]

    def grade_many(self, asked: Iterable[Asked]) -> list[Grade]:
        """Judge answers together: all words are read in one go, references once."""
        asked = list(asked)
        fixed = self._fixed([text for one in asked for text in (one.question, *one.key_points)])
        kept = [without_asides(one.answer) for one in asked]
        read = self._read([text for text, _ in kept])
        return [
            self._graded(one, fixed, read[text], aside)
            for one, (text, aside) in zip(asked, kept, strict=True)
        ]

    def _graded(
        self, asked: Asked, fixed: Mapping[str, Wording], answer: Wording, aside: bool
    ) -> Grade:
        question = fixed[asked.question]
        points = self._points(question.text, [fixed[text] for text in asked.key_points])
        manners: list[Manner] = ["addressed to the grader"] if aside else []
        refused = _refused(question, answer)
        if refused:
            return _nothing(points, [*manners, refused])
        grades, most = self._judged(question, points, answer)
        manners += _manners(question, points, answer, grades, most)
        return summed_up(grades, [Note(manner, NOTES[manner]) for manner in manners])

    def _judged(
        self, question: Wording, points: Sequence[Point], answer: Wording
    ) -> tuple[list[PointGrade], float]:
        """Each point's grade, and the largest share of a point that is covered."""
        given = details(answer.text, self._people)
        known = details(question.text, self._people)
        grades, most = [], 0.0
        for point in points:
            others = [detail for other in points if other is not point for detail in other.details]
            evidence = weigh(question, point, answer, given, [*others, *known])
            most = max(most, evidence.covered)
            grades.append(judged(point, evidence, answer))
        return grades, most

    def _points(self, question: str, wordings: Sequence[Wording]) -> list[Point]:
        alone = len(wordings) == 1
        wanted = number_wanted(question)
        return [
            Point(one, tuple(deciding(one.text, self._people)), alone, wanted) for one in wordings
        ]

    def _fixed(self, texts: Sequence[str]) -> dict[str, Wording]:
        """Questions and key points, read once; the oldest are forgotten."""
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        found = known | self._read([text for text in texts if text not in known])
        with self._lock:
            for text, one in found.items():
                self._kept[text] = one
                self._kept.move_to_end(text)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found

    def _read(self, texts: Sequence[str]) -> dict[str, Wording]:
        different = list(dict.fromkeys(texts))
        read: Sequence[ReadText | None] = [None] * len(different)
        if self._reader is not None:
            read = self._reader.read_words(different)
        return {text: wording(text, one) for text, one in zip(different, read, strict=True)}


def _refused(question: Wording, answer: Wording) -> Manner | None:
    """The kinds of answers that hold nothing to compare."""
    if is_empty(answer.text):
        return "empty"
    if copies(question, answer):
        return "copied question"
    if only_keywords(question.text, answer):
        return "keywords"
    return None


def _nothing(points: Sequence[Point], manners: Sequence[Manner]) -> Grade:
    grades = [PointGrade(point.wording.text, "no", None, "Not said.", 0.0) for point in points]
    return summed_up(grades, [Note(manner, NOTES[manner]) for manner in manners])


def _manners(
    question: Wording,
    points: Sequence[Point],
    answer: Wording,
    grades: Sequence[PointGrade],
    most: float,
) -> list[Manner]:
    found: list[Manner] = []
    none_said = all(grade.met == "no" for grade in grades)
    if says_unknown(answer.text):
        found.append("not known")
    if says_where(answer.text):
        found.append("looked up")
    if none_said and not found and most < _FOREIGN and not touches(question, answer):
        found.append("off topic")
    if any(recites(point.wording, answer) for point in points):
        found.append("recited")
    return found
