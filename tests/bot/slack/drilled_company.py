"""Brennick with some of its documents indexed and questions about them approved."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.assembly import Coach
from bot.settings import Environment
from indexing import pipeline
from indexing.reading.reader import Reader
from knowledge.storage.drill_tables import DrillCampaign, DrillQuestion
from knowledge.storage.tables import DocumentIssue, Passage
from tests.bot.slack.brennick import copy_to
from tests.bot.slack.documents import NOW

COMPANY = Path(__file__).parents[2] / "company" / "documents"
DOCUMENTS = (
    "02 Procedures/QP-0009 Nonconforming product Rev F.docx",
    "02 Procedures/QP-0005 Purchasing and supplier evaluation Rev E.docx",
    "02 Procedures/QP-0010 Corrective action v3.0.docx",
    "03 Work instructions/WI-108 torque wrench daily check.md",
    "03 Work instructions/WI-110 First off inspection.docx",
)


@dataclass(frozen=True)
class Asked:
    """A question about a passage of a document; `at` are words that stand in the passage."""

    text: str
    kind: str
    clause: str
    document: str
    at: str
    parts: Sequence[str]
    key_points: Sequence[str]


SUSPECT = Asked(
    "You find a part that looks wrong. What do you do with it?",
    "open",
    "8.7.1",
    "QP-0009",
    "hangs a red tag",
    ("what_i_do", "governing_document", "conduct"),
    (
        "Stops work on the part and tells the shift lead",
        "Hangs a red tag T-07 on the part or the container at once",
    ),
)
NCR = Asked(
    "Show me a nonconformance report of your area. By when is one raised?",
    "show me",
    "8.7.2",
    "QP-0009",
    "within eight hours",
    ("record", "how_i_know"),
    ("F-007 is raised in the same shift, within eight hours of finding",),
)
SUPPLIER = Asked(
    "Which rules do you follow when a new category 1 supplier is approved?",
    "open",
    "8.4.1",
    "QP-0005",
    "back within fifteen working days",
    ("what_i_do", "governing_document"),
    ("The supplier questionnaire F-005 must be back within fifteen working days",),
)
EVALUATION = Asked(
    "Show me how a supplier was evaluated this year.",
    "show me",
    "8.4.1",
    "QP-0005",
    "evaluate all category 1 and 2 suppliers on F-006",
    ("record", "how_i_know"),
    ("In March Purchasing and Quality evaluate all category 1 and 2 suppliers on F-006",),
)
ASKED: dict[str, Sequence[Asked]] = {
    "operator": (SUSPECT, NCR),
    "purchasing": (SUPPLIER, EVALUATION),
}


def build(home: Path) -> None:
    """Put records, documents and questions into a new home."""
    copy_to(home)
    documents = home / "documents"
    for name in DOCUMENTS:
        (documents / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(COMPANY / name, documents / name)
    coach = Coach(Environment(home=home), clock=lambda: NOW)
    with Reader() as reader:
        pipeline.index(coach.workshop(reader), str(documents), now=NOW)
    with coach.database.begin() as session:
        for role, questions in ASKED.items():
            rows = [_row(session, one, role) for one in questions]
            session.add_all(rows)
            session.flush()
            session.add(_campaign(role, [f"document-{row.id}" for row in rows]))
    coach.database.close()


def passage_at(session: Session, number: str, words: str) -> Passage:
    """The passage of a document that holds these words."""
    found = session.scalars(
        select(Passage)
        .join(DocumentIssue, DocumentIssue.id == Passage.issue_id)
        .where(DocumentIssue.number == number, Passage.text.contains(words))
    ).first()
    assert found is not None, (number, words)
    return found


def _row(session: Session, asked: Asked, role: str) -> DrillQuestion:
    passage = passage_at(session, asked.document, asked.at)
    return DrillQuestion(
        key=f"{role} {asked.text}"[:64], source="document", state="approved", text=asked.text,
        kind=asked.kind, role=role, who=None, clause=asked.clause, edition="2015",
        parts=list(asked.parts), key_points=list(asked.key_points),
        why_asked="An auditor checks that the procedure is known where the work is done.",
        hint="Think of what you do first, and of what you write down.",
        passage_id=passage.id, sentence=asked.at, version="1", made_at=NOW,
        approved_by="Priya Nair", approved_on=NOW.date(),
    )  # fmt: skip


def _campaign(role: str, questions: list[str]) -> DrillCampaign:
    known: dict[str, Any] = {
        "title": f"Before the audit: {role}", "team_id": None, "clauses": [],
        "questions": questions, "length": 3, "opens_on": NOW.date(), "due_on": NOW.date(),
        "made_by": None, "made_at": NOW,
    }  # fmt: skip
    return DrillCampaign(**known)
