"""One of everything the app can show, for Slack's referee and for the tests."""

from __future__ import annotations

from typing import Any, Literal

from bot.slack.answer_blocks import words_message

Shape = Literal["message", "modal", "home"]


def samples() -> list[tuple[str, Shape, dict[str, Any]]]:
    """Name, shape and payload of each."""
    words = words_message("Nothing is indexed yet.")
    return [("words", "message", {"text": words.text, "blocks": words.blocks})]
