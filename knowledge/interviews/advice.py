"""The coach's own voice, apart from the findings: what was good, what was missing, what would be
better, with the passage that says it."""

from __future__ import annotations

import re

from knowledge.interviews.conduct import OPEN, PLAIN, REASONS
from knowledge.interviews.judgement import Advice, KeyPassage, PartScore
from knowledge.interviews.key_sentences import ranked, shortened
from knowledge.interviews.parts import Heard
from knowledge.interviews.questions import Part

_EVIDENCED = re.compile(
    r"\b(?:form|record|register|report|log|checklist|certificate|F-?\d|signed|entered|filed)\w*\b",
    re.IGNORECASE,
)


def advice(heard: Heard, parts: dict[Part, PartScore]) -> Advice:
    """`parts` with two points are good, the others are missing something; both in their order."""
    good = [part.reason for part in parts.values() if part.score == 2 and part.reason != PLAIN]
    missing = [part.reason for part in parts.values() if part.score < 2]
    for sign in dict.fromkeys(one.sign for one in heard.conduct.signs):
        if sign in OPEN and REASONS[sign] not in good:
            good.append(REASONS[sign])
    passage = heard.facts.passage
    if passage is None or passage.status != "current":
        return Advice(tuple(dict.fromkeys(good)), tuple(dict.fromkeys(missing)))
    sentences = ranked(heard.question, passage, _unsaid(heard))
    return Advice(
        tuple(dict.fromkeys(good)),
        tuple(dict.fromkeys(missing)),
        passage.id,
        passage.citation,
        shortened(sentences[0]) if sentences else "",
        passage.address,
        better_answer(passage, sentences),
    )


def better_answer(passage: KeyPassage, sentences: list[str]) -> str:
    """Two sentences to say: the document's words in a frame of one's own."""
    issue = (
        f"{passage.document} revision {passage.revision}" if passage.revision else passage.document
    )
    if not sentences:
        return (
            f"I work to {issue}, {passage.title}. "
            "When I am not sure, I open it and look it up there."
        )
    first = f"I work to {issue}, which says: “{_bare(sentences[0])}”."
    shown = next((one for one in sentences[1:] if _EVIDENCED.search(one)), None)
    if shown is None:
        return f"{first} When I am not sure, I look it up there before I go on."
    return f"{first} It also says: “{_bare(shown)}”."


def _unsaid(heard: Heard) -> list[str]:
    if heard.grade is None:
        return []
    return [point.point for point in heard.grade.points if point.met != "yes"]


def _bare(sentence: str) -> str:
    return shortened(sentence).rstrip(".;: ")
