"""Whose drill it is, and where it is held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from bot.slack.asked import DIRECT
from bot.slack.drill_threads import thread_of
from bot.slack.floor import Floor
from knowledge.deliveries import Address
from knowledge.errors import NotFound
from knowledge.evidence import person_behind
from knowledge.storage.drill_tables import Interview, InterviewTurn

NOT_YOURS = "This drill belongs to somebody else, or it is not there any more."


def mine(session: Session, interview_id: int, account: str) -> Interview:
    """The interview, for its own person alone. Raises NotFound for anybody else."""
    interview = session.get(Interview, interview_id)
    if interview is None or interview.person_id != person_behind(session, account).id:
        raise NotFound(NOT_YOURS)
    return interview


def my_turn(session: Session, turn_id: int, account: str) -> InterviewTurn:
    """Something that was said in an interview, for its own person alone. Raises NotFound."""
    turn = session.get(InterviewTurn, turn_id)
    if turn is None:
        raise NotFound(NOT_YOURS)
    mine(session, turn.interview_id, account)
    return turn


def held_at(session: Session, interview_id: int, where: Mapping[str, Any]) -> None:
    """Note in which thread it is held, once that is known."""
    interview = session.get_one(Interview, interview_id)
    conversation = str(where.get("conversation") or "")
    if interview.thread is None and where.get("thread") and conversation.startswith(DIRECT):
        interview.conversation, interview.thread = conversation, where["thread"]


def place_of(session: Session, floor: Floor, interview: Interview, account: str) -> Address:
    """Its thread; the person's direct messages as long as that is not known."""
    conversation, thread = thread_of(session, interview) or (None, None)
    return Address(floor.team, account, conversation, thread)
