"""“I disagree”: a judgement that its person objects to, kept for quality without the name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import NotAllowed, NotFound
from knowledge.interviews.judgement import Judgement, judgement_from
from knowledge.interviews.questions import question_from
from knowledge.storage.drill_tables import DrillDisagreement, InterviewTurn


def disagree(session: Session, turn_id: int, *, now: datetime) -> DrillDisagreement:
    """Keep an objection to the judgement of a question; the same again changes nothing.

    Raises NotAllowed where there is no judgement yet.
    """
    turn = session.get(InterviewTurn, turn_id)
    if turn is None or turn.judgement is None:
        raise NotAllowed("There is no judgement of this yet.")
    known = session.scalars(select(DrillDisagreement).filter_by(turn_id=turn_id)).first()
    if known is not None:
        return known
    made = DrillDisagreement(
        turn_id=turn_id,
        shown=_shown(turn, judgement_from(turn.judgement)),
        state="open",
        made_at=now,
    )
    session.add(made)
    session.flush()
    return made


def open_objections(session: Session) -> list[DrillDisagreement]:
    """What the quality team has not looked at yet, the oldest first."""
    waiting = select(DrillDisagreement).where(DrillDisagreement.state == "open")
    return list(session.scalars(waiting.order_by(DrillDisagreement.made_at)))


def settle(
    session: Session, objection_id: int, *, by: str, words: str, now: datetime
) -> DrillDisagreement:
    """The quality team has looked at it. Raises NotFound, NotAllowed once it is settled."""
    found = session.get(DrillDisagreement, objection_id)
    if found is None:
        raise NotFound(f"There is no disagreement {objection_id}.")
    if found.state != "open":
        raise NotAllowed("This disagreement was settled already.")
    found.state, found.settled_by, found.settled_at = "settled", by, now
    found.words = words.strip() or None
    return found


def _shown(turn: InterviewTurn, judgement: Judgement) -> dict[str, Any]:
    """What was asked and how it was judged. Not the answer: that belongs to the person."""
    question = question_from(turn.question)
    return {
        "question": question.text,
        "id": question.id,
        "clause": turn.clause,
        "parts": {part: score.score for part, score in judgement.parts.items()},
        "findings": [finding.grade for finding in judgement.findings],
        "citation": judgement.advice.citation,
    }
