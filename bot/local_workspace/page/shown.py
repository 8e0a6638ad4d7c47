"""What the page draws for one person, as JSON."""

from __future__ import annotations

from bot.local_workspace import events
from bot.local_workspace.channels import Channel, Message
from bot.local_workspace.people import Person
from bot.local_workspace.refusals import Json
from bot.local_workspace.workspace import AgentThread, Workspace

NEWEST = 300  # messages of a channel that are drawn


def state(workspace: Workspace, person: Person, channel_id: str, thread_ts: str) -> Json:
    """Everything on the screen: who is there, the open conversation, its thread, the modal."""
    with workspace.lock:
        rooms = [one for one in workspace.channels.values() if person.id in one.members]
        app_room = workspace.direct_with_app(person.id)
        if app_room not in rooms:
            rooms.append(app_room)
        chosen = next((one for one in rooms if one.id == channel_id), None)
        if chosen is not None:
            workspace.read_until[(person.id, chosen.id)] = max(chosen.messages, default="0")
        stack = workspace.stacks.get(person.id) or []
        return {
            "version": workspace.version,
            "now": workspace.clock.now().isoformat(),
            "scale": workspace.clock.scale,
            "team": {"id": workspace.team.id, "name": workspace.team.name},
            "app": _app(workspace, app_room),
            "me": person.id,
            "people": {one.id: _person(one, workspace) for one in workspace.people.values()},
            "channels": [_listed(workspace, one, person) for one in rooms],
            "public": {
                one.id: one.name for one in workspace.channels.values() if one.kind == "public"
            },
            "open": _conversation(workspace, chosen, person, thread_ts) if chosen else None,
            "home": _home(workspace, person),
            "modal": events.shown_view(workspace, stack[-1]) if stack else None,
            "depth": len(stack),
        }


def _app(workspace: Workspace, room: Channel) -> Json:
    app = workspace.app
    return {
        "name": app.name,
        "description": app.description,
        "user": workspace.bot.id,
        "channel": room.id,
        "commands": app.commands,
        "shortcuts": app.shortcuts,
        "has_home": app.has_home,
        "has_messages": app.has_messages,
        "read_only": app.messages_read_only,
        "connected": workspace.deliveries.request_url is not None
        or bool(workspace.deliveries.connections.open),
    }


def _person(person: Person, workspace: Workspace) -> Json:
    return {
        "name": person.name,
        "real_name": person.real_name,
        "title": person.title,
        "kind": person.kind,
        "deleted": person.deleted,
        "tz": person.tz,
    }


def _listed(workspace: Workspace, channel: Channel, person: Person) -> Json:
    others = [one for one in channel.members if one != person.id]
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "archived": channel.archived,
        "shared": bool(channel.shared_with),
        "purpose": channel.purpose,
        "members": len(channel.members),
        "has_app": workspace.bot.id in channel.members,
        "with": others if channel.is_direct else [],
        "unread": _unread(workspace, channel, person),
    }


def _unread(workspace: Workspace, channel: Channel, person: Person) -> int:
    seen = workspace.read_until.get((person.id, channel.id), "0")
    return sum(
        1
        for one in channel.messages.values()
        if one.ts > seen
        and one.user != person.id
        and one.deleted_at is None
        and one.ephemeral_for in (None, person.id)
    )


def _conversation(workspace: Workspace, channel: Channel, person: Person, thread_ts: str) -> Json:
    visible = [
        one
        for one in channel.messages.values()
        if one.deleted_at is None and one.ephemeral_for in (None, person.id)
    ]
    roots = [one for one in visible if not one.is_reply or one.broadcast]
    parent = channel.messages.get(thread_ts)
    replies = [one for one in visible if one.is_reply and one.thread_ts == thread_ts]
    prompts = workspace.prompts.get(channel.id)
    if prompts is None and workspace.bot.id in channel.members and not visible:
        prompts = {"title": "", "prompts": workspace.app.suggested_prompts}
    return {
        "id": channel.id,
        "messages": [_message(one) for one in sorted(roots, key=_by_ts)[-NEWEST:]],
        "thread": {
            "ts": thread_ts,
            "messages": [_message(one) for one in [parent, *sorted(replies, key=_by_ts)]],
        }
        if parent is not None and parent.deleted_at is None
        else None,
        "prompts": prompts if channel.kind == "im" else None,
        "statuses": _statuses(workspace, channel),
    }


def _by_ts(message: Message) -> str:
    return message.ts


def _message(message: Message) -> Json:
    return message.to_slack() | {
        "ephemeral": bool(message.ephemeral_for),
        "streaming": message.streaming,
        "stopped": bool(message.stopped_by),
        "tasks": message.tasks,
        "broadcast": message.broadcast,
        "is_reply": message.is_reply,
    }


def _statuses(workspace: Workspace, channel: Channel) -> Json:
    """Threads in which the app says that it works, or writes, by the thread's ts."""
    streaming = {one.thread_ts for one in channel.messages.values() if one.streaming}
    threads = {
        ts: thread for (room, ts), thread in workspace.agent_threads.items() if room == channel.id
    }
    can_stop = "agent_session_stopped" in workspace.app.events
    shown: Json = {}
    for ts in {*threads, *(ts for ts in streaming if ts)}:
        thread = threads.get(ts, AgentThread())
        working = bool(thread.status) or ts in streaming
        if working or thread.title:
            shown[ts] = {
                "status": thread.status,
                "loading": thread.loading_messages,
                "title": thread.title,
                "can_stop": can_stop and working and not thread.stop_asked,
            }
    return shown


def _home(workspace: Workspace, person: Person) -> Json | None:
    published = workspace.homes.get(person.id)
    return events.shown_view(workspace, published) if published else None
