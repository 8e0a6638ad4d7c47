"""Time as the local workspace tells it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.assembly import Coach
from bot.local_workspace import Clock, default_workspace, running
from bot.settings import Environment
from bot.told_time import ToldTime
from knowledge.errors import BadInput

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def test_the_coach_follows_a_clock_that_is_moved(tmp_path, monkeypatch):
    workspace = default_workspace(clock=Clock(MONDAY))
    monkeypatch.setattr("bot.told_time.ASKED_EVERY", 0.0)
    with running(workspace) as address:
        coach = Coach(Environment(home=tmp_path, clock=f"{address}/control/clock"))
        assert coach.clock() - MONDAY < timedelta(minutes=5)

        workspace.clock.move(timedelta(days=7))

        assert timedelta(days=7) <= coach.clock() - MONDAY < timedelta(days=7, minutes=5)


def test_a_clock_elsewhere_is_refused():
    with pytest.raises(BadInput, match="only taken from an address on this machine"):
        ToldTime("https://time.example/now")


def test_a_clock_that_is_not_there_is_named():
    with pytest.raises(BadInput, match="doesn't tell the time"):
        ToldTime("http://127.0.0.1:9/clock")()
