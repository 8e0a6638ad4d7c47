"""Clicks, submissions, commands and shortcuts, as payloads for the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.local_workspace import events, responses, values
from bot.local_workspace.channels import Channel, Message
from bot.local_workspace.mentions import with_ids
from bot.local_workspace.people import Person
from bot.local_workspace.refusals import Json, Refused
from bot.local_workspace.views import ResponseUrl
from bot.local_workspace.workspace import Workspace, elements_of


@dataclass
class Interaction:
    """A payload to deliver, and what its answer does to the workspace."""

    kind: str
    payload: Json
    wants_answer: bool
    finish: Callable[[Json | None], Json]


@dataclass(frozen=True)
class Place:
    """Where something was clicked: a message, or a view."""

    channel: str = ""
    ts: str = ""
    view_id: str = ""
    given: Json = field(default_factory=dict)


def _base(
    workspace: Workspace, person: Person, kind: str, *, trigger_view: str | None = None
) -> Json:
    return {
        "type": kind,
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id,
        },
        "api_app_id": workspace.app.id,
        "token": "local-workspace",
        "trigger_id": workspace.new_trigger(person.id, trigger_view).id,
        "team": {"id": workspace.team.id, "domain": workspace.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_name(channel: Channel) -> str:
    return {"im": "directmessage", "mpim": channel.name}.get(channel.kind, channel.name)


def clicked(
    workspace: Workspace, person: Person, place: Place, block_id: str, action_id: str, given: Any
) -> Interaction:
    """`block_actions`: a button, menu, picker or dispatching input was used."""
    blocks, container = _blocks_at(workspace, person, place)
    block, element = _element(blocks, block_id, action_id)
    payload = _base(workspace, person, "block_actions", trigger_view=place.view_id or None)
    offered = _offered(workspace, person)
    state = {"values": values.state_of(blocks, place.given, offered)}
    key = (block["block_id"], element["action_id"])
    action = _action(workspace, element, block, given, offered.get(key))
    payload |= {"container": container, "state": state, "actions": [action]}
    if place.view_id:
        view = workspace.views[place.view_id]
        view.values = state["values"]
        payload["view"] = events.shown_view(workspace, view.id)
    else:
        payload |= _message_fields(workspace, person, place)
    return Interaction("interactive", payload, False, lambda _: {})


def _message_fields(workspace: Workspace, person: Person, place: Place) -> Json:
    channel = workspace.channels[place.channel]
    message = channel.messages[place.ts]
    fields: Json = {
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "response_url": workspace.new_response_url(
            person.id, channel.id, message.ts, message.thread_ts if message.is_reply else None
        ),
    }
    return fields | ({} if message.ephemeral_for else {"message": message.to_slack(metadata=True)})


def _blocks_at(workspace: Workspace, person: Person, place: Place) -> tuple[list[Json], Json]:
    if place.view_id:
        view = workspace.views.get(place.view_id)
        if view is None or view.person != person.id:
            raise Refused("not_found")
        return view.view["blocks"], {"type": "view", "view_id": view.id}
    channel = workspace.channel(place.channel)
    message = channel.messages.get(place.ts)
    if message is None or message.deleted_at is not None or person.id not in channel.members:
        raise Refused("message_not_found")
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.ephemeral_for),
    }
    if message.is_reply:
        container["thread_ts"] = message.thread_ts
    return message.blocks, container


def _element(blocks: list[Json], block_id: str, action_id: str) -> tuple[Json, Json]:
    for block in blocks:
        for element in elements_of(block):
            if element.get("action_id") == action_id and block_id in ("", block["block_id"]):
                return block, element
    raise Refused("action_not_found")


def _action(
    workspace: Workspace, element: Json, block: Json, given: Any, offered: list[Json] | None
) -> Json:
    action: Json = {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "action_ts": workspace.next_ts(),
    }
    if element["type"] in ("button", "icon_button"):
        kept = ("text", "value", "style", "url")
        return action | {name: element[name] for name in kept if name in element}
    if element["type"] == "feedback_buttons":
        button = element["negative_button" if given == "negative" else "positive_button"]
        return action | {"text": button["text"], "value": button["value"]}
    return action | values.chosen(element, given, offered)


def _offered(workspace: Workspace, person: Person) -> dict[tuple[str, str], list[Json]]:
    return {
        (block, action): options
        for (who, block, action), options in workspace.offered.items()
        if who == person.id
    }


def suggested(
    workspace: Workspace, person: Person, place: Place, block_id: str, action_id: str, query: str
) -> Interaction:
    """`block_suggestion`: the options of an external menu are asked for."""
    blocks, container = _blocks_at(workspace, person, place)
    block, element = _element(blocks, block_id, action_id)
    payload = _base(workspace, person, "block_suggestion")
    del payload["trigger_id"]
    payload |= {
        "container": container,
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        "value": query,
    }
    if place.view_id:
        payload["view"] = events.shown_view(workspace, place.view_id)
    else:
        payload |= _message_fields(workspace, person, place)

    def finish(answer: Json | None) -> Json:
        groups = [group.get("options") or [] for group in (answer or {}).get("option_groups") or []]
        options = [
            *((answer or {}).get("options") or []),
            *(one for group in groups for one in group),
        ]
        workspace.offered[(person.id, block["block_id"], element["action_id"])] = options
        return {"options": options[:100]}

    return Interaction("interactive", payload, True, finish)


def submitted(
    workspace: Workspace, person: Person, view_id: str, given: Json
) -> Interaction | Json:
    """`view_submission`; or, when a required input is empty, the errors, and nothing is sent.

    `Refused` when the view has no button that hands it in.
    """
    view = workspace.views.get(view_id)
    if view is None or view.person != person.id:
        raise Refused("not_found")
    if not view.view.get("submit"):
        raise Refused("nothing_to_submit")
    blocks = view.view["blocks"]
    view.values = values.state_of(blocks, given, _offered(workspace, person))
    errors = values.missing_inputs(blocks, view.values) | values.unfit_inputs(blocks, view.values)
    if errors:
        return {"errors": errors}
    payload = _base(workspace, person, "view_submission", trigger_view=view_id)
    shown = events.shown_view(workspace, view_id)
    inputs = {block["block_id"] for block in blocks}
    entered = {key: one for key, one in view.values.items() if key in inputs}
    shown["state"] = {"values": _with_files(workspace, entered)}
    payload |= {"view": shown, "response_urls": []}

    def finish(answer: Json | None) -> Json:
        return responses.after_submission(workspace, view_id, answer)

    return Interaction("interactive", payload, True, finish)


def _with_files(workspace: Workspace, entered: Json) -> Json:
    """The same with what Slack says of each file, where a person only knows its id."""

    def told(state: Json) -> Json:
        if state.get("type") != "file_input":
            return state
        files = [workspace.files[one] for one in state["files"] if one in workspace.files]
        for one in files:
            one.handed_in = True
        address, team = workspace.address, workspace.team.id
        return state | {"files": [one.to_slack(address, team) for one in files]}

    return {
        block: {action: told(state) for action, state in fields.items()}
        for block, fields in entered.items()
    }


def closed(
    workspace: Workspace, person: Person, view_id: str, *, everything: bool
) -> Interaction | None:
    """The modal goes away; the app hears of it if the view asked for that."""
    view = workspace.views.get(view_id)
    if view is None or view.person != person.id:
        raise Refused("not_found")
    everything = everything or bool(view.view.get("clear_on_close"))
    shown = events.shown_view(workspace, view_id)
    if everything:
        responses.close_all(workspace, person.id)
    else:
        responses.close_top(workspace, person.id, view_id)
    if not view.view.get("notify_on_close"):
        return None
    payload = _base(workspace, person, "view_closed")
    del payload["trigger_id"]
    payload |= {"view": shown, "is_cleared": everything}
    return Interaction("interactive", payload, False, lambda _: {})


def commanded(
    workspace: Workspace, person: Person, channel: Channel, command: str, text: str
) -> Interaction:
    """A slash command. Raises Refused invalid_command when the app has no such command."""
    known = next((one for one in workspace.app.commands if one["command"] == command), None)
    if known is None:
        raise Refused("invalid_command")
    if "commands" not in workspace.app.scopes:
        raise Refused("missing_scope")
    url = workspace.new_response_url(person.id, channel.id)
    payload: Json = {
        "token": "local-workspace",
        "team_id": workspace.team.id,
        "team_domain": workspace.team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": with_ids(workspace, text, labels=True) if known.get("should_escape") else text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": url,
        "trigger_id": workspace.new_trigger(person.id).id,
    }

    def finish(answer: Json | None) -> Json:
        if answer and (answer.get("text") or answer.get("blocks")):
            responses.respond(
                workspace,
                ResponseUrl("", person.id, channel.id, workspace.clock.time()),
                answer,
            )
        return {}

    return Interaction("slash_commands", payload, True, finish)


def shortcut(
    workspace: Workspace, person: Person, callback_id: str, message: Message | None
) -> Interaction:
    """A global shortcut, or one in a message's menu."""
    wanted = "message" if message is not None else "global"
    if not any(
        one["callback_id"] == callback_id and one["type"] == wanted
        for one in workspace.app.shortcuts
    ):
        raise Refused("shortcut_not_found")
    if message is None:
        payload = _base(workspace, person, "shortcut")
        payload |= {"callback_id": callback_id, "action_ts": workspace.next_ts()}
        return Interaction("interactive", payload, False, lambda _: {})
    channel = workspace.channels[message.channel]
    payload = _base(workspace, person, "message_action")
    payload |= {
        "callback_id": callback_id,
        "action_ts": workspace.next_ts(),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message.to_slack(metadata=True),
        "response_url": workspace.new_response_url(
            person.id, channel.id, None, message.thread_ts if message.is_reply else None
        ),
    }
    return Interaction("interactive", payload, False, lambda _: {})
