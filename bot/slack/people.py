"""Who somebody in Slack is: still there, one of us, and with which e-mail."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from slack_sdk.errors import SlackClientError
from slack_sdk.web import WebClient

log = logging.getLogger("coach.slack")
KEPT = timedelta(minutes=10)


@dataclass(frozen=True)
class SlackPerson:
    """A member of the workspace. `employee` is nobody's guest, no stranger and no bot."""

    id: str
    email: str = ""
    active: bool = True
    employee: bool = True


class People:
    """Asks Slack, and remembers the answer for some minutes. Safe to share between threads."""

    def __init__(self, client: WebClient, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._known: dict[str, tuple[datetime, SlackPerson]] = {}
        self._lock = threading.Lock()

    def person(self, account: str) -> SlackPerson | None:
        """None if Slack doesn't say: then nobody may be taken for an employee."""
        known = self.remembered(account)
        if known is not None:
            return known
        found = self._asked(account)
        if found is not None:
            with self._lock:
                self._known[account] = (self._clock(), found)
        return found

    def remembered(self, account: str) -> SlackPerson | None:
        """What Slack said a moment ago, without asking it: fit for use inside a transaction."""
        with self._lock:
            known = self._known.get(account)
        if known is None or self._clock() - known[0] >= KEPT:
            return None
        return known[1]

    def is_active(self, account: str) -> bool:
        """Whether something may still be sent to this person; if Slack doesn't say, it may."""
        person = self.person(account)
        return person is None or person.active

    def _asked(self, account: str) -> SlackPerson | None:
        try:
            user = self._client.users_info(user=account)["user"]
        except (SlackClientError, OSError) as error:
            log.warning("Slack doesn't say who %s is: %s", account, type(error).__name__)
            return None
        outside = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot")
        return SlackPerson(
            account,
            (user.get("profile") or {}).get("email", ""),
            not user.get("deleted", False),
            not any(user.get(name) for name in outside),
        )
