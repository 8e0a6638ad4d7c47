"""Questions from a lead-in and its items: what somebody has to do, one point after the other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from knowledge.interviews import duty_words as words
from knowledge.interviews.phrasing import Phrased, lowered
from knowledge.interviews.stretches import Mined, Stretch, Unit, topic_of
from knowledge.sentences import count_words

FEWEST, MOST = 2, 7
"""Items of a list that can be asked for in one question."""


def from_lists(stretch: Stretch) -> Iterator[Mined]:
    """What a lead-in says somebody has to do, with its items as key points."""
    topic = topic_of(stretch)
    for at, (text, _) in enumerate(stretch.units):
        items = _items_after(stretch.units, at) if text.endswith(":") else []
        if not FEWEST <= len(items) <= MOST:
            continue
        asked = _led_in(re.sub(r"\s+", " ", text).rstrip(": "), stretch.proper)
        if asked is not None:
            question, who = asked
            points = tuple(re.sub(r"[ ,;.]+(?:and|or)?[ ,;.]*$", "", item) for item in items)
            made = Phrased(
                f"{topic}: {question}", "open", ("what_i_do", "governing_document"), points
            )
            yield Mined(made, " ".join([text, *items]), who)


def _items_after(units: Sequence[Unit], at: int) -> list[str]:
    items = []
    for text, kind in units[at + 1 :]:
        if kind != "item" or text.endswith((":", "?")) or not 2 <= count_words(text) <= 30:
            break
        items.append(re.sub(r"\s+", " ", text))
    complete = len(units) == at + 1 + len(items) or units[at + 1 + len(items)][1] != "item"
    return items if complete else []


_LEADS = re.compile(
    rf"(?P<before>(?:Before|After|At|For|During|Within|Every) [^:]{{4,60}}?,? "
    rf"(?=the |each |every |an? |[A-Z]))?"
    rf"(?P<who>{words.ACTOR}|the [a-z]+) (?:(?P<modal>must|shall) (?P<base>{words.BASE_VERB})"
    rf"|(?P<third>{words.THIRD}))(?P<rest>[^:]*)"
)
_LEADS_PASSIVE = re.compile(
    rf"(?P<subject>[^,:]{{3,70}}?) (?P<verb>is|are) (?P<deed>{words.PARTICIPLE})"
    rf"(?P<rest>[^:]*?) (?:when|if)"
)
_FOLLOWING = re.compile(
    rf"(?P<before>(?:For|Within|At|In|During) [^:,]{{4,60}}), (?:at minimum )?the following "
    rf"(?P<what>[a-z ]*?)\s*(?P<verb>must|shall) be (?P<deed>{words.PARTICIPLE}|included)"
)


def _led_in(text: str, proper: Collection[str]) -> tuple[str, str | None] | None:
    if re.search(r"\b(?:they|it|he|she|this|these|such|includes?|comprises?|may)\b", text, re.I):
        return None
    if found := _FOLLOWING.fullmatch(text):
        what = f"what {found['what']}".strip()
        before = lowered(found["before"], proper)
        return f"{before}, {what} {found['verb']} be {found['deed']}?", None
    if found := _LEADS_PASSIVE.fullmatch(text):
        subject = lowered(found["subject"], proper)
        return f"when {found['verb']} {subject} {found['deed']}{found['rest']}?", None
    found = _LEADS.fullmatch(text)
    if found is None or re.search(r"\bfollowing\b|,", found["rest"]):
        return None
    verb = found["base"] or words.base_form(found["third"])
    how = found["modal"] or "does"
    who, before = lowered(found["who"], proper), lowered(found["before"] or "", proper)
    asked = f"what {how} {who} {verb}{found['rest']} {before}".strip(" ,")
    return f"{asked}?", found["who"]
