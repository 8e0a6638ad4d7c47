"""What the quality team is checking, or found unclear: told to whoever asks the same meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.feedback.leading import digests_of, leading_passages, leads_alike
from knowledge.feedback.likeness import SAME, Inquiry, likenesses, question_key
from knowledge.storage.expertise_tables import ChangeRequest, WrongReport
from knowledge.storage.tables import Answer


@dataclass(frozen=True)
class Doubts:
    """The oldest report that is not judged yet, and the latest that found the document unclear
    and whose change request is open."""

    reported: WrongReport | None = None
    unclear: WrongReport | None = None


def doubts_about(session: Session, inquiry: Inquiry, passages: Sequence[int]) -> list[WrongReport]:
    """Reports in doubt about an answer to this question that led with one of these passages too,
    or with none either; the oldest first."""
    doubted = _in_doubt(session)
    if not doubted:
        return []
    near = likenesses(session, inquiry, (answer.question for _, answer in doubted))
    quotes = digests_of(session, passages)
    return [
        report
        for report, answer in doubted
        if near[answer.question] >= SAME and leads_alike(session, answer, quotes)
    ]


def doubts_of(session: Session, row: Answer) -> Doubts:
    """What is in doubt about an answer, or about one that says the same to the same question: by
    its words or, as its record tells, by meaning."""
    traced = set(row.trace.get("reported", ()))
    quotes = digests_of(session, leading_passages(row))
    key = question_key(row.question)
    mine = [
        report
        for report, answer in _in_doubt(session)
        if report.id in traced
        or answer.id == row.id
        or (question_key(answer.question) == key and leads_alike(session, answer, quotes))
    ]
    return Doubts(
        next((one for one in mine if one.state == "open"), None),
        next((one for one in reversed(mine) if one.state == "unclear"), None),
    )


def questions_in_doubt(session: Session) -> list[str]:
    """The questions that new ones are held against."""
    return [answer.question for _, answer in _in_doubt(session)]


def _in_doubt(session: Session) -> list[tuple[WrongReport, Answer]]:
    changing = select(ChangeRequest.report_id).where(
        ChangeRequest.closed_at.is_(None), ChangeRequest.report_id.is_not(None)
    )
    wanted = (
        select(WrongReport, Answer)
        .join(Answer, Answer.id == WrongReport.answer_id)
        .where((WrongReport.state == "open") | WrongReport.id.in_(changing))
        .order_by(WrongReport.reported_at, WrongReport.id)
    )
    return [(report, answer) for report, answer in session.execute(wanted)]
