"""Questions that leave a choice: some of a list, one of several alternatives, examples."""

import pytest

from knowledge.grading import Grader
from knowledge.grading.choices import alternatives_of, items_of, number_wanted

REASONS = (
    "Reasons to stop the press:\n"
    "- the guard is open or missing\n"
    "- oil is leaking below the tool\n"
    "- the gauge shows more than 180 bar\n"
    "- a part is stuck in the die\n"
)
STEPS = (
    "The valve is tested again. One of the following reasons is enough:\n"
    "1. the seat ring was changed after the first test\n"
    "2. the test bench was out of calibration that morning\n"
    "\n"
    "The result is entered on F-012."
)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("State at least four objectives of the review.", 4),
        ("Please name and describe two records.", 2),
        ("Name any 3 of them.", 3),
        ("Name the three service classes.", None),
        ("Describe it in 2-5 sentences.", None),
        ("Describe it in two sentences.", None),
        ("What are the objectives of the review?", None),
    ],
)
def test_a_question_may_ask_for_some_of_a_list(question, wanted):
    assert number_wanted(question) == wanted


def test_a_line_that_leads_in_is_no_item():
    items = [REASONS[start:end] for start, end in items_of(REASONS)]
    assert len(items) == 4
    assert items[0] == "- the guard is open or missing"


def test_alternatives_end_at_an_empty_line():
    found = [STEPS[start:end] for start, end in alternatives_of(STEPS)]
    assert [words[:2] for words in found] == ["1.", "2."]


def test_two_of_four_reasons_are_enough_if_two_are_asked_for():
    said = "When the guard is open, and when oil is leaking below the tool."
    judged = Grader().grade("Name two reasons to stop the press.", REASONS, said)
    assert (judged.verdict, judged.points[0].reason) == ("met", "2 said, 2 asked for.")


def test_one_of_two_is_partly():
    judged = Grader().grade(
        "Name two reasons to stop the press.", REASONS, "When the guard is open or missing."
    )
    assert (judged.verdict, judged.points[0].reason) == ("partly", "1 said, 2 asked for.")


def test_one_alternative_is_enough():
    said = "The seat ring was changed after the first test, so the valve is tested again, on F-012."
    assert Grader().grade("Why is this valve on the bench?", STEPS, said).verdict == "met"


def test_nobody_has_to_give_the_same_example():
    point = "The torque is reduced by half, e.g. from 80 Nm to 40 Nm on the big flange."
    judged = Grader().grade("What about oiled bolts?", point, "The torque is reduced by half.")
    assert judged.verdict == "met"
