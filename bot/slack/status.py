"""The line under a thread that says at once that somebody is at it."""

from __future__ import annotations

import logging

from slack_sdk.errors import SlackClientError
from slack_sdk.web import WebClient

from bot.slack.asked import Asked

log = logging.getLogger("coach.slack")
LOOKING = "is looking it up…"


def show_status(client: WebClient, asked: Asked, status: str) -> None:
    """Show it, or with "" take it away. It may be lost, the answer may not."""
    if asked.thread is None or asked.private:
        return
    try:
        client.assistant_threads_setStatus(
            channel_id=asked.conversation, thread_ts=asked.thread, status=status
        )
    except (SlackClientError, OSError) as error:
        log.info("the status could not be shown: %s", type(error).__name__)
