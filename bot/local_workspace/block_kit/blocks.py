"""Blocks, one rule each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.local_workspace.block_kit.charts import check_chart, check_data_table, check_table
from bot.local_workspace.block_kit.elements import (
    IN_ACTIONS,
    IN_CONTEXT_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    check_element,
    check_image,
)
from bot.local_workspace.block_kit.parts import ANY_TEXT, check_text
from bot.local_workspace.block_kit.problems import Problems
from bot.local_workspace.refusals import Json

EVERYWHERE = frozenset(
    {"section", "header", "divider", "image", "context", "actions", "input", "rich_text"}
)
IN_MESSAGES = EVERYWHERE | {
    "markdown",
    "table",
    "data_table",
    "data_visualization",
    "context_actions",
    "file",
}


def check_blocks(
    problems: Problems, value: Any, pointer: str, *, at_most: int, allowed: frozenset[str]
) -> None:
    """Each block by its rule. A block_id is unique among blocks, an action_id in its block."""
    block_ids: set[str] = set()
    for place, item in problems.items(value, pointer, at_most=at_most, at_least=0):
        block = problems.mapping(item, place)
        if block is None:
            continue
        kind = block.get("type")
        if kind not in allowed:
            problems.unexpected(kind, allowed, place)
            continue
        problems.string(block.get("block_id"), f"{place}/block_id", at_most=255, required=False)
        _unique(problems, block.get("block_id"), block_ids, f"{place}/block_id", "block_id")
        action_ids: set[str] = set()
        for spot, element in RULES[str(kind)](problems, block, place):
            _unique(
                problems, element.get("action_id"), action_ids, f"{spot}/action_id", "action_id"
            )


def _unique(problems: Problems, value: Any, seen: set[str], pointer: str, name: str) -> None:
    if not isinstance(value, str):
        return
    if value in seen:
        problems.add(f"`{name}` {value!r} already exists", pointer, type="unique")
    seen.add(value)


Found = list[tuple[str, Json]]


def _elements(
    problems: Problems, block: Json, pointer: str, *, at_most: int, allowed: frozenset[str]
) -> Found:
    found: Found = []
    for place, item in problems.items(
        block.get("elements"), f"{pointer}/elements", at_most=at_most
    ):
        element = check_element(problems, item, place, allowed=allowed)
        if element is not None:
            found.append((place, element))
    return found


def _section(problems: Problems, block: Json, pointer: str) -> Found:
    if block.get("text") is None and block.get("fields") is None:
        problems.add("must define either `text` or `fields`", pointer, type="required")
    check_text(
        problems,
        block.get("text"),
        f"{pointer}/text",
        at_most=3000,
        kinds=ANY_TEXT,
        required=False,
    )
    if block.get("fields") is not None:
        for place, item in problems.items(block["fields"], f"{pointer}/fields", at_most=10):
            check_text(problems, item, place, at_most=2000, kinds=ANY_TEXT)
    if block.get("accessory") is None:
        return []
    spot = f"{pointer}/accessory"
    element = check_element(problems, block["accessory"], spot, allowed=IN_SECTION)
    return [(spot, element)] if element is not None else []


def _header(problems: Problems, block: Json, pointer: str) -> Found:
    check_text(problems, block.get("text"), f"{pointer}/text", at_most=150)
    return []


def _nothing(problems: Problems, block: Json, pointer: str) -> Found:
    return []


def _image(problems: Problems, block: Json, pointer: str) -> Found:
    check_image(problems, block, pointer)
    check_text(problems, block.get("title"), f"{pointer}/title", at_most=2000, required=False)
    return []


def _context(problems: Problems, block: Json, pointer: str) -> Found:
    for place, item in problems.items(block.get("elements"), f"{pointer}/elements", at_most=10):
        if isinstance(item, dict) and item.get("type") == "image":
            check_image(problems, item, place)
        else:
            check_text(problems, item, place, at_most=2000, kinds=ANY_TEXT)
    return []


def _actions(problems: Problems, block: Json, pointer: str) -> Found:
    return _elements(problems, block, pointer, at_most=25, allowed=IN_ACTIONS)


def _context_actions(problems: Problems, block: Json, pointer: str) -> Found:
    return _elements(problems, block, pointer, at_most=5, allowed=IN_CONTEXT_ACTIONS)


def _input(problems: Problems, block: Json, pointer: str) -> Found:
    check_text(problems, block.get("label"), f"{pointer}/label", at_most=2000)
    check_text(problems, block.get("hint"), f"{pointer}/hint", at_most=2000, required=False)
    element = check_element(problems, block.get("element"), f"{pointer}/element", allowed=IN_INPUT)
    return [(f"{pointer}/element", element)] if element is not None else []


def _rich_text(problems: Problems, block: Json, pointer: str) -> Found:
    known = {
        "rich_text_section",
        "rich_text_list",
        "rich_text_preformatted",
        "rich_text_quote",
    }
    for place, item in problems.items(block.get("elements"), f"{pointer}/elements", at_most=1000):
        if not isinstance(item, dict) or item.get("type") not in known:
            problems.unexpected(item.get("type") if isinstance(item, dict) else None, known, place)
    return []


def _markdown(problems: Problems, block: Json, pointer: str) -> Found:
    problems.string(block.get("text"), f"{pointer}/text", at_most=12_000)
    return []


def _file(problems: Problems, block: Json, pointer: str) -> Found:
    problems.string(block.get("external_id"), f"{pointer}/external_id", at_most=255)
    if block.get("source") != "remote":
        problems.add("must be remote", f"{pointer}/source", type="enum")
    return []


def _chart(problems: Problems, block: Json, pointer: str) -> Found:
    check_chart(problems, block, pointer)
    return []


def _table(problems: Problems, block: Json, pointer: str) -> Found:
    check_table(problems, block, pointer)
    return []


def _data_table(problems: Problems, block: Json, pointer: str) -> Found:
    check_data_table(problems, block, pointer)
    return []


RULES: dict[str, Callable[[Problems, Json, str], Found]] = {
    "section": _section,
    "header": _header,
    "divider": _nothing,
    "image": _image,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "input": _input,
    "rich_text": _rich_text,
    "markdown": _markdown,
    "file": _file,
    "table": _table,
    "data_table": _data_table,
    "data_visualization": _chart,
}
