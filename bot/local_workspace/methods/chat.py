"""chat.*: messages."""

from __future__ import annotations

from bot.local_workspace import events
from bot.local_workspace.channels import Channel, Message
from bot.local_workspace.methods.call import Call, Method
from bot.local_workspace.methods.posting import (
    add_message,
    authored_by_app,
    content_of,
    destination,
    metadata_of,
    require_posting,
    thread_of,
    warned,
)
from bot.local_workspace.refusals import Json, Refused
from bot.local_workspace.workspace import Scheduled

LONGEST_UPDATE = 4_000
LATEST_POST = 120 * 24 * 3600


def post_message(call: Call) -> Json:
    workspace = call.workspace
    channel = destination(call)
    require_posting(call, channel)
    thread_ts = thread_of(call, channel)
    metadata = metadata_of(call)
    content, warnings = content_of(call)
    message = Message(
        workspace.next_ts(),
        channel.id,
        thread_ts=thread_ts,
        metadata=metadata,
        client_msg_id=call.text("client_msg_id"),
        username=call.text("username") if "chat:write.customize" in workspace.app.scopes else None,
        broadcast=call.flag("reply_broadcast") and thread_ts is not None,
        **authored_by_app(workspace),
        **content,
    )
    if message.broadcast:
        message.subtype = "thread_broadcast"
    add_message(workspace, channel, message)
    shown = message.to_slack(metadata=True, thread=False)
    return warned({"channel": channel.id, "ts": message.ts, "message": shown}, warnings)


def post_ephemeral(call: Call) -> Json:
    """Only one person sees it, and no history holds it."""
    workspace = call.workspace
    channel = destination(call)
    require_posting(call, channel)
    person = workspace.people.get(call.required("user"))
    if person is None or person.id not in channel.members:
        raise Refused("user_not_in_channel")
    content, warnings = content_of(call)
    message = Message(
        workspace.next_ts(),
        channel.id,
        thread_ts=thread_of(call, channel),
        ephemeral_for=person.id,
        **authored_by_app(workspace),
        **content,
    )
    add_message(workspace, channel, message)
    return warned({"message_ts": message.ts}, warnings)


def own_message(call: Call, channel: Channel, code: str) -> Message:
    ts = call.ts("ts", code="message_not_found")
    if ts is None:
        raise Refused("message_not_found")
    message = call.workspace.message(channel, ts)
    if message.bot_id != call.workspace.app.bot_id:
        raise Refused(code)
    return message


def update(call: Call) -> Json:
    workspace = call.workspace
    channel = call.channel()
    message = own_message(call, channel, "cant_update_message")
    if message.streaming:
        raise Refused("streaming_state_conflict")
    if channel.archived:
        raise Refused("is_archived")
    metadata = metadata_of(call)
    content, warnings = content_of(call, longest=LONGEST_UPDATE, cut=False)
    before = message.to_slack()
    message.text = content["text"]
    if "blocks" in call.args or "markdown_text" in call.args or call.args.get("text") is not None:
        message.blocks = content["blocks"]
    if "attachments" in call.args:
        message.attachments = content["attachments"]
    if metadata is not None:
        message.metadata = metadata
    message.edited = {"user": workspace.bot.id, "ts": workspace.next_ts()}
    events.message_changed(workspace, channel, message, before)
    shown = message.to_slack(metadata=True)
    return warned(
        {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}, warnings
    )


def delete(call: Call) -> Json:
    channel = call.channel()
    message = own_message(call, channel, "cant_delete_message")
    before = message.to_slack()
    message.deleted_at = call.workspace.clock.time()
    events.message_deleted(call.workspace, channel, before)
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.workspace.message(channel, call.required("message_ts"))
    address = f"{call.workspace.address}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


def schedule(call: Call) -> Json:
    workspace = call.workspace
    channel = destination(call)
    require_posting(call, channel)
    post_at = call.number("post_at", 0)
    now = workspace.clock.time()
    if post_at <= now:
        raise Refused("time_in_past")
    if post_at > now + LATEST_POST:
        raise Refused("time_too_far")
    metadata_of(call)
    content_of(call)
    waiting = [
        one
        for one in workspace.scheduled.values()
        if one.channel == channel.id and one.post_at // 300 == post_at // 300
    ]
    if len(waiting) >= 30:
        raise Refused("restricted_too_many")
    scheduled = Scheduled(workspace.new_id("Q"), channel.id, post_at, dict(call.args))
    workspace.scheduled[scheduled.id] = scheduled
    return {
        "channel": channel.id,
        "scheduled_message_id": scheduled.id,
        "post_at": post_at,
        "message": {"text": call.text("text") or "", **authored_by_app(workspace)},
    }


def delete_scheduled(call: Call) -> Json:
    found = call.workspace.scheduled.get(call.required("scheduled_message_id"))
    if found is None or found.channel != call.required("channel"):
        raise Refused("invalid_scheduled_message_id")
    del call.workspace.scheduled[found.id]
    return {}


def list_scheduled(call: Call) -> Json:
    wanted = call.text("channel")
    entries = [
        {
            "id": one.id,
            "channel_id": one.channel,
            "post_at": one.post_at,
            "date_created": one.post_at,
            "text": one.args.get("text", ""),
        }
        for one in sorted(call.workspace.scheduled.values(), key=lambda one: one.post_at)
        if not wanted or one.channel == wanted
    ]
    page, metadata = call.page(entries)
    return {"scheduled_messages": page, "response_metadata": metadata}


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",), None),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",), 4),
    "chat.update": Method(update, ("chat:write",), 3),
    "chat.delete": Method(delete, ("chat:write",), 3),
    "chat.getPermalink": Method(permalink, (), None),
    "chat.scheduleMessage": Method(schedule, ("chat:write",), 3),
    "chat.deleteScheduledMessage": Method(delete_scheduled, ("chat:write",), 3),
    "chat.scheduledMessages.list": Method(list_scheduled, (), 3),
}
