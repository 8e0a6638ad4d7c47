"""Which events the app hears of: those it subscribed to, where it is a member."""

from __future__ import annotations

import re

from bot.local_workspace.channels import Channel, Message
from bot.local_workspace.people import Person
from bot.local_workspace.refusals import Json
from bot.local_workspace.workspace import Workspace

MESSAGE_EVENTS = {
    "im": "message.im",
    "public": "message.channels",
    "private": "message.groups",
    "mpim": "message.mpim",
}


def message_posted(workspace: Workspace, channel: Channel, message: Message) -> None:
    """A message is heard as `message`; one that mentions the app also as `app_mention`."""
    if message.ephemeral_for or workspace.bot.id not in channel.members:
        return
    event = {**message.to_slack(thread=False), "channel": channel.id, "event_ts": message.ts}
    if message.metadata and message.bot_id:
        event["metadata"] = message.metadata
    shared = _shared(channel)
    if channel.shared_with:
        event["user_team"] = event["source_team"] = message.team
    if channel.kind == "im" and "app_context_changed" in workspace.app.events:
        event["app_context"] = workspace.contexts.get(message.user, {})
    if MESSAGE_EVENTS[channel.kind] in workspace.app.events:
        workspace.emit({**event, "channel_type": channel.event_type}, **shared)
    mentioned = re.search(rf"<@{workspace.bot.id}(\|[^>]*)?>", message.text)
    if mentioned and not channel.is_direct and "app_mention" in workspace.app.events:
        event.pop("subtype", None)
        workspace.emit({**event, "type": "app_mention"}, **shared)


def message_changed(workspace: Workspace, channel: Channel, message: Message, before: Json) -> None:
    _hidden(
        workspace, channel, "message_changed", message=message.to_slack(), previous_message=before
    )


def message_deleted(workspace: Workspace, channel: Channel, before: Json) -> None:
    _hidden(workspace, channel, "message_deleted", deleted_ts=before["ts"], previous_message=before)


def _hidden(workspace: Workspace, channel: Channel, subtype: str, **more: object) -> None:
    if (
        workspace.bot.id not in channel.members
        or MESSAGE_EVENTS[channel.kind] not in workspace.app.events
    ):
        return
    ts = workspace.next_ts()
    workspace.emit(
        {
            "type": "message",
            "subtype": subtype,
            "hidden": True,
            "channel": channel.id,
            "channel_type": channel.event_type,
            "ts": ts,
            "event_ts": ts,
            **more,
        },
        **_shared(channel),
    )


def reaction(workspace: Workspace, message: Message, person: str, name: str, added: bool) -> None:
    kind = "reaction_added" if added else "reaction_removed"
    channel = workspace.channels[message.channel]
    if workspace.bot.id in channel.members:
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        _subscribed(
            workspace,
            {
                "type": kind,
                "user": person,
                "reaction": name,
                "item_user": message.user,
                "item": item,
            },
        )


def home_opened(workspace: Workspace, person: str, tab: str) -> None:
    event: Json = {
        "type": "app_home_opened",
        "user": person,
        "channel": workspace.direct_with_app(person).id,
        "tab": tab,
    }
    published = workspace.homes.get(person)
    if tab == "home" and published:
        event["view"] = shown_view(workspace, published)
    if "app_context_changed" in workspace.app.events:
        event["app_context"] = workspace.contexts.get(person, {})
    _subscribed(workspace, event)


def context_changed(workspace: Workspace, person: str, channel: Channel) -> None:
    """Told while the app is open beside what the person looks at."""
    entity = {
        "type": "slack#/types/channel_id",
        "value": channel.id,
        "team_id": workspace.team.id,
    }
    workspace.contexts[person] = {"entities": [entity]}
    if person in workspace.agent_openers and workspace.app.is_agent:
        _subscribed(
            workspace,
            {"type": "app_context_changed", "context": workspace.contexts[person]},
            authorizations=[
                {
                    "enterprise_id": None,
                    "team_id": workspace.team.id,
                    "user_id": person,
                    "is_bot": False,
                    "is_enterprise_install": False,
                }
            ],
        )


def session_stopped(
    workspace: Workspace, person: str, channel: str, thread_ts: str, streams: list[str]
) -> None:
    _subscribed(
        workspace,
        {
            "type": "agent_session_stopped",
            "channel": channel,
            "thread_ts": thread_ts,
            "streaming_message_ts": streams,
            "user": person,
        },
    )


def person_changed(workspace: Workspace, person: Person) -> None:
    shown = person.to_slack(
        workspace.clock.now(), with_email="users:read.email" in workspace.app.scopes
    )
    _subscribed(workspace, {"type": "user_change", "user": shown, "cache_ts": 0})


def file_shared(workspace: Workspace, file_id: str, person: str, channel: Channel) -> None:
    if workspace.bot.id in channel.members:
        _subscribed(
            workspace,
            {
                "type": "file_shared",
                "file_id": file_id,
                "user_id": person,
                "file": {"id": file_id},
                "channel_id": channel.id,
            },
        )


def membership(workspace: Workspace, channel: Channel, person: str, joined: bool) -> None:
    if workspace.bot.id in channel.members:
        _subscribed(
            workspace,
            {
                "type": "member_joined_channel" if joined else "member_left_channel",
                "user": person,
                "channel": channel.id,
                "channel_type": "C" if channel.kind == "public" else "G",
                "team": workspace.team.id,
            },
        )


def shown_view(workspace: Workspace, view_id: str) -> Json:
    return workspace.views[view_id].to_slack(
        team_id=workspace.team.id, app_id=workspace.app.id, bot_id=workspace.app.bot_id
    )


def _subscribed(workspace: Workspace, event: Json, **envelope: object) -> None:
    if event["type"] in workspace.app.events:
        workspace.emit({**event, "event_ts": workspace.next_ts()}, **envelope)


def _shared(channel: Channel) -> Json:
    return {"is_ext_shared_channel": bool(channel.shared_with)}
