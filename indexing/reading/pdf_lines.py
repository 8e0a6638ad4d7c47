"""Words of a PDF page put into lines, and lines into the order a person reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median

from indexing.reading.pdf_words import Word

_CELL_GAP = 1.6  # times the text's size: a wider gap sets two pieces of a line apart
_COLUMN_WORDS = 3.5  # prose has more words a line in a column than a table has in a cell
_FEWEST_COLUMN_LINES = 5


@dataclass(frozen=True)
class TextLine:
    """One line of one column: its pieces from left to right, set apart by wide gaps."""

    pieces: tuple[tuple[Word, ...], ...]
    page: int = 0
    table: tuple[tuple[str, ...], ...] = ()
    header_rows: int = 0
    edge: float = 0.0  # how far right the lines of this column reach

    @cached_property
    def words(self) -> list[Word]:
        """All words of the line."""
        return [word for piece in self.pieces for word in piece]

    @cached_property
    def cells(self) -> list[str]:
        """The pieces' texts."""
        return [" ".join(word.text for word in piece) for piece in self.pieces]

    @cached_property
    def text(self) -> str:
        """The line's words."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def left(self) -> float:
        """Where the line begins."""
        return min(word.left for word in self.words)

    @cached_property
    def right(self) -> float:
        """Where the line ends."""
        return max(word.right for word in self.words)

    @cached_property
    def top(self) -> float:
        """The upper edge."""
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        """The lower edge."""
        return max(word.bottom for word in self.words)

    def had_room_for(self, following: TextLine) -> bool:
        """True where the next line's first word would have fitted: the break was meant."""
        first = following.words[0]
        return self.right + 0.35 * self.size + (first.right - first.left) < self.edge - 1

    @cached_property
    def size(self) -> float:
        """The size most of the line is set in."""
        return median(word.size for word in self.words)

    @cached_property
    def bold(self) -> bool:
        """True where every word is bold; bullets don't count."""
        telling = [word for word in self.words if any(c.isalnum() for c in word.text)]
        return bool(telling) and all(word.bold for word in telling)


@dataclass
class _Row:
    """Words on one height while lines are gathered."""

    words: list[Word] = field(default_factory=list)
    top: float = 0.0
    bottom: float = 0.0


def lines_of(words: Sequence[Word], page: int, tables: Sequence[TextLine] = ()) -> list[TextLine]:
    """The page's lines from top to bottom, those of two columns one column after the other."""
    gutter = _gutter(words)
    if gutter is None:
        return _by_height(_gathered(words, page), tables)
    lines: list[TextLine] = []
    band: list[Word] = []
    aside: list[TextLine] = []
    for line in _by_height(_gathered(words, page), tables):
        if _crosses(line, gutter):
            lines += _columns(band, aside, gutter, page)
            band, aside = [], []
            lines.append(line)
        elif line.table:
            aside.append(line)
        else:
            band += line.words
    return lines + _columns(band, aside, gutter, page)


def _crosses(line: TextLine, gutter: float) -> bool:
    if line.table:
        return line.left < gutter < line.right
    return any(piece[0].left < gutter < piece[-1].right for piece in line.pieces)


def _columns(band: list[Word], tables: list[TextLine], gutter: float, page: int) -> list[TextLine]:
    left = [word for word in band if word.right <= gutter]
    right = [word for word in band if word.right > gutter]
    return _by_height(
        _gathered(left, page), [table for table in tables if table.right <= gutter]
    ) + _by_height(_gathered(right, page), [table for table in tables if table.right > gutter])


def _by_height(lines: Sequence[TextLine], tables: Sequence[TextLine]) -> list[TextLine]:
    """Tables put between the lines, each before the first line that begins below its top."""
    found = list(lines)
    for table in tables:
        at = next((i for i, line in enumerate(found) if line.top > table.top), len(found))
        found.insert(at, table)
    return found


def _gathered(words: Sequence[Word], page: int) -> list[TextLine]:
    rows: list[_Row] = []
    for word in sorted(words, key=lambda w: ((w.top + w.bottom) / 2, w.left)):
        middle = (word.top + word.bottom) / 2
        row = next((r for r in reversed(rows[-3:]) if r.top < middle < r.bottom), None)
        if row is None:
            row = _Row(top=word.top, bottom=word.bottom)
            rows.append(row)
        row.words.append(word)
    edge = max((word.right for word in words), default=0.0)
    return [replace(_line(row.words, page), edge=edge) for row in rows]


def _line(words: list[Word], page: int) -> TextLine:
    words = sorted(words, key=lambda w: w.left)
    gap = _CELL_GAP * median(word.size for word in words)
    pieces: list[list[Word]] = []
    for word in words:
        if pieces and word.left - pieces[-1][-1].right < gap:
            pieces[-1].append(word)
        elif pieces and _is_marker(pieces[-1]) and len(pieces) == 1:
            pieces[-1].append(word)  # a bullet or number stands apart from its text
        else:
            pieces.append([word])
    return TextLine(tuple(tuple(piece) for piece in pieces), page)


def _is_marker(piece: list[Word]) -> bool:
    text = piece[0].text
    if len(piece) > 1 or len(text) > 10:
        return False
    return (
        not any(c.isalnum() for c in text)
        or (text[-1] in ".)" and len(text) <= 5)
        or text.replace(".", "").isdigit()
    )


def _gutter(words: Sequence[Word]) -> float | None:
    """The middle of the white strip between two columns of prose, or None."""
    if len(words) < 60:
        return None
    left, right = min(w.left for w in words), max(w.right for w in words)
    width = right - left
    best: tuple[int, float] | None = None
    lines = _gathered(words, 0)
    for step in range(30, 71, 2):
        x = left + width * step / 100
        sides = [_sides(line, x) for line in lines]
        crossing = sum(1 for side in sides if side is None)
        both = sum(1 for side in sides if side is not None and all(side))
        if both < _FEWEST_COLUMN_LINES or both < crossing:
            continue
        one_sided = [side for side in sides if side is not None]
        if not _is_prose(one_sided):
            continue
        if best is None or both - crossing > best[0]:
            best = (both - crossing, x)
    return best[1] if best else None


def _sides(line: TextLine, x: float) -> tuple[int, int] | None:
    """Words left and right of x, or None where a piece of the line crosses it."""
    before = after = 0
    for piece in line.pieces:
        if piece[-1].right <= x:
            before += len(piece)
        elif piece[0].left >= x:
            after += len(piece)
        else:
            return None
    return before, after


def _is_prose(sides: Sequence[tuple[int, int]]) -> bool:
    for at in (0, 1):
        counts = [side[at] for side in sides if side[at]]
        if len(counts) < _FEWEST_COLUMN_LINES or median(counts) < _COLUMN_WORDS:
            return False
    return True
