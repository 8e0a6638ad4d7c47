"""Workers: claim a job, think outside any transaction, finish and answer in one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from bot import inbox
from bot.inbox import Job
from bot.outage import is_outage
from bot.timing import Timing
from bot.wording import words_for
from knowledge import deliveries
from knowledge.deliveries import NewDelivery
from knowledge.errors import CoachError
from knowledge.storage.database import Database

log = logging.getLogger("coach.delivery")

TOO_MANY_ATTEMPTS = (
    "This could not be answered: the work on it was broken off several times. "
    "The quality team can see it in the list of failures."
)

Ending = Callable[[Session], Sequence[NewDelivery]]
"""What a job comes to: written in the transaction that finishes it; yields what has to go out."""

Work = Callable[[Job], Ending]
"""Thinks about what a job asks for, outside any transaction."""

Apologise = Callable[[Job, str], Sequence[NewDelivery]]
"""Who is told, in these words, that a job failed."""


@dataclass(frozen=True)
class Kind:
    """What is done about jobs of a kind."""

    work: Work
    apologise: Apologise


@dataclass(frozen=True)
class Desk:
    """What workers work with."""

    database: Database
    kinds: Mapping[str, Kind]
    clock: Callable[[], datetime]
    timing: Timing
    owner: str


class BrokenOff(CoachError):
    """Several workers died over a job. Look at what was asked, then at the log."""


class NotYet(Exception):
    """Something else has to be done first; the job is taken up again in a moment."""


class Worker:
    """Works one job at a time; several may run in a process, and several processes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def step(self) -> bool:
        """Work one job. False: there is none."""
        now, desk = self._desk.clock(), self._desk
        with desk.database.begin() as session:
            job = inbox.claim(session, owner=desk.owner, now=now, timing=desk.timing)
        if job is None:
            return False
        kind = desk.kinds[job.kind]
        try:
            self._work(job, kind)
        except NotYet:
            self._give_back(job, desk.timing.put_off)
        except Exception as error:
            if is_outage(error):
                log.warning("job %s waits for the database", job.id)
                self._give_back(job)
            else:
                self._fail(job, kind, error)
        return True

    def idle_until(self) -> datetime | None:
        with self._desk.database.read() as session:
            return inbox.next_due(session)

    def _work(self, job: Job, kind: Kind) -> None:
        if job.attempt > self._desk.timing.job_attempts:
            raise BrokenOff(TOO_MANY_ATTEMPTS)
        ending = kind.work(job)
        now = self._desk.clock()
        with self._desk.database.begin() as session:
            if inbox.finish(session, job, now=now):
                self._enqueue(session, ending(session), now)

    def _fail(self, job: Job, kind: Kind, error: Exception) -> None:
        """Nobody is left waiting: the error's words go out in a transaction of their own.

        A refusal on purpose is an answer like any other; what failed is listed as failed.
        """
        words = words_for(error)
        now = self._desk.clock()
        answered = isinstance(error, CoachError) and not isinstance(error, BrokenOff)
        end = inbox.finish if answered else partial(inbox.fail, trouble=words)
        with self._desk.database.begin() as session:
            if end(session, job, now=now):
                self._enqueue(session, kind.apologise(job, words), now)

    def _give_back(self, job: Job, pause: timedelta = timedelta()) -> None:
        with self._desk.database.begin() as session:
            inbox.give_back(session, job, now=self._desk.clock() + pause)

    def _enqueue(self, session: Session, replies: Sequence[NewDelivery], now: datetime) -> None:
        for reply in replies:
            deliveries.enqueue(session, reply, now=now)
