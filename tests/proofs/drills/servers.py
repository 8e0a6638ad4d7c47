"""A serving process to be killed, and to have parts taken out of it."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot import inbox, outbox
from bot.assembly import Coach
from bot.inbox import Job
from bot.serving import Place, Serving, unreachable
from bot.settings import Environment
from bot.slack.conversations import SlackConversations
from bot.slack.drill_work import ANSWER
from bot.timing import Timing
from tests.proofs.delivery.senders import FAST, TOKENS
from tests.proofs.delivery.servers import Canned

QUICK = replace(FAST, answer_within=timedelta(seconds=2), lease=timedelta(seconds=3))
"""Time-outs wide enough for a crowd on two cores; the rest as fast as in the proof of delivery."""

SABOTAGES = ("finished before it is worked", "sent again without looking")


@dataclass(frozen=True)
class ServerSetup:
    home: str
    database: str
    api_url: str
    timing: Timing = QUICK
    sabotage: str = ""


def server(setup: ServerSetup) -> None:
    """Serve until killed. Answers are judged by their words alone: no model is loaded."""
    logging.basicConfig(level=logging.CRITICAL)
    _sabotaged(setup)
    coach = Coach(Environment(home=Path(setup.home), database_url=setup.database))
    place = Place(TOKENS, setup.api_url)
    serving = Serving(coach, place, Canned(coach, 0.0), setup.timing)
    pause = threading.Event()
    for step in serving.steps:
        while not _done(step):
            pause.wait(0.1)
    pause.wait()


def _done(step: Callable[[], None]) -> bool:
    try:
        step()
    except Exception as error:
        if not unreachable(error):
            raise
        return False
    return True


# Sabotage: a part is taken out, and the process dies once where that part would have helped.


def _sabotaged(setup: ServerSetup) -> None:
    dies = Path(setup.home) / "died"
    if setup.sabotage == SABOTAGES[0]:
        _finish_first(dies)
    elif setup.sabotage == SABOTAGES[1]:
        _send_again(dies)


def _finish_first(dies: Path) -> None:
    """An answer's job counts as done once it is claimed; then the process dies."""
    claim = inbox.claim

    def claimed(session: Any, **told: Any) -> Job | None:
        job = claim(session, **told)
        if job is not None and job.kind == ANSWER and not dies.exists():
            inbox.finish(session, job, now=told["now"])
            session.commit()
            _die(dies)
        return job

    inbox.claim = claimed


def _send_again(dies: Path) -> None:
    """What may have been sent is sent again without looking; the process dies after a post."""
    post, unsettled = SlackConversations.post, outbox.claim_unsettled

    def posted(self: SlackConversations, claimed: Any, message: Any) -> Any:
        outcome = post(self, claimed, message)
        if "drill" in claimed.kind and claimed.thread and not dies.exists():
            _die(dies)
        return outcome

    def again(session: Any, *given: Any, **told: Any) -> None:
        claimed = unsettled(session, *given, **told)
        if claimed is not None:
            outbox.put_back(session, claimed, due_at=told["now"])

    SlackConversations.post = posted  # type: ignore[method-assign]
    outbox.claim_unsettled = again


def _die(dies: Path) -> None:
    dies.touch()
    os.kill(os.getpid(), signal.SIGKILL)
