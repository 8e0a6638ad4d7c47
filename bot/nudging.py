"""The round of reminders: what is due is worked out, then handed over to delivery.

Every step may be repeated, by this process or another, and may be broken off anywhere: what was
planned is unique by person and day, what was handed over by its key.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.outage import is_outage
from bot.slack.floor import Floor
from bot.slack.quiet_times import ask_quiet_times
from knowledge import deliveries, nudges
from knowledge.errors import CoachError
from knowledge.nudges import dispatching, outcomes
from knowledge.storage.nudge_tables import Nudge
from knowledge.storage.rows import batches

log = logging.getLogger("coach.nudges")

OFTEN = 10
"""Seconds between two looks at what is due."""
PLANNED_EVERY = timedelta(minutes=5)
"""Planning reads all registers; a clock that was moved is noticed by this too."""


class Nudging:
    """Plans now and then, hands over what is due at each step."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._planned_at: datetime | None = None

    def step(self) -> None:
        """One round; what fails is tried again in the next."""
        try:
            now = self._floor.clock()
            if self._planned_at is None or now - self._planned_at >= PLANNED_EVERY:
                self.plan(now)
                self._planned_at = now
            self.dispatch(now)
        except CoachError as error:
            log.error("reminders wait: %s", error)
        except Exception as error:
            if not is_outage(error):
                raise
            log.warning("the database is away: reminders wait")

    def plan(self, now: datetime) -> None:
        """Note what became of earlier messages and write what is due, in short transactions."""
        database, rules = self._floor.database, self._floor.company.nudge_rules
        with database.begin() as session:
            outcomes.note(session, now=now)
        with database.read() as session:
            proposal = nudges.propose(session, now=now, rules=rules)
        with database.begin() as session:
            nudges.keep_states(session, proposal, now=now)
        for batch in batches(proposal.nudges):
            with database.begin() as session:
                nudges.keep(session, batch, now=now)

    def dispatch(self, now: datetime) -> None:
        """Hand over what is due, after asking Slack who is not to be disturbed."""
        due = self._due(now)
        if not due:
            return
        ask_quiet_times(self._floor, due)
        floor, handed = self._floor, dispatching.AT_ONCE
        while handed:
            with floor.database.begin() as session:
                wanted = nudges.dispatch(
                    session,
                    team=floor.team,
                    secret=floor.secret,
                    now=now,
                    rules=floor.company.nudge_rules,
                )
                for one in wanted:
                    deliveries.enqueue(session, one, now=now)
                handed = len(wanted)

    def _due(self, now: datetime) -> list[int]:
        with self._floor.database.read() as session:
            found = session.scalars(
                select(Nudge.person_id).where(
                    Nudge.state == "planned", Nudge.due_at <= now, Nudge.until_at > now
                )
            )
            return list(found)
