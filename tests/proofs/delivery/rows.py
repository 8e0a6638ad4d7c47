"""The rows of the proof, each a function from counts to what was found."""

from __future__ import annotations

import logging
import random
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from bot.local_workspace import Seat, Workspace, running, workspace_from
from knowledge.storage.database import Database
from tests.proofs.delivery import campaign, servers
from tests.proofs.delivery.campaign import (
    Campaign,
    database_trouble,
    kills,
    nothing,
    stops,
)
from tests.proofs.delivery.checker import Verdict, judge_answers
from tests.proofs.delivery.counts import Counts
from tests.proofs.delivery.places import (
    PEOPLE,
    company,
    kill,
    postgres,
    wait_for,
    workspace,
)
from tests.proofs.delivery.senders import FAST, Setup
from tests.proofs.delivery.servers import ServerSetup

LAG = {"kind": "lagging_history", "only": "chat.postMessage", "chance": 1.0, "seconds": 0.8}
DROPS = {"kind": "drop_after_accept", "only": "chat.postMessage", "chance": 0.3}


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    test: str
    outcome: str
    holds: bool

    def __str__(self) -> str:
        return f"| {self.test} | {self.outcome} | {'holds' if self.holds else 'FAILS'} |"


@contextmanager
def sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="coach-proof-") as folder:
        yield f"sqlite:///{folder}/coach.db"


def _row(test: str, verdict: Verdict, made: Campaign) -> Row:
    notes = "; ".join(f"{name} {value}" for name, value in made.notes.items())
    return Row(test, f"{verdict} ({notes})", verdict.holds and "unfinished" not in made.notes)


def _pause(counts: Counts, count: int, a_second: float) -> float:
    """Between two troubles, so that they spread over the whole run."""
    return max(0.15, counts.messages / a_second / max(1, count))


def killed_on_postgres(counts: Counts) -> Row:
    with workspace() as place, postgres() as server:
        made = Campaign(
            Database(server.url), place, counts.messages, Setup(server.url, place.api_url), 3
        )
        made.prepare()
        verdict = made.run(kills(counts.kills, pause=_pause(counts, counts.kills, 60)))
        return _row(f"{counts.kills} kill -9 over 3 senders, PostgreSQL, all faults", verdict, made)


def killed_on_sqlite(counts: Counts) -> Row:
    with workspace() as place, sqlite() as url:
        made = Campaign(Database(url), place, counts.messages, Setup(url, place.api_url), 1)
        made.prepare()
        verdict = made.run(kills(counts.kills, pause=_pause(counts, counts.kills, 40)))
        return _row(f"{counts.kills} kill -9 over 1 sender, SQLite, all faults", verdict, made)


def database_away(counts: Counts) -> Row:
    back: list[float] = []
    with workspace() as place, postgres() as server:
        made = Campaign(
            Database(server.url), place, counts.messages, Setup(server.url, place.api_url), 3
        )
        made.prepare()
        trouble = database_trouble(
            server, made, back, crashes=counts.crashes, outages=counts.outages, second=0.1
        )
        verdict = made.run(trouble)
        made.notes["back at work after"] = f"{max(back):.1f} s at most"
        row = _row(
            f"{counts.crashes} database crashes, {counts.outages} outages of 1–60 s (scaled 1:10)",
            verdict,
            made,
        )
        return replace(row, holds=row.holds and max(back) < 15)


def stopped(counts: Counts) -> Row:
    """Stopped at random, and some right before a post leaves."""
    with workspace() as place, postgres() as server:
        setup = Setup(server.url, place.api_url, freeze_every=50)
        made = Campaign(Database(server.url), place, counts.messages, setup, 4)
        made.prepare()
        verdict = made.run(stops(counts.stops, pause=_pause(counts, counts.stops, 60), setup=setup))
        return _row(f"{counts.stops} SIGSTOP past the lease", verdict, made)


# Sabotage


def without_quarantine(seed: int) -> Verdict:
    timing = replace(FAST, quarantine=timedelta(0))
    return _sabotaged(seed, 1, faults=(DROPS, LAG), timing=timing)


def without_fence(seed: int) -> Verdict:
    return _sabotaged(seed, 3, faults=(), sabotage="fence", freeze_every=5)


def without_unique_key(seed: int) -> Verdict:
    return _sabotaged(seed, 2, faults=(), twice=True, unique=False)


def without_empty_retry_list(seed: int) -> Verdict:
    return _sabotaged(seed, 2, faults=(DROPS,), sabotage="retry list")


def _sabotaged(
    seed: int,
    crew: int,
    *,
    faults: tuple[dict[str, Any], ...],
    twice: bool = False,
    unique: bool = True,
    **changes: Any,
) -> Verdict:
    """A small campaign with a part taken out, or, with `intact`, with nothing taken out."""
    with workspace(seed=seed) as place, postgres() as server:
        setup = replace(Setup(server.url, place.api_url), **changes)
        made = Campaign(Database(server.url), place, 60, setup, crew, seed, faults)
        made.prepare()
        if not unique:
            with made.database.begin() as session:
                session.execute(text("ALTER TABLE delivery DROP CONSTRAINT uq_delivery_key"))
        if twice:
            made.enqueue(range(60))
        return made.run(nothing, patience=60)


SABOTAGES: dict[str, Callable[[int], Verdict]] = {
    "quarantine": without_quarantine,
    "fence": without_fence,
    "unique key": without_unique_key,
    "empty retry list": without_empty_retry_list,
}

INTACT: dict[str, Callable[[int], Verdict]] = {
    "quarantine": lambda seed: _sabotaged(seed, 1, faults=(DROPS, LAG)),
    "fence": lambda seed: _sabotaged(seed, 3, faults=(), freeze_every=5),
    "unique key": lambda seed: _sabotaged(seed, 2, faults=(), twice=True),
    "empty retry list": lambda seed: _sabotaged(seed, 2, faults=(DROPS,)),
}
"""The same troubles with nothing taken out: it is the missing part that makes the judge fail."""


def sabotaged(counts: Counts, part: str) -> Row:
    found = [SABOTAGES[part](seed) for seed in range(counts.sabotages)]
    intact = INTACT[part](0)
    noticed = sum(1 for verdict in found if not verdict.holds)
    doubled = ", ".join(str(len(verdict.doubled)) for verdict in found)
    outcome = (
        f"the judge fails {noticed} of {counts.sabotages} times (doubled: {doubled}); "
        f"with it: {intact}"
    )
    return Row(f"without {part}", outcome, noticed == counts.sabotages and intact.holds)


# Questions and answers


class Servers:
    """Serving processes; one that dies is replaced at once."""

    def __init__(self, setup: ServerSetup, size: int) -> None:
        self._setup = setup
        self.members = [self._new() for _ in range(size)]

    def _new(self) -> Any:
        process = campaign.forkserver.Process(
            target=servers.server, args=(self._setup,), daemon=True
        )
        process.start()
        return process

    def kill(self, place: int) -> None:
        victim = self.members[place]
        kill(victim.pid, signal.SIGKILL)
        victim.join(10)
        self.members[place] = self._new()

    def end(self) -> None:
        for member in self.members:
            kill(member.pid, signal.SIGKILL)
            member.join(10)


@contextmanager
def _local_workspace(**settings: Any) -> Iterator[Workspace]:
    logging.getLogger("uvicorn.error").disabled = True  # a caller that is killed is no news
    made = workspace_from(company(), **settings)
    made.limits.enabled = False
    with running(made):
        yield made


def killed_before_the_reply(counts: Counts, *, on_postgres: bool) -> Row:
    """Between each question and its reply a serving process is killed, at a random moment."""
    chance, pause = random.Random(3), threading.Event()
    size = 2 if on_postgres else 1
    with (
        _local_workspace(seed=3, retry_seconds=(0.0, 2.0, 5.0)) as place,
        tempfile.TemporaryDirectory(prefix="coach-proof-") as home,
        _database(on_postgres, home) as url,
    ):
        _migrate(url)
        place.faults.sometimes("duplicate_event", 0.2)
        place.faults.sometimes("drop_after_accept", 0.1, only="chat.postMessage")
        setup = ServerSetup(home, url, f"{place.address}/api/")
        crew = Servers(setup, size)
        try:
            for number in range(counts.reply_kills):
                wait_for(lambda: _listening(place, size), 20)
                asker = Seat(place, f"person.{number % PEOPLE}")
                asker.tells_app(f"Question {number}?")
                pause.wait(chance.uniform(0, 0.4))
                crew.kill(number % size)
            wait_for(lambda: _judged(place).holds, 60, every=0.5)
            pause.wait(3)  # whatever would come twice has come by now
            verdict = _judged(place)
        finally:
            crew.end()
    name = "PostgreSQL, 2 processes" if on_postgres else "SQLite, 1 process"
    return Row(
        f"{counts.reply_kills} kill -9 between an event and its reply ({name})",
        f"{verdict}",
        verdict.holds and verdict.wanted == counts.reply_kills,
    )


def _listening(place: Workspace, size: int) -> bool:
    """All are connected, and no event is being repeated: Slack gives up after three repeats, so
    that a process which is killed every second would never get some of them."""
    lines = list(place.deliveries.log)
    acked = {line["event_id"] for line in lines if line["outcome"] == "acked"}
    return len(place.deliveries.connections.open) >= size and acked == {
        line["event_id"] for line in lines
    }


def _migrate(url: str) -> None:
    database = Database(url)
    database.migrate()
    database.close()


@contextmanager
def _database(on_postgres: bool, home: str) -> Iterator[str]:
    if on_postgres:
        with postgres() as server:
            yield server.url
    else:
        yield f"sqlite:///{home}/coach.db"


def _judged(place: Workspace) -> Verdict:
    return judge_answers(place.history(), place.app.id)


def delivered_twice(counts: Counts) -> Row:
    """A third of the deliveries are repeats; events also change places."""
    asked = counts.deliveries * 2 // 3
    with (
        workspace(seed=5) as place,
        tempfile.TemporaryDirectory(prefix="coach-proof-") as home,
    ):
        url = f"sqlite:///{home}/coach.db"
        _migrate(url)
        place.faults(
            {"kind": "duplicate_event", "only": "message", "chance": 0.5},
            {"kind": "out_of_order", "only": "message", "chance": 0.05},
        )
        setup = ServerSetup(home, url, place.api_url, thinking=0.0)
        crew = Servers(setup, 1)
        try:
            wait_for(lambda: bool(place.record("apps.connections.open")), 20)
            threading.Event().wait(1)
            with closing(Database(url)) as database:
                _ask_in_step(place, database, asked)
            verdict = _settled(place)
        finally:
            crew.end()
        acked = [line for line in place.deliveries() if line["kind"] == "events_api"]
        repeats = len(acked) - len({line["event_id"] for line in acked})
    outcome = f"{len(acked)} deliveries, {repeats} of them repeats; {verdict}"
    return Row(
        f"{counts.deliveries} deliveries, a third of them duplicates",
        outcome,
        verdict.holds and verdict.wanted == asked,
    )


def _ask_in_step(place: Any, database: Database, asked: int) -> None:
    """Ask as fast as questions are answered, so that none runs into Slack's three seconds."""
    for number in range(asked):
        place.says(number % PEOPLE, f"Question {number}?")
        if number % 20 == 19:
            wait_for(lambda at=number: _answered(database) > at - 40, 120)
    wait_for(lambda: _answered(database) >= asked, 120)


def _answered(database: Database) -> int:
    with database.read() as session:
        return session.scalar(text("SELECT count(*) FROM delivery WHERE state = 'sent'")) or 0


def _settled(place: Any) -> Verdict:
    from bot.local_workspace import SlackApp

    threading.Event().wait(3)
    return judge_answers(place.history(), SlackApp.from_manifest().id)
