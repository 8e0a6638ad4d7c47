"""`coach serve`: its parts, put together; how they start and how they stop."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import TypeVar

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import WebClient

from bot import chores, inbox, nudging
from bot.assembly import Coach
from bot.enrolment import Enrolment
from bot.presence import Presence
from bot.rereading import Rereading, importing
from bot.rounds import Round
from bot.scheduler import scheduler
from bot.sending import Post, Sender
from bot.settling import Settler
from bot.slack import (
    asking,
    contradictions,
    drill_campaigns,
    drills,
    expertise,
    feedback,
    help,
    home,
    nudges,
    passages,
    raise_it,
    record_forms,
    sharing,
    standard_answers,
)
from bot.slack.app import (
    Identity,
    Tokens,
    acknowledge_the_rest,
    identify,
    sending_client,
    slack_app,
)
from bot.slack.channels import Channels
from bot.slack.conversations import SlackConversations
from bot.slack.floor import Answering, Feature, Floor, MakesFeature
from bot.slack.people import People
from bot.slack.reception import HttpReception, ListenAt, Reception, SocketReception
from bot.slack.replies import look_again
from bot.timing import Timing
from bot.waking import Waking, presence_on
from bot.working import Desk, Worker
from knowledge import deliveries
from knowledge.errors import BadInput

log = logging.getLogger("coach.serve")

WORKERS = 2
SENDERS = 4

FEATURES: tuple[MakesFeature, ...] = (
    expertise.feature,  # before asking: what is said below the quality team's cards is theirs
    record_forms.feature,  # before asking as well: `/qms records` is no question
    drills.feature,  # before asking: what is said in the thread of a drill is an answer
    drill_campaigns.feature,
    raise_it.feature,
    sharing.feature,  # before asking: `/qms share` is no question
    asking.feature,
    feedback.feature,
    passages.feature,
    standard_answers.feature,
    nudges.feature,
    home.feature,
    contradictions.feature,
    help.feature,
)
"""Everything the coach does in Slack."""

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """Where Slack is, and how we sign in."""

    tokens: Tokens
    api_url: str
    http: ListenAt | None = None
    """Where Slack's requests are taken; None: Socket Mode."""
    teams: frozenset[str] = frozenset()
    """The workspaces that may be served; none named: whichever the token belongs to."""

    def reception(self) -> Reception:
        return HttpReception(self.http) if self.http else SocketReception(self.tokens.app)


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
        self._reception: Reception | None = None
        self._client: WebClient
        self._me: Identity
        self.floor: Floor
        self._features: list[Feature] = []

    @property
    def steps(self) -> tuple[Callable[[], None], ...]:
        """What starting takes, in this order. A step may be tried again until it succeeds."""
        return self._sign_in, self._work, self._listen

    def _sign_in(self) -> None:
        self._client = sending_client(self._place.tokens, self._place.api_url, self._timing)
        self._me = identify(self._client)
        if self._place.teams and self._me.team not in self._place.teams:
            raise BadInput(
                f"The token belongs to the workspace {self._me.team}, which COACH_SLACK_TEAMS "
                "does not list. Add it there, or use the token of a listed workspace."
            )

    def _work(self) -> None:
        """Take up what was left over."""
        timing, database = self._timing, self._coach.database
        waking = Waking(database)
        for name in (inbox.CHANNEL, deliveries.CHANNEL):
            waking.bell(name)
        presence, leave = presence_on(database, waking, timing.outage_pause.total_seconds())
        self._start_rounds(waking, presence)
        rereading = Rereading(database, self._coach.clock, timing)
        clock = scheduler(waking.ring_all, timing)
        registers = importing(database, self._coach.company, self._coach.clock, timing)
        for step in (rereading.step, registers.step):
            clock.add_job(step, "interval", seconds=timing.reread_check.total_seconds())
        enrolment = Enrolment(database, self._coach.company, self.floor.people, self._coach.clock)
        clock.add_job(enrolment.step)
        clock.add_job(nudging.Nudging(self.floor).step, "interval", seconds=nudging.OFTEN)
        for chore in (enrolment.step, self._do_chores):
            clock.add_job(chore, "interval", seconds=chores.OFTEN)
        clock.start()
        self._endings += [
            lambda: clock.shutdown(wait=False),
            rereading.stop,
            registers.stop,
            waking.stop,
            leave,
        ]

    def _listen(self) -> None:
        place = self._place
        app = slack_app(place.tokens, place.api_url)
        for feature in self._features:
            feature.listen(app)
        acknowledge_the_rest(app)
        reception = place.reception()
        reception.open(app)
        self._reception = reception

    def stop(self) -> bool:
        """Listen no more, finish what is in hand, send what is waited for. True: all was done."""
        until = monotonic() + self._timing.drain.total_seconds()
        if self._reception is not None:
            with contextlib.suppress(Exception):  # a connection that is gone can't be closed
                self._reception.close()
        for each in self._rounds:
            each.stop()
        done = _joined(self._rounds, until)
        self._empty_outbox(until)
        for each in self._senders:
            each.stop()
        done = _joined(self._senders, until) and done
        while self._endings:
            self._endings.pop(0)()
        self._coach.database.close()
        return done

    def _start_rounds(self, waking: Waking, presence: Presence) -> None:
        coach, timing, client = self._coach, self._timing, self._client
        floor = self.floor = self._floor()
        self._features = [make(floor) for make in FEATURES]
        desk = Desk(
            coach.database,
            _together(feature.kinds for feature in self._features),
            coach.clock,
            timing,
            presence.owner,
        )
        post = Post(
            coach.database,
            self._me.team,
            SlackConversations(client),
            _together(feature.renderers for feature in self._features),
            floor.people.is_active,
            coach.clock,
            timing,
            presence,
            partial(look_again, floor),
        )
        arrived, leaving = waking.bell(inbox.CHANNEL), waking.bell(deliveries.CHANNEL)
        self._rounds = [
            Round(f"worker {number}", Worker(desk), arrived, coach.clock, timing)
            for number in range(WORKERS)
        ]
        self._rounds += [
            Round("feature", steps, leaving, coach.clock, timing)
            for feature in self._features
            for steps in feature.steps
        ]
        self._senders = [
            Round(f"sender {number}", Sender(post), leaving, coach.clock, timing)
            for number in range(SENDERS)
        ]
        self._senders.append(Round("settler", Settler(post), leaving, coach.clock, timing))
        self._endings.append(post.stopping.set)
        for each in [*self._rounds, *self._senders]:
            each.start()

    def _do_chores(self) -> None:
        chores.do_chores(self.floor, now=self._coach.clock())

    def _floor(self) -> Floor:
        coach, client = self._coach, self._client
        with coach.database.begin() as session:
            secret = deliveries.key_secret(session)
        return Floor(
            coach.database,
            coach.company,
            self._answering,
            client,
            People(client, coach.clock),
            Channels(client, coach.clock),
            self._me.team,
            self._me.user,
            secret,
            coach.clock,
            self._timing,
            coach.evidence,
        )

    def _empty_outbox(self, until: float) -> None:
        """Give the senders a moment for what somebody is waiting for."""
        pause = threading.Event()
        while monotonic() < until - 1 and self._reply_waits():
            pause.wait(0.05)

    def _reply_waits(self) -> bool:
        with contextlib.suppress(Exception), self._coach.database.read() as session:
            return deliveries.reply_is_due(session, now=self._coach.clock())
        return False


def _joined(rounds: list[Round], until: float) -> bool:
    """Wait for every one of them. True: all have ended in time."""
    return not [each for each in rounds if not each.join(until - monotonic())]


def _together(parts: Iterable[Mapping[str, T]]) -> dict[str, T]:
    """One table of all; two features with one name would be a mistake of ours."""
    whole: dict[str, T] = {}
    for part in parts:
        assert not whole.keys() & part.keys(), whole.keys() & part.keys()
        whole |= part
    return whole


def unreachable(error: Exception) -> bool:
    """Whether Slack can't be reached just now, so that it is worth trying again."""
    if isinstance(error, SlackApiError):
        return int(getattr(error.response, "status_code", 0) or 0) in (429, 500, 502, 503, 504)
    return isinstance(error, OSError | SlackClientError)
