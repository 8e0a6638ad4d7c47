"""Older formats (.doc, .xls, .rtf), by a library that knows their insides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexing.reading.archive import damaged
from indexing.reading.cleaning import one_line, tidy
from indexing.reading.content import Block, Content
from indexing.reading.headings import heading, recover
from indexing.reading.limits import Limits
from indexing.reading.lines import Line
from indexing.reading.tables import header_rows, square
from indexing.reading.workbook import Cell, sheet_blocks

_FAITHFUL = "Read without its layout; save it in the current format for better answers."


def read(path: Path, limits: Limits) -> Content:
    """The blocks the library finds."""
    import kreuzberg

    settings = kreuzberg.ExtractionConfig(use_cache=False, include_document_structure=True)
    kind = _kind(path)
    try:
        result = kreuzberg.extract_file_sync(str(path), kind, config=settings)
    except kreuzberg.KreuzbergError as error:
        raise damaged() from error
    nodes: list[Any] = [*result.document["nodes"]] if result.document else []
    if kind == "application/vnd.ms-excel":
        return Content(blocks=tuple(_sheets(nodes)), properties=_properties(result.metadata))
    return Content(
        blocks=tuple(recover([*_lines(nodes)])),
        properties=_properties(result.metadata),
        notes=(_FAITHFUL,),
    )


def _kind(path: Path) -> str:
    content = path.read_bytes()
    if content.lstrip().startswith(b"{\\rtf"):
        return "application/rtf"
    if "WordDocument".encode("utf-16-le") in content:
        return "application/msword"
    return "application/vnd.ms-excel"


def _properties(metadata: Any) -> dict[str, str]:
    found = {
        "title": metadata.get("title"),
        "subject": metadata.get("subject"),
        "author": ", ".join(metadata.get("authors") or []),
        "created": metadata.get("created_at"),
        "modified": metadata.get("modified_at"),
    }
    return {name: one_line(str(value)) for name, value in found.items() if value}


def _lines(nodes: list[Any]) -> Iterator[Line]:
    for node in nodes:
        content = node["content"]
        kind, text = content["node_type"], tidy(content.get("text") or "")
        if kind == "table":
            yield from _table(content["grid"])
        elif kind in ("heading", "title") and text:
            level = content.get("level") or 1
            yield Line(heading(one_line(text), level), settled=True)
        elif kind == "list_item" and text:
            block = Block("item", text, level=_depth(node, nodes))
            yield Line(block, bold=_is_bold(node))
        elif kind in ("paragraph", "footnote", "code") and text:
            bold = _is_bold(node)
            for line in text.split("\n"):
                yield Line(Block("paragraph", line), bold=bold)


def _depth(node: Any, nodes: list[Any]) -> int:
    depth, above = 0, node.get("parent")
    while above is not None and depth < 9:
        depth += nodes[above]["content"]["node_type"] == "list"
        above = nodes[above].get("parent")
    return max(depth, 1)


def _is_bold(node: Any) -> bool:
    length = len((node["content"].get("text") or "").encode())
    return any(
        (mark.get("kind") or mark).get("annotation_type") == "bold"
        and mark.get("start") == 0
        and mark.get("end", 0) >= length
        for mark in node.get("annotations") or []
    )


def _rows(grid: Any) -> list[list[str]]:
    rows = [[""] * grid["cols"] for _ in range(grid["rows"])]
    for cell in grid["cells"]:
        rows[cell["row"]][cell["col"]] = tidy(cell.get("content") or "")
    return rows


def _table(grid: Any) -> Iterator[Line]:
    even, _ = square(_rows(grid))
    if even:
        count = header_rows(even, [])
        block = Block("table", rows=tuple(map(tuple, even)), header_rows=count)
        yield Line(block, settled=True)


def _sheets(nodes: list[Any]) -> Iterator[Block]:
    place = ""
    for node in nodes:
        content = node["content"]
        if content["node_type"] == "heading":
            place = f"Sheet {one_line(content['text'])}"
        elif content["node_type"] == "table":
            grid = [[Cell(text) for text in row] for row in _rows(content["grid"])]
            yield from sheet_blocks(grid, place)
