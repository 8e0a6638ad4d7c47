"""What was asked before: the turns of a thread, and what a new question may lean on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot.slack.asked import Asked
from knowledge.answers.follow_up import Earlier
from knowledge.storage.assistant_tables import Turn
from knowledge.storage.tables import Answer

MOST = 6
"""Turns that are looked at."""
ONE_TALK = timedelta(minutes=15)
"""Direct messages this close to one another belong together, in a thread or not."""


def is_ours(session: Session, team: str, conversation: str, thread: str) -> bool:
    """Whether we have answered a question in this thread for all to see."""
    return session.scalars(_thread(team, conversation, thread).limit(1)).first() is not None


def of_thread(session: Session, asked: Asked) -> list[Turn]:
    """The latest open turns of the question's thread, the oldest first."""
    if asked.thread is None:
        return []
    wanted = _thread(asked.team, asked.conversation, asked.thread)
    return list(reversed(session.scalars(wanted.order_by(Turn.id.desc()).limit(MOST)).all()))


def turn_of(asked: Asked, asked_at: datetime, outcome: str) -> Turn:
    """The record of a question and of what became of it."""
    return Turn(
        team=asked.team,
        conversation=asked.conversation,
        thread=asked.thread,
        message=asked.ts,
        person=asked.person,
        asked_at=asked_at,
        way=asked.way,
        private=asked.private,
        typed=asked.text,
        outcome=outcome,
    )


def earlier(session: Session, asked: Asked, *, now: datetime) -> list[Earlier]:
    """What the question may lean on: its thread, or what the person just asked us directly."""
    if asked.private:
        return []
    before = of_thread(session, asked)
    if not before and asked.alone:
        before = _of_talk(session, asked, now)
    return _with_documents(session, before)


def _thread(team: str, conversation: str, thread: str) -> Select[Turn]:
    return select(Turn).where(
        Turn.team == team,
        Turn.conversation == conversation,
        Turn.thread == thread,
        Turn.private.is_(False),
    )


def _of_talk(session: Session, asked: Asked, now: datetime) -> list[Turn]:
    wanted = (
        select(Turn)
        .where(
            Turn.team == asked.team,
            Turn.conversation == asked.conversation,
            Turn.person == asked.person,
            Turn.private.is_(False),
            Turn.asked_at > now - ONE_TALK,
        )
        .order_by(Turn.id.desc())
        .limit(MOST)
    )
    return list(reversed(session.scalars(wanted).all()))


def _with_documents(session: Session, before: Sequence[Turn]) -> list[Earlier]:
    """Those that led to an answer, with the number of the document that it cites first."""
    ids = [turn.answer_id for turn in before if turn.answer_id]
    answers = {row.id: row for row in session.scalars(select(Answer).where(Answer.id.in_(ids)))}
    return [
        Earlier(turn.typed, _cited(answers[turn.answer_id]))
        for turn in before
        if turn.answer_id in answers and turn.outcome != "other_language"
    ]


def _cited(answer: Answer) -> str | None:
    number = answer.citations[0]["document"]["number"] if answer.citations else None
    return str(number) if number else None
