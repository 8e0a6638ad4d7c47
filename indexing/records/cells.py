"""What a cell may hold: each parser takes a cell and gives the value, or says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from indexing.records.sheets import Cell, Formula
from indexing.register.dates import MONTHS, excel_day, find_dated
from knowledge.access import Role
from knowledge.errors import BadInput
from knowledge.people import known_role

EARLIEST, LATEST = 1950, 2100
"""Years outside are slips; 1900 is what a spreadsheet makes of an empty cell."""

Parser = Callable[[Cell], object]

_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_ERRORS = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!")
_FORMULA_STARTS = ("=", "+", "-", "@")
_NUMERIC_DAY = re.compile(r"(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})")
_YES = {"yes", "y", "true", "1", "x", "ja", "j", "wahr"}
_NO = {"no", "n", "false", "0", "", "-", "nein", "falsch"}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("mon mo", "tue di", "wed mi", "thu do", "fri fr", "sat sa", "sun so")
    )
    for name in names.split()
}


class Unfit(Exception):
    """A cell that can't be used; its text is the end of a sentence for whoever keeps the file."""


def text(cell: Cell) -> str | None:
    """What stands in the cell, on one line; whole numbers without a fraction; None if empty."""
    if isinstance(cell, Formula):
        raise Unfit(f"holds a formula without a value ({cell.text}); open it in Excel and save it")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date() if cell.time() == time() else cell.isoformat(sep=" ")
    written = " ".join(str(cell).split()) if cell is not None else ""
    if written in _ERRORS:
        raise Unfit(f"holds an error of the spreadsheet ({written})")
    if written.startswith("=") and len(written) > 1:
        raise Unfit(f"holds a formula instead of its value ({written[:40]})")
    if written[:1] == "'" and written[1:2] in _FORMULA_STARTS:
        written = written[1:]  # as our own exports and spreadsheets mark text that isn't a formula
    return written or None


def long_text(cell: Cell) -> str | None:
    """As `text`, with its line breaks kept."""
    if isinstance(cell, str) and text(cell) is not None:
        return "\n".join(line.rstrip() for line in cell.strip().splitlines())
    return text(cell)


def texts(cell: Cell) -> list[str]:
    """Several values in one cell, set apart by semicolons."""
    return [part.strip() for part in (text(cell) or "").split(";") if part.strip()]


def email(cell: Cell) -> str | None:
    written = text(cell)
    if written is not None and not _EMAIL.fullmatch(written):
        raise Unfit(f"is no e-mail address ({written!r})")
    return written.lower() if written else None


def whole_number(cell: Cell) -> int | None:
    written = text(cell)
    if written is None:
        return None
    if not re.fullmatch(r"\d{1,9}", written):
        raise Unfit(f"is no whole number ({written!r})")
    return int(written)


def yes_or_no(cell: Cell) -> bool:
    written = (text(cell) or "").casefold()
    if written in _YES:
        return True
    if written in _NO:
        return False
    raise Unfit(f"is neither yes nor no ({written!r})")


def zone(cell: Cell) -> str | None:
    written = text(cell)
    if written is None:
        return None
    try:
        ZoneInfo(written)
    except (KeyError, ValueError, OSError) as error:
        raise Unfit(f"is no time zone ({written!r}); write one like Europe/London") from error
    return written


def clock(cell: Cell) -> str | None:
    """A time of day as HH:MM."""
    if isinstance(cell, datetime):
        cell = cell.time()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    written = text(cell)
    if written is None:
        return None
    match = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?:[:.]00)?", written)
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        raise Unfit(f"is no time of day ({written!r}); write one like 06:00")
    return f"{int(match[1]):02}:{match[2]}"


def weekdays(cell: Cell) -> list[int]:
    """Days of the week such as "Mon-Fri" or "Sat; Sun"; 0 is Monday."""
    found: set[int] = set()
    for part in re.split(r"[;,/ ]+", (text(cell) or "").casefold()):
        ends = [_WEEKDAYS.get(name[:3], _WEEKDAYS.get(name[:2])) for name in re.split("[-–]", part)]
        if part and (None in ends or len(ends) > 2):
            raise Unfit(f"names no days of the week ({part!r}); write them like Mon-Fri")
        numbers = [number for number in ends if number is not None]
        if part:
            found |= set(range(numbers[0], numbers[-1] + 1))
    return sorted(found)


def roles(cell: Cell) -> list[Role]:
    """Rights, set apart by semicolons."""
    try:
        return sorted({known_role(part) for part in texts(cell)})
    except BadInput as error:
        raise Unfit(str(error)) from error


def choice(words: dict[str, str]) -> Parser:
    """A parser for one of a few words, each given with what it stands for."""

    def parse(cell: Cell) -> str | None:
        written = text(cell)
        if written is None:
            return None
        found = words.get(written.casefold())
        if found is None:
            raise Unfit(f"is {written!r}; known are {', '.join(sorted(words))}")
        return found

    return parse


def day(cell: Cell, *, day_first: bool = True) -> date | None:
    """A day, as a date cell or written in any usual way; the year needs its four figures."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return _likely(cell)
    written = text(cell)
    if written is None:
        return None
    written = re.sub(r"[T ]00:00(:00(\.0+)?)?Z?$", "", written)
    numbered = excel_day(written)
    if numbered is not None:
        return numbered
    found = find_dated(written, day_first=day_first)
    if found is None or found[1] != written or _two_figures(written):
        raise Unfit(_why_no_day(written))
    return _likely(found[0])


def day_month_first(cell: Cell) -> date | None:
    """As `day`, where 03/04/2026 is in March."""
    return day(cell, day_first=False)


def period(cell: Cell) -> list[tuple[date, date]]:
    """Periods such as "2026-11-09/2026-11-27", set apart by semicolons."""
    found = []
    for part in texts(cell):
        ends = part.split("/")
        if len(ends) != 2:
            raise Unfit(f"is no period ({part!r}); write it like 2026-11-09/2026-11-27")
        first, last = (day(end) for end in ends)
        if first is None or last is None or last < first:
            raise Unfit(f"ends before it begins ({part!r})")
        found.append((first, last))
    return found


def _likely(value: date) -> date:
    if not EARLIEST <= value.year <= LATEST:
        raise Unfit(f"is in the year {value.year}; that can't be meant")
    return value


def _two_figures(written: str) -> bool:
    return re.search(r"\d{4}", written) is None


def _why_no_day(written: str) -> str:
    match = _NUMERIC_DAY.fullmatch(written)
    if match and len(match[1]) == 4:
        return f"is {written!r}, a day that the calendar does not have"
    if match and len(match[4]) == 4:
        return f"is {written!r}, a day that the calendar does not have"
    if match:
        return f"is {written!r}; write the year with four figures"
    if any(name in written.casefold() for name in MONTHS):
        return f"is {written!r}, a day that the calendar does not have"
    return f"is no date ({written!r})"
