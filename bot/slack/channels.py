"""What Slack says of a channel: who else reads along, and its id."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from slack_sdk.errors import SlackClientError
from slack_sdk.web import WebClient

log = logging.getLogger("coach.slack")
KEPT = timedelta(minutes=10)
PAGE = 200


class Channels:
    """Asks Slack, and remembers ids of channels for some minutes. Safe to share."""

    def __init__(self, client: WebClient, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._named: dict[str, tuple[datetime, str]] = {}
        self._lock = threading.Lock()

    def is_shared(self, channel: str) -> bool:
        """Whether another organisation reads along; if Slack doesn't say, it does."""
        try:
            info = self._client.conversations_info(channel=channel)["channel"]
        except (SlackClientError, OSError):
            return True
        return bool(info.get("is_ext_shared") or info.get("is_pending_ext_shared"))

    def members(self, channel: str) -> list[str] | None:
        """The accounts of everyone in a channel; None if Slack doesn't say."""
        found: list[str] = []
        cursor = ""
        try:
            while True:
                page = self._client.conversations_members(
                    channel=channel, limit=PAGE, cursor=cursor or None
                )
                found += page["members"]
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return found
        except (SlackClientError, OSError) as error:
            log.info("Slack doesn't list who is in %s: %s", channel, type(error).__name__)
            return None

    def id_of(self, name: str) -> str | None:
        """The id of a channel that is named in the settings, by name or id; None: not there."""
        wanted = name.removeprefix("#")
        with self._lock:
            known = self._named.get(wanted)
        if known is not None and self._clock() - known[0] < KEPT:
            return known[1]
        found = self._looked_up(wanted)
        if found is not None:
            with self._lock:
                self._named[wanted] = (self._clock(), found)
        return found

    def _looked_up(self, wanted: str) -> str | None:
        cursor = ""
        try:
            while True:
                page = self._client.conversations_list(
                    types="public_channel,private_channel",
                    exclude_archived=True,
                    limit=PAGE,
                    cursor=cursor or None,
                )
                for channel in page["channels"]:
                    if wanted in (channel["id"], channel["name"]):
                        return str(channel["id"])
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return None
        except (SlackClientError, OSError) as error:
            log.warning("Slack doesn't list the channels: %s", type(error).__name__)
            return None
