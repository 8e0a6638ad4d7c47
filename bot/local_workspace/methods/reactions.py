"""reactions.*"""

from __future__ import annotations

import re

from bot.local_workspace import events
from bot.local_workspace.channels import Message
from bot.local_workspace.methods.call import Call, Method
from bot.local_workspace.refusals import Json, Refused


def _reacted(call: Call) -> tuple[Message, str]:
    channel = call.joined()
    name = call.required("name").strip(":")
    if not re.fullmatch(r"[a-z0-9_+\-']+(::skin-tone-\d)?", name):
        raise Refused("invalid_name")
    timestamp = call.ts("timestamp", code="bad_timestamp")
    if timestamp is None:
        raise Refused("no_item_specified")
    return call.workspace.message(channel, timestamp), name


def add(call: Call) -> Json:
    message, name = _reacted(call)
    people = message.reactions.setdefault(name, [])
    if call.workspace.bot.id in people:
        raise Refused("already_reacted")
    people.append(call.workspace.bot.id)
    events.reaction(call.workspace, message, call.workspace.bot.id, name, added=True)
    return {}


def remove(call: Call) -> Json:
    message, name = _reacted(call)
    people = message.reactions.get(name, [])
    if call.workspace.bot.id not in people:
        raise Refused("no_reaction")
    people.remove(call.workspace.bot.id)
    if not people:
        del message.reactions[name]
    events.reaction(call.workspace, message, call.workspace.bot.id, name, added=False)
    return {}


def get(call: Call) -> Json:
    channel = call.joined()
    message = call.workspace.message(channel, call.required("timestamp"))
    return {"type": "message", "channel": channel.id, "message": message.to_slack()}


METHODS = {
    "reactions.add": Method(add, ("reactions:write",), 3),
    "reactions.remove": Method(remove, ("reactions:write",), 2),
    "reactions.get": Method(get, ("reactions:read",), 3),
}
