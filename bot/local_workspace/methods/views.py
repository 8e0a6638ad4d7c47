"""views.*: modals and the Home tab."""

from __future__ import annotations

import hashlib
import json

from bot.local_workspace import events
from bot.local_workspace.block_kit import check_view
from bot.local_workspace.methods.call import Call, Method
from bot.local_workspace.refusals import Json, Refused, invalid_arguments
from bot.local_workspace.views import DEEPEST_STACK, TRIGGER_SECONDS, Trigger, View
from bot.local_workspace.workspace import Workspace


def _view_argument(call: Call, kind: str) -> Json:
    try:
        view = call.structure("view")
    except json.JSONDecodeError:
        raise invalid_arguments("must be valid JSON [json-pointer:/view]") from None
    if view is None:
        raise invalid_arguments("missing required field: view")
    checked = check_view(view, kind)
    return {**checked, "blocks": call.workspace.with_block_ids(checked["blocks"])}


def _trigger(call: Call) -> Trigger:
    """Raises Refused when the trigger is unknown, used, or older than three seconds."""
    trigger = call.workspace.triggers.get(call.required("trigger_id"))
    if trigger is None:
        raise Refused("invalid_trigger_id")
    if trigger.used:
        raise Refused("exchanged_trigger_id")
    if call.workspace.clock.time() - trigger.given_at > TRIGGER_SECONDS:
        raise Refused("expired_trigger_id")
    return trigger


def new_hash(workspace: Workspace) -> str:
    digest = hashlib.sha256(str(workspace.random.random()).encode()).hexdigest()
    return f"{int(workspace.clock.time())}.{digest[:8]}"


def _require_new_external_id(workspace: Workspace, view: Json, own: str | None = None) -> None:
    external = view.get("external_id")
    if external and any(
        one.view.get("external_id") == external and one.id != own
        for one in workspace.views.values()
    ):
        raise Refused("duplicate_external_id")


def put_on_stack(workspace: Workspace, person: str, view: Json, below: View | None = None) -> View:
    """A new view on top of a person's stack, or on an empty one."""
    made_id = workspace.new_id("V")
    made = View(
        made_id,
        person,
        view,
        new_hash(workspace),
        root=below.root if below else made_id,
        previous=below.id if below else None,
    )
    workspace.views[made.id] = made
    if below is None:
        for old in workspace.stacks.get(person, []):
            workspace.views.pop(old, None)
        workspace.stacks[person] = []
    workspace.stacks[person].append(made.id)
    return made


def open_view(call: Call) -> Json:
    trigger = _trigger(call)
    view = _view_argument(call, "modal")
    _require_new_external_id(call.workspace, view)
    trigger.used = True
    made = put_on_stack(call.workspace, trigger.person, view)
    return {"view": events.shown_view(call.workspace, made.id)}


def push(call: Call) -> Json:
    trigger = _trigger(call)
    view = _view_argument(call, "modal")
    _require_new_external_id(call.workspace, view)
    stack = call.workspace.stacks.get(trigger.person, [])
    if not stack or trigger.view_id not in stack:
        raise Refused("not_found")
    if len(stack) >= DEEPEST_STACK:
        raise Refused("push_limit_reached")
    trigger.used = True
    made = put_on_stack(call.workspace, trigger.person, view, call.workspace.views[stack[-1]])
    return {"view": events.shown_view(call.workspace, made.id)}


def update(call: Call) -> Json:
    workspace = call.workspace
    view_id, external = call.text("view_id"), call.text("external_id")
    if not view_id and not external:
        raise invalid_arguments("missing required field: view_id")
    found = next(
        (
            one
            for one in workspace.views.values()
            if one.id == view_id or (external and one.view.get("external_id") == external)
        ),
        None,
    )
    if found is None:
        raise Refused("not_found")
    view = _view_argument(call, found.view["type"])
    _require_new_external_id(workspace, view, found.id)
    if call.text("hash") and call.text("hash") != found.hash:
        raise Refused("hash_conflict")
    replace(workspace, found, view)
    return {"view": events.shown_view(workspace, found.id)}


def replace(workspace: Workspace, found: View, view: Json) -> None:
    """A new face for an open view. What was typed stays in blocks that keep their ids."""
    kept = {block["block_id"] for block in view["blocks"]}
    found.view = view
    found.hash = new_hash(workspace)
    found.values = {block: values for block, values in found.values.items() if block in kept}


def publish(call: Call) -> Json:
    workspace = call.workspace
    person = workspace.people.get(call.required("user_id"))
    if person is None or person.is_bot or person.deleted:
        raise invalid_arguments("invalid `user_id` [json-pointer:/user_id]")
    if not workspace.app.has_home:
        raise Refused("not_enabled")
    view = _view_argument(call, "home")
    published = workspace.homes.get(person.id)
    if published is not None:
        found = workspace.views[published]
        if call.text("hash") and call.text("hash") != found.hash:
            raise Refused("hash_conflict")
        replace(workspace, found, view)
    else:
        made_id = workspace.new_id("V")
        workspace.views[made_id] = View(made_id, person.id, view, new_hash(workspace), made_id)
        workspace.homes[person.id] = made_id
    return {"view": events.shown_view(workspace, workspace.homes[person.id])}


METHODS = {
    "views.open": Method(open_view, (), 4),
    "views.push": Method(push, (), 4),
    "views.update": Method(update, (), 4),
    "views.publish": Method(publish, (), 4),
}
