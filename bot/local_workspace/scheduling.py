"""chat.scheduleMessage: posting what has become due."""

from __future__ import annotations

from bot.local_workspace.channels import Message
from bot.local_workspace.methods.call import Call
from bot.local_workspace.methods.posting import add_message, authored_by_app, content_of
from bot.local_workspace.workspace import Workspace


def post_what_is_due(workspace: Workspace) -> None:
    """A scheduled message that carries metadata is dropped without a word, as Slack does."""
    now = workspace.clock.time()
    with workspace.change():
        due = [one for one in workspace.scheduled.values() if one.post_at <= now]
        for scheduled in sorted(due, key=lambda one: one.post_at):
            del workspace.scheduled[scheduled.id]
            if scheduled.args.get("metadata"):
                continue
            content, _ = content_of(Call(workspace, scheduled.args))
            channel = workspace.channels[scheduled.channel]
            message = Message(
                workspace.next_ts(),
                channel.id,
                thread_ts=scheduled.args.get("thread_ts") or None,
                **authored_by_app(workspace),
                **content,
            )
            add_message(workspace, channel, message)
