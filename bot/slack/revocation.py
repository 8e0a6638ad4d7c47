"""The app is thrown out, or its token is refused: what stands in the log to be done about it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import App

from bot.slack.floor import Floor
from bot.slack.remedies import REVOKED, UNINSTALLED

log = logging.getLogger("coach.slack")


def register(app: App, floor: Floor) -> None:
    """The process goes on and waits: its queue is safe, and a new token goes on with it."""

    def ours(body: dict[str, Any], next: Callable[[], None]) -> None:
        if body.get("team_id") == floor.team:
            next()

    def revoked(event: dict[str, Any]) -> None:
        if (event.get("tokens") or {}).get("bot"):
            log.error(REVOKED)

    def uninstalled() -> None:
        log.error(UNINSTALLED)

    app.event("tokens_revoked", middleware=[ours])(revoked)
    app.event("app_uninstalled", middleware=[ours])(uninstalled)
