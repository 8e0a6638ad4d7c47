"""Practice findings by rule, in an auditor's voice and in three parts; never any advice.

"Would write" takes a contradiction with a document in force or with a record that we hold.
Everything else is what an auditor would ask next.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from knowledge.interviews.heard import Heard
from knowledge.interviews.judgement import Named, PartScore, PracticeFinding
from knowledge.interviews.key_sentences import quoted
from knowledge.interviews.questions import Part
from knowledge.sentences import spans
from knowledge.standards.loading import shipped

MANY = 3
"""Findings on one requirement from which on they may show a failure of the system."""
WRITES = "An auditor would probably write a nonconformity, because"
ASKS = "An auditor would probably ask on, because"

_CLAIMS_IN_DATE = re.compile(
    r"\b(?:training|trained|qualification|qualified|certificate|certified|licen[cs]e)\b[^.!?]{0,60}?"
    r"\b(?:up to date|in date|valid|current|all done|complete)\b|"
    r"\b(?:all|every) (?:my |of my )?trainings? (?:is|are|was|were)?\b[^.!?]{0,20}"
    r"\b(?:done|valid)\b|"
    r"\bi(?:['’]m| am) (?:fully |up to date )?(?:trained|qualified|certified)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|never|no longer)\b|n['’]?t\b", re.IGNORECASE)


def findings(heard: Heard, parts: dict[Part, PartScore]) -> tuple[PracticeFinding, ...]:
    """All that an auditor would write, then what an auditor would ask, then what was good."""
    return (
        *_contradicted(heard),
        *_outdated(heard),
        *_overdue(heard),
        *_unknown(heard),
        *_dishonest(heard),
        *_not_shown(heard, parts),
        *_good_practice(heard, parts),
    )


def proposed_majors(found: Iterable[PracticeFinding]) -> list[PracticeFinding]:
    """A major for each requirement against which several findings stand.

    An auditor decides; here it is only pointed out.
    """
    groups: dict[str, list[PracticeFinding]] = defaultdict(list)
    for finding in found:
        if finding.grade == "would write":
            groups[finding.clause or finding.requirement].append(finding)
    return [_major(group) for group in groups.values() if len(group) >= MANY]


def _major(group: Sequence[PracticeFinding]) -> PracticeFinding:
    evidence = "\n".join(f"{place}. {one.evidence}" for place, one in enumerate(group, 1))
    return PracticeFinding(
        "major",
        group[0].requirement,
        evidence,
        f"{len(group)} findings stand against one requirement. Together they may show that it is "
        "not controlled, and an auditor could make them one major nonconformity.",
        group[0].clause,
    )


def _contradicted(heard: Heard) -> Iterator[PracticeFinding]:
    """Something else was said than stands in the question's passage."""
    passage = heard.passage
    for words in heard.contradictions()[:1]:
        said = _sentence_behind(heard, words)
        if passage is None or passage.status != "current":
            yield PracticeFinding(
                "would ask",
                _requirement(heard),
                f"You said: “{said}”",
                f"{ASKS} what was said differs from what is expected. {words}",
                heard.question.clause,
            )
            continue
        quote = quoted(heard.question, passage)
        document = f" {passage.document} says: “{quote}”" if quote else ""
        yield PracticeFinding(
            "would write",
            _requirement(heard),
            f"You said: “{said}”{document}",
            f"{WRITES} what was said is not what {passage.document} lays down. {words}",
            heard.question.clause,
        )


def _outdated(heard: Heard) -> Iterator[PracticeFinding]:
    """An issue was named that nobody should work to today."""
    for named in heard.named("document", "form", "revision"):
        if named.standing in ("superseded", "contradicts"):
            yield PracticeFinding(
                "would write",
                "Work is done to the issue of a document that is in force (clause 7.5.3).",
                f"You named: “{named.said}”. The register: {named.detail}",
                f"{WRITES} what was named is not in force: {named.name}.",
                "7.5.3",
            )


def _overdue(heard: Heard) -> Iterator[PracticeFinding]:
    """Training is said to be in date, and the record says otherwise."""
    claims = [one for one in _sentences(heard.text) if _CLAIMS_IN_DATE.search(one)]
    claimed = next((one for one in claims if not _DENIED.search(one)), None)
    if claimed is not None and heard.facts.overdue:
        yield PracticeFinding(
            "would write",
            "Competence is kept up, and records show it (clause 7.2).",
            f"You said: “{claimed}” Your training record: {' '.join(heard.facts.overdue)}",
            f"{WRITES} the training record does not bear out what was said.",
            "7.2",
        )


def _unknown(heard: Heard) -> Iterator[PracticeFinding]:
    """A number that neither register nor records know."""
    for named in heard.named("document", "form", "record", "revision"):
        if named.standing == "does not exist":
            yield PracticeFinding(
                "would ask",
                "What is named can be found (clause 7.5.3).",
                f"You named: “{named.said}”. {named.detail}",
                f"{ASKS} {_no_such(named)}",
                "7.5.3",
            )


def _no_such(named: Named) -> str:
    if named.kind == "record":
        return f"the record {named.name} can't be found."
    return f"{named.name} can't be found in the register."


def _dishonest(heard: Heard) -> Iterator[PracticeFinding]:
    reasons = {
        "concealed": "something is kept back, and an auditor looks where that is.",
        "backdated": "records may say what did not happen. More of them would be looked at.",
    }
    for one in [sign for sign in heard.conduct.signs if sign.sign in reasons][:1]:
        yield PracticeFinding(
            "would ask",
            "Records show what was really done, and when (clause 7.5.3).",
            f"You said: “{one.quote}”",
            f"{ASKS} {reasons[one.sign]}",
            "7.5.3",
        )


def _not_shown(heard: Heard, parts: dict[Part, PartScore]) -> Iterator[PracticeFinding]:
    """A record was asked for, and it was only spoken of."""
    score = parts.get("record")
    spoken = heard.text.strip()
    shown = score is None or score.score == 2 or bool(heard.facts.files)
    no_claim = heard.conduct.shows("did not know", "asked again")
    unknown = any(one.standing == "does not exist" for one in heard.named("record"))
    if heard.question.kind == "show me" and spoken and not (shown or no_claim or unknown):
        yield PracticeFinding(
            "would ask",
            _requirement(heard),
            f"You said: “{_first_sentence(spoken)}” Nothing was shown that can be checked.",
            f"{ASKS} a claim is no evidence until the record is seen.",
            heard.question.clause,
        )


def _good_practice(heard: Heard, parts: dict[Part, PartScore]) -> Iterator[PracticeFinding]:
    """Everything was there, and something of it could be checked. An opening is no check."""
    if heard.question.kind in ("opening", "closing"):
        return
    proof = heard.named("document", "form", "revision", "record", "time limit")
    checked = [one for one in proof if one.standing in ("right", "verified") and not one.beside]
    knows = not heard.conduct.shows("did not know")
    others = [one.said.lower() for one in heard.named("person")]
    told = [
        one
        for one in heard.conduct.signs
        if one.sign == "disclosed" and not any(name in one.quote.lower() for name in others)
    ]
    if parts and all(part.score == 2 for part in parts.values()) and checked and knows:
        yield PracticeFinding(
            "good practice",
            _requirement(heard),
            f"You named: “{checked[0].said}”. {checked[0].detail}".strip(),
            "An auditor would note that this is known and can be shown.",
            heard.question.clause,
        )
    elif told:
        yield PracticeFinding(
            "good practice",
            "Problems are spoken of openly (clause 7.3).",
            f"You said: “{told[0].quote}”",
            "An auditor would note that problems are not hidden here.",
            "7.3",
        )


def _requirement(heard: Heard) -> str:
    passage = heard.passage
    if passage is not None:
        quote = quoted(heard.question, passage)
        return f"{passage.citation}: “{quote}”" if quote else f"{passage.citation}."
    number, edition = heard.question.clause, heard.question.edition
    if number is None:
        return f"What was asked: {heard.question.text}"
    clause = shipped().edition(edition or "2015").get(number)
    return f"Clause {number}, {clause.title}." if clause is not None else f"Clause {number}."


def _sentence_behind(heard: Heard, words: str) -> str:
    """The sentence of the answer that a contradiction is about."""
    points = heard.grade.points if heard.grade is not None else ()
    for point in points:
        if point.reason == words and point.evidence:
            return point.evidence
    limits = [one.said for one in heard.named("time limit") if one.detail == words]
    sentences = _sentences(heard.text)
    return next(
        (one for one in sentences if any(said in one.lower() for said in limits)), sentences[0]
    )


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in spans(text)] or [text]


def _first_sentence(text: str) -> str:
    return _sentences(text)[0]
