"""What was asked before: the turns of a thread, and what a new question may lean on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from bot import inbox
from bot.slack.asked import QUESTION, Asked, asked_in
from knowledge.answers.follow_up import Earlier, goes_on, leans
from knowledge.storage.assistant_tables import Turn
from knowledge.storage.tables import Answer

MOST = 6
"""Turns that are looked at."""
ONE_TALK = timedelta(minutes=15)
"""Direct messages this close to one another belong together, in a thread or not."""


def is_ours(session: Session, team: str, conversation: str, thread: str) -> bool:
    """Whether we have answered a question in this thread for all to see."""
    return session.scalars(_thread(team, conversation, thread).limit(1)).first() is not None


def is_awaited(session: Session, team: str, conversation: str, thread: str) -> bool:
    """Whether a question in this thread is still on its way to an answer for all to see."""
    return any(
        one.conversation == conversation and one.thread == thread and not one.private
        for one in _unanswered(session, team)
    )


def goes_before(session: Session, asked: Asked) -> bool:
    """Whether a question that this one may go on from is still being worked: one asked earlier in
    its thread, or just before in direct messages if this one says too little by itself."""
    if asked.private or asked.ts is None:
        return False
    return any(
        one.thread == asked.thread or (asked.alone and leans(asked.text))
        for one in _unanswered(session, asked.team)
        if one.conversation == asked.conversation
        and not one.private
        and one.ts is not None
        and float(one.ts) < float(asked.ts)  # at the same moment their order of storing is chance
    )


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
    """What the question may lean on: its thread, or what the person just asked us directly and now
    goes on from. "How is this tagged?" with a picture means the picture."""
    if asked.private:
        return []
    before = of_thread(session, asked)
    if not before and asked.alone and not asked.files and goes_on(asked.text):
        before = _of_talk(session, asked, now)
    return _with_documents(session, before)


def _thread(team: str, conversation: str, thread: str) -> Select[Turn]:
    return select(Turn).where(
        Turn.team == team,
        Turn.conversation == conversation,
        Turn.thread == thread,
        Turn.private.is_(False),
    )


def _unanswered(session: Session, team: str) -> Iterator[Asked]:
    """Questions that were heard and are not worked yet."""
    for row in inbox.waiting(session, team, QUESTION):
        yield asked_in(row.team, row.payload)


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
