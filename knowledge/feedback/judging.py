"""A judgement and all that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.feedback import change_requests, reports, withdrawing
from knowledge.feedback.members import Member
from knowledge.feedback.recipients import Receipt, recipients
from knowledge.feedback.reports import Verdict
from knowledge.feedback.sources import checked_document
from knowledge.storage.expertise_tables import ChangeRequest, Fault, WrongReport


@dataclass(frozen=True)
class Judgement:
    """A settled report; `receipts` are the places where the withdrawn answers were shown."""

    report: WrongReport
    request: ChangeRequest | None = None
    fault: Fault | None = None
    receipts: tuple[Receipt, ...] = ()


def judge(
    session: Session,
    report_id: int,
    verdict: Verdict,
    *,
    by: Member,
    words: str = "",
    document: str = "",
    now: datetime,
) -> Judgement:
    """Settle a report: right, the document is unclear, or the answer is wrong.

    `words` are the judge's own, for "wrong" what is right; `document` the number of the document
    that says so. Raises NotAllowed without the right or if somebody was first, BadInput without
    words for "wrong", NotFound for a number that no document has.
    """
    number = checked_document(session, document) if verdict == "wrong" else None
    found = reports.settle(session, report_id, verdict, by=by, words=words, now=now)
    if verdict == "right":
        return Judgement(found)
    if verdict == "unclear":
        request = change_requests.for_report(session, found, by=by, words=words, now=now)
        return Judgement(found, request=request)
    fault = withdrawing.withdraw(session, found, correction=words, document=number, by=by, now=now)
    answers = withdrawing.withdrawn_answers(session, fault)
    return Judgement(found, fault=fault, receipts=tuple(recipients(session, answers)))
