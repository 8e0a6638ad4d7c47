"""What one person's Home tab shows, read from the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import inbox
from bot.slack.home_blocks import MOST_QUESTIONS, Asked, Open, QualityDesk, State
from bot.undelivered import words_for_undelivered
from knowledge import registers
from knowledge.deliveries import undelivered
from knowledge.expertise import open_questions, questions_of
from knowledge.feedback import change_requests
from knowledge.feedback.reports import open_reports
from knowledge.storage.assistant_tables import Turn
from knowledge.storage.expertise_tables import Referral, WithdrawnAnswer
from knowledge.storage.tables import Answer

_OUTCOMES: dict[str, State] = {
    "answered": "answered",
    "nearest": "nearest",
    "not_found": "not found",
}


def questions_asked(session: Session, team: str, person: str) -> list[Asked]:
    """A person's latest questions and what became of each, the newest first."""
    turns = session.scalars(
        select(Turn)
        .where(Turn.team == team, Turn.person == person)
        .order_by(Turn.asked_at.desc(), Turn.id.desc())
        .limit(MOST_QUESTIONS)
    ).all()
    passed_on = {_words(one.question): one for one in reversed(questions_of(session, team, person))}
    states = _states(session, turns)
    asked = [_asked(turn, passed_on.pop(_key(turn, passed_on), None), states) for turn in turns]
    asked += [
        Asked(one.question, _state(one), one.asked_at, referral=one.id)
        for one in passed_on.values()
    ]
    return sorted(asked, key=lambda one: one.asked_at, reverse=True)[:MOST_QUESTIONS]


def quality_desk(session: Session, *, now: datetime) -> QualityDesk:
    """What is open for the quality team, the oldest first."""
    return QualityDesk(
        questions=[Open(one.question, one.asked_at) for one in open_questions(session)],
        reports=list(_reports(session)),
        undelivered=[
            Open(words_for_undelivered(one), person=one.person)
            for one in undelivered(session, now=now)
        ],
        failed=[
            Open(
                f"{job.kind.replace('_', ' ')}: {job.trouble or 'no reason is known'}",
                job.received_at,
            )
            for job in inbox.failed(session)
        ],
        requests=[
            Open(f"{one.id} {one.document or 'a missing document'}: {one.why}", one.opened_at)
            for one in change_requests.open_requests(session)
        ],
        contradicted=[
            Open(f"{one.register}: {registers.in_words(one)}", one.reported_at)
            for one in registers.contradictions(session)
        ],
    )


def _reports(session: Session) -> Iterator[Open]:
    for report in open_reports(session):
        answer = session.get_one(Answer, report.answer_id)
        comment = f": {report.comment}" if report.comment else ""
        yield Open(f"“{answer.question}”{comment}", report.reported_at)


def _asked(turn: Turn, referral: Referral | None, states: Mapping[str, State]) -> Asked:
    known = states.get(turn.answer_id or "")
    state = known or _OUTCOMES.get(turn.outcome, "not answered")
    if referral is None:
        return Asked(turn.typed, state, turn.asked_at, turn.answer_id)
    return Asked(turn.typed, _state(referral), turn.asked_at, turn.answer_id, referral.id)


def _state(referral: Referral) -> State:
    waits = referral.state == "open"
    return "with the quality team" if waits else "answered by the quality team"


def _key(turn: Turn, passed_on: dict[str, Referral]) -> str:
    """The words under which a question was passed on: as typed, or as it was understood."""
    understood = _words(turn.understood or turn.typed)
    return understood if understood in passed_on else _words(turn.typed)


def _words(question: str) -> str:
    return " ".join(question.split()).casefold()


def _states(session: Session, turns: Sequence[Turn]) -> dict[str, State]:
    """Answers of which more is to say than what the documents gave."""
    ids = [turn.answer_id for turn in turns if turn.answer_id]
    found: dict[str, State] = {
        answer.id: "about the standard"
        for answer in session.scalars(select(Answer).where(Answer.id.in_(ids)))
        if answer.trace.get("standard")
    }
    withdrawn = select(WithdrawnAnswer.answer_id).where(WithdrawnAnswer.answer_id.in_(ids))
    return found | dict.fromkeys(session.scalars(withdrawn), "withdrawn")
