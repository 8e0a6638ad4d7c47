"""The offer to raise what an answer told of: made once, taken or left by its person alone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.errors import NotFound
from knowledge.interviews.judgement import Deviation
from knowledge.storage.drill_tables import Interview, InterviewTurn, RaiseOffer

NO_OFFER = "There is nothing to raise here any more: the drill was erased, or it was settled."


def offer(session: Session, turn_id: int, told: Deviation, *, now: datetime) -> bool:
    """Make the offer for a question; False if it was made before."""
    if session.get(RaiseOffer, turn_id) is not None:
        return False
    session.add(RaiseOffer(turn_id=turn_id, draft=told.draft, state="offered", offered_at=now))
    session.flush()
    return True


def offered(session: Session, turn_id: int, person_id: int) -> RaiseOffer:
    """The offer as long as it stands. Raises NotFound for anybody else's and once it is settled."""
    turn = session.get(InterviewTurn, turn_id)
    interview = session.get(Interview, turn.interview_id) if turn is not None else None
    found = session.get(RaiseOffer, turn_id)
    if interview is None or interview.person_id != person_id or found is None:
        raise NotFound(NO_OFFER)
    if found.state != "offered":
        raise NotFound("This was raised or left already.")
    return found


def take(
    session: Session, turn_id: int, person_id: int, *, named: bool, now: datetime
) -> RaiseOffer:
    """It goes to the quality team. What was sent isn't kept here: it is theirs now.

    Without a name no moment is kept either, which could be held against that of the card.
    """
    found = offered(session, turn_id, person_id)
    found.state, found.named = "raised", named
    found.settled_at = now if named else None
    return found


def leave(session: Session, turn_id: int, person_id: int, *, now: datetime) -> None:
    """The person doesn't want it raised; it is not offered again."""
    found = offered(session, turn_id, person_id)
    found.state, found.settled_at = "declined", now
