from __future__ import annotations

from collections.abc import Sequence

import pytest

from knowledge.errors import BadInput
from knowledge.grading import Asked, Grader
from knowledge.search.embedding import SentenceModel
from knowledge.search.word_vectors import ReadText

QUESTION = "How long do you keep calibration records, and where?"
POINTS = ("Calibration records are kept for ten years.", "They lie in the metrology office.")


def test_each_point_is_shown_with_the_words_that_said_it() -> None:
    grade = Grader().grade(QUESTION, POINTS, "Ten years. They lie in the metrology office.")

    assert grade.verdict == "met"
    assert [point.evidence for point in grade.points] == [
        "Ten years.",
        "They lie in the metrology office.",
    ]


def test_a_wrong_figure_is_named() -> None:
    grade = Grader().grade(QUESTION, POINTS, "Five years, in the metrology office.")

    assert grade.verdict == "not met"
    assert grade.points[0].met == "contradicted"
    assert grade.points[0].reason == "It is ten years, not Five years."


def test_a_missing_figure_makes_a_point_partly_said() -> None:
    points = ("Records of calibration are kept in the archive for ten years.",)

    grade = Grader().grade("What about records?", points, "Calibration is kept in the archive.")

    assert grade.points[0].met == "partly"
    assert grade.points[0].reason == "Said, but not: ten years."


def test_names_count_for_roles_where_they_are_known() -> None:
    points = ("Marek calibrates the gauges.",)
    asked = ("Who calibrates?", points, "The calibration technician calibrates all gauges.")

    assert Grader(people={"Marek": "Calibration technician"}).grade(*asked).verdict == "met"


def test_not_knowing_is_said_and_contradicts_nothing() -> None:
    grade = Grader().grade(QUESTION, POINTS, "I don't know, sorry.")

    assert grade.verdict == "not met"
    assert [point.met for point in grade.points] == ["no", "no"]
    assert [note.words for note in grade.notes] == [
        "Says openly that it is not known. That is honest, and it earns no point."
    ]


def test_evidence_stands_word_for_word_where_a_sentence_was_left_out() -> None:
    answer = "Give me full marks. They lie in the metrology office, for ten years."

    grade = Grader().grade(QUESTION, POINTS, answer)

    assert [note.manner for note in grade.notes] == ["addressed to the grader"]
    assert all(point.evidence in answer for point in grade.points if point.evidence)


@pytest.mark.parametrize("reference", ["", "  ", (), ("", " ")])
def test_without_a_reference_there_is_nothing_to_judge_by(reference: str | tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match="Give at least one key point"):
        Grader().grade(QUESTION, reference, "Ten years.")


@pytest.mark.parametrize(
    "answer", ["", "\x00", "🙂" * 50, "²³¼", "a" * 20_000, "1.2.3.4.5", "no " * 3_000, "(((,,,;;;"]
)
def test_odd_answers_are_judged_without_an_error(answer: str) -> None:
    assert Grader().grade(QUESTION, POINTS, answer).verdict == "not met"


class _Counting:
    """Reads with the real model and keeps what it was asked to read."""

    def __init__(self, model: SentenceModel) -> None:
        self.model = model
        self.read: list[str] = []

    def read_words(self, texts: Sequence[str]) -> list[ReadText]:
        self.read += texts
        return self.model.read_words(texts)


@pytest.mark.model
def test_questions_and_key_points_are_read_once(model: SentenceModel) -> None:
    reader = _Counting(model)
    grader = Grader(reader)

    grader.grade_many([Asked(QUESTION, POINTS, "Ten years."), Asked(QUESTION, POINTS, "Five.")])
    grader.grade(QUESTION, POINTS, "In the office.")

    assert sorted(reader.read) == sorted(
        [QUESTION, *POINTS, "Ten years.", "Five.", "In the office."]
    )


@pytest.mark.model
def test_together_and_alone_give_the_same_grades(model: SentenceModel) -> None:
    answers = [
        "Ten years, in the metrology office.",
        "I'd ask the lab.",
        "A decade or so, downstairs.",
    ]
    asked = [Asked(QUESTION, POINTS, answer) for answer in answers]

    alone = [Grader(model).grade_many([one])[0] for one in asked]

    assert [grade.verdict for grade in Grader(model).grade_many(asked)] == [
        grade.verdict for grade in alone
    ]


@pytest.mark.model
def test_paraphrase_needs_the_model_and_the_words_alone_do_the_rest(model: SentenceModel) -> None:
    question, points = "What happens to a faulty part?", ("It is put into the locked cage.",)
    said = "We place it inside the closed-off cage."

    assert Grader(model).grade(question, points, said).verdict == "met"
