"""From weighed passages to citations: best first, no two telling the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from knowledge.answers.evidence import Evidence
from knowledge.answers.quoting import quotation
from knowledge.answers.reply import Citation, CitedDocument
from knowledge.documents import Status
from knowledge.search.library import Library, heading_path
from knowledge.sentences import WORD

MOST = 5
ALIKE = 0.85
"""Passages that share this much of their words tell the same; within one issue, this much of
the shorter one's."""


def distinct(found: Sequence[Evidence], count: int = MOST) -> list[Evidence]:
    """The first passages of which none repeats a better one."""
    kept: list[Evidence] = []
    for evidence in found:
        if not any(_same(evidence, better) for better in kept):
            kept.append(evidence)
        if len(kept) == count:
            break
    return kept


def _same(one: Evidence, other: Evidence) -> bool:
    if _said(one) == _said(other) and len(_said(one)) > 4:
        return True
    mine, theirs = (set(_words(evidence.passage.text)) for evidence in (one, other))
    same_issue = one.passage.issue_id == other.passage.issue_id
    whole = min(len(mine), len(theirs)) if same_issue else len(mine | theirs)
    return whole > 8 and len(mine & theirs) >= ALIKE * whole


def _said(evidence: Evidence) -> list[str]:
    unit = evidence.strongest
    return _words(evidence.passage.text[unit.start : unit.end])


def _words(text: str) -> list[str]:
    return [word.group().casefold() for word in WORD.finditer(text)]


def citations(
    library: Library, found: Sequence[Evidence], known: Mapping[int, Status]
) -> tuple[Citation, ...]:
    """Citations of these passages; of a document that may only be linked, without its words."""
    return tuple(
        _citation(library, evidence, rank, known[evidence.hit.issue_id])
        for rank, evidence in enumerate(found, 1)
    )


def _citation(library: Library, evidence: Evidence, rank: int, status: Status) -> Citation:
    issue = library.issues[evidence.hit.issue_id]
    passage = evidence.passage
    linked = issue.handling == "link only"
    path = " › ".join(heading_path(passage.context))
    columns = " | ".join(passage.context["columns"])
    context = "\n".join(part for part in (path, columns, passage.context["lead_in"]) if part)
    return Citation(
        rank=rank,
        source=issue.source.address,
        file=issue.file,
        document=CitedDocument(issue.number, issue.title, issue.revision, status),
        section=passage.section,
        page=passage.page,
        quote="" if linked else quotation(evidence).quote,
        passage="" if linked else passage.text,
        context=path if linked else context,
        score=round(evidence.score, 4),
        passage_id=passage.id,
        issue_id=issue.id,
        handling=issue.handling,
        owner=issue.owner,
        effective_on=issue.effective_on.isoformat() if issue.effective_on else None,
        address=issue.address or _address(issue.source.address, issue.file),
    )


def _address(source: str, file: str) -> str:
    """Where the controlled original lies."""
    if "://" in source:
        return f"{source}/{file}"
    return str(PurePosixPath(source) / file)
