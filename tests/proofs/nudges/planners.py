"""Planners and senders as processes, to be killed: the product's code, timed faster."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from bot.conversations import Message
from bot.outbox import Claimed
from bot.rounds import Round
from bot.sending import Post, Sender, Unwanted
from bot.settling import Settler
from bot.slack.app import sending_client
from bot.waking import Waking, presence_on
from knowledge import deliveries, nudges
from knowledge.nudges import Rules
from knowledge.storage.database import Database
from knowledge.storage.rows import batches
from tests.proofs.delivery.senders import TEAM, TOKENS, Impatient, Setup

RULES = Rules(weekend=())
"""The proof runs on any day of the week."""


@dataclass(frozen=True)
class PlannerSetup:
    """`at_once`: messages in one transaction; small, so that a kill finds one open."""

    database: str
    at_once: int = 4


def planner(setup: PlannerSetup) -> None:
    """Plan and dispatch until killed."""
    logging.basicConfig(level=logging.CRITICAL)
    database = Database(setup.database)
    while True:
        try:
            plan_once(database, setup.at_once)
        except DBAPIError:  # another planner was faster, or SQLite is busy: the next round
            continue


def plan_once(database: Database, at_once: int) -> None:
    """One round as the scheduler does it."""
    now = datetime.now(UTC)
    with database.begin() as session:
        nudges.outcomes.note(session, now=now)
    with database.read() as session:
        proposal = nudges.propose(session, now=now, rules=RULES)
    with database.begin() as session:
        nudges.keep_states(session, proposal, now=now)
    for batch in batches(proposal.nudges, at_once):
        with database.begin() as session:
            nudges.keep(session, batch, now=now)
        _dispatch(database, at_once // 2)
    _dispatch(database, at_once)


def _dispatch(database: Database, at_once: int) -> None:
    now = datetime.now(UTC)
    with database.begin() as session:
        secret = deliveries.key_secret(session)
        for wanted in nudges.dispatch(
            session, team=TEAM, secret=secret, now=now, rules=RULES, at_once=at_once
        ):
            deliveries.enqueue(session, wanted, now=now)


def sender(setup: Setup) -> None:
    """Send nudges until killed."""
    logging.basicConfig(level=logging.CRITICAL)
    client = sending_client(TOKENS, setup.api_url, setup.timing)
    database = Database(setup.database)
    waking = Waking(database)
    bell = waking.bell(deliveries.CHANNEL)
    presence, _ = presence_on(database, waking, 0.1)
    post = Post(
        database,
        TEAM,
        Impatient(client, setup),
        {"nudge": render, "digest": render},
        lambda person: True,
        lambda: datetime.now(UTC),
        setup.timing,
        presence,
    )
    for number in range(setup.threads):
        Round(f"sender {number}", Sender(post), bell, post.clock, setup.timing).start()
    Round("settler", Settler(post), bell, post.clock, setup.timing).start()
    threading.Event().wait()


def render(session: Session, claimed: Claimed) -> Message | Unwanted:
    """The ids of the items, so that the judge can read them off the message."""
    content = nudges.still_wanted(
        session, claimed.subject["nudge"], now=datetime.now(UTC), rules=RULES
    )
    if content is None:
        return Unwanted("nothing is left to say")
    return Message(" ".join(line.item.id for line in content.lines))
