from __future__ import annotations

from datetime import date

import pytest

from knowledge.answers.conflicts import begins_later, quantities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("within two working days", {"day": {2.0}}),
        ("within 3 working days of receipt", {"day": {3.0}}),
        ("at 1.5 bar for 60 minutes", {"bar": {1.5}, "minute": {60.0}}),
        ("seven (7) years", {"year": {7.0}}),
        ("90 days or 250 parts", {"day": {90.0}, "part": {250.0}}),
        ("20 percent, at most 25 %", {"%": {20.0, 25.0}}),
        ("M10 bolts per DN 80 flange", {}),
        ("the nmr room", {}),
    ],
)
def test_figures_are_read_with_their_units(text: str, expected: dict[str, set[float]]) -> None:
    assert quantities(text) == expected


@pytest.mark.parametrize(
    ("sentence", "later"),
    [
        ("From 11 January 2027 concessions are limited to 60 days.", True),
        ("Effective 2027-01-11 the limit is 60 days.", True),
        ("From 11 January 2026 concessions are limited to 60 days.", False),
        ("A concession is valid for 90 days.", False),
        ("From 31 February 2027 nothing holds.", False),
    ],
)
def test_what_holds_from_a_later_day_contradicts_nothing_yet(sentence: str, later: bool) -> None:
    assert begins_later(sentence, date(2026, 11, 16)) is later
