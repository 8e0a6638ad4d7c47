"""`coach serve`: its parts, put together; how they start and how they stop."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import WebClient

from bot import inbox
from bot.assembly import Coach
from bot.presence import Presence
from bot.rounds import Round
from bot.scheduler import scheduler
from bot.sending import Post, Sender
from bot.slack import asking
from bot.slack.app import Identity, Tokens, acknowledge_the_rest, identify, sending_client, slack_app
from bot.slack.asking import Answerer, Answering, Hearing
from bot.slack.conversations import SlackConversations
from bot.slack.people import People
from bot.timing import Timing
from bot.waking import Waking, presence_on
from bot.working import Desk, Worker
from knowledge import deliveries

log = logging.getLogger("coach.serve")

WORKERS = 2
SENDERS = 4


@dataclass(frozen=True)
class Place:
    """Where Slack is, and how we sign in."""

    tokens: Tokens
    api_url: str


class Serving:
    """One serving process."""

    def __init__(
        self, coach: Coach, place: Place, answering: Answering, timing: Timing | None = None
    ) -> None:
        self._coach = coach
        self._place = place
        self._answering = answering
        self._timing = timing or Timing()
        self._rounds: list[Round] = []
        self._senders: list[Round] = []
        self._endings: list[Callable[[], object]] = []
        self._handler: SocketModeHandler | None = None

    def start(self) -> None:
        """Take up what was left over, then listen."""
        timing, database = self._timing, self._coach.database
        client = sending_client(self._place.tokens, self._place.api_url, timing)
        me = identify(client)
        waking = Waking(database)
        for name in (inbox.CHANNEL, deliveries.CHANNEL):
            waking.bell(name)
        presence, leave = presence_on(database, waking, timing.outage_pause.total_seconds())
        people = People(client, self._coach.clock)
        self._start_rounds(waking, presence, client, me, people)
        clock = scheduler(waking.ring_all, timing)
        clock.start()
        self._endings += [lambda: clock.shutdown(wait=False), waking.stop, leave]
        self._listen(me)

    def stop(self) -> bool:
        """Listen no more, finish what is in hand, send what is waited for. True: all was done."""
        until = monotonic() + self._timing.drain.total_seconds()
        if self._handler is not None:
            with contextlib.suppress(Exception):  # a connection that is gone can't be closed
                self._handler.close()
        for each in self._rounds:
            each.stop()
        done = all([each.join(until - monotonic()) for each in self._rounds])
        self._empty_outbox(until)
        for each in self._senders:
            each.stop()
        done = all([each.join(until - monotonic()) for each in self._senders]) and done
        for end in self._endings:
            end()
        self._coach.database.close()
        return done

    def _start_rounds(
        self,
        waking: Waking,
        presence: Presence,
        client: WebClient,
        me: Identity,
        people: People,
    ) -> None:
        coach, timing = self._coach, self._timing
        audiences = coach.company.audiences
        with coach.database.begin() as session:
            secret = deliveries.key_secret(session)
        answerer = Answerer(self._answering, people, audiences, _shared(client), secret)
        desk = Desk(
            coach.database,
            {asking.QUESTION: answerer.kind},
            coach.clock,
            timing,
            presence.owner,
        )
        sender = Sender(
            Post(
                coach.database,
                me.team,
                SlackConversations(client),
                asking.renderers(people, audiences),
                people.is_active,
                coach.clock,
                timing,
                presence,
            )
        )
        arrived, leaving = waking.bell(inbox.CHANNEL), waking.bell(deliveries.CHANNEL)
        self._rounds = [
            Round(f"worker {number}", Worker(desk), arrived, coach.clock, timing)
            for number in range(WORKERS)
        ]
        self._senders = [
            Round(f"sender {number}", sender, leaving, coach.clock, timing)
            for number in range(SENDERS)
        ]
        self._endings.append(sender.stop)
        for each in [*self._rounds, *self._senders]:
            each.start()

    def _empty_outbox(self, until: float) -> None:
        """Give the senders a moment for what somebody is waiting for."""
        pause = threading.Event()
        while monotonic() < until - 1 and self._reply_waits():
            pause.wait(0.05)

    def _reply_waits(self) -> bool:
        with contextlib.suppress(Exception), self._coach.database.read() as session:
            return deliveries.reply_is_due(session, now=self._coach.clock())
        return False

    def _listen(self, me: Identity) -> None:
        place = self._place
        app = slack_app(place.tokens, place.api_url)
        coach = self._coach
        asking.register(
            app, Hearing(coach.database, me.team, me.user, coach.clock, self._timing)
        )
        acknowledge_the_rest(app)
        self._handler = SocketModeHandler(app, place.tokens.app)
        self._handler.connect()


def _shared(client: WebClient) -> Callable[[str], bool]:
    """Whether another organisation reads along in a channel; if Slack doesn't say, it does."""

    def is_shared(channel: str) -> bool:
        try:
            info = client.conversations_info(channel=channel)["channel"]
        except (SlackClientError, OSError):
            return True
        return bool(info.get("is_ext_shared") or info.get("is_pending_ext_shared"))

    return is_shared


def unreachable(error: Exception) -> bool:
    """Whether Slack can't be reached just now, so that it is worth trying again."""
    if isinstance(error, SlackApiError):
        return int(getattr(error.response, "status_code", 0) or 0) in (429, 500, 502, 503, 504)
    return isinstance(error, OSError | SlackClientError)
