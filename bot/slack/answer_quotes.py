"""Quoted words. A row of a table is shown cell by cell under its column's name: on a phone nobody
counts the bars between cells. No word is added or left out; empty cells are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.mrkdwn import escaped, quoted

BAR = " | "
EMPTY = frozenset({"", "–", "-", "—"})

Cells = list[tuple[str, str]]


def quotation(text: str, quote: str) -> str:
    """The words of an answer: `quote`, perhaps below its column headers (mrkdwn)."""
    rows = _rows(_columns_above(text, quote), quote)
    return _shown(rows) if rows else quoted(text)


def passage(citation: Mapping[str, Any], words: str) -> str:
    """Words of a citation, whose context names the columns (mrkdwn). In a passage that holds more
    than a table, rows are told apart by a dot."""
    for line in str(citation.get("context") or "").split("\n"):
        rows = _rows(line, words)
        if rows:
            return _shown(rows)
    lines = words.split("\n")
    return quoted("\n".join(f"• {line}" if BAR in line else line for line in lines))


def said(text: str, quote: str) -> str:
    """The words of an answer as they are read aloud."""
    rows = _rows(_columns_above(text, quote), quote)
    if not rows:
        return text
    return ". ".join(
        "; ".join(f"{name.rstrip(': ')}: {cell}" for name, cell in row) for row in rows
    )


def _columns_above(text: str, quote: str) -> str:
    return text.removesuffix(quote).strip() if quote and text.endswith(quote) else ""


def _rows(columns: str, words: str) -> list[Cells]:
    """The rows, cell by cell; none unless every line has a cell for each column."""
    names = _cells(columns)
    lines = [_cells(line) for line in words.split("\n")]
    if lines[0] == names:
        lines = lines[1:]
    if len(names) < 2 or not lines or any(len(line) != len(names) for line in lines):
        return []
    return [_named(names, line) for line in lines]


def _named(names: Sequence[str], cells: Sequence[str]) -> Cells:
    return [pair for pair in zip(names, cells, strict=True) if pair[1] not in EMPTY]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split(BAR)]


def _shown(rows: Sequence[Cells]) -> str:
    parts = ["\n".join(f">{_label(name)}{escaped(cell)}" for name, cell in row) for row in rows]
    return "\n>\n".join(parts)


def _label(name: str) -> str:
    bare = escaped(name.rstrip(": "))
    return f"*{bare}:* " if bare else ""
