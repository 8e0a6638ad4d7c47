"""“Ask the QMS about this”: somebody's message as a question, answered to whoever asks."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.slack.asked import Asked
from bot.slack.floor import Floor
from bot.slack.listening import keep, team_of

Body = dict[str, Any]
ABOUT_MESSAGE = "ask_about_message"


def register(app: App, floor: Floor) -> None:
    def ask(ack: Ack, body: Body) -> None:
        asked = asked_about(body, floor)
        if asked is not None:
            keep(floor, asked.incoming(asked.item))
        ack()

    app.message_shortcut(ABOUT_MESSAGE)(ask)


def asked_about(body: Body, floor: Floor) -> Asked | None:
    """The message as a question; None if it comes from another workspace."""
    if team_of(body) != floor.team:
        return None
    message = body["message"]
    return Asked(
        floor.team,
        f"shortcut {body['user']['id']} {body['action_ts']}",
        "shortcut",
        str(message.get("text") or ""),
        str(body["user"]["id"]),
        str(body["channel"]["id"]),
        message.get("thread_ts"),
        message["ts"],
        private=True,
        files=len(message.get("files") or ()),
        reply_url=str(body.get("response_url") or ""),
    )
