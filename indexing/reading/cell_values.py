"""A spreadsheet's values as a person sees them: dates, shares of a hundred, rounded numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

_LITERAL = re.compile(r'"([^"]*)"|\[\$([^\]-]*)[^\]]*\]|\\(.)')
_COLOUR = re.compile(r"\[[^\]]*\]")
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.([0#?]+))?")
_CURRENCY = "€$£¥"


def shown(value: Any, number_format: str | None) -> str:
    """The value in words: 2026-10-21, 14:30, 12.5 %, 1,250.00 €."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S").removesuffix(":00")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds() // 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, int | float):
        return _number(value, number_format or "General")
    return str(value)


def _moment(value: datetime) -> str:
    if value.time() == time(0):
        return value.date().isoformat()
    return value.strftime("%Y-%m-%d %H:%M:%S").removesuffix(":00")


def _number(value: float, number_format: str) -> str:
    section = _section(number_format, value)
    literals = "".join("".join(match) for match in _LITERAL.findall(section))
    bare = _COLOUR.sub("", _LITERAL.sub("", section))
    pattern = _DIGITS.search(bare)
    if number_format in ("General", "@") or pattern is None:
        return _general(value)
    percent = "%" in bare
    decimals = len(pattern.group(1) or "")
    amount = _rounded(value * 100 if percent else value, decimals)
    grouped = "," in pattern.group(0)
    whole = pattern.group(0).split(".")[0].replace(",", "")
    text = f"{amount:,.{decimals}f}" if grouped else f"{amount:.{decimals}f}"
    if set(whole) == {"0"} and len(whole) > 1 and amount >= 0:
        text = text.zfill(len(whole) + (decimals + 1 if decimals else 0))
    if "#" in (pattern.group(1) or ""):
        text = text.rstrip("0").rstrip(".")
    sign = next((c for c in literals + bare if c in _CURRENCY), "")
    return f"{text}{'%' if percent else ''}{f' {sign}' if sign else ''}"


def _section(number_format: str, value: float) -> str:
    sections = number_format.split(";")
    return sections[1] if value < 0 and len(sections) > 1 and sections[1] else sections[0]


def _rounded(value: float, decimals: int) -> Decimal:
    try:
        return Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    except InvalidOperation:
        return Decimal(0)


def _general(value: float) -> str:
    if isinstance(value, int) or value.is_integer():
        return str(int(value)) if abs(value) < 1e15 else f"{value:.10g}"
    return f"{value:.10g}"
