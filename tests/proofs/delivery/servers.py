"""A serving process with canned answers, to be killed between a question and its reply."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.assembly import Coach
from bot.serving import Place, Serving, unreachable
from bot.settings import Environment
from bot.timing import Timing
from knowledge.access import Viewer
from knowledge.answers.follow_up import Earlier
from knowledge.answers.reply import Reply
from knowledge.storage.tables import Answer
from tests.proofs.delivery.senders import FAST, TOKENS


@dataclass(frozen=True)
class ServerSetup:
    home: str
    database: str
    api_url: str
    timing: Timing = FAST
    thinking: float = 0.05


class Canned:
    """Answers "not found" after a while, and records the answer as the real one does."""

    def __init__(self, coach: Coach, thinking: float) -> None:
        self._coach = coach
        self._thinking = threading.Event()
        self._seconds = thinking

    def reply(
        self,
        text: str,
        *,
        viewer: Viewer,
        wait_for_model: bool = True,
        in_slack: bool = False,
        earlier: Sequence[Earlier] = (),
    ) -> Reply:
        self._thinking.wait(self._seconds)
        made = Reply(secrets.token_hex(5), text, "not_found", 0.0, "", ())
        with self._coach.database.begin() as session:
            session.add(_row(made, viewer, self._coach))
        return made


def _row(made: Reply, viewer: Viewer, coach: Coach) -> Answer:
    return Answer(
        id=made.answer_id,
        asked_at=coach.clock(),
        viewer=viewer.name,
        question=made.question,
        status=made.status,
        confidence=0.0,
        text="",
        citations=[],
        trace={},
        model="none",
        version="proof",
        seconds=0.0,
    )


def server(setup: ServerSetup) -> None:
    """Serve until killed."""
    logging.basicConfig(level=logging.CRITICAL)
    coach = Coach(Environment(home=Path(setup.home), database_url=setup.database))
    place = Place(TOKENS, setup.api_url)
    serving = Serving(coach, place, Canned(coach, setup.thinking), setup.timing)
    pause = threading.Event()
    for step in serving.steps:
        while not _done(step):
            pause.wait(0.1)
    pause.wait()


def _done(step: object) -> bool:
    assert callable(step)
    try:
        step()
    except Exception as error:
        if not unreachable(error):
            raise
        return False
    return True
