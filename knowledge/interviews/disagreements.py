"""Objections to a judgement, kept for the quality team without the person's name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import BadInput, NotFound
from knowledge.interviews.answering import answers_to
from knowledge.interviews.judgement import judgement_from
from knowledge.interviews.questions import question_from
from knowledge.interviews.turns import turns_of
from knowledge.storage.drill_tables import DrillDisagreement, Interview, InterviewTurn

LONGEST = 2_000
"""Characters of what the person writes of it."""


def disagree(
    session: Session,
    turn_id: int,
    *,
    now: datetime,
    said: str | None = None,
    person_id: int | None = None,
) -> DrillDisagreement:
    """Keep an objection; a second click changes only what is said. The name is not kept.

    Quality sees the question, the answer and the points: without them nothing can be judged.
    `person_id` is who objects, where the caller hasn't checked that the drill is theirs. Raises
    NotFound for somebody else's question or one that was not judged.
    """
    turn = session.get(InterviewTurn, turn_id)
    interview = session.get(Interview, turn.interview_id) if turn is not None else None
    mine = interview is not None and person_id in (None, interview.person_id)
    if turn is None or turn.judgement is None or not mine:
        raise NotFound("This judgement isn't there any more. The drill may have been erased.")
    if said is not None and len(said) > LONGEST:
        raise BadInput(f"That is longer than {LONGEST} characters. Say it shorter.")
    found = session.scalars(
        select(DrillDisagreement).where(DrillDisagreement.turn_id == turn_id)
    ).first()
    if found is None:
        found = DrillDisagreement(turn_id=turn_id, state="open", made_at=now, shown={})
        session.add(found)
    found.shown = _shown(session, turn)
    found.said = (said or "").strip() or found.said
    session.flush()
    return found


def open_disagreements(session: Session) -> list[DrillDisagreement]:
    """What quality has still to look at, the oldest first."""
    waiting = select(DrillDisagreement).where(DrillDisagreement.state == "open")
    return list(session.scalars(waiting.order_by(DrillDisagreement.id)))


def settle(
    session: Session, disagreement_id: int, words: str, *, by: str, now: datetime
) -> DrillDisagreement:
    """Say what came of it. Raises NotFound, or BadInput without words."""
    found = session.get(DrillDisagreement, disagreement_id)
    if found is None:
        raise NotFound(f"There is no disagreement {disagreement_id}.")
    if not words.strip():
        raise BadInput("Say what came of it in a sentence.")
    found.state, found.words = "settled", words.strip()
    found.settled_by, found.settled_at = by, now
    return found


def _shown(session: Session, turn: InterviewTurn) -> dict[str, object]:
    question = question_from(turn.question)
    judgement = judgement_from(turn.judgement or {})
    given = answers_to(session, turn, turns_of(session, turn.interview_id))
    return {
        "question": question.id,
        "text": question.text,
        "clause": question.clause,
        "passage_id": question.passage_id,
        "answer": "\n".join(answer.text for answer in given if answer.text),
        "parts": {part: [score.score, score.reason] for part, score in judgement.parts.items()},
    }
