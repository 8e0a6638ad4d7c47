"""Styles of an OpenDocument text: weight, size, and how its lists count."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexing.reading.word_numbering import written

_POINTS = re.compile(r"^(\d+(?:\.\d+)?)pt$")
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
}  # fmt: skip


def local(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def name_of(element: Any, attribute: str) -> str | None:
    """An attribute by its name without namespace."""
    for name, value in element.attrib.items():
        if str(name).rsplit("}", 1)[-1] == attribute:
            return str(value)
    return None


def child(element: Any, name: str) -> Any | None:
    """The first child of that name, or None."""
    return next(element.iterchildren(f"{{*}}{name}"), None)


@dataclass(frozen=True)
class _Look:
    parent: str | None
    bold: bool | None
    size: float


@dataclass(frozen=True)
class _ListLevel:
    format: str
    prefix: str
    suffix: str
    shown: int
    start: int


class Styles:
    """Paragraph, character and list styles by name."""

    outline = "\0outline"

    def __init__(self, roots: Sequence[Any]) -> None:
        self._looks: dict[str, _Look] = {}
        self._lists: dict[str, dict[int, _ListLevel]] = {}
        for root in roots:
            for style in root.iter("{*}style"):
                self._looks[name_of(style, "name") or ""] = _look(style)
            for style in root.iter("{*}list-style"):
                self._lists[name_of(style, "name") or ""] = _levels(style)
            for style in root.iter("{*}outline-style"):
                self._lists[self.outline] = _levels(style)

    def says_bold(self, name: str | None) -> bool | None:
        """What a style or those it is based on say about weight."""
        met: set[str] = set()
        while name and name in self._looks and name not in met:
            met.add(name)
            look = self._looks[name]
            if look.bold is not None:
                return look.bold
            name = look.parent
        return None

    def bold(self, name: str | None) -> bool:
        """True where a paragraph's style is bold."""
        return bool(self.says_bold(name))

    def size(self, name: str | None) -> float:
        """The size in points, 0 where no style names it."""
        met: set[str] = set()
        while name and name in self._looks and name not in met:
            met.add(name)
            if self._looks[name].size:
                return self._looks[name].size
            name = self._looks[name].parent
        return 0.0

    def start(self, style: str, depth: int) -> int:
        """The number a level begins with."""
        level = self._lists.get(style, {}).get(depth)
        return level.start if level else 1

    def written(self, style: str, depth: int, counters: Mapping[int, int]) -> str:
        """The number before an item: "2.1", "a)", or "" for a bullet."""
        levels = self._lists.get(style, {})
        level = levels.get(depth)
        if level is None or not level.format:
            return ""
        numbers = []
        for above in range(max(depth - level.shown + 1, 0), depth + 1):
            at = levels.get(above)
            if at is not None and at.format:
                numbers.append(written(counters.get(above, at.start), at.format))
        return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip()


def _look(style: Any) -> _Look:
    text = child(style, "text-properties")
    weight = None if text is None else name_of(text, "font-weight")
    size = _POINTS.match((None if text is None else name_of(text, "font-size")) or "")
    return _Look(
        parent=name_of(style, "parent-style-name"),
        bold=None if weight is None else weight in ("bold", "600", "700", "800", "900"),
        size=float(size.group(1)) if size else 0.0,
    )


def _levels(style: Any) -> dict[int, _ListLevel]:
    found = {}
    for level in style.iterchildren("*"):
        depth = name_of(level, "level") or ""
        if not depth.isdecimal():
            continue
        shown, start = name_of(level, "display-levels") or "1", name_of(level, "start-value") or "1"
        found[int(depth) - 1] = _ListLevel(
            format=_FORMATS.get(name_of(level, "num-format") or "", ""),
            prefix=name_of(level, "num-prefix") or "",
            suffix=name_of(level, "num-suffix") or "",
            shown=int(shown) if shown.isdecimal() else 1,
            start=int(start) if start.isdecimal() else 1,
        )
    return found
