"""What the app's Messages tab suggests to somebody who opens it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import App
from slack_sdk.errors import SlackClientError
from slack_sdk.web import WebClient

from bot.slack.audience import viewer_for
from bot.slack.floor import Floor
from bot.slack.help import examples_now
from bot.slack.mrkdwn import cut

log = logging.getLogger("coach.slack")
TITLE = "Ask how we work"
LONGEST = 75
MOST = 4
HELP = {"title": "What can I ask?", "message": "help"}


def register(app: App, floor: Floor) -> None:
    def in_messages(body: dict[str, Any], next: Callable[[], None]) -> None:
        event = body.get("event") or {}
        if event.get("tab") == "messages" and body.get("team_id") == floor.team:
            next()  # the other tabs are another feature's

    def suggest(event: dict[str, Any], client: WebClient) -> None:
        viewer = viewer_for(floor, str(event["user"]), "", private=True)
        with floor.database.read() as session:
            shown = prompts(examples_now(floor, session, viewer))
        try:
            client.assistant_threads_setSuggestedPrompts(
                channel_id=event["channel"], title=TITLE, prompts=shown
            )
        except (SlackClientError, OSError) as error:
            log.info("the prompts could not be shown: %s", type(error).__name__)

    app.event("app_home_opened", middleware=[in_messages])(suggest)


def prompts(examples: Sequence[str]) -> list[dict[str, str]]:
    """Questions that fit the company's documents; help alone where nothing is indexed."""
    fit = [{"title": cut(one, LONGEST), "message": one} for one in examples[: MOST - 1]]
    return [*fit, HELP]
