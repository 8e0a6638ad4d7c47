"""The clock's part: it wakes, and the database decides what is due.

Nothing is kept here: what is planned, sent or owed is in the database, so a wake-up that is lost or
comes twice does no harm. (A store shared by processes ran most ticks twice; see DESIGN.md.)
"""

from __future__ import annotations

from collections.abc import Callable

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from bot.timing import Timing

JOBS = 6
"""Threads: two jobs wait for runs of other processes, and the rest must not wait with them."""


def scheduler(wake: Callable[[], None], timing: Timing) -> BackgroundScheduler:
    """A scheduler, not started yet, that wakes everyone at each tick."""
    made = BackgroundScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(JOBS)},
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        timezone="UTC",
    )
    made.add_job(wake, "interval", seconds=timing.tick.total_seconds(), id="wake")
    return made
