"""Word's styles: what a paragraph is by its style and by the styles that one is based on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from indexing.reading.word_names import VALUE, half_points, switch, value_of, w, whole

_T = TypeVar("_T")

# "heading 1" under the names it has in translated templates and other programs.
_HEADING = re.compile(
    r"^(?:heading|überschrift|ueberschrift|titre|título|titulo|titolo|kop|rubrik|overskrift|"
    r"otsikko|nagłówek|nadpis|címsor|başlık|заголовок|标题|見出し)\s*([1-9])\b",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^(?:title|titel|titre|título|titolo|document title)$", re.IGNORECASE)
_CONTENTS = re.compile(
    r"^(?:toc|verzeichnis|tm|tdc|sommario|inhopg|table of figures|"
    r"abbildungsverzeichnis)\s*(?:\d|heading)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Style:
    """One style as it is written down, before what it inherits is added."""

    name: str
    based_on: str | None
    outline: int | None
    number: tuple[str | None, int | None] | None
    bold: bool | None
    capitals: bool | None
    size: float | None
    header_row: bool
    hidden: bool | None


class Styles:
    """All styles of a document, by id."""

    def __init__(self, root: Any | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default = ""
        self.size = 10.0
        if root is None:
            return
        run = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        self.size = half_points(value_of(run, "sz")) or self.size
        for element in root.iterchildren(w("style")):
            identity = element.get(w("styleId")) or ""
            self._styles[identity] = _style(element)
            if element.get(w("type")) == "paragraph" and element.get(w("default")) in ("1", "true"):
                self._default = identity

    def chain(self, identity: str | None) -> Iterator[Style]:
        """A style and those it is based on, nearest first; a circle ends."""
        at, met = identity or self._default, set[str]()
        while at in self._styles and at not in met:
            met.add(at)
            yield self._styles[at]
            at = self._styles[at].based_on or ""

    def first(self, identity: str | None, look: Callable[[Style], _T | None]) -> _T | None:
        """What the nearest style says that says anything."""
        return next(
            (said for style in self.chain(identity) if (said := look(style)) is not None), None
        )

    def heading_level(self, identity: str | None) -> int | None:
        """1-9 for headings, 0 where the style says it is body text, None for silence."""
        for style in self.chain(identity):
            if style.outline is not None:
                return style.outline + 1 if style.outline < 9 else 0
            if (match := _HEADING.match(style.name)) is not None:
                return int(match.group(1))
            if _TITLE.match(style.name):
                return 1
        return None

    def is_contents(self, identity: str | None) -> bool:
        """True for the lines of a table of contents."""
        return any(_CONTENTS.match(style.name) for style in self.chain(identity))

    def numbers(self) -> Iterator[tuple[str, tuple[str | None, int | None]]]:
        """Styles that carry a numbering, by id."""
        for identity, style in self._styles.items():
            if style.number is not None:
                yield identity, style.number


def _style(element: Any) -> Style:
    paragraph, run = element.find(w("pPr")), element.find(w("rPr"))
    number = None if paragraph is None else paragraph.find(w("numPr"))
    return Style(
        name=(value_of(element, "name") or "").strip(),
        based_on=value_of(element, "basedOn"),
        outline=whole(value_of(paragraph, "outlineLvl")),
        number=None
        if number is None
        else (value_of(number, "numId"), whole(value_of(number, "ilvl"))),
        bold=switch(run, "b"),
        capitals=switch(run, "caps"),
        size=half_points(value_of(run, "sz")),
        header_row=_marks_first_row(element),
        hidden=switch(run, "vanish"),
    )


def _marks_first_row(element: Any) -> bool:
    """True for table styles that set the first row apart in bold or colour."""
    for part in element.iterchildren(w("tblStylePr")):
        if part.get(w("type")) != "firstRow":
            continue
        bold = switch(part.find(w("rPr")), "b")
        shade = part.find(f"{w('tcPr')}/{w('shd')}")
        return bool(bold) or (shade is not None and shade.get(VALUE) is not None)
    return False
