"""What Slack says of a channel: who else reads along, and its id."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackClientError
from slack_sdk.web import WebClient

from bot.slack.remembering import Memory

log = logging.getLogger("coach.slack")
KEPT = timedelta(minutes=10)
WATCHED = timedelta(minutes=3)
"""For how long it is remembered who reads along."""
PAGE = 200
MOST_MEMBERS = 200
"""Slack is asked for no more members than a page beyond these."""


class Channels:
    """Asks Slack, and remembers what it says for some minutes. Safe to share."""

    def __init__(self, client: WebClient, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._named: Memory[str] = Memory(KEPT, clock)
        self._shared: Memory[bool] = Memory(WATCHED, clock)
        self._members: Memory[list[str]] = Memory(WATCHED, clock)

    def is_shared(self, channel: str) -> bool:
        """Whether another organisation reads along; if Slack doesn't say, it does."""
        known = self._shared.get(channel)
        if known is not None:
            return known
        try:
            info = self._client.conversations_info(channel=channel)["channel"]
        except (SlackClientError, OSError):
            return True
        shared = bool(info.get("is_ext_shared") or info.get("is_pending_ext_shared"))
        return self._shared.keep(channel, shared)

    def members(self, channel: str) -> list[str] | None:
        """The accounts of those in a channel: all of them, or more than MOST_MEMBERS.

        None if Slack doesn't say.
        """
        known = self._members.get(channel)
        if known is not None:
            return known
        found: list[str] = []
        try:
            for page in self._pages("conversations.members", channel=channel):
                found += page["members"]
                if len(found) > MOST_MEMBERS:
                    break
        except (SlackClientError, OSError) as error:
            log.info("Slack doesn't list who is in %s: %s", channel, type(error).__name__)
            return None
        return self._members.keep(channel, found)

    def remembered_shared(self, channel: str) -> bool | None:
        """What Slack said a moment ago, without asking it: fit for use inside a transaction."""
        return self._shared.get(channel)

    def remembered_members(self, channel: str) -> list[str] | None:
        return self._members.get(channel)

    def forget(self, channel: str) -> None:
        """Somebody has come or gone: Slack is asked again."""
        self._shared.forget(channel)
        self._members.forget(channel)

    def id_of(self, name: str) -> str | None:
        """The id of a channel that is named in the settings, by name or id; None: not there."""
        wanted = name.removeprefix("#")
        known = self._named.get(wanted)
        if known is not None:
            return known
        found = self._looked_up(wanted)
        return self._named.keep(wanted, found) if found is not None else None

    def _looked_up(self, wanted: str) -> str | None:
        listed = {"types": "public_channel,private_channel", "exclude_archived": True}
        try:
            for page in self._pages("conversations.list", **listed):
                for channel in page["channels"]:
                    if wanted in (channel["id"], channel["name"]):
                        return str(channel["id"])
        except (SlackClientError, OSError) as error:
            log.warning("Slack doesn't list the channels: %s", type(error).__name__)
        return None

    def _pages(self, method: str, **asked: Any) -> Iterator[dict[str, Any]]:
        cursor = ""
        while True:
            params = asked | {"limit": PAGE} | ({"cursor": cursor} if cursor else {})
            page = self._client.api_call(method, http_verb="GET", params=params)
            yield page.data if isinstance(page.data, dict) else {}
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
