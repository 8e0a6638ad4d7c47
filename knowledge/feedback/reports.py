"""Answers that somebody says are wrong, and what the quality team judges."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge import people
from knowledge.deliveries import Address
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.feedback.members import Member, log, refuse_unless_quality
from knowledge.feedback.ratings import known_answer
from knowledge.storage.expertise_tables import WithdrawnAnswer, WrongReport
from knowledge.storage.rows import add_missing

Verdict = Literal["right", "unclear", "wrong"]

VERDICTS: dict[Verdict, str] = {
    "right": "the answer is right",
    "unclear": "the document is unclear",
    "wrong": "the answer is wrong",
}
DAYS_TO_JUDGE = 5
"""Working days after which a report that nobody judged goes further up."""


def report(
    session: Session, answer_id: str, *, by: Address, comment: str, now: datetime
) -> WrongReport:
    """Report an answer as wrong; again while it is open only changes what is said of it.

    Raises NotFound for an unknown answer, NotAllowed for one that is withdrawn, or was judged.
    """
    known_answer(session, answer_id)
    assert by.person is not None  # nobody reports without a name
    mine = {"answer_id": answer_id, "team": by.team, "person": by.person}
    where = {"conversation": by.conversation, "thread": by.thread}
    new = {"comment": comment.strip(), "reported_at": now, "state": "open"}
    if session.get(WithdrawnAnswer, answer_id) is not None:
        raise NotAllowed(
            "This answer was found wrong already and is withdrawn. "
            "What is right was sent to everyone who got it."
        )
    add_missing(session, WrongReport, [mine | where | new])
    found = session.scalars(select(WrongReport).filter_by(**mine)).one()
    if found.state != "open":
        raise NotAllowed(_judged_before(found))
    found.comment = comment.strip() or found.comment
    return found


def known_report(session: Session, report_id: int) -> WrongReport:
    """Raises NotFound for a report that isn't there."""
    found = session.get(WrongReport, report_id)
    if found is None:
        raise NotFound(f"There is no report {report_id}. `coach quality reports` lists them.")
    return found


def settle(
    session: Session, report_id: int, verdict: Verdict, *, by: Member, words: str, now: datetime
) -> WrongReport:
    """Close a report with a verdict. Of two who judge at once the first wins.

    Raises NotAllowed for the second, and for whoever hasn't the right.
    """
    refuse_unless_quality(by, "Judging a report")
    known_report(session, report_id)
    if verdict == "wrong" and not words.strip():
        raise BadInput("Say what is right: everyone who got the answer will read it.")
    done = session.execute(
        update(WrongReport)
        .where(WrongReport.id == report_id, WrongReport.state == "open")
        .values(state=verdict, judged_by=by.account, judged_at=now, words=words.strip())
        .returning(WrongReport.id)
    )
    first = done.first() is not None
    found = session.get_one(WrongReport, report_id, populate_existing=True)
    if not first:
        raise NotAllowed(already_judged(found))
    judged: dict[str, object] = {"report": found.id, "answer": found.answer_id, "verdict": verdict}
    log(session, by, "answer: report judged", judged, now=now)
    return found


def already_judged(found: WrongReport) -> str:
    """What somebody reads who comes second."""
    verdict = VERDICTS.get(found.state, found.state)  # type: ignore[call-overload]
    return (
        f"Report {found.id} has been judged already: {verdict}. "
        "What was decided stands; speak to whoever judged it if you see it otherwise."
    )


def open_reports(session: Session) -> list[WrongReport]:
    """What waits for a judgement, the oldest first."""
    waiting = select(WrongReport).where(WrongReport.state == "open")
    return list(session.scalars(waiting.order_by(WrongReport.reported_at, WrongReport.id)))


def overdue(session: Session, *, today: date, zone: ZoneInfo) -> list[WrongReport]:
    """Open reports that were not passed on yet and whose five working days at the site are over."""
    return [
        one
        for one in open_reports(session)
        if one.escalated_at is None and due_on(session, one, zone) < today
    ]


def due_on(session: Session, found: WrongReport, zone: ZoneInfo) -> date:
    """The last day for judging a report; holidays of the quality manager's site don't count."""
    reported_on = found.reported_at.astimezone(zone).date()
    closed = people.closed_for(session, people.quality_manager(session, reported_on))
    return people.working_days_after(reported_on, DAYS_TO_JUDGE, closed=closed)


def _judged_before(found: WrongReport) -> str:
    said = f" They wrote: {found.words}" if found.words else ""
    return (
        "You reported this answer before, and the quality team judged that "
        f"{VERDICTS.get(found.state, found.state)}.{said}"  # type: ignore[call-overload]
    )
