from __future__ import annotations

import pytest

from knowledge.grading.order import swapped

POINT = "The pressure test is passed before release."


@pytest.mark.parametrize(
    "answer",
    [
        "Release comes after the pressure test is passed.",
        "After the pressure test is passed, we release.",
        "Nobody may release before the pressure test is passed.",
        "First the pressure test, and then release.",
        "We test the pressure.",
    ],
)
def test_the_same_order_in_other_words_is_no_contradiction(answer: str) -> None:
    assert not swapped(POINT, answer)


@pytest.mark.parametrize(
    "answer",
    [
        "The pressure test is passed after release.",
        "Release comes before the pressure test is passed.",
        "We release and after that the pressure test is passed.",
    ],
)
def test_the_order_turned_round_is_noticed(answer: str) -> None:
    assert swapped(POINT, answer)
