"""PowerPoint decks: slide by slide, titles, bullets, tables and the speaker's notes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexing.reading.archive import Archive, damaged, too_deep
from indexing.reading.cleaning import one_line, tidy
from indexing.reading.content import Block, Content
from indexing.reading.headings import heading, recover
from indexing.reading.limits import Limits
from indexing.reading.lines import Line
from indexing.reading.office_properties import properties_of
from indexing.reading.tables import header_rows, square
from indexing.reading.word_names import ALTERNATE, CHOICE, RELATION_ID
from indexing.reading.word_numbering import written

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_TITLES = ("title", "ctrTitle")
_MARGINS = ("ftr", "dt", "sldNum", "hdr", "sldImg")
_AUTOMATIC = {
    "arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter",
    "romanLc": "lowerRoman", "romanUc": "upperRoman",
}  # fmt: skip
_DEEPEST = 30


def a(name: str) -> str:
    """The full name of a drawing element."""
    return _DRAWING + name


def p(name: str) -> str:
    """The full name of a presentation element."""
    return _SLIDE + name


def read(path: Path, limits: Limits) -> Content:
    """The shown slides' blocks; the slide is each block's place."""
    lines: list[Line] = []
    margins: dict[str, None] = {}
    notes: list[str] = []
    with Archive(path, limits) as archive:
        for number, (part, slide) in enumerate(_slides(archive), start=1):
            if slide.get("show") in ("0", "false"):
                notes.append(f"Slide {number} is hidden and was not read.")
                continue
            lines += _slide_lines(archive, part, slide, number, margins)
        properties = properties_of(archive)
    return Content(
        blocks=tuple(recover(lines)),
        margins=tuple(margins),
        properties=properties,
        notes=tuple(notes),
    )


def _slides(archive: Archive) -> Iterator[tuple[str, Any]]:
    main = archive.main_part() or "ppt/presentation.xml"
    deck = archive.xml(main)
    if deck is None:
        raise damaged()
    relations = archive.relations(main)
    for entry in deck.iterfind(f"{p('sldIdLst')}/{p('sldId')}"):
        _, part = relations.get(entry.get(RELATION_ID) or "", ("", ""))
        slide = archive.xml(part) if part else None
        if slide is not None:
            yield part, slide


def _slide_lines(
    archive: Archive, part: str, slide: Any, number: int, margins: dict[str, None]
) -> Iterator[Line]:
    place = f"Slide {number}"
    shapes = [*_shapes(slide.find(f"{p('cSld')}/{p('spTree')}"))]
    for shape in sorted(shapes, key=lambda s: _role(s) not in _TITLES):  # the title leads
        if _role(shape) in _MARGINS:
            text = one_line(" ".join(_texts(shape)))
            if text and _role(shape) == "ftr":
                margins.setdefault(text)
            continue
        yield from _shape_lines(shape, place)
    for kind, target in archive.relations(part).values():
        if kind == "diagramData":
            yield from _diagram(archive.xml(target), place)
        elif kind == "notesSlide":
            yield from _speaker_notes(archive.xml(target), place)


def _shapes(parent: Any | None, depth: int = 0) -> Iterator[Any]:
    if depth > _DEEPEST:
        raise too_deep()
    for child in () if parent is None else parent.iterchildren("*"):
        if child.tag in (p("sp"), p("graphicFrame"), p("cxnSp")):
            yield child
        elif child.tag == p("grpSp"):
            yield from _shapes(child, depth + 1)
        elif child.tag == ALTERNATE:
            yield from _shapes(next(child.iterchildren(CHOICE), None), depth + 1)


def _role(shape: Any) -> str:
    """What a placeholder is for: "title", "body", "ftr"; "" for other shapes."""
    placeholder = next(shape.iter(p("ph")), None)
    return "" if placeholder is None else placeholder.get("type") or "body"


def _shape_lines(shape: Any, place: str) -> Iterator[Line]:
    for table in shape.iter(a("tbl")):
        yield from _table(table, place)
    body = shape.find(p("txBody"))
    if body is None:
        return
    role = _role(shape)
    if role in _TITLES:
        text = one_line(" ".join(_texts(shape)))
        if text:
            yield Line(heading(text, 1, like=Block("heading", place=place)), settled=True)
        return
    yield from _paragraphs(body, place, bulleted=role in ("body", "obj"))


def _paragraphs(body: Any, place: str, *, bulleted: bool) -> Iterator[Line]:
    paragraphs = [(element, _text(element)) for element in body.iterchildren(a("p"))]
    several = sum(1 for _, text in paragraphs if text) > 1
    counters: dict[int, int] = {}
    for element, text in paragraphs:
        if not text:
            continue
        properties = element.find(a("pPr"))
        depth = _depth(properties)
        for deeper in [d for d in counters if d > depth]:
            del counters[deeper]
        automatic = None if properties is None else properties.find(a("buAutoNum"))
        if automatic is not None:
            start = automatic.get("startAt") or "1"
            first = int(start) if start.isdecimal() and len(start) < 6 else 1
            counters[depth] = counters.get(depth, first - 1) + 1
            number = _automatic(counters[depth], automatic.get("type") or "arabicPeriod")
            block = Block("item", text, level=depth + 1, number=number, place=place)
        elif _is_bullet(properties, bulleted=bulleted and several):
            block = Block("item", text, level=depth + 1, place=place)
        else:
            block = Block("paragraph", text, place=place)
        yield Line(block, bold=_is_bold(element))


def _depth(properties: Any | None) -> int:
    level = "0" if properties is None else properties.get("lvl") or "0"
    return min(int(level), 8) if level.isdecimal() else 0


def _is_bullet(properties: Any | None, *, bulleted: bool) -> bool:
    if properties is None:
        return bulleted
    if properties.find(a("buNone")) is not None:
        return False
    return bulleted or properties.find(a("buChar")) is not None


def _automatic(number: int, kind: str) -> str:
    style = next((s for start, s in _AUTOMATIC.items() if kind.startswith(start)), "decimal")
    text = written(number, style)
    if kind.endswith("ParenBoth"):
        return f"({text})"
    return f"{text})" if kind.endswith("ParenR") else f"{text}." if "Period" in kind else text


def _text(paragraph: Any) -> str:
    parts = []
    for child in paragraph.iterchildren(a("r"), a("fld"), a("br")):
        parts.append("\n" if child.tag == a("br") else child.findtext(a("t")) or "")
    return tidy("".join(parts))


def _texts(shape: Any) -> Iterator[str]:
    for paragraph in shape.iter(a("p")):
        text = _text(paragraph)
        if text:
            yield text


def _is_bold(paragraph: Any) -> bool:
    runs = [run for run in paragraph.iterchildren(a("r")) if (run.findtext(a("t")) or "").strip()]
    return bool(runs) and all(_bold_run(run) for run in runs)


def _bold_run(run: Any) -> bool:
    properties = run.find(a("rPr"))
    return properties is not None and properties.get("b") in ("1", "true")


def _table(table: Any, place: str) -> Iterator[Line]:
    rows, bold = [], []
    for row in table.iterchildren(a("tr")):
        cells = [*row.iterchildren(a("tc"))]
        rows.append(["" if _is_merged(cell) else "\n".join(_texts(cell)) for cell in cells])
        bold.append(
            all(_is_bold(part) for cell in cells for part in cell.iter(a("p")) if _text(part))
        )
    even, kept = square(rows)
    if not even:
        return
    properties = table.find(a("tblPr"))
    styled = properties is not None and properties.get("firstRow") in ("1", "true")
    count = header_rows(even, [bold[at] for at in kept], styled=styled)
    block = Block("table", place=place, rows=tuple(map(tuple, even)), header_rows=count)
    yield Line(block, settled=True)


def _is_merged(cell: Any) -> bool:
    return cell.get("hMerge") in ("1", "true") or cell.get("vMerge") in ("1", "true")


def _diagram(root: Any | None, place: str) -> Iterator[Line]:
    for paragraph in () if root is None else root.iter(a("p")):
        text = _text(paragraph)
        if text:
            yield Line(Block("item", text, level=1, place=place), settled=True)


def _speaker_notes(root: Any | None, place: str) -> Iterator[Line]:
    for shape in () if root is None else root.iter(p("sp")):
        if _role(shape) == "body":
            for text in _texts(shape):
                block = Block("paragraph", text, place=f"{place}, speaker notes")
                yield Line(block, settled=True)
