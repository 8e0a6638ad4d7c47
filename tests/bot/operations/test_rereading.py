"""Sources are read again on a schedule."""

import logging
import sys
from datetime import timedelta

import pytest

from bot.rereading import Rereading, due
from bot.timing import Timing
from knowledge.storage.tables import Source
from tests.bot.delivery.conftest import NOW, StandingClock

WRITES = "import pathlib, sys; pathlib.Path(sys.argv[1]).open('a').write(sys.argv[-1] + chr(10))"


@pytest.fixture
def clock():
    return StandingClock()


@pytest.fixture
def add_source(database):
    def add(address, minutes_ago):
        with database.begin() as session:
            session.add(Source(address=address, checked_at=NOW - timedelta(minutes=minutes_ago)))

    return add


@pytest.fixture
def runs(tmp_path):
    """The sources that runs were started for."""
    file = tmp_path / "runs"
    file.touch()
    return file


def test_the_source_that_waits_longest_is_first(database, add_source):
    add_source("/fresh", 14)
    add_source("/old", 16)
    add_source("/older", 40)

    with database.read() as session:
        assert due(session, now=NOW, timing=Timing()) == ["/older", "/old"]


def test_each_step_reads_one_source_and_a_failure_waits(database, add_source, clock, runs):
    add_source("/old", 16)
    add_source("/older", 40)
    rereading = Rereading(database, clock, Timing(), (sys.executable, "-c", WRITES, str(runs)))

    for _ in range(3):
        rereading.step()

    assert runs.read_text().split() == ["/older", "/old"]
    clock.move(15 * 60)
    rereading.step()
    assert runs.read_text().split() == ["/older", "/old", "/older"]


def test_what_a_failed_run_said_is_in_the_log(database, add_source, clock, caplog):
    add_source("/gone", 16)
    fails = (sys.executable, "-c", "raise SystemExit('The folder is not there.')")

    with caplog.at_level(logging.ERROR):
        Rereading(database, clock, Timing(), fails).step()

    assert caplog.messages == ["/gone could not be read again: The folder is not there."]


def test_nothing_begins_after_the_end(database, add_source, clock, runs):
    add_source("/old", 16)
    rereading = Rereading(database, clock, Timing(), (sys.executable, "-c", WRITES, str(runs)))

    rereading.stop()
    rereading.step()

    assert runs.read_text() == ""
