"""Numbers that Word generates, counted again as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from indexing.reading.word_names import VALUE, switch, value_of, w, whole
from indexing.reading.word_styles import Styles

_LEVELS = 9
_HIGHEST = 100_000  # a number above it is a mistake or an attack; letters would run to pages
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, how it counts, how it is written."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass
class _Numbering:
    """A list as paragraphs refer to it; several may share one abstract list's counters."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
    """What stands before a paragraph: "5.3.1", "a)", or "" for a bullet; `level` from 0."""

    text: str
    level: int
    bullet: bool


class Numbering:
    """Counts numbered paragraphs in reading order."""

    def __init__(self, root: Any | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _Numbering] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: Any) -> None:
        abstracts = {
            a.get(w("abstractNumId")) or "": a for a in root.iterchildren(w("abstractNum"))
        }
        linked = {
            value_of(a, "styleLink"): key
            for key, a in abstracts.items()
            if value_of(a, "styleLink")
        }
        levels = {key: _levels(a) for key, a in abstracts.items()}
        for number in root.iterchildren(w("num")):
            key = value_of(number, "abstractNumId") or ""
            if key in abstracts:
                key = linked.get(value_of(abstracts[key], "numStyleLink"), key)
            own, starts = _overrides(number, levels.get(key, {}))
            identity = number.get(w("numId")) or ""
            self._lists[identity] = _Numbering(key, own, starts)
            for depth, level in own.items():
                if level.style:
                    self._by_style.setdefault(level.style, (identity, depth))

    def mark(self, paragraph_properties: Any | None, style: str | None) -> Mark | None:
        """Count this paragraph and say what Word writes before it; None without a number."""
        identity, depth = self._place(paragraph_properties, style)
        numbering = self._lists.get(identity or "")
        if numbering is None or not 0 <= depth < _LEVELS:
            return None
        level = numbering.levels.get(depth)
        if level is None:
            return None
        self._count(identity or "", numbering, depth)
        if level.format == "bullet":
            return Mark("", depth, bullet=True)
        return Mark(self._written(numbering, level), depth, bullet=False)

    def _place(self, properties: Any | None, style: str | None) -> tuple[str | None, int]:
        direct = None if properties is None else properties.find(w("numPr"))
        identity = value_of(direct, "numId")
        depth = whole(value_of(direct, "ilvl"))
        if identity is None:
            inherited = self._styles.first(style, lambda s: s.number)
            if inherited is None and direct is None:
                return None, 0
            identity, inherited_depth = inherited or (None, None)
            linked = self._by_style.get(style or "")
            if linked is not None and identity in (None, linked[0]):
                identity, inherited_depth = linked
            elif linked is not None and inherited_depth is None:
                inherited_depth = linked[1]
            depth = depth if depth is not None else inherited_depth
        return (None if identity == "0" else identity), depth or 0

    def _count(self, identity: str, numbering: _Numbering, depth: int) -> None:
        counters = self._counters.setdefault(numbering.abstract, {})
        if depth in numbering.starts and (identity, depth) not in self._started:
            self._started.add((identity, depth))
            counters[depth] = numbering.starts[depth]
        elif depth in counters:
            counters[depth] += 1
        else:
            counters[depth] = _start(numbering, depth)
        for higher in range(depth):
            counters.setdefault(higher, _start(numbering, higher))
        for deeper in [d for d in counters if d > depth]:
            restart = numbering.levels.get(deeper, Level()).restart
            # None: any higher level restarts it; 0: nothing does; n: levels up to n do.
            if restart is None or (restart and depth < restart):
                del counters[deeper]
                self._started.discard((identity, deeper))

    def _written(self, numbering: _Numbering, level: Level) -> str:
        counters = self._counters[numbering.abstract]

        def number(match: re.Match[str]) -> str:
            depth = int(match.group(1)) - 1
            counted = counters.get(depth, _start(numbering, depth))
            style = numbering.levels.get(depth, Level()).format
            return written(counted, "decimal" if level.legal else style)

        return _PLACEHOLDER.sub(number, level.text).strip()


def _start(numbering: _Numbering, depth: int) -> int:
    return numbering.starts.get(depth, numbering.levels.get(depth, Level()).start)


def _levels(abstract: Any) -> dict[int, Level]:
    found = {}
    for element in abstract.iterchildren(w("lvl")):
        depth = whole(element.get(w("ilvl")))
        if depth is not None:
            found[depth] = _level(element)
    return found


def _level(element: Any) -> Level:
    start = whole(value_of(element, "start"))
    text = element.find(w("lvlText"))
    return Level(
        start=1 if start is None else start,
        format=_format(element),
        text="" if text is None else text.get(VALUE) or "",
        restart=whole(value_of(element, "lvlRestart")),
        legal=bool(switch(element, "isLgl")),
        style=value_of(element, "pStyle"),
    )


def _format(element: Any) -> str:
    direct = value_of(element, "numFmt")
    if direct is not None:
        return direct
    # "01, 02" and the like are wrapped in alternatives.
    nested = next(element.iter(w("numFmt")), None)
    return "decimal" if nested is None else nested.get(VALUE) or "decimal"


def _overrides(number: Any, levels: dict[int, Level]) -> tuple[dict[int, Level], dict[int, int]]:
    own, starts = dict(levels), {}
    for override in number.iterchildren(w("lvlOverride")):
        depth = whole(override.get(w("ilvl")))
        if depth is None:
            continue
        replaced = override.find(w("lvl"))
        if replaced is not None:
            own[depth] = _level(replaced)
        start = whole(value_of(override, "startOverride"))
        if start is not None:
            starts[depth] = start
    return own, starts


def written(number: int, style: str) -> str:
    """A counter in a list's way of writing: 3 is "3", "c", "C", "iii", "III" or "03"."""
    if style == "none" or abs(number) > _HIGHEST:
        return ""
    if style in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        numeral = _roman(number)
        return numeral if style == "upperRoman" else numeral.lower()
    return f"{number:02d}" if style == "decimalZero" else str(number)


def _roman(number: int) -> str:
    numeral = ""
    for worth, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        numeral += sign * (number // worth)
        number %= worth
    return numeral
