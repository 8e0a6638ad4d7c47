"""Recognising document numbers among standards, dates, telephone numbers and clauses."""

from __future__ import annotations

import re

_BODIES = (
    "ISO", "EN", "DIN", "IEC", "BS", "ASTM", "ANSI", "AMS", "SAE", "VDA", "IATF", "AIAG", "VDI",
    "NF", "UNE", "UNI", "NEN", "JIS", "GB", "EU", "CFR", "FDA", "MIL", "NADCAP", "AWS", "ASME",
    "IEEE", "DCB", "MDR", "MDD", "OHSAS", "ILAC", "GMP", "AS", "CEN", "API", "ATEX", "RAL", "SI",
)  # fmt: skip
_WORDS = (
    "REV", "REVISION", "ISSUE", "VER", "VERSION", "PAGE", "SEITE", "NO", "NR", "V", "TEL", "FAX",
    "COVID", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    "DRAFT", "CLAUSE", "SECTION", "ANNEX", "TABLE", "FIG", "FIGURE", "STEP", "SHEET", "CHAPTER",
    "AND", "OR", "OF", "TO", "THE", "BY", "FOR", "FROM", "AT", "ON", "PHASE", "LEVEL", "CLASS",
)  # fmt: skip

STANDARD = re.compile(
    r"\b(?:" + "|".join(_BODIES) + r")(?:[ /\-]+(?:" + "|".join(_BODIES) + r"|TR|TS|PAS|SPEC))*"
    r"[ \-]*[A-Z]?\d{2,6}(?:-\d{1,3})*(?:\s?:\s?(?P<issue>(?:19|20)\d{2}))?(?:/A\d+)?",
)

_GROUP = r"[A-ZÄÖÜ]{1,6}"
_LETTERS_FIRST = (
    rf"{_GROUP}(?:[.\-_]{_GROUP}|[ ]{_GROUP}(?=[.\-_]?\d)){{0,3}}[ .\-_]?"
    r"\d{1,6}(?:[.\-](?!(?:19|20)\d\d(?!\d))\d{1,4})*(?:-[A-Z]{1,3}-?\d{1,4})?[A-Z]?"
)
_FORM_WORD = r"(?:[Ff]orm|[Ff]ormblatt|[Ff]ormular) (?:[Nn]o\.? |[Nn]r\.? )?\d{1,4}"
_DIGITS_FIRST = r"\d{1,2}(?:\.\d{1,2}){0,3}-[A-Z]{1,4}-?\d{1,4}"
_NUMBER = re.compile(
    rf"(?<![\w.\-])(?:{_LETTERS_FIRST}|{_DIGITS_FIRST}|{_FORM_WORD})(?![^\W_])(?![.\-]\d)"
)
_LOWER = re.compile(r"(?<![\w.\-])[a-z]{1,4}(?:-[a-z]{1,4})?-?\d{2,5}(?![^\W_])")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_PAGE_SIZE = re.compile(r"[AB][0-6]")


def number_at_start(text: str) -> tuple[str, str] | None:
    """A document number at the beginning of a text, and what follows it."""
    match = _NUMBER.match(text) or _LOWER.match(text)
    if match is None or not _is_own(match.group()):
        return None
    if STANDARD.match(text):
        return None
    return match.group().replace("_", "-"), text[match.end() :]


def number_in(text: str) -> str | None:
    """The first document number anywhere in a short text."""
    for match in _NUMBER.finditer(text):
        standard = STANDARD.match(text, match.start())
        if _is_own(match.group()) and not standard:
            return match.group()
    return None


def read_number(text: str) -> str | None:
    """The number in a cell that is labelled as one: any shape that a label makes credible."""
    text = text.strip(" :.#*`")
    if standard := STANDARD.match(text):
        return re.split(r"\s?:", standard.group())[0].strip()
    if found := number_at_start(text):
        return found[0]
    first = re.split(r"\s{2,}|[|,;\n(]| - | – ", text)[0].strip()
    if re.search(r"\d", first) and len(first) <= 30 and len(first.split()) <= 3:
        return first if not _is_date_or_phone(first) else None
    return None


def standard_in(text: str) -> tuple[str, str | None] | None:
    """A standard named at the beginning of a text: its number and its year, if given."""
    match = STANDARD.match(text.strip())
    if match is None:
        return None
    return re.split(r"\s?:", match.group())[0].strip(" -"), match["issue"]


def letter_groups(number: str) -> list[str]:
    """The groups of letters in a number, the last first: "CSC PR.013" gives PR, CSC."""
    if re.match(r"form\w* ", number, re.IGNORECASE):
        return ["FORM"]
    return re.findall(r"[A-ZÄÖÜ]+(?![a-z])", number.upper().split(":")[0])[::-1]


def _is_own(text: str) -> bool:
    """Whether the words can be a company's number: no standard, month, page or year."""
    if text.lower().startswith("form"):
        return True
    groups = re.findall(r"[A-ZÄÖÜ]+", text.upper())
    if not groups:
        return not _is_date_or_phone(text)
    if groups[0] in _BODIES and (len(groups) == 1 or groups[1] in _BODIES):
        return False
    if any(group in _WORDS for group in groups) or _PAGE_SIZE.fullmatch(text):
        return False
    digits = re.findall(r"\d+", text)
    if groups == ["Q"] and len(digits[0]) == 1:
        return False  # Q3 2026
    return not (len(digits) == 1 and _YEAR.fullmatch(digits[0]))


def _is_date_or_phone(text: str) -> bool:
    return bool(
        re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}", text)
        or re.fullmatch(r"\+?[\d /()\-]{9,}", text)
        or re.fullmatch(r"\d{1,2}(?:\.\d{1,2}){0,3}", text)
    )
