"""Composition objects: text, options, confirmation dialogs."""

from __future__ import annotations

from typing import Any

from bot.local_workspace.block_kit.problems import Problems
from bot.local_workspace.refusals import Json

PLAIN = ("plain_text",)
ANY_TEXT = ("plain_text", "mrkdwn")


def check_text(
    problems: Problems,
    value: Any,
    pointer: str,
    *,
    at_most: int,
    kinds: tuple[str, ...] = PLAIN,
    required: bool = True,
) -> None:
    if value is None and not required:
        return
    text = problems.mapping(value, pointer)
    if text is None:
        return
    if text.get("type") not in kinds:
        problems.unexpected(text.get("type"), kinds, pointer)
    problems.string(text.get("text"), f"{pointer}/text", at_most=at_most)
    for name in ("emoji",) if text.get("type") == "mrkdwn" else ("verbatim",):
        if name in text:
            problems.add(f"invalid additional property: {name}", pointer, type="additional")


def check_option(
    problems: Problems, value: Any, pointer: str, *, kinds: tuple[str, ...] = PLAIN
) -> None:
    option = problems.mapping(value, pointer)
    if option is None:
        return
    check_text(problems, option.get("text"), f"{pointer}/text", at_most=75, kinds=kinds)
    problems.string(option.get("value"), f"{pointer}/value", at_most=150)
    check_text(
        problems,
        option.get("description"),
        f"{pointer}/description",
        at_most=75,
        kinds=kinds,
        required=False,
    )


def check_options(
    problems: Problems,
    element: Json,
    pointer: str,
    *,
    at_most: int,
    kinds: tuple[str, ...] = PLAIN,
) -> None:
    """`options`, and that what is chosen from the start is one of them."""
    entries = problems.items(element.get("options"), f"{pointer}/options", at_most=at_most)
    for place, option in entries:
        check_option(problems, option, place, kinds=kinds)
    _check_initial(problems, element, [option for _, option in entries], pointer)


def check_select_options(problems: Problems, element: Json, pointer: str) -> None:
    """A menu has `options` or `option_groups`, 100 of each at most."""
    if element.get("option_groups") is None:
        check_options(problems, element, pointer, at_most=100)
        return
    if element.get("options") is not None:
        problems.add("only one of options and option_groups is allowed", pointer, type="one_of")
    known: list[Any] = []
    groups = problems.items(element["option_groups"], f"{pointer}/option_groups", at_most=100)
    for place, group in groups:
        mapping = problems.mapping(group, place)
        if mapping is None:
            continue
        check_text(problems, mapping.get("label"), f"{place}/label", at_most=75)
        for spot, option in problems.items(mapping.get("options"), f"{place}/options", at_most=100):
            check_option(problems, option, spot)
            known.append(option)
    _check_initial(problems, element, known, pointer)


def _check_initial(problems: Problems, element: Json, known: list[Any], pointer: str) -> None:
    values = [one.get("value") for one in known if isinstance(one, dict)]
    single = element.get("initial_option")
    chosen = [("initial_option", single)] if single is not None else []
    several = element.get("initial_options")
    if isinstance(several, list):
        chosen += [(f"initial_options/{place}", one) for place, one in enumerate(several)]
    for name, option in chosen:
        if not isinstance(option, dict) or option.get("value") not in values:
            problems.add("must be one of the options", f"{pointer}/{name}", type="enum")
    if len(values) != len(set(map(str, values))):
        problems.add("option values must be unique", f"{pointer}/options", type="unique")


def check_confirm(problems: Problems, value: Any, pointer: str) -> None:
    if value is None:
        return
    confirm = problems.mapping(value, pointer)
    if confirm is None:
        return
    check_text(problems, confirm.get("title"), f"{pointer}/title", at_most=100)
    check_text(problems, confirm.get("text"), f"{pointer}/text", at_most=300, kinds=ANY_TEXT)
    check_text(problems, confirm.get("confirm"), f"{pointer}/confirm", at_most=30)
    check_text(problems, confirm.get("deny"), f"{pointer}/deny", at_most=30)
    if confirm.get("style") not in (None, "primary", "danger"):
        problems.add("must be primary or danger", f"{pointer}/style", type="enum")
