"""Hearing: which messages are for us. They are stored before Bolt acknowledges them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import App
from slack_sdk.web import WebClient

from bot import inbox
from bot.inbox import Incoming
from bot.slack import turns
from bot.slack.asked import DIRECT, Asked, Way
from bot.slack.floor import Floor
from bot.slack.status import LOOKING, show_status

Body = dict[str, Any]
SAID = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""Subtypes of what a person says; others tell of joins, edits, topics."""


def register(app: App, floor: Floor) -> None:
    """Hear direct messages, mentions and what is said below our answers.

    Bolt acknowledges an event ahead of its listener but after the listener's middleware; where
    that doesn't go on, another feature's listener is asked.
    """

    def store(body: Body, context: dict[str, Any], next: Callable[[], None]) -> None:
        asked = question_in(body, floor)
        if asked is not None:
            incoming = asked.incoming(str(body["event_id"]))
            context["asked"] = asked if _stored(floor, incoming) else None
            context["incoming"] = incoming
            next()

    def look_it_up(context: dict[str, Any], client: WebClient) -> None:
        asked: Asked | None = context["asked"]
        if asked is not None:
            if asked.way != "follow_up":
                show_status(client, asked, LOOKING)
            _let_begin(floor, context["incoming"])

    app.event("message", middleware=[store])(look_it_up)
    app.event("app_mention", middleware=[store])(look_it_up)


def question_in(body: Body, floor: Floor) -> Asked | None:
    """The question in an event of Slack's, if it may be one for us."""
    event = body.get("event") or {}
    if body.get("team_id") != floor.team or not _by_a_person(event, floor):
        return None
    channel, ts = str(event["channel"]), str(event["ts"])
    thread = str(event["thread_ts"]) if event.get("thread_ts") else None
    way = _way(event, channel, thread, floor)
    if way is None:
        return None
    return Asked(
        floor.team,
        f"{channel} {ts}",
        way,
        str(event.get("text") or ""),
        str(event["user"]),
        channel,
        thread or ts,
        ts,
        files=len(event.get("files") or ()),
    )


def _way(event: Body, channel: str, thread: str | None, floor: Floor) -> Way | None:
    if event.get("channel_type") == "im" or channel.startswith(DIRECT):
        return "direct"
    if f"<@{floor.bot_user}" in str(event.get("text") or ""):
        return "mention"
    if thread is None:
        return None
    with floor.database.read() as session:
        place = floor.team, channel, thread
        ours = turns.is_ours(session, *place) or turns.is_awaited(session, *place)
        return "follow_up" if ours else None


def _by_a_person(event: Body, floor: Floor) -> bool:
    if event.get("subtype") not in SAID or "bot_id" in event or event.get("hidden"):
        return False
    return bool(event.get("user")) and event["user"] not in (floor.bot_user, "USLACKBOT")


def _stored(floor: Floor, question: Incoming) -> bool:
    """Whether it is new. It waits for a moment, so that the status can't arrive after the answer
    and stay."""
    now = floor.clock()
    due_at = now + floor.timing.status_first
    with floor.database.begin() as session:
        return inbox.record(session, question, now=now, due_at=due_at)


def _let_begin(floor: Floor, question: Incoming) -> None:
    with floor.database.begin() as session:
        inbox.ready(session, question, now=floor.clock())
