"""Tables on a PDF page, found by the lines ruled around their cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from indexing.reading.pdf_words import Rule, Word

_NEAR = 3.0  # points within which two lines are one
_MOST_LINES = 400


@dataclass(frozen=True)
class Grid:
    """A ruled table: where its columns and rows are cut."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    rules: tuple[Rule, ...] = ()

    @property
    def top(self) -> float:
        """Where the table begins on the page."""
        return self.rows[0]

    def holds(self, word: Word) -> bool:
        """True for words inside the table."""
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        return self.columns[0] <= x <= self.columns[-1] and self.rows[0] <= y <= self.rows[-1]

    def place(self, word: Word) -> tuple[int, int]:
        """Row and column of a word; where no line is ruled between cells, they are merged."""
        x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
        row = min(max(bisect_right(self.rows, y) - 1, 0), len(self.rows) - 2)
        column = min(max(bisect_right(self.columns, x) - 1, 0), len(self.columns) - 2)
        while row and not self._ruled(self.rows[row], x, flat=True):
            row -= 1
        while column and not self._ruled(self.columns[column], y, flat=False):
            column -= 1
        return row, column

    def _ruled(self, cut: float, across: float, *, flat: bool) -> bool:
        for rule in self.rules:
            if rule.flat != flat:
                continue
            at = rule.top if flat else rule.left
            first, last = (rule.left, rule.right) if flat else (rule.top, rule.bottom)
            if abs(at - cut) <= 2 * _NEAR and first - 1 <= across <= last + 1:
                return True
        return False


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The ruled tables of a page, from the top; frames of a single cell are none."""
    found = []
    for group in _connected(rules[: _MOST_LINES * 4]):
        rows = _cuts([rule.top for rule in group if rule.flat])
        columns = _cuts([rule.left for rule in group if not rule.flat])
        if len(rows) >= 2 and len(columns) >= 3 and len(rows) <= _MOST_LINES:
            found.append(Grid(tuple(columns), tuple(rows), tuple(group)))
    return sorted(found, key=lambda grid: grid.top)


def _connected(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that touch, directly or through others."""
    groups: list[list[Rule]] = []
    boxes: list[list[float]] = []
    for rule in sorted(rules, key=lambda r: (r.top, r.left)):
        touching = [at for at, box in enumerate(boxes) if _meet(box, rule)]
        group, box = [rule], [rule.left, rule.top, rule.right, rule.bottom]
        for at in reversed(touching):
            group = groups.pop(at) + group
            other = boxes.pop(at)
            box = [min(box[0], other[0]), min(box[1], other[1]),
                   max(box[2], other[2]), max(box[3], other[3])]  # fmt: skip
        groups.append(group)
        boxes.append(box)
    return groups


def _meet(box: list[float], rule: Rule) -> bool:
    return (
        rule.left <= box[2] + _NEAR
        and rule.right >= box[0] - _NEAR
        and rule.top <= box[3] + _NEAR
        and rule.bottom >= box[1] - _NEAR
    )


def _cuts(places: list[float]) -> list[float]:
    cuts: list[float] = []
    for place in sorted(places):
        if not cuts or place - cuts[-1] > _NEAR:
            cuts.append(place)
    return cuts
