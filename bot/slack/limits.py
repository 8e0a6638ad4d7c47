"""Slack's limits in characters and pieces, and how blocks are fitted to them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

Block = dict[str, Any]

TEXT = 4_000
"""Of a message; more can't be updated any more."""
SECTION = 3_000
CONTEXT = 2_000
HEADER = 150
BUTTON = 75
VALUE = 2_000
URL = 3_000
TITLE = 24
"""Of a modal: its title and its buttons."""
METADATA = 3_000
ACTIONS = 25
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
MESSAGE = 12_000
"""All blocks of a message; near 13,200 Slack refuses it."""
VIEW = 200_000
"""All blocks of a modal or Home tab, in bytes; Slack takes 250 kB of the whole view."""


def message_blocks(first: Sequence[Block], last: Sequence[Block] = ()) -> list[Block]:
    """As many of the first blocks as fit into a message beside the last ones."""
    room = MESSAGE - sum(characters(block) for block in last)
    return [*_fitting(first, MESSAGE_BLOCKS - len(last), room), *last]


def view_blocks(first: Sequence[Block], last: Sequence[Block] = ()) -> list[Block]:
    """As many of the first blocks as fit into a modal or Home tab beside the last ones."""
    room = VIEW - sum(_bytes(block) for block in last)
    fitting = _fitting(first, VIEW_BLOCKS - len(last), room, measured=_bytes)
    return [*fitting, *last]


def characters(block: Mapping[str, Any]) -> int:
    """The length of a block as it travels, with the comma after it."""
    return len(_travelling(block)) + 1


def _bytes(block: Mapping[str, Any]) -> int:
    return len(_travelling(block).encode("utf-8", "replace")) + 1


def _travelling(block: Mapping[str, Any]) -> str:
    return json.dumps(block, ensure_ascii=False, separators=(",", ":"))


def _fitting(
    blocks: Sequence[Block], most: int, room: int, measured: Any = characters
) -> list[Block]:
    kept: list[Block] = []
    for block in blocks[:most]:
        room -= measured(block)
        if room < 0:
            break
        kept.append(block)
    return kept
