"""Requests to change a document that was unclear, or that is silent on what had to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge import people
from knowledge.documents import same_revision
from knowledge.errors import BadInput, CoachError, NotAllowed, NotFound
from knowledge.feedback.members import Member, log, refuse_unless_quality
from knowledge.feedback.sources import InForce, in_force
from knowledge.storage.expertise_tables import ChangeRequest, WrongReport
from knowledge.storage.tables import Answer, DocumentIssue


def for_report(
    session: Session, found: WrongReport, *, by: Member, words: str, now: datetime
) -> ChangeRequest:
    """Ask for a change of the document that the reported answer was quoted from."""
    answer = session.get_one(Answer, found.answer_id)
    cited: Mapping[str, Any] = answer.citations[0] if answer.citations else {}
    document = cited.get("document") or {}
    why = words.strip() or found.comment or "It was read in two ways."
    made = ChangeRequest(
        document=document.get("number"),
        title=document.get("title"),
        revision=_revision_in_force(session, document.get("number"), now.date()),
        owner=cited.get("owner"),
        why=f"{why}\nAsked: {answer.question}",
        report_id=found.id,
        opened_by=by.account,
        opened_at=now,
    )
    return _opened(session, made, by, now)


def for_silence(session: Session, question: str, *, by: Member, now: datetime) -> ChangeRequest:
    """Ask that a document says what only an interim answer says so far."""
    made = ChangeRequest(
        why=f"No document answers this, and an interim answer stands in for it.\nAsked: {question}",
        opened_by=by.account,
        opened_at=now,
    )
    return _opened(session, made, by, now)


def open_requests(session: Session) -> list[ChangeRequest]:
    """What was not closed yet, the oldest first."""
    waiting = select(ChangeRequest).where(ChangeRequest.closed_at.is_(None))
    return list(session.scalars(waiting.order_by(ChangeRequest.id)))


def known_request(session: Session, request_id: int) -> ChangeRequest:
    """Raises NotFound for a request that isn't there."""
    found = session.get(ChangeRequest, request_id)
    if found is None:
        raise NotFound(
            f"There is no document change request {request_id}. `coach quality requests` lists "
            "what is open."
        )
    return found


def close(
    session: Session, request_id: int, *, by: Member, why: str, now: datetime
) -> ChangeRequest:
    """Close a request because the document was changed, or needs no change after all.

    Raises NotFound, NotAllowed without the right or if it was closed, BadInput without a reason.
    """
    refuse_unless_quality(by, "Closing a document change request")
    known_request(session, request_id)
    if not why.strip():
        raise BadInput("Say what was done, or why nothing has to be.")
    if not _closed_now(session, request_id, by.account, why.strip(), now):
        raise NotAllowed(already_closed(session.get_one(ChangeRequest, request_id)))
    entry: dict[str, object] = {"request": request_id, "why": why.strip()}
    log(session, by, "document: change request closed", entry, now=now)
    return session.get_one(ChangeRequest, request_id, populate_existing=True)


def already_closed(found: ChangeRequest) -> str:
    """What somebody reads who comes second."""
    return f"Document change request {found.id} has been closed already: {found.closed_why}"


def settle_revised(session: Session, *, today: date, now: datetime) -> list[ChangeRequest]:
    """Close what a new revision has settled: one in force that is not the one it was opened
    against. What names no document, or one without a revision, is closed by hand."""
    known = in_force(session, today)
    closed = []
    for request in open_requests(session):
        issue = _revised(known, request)
        if issue is None:
            continue
        why = f"revision {issue.revision} of {issue.number} is in force."
        if _closed_now(session, request.id, None, why, now):
            entry: dict[str, object] = {"request": request.id, "issue": issue.id}
            log(session, None, "document: change request closed", entry, now=now)
            closed.append(session.get_one(ChangeRequest, request.id, populate_existing=True))
    return closed


def account_of_owner(session: Session, request: ChangeRequest) -> str | None:
    """The account of the document's owner, if the people register knows one person by that name."""
    if not request.owner:
        return None
    try:
        return people.find(session, request.owner).slack_account
    except CoachError:  # a role, or a name that several share: the quality team finds the owner
        return None


def _revised(known: InForce, request: ChangeRequest) -> DocumentIssue | None:
    """The issue in force by another revision than the request was opened against.

    None while the earlier one is in force beside it, in another language or for another site.
    """
    if not request.document or not request.revision:
        return None
    now = known.numbered(request.document)
    if any(same_revision(one.revision, request.revision) for one in now):
        return None
    return next((one for one in now if one.revision), None)


def _revision_in_force(session: Session, number: str | None, today: date) -> str | None:
    if not number:
        return None
    found = in_force(session, today).numbered(number)
    return next((one.revision for one in found if one.revision), None)


def _closed_now(session: Session, request_id: int, by: str | None, why: str, now: datetime) -> bool:
    """Close it unless somebody was first."""
    done = session.execute(
        update(ChangeRequest)
        .where(ChangeRequest.id == request_id, ChangeRequest.closed_at.is_(None))
        .values(closed_at=now, closed_by=by, closed_why=why)
        .returning(ChangeRequest.id)
    )
    return done.first() is not None


def _opened(session: Session, made: ChangeRequest, by: Member, now: datetime) -> ChangeRequest:
    session.add(made)
    session.flush()
    entry: dict[str, object] = {"request": made.id, "document": made.document}
    log(session, by, "document: change requested", entry, now=now)
    return made
