"""Modals are opened at once, as their trigger lives three seconds, and filled afterwards."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from slack_sdk.errors import SlackClientError
from slack_sdk.web import SlackResponse, WebClient

from bot.slack.blocks import modal, section
from bot.slack.limits import Block

log = logging.getLogger("coach.slack")

WAITING = "One moment. If nothing appears here, close this and try again."


def open_and_fill(
    client: WebClient, body: dict[str, Any], title: str, view: Callable[[], Block]
) -> None:
    """Open a modal that says to wait, then show the view. Both may be lost.

    From within a modal it is laid on top of that one.
    """
    within = (body.get("view") or {}).get("type") == "modal"
    show = client.views_push if within else client.views_open
    waiting = modal(title, [section(WAITING)])
    opened = _lost_or(lambda: show(trigger_id=body["trigger_id"], view=waiting))
    if opened is not None:
        made, view_id = view(), opened["view"]["id"]
        _lost_or(lambda: client.views_update(view_id=view_id, view=made))


def turn_over(client: WebClient, body: dict[str, Any], view: Block) -> None:
    """Show another page in the modal that a button was pressed in."""
    _lost_or(lambda: client.views_update(view_id=body["view"]["id"], view=view))


def _lost_or(call: Callable[[], SlackResponse]) -> SlackResponse | None:
    try:
        return call()
    except (SlackClientError, OSError) as error:
        log.info("a modal could not be shown: %s", type(error).__name__)
        return None
