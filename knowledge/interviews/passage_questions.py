"""Questions from a passage: its sentences that oblige, its lists of duties, its tables of roles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.interviews.duties import duty_in
from knowledge.interviews.passage_lists import from_lists
from knowledge.interviews.passage_tables import from_rows
from knowledge.interviews.phrasing import phrased
from knowledge.interviews.stretches import Mined, Stretch, topic_of

MINER_VERSION = "2"
"""Raised whenever the same passage would yield other questions than before."""

LEFT_OUT = re.compile(
    r"\b(?:purpose|scope|aim|history|changes?$|revisions?$|references?|related documents|"
    r"definitions?|terms|words we use|abbreviations|glossary|examples?|introduction|about this|"
    r"why|rules of the house|what this is for)\b",
    re.IGNORECASE,
)
"""Sections that tell of the document rather than of the work."""


def questions_in(stretch: Stretch) -> list[Mined]:
    """All questions of a passage, each sentence used once."""
    if any(LEFT_OUT.search(heading) for heading in stretch.headings):
        return []
    topic = topic_of(stretch)
    found = [*_from_sentences(stretch, topic), *from_lists(stretch), *from_rows(stretch)]
    return list({one.question.text: one for one in found}.values())


def _from_sentences(stretch: Stretch, topic: str) -> Iterator[Mined]:
    for text, kind in stretch.units:
        duty = duty_in(text) if kind in ("sentence", "item") else None
        if duty is not None:
            question = phrased(duty, topic=topic, proper=stretch.proper)
            yield Mined(question, " ".join(text.split()), duty.who.removeprefix("by ") or None)
