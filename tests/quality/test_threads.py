"""Which questions lean on earlier ones, over the sample company's threads and questions.

`python -m tests.quality.threads` prints what carrying over is worth.
"""

import pytest

from knowledge.answers.follow_up import leans
from tests.quality.threads import SPLITS, questions, threads


def test_every_later_turn_of_the_develop_threads_leans():
    later = [turn["question"] for thread in threads("develop") for turn in thread["turns"][1:]]

    assert len(later) == 16
    assert [question for question in later if not leans(question)] == []


@pytest.mark.parametrize("split", SPLITS)
def test_no_thread_begins_with_a_question_that_leans(split):
    first = [thread["turns"][0]["question"] for thread in threads(split)]

    assert [question for question in first if leans(question)] == []


@pytest.mark.parametrize(("split", "most"), [("develop", 0), ("test", 4)])
def test_questions_that_speak_for_themselves_are_left_alone(split, most):
    asked = [row["question"] for row in questions(split)]
    leaning = [question for question in asked if leans(question)]

    assert len(asked) > 100
    assert len(leaning) <= most, leaning
