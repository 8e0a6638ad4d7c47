"""Web pages: headings, paragraphs, lists and tables; menus and scripts are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree, html

from indexing.reading.archive import too_deep
from indexing.reading.cleaning import one_line, seen, tidy
from indexing.reading.content import Block, Content
from indexing.reading.headings import heading, recover
from indexing.reading.limits import Limits
from indexing.reading.lines import Line
from indexing.reading.plain import decoded
from indexing.reading.tables import header_rows, square
from indexing.reading.word_numbering import written

_DROPPED = frozenset(
    (
        "script", "style", "nav", "noscript", "template", "head", "svg", "math", "canvas",
        "object", "iframe", "audio", "video", "map", "select", "button", "textarea",
        "input", "datalist",
    )
)  # fmt: skip
_INLINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del",
        "dfn", "em", "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "output",
        "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
        "sup", "time", "tt", "u", "var", "wbr", "br",
    )
)  # fmt: skip
_BOLD = frozenset(("b", "strong", "th"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LIST_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DEEPEST = 200
_WIDEST = 200


def read(path: Path, limits: Limits) -> Content:
    """The page's blocks; its title and named meta tags are its properties."""
    return content_of(decoded(path.read_bytes()))


def content_of(source: str) -> Content:
    """The blocks of a page given as text."""
    root = _parsed(source)
    if root is None:
        return Content()
    page = _Page()
    body = root.find(".//body")
    page.walk(root if body is None else body, depth=0)
    page.flush()
    return Content(
        blocks=tuple(recover(page.lines)),
        margins=tuple(dict.fromkeys(page.margins)),
        properties=_properties(root),
    )


def _parsed(source: str) -> Any | None:
    parser = html.HTMLParser(  # type: ignore[no-untyped-call]
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        return html.document_fromstring(  # type: ignore[no-untyped-call]
            _DECLARATION.sub("", seen(source)).encode("utf-8", "ignore"), parser=parser
        )
    except etree.ParserError:
        return None


def _properties(root: Any) -> dict[str, str]:
    found = {}
    title = root.findtext(".//head/title")
    if title:
        found["title"] = one_line(title)
    for meta in root.iterfind(".//meta"):
        name, value = meta.get("name") or "", meta.get("content") or ""
        if name and value and name.lower() not in ("viewport", "robots", "theme-color"):
            found[name.lower()] = one_line(value)
    return {name: value for name, value in found.items() if value}


@dataclass
class _Page:
    """Collects lines while the tree is walked; inline text gathers until a block ends."""

    lines: list[Line] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _letters: int = 0
    _bold: int = 0
    _item: tuple[str, int] | None = None
    _preformatted: int = 0

    def text(self, text: str | None, *, bold: bool) -> None:
        """Inline text; outside <pre> its line breaks mean a blank."""
        if not text:
            return
        self._parts.append(text if self._preformatted else re.sub(r"\s+", " ", text))
        letters = sum(not c.isspace() for c in text)
        self._letters += letters
        self._bold += letters if bold else 0

    def flush(self, level: int = 0) -> None:
        """End the block that was gathering; `level` makes it a heading."""
        text = tidy("".join(self._parts))
        bold = self._letters > 0 and self._bold == self._letters
        self._parts, self._letters, self._bold = [], 0, 0
        if not text:
            return
        if level:
            text = text.replace("\n", " ").removesuffix("¶").removesuffix("#").strip()
            if text:
                self.lines.append(Line(heading(text, level), settled=True))
            return
        if self._item is not None:
            number, depth = self._item
            block = Block("item", text, level=min(depth, 9), number=number)
            self.lines.append(Line(block, settled=True))
            self._item = None
            return
        self.lines.append(Line(Block("paragraph", text), bold=bold))

    def walk(self, element: Any, *, depth: int, lists: int = 0, bold: bool = False) -> None:
        """Everything in an element, in reading order."""
        if depth > _DEEPEST:
            raise too_deep()
        if not isinstance(element.tag, str) or _is_hidden(element):
            return
        tag = element.tag.lower()
        if tag in _DROPPED:
            return
        if tag == "br":
            self._parts.append("\n")
        elif tag in _HEADINGS:
            self.flush()
            self._children(element, depth, lists, bold)
            self.flush(_HEADINGS[tag])
        elif tag == "table" and not _is_layout(element):
            self._table(element)
        elif tag in ("ul", "ol"):
            self.flush()
            self._list(element, depth, lists + 1)
        elif tag == "footer":
            self.flush()
            self.margins += [line for line in tidy(element.text_content()).split("\n") if line]
        elif tag in _INLINE:
            self._children(element, depth, lists, bold or tag in _BOLD)
        else:
            self.flush()
            self._preformatted += tag == "pre"
            self._children(element, depth, lists, bold)
            self._preformatted -= tag == "pre"
            self.flush()

    def _children(self, element: Any, depth: int, lists: int, bold: bool) -> None:
        self.text(element.text, bold=bold)
        for child in element:
            self.walk(child, depth=depth + 1, lists=lists, bold=bold)
            self.text(child.tail, bold=bold)

    def _list(self, element: Any, depth: int, lists: int) -> None:
        number = _start(element)
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if child.tag.lower() != "li":
                self.walk(child, depth=depth + 1, lists=lists)
                continue
            if element.tag.lower() == "ol":
                given = child.get("value") or ""
                number = int(given) if given.isdecimal() and len(given) < 6 else number
                style = _LIST_STYLES.get(element.get("type") or "", "decimal")
                self._item = (f"{written(number, style)}.", lists)
                number += 1
            else:
                self._item = ("", lists)
            self._children(child, depth + 1, lists, bold=False)
            self.flush()
            self._item = None

    def _table(self, element: Any) -> None:
        self.flush()
        caption = element.find("caption")
        if caption is not None and (text := one_line(caption.text_content())):
            self.lines.append(Line(Block("paragraph", text)))
        rows: list[list[str]] = []
        headers, bold = 0, []
        for cells, is_header in _rows(element):
            headers += 1 if is_header and headers == len(rows) else 0
            rows.append([text for text, _ in cells])
            bold.append(all(is_bold for text, is_bold in cells if text))
        empty_headers = sum(1 for row in rows[:headers] if not any(row))
        rows, kept = square(rows)
        if not rows:
            return
        bold = [bold[at] for at in kept]
        marked = headers - empty_headers
        # Markdown writes an empty header row above a table that has none.
        count = 0 if headers and not marked else header_rows(rows, bold, marked=marked)
        block = Block("table", rows=tuple(tuple(row) for row in rows), header_rows=count)
        self.lines.append(Line(block, settled=True))


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None:
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def _is_layout(table: Any) -> bool:
    """A table that only places things on the page, or frames one of them."""
    if table.get("role") == "presentation":
        return True
    if next(table.iterdescendants("table", *_HEADINGS), None) is not None:
        return True
    return len(list(table.iterdescendants("td", "th"))) <= 1


def _start(element: Any) -> int:
    start = element.get("start") or "1"
    return int(start) if start.isdecimal() and len(start) < 6 else 1


def _rows(table: Any) -> Iterator[tuple[list[tuple[str, bool]], bool]]:
    """Rows of (text, is it bold) and whether the row is a header; spans leave blanks."""
    hanging: dict[int, int] = {}  # column -> rows a cell from above still covers
    for row in table.iterdescendants("tr"):
        cells: list[tuple[str, bool]] = []
        names = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            _skip_hanging(cells, hanging)
            names.append(cell.tag == "th")
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            if down > 1:
                hanging.update({len(cells) + i: down for i in range(across)})
            cells += [_cell(cell), *[("", True)] * (across - 1)]
        _skip_hanging(cells, hanging)
        hanging = {column: rows - 1 for column, rows in hanging.items() if rows > 1}
        in_head = row.getparent().tag == "thead"
        yield cells[:_WIDEST], bool(names) and (in_head or all(names))


def _skip_hanging(cells: list[tuple[str, bool]], hanging: dict[int, int]) -> None:
    while hanging.get(len(cells), 0) > 0:
        cells.append(("", True))


def _span(cell: Any, name: str) -> int:
    given = cell.get(name) or "1"
    return min(max(int(given), 1), _WIDEST) if given.isdecimal() and len(given) < 6 else 1


def _cell(cell: Any) -> tuple[str, bool]:
    """A cell's text, one line for each of its paragraphs and items."""
    inner = _Page()
    inner.walk(cell, depth=0, bold=cell.tag == "th")
    inner.flush()
    texts = []
    for line in inner.lines:
        block = line.block
        texts += [" | ".join(filter(None, row)) for row in block.rows]
        texts.append(f"{block.number} {block.text}".strip())
    bold = all(line.bold for line in inner.lines)
    return "\n".join(filter(None, texts)), bold
