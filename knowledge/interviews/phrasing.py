"""A duty as a question with its key points. The words are the document's own."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from knowledge.interviews.duties import Duty
from knowledge.interviews.questions import Kind, Part

_TROUBLE = re.compile(
    r"\b(?:fail|fails|failed|missing|lost|wrong|damage|damaged|unsafe|defect|late|overdue|out of|"
    r"not|no|cannot|exceed|exceeds|above|below|fault|breakdown|down|deviation|nonconform|complaint|"
    r"expired|lapsed|absent|dispute|contradict|disagree|refuse|reject|drop|more than|worse|broken|"
    r"unavailable|injur|incident|error)\w*",
    re.IGNORECASE,
)
_SMALL = frozenset(
    """the a an each every all any at no new only some most both one two three four five several
    where when if in on after before for of""".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Phrased:
    """A question as asked, and what a good answer says."""

    text: str
    kind: Kind
    parts: tuple[Part, ...]
    key_points: tuple[str, ...]


def phrased(duty: Duty, *, topic: str = "", proper: Collection[str] = ()) -> Phrased:
    """The question of a duty, opened by its topic; `proper` are words that keep their capital."""
    asked, points = {
        "if": _in_case,
        "may not": _forbidden,
        "is responsible": _responsible,
        "at least": _how_many,
        "does": _who_does,
        "is done": _is_done,
    }[duty.shape](duty, proper)
    opened = f"{topic}: {asked}" if topic else asked[0].upper() + asked[1:]
    kind: Kind = "what if" if duty.shape == "if" and _TROUBLE.search(duty.subject) else "open"
    return Phrased(opened, kind, _parts(duty, kind), tuple(points))


def lowered(text: str, proper: Collection[str]) -> str:
    """The start of a sentence as it stands within one; names and codes keep their capital."""
    first, _, after = text.partition(" ")
    bare = first.rstrip(",’'s")
    if first.casefold() in _SMALL:
        return f"{first.casefold()} {after}".strip()
    if not re.fullmatch(r"[A-Z][a-z’'-]+,?", first) or first in proper or bare in proper:
        return text
    if re.match(r"[A-Z][a-z]", after):  # a name, or a title written with capitals
        return text
    return text[0].lower() + text[1:]


Asked = tuple[str, list[str]]


def _in_case(duty: Duty, proper: Collection[str]) -> Asked:
    case = lowered(duty.subject, proper)
    opening = {
        "before": "what has to happen before",
        "after": "what happens after",
        "once": "what happens once",
        "where": "what happens where",
    }.get(duty.verb, f"what happens {duty.verb}")
    return f"{opening} {case}?", [_sentence(part) for part in _consequences(duty.rest)]


def _consequences(text: str) -> list[str]:
    """What has to be done, in two or three pieces where the sentence parts them itself."""
    return [part for part in re.split(r"; (?:and )?", text) if part][:3]


def _forbidden(duty: Duty, proper: Collection[str]) -> Asked:
    return (
        f"may {lowered(duty.subject, proper)} {duty.rest}? What is the rule?",
        [_sentence(duty.sentence.split("; ")[0])],
    )


def _responsible(duty: Duty, proper: Collection[str]) -> Asked:
    return f"who is responsible for {duty.rest}?", [_sentence(lowered(duty.who, ["The"]))]


def _how_many(duty: Duty, proper: Collection[str]) -> Asked:
    verb, _, be = duty.verb.partition(" ")
    middle = f"{verb} {be} {duty.deed} {duty.rest}"
    return _spaced(f"how many {duty.subject} {middle}, at the least?"), [_sentence(duty.span)]


def _who_does(duty: Duty, proper: Collection[str]) -> Asked:
    modal = {"have to": "has to"}.get(duty.verb, duty.verb)
    asked = _spaced(f"who {modal} {duty.deed} {duty.rest}")
    wanted = [_WHEN] * bool(duty.limit) + [_OFTEN] * bool(duty.often) + [_FORM] * bool(duty.form)
    points = [duty.who, *_told(duty)]
    return f"{asked}{_joined(wanted)}?", [_sentence(point) for point in points]


def _is_done(duty: Duty, proper: Collection[str]) -> Asked:
    wanted = _questions(duty)
    first, *others = wanted
    verb, _, be = duty.verb.partition(" ")
    verb, be = ("must", "be") if verb in ("has", "have") or be.startswith("to") else (verb, be)
    subject = lowered(duty.subject, proper)
    asked = _spaced(f"{first} {verb} {subject} {be} {duty.deed} {duty.rest}")
    points = [_sentence(point) for point in ([duty.who] if duty.who else []) + _told(duty)]
    return f"{asked}{_joined(others)}?", points


_WHEN, _OFTEN, _FORM = "by when", "how often", "on which form or list"


def _questions(duty: Duty) -> list[str]:
    """What can be asked of something that is done, the most telling first."""
    places = "where"
    pairs = (
        (duty.who, "by whom"),
        (duty.often, _OFTEN),
        (duty.span, "for how long"),
        (duty.limit, "when" if re.match(r"before|prior|after", duty.limit) else _WHEN),
        (duty.form, _FORM),
        (duty.place, places),
    )
    return [question for told, question in pairs if told]


def _told(duty: Duty) -> list[str]:
    return [one for one in (duty.often, duty.span, duty.limit, duty.form, duty.place) if one]


def _joined(wanted: list[str]) -> str:
    if not wanted:
        return ""
    *first, last = wanted
    return f", {', '.join(first)} and {last}" if first else f", and {last}"


def _parts(duty: Duty, kind: Kind) -> tuple[Part, ...]:
    found: list[Part] = ["what_i_do", "governing_document"]
    if duty.form or duty.span or duty.place:
        found.append("record")
    if kind == "what if":
        found.append("when_it_goes_wrong")
    return tuple(found)


def _sentence(text: str) -> str:
    plain = text.strip(" .,")
    return plain[0].upper() + plain[1:]


def _spaced(text: str) -> str:
    return re.sub(r"\s+([,?])", r"\1", re.sub(r"\s+", " ", text)).strip()
