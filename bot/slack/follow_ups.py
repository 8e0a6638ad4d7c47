"""Whether something said in a channel's thread, without a mention, is a question for us.

People talk to each other below our answers, and a bot that butts in is worse than one that is
asked twice. So we speak up only if all of this holds:

1. It asks: a question mark, a question's opening, or a fragment that goes on ("and for temps").
2. It names nobody: no mention of a person, a group or the channel, no name it opens or ends with,
   no "can you send", "does anyone know", "shall we".
3. It comes soon: within a day of the last question we answered there.
4. Nobody else has spoken since our last answer: then they are talking to each other.
5. It comes from somebody who has asked us here before; from anybody else only if it goes on from
   what we said ("what about suppliers?"). A fresh question of theirs is for the others, unless
   they mention us.

Thanks, greetings and emoji are never answered here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.slack.typed_text import is_greeting, is_thanks, question_text
from knowledge.answers.follow_up import leans

US = "us"
LISTENS = timedelta(days=1)
LONGEST = 500
"""Characters of a follow-up; more is a tale for the others."""

_PERSON = re.compile(r"<(?:@[UW]|!)[^>]*>")
_WH = r"(?:who|whom|whose|what|whats|what's|when|where|which|why|how|hows|how's|wot)"
_SUBJECT = (
    r"(?:i|we|it|its|he|she|they|you|this|that|these|those|there|the|an?|our|my|any|all|one|"
    r"everyone|someone|anyone|both|each)"
)
_AUXILIARY = (
    r"(?:is|are|was|were|am|do|does|did|can|could|may|must|should|shall|will|would|has|have|had|"
    r"isn'?t|aren'?t|don'?t|doesn'?t|can'?t|won'?t|mustn'?t|needn'?t)"
)
_GOES_ON = r"(?:(?:ok(?:ay)?|right|so|and|or|but|also|then|plus|hm+|ah|thanks|great|cool)[,. ]+)*"
_OPENING = re.compile(rf"{_GOES_ON}(?:{_WH}\b|{_AUXILIARY} {_SUBJECT}\b)", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"(?:and|also|or|same (?:for|with)|even)\b(?:[ ,]+(?!(?:i|we|he|you|they|she|done|then|thanks|"
    r"so|it|that'?s|this|yes|no|now|go|good|off|here|there)\b)[^\s?]+){1,6}",
    re.IGNORECASE,
)
_TO_PEOPLE = re.compile(
    r"\b(?:can|could|would|will) (?:you|ye|u|yous)\b"
    r"(?! (?:please )?(?:tell|show|find|say|explain|quote|look|give|check the (?:doc|procedure)))|"
    r"\b(?:did|do|have|are|were|don'?t|didn'?t|haven'?t) (?:you|ye|u|yous)\b|"
    r"\b(?:you guys|you lot|you two|lads|folks|guys|mate)\b|"
    r"\b(?:any|some)(?:one|body) (?:know|knows|here|else|got|have|remember|remembers|tried|free|"
    r"want|wants|seen|heard|going|fancy)\b|"
    r"\b(?:does|do|has|have|did|is|can|could|would) (?:any|some)(?:one|body)\b|"
    r"\bshall we\b|\bwhat do (?:you|we all) think\b|\byour?\b (?:take|view|opinion)|"
    r"\b(?:your|yours|u)\b|\b(?:lunch|coffee|weekend|meeting room)\b|\byou (?:think|reckon|know)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Remark:
    """Something said in a thread: its raw text, and who said it."""

    text: str
    speaker: str


@dataclass(frozen=True)
class Thread:
    """What we know of a thread before the remark.

    askers   who asked us something here
    since    who spoke after the last question to us, in order; we are US
    quiet    how long ago that question was asked
    names    first names of those who talk here
    """

    askers: frozenset[str]
    since: Sequence[str] = ()
    quiet: timedelta = timedelta()
    names: frozenset[str] = field(default_factory=frozenset)


def is_for_us(remark: Remark, thread: Thread) -> bool:
    """Whether we are asked; the rules are above."""
    text = question_text(remark.text)
    if not text or len(text) > LONGEST or is_thanks(text) or is_greeting(text) or not asks(text):
        return False
    if _PERSON.search(remark.text) or _TO_PEOPLE.search(text) or _calls(text, thread.names):
        return False
    if thread.quiet > LISTENS or any(who not in (US, remark.speaker) for who in thread.since):
        return False
    if remark.speaker in thread.askers:
        return True
    return bool(thread.since) and thread.since[-1] == US and leans(text)


def asks(text: str) -> bool:
    """Whether something is put as a question, with or without its mark."""
    return (
        text.rstrip(" .!)").endswith("?")
        or _OPENING.match(text) is not None
        or _FRAGMENT.fullmatch(text.rstrip(" .?!")) is not None
    )


def _calls(text: str, names: frozenset[str]) -> bool:
    """Whether it opens or ends with somebody's name: "Gareth, …", "… , Gareth?"."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    known = {name.casefold() for name in names}
    if not words or not known & {words[0], words[-1]}:
        return False
    ends = re.search(r"[,–-]\s*[^\W\d_]+\s*[?.!]*$", text)
    opens = re.match(
        r"(?:@)?[^\W\d_]+\s*(?:[,:–-]|\b(?:can|could|do|did|have|are|is|what|where)\b)", text
    )
    return bool((words[0] in known and opens) or (words[-1] in known and ends))
