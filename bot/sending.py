"""Senders: claim, check once more, render, post, note what came of it."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot import budget, outbox
from bot.conversations import (
    Conversations,
    Message,
    Posted,
    Refused,
    Unclear,
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


class InHand:
    """The deliveries that this process is busy with."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._lock = threading.Lock()

    @property
    def ids(self) -> frozenset[int]:
        with self._lock:
            return frozenset(self._ids)

    @contextmanager
    def holding(self, delivery: int) -> Iterator[None]:
        """Keep a delivery from our own look-ups; let go of it in the end, whatever happened."""
        with self._lock:
            self._ids.add(delivery)
        try:
            yield
        finally:
            with self._lock:
                self._ids.discard(delivery)


@dataclass(frozen=True)
class Post:
    """What senders and settlers of a process share."""

    database: Database
    team: str
    conversations: Conversations
    renderers: Mapping[str, Render]
    is_active: Callable[[str], bool]
    clock: Callable[[], datetime]
    timing: Timing
    presence: Presence
    look_again: Callable[[Claimed], object] = lambda claimed: None
    """Asks ahead of rendering what may not be asked within its transaction."""
    in_hand: InHand = field(default_factory=InHand)
    stopping: threading.Event = field(default_factory=threading.Event)
    """Set: wait for no database any more."""

    def note(self, write: Callable[[Session], object]) -> None:
        """Write down what came of it, after an outage too. What never is, will be looked up."""
        while True:
            try:
                with self.database.begin() as session:
                    write(session)
                return
            except DBAPIError as error:
                if not is_outage(error):
                    raise
                log.warning("the database is away: what became of a delivery is noted later")
                if self.stopping.wait(self.timing.outage_pause.total_seconds()):
                    return


class Sender:
    """Sends one delivery at a time; several may run in a process, and several processes."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def step(self) -> bool:
        return self.send_one()

    def send_one(self) -> bool:
        """Claim, check, render, post and note. False: nothing may go out now."""
        now, post = self._post.clock(), self._post
        with post.database.begin() as session:
            claimed = outbox.claim(session, post.team, post.presence, now=now, timing=post.timing)
        if claimed is None:
            return False
        with post.in_hand.holding(claimed.id):
            prepared = self._prepared(claimed)
            if isinstance(prepared, Message):
                self._send(claimed, prepared)
            else:
                post.note(prepared)
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
            post.look_again(claimed)
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
        post.note(lambda session: self._sent(session, claimed, outcome))

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
        log.warning("delivery %s was refused: %s", claimed.id, refused.reason)
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


def _apology(claimed: Claimed) -> NewDelivery:
    """Tells who waits that it won't come; its key follows from that of what they wait for."""
    key = hashlib.sha256(f"apology {claimed.key}".encode()).hexdigest()
    to = Address(claimed.team, claimed.person, claimed.conversation, claimed.thread)
    return NewDelivery(key, to, APOLOGY, lane=deliveries.REPLY)
