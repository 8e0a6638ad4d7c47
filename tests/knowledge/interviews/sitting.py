"""One person in interviews; each call is a transaction of its own, as in real life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from knowledge.interviews import conversation
from knowledge.interviews.conversation import Scope, Turn
from knowledge.interviews.judgement import Judgement, PartScore
from knowledge.interviews.questions import Part, Question
from knowledge.storage.database import Database
from knowledge.storage.drill_tables import Interview, InterviewAnswer, InterviewTurn
from tests.conftest import NOW

_messages = count(1)


def judged(question: Question, scores: Mapping[Part, int] | int = 2, **facts: Any) -> Judgement:
    """A judgement that gives each part the question asks for this score."""
    given = {
        part: scores if isinstance(scores, int) else scores.get(part, 2) for part in question.parts
    }
    return Judgement({part: PartScore(score, "said") for part, score in given.items()}, **facts)  # type: ignore[arg-type]


@dataclass
class Sitting:
    database: Database
    person_id: int
    now: datetime = NOW
    interview: int = field(default=0)

    def start(self, **choices: Any) -> int:
        known: dict[str, Any] = {
            "role": "operator",
            "scope": Scope(),
            "length": 3,
            "mode": "practice",
            "manner": "brisk",
            "edition": "2015",
            "seed": 7,
        }
        with self.database.begin() as session:
            started = conversation.start(
                session, person_id=self.person_id, now=self.now, **(known | choices)
            )
        self.interview = started.id
        return self.interview

    def turn(self) -> Turn:
        with self.database.begin() as session:
            return conversation.next_turn(session, self.interview, now=self.now)

    def say(self, text: str = "I check it.", message: str | None = None) -> InterviewAnswer:
        with self.database.begin() as session:
            return conversation.take_answer(
                session, self.interview, text, message or f"m{next(_messages)}", now=self.now
            )

    def judge(self, scores: Mapping[Part, int] | int = 2, **facts: Any) -> None:
        """Judge what is waiting, as the worker does: looked up, judged, kept."""
        with self.database.read() as session:
            waiting = conversation.unjudged(session, self.interview)
        with self.database.begin() as session:
            for one in waiting:
                made = judged(one.question, scores, **facts)
                conversation.keep_judgement(session, one, made, now=self.now)

    def do(self, deed: str, *arguments: Any) -> Any:
        """pause, resume, stop, skip, hint or explain."""
        with self.database.begin() as session:
            return getattr(conversation, deed)(session, self.interview, *arguments, now=self.now)

    def answer_all(self, scores: Mapping[Part, int] | int = 2) -> list[Turn]:
        """Answer everything to the end; the turns as they came."""
        turns = []
        while (turn := self.turn()).kind != "closing":
            turns.append(turn)
            self.say()
            self.judge(scores)
        return [*turns, turn]

    def row(self) -> Interview:
        with self.database.read() as session:
            return session.get_one(Interview, self.interview)

    def turns(self) -> list[InterviewTurn]:
        with self.database.read() as session:
            return conversation.turns_of(session, self.interview)

    def answers(self) -> list[InterviewAnswer]:
        with self.database.read() as session:
            mine = select(InterviewAnswer).where(InterviewAnswer.interview_id == self.interview)
            return list(session.scalars(mine.order_by(InterviewAnswer.id)))
