"""assistant.threads.* and agents.sessions.*: what is shown around a conversation with the app."""

from __future__ import annotations

import json

from bot.local_workspace.channels import Channel
from bot.local_workspace.methods.call import Call, Method
from bot.local_workspace.refusals import Json, Refused, invalid_arguments

SESSION_STATES = frozenset({"processing", "active", "suspended", "closed"})
MOST_PROMPTS = 4


def _thread(call: Call) -> tuple[Channel, str]:
    channel = call.channel("channel_id")
    if call.workspace.bot.id not in channel.members:
        raise Refused("channel_not_found")
    thread_ts = call.ts("thread_ts", code="invalid_thread_ts")
    if thread_ts is None:
        raise invalid_arguments("missing required field: thread_ts")
    parent = channel.messages.get(thread_ts)
    if parent is None or parent.deleted_at is not None:
        raise Refused("invalid_thread_ts")
    return channel, parent.thread_ts if parent.is_reply and parent.thread_ts else thread_ts


def set_status(call: Call) -> Json:
    """The line under a thread while the app works; an empty one takes it away."""
    call.need("assistant:write", "chat:write")
    channel, thread_ts = _thread(call)
    status = call.text("status")
    if status is None:
        raise invalid_arguments("missing required field: status")
    loading = call.structure("loading_messages") or []
    if not isinstance(loading, list) or len(loading) > 10:
        raise invalid_arguments("no more than 10 items allowed [json-pointer:/loading_messages]")
    thread = call.workspace.thread(channel, thread_ts)
    thread.status = status
    thread.loading_messages = [str(one) for one in loading] if status else []
    return {}


def set_title(call: Call) -> Json:
    channel, thread_ts = _thread(call)
    call.workspace.thread(channel, thread_ts).title = call.required("title")[:200]
    return {}


def set_suggested_prompts(call: Call) -> Json:
    """For an app with `agent_view` a `thread_ts` makes it do nothing, silently."""
    channel = call.channel("channel_id")
    try:
        prompts = call.structure("prompts")
    except json.JSONDecodeError:
        prompts = None
    if not isinstance(prompts, list) or not prompts:
        raise invalid_arguments("missing required field: prompts")
    if len(prompts) > MOST_PROMPTS:
        raise invalid_arguments(
            f"no more than {MOST_PROMPTS} items allowed [json-pointer:/prompts]"
        )
    for place, prompt in enumerate(prompts):
        for name in ("title", "message"):
            if not isinstance(prompt, dict) or not prompt.get(name):
                raise invalid_arguments(
                    f"missing required field: {name} [json-pointer:/prompts/{place}]"
                )
    if not (call.workspace.app.is_agent and call.text("thread_ts")):
        call.workspace.prompts[channel.id] = {"title": call.text("title") or "", "prompts": prompts}
    return {}


def set_session(call: Call) -> Json:
    channel, thread_ts = _thread(call)
    status = call.required("status")
    if status not in SESSION_STATES:
        raise Refused("invalid_status")
    thread = call.workspace.thread(channel, thread_ts)
    if not thread.session and call.text("title"):
        thread.title = (call.text("title") or "")[:200]
    thread.session = status
    if status == "processing":
        thread.stop_asked = False
        thread.status = thread.status or "is thinking…"
    else:
        thread.status = ""
    body: Json = {"status": status, "agent_status": status, "title": thread.title}
    if "agent_session_stopped" not in call.workspace.app.events:
        body["warning"] = "missing_agent_session_stopped_event_subscription"
    return body


def rename_session(call: Call) -> Json:
    channel, thread_ts = _thread(call)
    thread = call.workspace.thread(channel, thread_ts)
    if not thread.session:
        raise Refused("session_not_found")
    thread.title = call.required("title")[:200]
    return {"title": thread.title}


METHODS = {
    "assistant.threads.setStatus": Method(set_status, (), None),
    "assistant.threads.setTitle": Method(set_title, ("assistant:write",), 4),
    "assistant.threads.setSuggestedPrompts": Method(set_suggested_prompts, ("assistant:write",), 4),
    "agents.sessions.setStatus": Method(set_session, ("chat:write",), 3),
    "agents.sessions.rename": Method(rename_session, ("chat:write",), 3),
}
