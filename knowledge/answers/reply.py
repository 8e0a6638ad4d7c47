"""A reply to a question: what is said, from where, and what else the asker should know."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from knowledge.answers.decision import Outcome
from knowledge.answers.standard import ClauseName, StandardAnswer
from knowledge.documents import Status


@dataclass(frozen=True)
class CitedDocument:
    number: str | None
    title: str
    revision: str | None
    status: Status


@dataclass(frozen=True)
class Citation:
    """A place in a document. `quote` is a verbatim part of `passage`, both "" if only linked."""

    rank: int
    source: str
    file: str
    document: CitedDocument
    section: str | None
    page: int | None
    quote: str
    passage: str
    context: str
    score: float
    passage_id: int
    issue_id: int
    handling: str
    owner: str | None
    effective_on: str | None
    address: str | None


@dataclass(frozen=True)
class Conflict:
    """Two documents in force that give different figures for the same thing."""

    figures: tuple[str, str]
    documents: tuple[str, str]
    quotes: tuple[str, str]


@dataclass(frozen=True)
class Reply:
    """The answer to one question, as it is stored and shown. `reported_at`: when somebody first
    said that it is wrong, while nobody has judged that."""

    answer_id: str
    question: str
    status: Outcome
    confidence: float
    answer: str
    citations: tuple[Citation, ...]
    conflicts: tuple[Conflict, ...] = ()
    notices: tuple[str, ...] = ()
    mode: str = "words and meaning"
    seconds: float = 0.0
    trace: dict[str, Any] = field(default_factory=dict)
    clauses: tuple[ClauseName, ...] = ()
    standard_answer: StandardAnswer | None = None
    reported_at: datetime | None = None

    def plain(self, question_id: str | None = None) -> dict[str, Any]:
        """The answer object that other programs rely on."""
        return {
            "id": question_id if question_id is not None else self.answer_id,
            "question": self.question,
            "status": self.status,
            "confidence": round(self.confidence, 4),
            "answer": self.answer,
            "citations": [_plain_citation(citation) for citation in self.citations],
            "clauses": [asdict(clause) for clause in self.clauses],
            "standard_answer": self.standard_answer.plain() if self.standard_answer else None,
            "seconds": round(self.seconds, 4),
            "answer_id": self.answer_id,
            "conflicts": [asdict(conflict) for conflict in self.conflicts],
            "notices": list(self.notices),
            "mode": self.mode,
        }


def _plain_citation(citation: Citation) -> dict[str, Any]:
    kept = (
        "rank", "source", "file", "document", "section", "page", "quote", "passage", "context",
        "score", "owner", "effective_on", "address", "handling",
    )  # fmt: skip
    plain = asdict(citation)
    return {name: plain[name] for name in kept}
