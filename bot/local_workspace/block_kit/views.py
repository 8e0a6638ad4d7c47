"""Modals and Home tabs."""

from __future__ import annotations

import json
from typing import Any

from bot.local_workspace.block_kit.blocks import EVERYWHERE, check_blocks
from bot.local_workspace.block_kit.parts import check_text
from bot.local_workspace.block_kit.problems import Problems
from bot.local_workspace.refusals import Json, Refused, invalid_arguments

MOST_BLOCKS = 100
MOST_BYTES = 250_000
MODAL_FIELDS = frozenset(
    {
        "type",
        "title",
        "blocks",
        "close",
        "submit",
        "private_metadata",
        "callback_id",
        "clear_on_close",
        "notify_on_close",
        "external_id",
        "submit_disabled",
    }
)
HOME_FIELDS = frozenset({"type", "blocks", "private_metadata", "callback_id", "external_id"})


def check_view(view: Any, kind: str) -> Json:
    """The view, if Slack would take it. Raises Refused."""
    if not isinstance(view, dict):
        raise invalid_arguments("must be an object [json-pointer:/view]")
    problems = problems_of_view(view, kind)
    if problems.found:
        raise invalid_arguments(*problems.messages)
    if len(json.dumps(view, ensure_ascii=False).encode()) > MOST_BYTES:
        raise Refused("view_too_large")
    return view


def problems_of_view(view: Json, kind: str) -> Problems:
    problems = Problems()
    if view.get("type") != kind:
        problems.unexpected(view.get("type"), [kind], "/view")
    for name in sorted(set(view) - (MODAL_FIELDS if kind == "modal" else HOME_FIELDS)):
        problems.add(f"invalid additional property: {name}", "/view", type="additional")
    check_blocks(
        problems, view.get("blocks"), "/view/blocks", at_most=MOST_BLOCKS, allowed=EVERYWHERE
    )
    limits = (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255))
    for name, at_most in limits:
        problems.string(
            view.get(name), f"/view/{name}", at_most=at_most, required=False, at_least=0
        )
    if kind == "modal":
        _modal(problems, view)
    return problems


def _modal(problems: Problems, view: Json) -> None:
    check_text(problems, view.get("title"), "/view/title", at_most=24)
    check_text(problems, view.get("submit"), "/view/submit", at_most=24, required=False)
    check_text(problems, view.get("close"), "/view/close", at_most=24, required=False)
    blocks = view.get("blocks")
    inputs = isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )
    if inputs and view.get("submit") is None:
        problems.add(
            "submit is required when an input block is within blocks", "/view", type="required"
        )
