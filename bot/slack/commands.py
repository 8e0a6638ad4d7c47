"""`/qms`: a question whose answer only the asker sees."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App

from bot.slack.asked import Asked
from bot.slack.floor import Floor
from bot.slack.listening import keep
from bot.slack.typed_text import question_text

Body = dict[str, Any]
COMMAND = "/qms"


def register(app: App, floor: Floor) -> None:
    """Other words after `/qms` belong to features that listen before this one."""

    def ask(ack: Ack, body: Body) -> None:
        asked = asked_by_command(body, floor)
        if asked is not None:
            wanted = asked if asked.text else replace(asked, raw="help")
            keep(floor, wanted.incoming(wanted.item))
        ack()

    app.command(COMMAND)(ask)


def asked_by_command(body: Body, floor: Floor) -> Asked | None:
    """The question after the command; None if it comes from another workspace."""
    if body.get("team_id") != floor.team:
        return None
    typed = str(body.get("text") or "").strip()
    return Asked(
        floor.team,
        f"command {body['trigger_id']}",
        "command",
        typed.removeprefix("ask ") if question_text(typed).startswith("ask ") else typed,
        str(body["user_id"]),
        str(body["channel_id"]),
        None,
        None,
        private=True,
        reply_url=str(body.get("response_url") or ""),
    )
