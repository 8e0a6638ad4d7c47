"""Planners and senders are killed all the time; each person is told everything, once."""

from __future__ import annotations

import random
import signal
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bot.local_workspace import SlackApp
from knowledge import deliveries
from knowledge.storage.database import Database
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.nudge_tables import Nudge, NudgeLine
from knowledge.storage.record_tables import Person, ShiftPattern, Site, TrainingAssignment
from tests.proofs.delivery import places
from tests.proofs.delivery.campaign import ALL_FAULTS, forkserver
from tests.proofs.delivery.checker import judge
from tests.proofs.delivery.places import account, kill, postgres, wait_for, workspace
from tests.proofs.delivery.senders import TEAM, Setup
from tests.proofs.nudges import planners
from tests.proofs.nudges.planners import PlannerSetup

EACH = 3
"""Items of each person."""


@dataclass(frozen=True)
class Found:
    """What the judge says of a run. `untold` are items that are in no message."""

    kills: int
    verdict: str
    untold: int
    repeated: int
    holds: bool

    def __str__(self) -> str:
        return (
            f"{self.kills} kill -9 of planners and senders: {self.verdict}; "
            f"{self.untold} items untold, {self.repeated} told twice"
        )


def killed(people: int, kills: int, *, on_postgres: bool, seed: int = 0) -> Found:
    """Plan, dispatch and send to so many people while processes are killed at random moments."""
    places.PEOPLE = people
    with workspace(seed=seed) as place, _database(on_postgres) as url:
        place.faults(*ALL_FAULTS)
        database = Database(url)
        database.migrate()
        fill(database, people)
        crew = _Crew(url, place.api_url, on_postgres)
        done = _Progress(database, people)
        try:
            _trouble(crew, kills, done, seed)
            finished = wait_for(done, 120, every=0.2)
        finally:
            crew.end()
        threading.Event().wait(1)
        found = _judged(database, place.history(), people, kills, finished)
        database.close()
        return found


def fill(database: Database, people: int) -> None:
    """People at work all day long wherever it is late morning now, each with three readings."""
    now = datetime.now(UTC)
    offset = now.hour - 10
    zone = f"Etc/GMT{offset:+d}" if offset else "UTC"  # GMT+3 is three hours behind
    today = (now - timedelta(hours=offset)).date()
    with database.begin() as session:
        session.add(Site(id=1, name="Site", zone=zone))
        session.flush()
        hours = {"weekdays": list(range(7)), "weeks": [["00:00", "23:59"]]}
        session.add(ShiftPattern(site_id=1, name="all day", **hours))
        session.execute(insert(Person), [_person(number) for number in range(people)])
        session.execute(
            insert(TrainingAssignment),
            [
                {
                    "number": f"R-{number}-{place}",
                    "person_id": number + 1,
                    "document": "QP-1",
                    "revision": "A",
                    "kind": "reading",
                    "demand": "read",
                    "due_on": today + timedelta(days=place),
                    "first_due_on": today + timedelta(days=place),
                }
                for number in range(people)
                for place in range(EACH)
            ],
        )


def _person(number: int) -> dict[str, Any]:
    return {
        "id": number + 1,
        "number": f"{number:05}",
        "name": f"Person {number}",
        "slack_account": account(number),
        "site_id": 1,
        "shift": "all day",
        "roles": [],
        "qms_roles": [],
    }


class _Crew:
    """Planners and a sender (three on PostgreSQL); one that dies is replaced at once."""

    def __init__(self, url: str, api_url: str, on_postgres: bool) -> None:
        plans, sends = PlannerSetup(url), Setup(url, api_url)
        self._jobs: list[tuple[Callable[..., None], Any]] = [
            (planners.planner, plans),
            (planners.sender, sends),
        ]
        if on_postgres:
            self._jobs += [(planners.planner, plans), (planners.sender, sends)]
        self.members = [self._new(place) for place in range(len(self._jobs))]

    def _new(self, place: int) -> Any:
        target, setup = self._jobs[place]
        process = forkserver.Process(target=target, args=(setup,), daemon=True)
        process.start()
        return process

    def kill(self, place: int) -> None:
        victim = self.members[place]
        kill(victim.pid, signal.SIGKILL)
        victim.join(10)
        self.members[place] = self._new(place)

    def end(self) -> None:
        for member in self.members:
            kill(member.pid, signal.SIGKILL)
            member.join(10)


class _Progress:
    """Whether everybody's message has been sent."""

    def __init__(self, database: Database, people: int) -> None:
        self._database, self._people = database, people

    def __call__(self) -> bool:
        with self._database.read() as session:
            sent = select(func.count(Delivery.id)).where(Delivery.state == "sent")
            return (session.scalar(sent) or 0) >= self._people


def _trouble(crew: _Crew, kills: int, done: _Progress, seed: int) -> None:
    """Planners three times as often as senders; soon after they began, when they write most."""
    chance, pause = random.Random(seed), threading.Event()
    for number in range(kills):
        pause.wait(chance.uniform(0.15, 0.7))
        size = len(crew.members)
        crew.kill(1 + 2 * (number % (size // 2)) if number % 4 == 3 else 2 * (number % (size // 2)))


def _judged(
    database: Database, history: list[dict[str, Any]], people: int, kills: int, finished: bool
) -> Found:
    with database.begin() as session:
        secret = deliveries.key_secret(session)
    with database.read() as session:
        day = session.scalars(select(Nudge.day).limit(1)).one().isoformat()
        lines = session.execute(select(NudgeLine.item, NudgeLine.person_id)).all()
    keys = [
        deliveries.key_of(secret, TEAM, "nudge", "day", f"{number + 1}", day)
        for number in range(people)
    ]
    verdict = judge(keys, history, SlackApp.from_manifest().id)
    told = Counter(item for message in history for item in message.get("text", "").split())
    expected = {f"R-{number}-{place}" for number in range(people) for place in range(EACH)}
    untold = len(expected - set(told))
    repeated = sum(1 for item in expected if told[item] > 1)
    whole = len(lines) == len(set(lines)) == people * EACH
    holds = verdict.holds and not untold and not repeated and whole and finished
    return Found(kills, f"{verdict}", untold, repeated, holds)


@contextmanager
def _database(on_postgres: bool) -> Iterator[str]:
    if on_postgres:
        with postgres() as server:
            yield server.url
    else:
        with tempfile.TemporaryDirectory(prefix="coach-proof-") as folder:
            yield f"sqlite:///{folder}/coach.db"
