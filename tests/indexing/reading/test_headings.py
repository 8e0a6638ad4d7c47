"""Headings found by their looks, and what only looks like one."""

from __future__ import annotations

import pytest

from indexing.reading.content import Block
from indexing.reading.headings import recover, split_number
from indexing.reading.lines import Line

PROSE = Line(Block("paragraph", "The holder files the record within five working days."), size=10)


def kinds(*lines: Line) -> list[tuple[str, int]]:
    return [(block.kind, block.level) for block in recover(lines)]


def bold(text: str, size: float = 10) -> Line:
    return Line(Block("paragraph", text), bold=True, size=size)


def plain(text: str, size: float = 10) -> Line:
    return Line(Block("paragraph", text), size=size)


@pytest.mark.parametrize(
    "text",
    [
        "Note:",
        "Hinweis:",
        "The guard must be closed at all times.",
        "Document no.: QP-0007",
        "Close the valve, wait ten minutes, open it again and read the gauge at bench two",
        "• gloves",
    ],
)
def test_a_bold_line_that_is_no_title_stays_a_paragraph(text: str) -> None:
    assert ("heading", 1) not in kinds(bold(text), PROSE)


def test_a_bold_line_that_runs_on_is_no_heading() -> None:
    assert kinds(bold("Purchasing and Quality"), plain("decide together.")) == [
        ("paragraph", 0), ("paragraph", 0),
    ]  # fmt: skip


def test_a_larger_line_is_a_heading_and_sizes_give_levels() -> None:
    found = kinds(plain("Control of records", 16), PROSE, plain("Retention", 13), PROSE)
    assert found == [("heading", 1), ("paragraph", 0), ("heading", 2), ("paragraph", 0)]


def test_a_numbered_short_line_is_a_heading_of_its_depth() -> None:
    assert kinds(PROSE, plain("5.3 Retention"), PROSE)[1] == ("heading", 2)


def test_rows_of_numbered_lines_are_a_list() -> None:
    found = kinds(plain("1. Open the valve"), plain("2. Read the gauge"), plain("3. Close it"))
    assert found == [("item", 1)] * 3


def test_a_line_in_capitals_is_a_heading() -> None:
    assert kinds(plain("PURPOSE AND SCOPE"), PROSE)[0] == ("heading", 1)


def test_a_bold_line_below_a_styled_heading_is_one_level_deeper() -> None:
    styled = Line(Block("heading", "Records", level=2), settled=True)
    assert kinds(styled, bold("Retention"), PROSE)[1] == ("heading", 3)


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("5.3 Retention", "5.3", "Retention"),
        ("5. Records", "5", "Records"),
        ("A.2 Forms", "A.2", "Forms"),
        ("24 months after delivery", "", "24 months after delivery"),
        ("2026-10-21 Audit", "", "2026-10-21 Audit"),
        ("Retention", "", "Retention"),
    ],
)
def test_a_typed_number_is_told_from_a_measure(text: str, number: str, rest: str) -> None:
    assert split_number(text) == (number, rest)
