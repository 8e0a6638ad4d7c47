"""Settlers: look up what became of a delivery, and open direct messages ahead of sending."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy.orm import Session

from bot import outbox
from bot.conversations import NotPosted, Opened, Posted, Unsearchable
from bot.outbox import Claimed
from bot.sending import Post
from knowledge import deliveries

log = logging.getLogger("coach.delivery")


class Settler:
    """What senders need done beside the sending. One in each process is enough."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def step(self) -> bool:
        """Open direct messages, or settle a delivery. False: nothing can be done."""
        return self.open_one() or self.settle_one()

    def idle_until(self) -> datetime | None:
        with self._post.database.read() as session:
            return outbox.next_unsettled(session, self._post.team)

    def settle_one(self) -> bool:
        """Look up what became of a delivery whose fate is unclear."""
        now, post = self._post.clock(), self._post
        with post.database.begin() as session:
            outbox.expire(session, now=now)
            claimed = outbox.claim_unsettled(
                session, post.team, post.presence, post.in_hand.ids, now=now, timing=post.timing
            )
        if claimed is None:
            return False
        with post.in_hand.holding(claimed.id):
            found = post.conversations.find(claimed, post.timing.look_back)
            post.note(lambda session: self._settle(session, claimed, found))
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
                deliveries.announce(session, deliveries.CHANNEL)
            else:
                log.warning("the messages of %s can't be opened: %s", person, opened.reason)
                due_at = now + (opened.wait or post.timing.failure_pause)
                outbox.postpone_person(
                    session, post.team, person, opened.reason, due_at=due_at, timing=post.timing
                )
        return True

    def _settle(
        self, session: Session, claimed: Claimed, found: Posted | NotPosted | Unsearchable
    ) -> None:
        now, timing = self._post.clock(), self._post.timing
        if isinstance(found, Posted):
            outbox.mark_sent(session, claimed, found.ts, now=now)
            deliveries.announce(session, deliveries.CHANNEL)
        elif isinstance(found, NotPosted):
            outbox.put_back(session, claimed, due_at=now)
            deliveries.announce(session, deliveries.CHANNEL)
        else:
            log.error("delivery %s can't be looked up: %s", claimed.id, found.reason)
            due_at = now + (found.wait or timing.pause_after(claimed.failures + 1))
            outbox.mark_unsearchable(session, claimed, found.reason, due_at=due_at)
