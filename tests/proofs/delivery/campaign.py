"""A campaign: so many messages, so many senders, something that goes wrong all the time."""

from __future__ import annotations

import multiprocessing
import random
import signal
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from knowledge import deliveries
from knowledge.deliveries import BULK, REPLY, Address, NewDelivery
from knowledge.storage.database import Database
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.rows import batches
from tests.proofs.delivery import senders
from tests.proofs.delivery.checker import Verdict, judge
from tests.proofs.delivery.places import PEOPLE, Postgres, WorkspaceProcess, account, kill, wait_for
from tests.proofs.delivery.senders import FAST, TEAM, Setup

ALL_FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "rate_limit", "only": "chat.postMessage", "chance": 0.005, "seconds": 1},
    {"kind": "server_error", "only": "chat.postMessage", "chance": 0.01},
    {"kind": "server_error_after_accept", "only": "chat.postMessage", "chance": 0.01},
    {"kind": "drop", "only": "chat.postMessage", "chance": 0.01},
    {"kind": "drop_after_accept", "only": "chat.postMessage", "chance": 0.01},
    {"kind": "slow_accept", "only": "chat.postMessage", "chance": 0.01, "seconds": 0.6},
    {"kind": "lagging_history", "only": "chat.postMessage", "chance": 0.3, "seconds": 0.5},
    {"kind": "rate_limit", "only": "conversations.*", "chance": 0.01, "seconds": 1},
    {"kind": "server_error", "only": "conversations.*", "chance": 0.02},
    {"kind": "drop", "only": "conversations.*", "chance": 0.02},
)

forkserver = multiprocessing.get_context("forkserver")
forkserver.set_forkserver_preload(
    ["tests.proofs.delivery.senders", "tests.proofs.delivery.servers"]
)


class Crew:
    """The sender processes. One that dies is replaced at once."""

    def __init__(self, setup: Setup, size: int, seed: int = 0) -> None:
        self._setup = setup
        self._random = random.Random(seed)
        self._stopped: dict[int, float] = {}
        self.members = [self._new(0)]
        if setup.freeze_every:  # so that it certainly holds a claim when the others begin
            wait_for(lambda: _state_of(self.members[0].pid) == "T", 20)
        self.members += [self._new(place) for place in range(1, size)]

    def _new(self, place: int) -> Any:
        """Only the first freezes by itself: somebody has to be awake to take over."""
        setup = self._setup if place == 0 else replace(self._setup, freeze_every=0)
        process = forkserver.Process(target=senders.sender, args=(setup,), daemon=True)
        process.start()
        return process

    def kill_one(self) -> None:
        place = self._random.randrange(len(self.members))
        victim = self.members[place]
        self._stopped.pop(victim.pid, None)
        kill(victim.pid, signal.SIGKILL)
        victim.join(10)
        self.members[place] = self._new(place)

    def stop_one(self, seconds: float) -> None:
        """Stop a process that runs, for so long that its claims could be taken over."""
        running = [m for m in self.members if m.pid not in self._stopped]
        if running:
            victim = self._random.choice(running)
            kill(victim.pid, signal.SIGSTOP)
            self._stopped[victim.pid] = time.monotonic() + seconds

    def go_on(self, *, at_once: bool = False) -> None:
        now = time.monotonic()
        for pid, until in list(self._stopped.items()):
            if at_once or until <= now:
                kill(pid, signal.SIGCONT)
                del self._stopped[pid]

    def waken_frozen(self, seconds: float) -> int:
        """Let go on those that stopped themselves this long ago. How many just did stop."""
        found = 0
        for member in self.members:
            if member.pid not in self._stopped and _state_of(member.pid) == "T":
                self._stopped[member.pid] = time.monotonic() + seconds
                found += 1
        self.go_on()
        return found

    @property
    def anybody_stopped(self) -> bool:
        return bool(self._stopped)

    def end(self) -> None:
        self.go_on(at_once=True)
        for member in self.members:
            kill(member.pid, signal.SIGKILL)
            member.join(10)


def _state_of(pid: int) -> str:
    with suppress(OSError), open(f"/proc/{pid}/stat", encoding="ascii") as file:
        return file.read().rpartition(")")[2].split()[0]
    return ""


@dataclass
class Campaign:
    """What is sent, by how many, and over which ground."""

    database: Database
    workspace: WorkspaceProcess
    messages: int
    setup: Setup
    crew_size: int
    seed: int = 1
    faults: Iterable[dict[str, Any]] = ALL_FAULTS
    keys: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)

    def prepare(self) -> None:
        self.database.migrate()
        self.workspace.faults(*self.faults)
        self.enqueue(range(self.messages))

    def enqueue(self, numbers: Iterable[int]) -> None:
        with self.database.begin() as session:
            secret = deliveries.key_secret(session)
        for batch in batches(list(numbers), 500):
            now = datetime.now(UTC)
            with self.database.begin() as session:
                for number in batch:
                    made = _delivery(secret, number)
                    self.keys.append(made.key)
                    deliveries.enqueue(session, made, now=now)

    def run(self, trouble: Callable[[Crew], None], *, patience: float = 900.0) -> Verdict:
        """Send while trouble is made, wait until all is sent, and judge."""
        began = time.monotonic()
        crew = Crew(self.setup, self.crew_size, self.seed)
        try:
            trouble(crew)
            arrived = self.all_sent(crew, patience)
        finally:
            crew.end()
        self.notes["seconds"] = f"{time.monotonic() - began:.0f}"
        verdict = judge(self.keys, self.workspace.history(), _app())
        self.notes["states"] = ", ".join(f"{s} {n}" for s, n in self.states().items())
        self.notes["faults"] = str(sum(self.workspace.happened().values()))
        if not arrived:
            self.notes["unfinished"] = "yes"
        self.database.close()
        return verdict

    def all_sent(self, crew: Crew, patience: float) -> bool:
        def done() -> bool:
            frozen = crew.waken_frozen(_past_the_lease(self.setup))
            return not frozen and not crew.anybody_stopped and self.left() == 0

        arrived = wait_for(done, patience, every=0.1)
        threading.Event().wait(1)  # whoever went on last gets the chance to post once more
        return arrived

    def left(self) -> int:
        try:
            with self.database.read() as session:
                waiting = Delivery.state.in_(deliveries.OPEN)
                return session.scalar(select(func.count(Delivery.id)).where(waiting)) or 0
        except DBAPIError:
            return -1

    def states(self) -> dict[str, int]:
        with self.database.read() as session:
            counted = select(Delivery.state, func.count()).group_by(Delivery.state)
            return {row.state: row[1] for row in session.execute(counted)}


def _past_the_lease(setup: Setup) -> float:
    timing = setup.timing
    return (timing.lease + timing.quarantine).total_seconds() * 1.5


def _app() -> str:
    from bot.local_workspace import SlackApp

    return SlackApp.from_manifest().id


def _delivery(secret: bytes, number: int) -> NewDelivery:
    person = account(number % PEOPLE)
    key = deliveries.key_of(secret, TEAM, "note", str(number), person)
    lane = REPLY if number % 4 == 0 else BULK
    return NewDelivery(key, Address(TEAM, person), "note", {"number": number}, lane)


# Troubles


def kills(count: int, *, pause: float, seed: int = 0) -> Callable[[Crew], None]:
    def make(crew: Crew) -> None:
        chance, waiting = random.Random(seed), threading.Event()
        for _ in range(count):
            waiting.wait(chance.uniform(0.1, 1.9) * pause)
            crew.kill_one()

    return make


def stops(count: int, *, pause: float, setup: Setup, seed: int = 0) -> Callable[[Crew], None]:
    def make(crew: Crew) -> None:
        chance, waiting = random.Random(seed), threading.Event()
        for _ in range(count):
            waiting.wait(chance.uniform(0.1, 1.9) * pause)
            crew.stop_one(_past_the_lease(setup))
            crew.go_on()

    return make


def database_trouble(
    server: Postgres, campaign: Campaign, back: list[float], *, crashes: int, outages: int,
    second: float, seed: int = 0,
) -> Callable[[Crew], None]:  # fmt: skip
    """Crashes, then outages of 1 to 60 seconds (scaled); notes how soon work goes on."""

    def make(crew: Crew) -> None:
        chance, waiting = random.Random(seed), threading.Event()
        for number in range(crashes + outages):
            waiting.wait(chance.uniform(0.2, 1.0))
            if number < crashes:
                server.crash()
            else:
                server.stop()
                waiting.wait(chance.uniform(1, 60) * second)
            server.start()
            back.append(_back_at_work(campaign))

    return make


def _back_at_work(campaign: Campaign) -> float:
    """Seconds until another message has been sent since the database is back."""
    began, counts = time.monotonic(), _sent(campaign)
    wait_for(lambda: _sent(campaign) > counts or campaign.left() == 0, 60)
    return time.monotonic() - began


def _sent(campaign: Campaign) -> int:
    try:
        return campaign.states().get("sent", 0)
    except DBAPIError:
        return -1


def nothing(crew: Crew) -> None:
    """No trouble but the workspace's own."""


__all__ = ["FAST", "Campaign", "Crew", "Setup", "database_trouble", "kills", "nothing", "stops"]
