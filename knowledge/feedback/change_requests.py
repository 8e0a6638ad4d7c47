"""Requests to change a document that was unclear, or that is silent on what had to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import people
from knowledge.errors import CoachError
from knowledge.feedback.members import Member, log
from knowledge.storage.expertise_tables import ChangeRequest, WrongReport
from knowledge.storage.tables import Answer


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


def account_of_owner(session: Session, request: ChangeRequest) -> str | None:
    """The account of the document's owner, if the people register knows one person by that name."""
    if not request.owner:
        return None
    try:
        return people.find(session, request.owner).slack_account
    except CoachError:  # a role, or a name that several share: the quality team finds the owner
        return None


def _opened(session: Session, made: ChangeRequest, by: Member, now: datetime) -> ChangeRequest:
    session.add(made)
    session.flush()
    entry: dict[str, object] = {"request": made.id, "document": made.document}
    log(session, by, "document: change requested", entry, now=now)
    return made
