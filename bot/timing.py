"""How long things may take. The shipped values are the defaults; proofs scale them down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Timing:
    """Leases, waits and rates of the inbox and the outbox.

    answer_within   Slack answers a call within this, or its fate is unclear
    lease           a sender holds a delivery for this long; longer than `answer_within`
    quarantine      then it is left alone for this long: an accepted message takes its time to
                    appear in the history that is searched
    look_back       the history is searched from this long before the first attempt (clocks differ)
    job_lease       a worker holds a job for this long
    interval        one message of the workspace each, once `burst` of them went out together
    channel_gap     one message of a conversation each
    tick            the net under the wake-up calls
    drain           after SIGTERM everything stops within this
    reread          a source is read again this long after it was read last
    reread_check    how often that is looked at
    """

    answer_within: timedelta = timedelta(seconds=10)
    lease: timedelta = timedelta(seconds=30)
    quarantine: timedelta = timedelta(seconds=90)
    look_back: timedelta = timedelta(seconds=300)
    job_lease: timedelta = timedelta(seconds=60)
    interval: timedelta = timedelta(seconds=0.2)
    burst: int = 60
    channel_gap: timedelta = timedelta(seconds=1)
    tick: timedelta = timedelta(seconds=5)
    drain: timedelta = timedelta(seconds=14)
    reread: timedelta = timedelta(minutes=15)
    reread_check: timedelta = timedelta(seconds=30)
    status_first: timedelta = timedelta(seconds=1)
    put_off: timedelta = timedelta(seconds=0.3)
    """A question that goes on from one that is still being worked is looked at this often."""
    outage_pause: timedelta = timedelta(seconds=1)
    failure_pause: timedelta = timedelta(seconds=30)
    """Doubles with every definite failure, up to an hour."""
    failures: int = 6
    """Definite failures after which a delivery is given up and shown to the quality team."""
    job_attempts: int = 3
    """Workers that may die over one job before it is given up."""

    @property
    def burst_allowance(self) -> timedelta:
        return self.interval * (self.burst - 1)

    def pause_after(self, failures: int) -> timedelta:
        longest = self.failure_pause * 120
        doublings = min(max(0, failures - 1), 10)
        return min(self.failure_pause * (1 << doublings), longest)
