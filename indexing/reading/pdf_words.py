"""Words on a PDF page with their place, size and weight, and the ruled lines between them."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

_BOLD_FONT = re.compile(rb"bold|black|heavy|semibold|demi(?!cond)", re.IGNORECASE)
_BOLD_WEIGHT = 600
_SOFT_BREAKS = "\x02\ufffe\u00ad"  # a hyphen at a line's end, as the library reports it
_THIN = 3.0  # points; a filled box thinner than that is a line
_LONG = 8.0
_MOST_OBJECTS = 20_000
_BLANK = 0.1  # times the size: a narrower gap is none
_SAMPLE = 200  # characters looked at to see which way a page's text runs
_SMALLER = 0.95  # of the size of the word: so are footnotes' marks
_MARKS = "0123456789*†‡"
_MEASURES = ("m", "mm", "cm", "km", "dm", "µm")


@dataclass(frozen=True)
class Word:
    """A word; y grows downwards from the page's top."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool


@dataclass(frozen=True)
class Rule:
    """A ruled line, flat or upright."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def flat(self) -> bool:
        """True where the line runs from left to right."""
        return self.right - self.left >= self.bottom - self.top


class PageWords:
    """Reads words and rules of one page in the orientation a person sees."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._turn = int(pdfium.FPDFPage_GetRotation(page.raw))
        self.width, self.height = page.get_size()
        self._text_page = page.get_textpage()
        self._follow_the_text()

    def close(self) -> None:
        """Free what the library holds for the page's text."""
        self._text_page.close()

    def words(self) -> list[Word]:
        """All upright words, in the file's order."""
        return [*self._words(self._text_page.raw)]

    def _follow_the_text(self) -> None:
        """Turn with the text where a page was saved lying on its side."""
        text_page = self._text_page.raw
        count = pdfium.FPDFText_CountChars(text_page)
        angles = (
            pdfium.FPDFText_GetCharAngle(text_page, at)
            for at in range(0, count, count // _SAMPLE + 1)
        )
        turns = Counter(round(-angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
        turn = turns.most_common(1)[0][0] if turns else self._turn
        if (turn - self._turn) % 2:
            self.width, self.height = self.height, self.width
        self._turn = turn

    def _words(self, text_page: Any) -> Iterator[Word]:
        gathered: list[str] = []
        box = (0.0, 0.0, 0.0, 0.0)
        bold = guessed = False
        size = font_size = 0.0
        rectangle = pdfium.FS_RECTF()
        for at in range(pdfium.FPDFText_CountChars(text_page)):
            character = _character(pdfium.FPDFText_GetUnicode(text_page, at))
            if character.isspace() or not character:
                # A blank the library guessed counts only where the gap is as wide as one.
                guessed = guessed or pdfium.FPDFText_IsGenerated(text_page, at) == 1
                if gathered and not guessed:
                    yield _word(gathered, box, size, bold)
                    gathered = []
                continue
            pdfium.FPDFText_GetLooseCharBox(text_page, at, ctypes.byref(rectangle))
            here = self._seen(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            smaller = pdfium.FPDFText_GetFontSize(text_page, at) < _SMALLER * font_size
            raised = smaller and _is_mark(gathered, character, box[3] - here[3], size)
            close = _touches(box, here) and _is_close(box, here, size, guessed)
            if gathered and (raised or not close):
                yield _word(gathered, box, size, bold)
                gathered = []
            if not gathered:
                if not self._is_upright(text_page, at):
                    continue
                bold, box = _is_bold(text_page, at), here
                font_size = pdfium.FPDFText_GetFontSize(text_page, at)
                size = font_size * _scale(text_page, at)
            gathered.append(character)
            box, guessed = _around(box, here), False
        if gathered:
            yield _word(gathered, box, size, bold)

    def _is_upright(self, text_page: Any, at: int) -> bool:
        """False for stamps across the page; text turned with the page counts as upright."""
        angle = float(pdfium.FPDFText_GetCharAngle(text_page, at))
        if angle < 0:
            return True
        turned = (angle + self._turn * math.pi / 2) % (2 * math.pi)
        return turned < 0.2 or turned > 2 * math.pi - 0.2

    def _seen(
        self, left: float, low: float, right: float, high: float
    ) -> tuple[float, float, float, float]:
        """From the file's coordinates to a turned page's, y downwards."""
        if self._turn == 1:
            return low, left, high, right
        if self._turn == 2:
            return self.width - right, low, self.width - left, high
        if self._turn == 3:
            return self.width - high, self.height - right, self.width - low, self.height - left
        return left, self.height - high, right, self.height - low

    def rules(self) -> list[Rule]:
        """The page's ruled lines, thin boxes and frames."""
        found: list[Rule] = []
        count = min(pdfium.FPDFPage_CountObjects(self._page.raw), _MOST_OBJECTS)
        for at in range(count):
            item = pdfium.FPDFPage_GetObject(self._page.raw, at)
            if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_PATH:
                found += self._path_rules(item)
        return found

    def _path_rules(self, path: Any) -> Iterator[Rule]:
        for corners in _strokes(path):
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            left, top, right, bottom = self._seen(min(xs), min(ys), max(xs), max(ys))
            wide, tall = right - left, bottom - top
            if wide <= _THIN < _LONG <= tall or tall <= _THIN < _LONG <= wide:
                yield Rule(left, top, right, bottom)
            elif wide >= _LONG and tall >= _LONG and len(corners) >= 4:
                yield Rule(left, top, right, top)
                yield Rule(left, bottom, right, bottom)
                yield Rule(left, top, left, bottom)
                yield Rule(right, top, right, bottom)


def _word(
    gathered: list[str], box: tuple[float, float, float, float], size: float, bold: bool
) -> Word:
    left, top, right, bottom = box
    return Word("".join(gathered), left, top, right, bottom, size or bottom - top, bold)


def _character(code: int) -> str:
    character = chr(code) if code < 0x110000 else ""
    return "\u00ad" if character in _SOFT_BREAKS else character


def _is_bold(text_page: Any, at: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(text_page, at) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, at, name, 128, ctypes.byref(flags))
    return bool(_BOLD_FONT.search(name.value))


def _touches(
    box: tuple[float, float, float, float], here: tuple[float, float, float, float]
) -> bool:
    """True where a character stands on its word's line; a jump means another word."""
    middle = (here[1] + here[3]) / 2
    return box[1] < middle < box[3] and here[0] >= box[0]


def _is_mark(gathered: list[str], character: str, above: float, size: float) -> bool:
    """True for the raised sign of a footnote; the 2 of "mm2" belongs to its measure."""
    raised = above > 0.1 * size and character in _MARKS
    return raised and "".join(gathered) not in _MEASURES


def _is_close(
    box: tuple[float, float, float, float],
    here: tuple[float, float, float, float],
    size: float,
    guessed: bool,
) -> bool:
    return not guessed or -size < here[0] - box[2] < _BLANK * size


def _scale(text_page: Any, at: int) -> float:
    """By how much the page enlarges what a font calls its size."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text_page, at, ctypes.byref(matrix)):
        return 1.0
    return math.hypot(matrix.c, matrix.d)


def _around(
    box: tuple[float, float, float, float], here: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    return (
        min(box[0], here[0]), min(box[1], here[1]), max(box[2], here[2]), max(box[3], here[3]),
    )  # fmt: skip


def _strokes(path: Any) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path, in the page's coordinates; curves are no rules."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    corners: list[tuple[float, float]] = []
    curved = False
    for at in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(corners) > 1 and not curved:
                yield corners
            corners, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        corners.append(point)
    if len(corners) > 1 and not curved:
        yield corners
