"""A company's documents as rows, and answers that cite them, without search."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from knowledge.answers.reply import Reply
from knowledge.search.published import PUBLISHED, published_generation
from knowledge.storage.tables import (
    Answer,
    DocumentIssue,
    EmbeddingModel,
    Generation,
    GenerationIssue,
    Passage,
    Pointer,
    Source,
)

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def publish(
    session: Session, number: str, words: str = "Records are kept.", **facts: Any
) -> Passage:
    """Add an issue of one passage to what is published; it is in force unless facts say not."""
    heading = facts.pop("heading", "4.2 Retention")
    issue = DocumentIssue(**(_facts(number) | facts), source_id=_source(session).id)
    session.add(issue)
    session.flush()
    passage = Passage(
        issue_id=issue.id,
        ordinal=1,
        digest=secrets.token_hex(32),
        text=words,
        units=[],
        context={"title": issue.title, "headings": [heading], "columns": [], "lead_in": ""},
        section=heading,
        page=3,
    )
    session.add(passage)
    session.add(GenerationIssue(generation_id=_generation(session).id, issue_id=issue.id))
    session.flush()
    return passage


def cited(session: Session, passage: Passage, **changes: Any) -> dict[str, Any]:
    """The citation of a passage, as an answer's record keeps it."""
    issue = session.get_one(DocumentIssue, passage.issue_id)
    known = {
        "rank": 1,
        "source": "/srv/qms",
        "file": issue.file,
        "document": {
            "number": issue.number,
            "title": issue.title,
            "revision": issue.revision,
            "status": "current",
        },
        "section": passage.section,
        "page": passage.page,
        "quote": "" if issue.handling == "link only" else passage.text,
        "passage": "" if issue.handling == "link only" else passage.text,
        "context": "",
        "score": 1.0,
        "passage_id": passage.id,
        "issue_id": issue.id,
        "handling": issue.handling,
        "owner": issue.owner,
        "effective_on": issue.effective_on.isoformat() if issue.effective_on else None,
        "address": issue.address,
    }
    return known | changes


def keep_answer(session: Session, question: str, *passages: Passage, **changes: Any) -> Answer:
    """The record of an answer that cites these passages; of one that found nothing, if none."""
    known = {
        "id": secrets.token_hex(5),
        "asked_at": NOW,
        "viewer": "everyone",
        "question": question,
        "status": "answered" if passages else "not_found",
        "confidence": 0.9,
        "text": passages[0].text if passages else "",
        "citations": [cited(session, passage) for passage in passages],
        "trace": {"scope": {}},
        "model": "none",
        "version": "test",
        "seconds": 0.0,
    }
    row = Answer(**known | changes)
    session.add(row)
    session.flush()
    return row


class Prepared:
    """Answers each question with the passages that were prepared for it.

    `standards` is what the standard says in each edition, the company's own first.
    """

    def __init__(self, coach: Any) -> None:
        self._coach = coach
        self._prepared: dict[str, tuple[int, ...]] = {}
        self.more: dict[str, Any] = {}
        self.standards: dict[str, dict[str, Any]] = {}

    def prepare(self, question: str, *passages: Passage) -> None:
        self._prepared[question] = tuple(passage.id for passage in passages)

    def reply(self, text: str, *, edition: str | None = None, **_: Any) -> Reply:
        with self._coach.database.begin() as session:
            ids = self._prepared.get(text, ())
            passages = [session.get_one(Passage, one) for one in ids]
            row = keep_answer(session, text, *passages, **self.more)
            if self.standards:
                standard = self.standards[edition or next(iter(self.standards))]
                row.trace = row.trace | {"standard": standard}
            return Reply(row.id, text, row.status, 0.9, row.text, (), trace=row.trace)


def _facts(number: str) -> dict[str, Any]:
    return {
        "file": f"{number}.docx",
        "digest": secrets.token_hex(32),
        "content_hash": secrets.token_hex(32),
        "group_key": f"number:{number}:en",
        "number": number,
        "title": "Record control",
        "revision": "4",
        "approval": "approved",
        "effective_on": date(2026, 1, 5),
        "owner": "Quality Manager",
        "kind": "procedure",
        "audience": "everyone",
        "handling": "quote",
        "language": "en",
        "superseded": False,
        "address": f"https://docs.example/{number}",
        "read_from": {},
        "doubts": [],
        "added_at": NOW,
    }


def _source(session: Session) -> Source:
    found = session.query(Source).first()
    if found is None:
        found = Source(address="/srv/qms", checked_at=NOW)
        session.add(found)
        session.flush()
    return found


def _generation(session: Session) -> Generation:
    found = published_generation(session)
    if found is None:
        model = EmbeddingModel(name="none", hash="0" * 64, prefix="", dimension=2)
        session.add(model)
        session.flush()
        found = Generation(model_id=model.id, started_at=NOW, published_at=NOW)
        session.add(found)
        session.flush()
        session.add(Pointer(name=PUBLISHED, generation_id=found.id))
        session.flush()
    return found
