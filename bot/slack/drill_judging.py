"""Judging answers outside any transaction: facts are read, then the grader thinks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from bot.drill_passages import found_for
from bot.slack.floor import Floor
from knowledge.access import Viewer
from knowledge.grading import Grader
from knowledge.interviews.conversation import Answered, unjudged
from knowledge.interviews.facts_named import look_up
from knowledge.interviews.judgement import Judgement
from knowledge.interviews.judging import judged
from knowledge.search.embedding import SentenceModel


@runtime_checkable
class HasModel(Protocol):
    """What answers questions with a model (bot.asking.Asking); None until it is loaded."""

    @property
    def embedder(self) -> object | None: ...


@dataclass(frozen=True)
class Judged:
    answered: Answered
    judgement: Judgement


class Graders:
    """The grader: with the model once it is loaded, before by words alone."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._plain = Grader()
        self._reading: tuple[SentenceModel, Grader] | None = None

    def grader(self) -> Grader:
        asking = self._floor.asking
        model = asking.embedder if isinstance(asking, HasModel) else None
        if not isinstance(model, SentenceModel):
            return self._plain
        held = self._reading
        if held is None or held[0] is not model:
            held = self._reading = (model, Grader(model))
        return held[1]


def judge_all(floor: Floor, graders: Graders, interview_id: int, viewer: Viewer) -> list[Judged]:
    """Every question of an interview that has an answer no judgement has read."""
    found: list[Judged] = []
    with floor.database.read() as session:
        waiting = unjudged(session, interview_id)
        facts = [
            look_up(
                session,
                one.question,
                one.text,
                person_id=one.person_id,
                today=floor.today(),
                viewer=viewer,
                files=one.files,
                found=found_for(session, floor.asking, one.question, viewer, floor.today()),
            )
            for one in waiting
        ]
    grader = graders.grader()
    for one, known in zip(waiting, facts, strict=True):
        found.append(Judged(one, judged(one.question, one.text, known, grader)))
    return found
