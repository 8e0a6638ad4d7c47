"""The coach's own voice, apart from the findings: what was good, what was missing, what would be
better, with the passage that says it."""

from __future__ import annotations

import re

from knowledge.interviews.conduct import OPEN, PLAIN, REASONS
from knowledge.interviews.heard import Heard
from knowledge.interviews.judgement import Advice, KeyPassage, PartScore, Sign
from knowledge.interviews.key_sentences import ranked, shortened
from knowledge.interviews.known_places import KNOWN_PLACE
from knowledge.interviews.questions import Part

_EVIDENCED = re.compile(
    r"\b(?:form|record|register|report|log|checklist|certificate|F-?\d|signed|entered|filed)\w*\b",
    re.IGNORECASE,
)
_LOOKS: Sign = "would look it up"
_LOOKED_UP = REASONS[_LOOKS]


def advice(heard: Heard, parts: dict[Part, PartScore]) -> Advice:
    """`parts` with two points are good, the others are missing something; both in their order."""
    good = [part.reason for part in parts.values() if part.score == 2 and part.reason != PLAIN]
    missing = [part.reason for part in parts.values() if part.score < 2]
    for sign in dict.fromkeys(one.sign for one in heard.conduct.signs):
        if sign in OPEN and REASONS[sign] not in good and not _in_passing(sign, heard, parts):
            good.append(REASONS[sign])
    good = [one for one in good if not (one == _LOOKED_UP and _in_passing(_LOOKS, heard, parts))]
    good = good or ([PLAIN] if not missing else [])
    passage = heard.facts.passage
    if passage is None or passage.status != "current":
        ask = _whom_to_ask(heard) if missing and passage is None else ""
        return Advice(tuple(dict.fromkeys(good)), tuple(dict.fromkeys(missing)), ask=ask)
    sentences = _sentences(heard, passage)
    return Advice(
        tuple(dict.fromkeys(good)),
        tuple(dict.fromkeys(missing)),
        passage.id,
        passage.citation,
        shortened(sentences[0]) if sentences else "",
        passage.address,
        better_answer(passage, sentences) if passage.given or sentences else "",
        found=not passage.given,
    )


def _sentences(heard: Heard, passage: KeyPassage) -> list[str]:
    """What may be said aloud: of a passage that was only found, the one sentence that says it."""
    if passage.given:
        return ranked(heard.question, passage, _unsaid(heard))
    return [passage.says] if passage.says else []


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
    others = [one for one in sentences[1:] if one not in sentences[0] and sentences[0] not in one]
    shown = next((one for one in others if _EVIDENCED.search(one) and " | " not in one), None)
    if shown is None:
        return f"{first} When I am not sure, I look it up there before I go on."
    return f"{first} It also says: “{_bare(shown)}”."


def _in_passing(sign: Sign, heard: Heard, parts: dict[Part, PartScore]) -> bool:
    """Whether somebody who says what they do only mentions that they look at something."""
    told = parts.get("what_i_do", parts.get("when_it_goes_wrong"))
    knows = told is not None and told.score == 2 and not told.reason.startswith(KNOWN_PLACE)
    return sign == _LOOKS and knows and not heard.conduct.shows("did not know")


def _whom_to_ask(heard: Heard) -> str:
    """For a shipped question that no document was found for, nor named by the person."""
    if heard.question.source != "pack" or heard.question.kind in ("opening", "closing"):
        return ""
    if heard.governing():
        return ""
    lead = heard.facts.lead
    who = f"{lead} or the quality team" if lead else "the quality team"
    return f"I found no document of yours that says this. Ask {who} where it is laid down."


def _unsaid(heard: Heard) -> list[str]:
    if heard.grade is None:
        return []
    return [point.point for point in heard.grade.points if point.met != "yes"]


def _bare(sentence: str) -> str:
    return shortened(sentence.replace(" | ", ", ")).rstrip(".;: ")
