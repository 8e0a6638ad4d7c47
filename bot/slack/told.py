"""What one person is told: at once and perhaps never, or surely and a little later."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk.errors import SlackClientError
from slack_sdk.web import WebClient

from bot.inbox import Job
from bot.slack.floor import Floor
from bot.slack.listening import value_of
from bot.slack.replies import WORDS
from knowledge.deliveries import REPLY, Address, NewDelivery, key_of

log = logging.getLogger("coach.slack")

Body = dict[str, Any]


def whisper(client: WebClient, where: dict[str, Any], person: str, words: str) -> None:
    """Words that only this person sees, where they clicked. They may be lost."""
    if not where.get("conversation"):
        return
    try:
        client.chat_postEphemeral(
            channel=where["conversation"],
            user=person,
            text=words,
            thread_ts=where.get("thread") or None,
        )
    except (SlackClientError, OSError) as error:
        log.info("a word of thanks could not be shown: %s", type(error).__name__)


def open_view(client: WebClient, body: Body, view: dict[str, Any]) -> None:
    """Open a form at once, while its trigger lives. It may be lost; who clicked clicks again."""
    try:
        client.views_open(trigger_id=body["trigger_id"], view=view)
    except (SlackClientError, OSError) as error:
        log.info("a form could not be opened: %s", type(error).__name__)


def clicked_in(body: Body) -> dict[str, Any]:
    """Where a button stands: conversation, thread, message, and whether one person sees it."""
    container = body.get("container") or {}
    private = bool(container.get("is_ephemeral"))
    message = container.get("message_ts")
    return {
        "conversation": (body.get("channel") or {}).get("id"),
        "message": message,
        # Below an ephemeral message there is no thread; it may stand in one.
        "thread": container.get("thread_ts") or (None if private else message),
        "private": private,
    }


def clicked_value(body: Body) -> str:
    return value_of(body["actions"][0])


def own_place(team: str, payload: dict[str, Any]) -> Address:
    """Where this person alone is told: the thread in the direct messages, or these as such."""
    conversation = payload.get("conversation") or ""
    if conversation.startswith("D"):
        return Address(team, payload["person"], conversation, payload.get("thread"))
    return Address(team, payload["person"])


def refusal(floor: Floor, job: Job, words: str) -> list[NewDelivery]:
    """Tells whoever asked for something why it was not done."""
    key = key_of(floor.secret, job.team, "refusal", f"{job.id}", job.payload["person"])
    to = own_place(job.team, job.payload)
    return [NewDelivery(key, to, WORDS, {"words": words}, lane=REPLY)]
