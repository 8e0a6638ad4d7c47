"""Clause numbers in a text, told from torques, dates, revisions and sections of other documents."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.standards.schema import Pack, ancestors, order, parent, within

_DOTTED = r"(?:1\d|[1-9])(?:\.(?!0)\d{1,2}){1,4}"
_LABEL = (
    r"(?:\s*\(\s*(?P<{0}>[a-z])\s*\)|\s*(?P<{1}>[a-z])\)|\s+(?P<{2}>[b-z])(?=\s*(?:[-–,.;:?]|$)))?"
)
_AFTER = r"(?![\w.]*\d)(?![.:]\d)"
_CUE = re.compile(
    r"(?:\b(?:claus|clasu|cluas|caluse)\w*|\bcl\.|§+|\bpara(?:graph)?|\bchapter|\bsection|\bsub-?clause|"
    r"\biso(?: ?9001)?(?: ?: ?(?:2015|2026))?|\b9001(?: ?: ?(?:2015|2026))?)"
    r"(?:\s*(?:no\.?|number))?[\s:#§\-]*"
    rf"(?P<number>{_DOTTED}|(?:10|[1-9])(?![\w.])(?!\s*[a-z]*\s*(?:days?|years?|%)))"
    + _LABEL.format("a", "b", "c")
    + _AFTER,
    re.IGNORECASE,
)
_MORE = re.compile(rf"\s*(?:,|and|or|&|/|to|-)\s*(?P<number>{_DOTTED}){_AFTER}", re.IGNORECASE)
_ANY = re.compile(
    rf"(?<![\w.,/£$€±=<>:])(?<!\d )(?P<number>{_DOTTED})" + _LABEL.format("a", "b", "c") + _AFTER,
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\s*(?:%|°|mm|cm|m\b|km|nm\b|bar\b|mbar|kpa|mpa|pa\b|kg|g\b|lbs?\b|kn\b|n\b|l\b|ml|litres?|"
    r"hours?|hrs?\b|h\b|days?|weeks?|months?|years?|min(?:ute)?s?\b|sec(?:ond)?s?\b|x\b|×|µ|um\b|"
    r"v\b|a\b(?=mps)|amps?|volts?|kw|w\b|inch|in\.|\"|psi|million|euros?|pounds?|certificate)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?:\b(?:rev(?:ision)?|issue|version|ver|v|type|class|grade|step|page|table|fig(?:ure)?|form|"
    r"dn|ra|level|software|release|series|size|score|form|annex|item|line|row|bay|room)\.?\s*)$",
    re.IGNORECASE,
)
_WANTS = r"(?:(?:want|say|ask|require|need|mean|expect|cover|demand|tell)s?|about)"
_LEADS = re.compile(
    r"(?:\b(?:what|how|explain|about|on|for|with|under|in|of|against|meet|meets|satisf\w+|"
    r"fulfil\w*|compl\w+|does|do|is|are|than|versus|vs|to|changed|define)\s+)$",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(rf"^\s*(?:[?.!,]|$|please\b|\(|{_WANTS}\b|requirements?\b|compl)", re.I)
_FIRST = re.compile(rf"^\s*(?:[?,:;–-]\s|$|{_WANTS}\b|requirements?\b)", re.IGNORECASE)
_SHORT = 4


@dataclass(frozen=True)
class Named:
    """A clause number as it was written, and a lettered item if one was."""

    number: str
    label: str | None = None


@dataclass(frozen=True)
class Nearest:
    """The right clauses for a number that an edition doesn't have, and why."""

    numbers: tuple[str, ...]
    why: str


# Numbers that the editions before 2015 had and people still use, and where their matter went.
FORMER = {
    "4.2.1": "7.5.1", "4.2.2": "7.5.1", "4.2.3": "7.5.3", "4.2.4": "7.5.3", "5.4": "6.2",
    "5.4.1": "6.2.1", "5.4.2": "6.3", "5.5": "5.3", "5.5.1": "5.3", "5.5.2": "5.3",
    "5.5.3": "7.4", "5.6": "9.3", "5.6.1": "9.3.1", "5.6.2": "9.3.2", "5.6.3": "9.3.3",
    "6.4": "7.1.4", "7.6": "7.1.5", "7.5.5": "8.5.4",
}  # fmt: skip


def named_by_cue(text: str) -> list[Named]:
    """Numbers that are called a clause ("clause 8.4", "§7.1.5", "ISO 9001 9.3")."""
    found: list[Named] = []
    for match in _CUE.finditer(text):
        found.append(_named(match))
        rest = match.end()
        while more := _MORE.match(text, rest):
            found.append(Named(more["number"]))
            rest = more.end()
    return list(dict.fromkeys(found))


def named_alone(text: str, *, trusted: bool) -> list[Named]:
    """Dotted numbers that nothing calls a clause but that are used like one.

    `trusted`: the text speaks of the standard anyway, so any number of the right shape counts.
    """
    short = len(text.split()) <= _SHORT
    found: list[Named] = []
    for match in _ANY.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if not 4 <= int(match["number"].split(".")[0]) <= 10 and not trusted:
            continue
        if _UNIT.match(after) or _BEFORE.search(before) or re.match(r"\s*\d", after):
            continue
        led = _LEADS.search(before) is not None and _FOLLOWS.match(after) is not None
        if trusted or short or led or (not before.strip() and _FIRST.match(after)):
            found.append(_named(match))
    return list(dict.fromkeys(found))


def _named(match: re.Match[str]) -> Named:
    label = match["a"] or match["b"] or match["c"]
    return Named(match["number"], label.lower() if label else None)


def nearest(pack: Pack, number: str, *, earlier: Pack | None, later: Pack | None) -> Nearest:
    """Where to look for a number that this edition doesn't have, and why it doesn't."""
    if earlier is not None and earlier.get(number) is not None:
        moved = [clause.number for clause, _ in pack.successors(number)]
        if moved:
            return Nearest(
                tuple(moved),
                f"{pack.name} has no {number}: what stood there in {earlier.edition} "
                f"is now in {_listed(moved)}.",
            )
    came = later.get(number) if later is not None else None
    if later is not None and came is not None:
        stood = [origin.number for origin in came.maps_from if pack.get(origin.number)]
        if stood:
            return Nearest(
                tuple(stood),
                f"{number} came with {later.name}. In {pack.edition} its matter is in "
                f"{_listed(stood)}.",
            )
    former = FORMER.get(number)
    if former is not None and pack.get(former) is not None:
        return Nearest(
            (former,),
            f"{pack.name} has no {number}; that is a number of the editions before 2015. "
            f"Today its matter is in {former}.",
        )
    return _by_place(pack, number)


def _by_place(pack: Pack, number: str) -> Nearest:
    """The clause with the closest number: beside it if there is one, else above it."""
    above = next((at for at in ancestors(number) if pack.get(at) is not None), None)
    chapters = sorted({clause.number.split(".")[0] for clause in pack.clauses}, key=int)
    if above is None:
        first, last = chapters[0], chapters[-1]
        if int(number.split(".")[0]) < int(first):
            why = f"In {pack.name} the requirements begin with {first}; before it stand scope, "
            return Nearest((first,), why + "references and terms.")
        return Nearest((last,), f"{pack.name} ends with {last}; there is no {number}.")
    beside = sorted((one.number for one in pack.children(above)), key=order)
    if not beside:
        return Nearest((above,), f"{pack.name} has no {number}: {above} has no parts of its own.")
    if parent(number) != above:
        return Nearest((above,), f"{pack.name} has no {number}; {above} is the nearest above it.")
    return Nearest(
        (beside[-1], above), f"{pack.name} has no {number}: {above} ends with {beside[-1]}."
    )


def _listed(numbers: list[str]) -> str:
    return " and ".join([", ".join(numbers[:-1]), numbers[-1]]) if numbers[1:] else numbers[0]


def deepest(numbers: list[str]) -> list[str]:
    """Without those that have a more exact one among them."""
    return [
        one for one in numbers if not any(other != one and within(other, one) for other in numbers)
    ]
