"""Which issues are published, and their status: rows alone, without the search structures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from knowledge.documents import Status, statuses
from knowledge.storage.tables import (
    DocumentIssue,
    Generation,
    GenerationIssue,
    Pointer,
    Withdrawal,
)

PUBLISHED = "published"


def statuses_of(
    issues: Iterable[DocumentIssue], *, on: date, withdrawn: frozenset[str] = frozenset()
) -> dict[int, Status]:
    """The status of each issue row, worked out among the issues of the same document."""
    groups: dict[str, list[DocumentIssue]] = {}
    for issue in issues:
        groups.setdefault(issue.group_key, []).append(issue)
    found: dict[int, Status] = {}
    for key, members in groups.items():
        for issue, status in zip(members, statuses(members, on=on), strict=True):
            found[issue.id] = "withdrawn" if key in withdrawn else status
    return found


def withdrawn_keys(session: Session) -> frozenset[str]:
    """Documents that were withdrawn by hand."""
    return frozenset(session.scalars(select(Withdrawal.group_key)))


def published_generation(session: Session) -> Generation | None:
    """The generation that questions are answered from, with its model."""
    return session.scalar(
        select(Generation)
        .join(Pointer, Pointer.generation_id == Generation.id)
        .where(Pointer.name == PUBLISHED)
        .options(joinedload(Generation.model))
    )


def issues_of(session: Session, generation_id: int) -> list[DocumentIssue]:
    """The issues of a generation, with their sources."""
    return list(
        session.scalars(
            select(DocumentIssue)
            .join(GenerationIssue, GenerationIssue.issue_id == DocumentIssue.id)
            .where(GenerationIssue.generation_id == generation_id)
            .options(joinedload(DocumentIssue.source))
            .order_by(DocumentIssue.source_id, DocumentIssue.file, DocumentIssue.id)
        )
    )
