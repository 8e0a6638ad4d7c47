"""Posting to Slack and finding out whether a post arrived."""

from __future__ import annotations

import logging
import socket
import uuid
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse, WebClient

from bot.conversations import (
    Message,
    NotPosted,
    Opened,
    Posted,
    Refused,
    Unclear,
    Unsearchable,
)
from bot.outbox import Claimed
from bot.slack.remedies import remedy_for

log = logging.getLogger("coach.slack")

EVENT_TYPE = "coach_delivery"
PAGE = 200

HOPELESS = frozenset({
    "channel_not_found", "cannot_dm_bot", "cannot_reply_to_message", "invalid_blocks",
    "invalid_blocks_format", "is_archived", "message_limit_exceeded", "metadata_too_large",
    "cant_update_message", "edit_window_closed",
    "msg_blocks_too_long", "msg_too_long", "no_text", "restricted_action_non_threadable_channel",
    "thread_not_found", "too_many_attachments", "user_disabled", "user_not_found",
})  # fmt: skip
"""What Slack will answer again however often it is asked."""

NO_THREAD = "thread_not_found"
"""The thread's first message was deleted: what belongs there goes to the conversation itself."""

GONE = frozenset({"message_not_found", "thread_not_found"})
"""A message that was to be replaced isn't there any more."""

UNCLEAR = frozenset({"fatal_error", "internal_error"})
"""Slack: "it's possible some aspect of the operation succeeded before the error was raised"."""

OURS = frozenset({
    "account_inactive", "invalid_auth", "missing_scope", "no_permission", "not_authed",
    "not_allowed_token_type", "token_expired", "token_revoked", "team_access_not_granted",
    "accesslimited", "org_login_required", "service_unavailable", "team_added_to_org",
})  # fmt: skip
"""The app is set up wrongly, or the workspace is closed for now: no message's own fault."""

SET_UP_PAUSE = timedelta(seconds=60)
BROKEN = (URLError, HTTPException, OSError, SlackClientError)


class SlackConversations:
    """`client` must not repeat a call by itself: a post whose connection broke may be there."""

    def __init__(self, client: WebClient, app_id: str | None = None) -> None:
        self._client = client
        self._app_id = app_id

    def post(self, claimed: Claimed, message: Message) -> Posted | Refused | Unclear:
        if message.updates is not None:
            return self._update(claimed, message, message.updates)
        try:
            try:
                answer = self._said(claimed, message, claimed.thread)
            except SlackApiError as error:
                if claimed.thread is None or _code(error) != NO_THREAD:
                    raise
                answer = self._said(claimed, message, None)
        except SlackApiError as error:
            return _refused(error)
        except BROKEN as error:
            return _broken(error)
        ts = answer.get("ts")
        return Posted(ts) if isinstance(ts, str) else Unclear("Slack's answer has no ts")

    def _said(self, claimed: Claimed, message: Message, thread: str | None) -> SlackResponse:
        return self._client.chat_postMessage(
            channel=claimed.conversation,
            thread_ts=thread,
            text=message.text,
            blocks=message.blocks or None,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": claimed.key}},
            client_msg_id=str(uuid.UUID(claimed.key[:32])),
            unfurl_links=False,
            unfurl_media=False,
        )

    def find(self, claimed: Claimed, look_back: timedelta) -> Posted | NotPosted | Unsearchable:
        oldest = claimed.first_attempt_at - look_back
        try:
            for found in self._history(claimed, f"{max(0.0, oldest.timestamp()):.6f}"):
                if _key_of(found) == claimed.key and self._by_us(found):
                    return Posted(found["ts"])
        except SlackApiError as error:
            return Unsearchable(_code(error), _asked_wait(error))
        except BROKEN as error:
            return Unsearchable(type(error).__name__)
        return NotPosted()

    def open(self, person: str) -> Opened | Refused:
        try:
            answer = self._client.conversations_open(users=person)
        except SlackApiError as error:
            return Refused(_code(error), _asked_wait(error), _code(error) in HOPELESS)
        except BROKEN as error:
            return Refused(type(error).__name__)
        return Opened(answer["channel"]["id"])

    def _update(self, claimed: Claimed, message: Message, ts: str) -> Posted | Refused:
        """Replace a message of ours. Doing so twice changes nothing, so nothing is unclear."""
        try:
            self._client.chat_update(
                channel=claimed.conversation,
                ts=ts,
                text=message.text,
                blocks=message.blocks,
            )
        except SlackApiError as error:
            if _code(error) in GONE:
                return Posted(ts)  # what was deleted needs no marking
            refused = _refused(error)
            return refused if isinstance(refused, Refused) else Refused(refused.reason)
        except BROKEN as error:
            return Refused(type(error).__name__)
        return Posted(ts)

    def _history(self, claimed: Claimed, oldest: str) -> Iterator[dict[str, Any]]:
        cursor = ""
        while True:
            page = self._page(claimed, oldest, cursor)
            yield from page.get("messages") or []
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _page(self, claimed: Claimed, oldest: str, cursor: str) -> SlackResponse:
        options: dict[str, Any] = {
            "channel": claimed.conversation,
            "oldest": oldest,
            "limit": PAGE,
            "include_all_metadata": True,
            "cursor": cursor or None,
        }
        if claimed.thread:
            try:
                return self._client.conversations_replies(ts=claimed.thread, **options)
            except SlackApiError as error:
                if _code(error) != NO_THREAD:
                    raise
        return self._client.conversations_history(**options)

    def _by_us(self, message: dict[str, Any]) -> bool:
        return self._app_id is None or message.get("app_id") in (None, self._app_id)


def _key_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    key = (metadata.get("event_payload") or {}).get("key")
    return key if isinstance(key, str) else None


def _code(error: SlackApiError) -> str:
    answer = error.response
    code = answer.get("error") if isinstance(answer, SlackResponse | dict) else None
    return str(code or "unreadable answer")[:200]


def _status(error: SlackApiError) -> int:
    return int(getattr(error.response, "status_code", 0) or 0)


def _asked_wait(error: SlackApiError) -> timedelta | None:
    if _status(error) != 429 and _code(error) not in ("ratelimited", "rate_limited"):
        return None
    headers = getattr(error.response, "headers", {})
    try:
        return timedelta(seconds=max(1, int(headers.get("Retry-After", 1))))
    except (TypeError, ValueError):
        return timedelta(seconds=30)


def _refused(error: SlackApiError) -> Refused | Unclear:
    wait, code = _asked_wait(error), _code(error)
    if wait is not None:
        return Refused(code, wait)
    if _status(error) != 200 or code in UNCLEAR:
        return Unclear(f"Slack answered {_status(error)} ({code})")
    if code in OURS:
        log.error("%s", remedy_for(code))
        return Refused(code, SET_UP_PAUSE)
    if code.startswith("Received a response in a non-JSON format"):
        return Unclear("Slack's answer can't be read")
    return Refused(code, hopeless=code in HOPELESS)


def _broken(error: Exception) -> Refused | Unclear:
    """Where nobody listened nothing can have been posted; anything else is unclear."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, ConnectionRefusedError | socket.gaierror):
        return Refused("Slack can't be reached", timedelta(seconds=5))
    return Unclear(type(cause).__name__)
