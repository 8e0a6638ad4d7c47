from __future__ import annotations

import pytest

from knowledge.sentences import spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stop. Tell the lead.", ["Stop.", "Tell the lead."]),
        ("See e.g. Form 7. Then sign.", ["See e.g. Form 7.", "Then sign."]),
        ("Use no. 5 gauges.", ["Use no. 5 gauges."]),
        ("Kept at 20 °C (see cl. 4). Never above.", ["Kept at 20 °C (see cl. 4).", "Never above."]),
        ("Dr. Nair signs. J. Krüger files it.", ["Dr. Nair signs.", "J. Krüger files it."]),
        ("1. Stop the line", ["1. Stop the line"]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("Torque is 4.5 Nm. Check it.", ["Torque is 4.5 Nm.", "Check it."]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_pause(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text)] == expected
