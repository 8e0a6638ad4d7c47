"""The register as rows for programs and as a table for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.documents import clashes, review_overdue
from knowledge.errors import NotFound
from knowledge.language import language_name
from knowledge.search.published import issues_of, published_generation, statuses_of, withdrawn_keys
from knowledge.storage.tables import DocumentIssue, Source, UnreadFile

_FIELDS = (
    "number", "title", "revision", "approval", "approved_by", "approved_on", "effective_on",
    "review_on", "owner", "kind", "external_issue", "audience", "handling", "language", "address",
    "pages", "read_from", "doubts",
)  # fmt: skip


def plain_rows(
    session: Session, *, on: date, viewer: Viewer | None, languages: Sequence[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The documents and the unread files of the published generation."""
    generation = published_generation(session)
    if generation is None:
        raise NotFound("Nothing is indexed yet. Run: coach index FOLDER")
    issues = issues_of(session, generation.id)
    known = statuses_of(issues, on=on, withdrawn=withdrawn_keys(session))
    between = _doubts_between(issues, on)

    def doubts(issue: DocumentIssue) -> list[str]:
        return [*between.get(issue.group_key, []), *_foreign(issue, languages)]

    rows = [
        _row(
            issue,
            known[issue.id],
            [*between.get(issue.group_key, []), *_foreign(issue, languages)],
            on,
        )
        for issue in issues
        if viewer is None or viewer.may_see(issue.audience)
    ]
    unread = session.execute(
        select(UnreadFile, Source.address)
        .join(Source, Source.id == UnreadFile.source_id)
        .where(UnreadFile.generation_id == generation.id)
        .order_by(UnreadFile.file)
    )
    return rows, [
        {
            "file": row.file,
            "source": address,
            "status": "unread",
            "reason": row.reason,
            "remedy": row.remedy,
        }
        for row, address in unread
    ]


def _foreign(issue: DocumentIssue, languages: Sequence[str]) -> list[str]:
    if issue.language in languages:
        return []
    known = " and ".join(language_name(code) for code in languages)
    return [
        f"It is in {language_name(issue.language)}; questions are understood in {known}, "
        "so it will hardly be found. Provide a translation."
    ]


def _doubts_between(issues: list[DocumentIssue], on: date) -> dict[str, list[str]]:
    groups: dict[str, list[DocumentIssue]] = {}
    for issue in issues:
        groups.setdefault(issue.group_key, []).append(issue)
    return {key: clashes(members, on=on) for key, members in groups.items()}


def _row(issue: DocumentIssue, status: str, between: list[str], on: date) -> dict[str, Any]:
    row: dict[str, Any] = {"file": issue.file, "source": issue.source.address, "status": status}
    for name in _FIELDS:
        value = getattr(issue, name)
        row[name] = value.isoformat() if isinstance(value, date) else value
    row["doubts"] = [*issue.doubts, *between]
    row["review_overdue"] = status == "current" and review_overdue(issue, on)
    return row


def table(rows: list[dict[str, Any]], unread: list[dict[str, Any]]) -> str:
    """What a document controller reads."""
    lines = [f"{'Number':<16} {'Rev.':<8} {'Status':<11} {'Effective':<11} {'Kind':<12} Title"]
    for row in sorted(rows, key=lambda row: (str(row["number"] or "~"), row["file"])):
        lines.append(
            f"{row['number'] or '–':<16} {row['revision'] or '–':<8} {row['status']:<11} "
            f"{row['effective_on'] or '–':<11} {row['kind']:<12} {row['title']}{_marks(row)}"
        )
    doubtful = [row for row in rows if row["doubts"]]
    if doubtful:
        lines.append("\nDoubts")
        for row in doubtful:
            lines.append(f"  {row['file']}")
            lines += [f"    - {doubt}" for doubt in row["doubts"]]
    overdue = [row for row in rows if row["review_overdue"]]
    if overdue:
        lines.append("\nReview overdue")
        lines += [f"  {row['number'] or row['file']} since {row['review_on']}" for row in overdue]
    if unread:
        lines.append("\nNot read")
        for row in unread:
            lines.append(f"  {row['file']!r}\n    {row['reason']} {row['remedy']}")
    return "\n".join(lines)


def _marks(row: dict[str, Any]) -> str:
    marks = [row["audience"]] if row["audience"] != "everyone" else []
    marks += [row["handling"]] if row["handling"] != "quote" else []
    marks += [row["language"]] if row["language"] != "en" else []
    return f"  [{', '.join(marks)}]" if marks else ""
