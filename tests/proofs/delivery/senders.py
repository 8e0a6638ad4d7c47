"""A sender as a process, to be killed, stopped and sabotaged: the product's code, timed faster."""

from __future__ import annotations

import logging
import signal
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler
from slack_sdk.web import WebClient
from sqlalchemy import true
from sqlalchemy.orm import Session

from bot import outbox
from bot.conversations import Message, Posted, Refused, Unclear
from bot.outbox import Claimed
from bot.rounds import Round
from bot.sending import Post, Sender
from bot.settling import Settler
from bot.slack.app import Tokens, sending_client
from bot.slack.conversations import SlackConversations
from bot.timing import Timing
from bot.waking import Waking, presence_on
from knowledge import deliveries
from knowledge.storage.database import Database
from knowledge.storage.delivery_tables import Delivery

TEAM = "T0PROOF"
TOKENS = Tokens("xoxb-local-workspace", "xapp-local-workspace")

FAST = Timing(
    answer_within=timedelta(seconds=0.4),
    lease=timedelta(seconds=0.6),
    quarantine=timedelta(seconds=1.2),
    look_back=timedelta(seconds=5),
    job_lease=timedelta(seconds=2),
    interval=timedelta(milliseconds=1),
    burst=60,
    channel_gap=timedelta(milliseconds=5),
    tick=timedelta(seconds=0.5),
    status_first=timedelta(seconds=0.2),
    outage_pause=timedelta(seconds=0.1),
    failure_pause=timedelta(seconds=0.1),
    failures=100_000,
)
"""A second of the shipped values is about ten milliseconds; nothing is given up, since the faults
strike blindly."""


@dataclass(frozen=True)
class Setup:
    """What a sender process is told."""

    database: str
    api_url: str
    timing: Timing = FAST
    threads: int = 2
    sabotage: str = ""
    freeze_every: int = 0
    """Stop ourselves right before every so-many-th post: the worst moment there is."""
    second: float = 0.02
    """How long a second of `Retry-After` lasts."""
    environment: dict[str, str] = field(default_factory=dict)


class Impatient(SlackConversations):
    """Slack's conversations where a second of `Retry-After` is shorter, as all else is."""

    def __init__(self, client: WebClient, setup: Setup) -> None:
        super().__init__(client)
        self._setup = setup
        self._posts = 0

    def post(self, claimed: Claimed, message: Message) -> Posted | Refused | Unclear:
        self._posts += 1
        if self._setup.freeze_every and self._posts % self._setup.freeze_every == 0:
            # To this thread, or it might go on until another one has taken the signal.
            signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
        return self._sooner(super().post(claimed, message))

    def find(self, claimed: Claimed, look_back: timedelta) -> Any:
        return self._sooner(super().find(claimed, look_back))

    def _sooner(self, outcome: Any) -> Any:
        wait = getattr(outcome, "wait", None)
        return replace(outcome, wait=wait * self._setup.second) if wait else outcome


def sender(setup: Setup) -> None:
    """Send until killed."""
    logging.basicConfig(level=logging.CRITICAL)
    _sabotaged(setup.sabotage)
    client = sending_client(TOKENS, setup.api_url, setup.timing)
    if setup.sabotage == "retry list":
        client.retry_handlers = [ConnectionErrorRetryHandler()]
    database = Database(setup.database)
    waking = Waking(database)
    bell = waking.bell(deliveries.CHANNEL)
    presence, _ = presence_on(database, waking, 0.1)
    post = Post(
        database,
        TEAM,
        Impatient(client, setup),
        {"note": _note},
        lambda person: True,
        lambda: datetime.now(UTC),
        setup.timing,
        presence,
    )
    for number in range(setup.threads):
        Round(f"sender {number}", Sender(post), bell, post.clock, setup.timing).start()
    Round("settler", Settler(post), bell, post.clock, setup.timing).start()
    threading.Event().wait()


def _note(session: Session, claimed: Claimed) -> Message:
    return Message(f"Note {claimed.subject['number']}")


def _sabotaged(part: str) -> None:
    """Take a part of the machinery out, to see whether the judge notices."""
    if part == "fence":
        outbox._mine = lambda claimed: (Delivery.id == claimed.id) & true()  # type: ignore[assignment]
        outbox.let_go = lambda session, row, presence: True
        Sender._still_mine = lambda self, claimed: True  # type: ignore[method-assign]
