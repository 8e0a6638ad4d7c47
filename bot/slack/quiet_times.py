"""Do-not-disturb, as Slack says."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackClientError
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack.floor import Floor
from knowledge.nudges import keep_quiet
from knowledge.nudges.ground import calendar_of
from knowledge.nudges.windows import Stretch, Window
from knowledge.storage.record_tables import Person

log = logging.getLogger("coach.slack")
AHEAD = 14
AT_ONCE = 50
"""Slack tells of so many people in one call."""


def ask_quiet_times(floor: Floor, person_ids: Sequence[int]) -> None:
    """Ask Slack when these people don't want to be disturbed, and keep that.

    Where Slack doesn't say, what was known stays.
    """
    wanted = select(Person.slack_account, Person.id).where(
        Person.id.in_(person_ids), Person.slack_account.is_not(None)
    )
    with floor.database.read() as session:
        ids = {account: number for account, number in session.execute(wanted) if account}
    accounts = sorted(ids)
    for start in range(0, len(accounts), AT_ONCE):
        told = _told(floor, accounts[start : start + AT_ONCE])
        with floor.database.begin() as session:
            for account, given in told.items():
                if account in ids:
                    keep_quiet(session, ids[account], stretches_of(given))


def next_window(floor: Floor, session: Session, person: Person, since: datetime) -> Window | None:
    """When this person is at work from a moment on and doesn't mind being told; None if nowhere
    within two weeks."""
    calendar = calendar_of(session, now=floor.clock(), rules=floor.company.nudge_rules)
    first = calendar.local_day(person.id, since)
    days = (first + timedelta(days=ahead) for ahead in range(AHEAD))
    found = (calendar.window(person.id, day, since=since) for day in days)
    return next((window for window in found if window is not None), None)


def stretches_of(given: dict[str, Any]) -> list[Stretch]:
    """The next time of do-not-disturb, and one that somebody has switched on by hand."""
    found = []
    if given.get("dnd_enabled"):
        begins, ends = int(given["next_dnd_start_ts"]), int(given["next_dnd_end_ts"])
        if ends > begins > 1:
            found.append((_moment(begins), _moment(ends)))
    if given.get("snooze_enabled") and given.get("snooze_endtime"):
        found.append((_moment(0), _moment(int(given["snooze_endtime"]))))
    return found


def _told(floor: Floor, accounts: Sequence[str]) -> dict[str, dict[str, Any]]:
    try:
        answer = floor.client.dnd_teamInfo(users=",".join(accounts))
    except (SlackClientError, OSError) as error:
        log.info("Slack doesn't say who is not to be disturbed: %s", type(error).__name__)
        return {}
    found: dict[str, dict[str, Any]] = answer["users"]
    return found


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
