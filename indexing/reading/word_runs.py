"""The words of a Word paragraph as a reader sees them: fields by their result, changes accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from indexing.reading.cleaning import tidy
from indexing.reading.word_names import (
    ALTERNATE,
    CHOICE,
    FALLBACK,
    MATHS,
    half_points,
    switch,
    value_of,
    w,
)
from indexing.reading.word_styles import Styles

# Signs that Word writes in its symbol fonts, by their place in the font.
_SYMBOLS = {
    "F0A8": "☐", "F06F": "☐", "F071": "☐", "F0FE": "☒", "F0FD": "☒", "F078": "☒",
    "F052": "☑", "F0FC": "✓", "F050": "✓", "F0FB": "✗", "F04F": "✗", "F0B0": "°",
    "F0B1": "±", "F0B3": "≥", "F0A3": "≤", "F06D": "µ", "F0E0": "→", "F0AE": "→",
}  # fmt: skip

_SKIPPED = frozenset(
    w(name)
    for name in (
        "del", "moveFrom", "pPr", "rPr", "delText", "delInstrText", "commentReference",
        "annotationRef", "sdtPr", "sdtEndPr", "footnoteRef", "endnoteRef", "rt",
    )
)  # fmt: skip

_PLAIN = {
    w("tab"): " ", w("ptab"): " ", w("cr"): "\n", w("noBreakHyphen"): "-", w("softHyphen"): "",
}  # fmt: skip


@dataclass
class Words:
    """What one paragraph holds besides its formatting."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    footnotes: list[tuple[str, str]] = field(default_factory=list)
    breaks_before: int = 0
    breaks_after: int = 0
    characters: int = 0
    bold: int = 0
    size: float = 0.0
    contents: bool = False

    @property
    def text(self) -> str:
        """The paragraph's text, tidied."""
        return tidy("".join(self.parts))

    @property
    def all_bold(self) -> bool:
        """True where every letter is bold."""
        return self.characters > 0 and self.bold == self.characters


class Runs:
    """Reads paragraphs in order; fields may begin in one and end in another."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[_Field] = []

    def words(self, paragraph: Any, style: str | None) -> Words:
        """What the paragraph holds."""
        words = Words(contents=self._in_contents())
        base = _Looks(
            bold=bool(self._styles.first(style, lambda s: s.bold)),
            size=self._styles.first(style, lambda s: s.size) or self._styles.size,
            hidden=bool(self._styles.first(style, lambda s: s.hidden)),
        )
        self._walk(paragraph, words, base)
        return words

    def _in_contents(self) -> bool:
        return any(f.instruction.strip().upper().startswith("TOC") for f in self._fields)

    def _in_instruction(self) -> bool:
        return any(not f.shows_result for f in self._fields)

    def _walk(self, parent: Any, words: Words, base: _Looks) -> None:
        for child in parent.iterchildren("*"):
            tag = child.tag
            if tag in _SKIPPED:
                continue
            if tag == w("r"):
                self._run(child, words, base)
            elif tag == MATHS:
                words.parts.append(child.text or "")
            elif tag == ALTERNATE:
                self._walk(_alternative(child), words, base)
            elif tag not in (w("p"), w("tbl")):
                self._walk(child, words, base)

    def _run(self, run: Any, words: Words, base: _Looks) -> None:
        looks = base.with_run(run.find(w("rPr")), self._styles)
        for child in run.iterchildren("*"):
            self._run_part(child, words, looks)

    def _run_part(self, child: Any, words: Words, looks: _Looks) -> None:
        tag = child.tag
        if tag == w("fldChar"):
            self._field_mark(child, words)
        elif tag == w("instrText"):
            if self._fields:
                self._fields[-1].instruction += child.text or ""
                words.contents = words.contents or self._in_contents()
        elif tag == w("lastRenderedPageBreak"):
            self._page_break(words)
        elif tag in (w("drawing"), w("pict"), w("object")):
            words.boxes += _boxes(child)
        elif tag == ALTERNATE:
            for part in _alternative(child).iterchildren("*"):
                self._run_part(part, words, looks)
        elif tag in (w("footnoteReference"), w("endnoteReference")):
            kind = "footnote" if tag == w("footnoteReference") else "endnote"
            words.footnotes.append((kind, child.get(w("id")) or ""))
        elif not self._in_instruction() and not looks.hidden:
            _add(words, _shown(child), looks)

    def _page_break(self, words: Words) -> None:
        if words.characters:
            words.breaks_after += 1
        else:
            words.breaks_before += 1

    def _field_mark(self, mark: Any, words: Words) -> None:
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            self._fields.append(_Field())
            box = mark.find(f"{w('ffData')}/{w('checkBox')}")
            if box is not None:
                ticked = switch(box, "checked")
                ticked = switch(box, "default") if ticked is None else ticked
                words.parts.append("☒" if ticked else "☐")
        elif kind == "separate" and self._fields:
            self._fields[-1].shows_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()


@dataclass
class _Field:
    """A field that was begun: its instruction is not shown, its result is."""

    instruction: str = ""
    shows_result: bool = False


@dataclass(frozen=True)
class _Looks:
    bold: bool
    size: float
    hidden: bool

    def with_run(self, properties: Any | None, styles: Styles) -> _Looks:
        if properties is None:
            return self
        style = value_of(properties, "rStyle")
        bold, hidden = switch(properties, "b"), switch(properties, "vanish")
        size = half_points(value_of(properties, "sz"))
        if style is not None:
            bold = styles.first(style, lambda s: s.bold) if bold is None else bold
            hidden = styles.first(style, lambda s: s.hidden) if hidden is None else hidden
            size = size or styles.first(style, lambda s: s.size)
        return _Looks(
            bold=self.bold if bold is None else bold,
            size=size or self.size,
            hidden=self.hidden if hidden is None else hidden,
        )


def _shown(element: Any) -> str:
    tag = element.tag
    if tag == w("t"):
        return element.text or ""
    if tag == w("br"):
        return "\n"
    if tag == w("sym"):
        return _symbol(element.get(w("char")) or "")
    if tag == w("ruby"):
        return "".join(t.text or "" for t in element.iterfind(f"{w('rubyBase')}//{w('t')}"))
    return _PLAIN.get(tag, "")


def _symbol(place: str) -> str:
    known = _SYMBOLS.get(place.upper())
    if known is not None:
        return known
    try:
        code = int(place, 16)
    except ValueError:
        return ""
    return "" if code < 32 or 0xD800 <= code <= 0xF8FF or code > 0x10FFFF else chr(code)


def _add(words: Words, text: str, looks: _Looks) -> None:
    if not text:
        return
    words.parts.append(text)
    letters = sum(not c.isspace() for c in text)
    if letters:
        words.characters += letters
        words.bold += letters if looks.bold else 0
        words.size = max(words.size, looks.size)


def _alternative(element: Any) -> Any:
    """One of several drawings of the same thing: the first that holds words, else the first."""
    choices = [*element.iterchildren(CHOICE, FALLBACK)]
    for choice in choices:
        if next(choice.iter(w("t")), None) is not None:
            return choice
    return choices[0] if choices else element


def _boxes(drawing: Any) -> list[Any]:
    """The text boxes in a drawing, outermost first, each once."""
    found = []
    pending = [drawing]
    while pending:
        element = pending.pop()
        if element.tag == w("txbxContent"):
            found.append(element)
        elif element.tag == ALTERNATE:
            pending.append(_alternative(element))
        else:
            pending += [*element.iterchildren("*")][::-1]
    return found
