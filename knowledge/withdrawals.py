"""Taking a document out of use at once, by hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.documents import same_number
from knowledge.errors import NotFound
from knowledge.search.published import issues_of, published_generation
from knowledge.storage.tables import DocumentIssue, Withdrawal


def withdraw(session: Session, number: str, *, by: str, now: datetime) -> list[str]:
    """Withdraw every issue of a document. Raises NotFound if no document has this number."""
    issues = _numbered(session, number)
    for key in {issue.group_key for issue in issues}:
        session.merge(Withdrawal(group_key=key, withdrawn_at=now, withdrawn_by=by))
    return _names(issues)


def reinstate(session: Session, number: str) -> list[str]:
    """Undo a withdrawal. Raises NotFound if the document was not withdrawn."""
    issues = _numbered(session, number)
    rows = [session.get(Withdrawal, key) for key in {issue.group_key for issue in issues}]
    found = [row for row in rows if row is not None]
    if not found:
        raise NotFound(f"{number} was not withdrawn.")
    for row in found:
        session.delete(row)
    return _names(issues)


def _numbered(session: Session, number: str) -> list[DocumentIssue]:
    generation = published_generation(session)
    known = issues_of(session, generation.id) if generation else []
    issues = [
        issue
        for issue in known
        if (issue.number and same_number(issue.number, number)) or issue.file == number
    ]
    if not issues:
        raise NotFound(
            f"No document has the number {number}. `coach documents` lists them; a document "
            "without a number is named by its file."
        )
    return issues


def _names(issues: list[DocumentIssue]) -> list[str]:
    return sorted({f"{issue.number or issue.file} {issue.title}" for issue in issues})
