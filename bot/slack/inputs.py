"""Fields of forms, each within Slack's limits. A field's `name` is its block and its action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.slack.blocks import plain_text
from bot.slack.limits import Block

LABEL = 2_000
OPTION = 75
VALUE = 150
HINT = 150
CHECKBOXES = 10
MENU = 100

Choice = tuple[str, str]
"""What is kept, and what is read."""


def text_field(
    name: str,
    label: str,
    *,
    initial: str = "",
    hint: str = "",
    lines: bool = True,
    needed: bool = True,
    most: int = 1_000,
) -> Block:
    field: Block = {
        "type": "plain_text_input",
        "action_id": name,
        "multiline": lines,
        "max_length": most,
    }
    if initial:
        field["initial_value"] = initial[:most]
    if hint:
        field["placeholder"] = plain_text(hint, HINT)
    return _input(name, label, field, needed)


def choice_field(name: str, label: str, choices: Sequence[Choice]) -> Block:
    """One of a few, all of them in sight."""
    field = {"type": "radio_buttons", "action_id": name, "options": _options(choices)}
    return _input(name, label, field, needed=True)


def menu_field(name: str, label: str, choices: Sequence[Choice]) -> Block:
    """One of many; the first is chosen unless another is."""
    options = _options(choices)[:MENU]
    field = {
        "type": "static_select",
        "action_id": name,
        "options": options,
        "initial_option": options[0],
    }
    return _input(name, label, field, needed=True)


def boxes_field(name: str, label: str, choices: Sequence[Choice], *, ticked: int = 0) -> Block:
    """Any number of a few; the first `ticked` are ticked beforehand."""
    options = _options(choices[:CHECKBOXES])
    field: Block = {"type": "checkboxes", "action_id": name, "options": options}
    if ticked:
        field["initial_options"] = options[:ticked]
    return _input(name, label, field, needed=False)


def day_field(name: str, label: str, initial: date) -> Block:
    field = {"type": "datepicker", "action_id": name, "initial_date": initial.isoformat()}
    return _input(name, label, field, needed=True)


def _options(choices: Sequence[Choice]) -> list[Block]:
    """What has too long a name for Slack is left out rather than cut to another's."""
    return [
        {"text": plain_text(shown, OPTION), "value": value}
        for value, shown in choices
        if len(value) <= VALUE
    ]


def _input(name: str, label: str, field: Block, needed: bool) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": plain_text(label, LABEL),
        "element": field,
        "optional": not needed,
    }
