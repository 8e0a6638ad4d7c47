"""A clock that stands still, and a place to post to that keeps a list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.conversations import Message, NotPosted, Opened, Posted, Refused
from bot.outbox import Claimed
from bot.sending import Post
from bot.timing import Timing
from knowledge.deliveries import BULK, Address, NewDelivery
from knowledge.storage.database import Database
from knowledge.storage.delivery_tables import Delivery

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TEAM = "T1"


class StandingClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class KnownPresence:
    """Ours, and whoever is listed as there."""

    def __init__(self, owner: str = "here:1:1") -> None:
        self.owner = owner
        self.there: set[str] = set()

    def gone(self, session: Session, owner: str) -> bool:
        return owner not in self.there

    def leave(self) -> None: ...


@dataclass
class ListedConversations:
    """Posts into a list. What is put into `outcomes` or `findings` happens first."""

    posts: list[tuple[str, str]] = field(default_factory=list)
    outcomes: list[Any] = field(default_factory=list)
    findings: list[Any] = field(default_factory=list)
    searched: list[datetime] = field(default_factory=list)

    def post(self, claimed: Claimed, message: Message) -> Any:
        outcome = self.outcomes.pop(0) if self.outcomes else Posted(f"{len(self.posts)}.0")
        if isinstance(outcome, Posted):
            self.posts.append((claimed.conversation, message.text))
        return outcome

    def find(self, claimed: Claimed, look_back: timedelta) -> Any:
        self.searched.append(claimed.first_attempt_at - look_back)
        return self.findings.pop(0) if self.findings else NotPosted()

    def open(self, person: str) -> Opened | Refused:
        return Opened(f"D-{person}")


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def presence() -> KnownPresence:
    return KnownPresence()


@pytest.fixture
def conversations() -> ListedConversations:
    return ListedConversations()


@pytest.fixture
def post(
    database: Database,
    conversations: ListedConversations,
    clock: StandingClock,
    presence: KnownPresence,
) -> Post:
    return Post(
        database,
        TEAM,
        conversations,
        {"note": lambda session, claimed: Message(claimed.subject["text"]), "apology": _apology},
        lambda person: person != "U-LEFT",
        clock,
        Timing(),
        presence,
    )


def _apology(session: Session, claimed: Claimed) -> Message:
    return Message("Sorry.")


@pytest.fixture
def add_note(database: Database, clock: StandingClock) -> Any:
    """Enqueue a note; returns its key."""
    from knowledge import deliveries

    def add(words: str = "hello", *, to: str = "D1", lane: int = BULK, **more: Any) -> str:
        address = Address(TEAM, more.pop("person", None), to or None, more.pop("thread", None))
        wanted = NewDelivery(words, address, "note", {"text": words}, lane, **more)
        with database.begin() as session:
            deliveries.enqueue(session, wanted, now=clock())
        return words

    return add


@pytest.fixture
def state_of(database: Database) -> Any:
    """The row of a key as it is now."""

    def state(key: str) -> Delivery:
        with database.read() as session:
            return session.query(Delivery).filter_by(key=key).one()

    return state
