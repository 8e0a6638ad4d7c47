from __future__ import annotations

import pytest

from knowledge.answers.conflicts import quantities


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
