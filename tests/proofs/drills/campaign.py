"""Many interviews at once while their server is killed; and what the checker says of it."""

from __future__ import annotations

import logging
import random
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.local_workspace import Clock, Workspace, running, workspace_from
from knowledge.storage.database import Database
from knowledge.storage.delivery_tables import Delivery, InboxJob
from knowledge.storage.drill_tables import InterviewAnswer
from knowledge.storage.record_tables import Person
from tests.proofs.delivery.campaign import forkserver
from tests.proofs.delivery.places import kill, postgres, wait_for
from tests.proofs.drills import servers
from tests.proofs.drills.checker import Verdict, judge
from tests.proofs.drills.interviewee import Interviewee, all_move
from tests.proofs.drills.servers import ServerSetup

HANDS = 6
"""Threads that people's hands share; each moves one person at a time."""
AGAIN = (0.3, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds after which Slack sends an event again: more often than in life, as is the killing."""
MOST_REPEATS = 2
"""Repeats of an event from which on the server is let live until that is acknowledged: what Slack
gives up after its last repeat nobody can keep."""
PATIENCE = 900.0


@dataclass
class Server:
    """The one serving process, replaced at once when it is gone."""

    setup: ServerSetup
    process: Any = None

    def start(self) -> None:
        self.process = forkserver.Process(target=servers.server, args=(self.setup,), daemon=True)
        self.process.start()

    def kill(self) -> None:
        kill(self.process.pid, signal.SIGKILL)
        self.process.join(10)

    def is_gone(self) -> bool:
        return not self.process.is_alive()


@dataclass(frozen=True)
class Run:
    """What a run came to."""

    verdict: Verdict
    kills: int
    seconds: float
    finished: bool

    def __str__(self) -> str:
        unfinished = "" if self.finished else ", not all came to their end in time"
        return f"{self.verdict}; {self.kills} kills in {self.seconds:.0f} s{unfinished}"


def interviewed(
    people: int,
    kills: int,
    *,
    on_postgres: bool = False,
    sabotage: str = "",
    seed: int = 11,
    patience: float = PATIENCE,
) -> Run:
    """Everybody is interviewed at once; the server is killed at random moments."""
    with (
        tempfile.TemporaryDirectory(prefix="coach-proof-") as home,
        _database(on_postgres, home) as url,
        _workspace(people, seed) as place,
    ):
        _register(url, place, people)
        server = Server(ServerSetup(home, url, f"{place.address}/api/", sabotage=sabotage))
        began = time.monotonic()
        server.start()
        chance = random.Random(seed)
        crowd = [
            Interviewee(place, f"person.{number}", random.Random(seed * 1_000 + number))
            for number in range(people)
        ]
        trouble = _Trouble(server, place, kills, chance)
        try:
            finished = _all_through(crowd, trouble, patience)
            finished = _settled(url) and finished
        finally:
            server.kill()
        verdict = judge(place.history(), _kept(url), place.app.id)
        return Run(verdict, trouble.done, time.monotonic() - began, finished)


class _Trouble:
    """Kills the server now and then, and starts another whenever there is none."""

    def __init__(self, server: Server, place: Workspace, kills: int, chance: random.Random) -> None:
        self._server, self._place, self._kills, self._chance = server, place, kills, chance
        self._due = time.monotonic() + 3.0
        self.done = 0

    def step(self) -> None:
        if self._server.is_gone():
            self._server.start()
            self._due = time.monotonic() + self._chance.uniform(0.5, 4.0)
        elif self.done < self._kills and time.monotonic() > self._due and self._is_serving():
            self._server.kill()
            self.done += 1

    def _is_serving(self) -> bool:
        lines = [one for one in self._place.deliveries.log if one["kind"] == "events_api"]
        acked = {one["event_id"] for one in lines if one["outcome"] == "acked"}
        urgent = {one["event_id"] for one in lines if one["attempt"] >= MOST_REPEATS}
        return bool(self._place.deliveries.connections.open) and urgent <= acked


def _all_through(crowd: list[Interviewee], trouble: _Trouble, patience: float) -> bool:
    """Let everybody go on until all have their report, and all kills were done."""
    until = time.monotonic() + patience
    parts = [crowd[first::HANDS] for first in range(HANDS)]
    with ThreadPoolExecutor(HANDS) as hands:
        ended = [hands.submit(_to_the_end, part, until) for part in parts if part]
        while not all(one.done() for one in ended):
            trouble.step()
            threading.Event().wait(0.05)
        if trouble.done == 0:
            trouble.step()
        return all(one.result() for one in ended)


def _to_the_end(people: list[Interviewee], until: float) -> bool:
    pause = threading.Event()
    while time.monotonic() < until:
        if all_move(people):
            return True
        pause.wait(0.05)
    return False


def _settled(url: str) -> bool:
    """Whatever would come twice, or late, has come by now."""
    with closing(Database(url)) as database:

        def quiet() -> bool:
            with database.read() as session:
                jobs = InboxJob.state.in_(("pending", "working"))
                going = Delivery.state.in_(("pending", "sending", "ambiguous"))
                return (
                    session.scalar(select(InboxJob.id).where(jobs).limit(1)) is None
                    and session.scalar(select(Delivery.id).where(going).limit(1)) is None
                )

        found = wait_for(quiet, 60, every=0.2)
    threading.Event().wait(2)
    return found


def _kept(url: str) -> list[str]:
    with closing(Database(url)) as database, database.read() as session:
        return list(session.scalars(select(InterviewAnswer.message)))


@contextmanager
def _workspace(people: int, seed: int) -> Iterator[Workspace]:
    logging.getLogger("uvicorn.error").disabled = True  # a caller that is killed is no news
    described = {
        "people": [
            {
                "name": f"person.{number}",
                "real_name": f"Person {number}",
                "email": f"person.{number}@brennick.example",
                "id": f"U0PERSON{number:03d}",
            }
            for number in range(people)
        ],
        "channels": [],
    }
    made = workspace_from(described, clock=Clock(), seed=seed, retry_seconds=AGAIN)
    made.limits.enabled = False
    with running(made):
        yield made


@contextmanager
def _database(on_postgres: bool, home: str) -> Iterator[str]:
    if on_postgres:
        with postgres() as server:
            yield server.url
    else:
        yield f"sqlite:///{home}/coach.db"


def _register(url: str, place: Workspace, people: int) -> None:
    """Everybody is in the people register, with their account."""
    with closing(Database(url)) as database:
        database.migrate()
        with database.begin() as session:
            session.add_all(
                Person(
                    number=f"{number:04d}",
                    name=f"Person {number}",
                    email=f"person.{number}@brennick.example",
                    slack_account=place.person(f"person.{number}").id,
                    job_title="CNC setter",
                    starts_on=datetime(2020, 1, 1, tzinfo=UTC).date(),
                )
                for number in range(people)
            )
