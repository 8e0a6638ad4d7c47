"""The passage behind a question or an advice, as far as its reader may see it now."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.answers.standing import standings
from knowledge.storage.tables import DocumentIssue, Passage

Citation = dict[str, Any]


def citation_of(
    session: Session, passage_id: int | None, viewer: Viewer, *, on: date
) -> Citation | None:
    """Where a passage stands, with its words; without them where it may only be linked."""
    passage = session.get(Passage, passage_id) if passage_id is not None else None
    if passage is None:
        return None
    issue = session.get_one(DocumentIssue, passage.issue_id)
    found = standings(session, [_plain(passage, issue)], viewer, on=on)
    if not found:
        return None
    citation = dict(found[0].citation)
    citation["document"] = citation["document"] | {"status": found[0].status}
    return citation


def _plain(passage: Passage, issue: DocumentIssue) -> Citation:
    columns = " | ".join(str(one) for one in passage.context.get("columns", []))
    quoted = issue.handling == "quote"
    return {
        "file": issue.file,
        "document": {
            "number": issue.number,
            "title": issue.title,
            "revision": issue.external_issue if issue.kind == "external" else issue.revision,
        },
        "section": passage.section,
        "page": passage.page,
        "quote": passage.text if quoted else "",
        "context": columns if quoted else "",
        "passage_id": passage.id,
        "issue_id": issue.id,
        "handling": issue.handling,
        "owner": issue.owner,
        "effective_on": issue.effective_on.isoformat() if issue.effective_on else None,
        "address": issue.address,
    }
