"""What a person chose or typed, in the shape Slack sends it."""

from __future__ import annotations

from typing import Any

from bot.local_workspace.refusals import Json
from bot.local_workspace.workspace import elements_of

SINGLE = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "rich_text_input": "rich_text_value",
}
SEVERAL = {
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "file_input": "files",
}
INITIAL = {
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "value": "initial_value",
    "rich_text_value": "initial_value",
}


def options_of(element: Json, offered: list[Json] | None = None) -> list[Json]:
    """Every option of a menu, also those in groups and those an external source offered."""
    found = [*(element.get("options") or []), *(offered or [])]
    for group in element.get("option_groups") or []:
        found += group.get("options") or []
    return found


def chosen(element: Json, given: Any, offered: list[Json] | None = None) -> Json:
    """The element's state when `given` was typed or picked; options are given by their value."""
    kind = str(element.get("type"))
    known = {str(option["value"]): option for option in options_of(element, offered)}
    if kind in SEVERAL:
        several = list(given or [])
        if SEVERAL[kind] == "selected_options":
            several = [known[str(one)] for one in several if str(one) in known]
        return {"type": kind, SEVERAL[kind]: several}
    if kind not in SINGLE:
        return {"type": kind}
    value = given if given not in ("", None) else None
    if SINGLE[kind] == "selected_option":
        value = known.get(str(value)) if value is not None else None
    elif kind == "datetimepicker" and value is not None:
        value = int(value)
    elif kind == "number_input" and value is not None:
        value = str(value)
    return {"type": kind, SINGLE[kind]: value}


def initial(element: Json) -> Json | None:
    """The element's state before anybody touches it; None for what has no state."""
    kind = str(element.get("type"))
    name = SINGLE.get(kind) or SEVERAL.get(kind)
    if name is None or kind == "overflow":
        return None
    empty: Any = [] if kind in SEVERAL else None
    return {"type": kind, name: element.get(INITIAL.get(name, ""), empty)}


def is_empty(state: Json) -> bool:
    name = SINGLE.get(state["type"]) or SEVERAL.get(state["type"]) or ""
    return state.get(name) in (None, "", [])


def stateful(block: Json) -> list[Json]:
    return [element for element in elements_of(block) if initial(element) is not None]


def state_of(blocks: list[Json], given: Json, offered: dict[tuple[str, str], list[Json]]) -> Json:
    """`state.values` of a message or view: what was given, else the initial values."""
    values: Json = {}
    for block in blocks:
        for element in stateful(block):
            key = (block["block_id"], element["action_id"])
            typed = given.get(key[0], {})
            if key[1] in typed:
                state: Json | None = chosen(element, typed[key[1]], offered.get(key))
            else:
                state = initial(element)
            values.setdefault(key[0], {})[key[1]] = state
    return values


def missing_inputs(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack itself says under an input that has to be filled in."""
    errors = {}
    for block in blocks:
        if block.get("type") != "input" or block.get("optional"):
            continue
        state = values.get(block["block_id"], {}).get(block["element"]["action_id"])
        if state is None or is_empty(state):
            errors[str(block["block_id"])] = "Please complete this required field."
    return errors


def unfit_inputs(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack says of a text that is too short or too long."""
    errors = {}
    for block in blocks:
        element = block.get("element") or {}
        if block.get("type") != "input" or element.get("type") != "plain_text_input":
            continue
        text = (values.get(block["block_id"], {}).get(element["action_id"]) or {}).get("value")
        if not text:
            continue
        least, most = element.get("min_length", 0), element.get("max_length", 3000)
        if len(text) < least:
            errors[str(block["block_id"])] = f"Please enter at least {least} characters."
        elif len(text) > most:
            errors[str(block["block_id"])] = f"Please enter at most {most} characters."
    return errors
