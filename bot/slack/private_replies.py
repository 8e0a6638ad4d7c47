"""Replies that only the asker sees, to a command or a shortcut."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient
from sqlalchemy.orm import Session

from bot.conversations import Message
from bot.slack.answer_blocks import words_message
from bot.slack.asked import Asked
from bot.slack.floor import Floor
from bot.slack.help import HELP, help_now
from bot.slack.replies import ANSWER, answer_now

log = logging.getLogger("coach.slack")


def shown_privately(floor: Floor, asked: Asked, kind: str, what: Mapping[str, Any]) -> bool:
    """Show a reply where it was asked for, to the asker alone. False: it may not be there.

    Such a message can't be looked up afterwards, so that what is unclear counts as not shown and
    comes as a direct message: seen twice rather than never.
    """
    with floor.database.read() as session:
        message = _message(floor, session, asked, kind, what)
    seconds = max(1, round(floor.timing.answer_within.total_seconds()))
    client = WebhookClient(asked.reply_url, timeout=seconds, retry_handlers=[])
    try:
        answer = client.send(text=message.text, blocks=message.blocks, response_type="ephemeral")
    except (SlackClientError, OSError, ValueError) as error:
        log.info("a private reply could not be shown: %s", type(error).__name__)
        return False
    return answer.status_code == 200


def _message(
    floor: Floor, session: Session, asked: Asked, kind: str, what: Mapping[str, Any]
) -> Message:
    if kind == ANSWER:
        return answer_now(floor, session, what, asked.person, asked.conversation)
    return help_now(floor, session, asked.person) if kind == HELP else words_message(what["words"])
