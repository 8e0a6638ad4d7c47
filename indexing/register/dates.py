"""Dates as documents write them, in six languages; what isn't a day stays unread."""

from __future__ import annotations

import re
from datetime import date, timedelta

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jän jänner janvier janv enero ene gennaio gen januari janeiro",
            "february feb februar févr février fevrier febrero febbraio februari fevereiro",
            "march mar märz maerz mrz mär mars marzo maart mrt março",
            "april apr avril avr abril abr aprile",
            "may mai mayo maggio mag mei maio",
            "june jun juni juin junio giugno giu junho",
            "july jul juli juil juillet julio luglio lug julho",
            "august aug août aout agosto ago augustus",
            "september sep sept septembre septiembre settembre set setembro",
            "october oct oktober okt octobre octubre ottobre ott outubro",
            "november nov novembre noviembre novembro",
            "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
        ),
        start=1,
    )
    for name in names.split()
}

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ISO = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_FIGURES = re.compile(r"(?<![\d.])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d])")
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|er|º|°)?[\s.\-]*(?:de |of )?({_MONTH})\b"
    r"[\s.,\-]*(?:de )?(\d{4}|\d{2})(?!\d)",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"\b({_MONTH})\b\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)", re.IGNORECASE
)
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
_MONTH_YEAR = (
    re.compile(rf"\b({_MONTH})\b\.?,?[\s\-]+(\d{{4}})(?!\d)", re.IGNORECASE),
    re.compile(r"(?<![\d./-])(\d{1,2})\s?[/.-]\s?(\d{4})(?![\d])(?![./-]\d)"),
)
_YEAR_MONTH = re.compile(r"(?<![\d./-])(\d{4})[-/](\d{1,2})(?![\d])(?![./-]\d)")
_EXCEL_FIRST, _EXCEL_LAST = 25569, 73050  # 1970 to 2099
_EXCEL_EPOCH = date(1899, 12, 30)


def find_date(text: str, *, day_first: bool) -> date | None:
    """The first full date in a text, or None."""
    found = find_dated(text, day_first=day_first)
    return found[0] if found else None


def find_dated(text: str, *, day_first: bool) -> tuple[date, str] | None:
    """The first full date in a text, together with the words it was read from."""
    readings: list[tuple[int, date, str]] = []
    for match, year, month, day in _candidates(text, day_first):
        value = _day(year, month, day)
        if value is not None:
            readings.append((match.start(), value, match.group()))
    if not readings:
        return None
    _, value, words = min(readings, key=lambda reading: reading[0])
    return value, words


def find_month(text: str) -> date | None:
    """The first day of a month written without a day ("March 2025", "03/2025")."""
    if match := _MONTH_YEAR[0].search(text):
        return _day(int(match[2]), MONTHS[match[1].casefold()], 1)
    if match := _MONTH_YEAR[1].search(text):
        return _day(int(match[2]), int(match[1]), 1)
    if match := _YEAR_MONTH.search(text):
        return _day(int(match[1]), int(match[2]), 1)
    return None


def excel_day(text: str) -> date | None:
    """A day that a spreadsheet gave as its number of days since 1900."""
    if re.fullmatch(r"\d{5}(?:\.0+)?", text.strip()):
        days = int(float(text))
        if _EXCEL_FIRST <= days <= _EXCEL_LAST:
            return _EXCEL_EPOCH + timedelta(days=days)
    return None


def _candidates(text: str, day_first: bool) -> list[tuple[re.Match[str], int, int, int]]:
    found = [(m, int(m[1]), int(m[2]), int(m[3])) for m in _ISO.finditer(text)]
    found += [(m, int(m[1]), int(m[2]), int(m[3])) for m in _COMPACT.finditer(text)]
    found += [(m, _year(m[4]), *_figures(m, day_first)) for m in _FIGURES.finditer(text)]
    found += [
        (m, _year(m[3]), MONTHS[m[2].casefold()], int(m[1])) for m in _DAY_MONTH.finditer(text)
    ]
    found += [(m, int(m[3]), MONTHS[m[1].casefold()], int(m[2])) for m in _MONTH_DAY.finditer(text)]
    return found


def _figures(match: re.Match[str], day_first: bool) -> tuple[int, int]:
    """Month and day; dots are always day first, slashes and dashes by the company's rule."""
    first, second = int(match[1]), int(match[3])
    if match[2] == "." or day_first:
        day, month = first, second
    else:
        day, month = second, first
    if month > 12 >= day:
        return day, month
    return month, day


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= 1900 else None
    except ValueError:
        return None
