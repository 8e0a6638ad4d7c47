"""Block elements: buttons, menus, pickers and inputs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.local_workspace.block_kit.parts import (
    ANY_TEXT,
    check_confirm,
    check_options,
    check_select_options,
    check_text,
)
from bot.local_workspace.block_kit.problems import Problems
from bot.local_workspace.refusals import Json

SELECTS = frozenset(
    f"{kind}_select" for kind in ("static", "external", "users", "conversations", "channels")
)
MULTI_SELECTS = frozenset(f"multi_{kind}" for kind in SELECTS)
PICKERS = frozenset({"datepicker", "timepicker", "datetimepicker"})
CHOICES = frozenset({"checkboxes", "radio_buttons"})
TYPED = frozenset(
    {
        "plain_text_input",
        "number_input",
        "email_text_input",
        "url_text_input",
        "rich_text_input",
        "file_input",
    }
)
IN_ACTIONS = SELECTS | MULTI_SELECTS | PICKERS | CHOICES | {"button", "overflow", "workflow_button"}
IN_SECTION = IN_ACTIONS | {"image"}
IN_INPUT = SELECTS | MULTI_SELECTS | PICKERS | CHOICES | TYPED
IN_CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})


def check_element(
    problems: Problems, value: Any, pointer: str, *, allowed: frozenset[str]
) -> Json | None:
    """The element, if it is one that may stand here."""
    element = problems.mapping(value, pointer)
    if element is None:
        return None
    kind = element.get("type")
    if kind not in allowed:
        problems.unexpected(kind, allowed, pointer)
        return None
    if kind == "image":
        check_image(problems, element, pointer)
        return element
    problems.string(element.get("action_id"), f"{pointer}/action_id", at_most=255, required=False)
    check_confirm(problems, element.get("confirm"), f"{pointer}/confirm")
    check_text(
        problems, element.get("placeholder"), f"{pointer}/placeholder", at_most=150, required=False
    )
    rule = RULES.get(str(kind))
    if rule is not None:
        rule(problems, element, pointer)
    return element


def check_image(problems: Problems, element: Json, pointer: str) -> None:
    problems.string(element.get("alt_text"), f"{pointer}/alt_text", at_most=2000)
    if element.get("slack_file") is None:
        problems.string(element.get("image_url"), f"{pointer}/image_url", at_most=3000)


def _button(problems: Problems, element: Json, pointer: str) -> None:
    check_text(problems, element.get("text"), f"{pointer}/text", at_most=75)
    problems.string(
        element.get("value"), f"{pointer}/value", at_most=2000, required=False, at_least=0
    )
    problems.string(element.get("url"), f"{pointer}/url", at_most=3000, required=False)
    problems.string(
        element.get("accessibility_label"),
        f"{pointer}/accessibility_label",
        at_most=75,
        required=False,
    )
    if element.get("style") not in (None, "primary", "danger"):
        problems.add("must be primary or danger", f"{pointer}/style", type="enum")


def _overflow(problems: Problems, element: Json, pointer: str) -> None:
    check_options(problems, element, pointer, at_most=5)


def _external(problems: Problems, element: Json, pointer: str) -> None:
    if element.get("options") is not None:
        problems.add("invalid additional property: options", pointer, type="additional")


def _choices(problems: Problems, element: Json, pointer: str) -> None:
    check_options(problems, element, pointer, at_most=10, kinds=ANY_TEXT)


def _date(problems: Problems, element: Json, pointer: str) -> None:
    initial = element.get("initial_date")
    if initial is not None and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(initial)):
        problems.add("must be in the format YYYY-MM-DD", f"{pointer}/initial_date", type="format")


def _time(problems: Problems, element: Json, pointer: str) -> None:
    initial = element.get("initial_time")
    if initial is not None and not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(initial)):
        problems.add("must be in the format HH:mm", f"{pointer}/initial_time", type="format")


def _typed(problems: Problems, element: Json, pointer: str) -> None:
    at_most = element.get("max_length")
    if isinstance(at_most, int) and not 1 <= at_most <= 3000:
        problems.add("must be between 1 and 3000", f"{pointer}/max_length", type="range")
    problems.string(
        element.get("initial_value"),
        f"{pointer}/initial_value",
        at_most=at_most if isinstance(at_most, int) else 3000,
        required=False,
        at_least=0,
    )


def _number(problems: Problems, element: Json, pointer: str) -> None:
    if not isinstance(element.get("is_decimal_allowed"), bool):
        problems.missing(f"{pointer}/is_decimal_allowed")


def _feedback(problems: Problems, element: Json, pointer: str) -> None:
    for name in ("positive_button", "negative_button"):
        button = problems.mapping(element.get(name), f"{pointer}/{name}")
        if button is not None:
            check_text(problems, button.get("text"), f"{pointer}/{name}/text", at_most=75)
            problems.string(button.get("value"), f"{pointer}/{name}/value", at_most=2000)


def _icon(problems: Problems, element: Json, pointer: str) -> None:
    check_text(problems, element.get("text"), f"{pointer}/text", at_most=75)
    problems.string(element.get("icon"), f"{pointer}/icon", at_most=75)
    problems.string(element.get("value"), f"{pointer}/value", at_most=2000, required=False)


RULES: dict[str, Callable[[Problems, Json, str], None]] = {
    "button": _button,
    "overflow": _overflow,
    "static_select": check_select_options,
    "multi_static_select": check_select_options,
    "external_select": _external,
    "multi_external_select": _external,
    "checkboxes": _choices,
    "radio_buttons": _choices,
    "datepicker": _date,
    "timepicker": _time,
    "plain_text_input": _typed,
    "number_input": _number,
    "feedback_buttons": _feedback,
    "icon_button": _icon,
}
