"""How what an answer cites stands now: who may see it, what is in force, when it was checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.documents import Status
from knowledge.search.published import published_generation, statuses_of, withdrawn_keys
from knowledge.storage.tables import Answer, DocumentIssue, GenerationIssue, Source

Cited = Mapping[str, Any]
"""A citation as it is kept in an answer's record."""


@dataclass(frozen=True)
class Standing:
    """A citation that may still be shown. `status`: None if its issue is published no more."""

    citation: Cited
    status: Status | None


def audiences_of(session: Session, citations: Sequence[Cited]) -> frozenset[str] | None:
    """Whom the cited documents are for; None if one of them may be shown to nobody any more."""
    issues = _issues(session, citations)
    withdrawn = withdrawn_keys(session)
    shown = [issue for issue in issues.values() if _quotable(issue, withdrawn)]
    if len(shown) < len({citation["issue_id"] for citation in citations}):
        return None
    return frozenset(issue.audience for issue in shown)


def readers_of(session: Session, row: Answer) -> frozenset[str] | None:
    """Whom an answer is for: all documents that it names, and the approved answer below them."""
    standard = row.trace.get("standard") or {}
    needed = audiences_of(session, [*row.citations, *standard.get("our_documents", ())])
    approved = row.trace.get("approved")
    return needed if needed is None or not approved else needed | {approved["audience"]}


def standings(
    session: Session, citations: Sequence[Cited], viewer: Viewer, *, on: date
) -> list[Standing]:
    """The citations that this viewer may see now, in their order."""
    issues = _issues(session, citations)
    withdrawn = withdrawn_keys(session)
    seen = {
        key: issue
        for key, issue in issues.items()
        if viewer.may_see(issue.audience) and _quotable(issue, withdrawn)
    }
    known = _statuses(session, {issue.group_key for issue in seen.values()}, on)
    return [
        Standing(citation, known.get(citation["issue_id"]))
        for citation in citations
        if citation["issue_id"] in seen
    ]


def checked_at(session: Session, citations: Sequence[Cited]) -> datetime | None:
    """When the sources of these citations (of no citation: all) were last read, the oldest."""
    wanted = select(func.min(Source.checked_at))
    if citations:
        ids = [citation["issue_id"] for citation in citations]
        sources = select(DocumentIssue.source_id).where(DocumentIssue.id.in_(ids))
        wanted = wanted.where(Source.id.in_(sources))
    return session.scalar(wanted)


def _issues(session: Session, citations: Sequence[Cited]) -> dict[int, DocumentIssue]:
    ids = {citation["issue_id"] for citation in citations}
    rows = session.scalars(select(DocumentIssue).where(DocumentIssue.id.in_(ids)))
    return {row.id: row for row in rows}


def _quotable(issue: DocumentIssue, withdrawn: frozenset[str]) -> bool:
    return issue.handling != "never in Slack" and issue.group_key not in withdrawn


def _statuses(session: Session, groups: set[str], on: date) -> dict[int, Status]:
    """The status of the published issues of these documents."""
    generation = published_generation(session)
    if generation is None:
        return {}
    issues = session.scalars(
        select(DocumentIssue)
        .join(GenerationIssue, GenerationIssue.issue_id == DocumentIssue.id)
        .where(GenerationIssue.generation_id == generation.id, DocumentIssue.group_key.in_(groups))
    )
    return statuses_of(issues, on=on)
