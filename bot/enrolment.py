"""Who is who in Slack: the workspace's members are held against the people register."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.rights import register_decides
from bot.settings import Company
from knowledge import people
from knowledge.errors import BadInput, NotFound
from knowledge.people import Matching, SlackAccount
from knowledge.storage.database import Database
from knowledge.storage.record_tables import ImportRun, Person

log = logging.getLogger("coach.serve")

_GUEST = ("is_restricted", "is_ultra_restricted", "is_stranger")


class ListsMembers(Protocol):
    """Every member of the workspace, as Slack's users.list has them (bot.slack.people.People)."""

    def members(self) -> list[dict[str, Any]] | None: ...


class Enrolment:
    """Matches accounts at the start, once a day, and when the people register was imported."""

    def __init__(
        self,
        database: Database,
        company: Company,
        workspace: ListsMembers,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._company = company
        self._workspace = workspace
        self._clock = clock
        self._done: tuple[date, int] | None = None

    def step(self) -> None:
        """Match if it is time to. What Slack doesn't list now is matched at the next step."""
        now = self._clock()
        today = now.astimezone(ZoneInfo(self._company.zone)).date()
        with self._database.read() as session:
            wanted = today, newest_import(session)
            nobody = session.scalar(select(Person.id).limit(1)) is None
        if nobody or wanted == self._done:
            return
        listed = self._workspace.members()
        if listed is None:
            return
        with self._database.begin() as session:
            matching = enrol(session, self._company, listed, today=today, now=now)
        self._done = wanted
        log.info(
            "%d people have a Slack account; %d have none, %d members are not in the register",
            len(matching.matched), len(matching.unmatched), len(matching.strangers),
        )  # fmt: skip


def enrol(
    session: Session,
    company: Company,
    listed: list[dict[str, Any]],
    *,
    today: date,
    now: datetime,
) -> Matching:
    """Match accounts, and give the rights of the settings while the register names no quality."""
    matching = people.match_accounts(session, accounts_in(listed), today=today, now=now)
    if not register_decides(session, today=today):
        for role, names in company.rights.items():
            for name in names:
                _grant(session, role, name, now)
    return matching


def accounts_in(listed: list[dict[str, Any]]) -> list[SlackAccount]:
    """Members as Slack lists them. Slack's own helper and apps are apps."""
    return [_account(user) for user in listed]


def newest_import(session: Session) -> int:
    """The number of the latest import of people; 0 before the first."""
    found = select(func.max(ImportRun.id)).where(ImportRun.register == "people")
    return session.scalar(found) or 0


def _account(user: dict[str, Any]) -> SlackAccount:
    profile = user.get("profile") or {}
    app = user.get("is_bot") or user["id"] == "USLACKBOT"
    guest = any(user.get(name) for name in _GUEST)
    return SlackAccount(
        user["id"],
        profile.get("email") or "",
        profile.get("real_name") or user.get("real_name") or "",
        active=not user.get("deleted", False),
        kind="app" if app else "guest" if guest else "member",
        handle=user.get("name") or "",
    )


def _grant(session: Session, role: str, name: str, now: datetime) -> None:
    """Whom the register doesn't know keeps what the settings give, and is named in the log."""
    try:
        people.grant_from_settings(session, {role: [name]}, now=now)
    except (NotFound, BadInput) as error:
        log.warning("the settings give the right %r to somebody unknown: %s", role, error)
