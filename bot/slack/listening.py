"""Hearing: what came in is stored before it is acknowledged, under a name that comes once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot import inbox
from bot.inbox import Incoming
from bot.slack.floor import Floor

Body = dict[str, Any]


def keep(floor: Floor, incoming: Incoming) -> bool:
    """Store what came in, to be worked at once. False: it is there already."""
    now = floor.clock()
    with floor.database.begin() as session:
        return inbox.record(session, incoming, now=now, due_at=now)


def click(floor: Floor, body: Body, kind: str, **payload: Any) -> Incoming | None:
    """A click on a message or a Home tab; None if it comes from another workspace."""
    action = body["actions"][0]
    if team_of(body) != floor.team:
        return None
    person = str(body["user"]["id"])
    container = body.get("container") or {}
    name = f"click {person} {action.get('action_ts')} {action['action_id']}"
    where = {
        "person": person,
        "conversation": (body.get("channel") or {}).get("id"),
        "message": container.get("message_ts"),
        "thread": container.get("thread_ts") or container.get("message_ts"),
        "private": bool(container.get("is_ephemeral")),
        "value": value_of(action),
    }
    return Incoming(floor.team, name[:255], kind, where | payload)


def submission(floor: Floor, body: Body, kind: str, **payload: Any) -> Incoming | None:
    """A form that was handed in; None if it comes from another workspace."""
    if team_of(body) != floor.team:
        return None
    view = body["view"]
    name = f"form {view['id']} {view.get('hash', '')}"
    return Incoming(floor.team, name[:255], kind, {"person": str(body["user"]["id"])} | payload)


def team_of(body: Body) -> str:
    return str((body.get("team") or {}).get("id") or body.get("team_id") or "")


def value_of(action: Body) -> str:
    """What a button, menu or choice says, whichever it is."""
    chosen = action.get("selected_option") or {}
    named = ("selected_user", "selected_conversation", "selected_date", "selected_time")
    values = (action.get("value"), chosen.get("value"), *(action.get(name) for name in named))
    return next((str(value) for value in values if value is not None), "")


def typed(body: Body, block: str, field: str) -> Any:
    """What was entered in a field of a form; None if nothing was."""
    entered = body["view"]["state"]["values"].get(block, {}).get(field, {})
    option = entered.get("selected_option")
    if option is not None:
        return option["value"]
    named = (
        "value",
        "selected_user",
        "selected_conversation",
        "selected_date",
        "selected_time",
        "selected_date_time",
        "selected_options",
        "selected_users",
        "files",
    )
    return next((entered[name] for name in named if entered.get(name) is not None), None)


def storing(floor: Floor, read: Callable[[Body], Incoming | None]) -> Callable[..., None]:
    """Middleware that stores what is read from an event. Bolt acknowledges events ahead of a
    listener, but after its middleware."""

    def store(body: Body, next: Callable[[], None]) -> None:
        incoming = read(body)
        if incoming is not None:
            keep(floor, incoming)
        next()

    return store
