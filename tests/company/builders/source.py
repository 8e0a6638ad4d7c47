"""Read a Markdown source with YAML front matter into typed blocks.

Every line of text is a paragraph of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_HEADING = re.compile(r"^(#{1,4}) (.+)$")
_LIST_ITEM = re.compile(r"^( *)(-|\d+\.|[a-z]\)) (.+)$")
_FOOTNOTE = re.compile(r"^\[\^(\w+)\]: (.+)$")
_INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>[^*]+?)\*|\[\^(?P<footnote>\w+)\]"
    r"|\{\+\+(?P<inserted>.+?)\+\+\}|\{--(?P<deleted>.+?)--\}"
)


@dataclass(frozen=True)
class Span:
    """A stretch of text with one character format."""

    text: str
    style: str = "plain"


@dataclass(frozen=True)
class Block:
    """One block of a document; unused fields stay empty."""

    kind: str
    text: str = ""
    level: int = 0
    ordered: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass
class Source:
    """A parsed source: its front matter, blocks and footnotes."""

    path: Path
    meta: dict[str, Any]
    body: str
    blocks: list[Block] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return str(self.meta["file"])

    @property
    def layout(self) -> dict[str, Any]:
        return dict(self.meta.get("layout") or {})

    @property
    def header(self) -> dict[str, str]:
        shown = self.meta.get("header") or {}
        return {str(key): str(value) for key, value in shown.items()}

    def text(self, key: str) -> str:
        value = self.meta.get(key)
        return "" if value is None else str(value)


def spans(text: str) -> list[Span]:
    """Split a line into spans of bold, italic, footnote marks and changes."""
    found: list[Span] = []
    position = 0
    for match in _INLINE.finditer(text):
        if match.start() > position:
            found.append(Span(text[position : match.start()]))
        style = str(match.lastgroup)
        found.append(Span(match.group(style), style))
        position = match.end()
    if position < len(text):
        found.append(Span(text[position:]))
    return found


def plain(text: str) -> str:
    """The text without its character formats."""
    kept = (span for span in spans(text) if span.style not in ("footnote", "deleted"))
    return "".join(span.text for span in kept)


def read_source(path: Path) -> Source:
    """Read one source file."""
    raw = path.read_text(encoding="utf-8")
    match = _FRONT_MATTER.match(raw)
    if match is None:
        raise ValueError(f"{path} has no front matter")
    meta = yaml.safe_load(match.group(1))
    source = Source(path=path, meta=meta, body=raw[match.end() :].strip("\n") + "\n")
    _parse(source)
    return source


def _parse(source: Source) -> None:
    lines = source.body.split("\n")
    index = 0
    while index < len(lines):
        index = _parse_block(source, lines, index)


def _parse_block(source: Source, lines: list[str], index: int) -> int:
    line = lines[index]
    if not line.strip():
        return index + 1
    if line.startswith(":::"):
        return _parse_directive(source, lines, index)
    if line.startswith("|"):
        return _parse_table(source, lines, index)
    if heading := _HEADING.match(line):
        source.blocks.append(Block("heading", heading.group(2), level=len(heading.group(1))))
        return index + 1
    if footnote := _FOOTNOTE.match(line):
        source.footnotes[footnote.group(1)] = footnote.group(2)
        return index + 1
    if line.startswith("#. "):
        source.blocks.append(Block("clause", line[3:]))
        return index + 1
    if item := _LIST_ITEM.match(line):
        ordered = item.group(2) != "-"
        level = len(item.group(1)) // 2
        source.blocks.append(Block("item", item.group(3), level=level, ordered=ordered))
        return index + 1
    source.blocks.append(Block("paragraph", line.strip()))
    return index + 1


def _parse_table(source: Source, lines: list[str], index: int) -> int:
    rows: list[tuple[str, ...]] = []
    while index < len(lines) and lines[index].startswith("|"):
        cells = tuple(cell.strip() for cell in lines[index].strip().strip("|").split("|"))
        if not all(set(cell) <= set("-: ") and cell for cell in cells):
            rows.append(cells)
        index += 1
    width = max(len(row) for row in rows)
    padded = tuple(row + ("",) * (width - len(row)) for row in rows)
    source.blocks.append(Block("table", rows=padded))
    return index


def _parse_directive(source: Source, lines: list[str], index: int) -> int:
    name = lines[index][3:].strip()
    if name in ("pagebreak", "landscape", "portrait", "rule"):
        source.blocks.append(Block(name))
        return index + 1
    end = lines.index(":::", index + 1)
    source.blocks.append(Block(name, lines=tuple(lines[index + 1 : end])))
    return end + 1
