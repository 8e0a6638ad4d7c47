"""Time stands, runs and moves as it is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.local_workspace import Clock
from tests.bot.local_workspace.building import request
from tests.bot.local_workspace.conftest import MONDAY


def test_a_standing_clock_moves_only_when_told():
    clock = Clock.standing(MONDAY)
    assert clock.now() == clock.now() == MONDAY
    clock.move(timedelta(hours=1))
    assert clock.now() == MONDAY + timedelta(hours=1)
    clock.move_to(MONDAY + timedelta(days=1))
    assert clock.now() == MONDAY + timedelta(days=1)


def test_a_clock_never_goes_back():
    with pytest.raises(ValueError, match="only moves forward"):
        Clock.standing(MONDAY).move(timedelta(seconds=-1))


def test_whoever_waits_is_woken_when_the_clock_is_moved():
    async def waiting() -> bool:
        clock = Clock.standing(MONDAY)
        waiter = asyncio.ensure_future(clock.until(clock.time() + 3600))
        await asyncio.sleep(0)
        clock.move(timedelta(minutes=30))
        await asyncio.sleep(0)
        half_way = waiter.done()
        clock.move(timedelta(minutes=30))
        await waiter
        return half_way

    assert asyncio.run(waiting()) is False


def test_a_scaled_clock_runs_faster():
    async def an_hour() -> None:
        clock = Clock(MONDAY, scale=3_600_000)
        await clock.until(clock.time() + 3600)

    asyncio.run(asyncio.wait_for(an_hour(), 5))


def test_the_clock_is_moved_over_http(address, workspace):
    request(f"{address}/control/clock", {"seconds": 3600})
    assert workspace.clock.now() == MONDAY + timedelta(hours=1)
    request(f"{address}/control/clock", {"to": "2026-11-17T08:00:00+00:00"})
    assert workspace.clock.now() == MONDAY + timedelta(days=1)
    assert request(f"{address}/control/clock", {"to": "2020-01-01T00:00:00+00:00"})[0] == 400
    assert request(f"{address}/control/clock", {})[0] == 400
