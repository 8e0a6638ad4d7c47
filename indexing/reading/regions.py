"""A sheet's tables, told apart by the blank rows and columns between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Region:
    """A rectangle of a sheet: the rows and columns that belong together."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]


def regions(grid: Sequence[Sequence[str]]) -> list[Region]:
    """Regions from top to bottom, side by side ones from left to right."""
    found: list[Region] = []
    for band in _bands(grid):
        for region in _side_by_side(grid, band):
            if found and _goes_on(found[-1], region, grid):
                found[-1] = Region(
                    found[-1].rows + region.rows,
                    tuple(sorted({*found[-1].columns, *region.columns})),
                )
            else:
                found.append(region)
    return found


def _bands(grid: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """Runs of rows without a blank row in between."""
    band: list[int] = []
    for at, row in enumerate(grid):
        if any(row):
            band.append(at)
        elif band:
            yield band
            band = []
    if band:
        yield band


def _side_by_side(grid: Sequence[Sequence[str]], band: list[int]) -> Iterator[Region]:
    """Cut where a column is blank over the whole band and tables stand on both sides."""
    used = sorted({at for row in band for at, cell in enumerate(grid[row]) if cell})
    groups: list[list[int]] = []
    for column in used:
        if groups and column - groups[-1][-1] == 1:
            groups[-1].append(column)
        else:
            groups.append([column])
    apart = len(band) > 1 and len(groups) > 1 and all(len(group) > 1 for group in groups)
    for columns in groups if apart else [used]:
        rows = tuple(
            at
            for at in band
            if any(grid[at][c : c + 1] != [""] and c < len(grid[at]) for c in columns)
        )
        if rows:
            yield Region(rows, tuple(columns))


def _goes_on(above: Region, below: Region, grid: Sequence[Sequence[str]]) -> bool:
    """True where a blank row only sets rows of one table apart.

    The part below spans the same columns and starts with a row like those above it: it has
    numbers or gaps where column names would have none.
    """
    if len(above.rows) < 3 or not set(below.columns) <= set(above.columns):
        return False
    if len(above.columns) < 3 or len(below.columns) < 2:
        return False
    first = [grid[below.rows[0]][c] if c < len(grid[below.rows[0]]) else "" for c in above.columns]
    filled = [cell for cell in first if cell]
    if len(filled) < 2:
        return False
    return any(any(c.isdigit() for c in cell) for cell in filled)
