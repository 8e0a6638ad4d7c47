"""chat.*Stream: answers that appear as they are written."""

from __future__ import annotations

from typing import Any

from bot.local_workspace import events
from bot.local_workspace.block_kit import check_message_blocks
from bot.local_workspace.channels import Channel, Message
from bot.local_workspace.methods.assistant import SESSION_STATES
from bot.local_workspace.methods.call import Call, Method
from bot.local_workspace.methods.chat import own_message
from bot.local_workspace.methods.posting import (
    add_message,
    authored_by_app,
    destination,
    metadata_of,
    require_posting,
    structured,
    thread_of,
)
from bot.local_workspace.refusals import Json, Refused

MOST_MARKDOWN = 12_000
CHUNKS = frozenset({"markdown_text", "task_update", "plan_update", "blocks"})


def start(call: Call) -> Json:
    workspace = call.workspace
    channel = destination(call)
    require_posting(call, channel)
    thread_ts = thread_of(call, channel)
    if thread_ts is None:
        raise Refused("invalid_thread_ts")
    if channel.kind != "im":
        for name in ("recipient_team_id", "recipient_user_id"):
            if not call.text(name):
                raise Refused(f"missing_{name}")
    markdown, tasks, _ = written(call)
    message = Message(
        workspace.next_ts(),
        channel.id,
        thread_ts=thread_ts,
        streaming=True,
        text=markdown,
        markdown=markdown,
        tasks=tasks,
        **authored_by_app(workspace),
    )
    _show(message)
    add_message(workspace, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def written(call: Call) -> tuple[str, list[Json], list[Json]]:
    """The markdown, task updates and blocks that a call adds."""
    markdown = call.text("markdown_text") or ""
    tasks: list[Json] = []
    blocks: list[Json] = []
    chunks = structured(call, "chunks", "invalid_chunks") or []
    if not isinstance(chunks, list):
        raise Refused("invalid_chunks")
    for chunk in chunks:
        kind = chunk.get("type") if isinstance(chunk, dict) else None
        if kind not in CHUNKS:
            raise Refused("invalid_chunks")
        if kind == "markdown_text":
            markdown += _text_of(chunk)
        elif kind == "blocks":
            blocks += check_message_blocks(chunk.get("blocks"))
        else:
            tasks.append(chunk)
    if len(markdown) > MOST_MARKDOWN:
        raise Refused("msg_too_long")
    return markdown, tasks, blocks


def _text_of(chunk: Json) -> str:
    text: Any = chunk.get("text")
    if not isinstance(text, str):
        raise Refused("invalid_chunks")
    return text


def _running(call: Call) -> tuple[Channel, Message]:
    channel = call.channel()
    message = own_message(call, channel, "message_not_owned_by_app")
    if message.stopped_by:
        raise Refused("stopped_by_user")
    if not message.streaming:
        raise Refused("message_not_in_streaming_state")
    return channel, message


def append(call: Call) -> Json:
    channel, message = _running(call)
    markdown, tasks, blocks = written(call)
    if not markdown and not tasks and not blocks:
        raise Refused("no_text")
    _grow(message, markdown, tasks)
    message.blocks += call.workspace.with_block_ids(blocks)
    return {"channel": channel.id, "ts": message.ts}


def stop(call: Call) -> Json:
    workspace = call.workspace
    channel, message = _running(call)
    markdown, tasks, chunked = written(call)
    metadata = metadata_of(call)
    blocks = structured(call, "blocks", "invalid_blocks_format")
    added = [*chunked, *(check_message_blocks(blocks) if blocks else [])]
    session = call.text("session_status")
    if session and session not in SESSION_STATES:
        raise Refused("invalid_status")
    _grow(message, markdown, tasks)
    message.blocks += workspace.with_block_ids(added)
    if not message.blocks:
        raise Refused("no_text")
    before = message.to_slack()
    message.streaming = False
    message.metadata = metadata
    thread = workspace.thread(channel, message.thread_ts or message.ts)
    thread.status, thread.loading_messages = "", []
    if session:
        thread.session = session
    events.message_changed(workspace, channel, message, before)
    shown = message.to_slack(metadata=True, thread=False)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def _grow(message: Message, markdown: str, tasks: list[Json]) -> None:
    message.markdown += markdown
    for task in tasks:
        same = [one for one in message.tasks if task.get("id") and one.get("id") == task["id"]]
        if same:
            same[0].update(task)
        else:
            message.tasks.append(task)
    _show(message)


def _show(message: Message) -> None:
    """The streamed text is one markdown block, before whatever else the message holds."""
    message.text = message.markdown
    others = [block for block in message.blocks if block.get("block_id") != "stream"]
    first = {"type": "markdown", "block_id": "stream", "text": message.markdown}
    message.blocks = [first, *others] if message.markdown else others


METHODS = {
    "chat.startStream": Method(start, ("chat:write",), 2),
    "chat.appendStream": Method(append, ("chat:write",), 4),
    "chat.stopStream": Method(stop, ("chat:write",), 2),
}
