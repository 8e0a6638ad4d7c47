"""Pages that are pictures: read by Tesseract where it is installed, named where it isn't."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexing.reading.limits import Limits
from indexing.reading.pdf_lines import TextLine, lines_of
from indexing.reading.pdf_words import Word
from knowledge.errors import Unreadable

_DOTS_PER_INCH = 200
_LEAST_CONFIDENCE = 30.0


def recognised(
    path: Path, document: Any, scans: Sequence[int], limits: Limits, *, all_pages: int
) -> tuple[dict[int, list[TextLine]], tuple[str, ...]]:
    """Lines by page for the scanned pages, and notes on what was recognised or left out."""
    if not scans:
        return {}, ()
    program = shutil.which("tesseract")
    if program is None:
        if len(scans) == all_pages:
            raise Unreadable(
                "The PDF needs OCR: its pages are pictures without text.",
                "Install Tesseract on the coach's machine, or provide a PDF with text.",
            )
        return {}, (f"{_named(scans)} without text and {_were(scans)} not read.",)
    wanted = list(scans)[: limits.scanned_pages]
    found = {number: _lines(program, document[number - 1], number, limits) for number in wanted}
    notes = [f"{_named(wanted)} read by text recognition (Tesseract); check what is quoted."]
    if len(wanted) < len(scans):
        left = list(scans)[limits.scanned_pages :]
        notes.append(f"{_named(left)} without text and {_were(left)} not read.")
    return found, tuple(notes)


def _lines(program: str, page: Any, number: int, limits: Limits) -> list[TextLine]:
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "page.png"
        page.render(scale=_DOTS_PER_INCH / 72).to_pil().save(picture)
        result = subprocess.run(
            [program, str(picture), "stdout", "--psm", "1", "tsv"],
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    return lines_of(words_of(result.stdout.decode("utf-8", "replace")), number)


def words_of(table: str) -> list[Word]:
    """The words in Tesseract's table, in points; those it hardly believes in are left out."""
    scale = 72 / _DOTS_PER_INCH
    found: list[Word] = []
    lines: dict[tuple[str | None, ...], list[int]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        try:
            sure = float(row["conf"])
            left, top, width, height = (
                float(row[name]) * scale for name in ("left", "top", "width", "height")
            )
        except (KeyError, TypeError, ValueError):
            continue
        if text and sure >= _LEAST_CONFIDENCE:
            key = tuple(row.get(name) for name in ("block_num", "par_num", "line_num"))
            lines.setdefault(key, []).append(len(found))
            found.append(Word(text, left, top, left + width, top + height, height, bold=False))
    for places in lines.values():
        _level(found, places)
    return found


def _level(words: list[Word], places: Sequence[int]) -> None:
    """Set the words of one line side by side: a page laid askew in the scanner lets them climb."""
    top = sum(words[at].top for at in places) / len(places)
    bottom = sum(words[at].bottom for at in places) / len(places)
    for at in places:
        words[at] = replace(words[at], top=top, bottom=bottom)


def _named(numbers: Sequence[int]) -> str:
    """ "Page 2 is a scan" or "Pages 2-4, 7 are scans"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = ", ".join(f"{r[0]}-{r[-1]}" if len(r) > 1 else str(r[0]) for r in runs)
    return f"Pages {named} are scans" if len(numbers) > 1 else f"Page {named} is a scan"


def _were(numbers: Sequence[int]) -> str:
    return "were" if len(numbers) > 1 else "was"
