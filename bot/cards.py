"""A reply as text for a terminal: the quoted words first, then where they stand."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from knowledge.answers.reply import Citation, Reply
from knowledge.answers.standard import (
    InWriting,
    OurDocument,
    StandardAnswer,
    is_beside_the_point,
)

WIDTH = 88


def card(reply: Reply, *, width: int = WIDTH) -> str:
    """What a person reads."""
    parts = _doubted(reply)
    if reply.standard_answer is not None:
        parts.append(_standard(reply.standard_answer, width))
        if _is_beside(reply, reply.standard_answer):
            return "\n".join([*parts, *_last(reply)])
        parts.append("What our documents say:")
    if reply.status == "answered":
        parts.append(_quoted(reply.answer, width))
        parts.append(_place(reply.citations[0]))
    elif reply.status == "nearest":
        parts.append("No document says this in so many words. The nearest passages:")
    elif reply.standard_answer is not None:
        parts.append("They have no passage on this question.")
    else:
        parts.append("Not found in the documents.")
    for conflict in reply.conflicts:
        parts.append(
            f"! {conflict.documents[0]} says {conflict.figures[0]}, "
            f"{conflict.documents[1]} says {conflict.figures[1]}. Both are in force: "
            "ask the document owners which one holds."
        )
    others = reply.citations[1:3] if reply.status == "answered" else reply.citations[:3]
    if others and reply.status == "answered":
        parts.append("See also:")
    for citation in others:
        if citation.quote:
            parts.append(_quoted(citation.quote, width, indent="    "))
        parts.append(_place(citation, indent="    "))
    return "\n".join([*parts, *(f"· {notice}" for notice in reply.notices), *_last(reply)])


def _doubted(reply: Reply) -> list[str]:
    if reply.reported_at is None:
        return []
    on = f"{reply.reported_at:%Y-%m-%d}"
    return [f"! Reported as wrong on {on}; the quality team is checking this."]


def _is_beside(reply: Reply, standard: StandardAnswer) -> bool:
    cited = [{"issue_id": citation.issue_id} for citation in reply.citations]
    return reply.status == "answered" and is_beside_the_point(standard.plain(), cited)


def _last(reply: Reply) -> list[str]:
    return [f"(answer {reply.answer_id}; `coach why {reply.answer_id}` says how it was found)"]


def _standard(answer: StandardAnswer, width: int) -> str:
    """The card of a clause: what it is about, what it asks, what is there and what isn't."""
    lines = [_clause_heading(answer)]
    for paragraph in answer.about.split("\n"):
        lines += textwrap.wrap(paragraph, width)
    lists: list[tuple[str, Sequence[str]]] = [
        ("What it asks", answer.asks),
        ("Its items", [f"{item['label']}) {item['topic']}" for item in answer.items]),
        ("What an auditor will want to see", answer.evidence),
        ("What is often found wanting", answer.findings),
        ("To be in writing", [_in_writing(one) for one in answer.documented]),
        ("Our documents for it", [_ours(one) for one in answer.our_documents]),
        ("Not found here", answer.gaps),
    ]
    for title, told in lists:
        if told:
            lines += [f"{title}:", *(_bullet(line, width) for line in told)]
    also = [f"{one.number} {one.title}" for one in answer.clauses[1:]]
    if also:
        lines += textwrap.wrap(f"See also {'; '.join(also)}.", width)
    if answer.notice:
        lines += textwrap.wrap(f"! {answer.notice}", width)
    return "\n".join(lines)


def _clause_heading(answer: StandardAnswer) -> str:
    named = f"{answer.standard}:{answer.edition}"
    if not answer.clauses:
        return named
    first = answer.clauses[0]
    label = f" {answer.label})" if answer.label else ""
    return f"{named}, clause {first.number}{label} – {first.title}"


def _in_writing(one: InWriting) -> str:
    kinds = {"maintain": "kept current", "retain": "kept as proof", "available": "available"}
    ours = f": {', '.join(one.ours)}" if one.ours else ""
    asked = "" if one.explicit else ", implied"
    return f"{one.text} ({one.number}, {kinds[one.function]}{asked}){ours}"


def _ours(one: OurDocument) -> str:
    name = f"{one.number} {one.title}" if one.number else one.title
    place = f", {one.section}" if one.section else ""
    sure = "confirmed by a person" if one.basis == "person" else f"confidence {one.confidence:.2f}"
    return f"{name}{place} ({one.clause}, {sure})"


def _bullet(line: str, width: int) -> str:
    return textwrap.fill(line, width, initial_indent="  - ", subsequent_indent="    ")


def _quoted(text: str, width: int, indent: str = "") -> str:
    lines: list[str] = []
    for line in text.split("\n"):
        lines += textwrap.wrap(line, width - len(indent) - 2) or [""]
    return "\n".join(f"{indent}│ {line}" for line in lines)


def _place(citation: Citation, indent: str = "") -> str:
    document = citation.document
    name = f"{document.number} {document.title}" if document.number else document.title
    parts = [name]
    if document.revision:
        parts.append(f"rev. {document.revision}")
    if citation.effective_on:
        parts.append(f"effective {citation.effective_on}")
    if document.status != "current":
        parts.append(document.status.upper())
    if citation.section:
        parts.append(f"section {citation.section}")
    if citation.page:
        parts.append(f"page {citation.page}")
    if citation.owner:
        parts.append(f"owner {citation.owner}")
    return f"{indent}— {' · '.join(parts)}\n{indent}  {citation.address}"
