"""What people say of answers, what the quality team judges, and the coach's own faults."""

from knowledge.feedback.change_requests import (
    account_of_owner,
    already_closed,
    known_request,
    open_requests,
    settle_revised,
)
from knowledge.feedback.change_requests import close as close_request
from knowledge.feedback.doubts import Doubts, doubts_about, doubts_of, questions_in_doubt
from knowledge.feedback.judging import Judgement, judge
from knowledge.feedback.leading import leading_citations
from knowledge.feedback.likeness import Inquiry
from knowledge.feedback.members import QUALITY, Member, refuse_unless_quality
from knowledge.feedback.ratings import REASONS, Reason, known_answer, rate
from knowledge.feedback.recipients import Receipt, recipients
from knowledge.feedback.reports import (
    DAYS_TO_JUDGE,
    VERDICTS,
    Verdict,
    already_judged,
    due_on,
    known_report,
    open_reports,
    overdue,
    report,
)
from knowledge.feedback.sources import checked_document
from knowledge.feedback.withdrawing import (
    correction_for,
    fault_of,
    faults,
    lift,
    withdrawn_answers,
    withdrawn_quotes,
)

__all__ = [
    "DAYS_TO_JUDGE",
    "QUALITY",
    "REASONS",
    "VERDICTS",
    "Doubts",
    "Inquiry",
    "Judgement",
    "Member",
    "Reason",
    "Receipt",
    "Verdict",
    "account_of_owner",
    "already_closed",
    "already_judged",
    "checked_document",
    "close_request",
    "correction_for",
    "doubts_about",
    "doubts_of",
    "due_on",
    "fault_of",
    "faults",
    "judge",
    "known_answer",
    "known_report",
    "known_request",
    "leading_citations",
    "lift",
    "open_reports",
    "open_requests",
    "overdue",
    "questions_in_doubt",
    "rate",
    "recipients",
    "refuse_unless_quality",
    "report",
    "settle_revised",
    "withdrawn_answers",
    "withdrawn_quotes",
]
