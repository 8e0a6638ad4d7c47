"""Taking an answer back: the fault log, and what must not answer the question again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.feedback.leading import (
    digests_of,
    leading_citations,
    leading_passages,
    leads_alike,
)
from knowledge.feedback.likeness import SAME, Inquiry, likenesses, question_key
from knowledge.feedback.members import Member, log, refuse_unless_quality
from knowledge.feedback.sources import document_for
from knowledge.storage.expertise_tables import (
    Fault,
    WithdrawnAnswer,
    WithdrawnQuote,
    WrongReport,
)
from knowledge.storage.rows import add_missing
from knowledge.storage.tables import Answer, DocumentIssue, Passage


def withdraw(
    session: Session,
    found: WrongReport,
    *,
    correction: str,
    document: str | None,
    by: Member,
    now: datetime,
) -> Fault:
    """Take an answer back, and every answer to the same question with the same quotation.

    Other open reports about them are settled with it. The report is judged wrong already.
    """
    answer = session.get_one(Answer, found.answer_id)
    fault = Fault(
        report_id=found.id,
        answer_id=answer.id,
        question=answer.question,
        question_key=question_key(answer.question),
        correction=correction.strip(),
        document=document,
        found_by=by.account,
        found_at=now,
    )
    session.add(fault)
    session.flush()
    quotes = digests_of(session, leading_passages(answer))
    session.add_all(WithdrawnQuote(fault_id=fault.id, digest=digest) for digest in sorted(quotes))
    answers = [answer.id, *_same_answers(session, fault, quotes)]
    rows = [{"answer_id": one, "fault_id": fault.id} for one in answers]
    add_missing(session, WithdrawnAnswer, rows)
    _settle_others(session, answers, by, correction, now)
    entry: dict[str, object] = {"fault": fault.id, "answers": answers}
    log(session, by, "answer: withdrawn", entry, now=now)
    return fault


def withdrawn_answers(session: Session, fault: Fault) -> list[str]:
    """The ids of the answers that were taken back for a fault."""
    mine = select(WithdrawnAnswer.answer_id).where(WithdrawnAnswer.fault_id == fault.id)
    return list(session.scalars(mine.order_by(WithdrawnAnswer.answer_id)))


def fault_of(session: Session, answer_id: str) -> Fault | None:
    """Why an answer was taken back; None if it stands."""
    row = session.get(WithdrawnAnswer, answer_id)
    return session.get(Fault, row.fault_id) if row is not None else None


def withdrawn_quotes(session: Session, inquiry: Inquiry) -> frozenset[int]:
    """Passages that answered this question wrongly and so don't answer it again.

    Until the fault is lifted, or the document says it in other words.
    """
    same = [fault.id for fault in _faults_of(session, inquiry)]
    if not same:
        return frozenset()
    held = select(WithdrawnQuote.digest).where(WithdrawnQuote.fault_id.in_(same))
    return frozenset(session.scalars(select(Passage.id).where(Passage.digest.in_(held))))


def correction_for(session: Session, inquiry: Inquiry, viewer: Viewer) -> Fault | None:
    """The newest fault whose correction answers this question, for whoever may see what was
    quoted and what the correction names; never for people from outside."""
    if viewer.is_outsider:
        return None
    found = [one for one in _faults_of(session, inquiry) if _may_read(session, one, viewer)]
    return max(found, key=lambda fault: fault.id, default=None)


def _faults_of(session: Session, inquiry: Inquiry) -> list[Fault]:
    """What went wrong with this question and was not lifted."""
    faults = session.scalars(select(Fault).where(Fault.lifted_at.is_(None))).all()
    if not faults:
        return []
    near = likenesses(session, inquiry, (fault.question for fault in faults))
    return [fault for fault in faults if near[fault.question] >= SAME]


def _may_read(session: Session, fault: Fault, viewer: Viewer) -> bool:
    answer = session.get(Answer, fault.answer_id)
    cited = [one.get("issue_id") for one in leading_citations(answer)] if answer else []
    issues = session.scalars(select(DocumentIssue).where(DocumentIssue.id.in_(cited)))
    named = fault.document is None or document_for(session, fault.document, viewer) is not None
    return named and all(viewer.may_see(issue.audience) for issue in issues)


def lift(session: Session, fault_id: int, *, by: Member, why: str, now: datetime) -> Fault:
    """Let the quotation answer again, after a second look; the fault stays in the log.

    Raises NotFound, NotAllowed without the right or if it was lifted, BadInput without a reason.
    """
    refuse_unless_quality(by, "Lifting a withdrawal")
    fault = session.get(Fault, fault_id)
    if fault is None:
        raise NotFound(f"There is no fault {fault_id}. `coach quality faults` lists them.")
    if not why.strip():
        raise BadInput("Say why the quotation may answer this question again.")
    done = session.execute(
        update(Fault)
        .where(Fault.id == fault_id, Fault.lifted_at.is_(None))
        .values(lifted_by=by.account, lifted_at=now, lifted_why=why.strip())
        .returning(Fault.id)
    )
    if done.first() is None:
        raise NotAllowed(f"The withdrawal of fault {fault_id} has been lifted already.")
    log(session, by, "answer: withdrawal lifted", {"fault": fault_id}, now=now)
    return session.get_one(Fault, fault_id, populate_existing=True)


def faults(session: Session) -> list[Fault]:
    """The coach's own faults, the newest first."""
    return list(session.scalars(select(Fault).order_by(Fault.id.desc())))


def _same_answers(session: Session, fault: Fault, quotes: frozenset[str]) -> list[str]:
    """Other answers to this question that say it in the same words, or that found nothing too."""
    taken = set(session.scalars(select(WithdrawnAnswer.answer_id))) | {fault.answer_id}
    asked = session.execute(select(Answer.id, Answer.question))
    same = [row.id for row in asked if question_key(row.question) == fault.question_key]
    rows = session.scalars(select(Answer).where(Answer.id.in_(set(same) - taken)))
    return [row.id for row in rows if leads_alike(session, row, quotes)]


def _settle_others(
    session: Session, answers: Sequence[str], by: Member, correction: str, now: datetime
) -> None:
    session.execute(
        update(WrongReport)
        .where(WrongReport.answer_id.in_(answers), WrongReport.state == "open")
        .values(state="wrong", judged_by=by.account, judged_at=now, words=correction.strip())
    )
