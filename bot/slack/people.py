"""Who somebody in Slack is: still there, one of us, with which name, e-mail and time zone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackClientError
from slack_sdk.web import WebClient

from bot.slack.remembering import Memory

log = logging.getLogger("coach.slack")
KEPT = timedelta(minutes=10)
ONE_BY_ONE = 20
"""More people than these are looked up in the list of all members, a page at a time."""
PAGE = 200
_OUTSIDE = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot")


@dataclass(frozen=True)
class SlackPerson:
    """A member of the workspace. `employee` is nobody's guest, no stranger and no bot.

    `zone` is a name such as Europe/London; "" where Slack doesn't say.
    """

    id: str
    email: str = ""
    active: bool = True
    employee: bool = True
    name: str = ""
    zone: str = ""
    bot: bool = False


class People:
    """Asks Slack, and remembers the answer for some minutes. Safe to share between threads."""

    def __init__(self, client: WebClient, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._known: Memory[SlackPerson] = Memory(KEPT, clock)

    def person(self, account: str) -> SlackPerson | None:
        """None if Slack doesn't say: then nobody may be taken for an employee."""
        known = self._known.get(account)
        if known is not None:
            return known
        found = self._asked(account)
        return self._known.keep(account, found) if found is not None else None

    def people(self, accounts: Sequence[str]) -> list[SlackPerson | None]:
        """Each of them; of a crowd the members of the workspace are listed first."""
        if sum(self._known.get(account) is None for account in accounts) > ONE_BY_ONE:
            self._list_all()
        return [self.person(account) for account in accounts]

    def remembered(self, account: str) -> SlackPerson | None:
        """What Slack said a moment ago, without asking it: fit for use inside a transaction."""
        return self._known.get(account)

    def forget(self, account: str) -> None:
        """Something about this person has changed: Slack is asked again."""
        self._known.forget(account)

    def is_active(self, account: str) -> bool:
        """Whether something may still be sent to this person; if Slack doesn't say, it may."""
        person = self.person(account)
        return person is None or person.active

    def members(self) -> list[dict[str, Any]] | None:
        """Everybody as Slack lists them; None unless it lists them to the end."""
        found: list[dict[str, Any]] = []
        try:
            for page in self._client.users_list(limit=PAGE):
                found += page["members"]
        except (SlackClientError, OSError) as error:
            log.info("Slack doesn't list who is there: %s", type(error).__name__)
            return None
        return found

    def _list_all(self) -> None:
        for user in self.members() or ():
            self._known.keep(user["id"], _person(user["id"], user))

    def _asked(self, account: str) -> SlackPerson | None:
        try:
            return _person(account, self._client.users_info(user=account)["user"])
        except (SlackClientError, OSError) as error:
            log.warning("Slack doesn't say who %s is: %s", account, type(error).__name__)
            return None


def _person(account: str, user: dict[str, Any]) -> SlackPerson:
    profile = user.get("profile") or {}
    return SlackPerson(
        account,
        profile.get("email") or "",
        not user.get("deleted", False),
        not any(user.get(name) for name in _OUTSIDE),
        profile.get("real_name") or user.get("real_name") or user.get("name") or "",
        user.get("tz") or "",
        bool(user.get("is_bot")),
    )
