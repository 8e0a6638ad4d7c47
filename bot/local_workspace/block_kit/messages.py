"""The blocks of a message, taken together."""

from __future__ import annotations

import json
from typing import Any

from bot.local_workspace.block_kit.blocks import IN_MESSAGES, check_blocks
from bot.local_workspace.block_kit.problems import Problems
from bot.local_workspace.refusals import Json, Refused, invalid_arguments

MOST_BLOCKS = 50
MOST_CHARACTERS = 13_200  # of all blocks of a message, as JSON (second-hand: stay under 12,000)
MOST_MARKDOWN = 12_000


def check_message_blocks(blocks: Any) -> list[Json]:
    """The blocks, if Slack would take them. Raises Refused."""
    if not isinstance(blocks, list):
        raise Refused("invalid_blocks_format")
    problems = Problems()
    check_blocks(problems, blocks, "/blocks", at_most=MOST_BLOCKS, allowed=IN_MESSAGES)
    _together(problems, [block for block in blocks if isinstance(block, dict)])
    if problems.found:
        raise Refused(
            "invalid_blocks",
            errors=problems.messages,
            response_metadata={"messages": [f"[ERROR] {one}" for one in problems.messages]},
        )
    if len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > MOST_CHARACTERS:
        raise Refused("msg_blocks_too_long")
    return blocks


def _together(problems: Problems, blocks: list[Json]) -> None:
    markdown = sum(len(str(one.get("text"))) for one in blocks if one.get("type") == "markdown")
    if markdown > MOST_MARKDOWN:
        problems.add(
            f"markdown blocks must be less than {MOST_MARKDOWN + 1} characters together", "/blocks"
        )
    for kind, at_most in (("table", 1), ("data_visualization", 2)):
        if sum(1 for one in blocks if one.get("type") == kind) > at_most:
            problems.add(f"only {at_most} {kind} block(s) allowed in a message", "/blocks")


def check_attachments(attachments: Any) -> list[Json]:
    if not isinstance(attachments, list):
        raise invalid_arguments("attachments must be an array [json-pointer:/attachments]")
    if len(attachments) > 100:
        raise Refused("too_many_attachments")
    for attachment in attachments:
        if isinstance(attachment, dict) and attachment.get("blocks") is not None:
            check_message_blocks(attachment["blocks"])
    return attachments
