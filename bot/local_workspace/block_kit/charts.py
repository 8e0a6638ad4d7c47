"""Tables and charts."""

from __future__ import annotations

from typing import Any

from bot.local_workspace.block_kit.problems import Problems
from bot.local_workspace.refusals import Json

CHARTS = frozenset({"pie", "bar", "line", "area"})
MOST_COLUMNS = 20
CELLS = frozenset({"raw_text", "rich_text"})
DATA_CELLS = CELLS | {"raw_number"}


def check_table(problems: Problems, block: Json, pointer: str) -> None:
    _rows(problems, block, pointer, at_most=100, at_least=1, cells=CELLS)
    if block.get("column_settings") is not None:
        problems.items(
            block["column_settings"], f"{pointer}/column_settings", at_most=MOST_COLUMNS, at_least=0
        )


def check_data_table(problems: Problems, block: Json, pointer: str) -> None:
    problems.string(block.get("caption"), f"{pointer}/caption", at_most=3000)
    _rows(problems, block, pointer, at_most=101, at_least=2, cells=DATA_CELLS)
    size = block.get("page_size")
    if size is not None and not (isinstance(size, int) and 1 <= size <= 100):
        problems.add("must be between 1 and 100", f"{pointer}/page_size", type="range")


def _rows(
    problems: Problems,
    block: Json,
    pointer: str,
    *,
    at_most: int,
    at_least: int,
    cells: frozenset[str],
) -> None:
    widths: set[int] = set()
    rows = problems.items(block.get("rows"), f"{pointer}/rows", at_most=at_most, at_least=at_least)
    for place, row in rows:
        entries = problems.items(row, place, at_most=MOST_COLUMNS)
        widths.add(len(entries))
        for spot, cell in entries:
            kind = cell.get("type") if isinstance(cell, dict) else None
            if kind not in cells:
                problems.unexpected(kind, cells, spot)
            elif kind == "raw_text":
                problems.string(cell.get("text"), f"{spot}/text", at_most=3000)
    if len(widths) > 1:
        problems.add("all rows must have the same number of cells", f"{pointer}/rows", type="shape")


def check_chart(problems: Problems, block: Json, pointer: str) -> None:
    problems.string(block.get("title"), f"{pointer}/title", at_most=50)
    chart = problems.mapping(block.get("chart"), f"{pointer}/chart")
    if chart is None:
        return
    place = f"{pointer}/chart"
    if chart.get("type") not in CHARTS:
        problems.unexpected(chart.get("type"), CHARTS, place)
    elif chart["type"] == "pie":
        for spot, one in problems.items(chart.get("segments"), f"{place}/segments", at_most=6):
            _point(problems, one, spot, positive=True)
    else:
        _axes(problems, chart, place)


def _axes(problems: Problems, chart: Json, pointer: str) -> None:
    axis = problems.mapping(chart.get("axis_config"), f"{pointer}/axis_config") or {}
    spot = f"{pointer}/axis_config"
    categories = []
    for place, name in problems.items(axis.get("categories"), f"{spot}/categories", at_most=20):
        problems.string(name, place, at_most=20)
        categories.append(name)
    for label in ("x_label", "y_label"):
        problems.string(axis.get(label), f"{spot}/{label}", at_most=50, required=False)
    for place, one in problems.items(chart.get("series"), f"{pointer}/series", at_most=6):
        series = problems.mapping(one, place)
        if series is None:
            continue
        problems.string(series.get("name"), f"{place}/name", at_most=20)
        points = problems.items(series.get("data"), f"{place}/data", at_most=20)
        for place_of_point, point in points:
            _point(problems, point, place_of_point)
        labels = [point.get("label") for _, point in points if isinstance(point, dict)]
        if labels != categories:
            problems.add("labels must match the axis categories", f"{place}/data", type="match")


def _point(problems: Problems, value: Any, pointer: str, *, positive: bool = False) -> None:
    point = problems.mapping(value, pointer)
    if point is None:
        return
    problems.string(point.get("label"), f"{pointer}/label", at_most=20)
    number = point.get("value")
    if isinstance(number, bool) or not isinstance(number, int | float):
        problems.add("must be a number", f"{pointer}/value", type="type", expected="number")
    elif positive and number <= 0:
        problems.add("must be greater than 0", f"{pointer}/value", type="range")
