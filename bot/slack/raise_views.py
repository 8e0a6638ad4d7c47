"""“Raise it”: the draft that a person edits, and the card that the quality team gets."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.conversations import Message
from bot.slack.blocks import actions, button, context, modal, section
from bot.slack.inputs import choice_field, text_field
from bot.slack.limits import TEXT, Block
from bot.slack.mrkdwn import cut, escaped, quoted

RAISE_FORM = "drill_raise_form"
NAMED = "named"
UNNAMED = "unnamed"
LONGEST = 2_000
WORDS = 1_500

GOES_WHERE = (
    "This goes to the quality team, as you word it here. They see it as something that was "
    "raised, not that it came up in a drill. Nothing else of the drill goes along."
)
BY_NAME = "The quality team will see your name, so that they can ask you."
RAISED = "Sent to the quality team. Thank you: this is how it gets put right."
RAISED_UNNAMED = (
    "Sent to the quality team without your name. They can't ask you back; you can write to them "
    "yourself at any time."
)
LEFT = "Left as it is. Nothing was sent."
GONE = "This was raised or left already."


def raise_modal(
    where: Mapping[str, Any], draft: str, *, may_be_unnamed: bool, tell_now: str = ""
) -> Block:
    """The draft to edit; `where` names the turn and the message it was offered in.

    Whether the name goes along is chosen where the company allows it.
    """
    choices = [(NAMED, "With my name"), (UNNAMED, "Without my name")]
    name = [choice_field("name", "Your name", choices)] if may_be_unnamed else [context(BY_NAME)]
    now = [section(f":warning: *Tell {escaped(tell_now)} now*, in person.")] if tell_now else []
    return modal(
        "Raise it",
        [
            *now,
            section(GOES_WHERE),
            text_field("words", "What should be put right", initial=draft, most=LONGEST),
            *name,
        ],
        callback_id=RAISE_FORM,
        metadata=json.dumps(dict(where)),
        submit="Send",
        close="Cancel",
    )


def raised_card(words: str, account: str, record: str) -> Message:
    """The card in the quality team's channel. `record` is the button that records an action."""
    who = f"Raised by <@{account}>" if account else "Raised without a name"
    text = f":raised_hand: *{who}*\n{cut(quoted(words), WORDS)}"
    note = "What follows from it is for the quality team to decide: nothing was recorded yet."
    row = actions(button("Record a corrective action", record))
    return Message(cut(text, TEXT), [section(text), context(note), row])
