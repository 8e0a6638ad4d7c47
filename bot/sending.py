"""Senders: claim, check once more, render, post, note what came of it."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot import budget, outbox
from bot.conversations import (
    Conversations,
    Message,
    NotPosted,
    Opened,
    Posted,
    Refused,
    Unclear,
    Unsearchable,
)
from bot.outage import is_outage
from bot.outbox import Claimed
from bot.presence import Presence
from bot.timing import Timing
from bot.wording import words_for
from knowledge import deliveries
from knowledge.deliveries import Address, NewDelivery
from knowledge.storage.database import Database

log = logging.getLogger("coach.delivery")

APOLOGY = "apology"
"""The kind of a delivery that says that another one can't be delivered."""


@dataclass(frozen=True)
class Unwanted:
    """A reason not to send this any more."""

    reason: str


Render = Callable[[Session, Claimed], Message | Unwanted]
"""Looks once more whether a delivery is wanted, and puts it into words as of now."""


@dataclass(frozen=True)
class Post:
    """What senders work with."""

    database: Database
    team: str
    conversations: Conversations
    renderers: Mapping[str, Render]
    is_active: Callable[[str], bool]
    clock: Callable[[], datetime]
    timing: Timing
    presence: Presence


class Sender:
    """Does one thing at a time; several may run in a process, and several processes."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._in_hand: set[int] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Wait for no database any more."""
        self._stopping.set()

    def step(self) -> bool:
        """Open direct messages, send one delivery, or settle one. False: nothing can be done."""
        return self.open_one() or self.send_one() or self.settle_one()

    def send_one(self) -> bool:
        now, post = self._post.clock(), self._post
        with post.database.begin() as session:
            outbox.expire(session, now=now)
            claimed = outbox.claim(session, post.team, post.presence, now=now, timing=post.timing)
        if claimed is None:
            return False
        with self._holding(claimed):
            prepared = self._prepared(claimed)
            if isinstance(prepared, Message):
                self._send(claimed, prepared)
            else:
                self._note(prepared)
        return True

    def settle_one(self) -> bool:
        """Look up what became of a delivery whose fate is unclear."""
        now, post = self._post.clock(), self._post
        with self._lock:
            in_hand = set(self._in_hand)
        with post.database.begin() as session:
            claimed = outbox.claim_unsettled(
                session, post.team, post.presence, in_hand, now=now, timing=post.timing
            )
        if claimed is None:
            return False
        with self._holding(claimed):
            found = post.conversations.find(claimed, post.timing.look_back)
            self._note(lambda session: self._settle(session, claimed, found))
        return True

    def open_one(self) -> bool:
        """Open somebody's direct messages, so that there is a history to search later."""
        now, post = self._post.clock(), self._post
        with post.database.read() as session:
            person = outbox.without_conversation(session, post.team, now=now)
            known = outbox.known_conversation(session, post.team, person) if person else None
        if person is None:
            return False
        opened = Opened(known) if known else post.conversations.open(person)
        with post.database.begin() as session:
            if isinstance(opened, Opened):
                outbox.keep_conversation(session, post.team, person, opened.conversation)
            else:
                log.warning("the messages of %s can't be opened: %s", person, opened.reason)
                pause = opened.wait or post.timing.failure_pause
                outbox.postpone_person(
                    session,
                    post.team,
                    person,
                    opened.reason,
                    due_at=now + pause,
                    timing=post.timing,
                )
        return True

    def idle_until(self) -> datetime | None:
        """When there may be something to do, unless the bell rings first."""
        with self._post.database.read() as session:
            return outbox.next_due(session, self._post.team, timing=self._post.timing)

    def _prepared(self, claimed: Claimed) -> Message | Callable[[Session], object]:
        """The message; or what is to be noted since there is none."""
        post, now = self._post, self._post.clock()
        if claimed.person and not post.is_active(claimed.person):
            return lambda s: outbox.mark_cancelled(s, claimed, "the person has left", now=now)
        try:
            with post.database.read() as session:
                rendered = post.renderers[claimed.kind](session, claimed)
        except Exception as error:
            if is_outage(error):
                return lambda s: outbox.put_back(s, claimed, due_at=now)
            words = words_for(error)
            return lambda s: self._give_up(s, claimed, words)
        if isinstance(rendered, Unwanted):
            reason = rendered.reason
            return lambda s: outbox.mark_cancelled(s, claimed, reason, now=now)
        return rendered

    def _send(self, claimed: Claimed, message: Message) -> None:
        post = self._post
        if not self._still_mine(claimed):
            return
        outcome = post.conversations.post(claimed, message)
        self._note(lambda session: self._sent(session, claimed, outcome))

    def _still_mine(self, claimed: Claimed) -> bool:
        """A claim whose lease ran out before anything was posted is left to be looked up."""
        return self._post.clock() < claimed.lease_until

    def _sent(
        self, session: Session, claimed: Claimed, outcome: Posted | Refused | Unclear
    ) -> None:
        now, timing = self._post.clock(), self._post.timing
        if isinstance(outcome, Posted):
            outbox.mark_sent(session, claimed, outcome.ts, now=now)
        elif isinstance(outcome, Unclear):
            due_at = max(claimed.lease_until, now) + timing.quarantine
            outbox.mark_ambiguous(session, claimed, outcome.reason, due_at=due_at)
        else:
            self._refused(session, claimed, outcome)

    def _refused(self, session: Session, claimed: Claimed, refused: Refused) -> None:
        post, now = self._post, self._post.clock()
        if refused.wait is not None:
            due_at = now + refused.wait
            outbox.put_back(session, claimed, due_at=due_at, trouble=refused.reason)
            budget.hold_until(session, post.team, due_at, timing=post.timing)
        elif refused.hopeless or claimed.failures + 1 >= post.timing.failures:
            self._give_up(session, claimed, refused.reason)
        else:
            due_at = now + post.timing.pause_after(claimed.failures + 1)
            outbox.put_back(session, claimed, due_at=due_at, trouble=refused.reason, counts=True)

    def _give_up(self, session: Session, claimed: Claimed, reason: str) -> None:
        """Shown to the quality team; if somebody is waiting for it, they are told."""
        now = self._post.clock()
        if not outbox.mark_dead(session, claimed, reason, now=now):
            return
        log.error("delivery %s is given up: %s", claimed.id, reason)
        if claimed.lane == deliveries.REPLY and claimed.kind != APOLOGY:
            deliveries.enqueue(session, _apology(claimed), now=now)

    def _settle(
        self, session: Session, claimed: Claimed, found: Posted | NotPosted | Unsearchable
    ) -> None:
        now, timing = self._post.clock(), self._post.timing
        if isinstance(found, Posted):
            outbox.mark_sent(session, claimed, found.ts, now=now)
        elif isinstance(found, NotPosted):
            outbox.put_back(session, claimed, due_at=now)
            deliveries.announce(session, deliveries.CHANNEL)
        else:
            log.error("delivery %s can't be looked up: %s", claimed.id, found.reason)
            due_at = now + (found.wait or timing.pause_after(claimed.failures + 1))
            outbox.mark_unsearchable(session, claimed, found.reason, due_at=due_at)

    def _note(self, write: Callable[[Session], object]) -> None:
        """Write down what came of it, after an outage too. What never is, will be looked up."""
        while True:
            try:
                with self._post.database.begin() as session:
                    write(session)
                return
            except DBAPIError as error:
                if not is_outage(error):
                    raise
                log.warning("the database is away: what became of a delivery is noted later")
                if self._stopping.wait(self._post.timing.outage_pause.total_seconds()):
                    return

    @contextmanager
    def _holding(self, claimed: Claimed) -> Iterator[None]:
        """Keep a delivery from our own look-ups; let go of it in the end, whatever happened."""
        with self._lock:
            self._in_hand.add(claimed.id)
        try:
            yield
        finally:
            with self._lock:
                self._in_hand.discard(claimed.id)


def _apology(claimed: Claimed) -> NewDelivery:
    """Tells who waits that it won't come; its key follows from that of what they wait for."""
    key = hashlib.sha256(f"apology {claimed.key}".encode()).hexdigest()
    to = Address(claimed.team, claimed.person, claimed.conversation, claimed.thread)
    return NewDelivery(key, to, APOLOGY, lane=deliveries.REPLY)
