from __future__ import annotations

import pytest

from knowledge.grading.figures import figures


def _same(first: str, second: str) -> bool:
    ours, theirs = figures(first), figures(second)
    assert len(ours) == len(theirs) == 1, (ours, theirs)
    return ours[0].same_as(theirs[0])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("kept for ten years", "120 months"),
        ("within 24 hours", "within a day"),
        ("five working days", "within a week"),
        ("60 days", "two months"),
        ("£2,500", "2500 pounds"),
        ("noon", "12:00"),
        ("by 9 am", "by 09:00"),
        ("30 minutes", "half an hour"),
        ("reworked twice", "2 times"),
        ("45 Nm", "45 newton metres"),
        ("100 %", "100 percent"),
        ("weekly", "every 7 days"),
    ],
)
def test_the_same_figure_in_other_words(first: str, second: str) -> None:
    assert _same(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ten years", "five years"),
        ("ten years", "ten months"),
        ("20 bar per second", "20 bar per minute"),
        ("ten working days", "ten calendar days"),
        ("45 Nm", "54 Nm"),
        ("£40", "€40"),
    ],
)
def test_another_figure_or_another_unit(first: str, second: str) -> None:
    assert not _same(first, second)


@pytest.mark.parametrize(
    "text", ["QP-0012", "form F-007", "rev 3", "level 2", "the three readings", "one of them"]
)
def test_numbers_of_documents_and_words_that_count_nothing_are_no_figures(text: str) -> None:
    assert figures(text) == []


def test_thousands_are_read_in_either_notation() -> None:
    assert [figure.value for figure in figures("2,500 bolts and 4.294.967.296 keys")] == [
        2500.0,
        4294967296.0,
    ]


def test_a_limit_knows_its_direction() -> None:
    least, most = figures("at least 24 hours")[0], figures("within 24 hours")[0]

    assert least.turned_round(most)
    assert not least.same_as(most)
    assert not least.turned_round(figures("24 hours")[0])
