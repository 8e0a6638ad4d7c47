"""A reply as text for a terminal: the quoted words first, then where they stand."""

from __future__ import annotations

import textwrap

from knowledge.answers.reply import Citation, Reply

WIDTH = 88


def card(reply: Reply, *, width: int = WIDTH) -> str:
    """What a person reads."""
    parts: list[str] = []
    if reply.status == "answered":
        parts.append(_quoted(reply.answer, width))
        parts.append(_place(reply.citations[0]))
    elif reply.status == "nearest":
        parts.append("No document says this in so many words. The nearest passages:")
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
    parts += [f"· {notice}" for notice in reply.notices]
    parts.append(f"(answer {reply.answer_id}; `coach why {reply.answer_id}` says how it was found)")
    return "\n".join(parts)


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
