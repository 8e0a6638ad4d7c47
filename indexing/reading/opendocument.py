"""OpenDocument texts (.odt): headings, lists with their numbers, tables, notes, margins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexing.reading.archive import Archive, damaged, too_deep
from indexing.reading.cleaning import one_line, tidy
from indexing.reading.content import Block, Content
from indexing.reading.headings import heading, recover
from indexing.reading.limits import Limits
from indexing.reading.lines import Line
from indexing.reading.opendocument_styles import Styles, child, local, name_of
from indexing.reading.tables import header_rows, row_lines, square

_DEEPEST = 40
_WIDEST = 200
_MOST_REPEATED = 1_000
_SKIPPED = frozenset(
    (
        "tracked-changes", "annotation", "annotation-end", "table-of-content",
        "alphabetical-index", "illustration-index", "forms", "sequence-decls", "note",
    )
)  # fmt: skip
_INSIDE = frozenset(
    (
        "section", "frame", "text-box", "index-body", "custom-shape", "g", "page-thumbnail",
    )
)  # fmt: skip


def read(path: Path, limits: Limits) -> Content:
    """The text's blocks; headers and footers are its margins."""
    with Archive(path, limits) as archive:
        content, styles = archive.xml("content.xml"), archive.xml("styles.xml")
        meta = archive.xml("meta.xml")
    body = None if content is None else next(content.iter("{*}text"), None)
    if body is None:
        raise damaged()
    text = _Text(Styles([root for root in (styles, content) if root is not None]))
    lines = [*text.lines(body)]
    return Content(
        blocks=tuple(recover(lines)),
        margins=tuple(dict.fromkeys(_margins(styles, text))),
        properties=_properties(meta),
    )


def _properties(meta: Any | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in () if meta is None else meta.iter("{*}*"):
        name = local(element)
        if name == "user-defined":
            found[(name_of(element, "name") or "").lower()] = one_line(element.text or "")
        elif name in ("title", "subject", "description", "creator", "date", "keyword"):
            renamed = {"creator": "author", "date": "modified"}.get(name, name)
            found[renamed] = one_line(element.text or "")
    return {name: value for name, value in found.items() if name and value}


def _margins(styles: Any | None, text: _Text) -> Iterator[str]:
    for page in () if styles is None else styles.iter("{*}master-page"):
        for part in page.iterchildren(
            "{*}header", "{*}footer", "{*}header-first", "{*}footer-first"
        ):
            for line in text.lines(part):
                block = line.block
                for row in block.rows:
                    yield from row_lines([*row])
                yield from filter(None, f"{block.number} {block.text}".strip().split("\n"))


@dataclass
class _Words:
    """One paragraph's words and what hangs on it."""

    parts: list[str] = field(default_factory=list)
    characters: int = 0
    bold: int = 0
    notes: list[Any] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)

    def add(self, text: str | None, *, bold: bool) -> None:
        if text:
            self.parts.append(" ".join(text.split("\n")))
            letters = sum(not c.isspace() for c in text)
            self.characters += letters
            self.bold += letters if bold else 0


@dataclass
class _List:
    """The list a paragraph stands in."""

    style: str
    depth: int
    number: str = ""


class _Text:
    """Walks a text; list counters run on from one list to the next where the file says so."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counters: dict[str, dict[int, int]] = {}

    def lines(self, parent: Any, at: _List | None = None, depth: int = 0) -> Iterator[Line]:
        """The lines of everything under `parent`."""
        if depth > _DEEPEST:
            raise too_deep()
        for element in parent.iterchildren("*"):
            name = local(element)
            if name in _SKIPPED:
                continue
            if name in ("p", "h"):
                yield from self._paragraph(element, at, depth)
                at = None if at is None else _List(at.style, at.depth)
            elif name == "list":
                yield from self._list(element, at, depth)
            elif name == "table":
                yield from self._table(element, depth)
            elif name in _INSIDE:
                yield from self.lines(element, at, depth + 1)

    def _paragraph(self, element: Any, at: _List | None, depth: int) -> Iterator[Line]:
        style = name_of(element, "style-name")
        words = _Words()
        self._gather(element, words, bold=self._styles.bold(style))
        text = tidy("".join(words.parts))
        if text:
            yield self._line(element, text, words, style, at)
        for box in words.boxes:
            yield from self.lines(box, None, depth + 1)
        for note in words.notes:
            for line in self.lines(note, None, depth + 1):
                yield Line(line.block, settled=True)

    def _line(
        self, element: Any, text: str, words: _Words, style: str | None, at: _List | None
    ) -> Line:
        bold = words.characters > 0 and words.bold == words.characters
        number = at.number if at else ""
        if local(element) == "h":
            level = name_of(element, "outline-level") or "1"
            depth = int(level) if level.isdecimal() else 1
            number = number or self._count(self._styles.outline, depth - 1, restart=False)
            return Line(heading(one_line(text), depth, number=number), bold=bold, settled=True)
        size = self._styles.size(style)
        if at is not None:
            return Line(Block("item", text, level=min(at.depth, 9), number=number), bold, size)
        return Line(Block("paragraph", text), bold, size)

    def _gather(self, element: Any, words: _Words, *, bold: bool, depth: int = 0) -> None:
        words.add(element.text, bold=bold)
        for part in element.iterchildren("*"):
            name = local(part)
            if name == "s" or name == "tab":
                words.parts.append(" ")
            elif name == "line-break":
                words.parts.append("\n")
            elif name == "note":
                body = child(part, "note-body")
                words.notes += [] if body is None else [body]
            elif name in ("frame", "custom-shape", "text-box"):
                words.boxes.append(part)
            elif name not in _SKIPPED and depth < _DEEPEST:
                style = name_of(part, "style-name")
                heavier = self._styles.says_bold(style)
                inner = bold if heavier is None or name != "span" else heavier
                self._gather(part, words, bold=inner, depth=depth + 1)
            words.add(part.tail, bold=bold)

    def _list(self, element: Any, above: _List | None, depth: int) -> Iterator[Line]:
        level = (above.depth if above else 0) + 1
        style = name_of(element, "style-name") or (above.style if above else "")
        goes_on = name_of(element, "continue-numbering") == "true" or name_of(
            element, "continue-list"
        )
        if not goes_on and above is None:
            self._counters.pop(style, None)
        for item in element.iterchildren("{*}list-item", "{*}list-header"):
            here = _List(style, level)
            first = next(item.iterchildren("*"), None)
            if local(item) == "list-item" and first is not None and local(first) != "list":
                here.number = self._count(style, level - 1, restart=True)
            yield from self.lines(item, here, depth + 1)

    def _count(self, style: str, depth: int, *, restart: bool) -> str:
        counters = self._counters.setdefault(style, {})
        counters[depth] = counters.get(depth, self._styles.start(style, depth) - 1) + 1
        for deeper in [d for d in counters if d > depth]:
            del counters[deeper]
        return self._styles.written(style, depth, counters)

    def _table(self, element: Any, depth: int) -> Iterator[Line]:
        rows, bold, marked = [], [], 0
        for row in element.iter("{*}table-row"):
            if next(row.iterancestors("{*}table"), None) is not element:
                continue
            cells = [*self._cells(row, depth)]
            rows.append([text for text, _ in cells])
            bold.append(all(is_bold for text, is_bold in cells if text))
            parent = row.getparent()
            marked += 1 if parent is not None and local(parent) == "table-header-rows" else 0
        even, kept = square(rows)
        if not even:
            return
        count = header_rows(even, [bold[at] for at in kept], marked=marked)
        block = Block("table", rows=tuple(map(tuple, even)), header_rows=count)
        yield Line(block, settled=True)

    def _cells(self, row: Any, depth: int) -> Iterator[tuple[str, bool]]:
        width = 0
        for cell in row.iterchildren("{*}table-cell", "{*}covered-table-cell"):
            if local(cell) == "covered-table-cell" or depth >= _DEEPEST:
                yield "", True
                continue
            lines = [*self.lines(cell, None, depth + 1)]
            texts = []
            for line in lines:
                texts += [" | ".join(filter(None, r)) for r in line.block.rows]
                texts.append(f"{line.block.number} {line.block.text}".strip())
            repeated = name_of(cell, "number-columns-repeated") or "1"
            times = min(int(repeated), _MOST_REPEATED) if repeated.isdecimal() else 1
            text = "\n".join(filter(None, texts))
            for _ in range(times if text else min(times, _WIDEST)):
                width += 1
                if width <= _WIDEST:
                    yield text, all(line.bold for line in lines)
