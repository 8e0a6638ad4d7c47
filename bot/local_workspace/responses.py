"""What comes back from the app: `response_url` posts, and the payload of an ack."""

from __future__ import annotations

from typing import Any

from bot.local_workspace.block_kit import check_view
from bot.local_workspace.channels import Message
from bot.local_workspace.methods.call import Call
from bot.local_workspace.methods.posting import add_message, authored_by_app, content_of
from bot.local_workspace.methods.views import put_on_stack, replace
from bot.local_workspace.refusals import Json, Refused
from bot.local_workspace.views import (
    DEEPEST_STACK,
    RESPONSE_URL_POSTS,
    RESPONSE_URL_SECONDS,
    ResponseUrl,
)
from bot.local_workspace.workspace import Workspace


def use_response_url(workspace: Workspace, key: str, body: Json) -> None:
    """Five posts in thirty minutes. Raises Refused."""
    url = workspace.response_urls.get(key)
    if url is None:
        raise Refused("expired_url", status=404)
    if workspace.clock.time() - url.given_at > RESPONSE_URL_SECONDS:
        raise Refused("expired_url", status=404)
    if url.posts >= RESPONSE_URL_POSTS:
        raise Refused("used_url", status=404)
    url.posts += 1
    respond(workspace, url, body)


def respond(workspace: Workspace, url: ResponseUrl, body: Json) -> Message | None:
    """Post to the person, or to the channel; or change the message that was acted on."""
    channel = workspace.channels[url.channel]
    original = channel.messages.get(url.message_ts or "")
    if body.get("delete_original"):
        if original is not None:
            original.deleted_at = workspace.clock.time()
        return None
    content, _ = content_of(Call(workspace, body))
    if body.get("replace_original") and original is not None:
        original.text, original.blocks = content["text"], content["blocks"]
        original.edited = {"user": workspace.bot.id, "ts": workspace.next_ts()}
        return original
    in_channel = body.get("response_type") == "in_channel"
    thread_ts = body.get("thread_ts") or url.thread_ts
    message = Message(
        workspace.next_ts(),
        channel.id,
        thread_ts=thread_ts if thread_ts in channel.messages else None,
        ephemeral_for=None if in_channel else url.person,
        **authored_by_app(workspace),
        **content,
    )
    return add_message(workspace, channel, message)


def after_submission(workspace: Workspace, view_id: str, answer: Json | None) -> Json:
    """What the modal does next: close, show errors, change, or get another one on top."""
    view = workspace.views[view_id]
    action = (answer or {}).get("response_action")
    if not answer or action is None:
        close_top(workspace, view.person, view_id)
        return {"closed": True}
    if action == "clear":
        close_all(workspace, view.person)
        return {"closed": True}
    if action == "errors":
        return {"errors": _errors(view.view["blocks"], answer.get("errors"))}
    if action not in ("update", "push"):
        raise Refused("invalid_response_action")
    checked = check_view(answer.get("view"), "modal")
    checked = {**checked, "blocks": workspace.with_block_ids(checked["blocks"])}
    if action == "update":
        replace(workspace, view, checked)
        view.values = {}
        return {"view_id": view.id}
    if len(workspace.stacks[view.person]) >= DEEPEST_STACK:
        raise Refused("push_limit_reached")
    return {"view_id": put_on_stack(workspace, view.person, checked, view).id}


def _errors(blocks: list[Json], errors: Any) -> dict[str, str]:
    """Raises Refused when an error points at no input: Slack shows none of them then."""
    inputs = {block["block_id"] for block in blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or set(errors) - inputs:
        raise Refused("invalid_errors")
    return {str(block): str(text) for block, text in errors.items()}


def close_top(workspace: Workspace, person: str, view_id: str) -> None:
    stack = workspace.stacks.get(person, [])
    if view_id in stack:
        stack.remove(view_id)
        workspace.views.pop(view_id, None)


def close_all(workspace: Workspace, person: str) -> None:
    for view_id in workspace.stacks.pop(person, []):
        workspace.views.pop(view_id, None)
