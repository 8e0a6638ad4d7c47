"""Blocks and views, each within Slack's limits. Texts are mrkdwn, escaped where they are made."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversations import Message
from bot.slack import limits
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut

NOTHING = "–"
"""Slack takes no empty text."""


def section(text: str, accessory: Block | None = None) -> Block:
    made: Block = {"type": "section", "text": _mrkdwn(text, limits.SECTION)}
    return made if accessory is None else made | {"accessory": accessory}


def context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text, limits.CONTEXT)]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, limits.HEADER)}


def divider() -> Block:
    return {"type": "divider"}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements[: limits.ACTIONS])}


def button(text: str, action_id: str, value: str = "", url: str | None = None) -> Block:
    """A button; `value` is ours and short. One with `url` opens it, and is still told to us."""
    made: Block = {
        "type": "button",
        "text": plain_text(text, limits.BUTTON),
        "action_id": action_id,
    }
    if value:
        assert len(value) <= limits.VALUE, action_id
        made["value"] = value
    return made if url is None else made | {"url": url}


def message(text: str, blocks: Sequence[Block], last: Sequence[Block] = ()) -> Message:
    """A message of as many blocks as fit, the last ones in any case.

    `text` (mrkdwn) is what notifications and screen readers get.
    """
    return Message(cut(text.strip(), limits.TEXT) or NOTHING, limits.message_blocks(blocks, last))


def modal(
    title: str,
    blocks: Sequence[Block],
    last: Sequence[Block] = (),
    *,
    callback_id: str = "",
    metadata: str = "",
    submit: str | None = None,
    close: str = "Close",
) -> Block:
    """A modal of as many blocks as fit, the last ones in any case."""
    assert len(metadata) <= limits.METADATA, callback_id
    made: Block = {
        "type": "modal",
        "title": plain_text(title, limits.TITLE),
        "close": plain_text(close, limits.TITLE),
        "blocks": limits.view_blocks(blocks, last),
    }
    named = (("callback_id", callback_id), ("private_metadata", metadata))
    made |= {name: value for name, value in named if value}
    return made if submit is None else made | {"submit": plain_text(submit, limits.TITLE)}


def home(blocks: Sequence[Block], last: Sequence[Block] = ()) -> Block:
    return {"type": "home", "blocks": limits.view_blocks(blocks, last)}


def plain_text(text: str, longest: int) -> Block:
    return {"type": "plain_text", "text": cut(text.strip(), longest) or NOTHING, "emoji": True}


def _mrkdwn(text: str, longest: int) -> Block:
    """Slack makes no links and mentions of plain words in it (`verbatim`)."""
    shown = text if text.strip() else NOTHING
    return {"type": "mrkdwn", "text": cut(shown, longest), "verbatim": True}
