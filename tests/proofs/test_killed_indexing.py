"""Indexing killed at any moment leaves a whole index, and the next run finishes.

Each round the folder changes, `coach index` is started and killed with signal 9 after a random
time. KILLS says how often; the random numbers are the same in every proof.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import docx
import psutil
import pytest
from sqlalchemy import URL, create_engine, func, select, text

from indexing.sources import content_hash
from knowledge import answers
from knowledge.access import Viewer
from knowledge.answers import Asked, Desk
from knowledge.search.library import Scope, open_library
from knowledge.search.published import issues_of, published_generation
from knowledge.storage.database import Database
from knowledge.storage.tables import Embedding, Generation, Passage
from tests.embedders import TopicEmbedder

KILLS = int(os.environ.get("KILLS", "50"))
KILLS_ON_POSTGRES = max(1, KILLS // 5)
FILES = 40
CHANGED_EACH_ROUND = 6
LONG_SECTIONS = 260  # more passages than one write holds
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
QUESTION = "How long are calibration records of the press kept?"
ROOT = Path(__file__).resolve().parents[2]

State = dict[str, str]
"""The files of a source and the hashes of what they hold."""


@dataclass
class Folder:
    """A source that changes from round to round. `states` are all that it ever was."""

    place: Path
    chance: random.Random
    states: list[State] = field(default_factory=list)
    passages: dict[str, int] = field(default_factory=dict)

    def change(self, turn: int) -> None:
        """Write the next state: the document asked for always, and some others."""
        self.place.mkdir(exist_ok=True)
        self._write("QP-001.md", f"Calibration records of the press are kept for {turn} years.")
        some = (
            range(2, FILES)
            if turn == 1
            else self.chance.sample(range(2, FILES), CHANGED_EACH_ROUND)
        )
        for n in some:
            self._write_one(n, turn)
        if turn % 4 == 1:
            self._write_long(turn)
        self._add_and_remove(turn)
        self.states.append({path.name: content_hash(path) for path in sorted(self.place.iterdir())})

    def _write_one(self, n: int, turn: int) -> None:
        words = f"Suppliers of line {n} are audited every {turn} months."
        if n % 8 == 0:
            document = docx.Document()
            document.add_heading(f"Line {n}", 1)
            document.add_paragraph(words)
            document.save(str(self.place / f"QP-{n:03}.docx"))
            self._remember(self.place / f"QP-{n:03}.docx", 1)
        else:
            self._write(f"QP-{n:03}.md", words)

    def _write_long(self, turn: int) -> None:
        sections = "\n\n".join(
            f"## Gauge {n}\n\nGauge {n} is checked in week {turn}." for n in range(LONG_SECTIONS)
        )
        self._write("QP-100.md", sections, passages=LONG_SECTIONS)

    def _add_and_remove(self, turn: int) -> None:
        """Files come and go, and now and then one of them can't be read."""
        self._write(f"added-{turn}.md", f"Complaint {turn} was answered.")
        (self.place / f"added-{turn - 2}.md").unlink(missing_ok=True)
        (self.place / "broken.docx").write_bytes(b"PK\x03\x04" + bytes([turn % 256]) * 20)

    def _write(self, name: str, words: str, *, passages: int = 1) -> None:
        path = self.place / name
        path.write_text(f"# {path.stem}\n\n{words}\n", encoding="utf-8")
        self._remember(path, passages)

    def _remember(self, path: Path, passages: int) -> None:
        self.passages[content_hash(path)] = passages


@dataclass
class Site:
    """A home with its database, and the child processes that index into it."""

    home: Path
    url: str
    folder: Folder
    database: Database = field(init=False)

    def __post_init__(self) -> None:
        self.home.mkdir()
        self.database = Database(self.url)
        self.database.migrate()

    def start(self) -> subprocess.Popen[str]:
        """A child that has its imports behind it and begins to index now."""
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.index_run", str(self.folder.place)],
            cwd=ROOT,
            env=os.environ | {"COACH_HOME": str(self.home), "COACH_DATABASE_URL": self.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "begins\n"
        return child

    def finish(self) -> float:
        """Run to the end; how long that took."""
        child = self.start()
        started = time.perf_counter()
        out, error = child.communicate(timeout=120)
        assert child.returncode == 0, error
        assert out.split()[0] == str(len(self.folder.states[-1]))
        return time.perf_counter() - started

    def killed_after(self, seconds: float) -> bool:
        """Start a run and kill it; False if it was quicker. Nothing that it started stays."""
        child = self.start()
        with suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
        started = _children(child)
        child.send_signal(signal.SIGKILL)
        child.communicate(timeout=60)
        _, alive = psutil.wait_procs(started, timeout=20)
        assert not alive, f"still running after the kill: {alive}"
        return child.returncode == -signal.SIGKILL

    def check(self, floor: int) -> int:
        """Whole or not; the number of the state that is published, never an earlier than before."""
        with self.database.read() as session:
            generation = published_generation(session)
            assert generation is not None
            issues = issues_of(session, generation.id)
            rows = session.execute(
                select(Passage.issue_id, func.count(), func.max(Passage.ordinal))
                .where(Passage.issue_id.in_([issue.id for issue in issues]))
                .group_by(Passage.issue_id)
            ).all()
            bare = session.scalar(_without_vectors(generation, [issue.id for issue in issues]))
        counts = {issue_id: (count, last) for issue_id, count, last in rows}
        for issue in issues:
            wanted = self.folder.passages[issue.content_hash]
            assert counts[issue.id] == (wanted, wanted - 1), f"{issue.file} is not whole"
        assert bare == 0, f"{bare} passages have no vectors"
        turn = self._state({issue.file: issue.content_hash for issue in issues})
        assert turn >= floor, "an older state was published again"
        assert self._answer() == f"Calibration records of the press are kept for {turn} years."
        return turn

    def _state(self, published: State) -> int:
        """Which state of the folder this is; a mixture is none of them."""
        for turn in range(len(self.folder.states), 0, -1):
            state = self.folder.states[turn - 1]
            if published == {name: h for name, h in state.items() if name != "broken.docx"}:
                return turn
        raise AssertionError(f"a mixture is published: {sorted(published)}")

    def _answer(self) -> str:
        thought = answers.think(QUESTION, TopicEmbedder())
        with self.database.read() as session:
            library = open_library(session, self.home / "cache")
            assert len(library.shelf) == sum(
                self.folder.passages[issue.content_hash] for issue in library.issues.values()
            )
            asked = Asked(Viewer(), Scope(NOW.date()), NOW)
            reply = answers.reply(session, library, thought, asked, Desk())
        quotes = [c.quote for c in reply.citations if c.file == "QP-001.md"]
        assert quotes, reply
        return quotes[0]


def _without_vectors(generation: Generation, issue_ids: list[int]):  # type: ignore[no-untyped-def]
    known = select(Embedding.digest).where(Embedding.model_id == generation.model_id)
    return (
        select(func.count())
        .select_from(Passage)
        .where(Passage.issue_id.in_(issue_ids), Passage.digest.not_in(known))
    )


def _children(child: subprocess.Popen[str]) -> list[psutil.Process]:
    try:
        return psutil.Process(child.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _prove(site: Site, kills: int) -> None:
    """Kill, check, and start again; at the end all is as if nothing had happened."""
    site.folder.change(1)
    site.finish()
    site.folder.change(2)
    usual = site.finish()
    turn = site.check(2)
    killed: Counter[str] = Counter()
    while killed["kills"] < kills:
        assert killed["too late"] <= 2 * kills, "the runs end before they can be killed"
        if site.folder.chance.random() < 0.7:  # else the next run takes up what was killed
            site.folder.change(len(site.folder.states) + 1)
        died = site.killed_after(site.folder.chance.uniform(0.0, 1.1) * usual)
        published = site.check(turn)
        killed["kills" if died else "too late"] += 1
        # The machine's other work comes and goes: aim sooner after a miss, later after a hit.
        usual *= 1.02 if died else 0.7
        if died and published > turn:
            killed["after publishing"] += 1
        turn = published
    site.finish()
    assert site.check(turn) == len(site.folder.states)
    leftovers = [path.name for path in (site.home / "cache").iterdir() if path.name[0] == "."]
    print(f"\n{dict(killed)}, {len(site.folder.states)} states, a run takes {usual:.2f} s")
    assert leftovers == [], "half-written search files were left behind"


@pytest.mark.proof
def test_kills_leave_the_index_whole_on_sqlite(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "documents", random.Random(9001))
    site = Site(tmp_path / "home", f"sqlite:///{tmp_path / 'coach.db'}", folder)

    _prove(site, KILLS)

    site.database.close()


@pytest.mark.proof
def test_kills_leave_the_index_whole_on_postgresql(tmp_path: Path, postgres_server: URL) -> None:
    folder = Folder(tmp_path / "documents", random.Random(2015))
    with _database(postgres_server, "killed_indexing") as url:
        site = Site(tmp_path / "home", url, folder)

        _prove(site, KILLS_ON_POSTGRES)

        site.database.close()


@contextmanager
def _database(server: URL, name: str) -> Iterator[str]:
    """An empty database on the server."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()
