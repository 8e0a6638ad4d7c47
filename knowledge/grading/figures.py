"""Figures with their units: "ten years", "2.0 × PN", "within 24 hours", "£2,500"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.grading.vocabulary import FUNCTION_WORDS, stem

Bound = Literal["least", "most", ""]

_BELOW_TWENTY = """zero one two three four five six seven eight nine ten eleven twelve thirteen
fourteen fifteen sixteen seventeen eighteen nineteen"""
_UNITS = _BELOW_TWENTY.split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_SPELLED: dict[str, float] = {word: float(value) for value, word in enumerate(_UNITS)}
_SPELLED |= {word: 10.0 * value for value, word in enumerate(_TENS, start=2)}
_SPELLED |= {"twice": 2.0, "thrice": 3.0, "dozen": 12.0}
_MULTIPLES = {"hundred": 100.0, "thousand": 1000.0, "k": 1000.0, "grand": 1000.0}

# Each unit as (kind, how much of the kind's base unit); exact conversions only.
_TIME = {"second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "hr": 3600, "h": 3600,
         "shift": 28800, "day": 86400, "week": 604800, "wk": 604800,
         "fortnight": 1209600}  # fmt: skip
_CALENDAR = {"month": 1, "mth": 1, "quarter": 3, "year": 12, "yr": 12, "decade": 120}
_OTHER = {
    "%": ("percent", 1), "percent": ("percent", 1), "per cent": ("percent", 1),
    "°c": ("degree", 1), "c": ("degree", 1), "degree": ("degree", 1), "celsius": ("degree", 1),
    "bar": ("bar", 1), "mbar": ("bar", 0.001), "nm": ("newton metre", 1),
    "newton": ("newton metre", 1), "mm": ("millimetre", 1),
    "millimetre": ("millimetre", 1), "cm": ("millimetre", 10), "m": ("millimetre", 1000),
    "metre": ("millimetre", 1000), "µm": ("millimetre", 0.001), "micron": ("millimetre", 0.001),
    "kg": ("kilogram", 1), "g": ("kilogram", 0.001), "£": ("pound", 1), "pound": ("pound", 1),
    "€": ("euro", 1), "euro": ("euro", 1), "$": ("dollar", 1), "dollar": ("dollar", 1),
    "lux": ("lux", 1), "pn": ("pn", 1), "litre": ("litre", 1), "ml": ("litre", 0.001),
}  # fmt: skip
_SINGULAR = {word: word for word in [*_TIME, *_CALENDAR, *_OTHER]}
_SINGULAR |= {f"{word}s": word for word in [*_TIME, *_CALENDAR, *_OTHER] if len(word) > 1}
_SINGULAR |= {"hrs": "hour", "mins": "minute", "secs": "second", "fortnightly": "fortnight"}

_PER = {"min": "minute", "sec": "second", "s": "second", "h": "hour", "hr": "hour"}
_EVERY = {"yearly": (12, "month"), "annually": (12, "month"), "annual": (12, "month"),
          "monthly": (1, "month"), "quarterly": (3, "month"), "weekly": (604800, "second"),
          "daily": (86400, "second"), "hourly": (3600, "second")}  # fmt: skip

_NUMBER = r"\d+(?:[.,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_SPELLED_NUMBER = "|".join(
    [
        rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[1:10])}))?",
        *sorted(_SPELLED, key=len, reverse=True),
    ]
)
_NO_NUMBER = rf"(?!(?:{_SPELLED_NUMBER})\b)"
_CLOCK = re.compile(
    r"\b([01]?\d|2[0-3])[:.]([0-5]\d)\b(?:\s*([ap]m))?|\b(1[0-2]|\d)\s*([ap]m)\b|"
    r"\b([01]?\d|2[0-3])\s?o['’]?\s?clock\b|\b(noon|midday|midnight)\b"
)
_A_WHILE = re.compile(
    r"\b(?:inside|within|in|after|for) an? (hour|day|week|fortnight|month|year|decade)\b"
)
_HALF_AN_HOUR = re.compile(r"\bhalf(?:[- ]an)?[- ]hour\b")
_FIGURE = re.compile(
    rf"(?P<code>[a-z]+[-‑ ]?(?=\d))?(?<![\w.])(?P<money>[£€$]\s?)?"
    rf"(?P<number>{_NUMBER}|\b(?:{_SPELLED_NUMBER})\b)"
    r"(?P<multiple>\s?k\b|\s(?:hundred|thousand|grand)\b)?"
    r"(?P<th>(?:st|nd|rd|th)\b)?"
    rf"(?:\s?-?\s?(?:(?P<pn>(?:[×x]|times)\s?(?=pn))|"
    rf"(?P<unit>%|°\s?c|per cent|µm|{_NO_NUMBER}[^\W\d_]+)))?"
    rf"(?:\s(?P<second>(?!per\b|an?\b){_NO_NUMBER}[^\W\d_]+))?"
    r"(?P<per>\s?(?:/|per\s|an?\s(?=second|minute|hour|day|week|month|year))\s?[a-z]+)?"
)
_LEAST = re.compile(
    r"(?:at least|minimum(?: of)?|min\.?|not? (?:less|fewer) than|≥)\s*(?:of )?[£€$]?$"
)
_MOST = re.compile(
    r"(?:at (?:the )?most|maximum(?: of)?|max\.?|not? (?:more|longer|later) than|up to|within|≤)"
    r"\s*(?:of )?[£€$]?$"
)


_VAGUE = ("one", "zero")  # pronouns and adverbs more often than figures
_MEASURED = {"second", "month", *(kind for kind, _ in _OTHER.values())}
_REVISED = r"\b(?:rev|revision|issue|level|section|clause|step|category|class|gate|part|no)\.?\s?$"
_OF_THEM = re.compile(r"\b(?:the|these|those|all|each of the)\s$")


@dataclass(frozen=True)
class Figure:
    """A value in the base unit of its kind ("second", "month", "bar", or what is counted)."""

    value: float
    kind: str
    start: int
    end: int
    working: str = ""
    bound: Bound = ""
    number: float = 0.0

    def same_as(self, other: Figure) -> bool:
        counted = self.kind.startswith("count") and other.kind.startswith("count")
        if not (counted or self.comparable(other)) or self.turned_round(other):
            return False
        if self.working and other.working and self.working != other.working:
            return False
        ours, theirs = self._against(other), other._against(self)
        return abs(ours - theirs) <= 1e-6 * max(1.0, abs(ours))

    def comparable(self, other: Figure) -> bool:
        kinds = {self.kind, other.kind}
        return len(kinds) == 1 or "" in kinds or kinds == {"second", "month"}

    def _against(self, other: Figure) -> float:
        """Our value in the other's terms: a month is 30 days, five working days are a week."""
        if self.kind == "month" and other.kind == "second":
            return self.value * 30 * _TIME["day"]
        weeks = other.kind == "second" and not other.working and other.value % _TIME["week"] == 0
        if self.working == "working" and weeks:
            return self.value * 7 / 5
        return self.value

    def other_unit(self, other: Figure) -> bool:
        """The same number of something else: 4 Nm for 4 %."""
        known = self.kind != other.kind and {self.kind, other.kind} <= _MEASURED
        return known and self.number == other.number

    def turned_round(self, other: Figure) -> bool:
        """Whether one is a lower and the other an upper limit."""
        return {self.bound, other.bound} == {"least", "most"}


def figures(text: str) -> list[Figure]:
    """All figures of a text, in order; numbers of documents and forms are none."""
    plain = text.lower().replace("‑", "-")
    found = [_clock(match) for match in _CLOCK.finditer(plain) if _is_clock(match)]
    taken = [(figure.start, figure.end) for figure in found]
    for match in _FIGURE.finditer(plain):
        start, end = match.span("number")
        if any(start < last and end > first for first, last in taken) or _in_a_code(plain, start):
            continue
        figure = _figure(plain, match)
        known = figure.kind.startswith("count") and _OF_THEM.search(plain[:start])
        if not known and (match["number"] not in _VAGUE or figure.kind in _MEASURED):
            found.append(figure)
    found += [_a_while(match) for match in _A_WHILE.finditer(plain)]
    found += [Figure(1800.0, "second", *match.span()) for match in _HALF_AN_HOUR.finditer(plain)]
    found += [
        Figure(value, kind, match.start(), match.end())
        for match in re.finditer(rf"\b(?:{'|'.join(_EVERY)})\b", plain)
        for value, kind in [_EVERY[match.group()]]
    ]
    return sorted(found, key=lambda figure: figure.start)


def _is_clock(match: re.Match[str]) -> bool:
    return ":" in match.group() or not match[1]


def _clock(match: re.Match[str]) -> Figure:
    if match[7]:
        return Figure(0.0 if match[7] == "midnight" else 720.0, "o'clock", *match.span())
    hour = int(match[1] or match[4] or match[6])
    minute = int(match[2] or 0)
    half = match[3] or match[5]
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return Figure(hour * 60.0 + minute, "o'clock", *match.span())


def _a_while(match: re.Match[str]) -> Figure:
    kind, factor = _known_unit(match[1]) or ("", 1.0)
    return Figure(factor, kind, *match.span())


def _in_a_code(plain: str, start: int) -> bool:
    """Whether the digits belong to a name such as QP-0012, F 7 or C-01."""
    before = plain[:start]
    return bool(re.search(r"\b(?!pn|dn)[a-z]{1,4}[-./]?\d*\.?$", before)) or bool(
        re.search(_REVISED, before)
    )


def _figure(plain: str, match: re.Match[str]) -> Figure:
    value = _value(match["number"]) * _MULTIPLES.get((match["multiple"] or "").strip(), 1.0)
    start, end = match.span("number")
    kind, factor, working = _unit(match)
    bound = _bound(plain[max(0, start - 25) : start])
    return Figure(value * factor, kind, start, end, working, bound, value)


def _bound(before: str) -> Bound:
    if _LEAST.search(before):
        return "least"
    return "most" if _MOST.search(before) else ""


def _value(number: str) -> float:
    if number[0].isdigit():
        if re.fullmatch(r"\d+(?:,\d{3})+|\d+(?:\.\d{3}){2,}|\d+(?:[.,]\d+){2,}", number):
            return float(re.sub(r"[.,]", "", number))
        return float(number.replace(",", "."))
    return sum(_SPELLED[word] for word in re.split(r"[- ]", number))


def _unit(match: re.Match[str]) -> tuple[str, float, str]:
    """The kind, the factor to its base unit, and "working" or "calendar" where said."""
    if match["th"]:
        return "place in a row", 1.0, ""
    if match["money"]:
        return {"£": "pound", "€": "euro", "$": "dollar"}[match["money"].strip()], 1.0, ""
    first, second = (match["unit"] or "").replace(" ", ""), match["second"] or ""
    if match["pn"]:
        return "pn", 1.0, ""
    working = first if first in ("working", "calendar") else ""
    per = re.sub(r"^\s?(?:/|per\s|an?\s)\s?", "", match["per"] or "")
    for name in (second, first) if working else (first, second if first in FUNCTION_WORDS else ""):
        known = _known_unit(name)
        if known:
            kind = f"{known[0]} per {_PER.get(per, per)}" if per else known[0]
            return kind, known[1], working
    if match["number"] in ("twice", "thrice"):
        return "count of time", 1.0, ""
    counted = first if first not in FUNCTION_WORDS else ""
    return (f"count of {stem(counted)}" if len(counted) > 2 else ""), 1.0, ""


def _known_unit(name: str) -> tuple[str, float] | None:
    word = _SINGULAR.get(name)
    if word is None:
        return None
    if word in _TIME:
        return "second", float(_TIME[word])
    if word in _CALENDAR:
        return "month", float(_CALENDAR[word])
    kind, factor = _OTHER[word]
    return kind, float(factor)
