"""One interview from its start to its end. Everything is in rows: a restart loses nothing."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import NotAllowed
from knowledge.interviews.answering import Answered, keep_judgement, take_answer, unjudged
from knowledge.interviews.locking import locked
from knowledge.interviews.questions import PART_HINTS, Part, Question, question_from
from knowledge.interviews.starting import RUNNING, Library, Scope, running, start, suggested_role
from knowledge.interviews.turns import Turn, next_turn, turns_of
from knowledge.storage.drill_tables import Interview, InterviewTurn

__all__ = [
    "Answered",
    "Library",
    "Scope",
    "Turn",
    "explain",
    "hint",
    "in_thread",
    "keep_judgement",
    "next_turn",
    "pause",
    "resume",
    "running",
    "skip",
    "start",
    "stop",
    "suggested_role",
    "take_answer",
    "turns_of",
    "unjudged",
]


def pause(session: Session, interview_id: int, *, now: datetime) -> Interview:
    """Leave it for later; the open question stays open. Pausing again changes nothing."""
    interview = _going(session, interview_id)
    interview.state, interview.touched_at = "paused", now
    session.flush()
    return interview


def resume(session: Session, interview_id: int, *, now: datetime) -> Interview:
    """Go on, days later if need be; the next turn is the one that was left open."""
    interview = _going(session, interview_id)
    interview.state, interview.touched_at = "asking", now
    session.flush()
    return interview


def stop(session: Session, interview_id: int, *, now: datetime) -> Interview:
    """End it before its end. What was answered is kept and reported."""
    interview = locked(session, interview_id)
    if interview.state in RUNNING:
        interview.state, interview.touched_at, interview.finished_at = "stopped", now, now
        for turn in turns_of(session, interview_id):
            if turn.state == "open":
                turn.state, turn.settled_at = "skipped", now
        session.flush()
    return interview


def skip(session: Session, interview_id: int, turn_id: int, *, now: datetime) -> None:
    """Leave a turn unanswered. A turn that is settled already stays as it is."""
    interview = _going(session, interview_id)
    turn = _turn(session, interview, turn_id)
    if turn.state == "open":
        turn.state, turn.settled_at = "skipped", now
        interview.state, interview.touched_at = "asking", now
        session.flush()


def hint(session: Session, interview_id: int, turn_id: int, *, now: datetime) -> str:
    """What to think of, without the answer."""
    turn = _turn(session, _going(session, interview_id), turn_id)
    turn.hinted_at = turn.hinted_at or now
    session.flush()
    if turn.part is not None:
        return PART_HINTS[cast(Part, turn.part)]
    return _question(turn).hint


def explain(session: Session, interview_id: int, turn_id: int, *, now: datetime) -> str:
    """Why this is asked."""
    turn = _turn(session, _going(session, interview_id), turn_id)
    turn.explained_at = turn.explained_at or now
    session.flush()
    if turn.part is not None:
        return "Your answer was not complete without it, and an auditor would ask the same."
    question = _question(turn)
    clause = f" It belongs to clause {question.clause}." if question.clause else ""
    return f"{question.why_asked}{clause}".strip()


def in_thread(session: Session, conversation: str, thread: str) -> Interview | None:
    """The drill that is held in a thread."""
    here = select(Interview).where(
        Interview.conversation == conversation, Interview.thread == thread
    )
    return session.scalars(here.order_by(Interview.id.desc())).first()


def _going(session: Session, interview_id: int) -> Interview:
    interview = locked(session, interview_id)
    if interview.state not in RUNNING:
        raise NotAllowed("This drill is over. Start a new one whenever you like.")
    return interview


def _turn(session: Session, interview: Interview, turn_id: int) -> InterviewTurn:
    turn = session.get(InterviewTurn, turn_id)
    if turn is None or turn.interview_id != interview.id:
        raise NotAllowed("This question belongs to another drill.")
    return turn


def _question(turn: InterviewTurn) -> Question:
    return question_from(turn.question)
