"""Posting: what Slack checks before a message appears."""

from __future__ import annotations

import json
from typing import Any

from bot.local_workspace import events
from bot.local_workspace.block_kit import check_attachments, check_message_blocks
from bot.local_workspace.channels import Channel, Message
from bot.local_workspace.methods.call import Call
from bot.local_workspace.refusals import Json, Refused
from bot.local_workspace.workspace import Workspace

CUT_AT = 40_000
MOST_MARKDOWN = 12_000
MOST_METADATA = 16_000


def destination(call: Call) -> Channel:
    """Where a message goes: an id, a `#name`, or a person (the app's conversation with them)."""
    workspace = call.workspace
    name = call.required("channel")
    person = workspace.people.get(name)
    if person is not None:
        if person.is_bot:
            raise Refused("cannot_dm_bot")
        if person.deleted:
            raise Refused("channel_not_found")
        return workspace.direct_with_app(person.id)
    try:
        channel = workspace.channel(name)
    except Refused:
        raise Refused("channel_not_found") from None
    if not call.visible(channel):
        raise Refused("channel_not_found")
    return channel


def require_posting(call: Call, channel: Channel) -> None:
    workspace = call.workspace
    if channel.archived:
        raise Refused("is_archived")
    if channel.kind == "im":
        if not workspace.app.has_messages:
            raise Refused("messages_tab_disabled")
        return
    if workspace.bot.id not in channel.members and not (
        channel.kind == "public" and "chat:write.public" in workspace.app.scopes
    ):
        raise Refused("not_in_channel")


def thread_of(call: Call, channel: Channel) -> str | None:
    """The thread to post in. It has to be there: a thread that starts nowhere is a mistake."""
    thread_ts = call.ts("thread_ts", code="invalid_thread_ts")
    if thread_ts is None:
        return None
    parent = channel.messages.get(thread_ts)
    if parent is None or parent.deleted_at is not None or parent.ephemeral_for:
        raise Refused("thread_not_found")
    if parent.is_reply:
        raise Refused("cannot_reply_to_message")
    return thread_ts


def structured(call: Call, name: str, code: str) -> Any:
    try:
        return call.structure(name)
    except json.JSONDecodeError:
        raise Refused(code) from None


def metadata_of(call: Call) -> Json | None:
    metadata = structured(call, "metadata", "invalid_metadata_format")
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    kind, payload = metadata.get("event_type"), metadata.get("event_payload")
    if set(metadata) - {"event_type", "event_payload", "entities"}:
        raise Refused("invalid_metadata_schema")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata)) > MOST_METADATA:
        raise Refused("metadata_too_large")
    return metadata


def content_of(call: Call, *, longest: int = CUT_AT, cut: bool = True) -> tuple[Json, list[str]]:
    """Text, blocks and attachments of a message, and the warnings that go with them."""
    text = call.text("text") or ""
    markdown = call.text("markdown_text")
    blocks = structured(call, "blocks", "invalid_blocks_format")
    attachments = structured(call, "attachments", "invalid_attachments")
    warnings: list[str] = []
    if markdown is not None:
        if text or blocks:
            raise Refused("markdown_text_conflict")
        if len(markdown) > MOST_MARKDOWN:
            raise Refused("msg_too_long")
        blocks = [{"type": "markdown", "text": markdown}] if markdown else None
        text = markdown
    if len(text) > longest:
        if not cut:
            raise Refused("msg_too_long")
        text = text[:longest]
        warnings.append("message_truncated")
    kept = check_message_blocks(blocks) if blocks else []
    attached = check_attachments(attachments) if attachments else []
    if not text.strip() and not kept and not attached:
        raise Refused("no_text")
    if kept and not text and call.args.get("text") is None:
        warnings.append("missing_text_in_message_payload")
    content = {
        "text": text,
        "blocks": call.workspace.with_block_ids(kept),
        "attachments": attached,
    }
    return content, warnings


def authored_by_app(workspace: Workspace) -> Json:
    return {
        "user": workspace.bot.id,
        "bot_id": workspace.app.bot_id,
        "app_id": workspace.app.id,
        "team": workspace.team.id,
    }


def add_message(workspace: Workspace, channel: Channel, message: Message) -> Message:
    """Put it in the channel, in its thread, and let the app hear of it."""
    now = workspace.clock.time()
    lag = workspace.faults.take("lagging_history", "chat.postMessage") if message.bot_id else None
    message.posted_at = now
    message.visible_at = now + (lag.seconds if lag else 0.0)
    channel.messages[message.ts] = message
    if message.is_reply and message.thread_ts and not message.ephemeral_for:
        parent = channel.messages[message.thread_ts]
        parent.thread_ts = parent.ts
        parent.replies.append(message)
    if message.bot_id and not message.ephemeral_for:
        _clear_status(workspace, channel, message)
    events.message_posted(workspace, channel, message)
    return message


def _clear_status(workspace: Workspace, channel: Channel, message: Message) -> None:
    """Slack takes the thread's status line away when the app answers."""
    thread = workspace.agent_threads.get((channel.id, message.thread_ts or message.ts))
    if thread is not None and not message.streaming:
        thread.status = ""
        thread.loading_messages = []


def warned(body: Json, warnings: list[str]) -> Json:
    if not warnings:
        return body
    return {
        **body,
        "warning": ",".join(warnings),
        "response_metadata": {"warnings": warnings},
    }
