"""Cuts what was read into passages: the document's own words, with what stands above them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from indexing.reading.content import Block, Content
from knowledge.sentences import WORD, count_words, spans

PASSAGES_VERSION = "1"
"""Part of an issue's identity: passages cut in another way are other passages."""

_TELLING = re.compile(r"\w.*\(\D*\w\D*[ ,]\D*\w.*\)|\w\s+[–—-]\s+(?:\w+\s+){3,}\w+")
"""A heading that says something in brackets ("Containment (shift lead, within the shift)") is a
passage of its own as well: on forms the only place of a rule is often the title of a field."""

_MARK = re.compile(r"[xX✓✔☑●•■☒]")

UnitKind = Literal["sentence", "item", "row", "header"]


@dataclass(frozen=True)
class Cut:
    """How long passages are, in words. `limit` is what readers of answers count on."""

    target: int = 160
    overlap: int = 30
    limit: int = 200


@dataclass(frozen=True)
class Unit:
    """The smallest stretch that stands alone: a sentence, a list item or a table row.

    `joint` is what parts it from the unit before; `lead_in` introduces a list or table.
    """

    text: str
    kind: UnitKind
    joint: str
    words: int
    page: int | None = None
    lead_in: str = ""
    columns: tuple[str, ...] = ()
    marked: str = ""


@dataclass(frozen=True)
class Section:
    """The units under one heading path."""

    headings: tuple[str, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class PassageDraft:
    """A passage before it is stored. `units` are (start, end, kind) within `text`."""

    text: str
    units: tuple[tuple[int, int, str], ...]
    headings: tuple[str, ...]
    columns: tuple[str, ...]
    lead_in: str
    page: int | None
    following: str
    marked: tuple[str, ...] = ()

    @property
    def section(self) -> str | None:
        return self.headings[-1] if self.headings else None

    def context(self, title: str) -> dict[str, Any]:
        """What is searched and shown with the passage, and is not its words."""
        return {
            "title": title,
            "headings": list(self.headings),
            "columns": list(self.columns),
            "lead_in": self.lead_in,
            "following": self.following,
            "marked": list(self.marked),
        }

    def digest(self, title: str) -> str:
        """Equal for equal words, cut alike, in an equal place: vectors can be used again."""
        above = (
            title,
            *self.headings,
            "\x1e",
            *self.columns,
            self.lead_in,
            *self.marked,
            self.following,
        )
        cut = ",".join(f"{start}-{end}" for start, end, _ in self.units)
        parts = (*above, "\x1d", self.text, cut)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def passages(content: Content, cut: Cut | None = None) -> list[PassageDraft]:
    """All passages of a file in reading order."""
    cut = cut or Cut()
    found: list[PassageDraft] = []
    for section in sections(content.blocks, limit=cut.limit):
        found += _cut_section(section, cut)
    following = (_first_words(draft.text, cut.overlap) for draft in found[1:])
    return [replace(draft, following=next(following, "")) for draft in found]


def sections(blocks: Iterable[Block], *, limit: int) -> Iterator[Section]:
    """Blocks grouped under their heading path."""
    path: list[tuple[int, str]] = []
    units: list[Unit] = []
    place = ""
    lead_in = ""
    for block in blocks:
        if block.kind == "heading" or block.place != place:
            yield from _closed(path, place, units)
            units, lead_in, place = [], "", block.place
        if block.kind == "heading":
            level = max(block.level, 1)
            path = [step for step in path if step[0] < level]
            path.append((level, f"{block.number} {block.text}".strip()))
            if _TELLING.search(block.text):
                yield from _closed(path, place, [_heading_unit(block)])
            continue
        units += _units(block, lead_in, limit)
        lead_in = _lead_in(block, lead_in)
    yield from _closed(path, place, units)


def _heading_unit(block: Block) -> Unit:
    return Unit(block.text, "sentence", "\n", count_words(block.text), block.page)


def _closed(path: list[tuple[int, str]], place: str, units: list[Unit]) -> Iterator[Section]:
    if units:
        headings = tuple(text for _, text in path)
        if place and not any(place.endswith(heading) for heading in headings):
            headings = (place, *headings)
        yield Section(headings, tuple(units))


def _lead_in(block: Block, before: str) -> str:
    """A paragraph that ends with a colon introduces the items and rows that follow it."""
    if block.kind == "paragraph":
        last = [block.text[start:end] for start, end in spans(block.text)][-1:]
        return last[0] if last and last[0].rstrip().endswith(":") else ""
    return before


def _units(block: Block, lead_in: str, limit: int) -> list[Unit]:
    if block.kind == "table":
        return list(_rows(block, lead_in, limit))
    kind: UnitKind = "item" if block.kind == "item" else "sentence"
    pieces = [block.text[start:end] for start, end in spans(block.text)]
    found: list[Unit] = []
    for piece in pieces:
        for part in _bounded(piece, limit):
            joint = " " if found else "\n"
            under = lead_in if kind == "item" else ""
            found.append(Unit(part, kind, joint, count_words(part), block.page, under))
    return found


def _rows(block: Block, lead_in: str, limit: int) -> Iterator[Unit]:
    columns = tuple(cell for row in block.rows[: block.header_rows] for cell in row if cell)
    for at, row in enumerate(block.rows):
        text = " | ".join(" ".join(cell.split()) for cell in row if cell.strip())
        if not text:
            continue
        kind: UnitKind = "header" if at < block.header_rows else "row"
        above = () if kind == "header" else columns
        marked = "" if kind == "header" else _marked(row, block)
        for part in _bounded(text, limit):
            yield Unit(part, kind, "\n", count_words(part), block.page, lead_in, above, marked)


def _marked(row: Sequence[str], block: Block) -> str:
    """A row of crosses in words: whom or what it is about, and the columns that are marked."""
    if not block.header_rows:
        return ""
    heads = block.rows[block.header_rows - 1]
    places = [at for at, cell in enumerate(row) if at and _MARK.fullmatch(cell.strip())]
    named = [heads[at] for at in places if at < len(heads) and heads[at]]
    return f"{row[0]}: {', '.join(named)}" if row[0].strip() and named else ""


def _bounded(text: str, limit: int) -> Iterator[str]:
    """The text in stretches of at most `limit` words."""
    ends = [found.end() for found in WORD.finditer(text)]
    start = 0
    for last in range(limit, len(ends), limit):
        yield text[start : ends[last - 1]].strip()
        start = ends[last - 1]
    yield text[start:].strip()


def _cut_section(section: Section, cut: Cut) -> Iterator[PassageDraft]:
    units = section.units
    start = 0
    while start < len(units):
        end, words = start, 0
        while end < len(units) and (end == start or words + units[end].words <= cut.target):
            words += units[end].words
            end += 1
        if end < len(units) and units[end - 1].text.rstrip().endswith(":") and end - 1 > start:
            end -= 1  # a lead-in goes with what it introduces
        elif end < len(units) and units[end - 1].kind == "header" and end - 1 > start:
            end -= 1
        shown = _overlapped(units, start, end, cut)
        yield _draft(section.headings, units[start:shown])
        start = end


def _overlapped(units: Sequence[Unit], start: int, end: int, cut: Cut) -> int:
    """How far a passage reaches into the next one, so that no sentence pair is parted."""
    words = sum(unit.words for unit in units[start:end])
    room = min(cut.limit - words, cut.overlap)
    while end < len(units) and units[end].words <= room:
        room -= units[end].words
        end += 1
    return end


def _draft(headings: tuple[str, ...], units: Sequence[Unit]) -> PassageDraft:
    text = ""
    places: list[tuple[int, int, str]] = []
    for unit in units:
        text += unit.joint if text else ""
        places.append((len(text), len(text) + len(unit.text), unit.kind))
        text += unit.text
    first = units[0]
    columns = next((unit.columns for unit in units if unit.columns), ())
    lead_in = first.lead_in if first.lead_in and first.lead_in not in text else ""
    marked = tuple(unit.marked for unit in units if unit.marked)
    return PassageDraft(text, tuple(places), headings, columns, lead_in, first.page, "", marked)


def _first_words(text: str, count: int) -> str:
    ends = [found.end() for found in WORD.finditer(text)][:count]
    return text[: ends[-1]] if ends else ""
