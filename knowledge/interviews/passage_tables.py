"""Questions from tables: what a role is responsible for, how long a record is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.interviews.phrasing import Phrased, lowered
from knowledge.interviews.questions import Part
from knowledge.interviews.stretches import Mined, Stretch, title_of
from knowledge.sentences import count_words

MOST = 7
"""Duties of one role that can be asked for in one question."""

RESPONSIBILITIES, KEEPING = "5.3", "7.5.3.2"
"""The clauses that such a row is about, whatever its document is about. Both editions number them
so."""
_ROLES = re.compile(r"responsib|answers for|what they do", re.IGNORECASE)
_DESCRIBES = re.compile(r"[\[\]<>|]|^(?:the )?person\b|\bcan be\b", re.IGNORECASE)
_KEPT = re.compile(r"kept for|retention(?: period)?|keep for", re.IGNORECASE)

_FOOTNOTE = re.compile(r"(?<=[a-z]) \d$")


def from_rows(stretch: Stretch) -> Iterator[Mined]:
    columns = stretch.columns
    for text, kind in stretch.units:
        cells = [cell.strip() for cell in text.split(" | ")]
        if kind == "header":
            columns = tuple(cells)
        if kind != "row" or len(cells) != len(columns) or len(cells) < 2:
            continue
        made = _of_role(cells, columns, stretch) or _of_retention(cells, columns, stretch)
        if made is not None:
            yield made


def _of_role(cells: list[str], columns: tuple[str, ...], stretch: Stretch) -> Mined | None:
    at = next((n for n, column in enumerate(columns) if _ROLES.search(column)), 0)
    if columns[0].casefold() != "role" or at == 0 or count_words(cells[at]) < 3:
        return None
    role = re.sub(r"\s*\([^)]*\)", "", cells[0])
    duties = re.sub(r"^\([A-Z]+\):\s*", "", cells[at])
    if _DESCRIBES.search(duties) or count_words(role) > 6 or not role:
        return None
    verb = "are" if re.search(r"(?:[a-z]s|staff)$", re.sub(r" of .*", "", role)) else "is"
    asked = f"{title_of(stretch)}: what {verb} {_named(role, stretch)} responsible for?"
    points = [point for point in re.split(r"(?<=[.;])\s+", duties) if count_words(point) >= 2]
    if not 1 <= len(points) <= MOST:
        return None
    key = tuple(point.strip(" .;") for point in points)
    made = Phrased(asked, "open", ("what_i_do", "governing_document"), key)
    return Mined(made, " | ".join(cells), role, RESPONSIBILITIES)


def _named(role: str, stretch: Stretch) -> str:
    plain = lowered(role, stretch.proper)
    return plain if re.match(r"(?:all|each|every|any|IT$|HR$)", plain, re.I) else f"the {plain}"


def _of_retention(cells: list[str], columns: tuple[str, ...], stretch: Stretch) -> Mined | None:
    at = next((n for n, column in enumerate(columns) if _KEPT.fullmatch(column)), 0)
    if at == 0 or not re.search(r"\d", cells[at]):
        return None
    held = next((n for n, column in enumerate(columns) if column.casefold() == "held by"), None)
    asked = f"how long do you keep {lowered(cells[0], stretch.proper)}"
    points = [_FOOTNOTE.sub("", cells[at])]
    if held is not None and cells[held]:
        asked += ", and who holds them"
        points.append(cells[held])
    parts: tuple[Part, ...] = ("what_i_do", "governing_document", "record")
    made = Phrased(f"{title_of(stretch)}: {asked}?", "open", parts, tuple(points))
    return Mined(made, " | ".join(cells), None, KEEPING)
