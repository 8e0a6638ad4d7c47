"""Interviews that are over, as rows, for what is made of them afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from knowledge.interviews.judgement import Judgement, PartScore
from knowledge.interviews.questions import Question
from knowledge.storage.drill_tables import Interview, InterviewAnswer, InterviewTurn
from tests.knowledge.people.building import NOW

_messages = count(1)


def question(text: str = "What do you check?", **facts: Any) -> Question:
    known: dict[str, Any] = {
        "id": f"own-{text}",
        "source": "own",
        "clause": "8.5.1",
        "edition": "2015",
        "role": "operator",
        "kind": "open",
        "parts": ("what_i_do", "record"),
        "key_points": ("checks the bore",),
    }
    return Question(text=text, **known | facts)


def judgement(scores: Mapping[str, int], **facts: Any) -> Judgement:
    reasons = {0: "Not said.", 1: "Half of it.", 2: "That is right."}
    given = {part: PartScore(score, reasons[score]) for part, score in scores.items()}  # type: ignore[arg-type]
    return Judgement(given, **facts)  # type: ignore[arg-type]


def hold(
    session: Session,
    person_id: int,
    asked: Sequence[tuple[Question, Judgement | None]],
    *,
    at: datetime = NOW,
    **facts: Any,
) -> Interview:
    """A drill in which these questions were answered; one without a judgement was skipped."""
    known: dict[str, Any] = {
        "role": "operator",
        "clauses": [],
        "edition": "2015",
        "length": len(asked),
        "mode": "practice",
        "manner": "calm",
        "seed": 1,
        "plan": [one.plain() for one, _ in asked],
        "state": "finished",
        "started_at": at,
        "touched_at": at,
        "finished_at": at,
        "conversation": "D1",
        "thread": f"{next(_messages)}.0",
    }
    interview = Interview(person_id=person_id, **known | facts)
    session.add(interview)
    session.flush()
    for position, (one, found) in enumerate(asked):
        _turn(session, interview, position, one, found, at)
    return interview


def _turn(
    session: Session,
    interview: Interview,
    position: int,
    asked: Question,
    found: Judgement | None,
    at: datetime,
) -> None:
    turn = InterviewTurn(
        interview_id=interview.id,
        position=position,
        kind="question",
        key=f"{position} {asked.id}"[:160],
        clause=asked.clause,
        text=asked.text,
        question=asked.plain(),
        state="skipped" if found is None else "answered",
        asked_at=at,
        judgement=None if found is None else found.plain(),
        judged=0 if found is None else 1,
        judged_at=None if found is None else at,
    )
    session.add(turn)
    session.flush()
    if found is not None:
        session.add(
            InterviewAnswer(
                interview_id=interview.id,
                turn_id=turn.id,
                message=f"{next(_messages)}",
                text="I check the bore.",
                files=[],
                given_at=at,
            )
        )
        session.flush()
