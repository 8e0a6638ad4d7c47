"""An approved answer of the quality team, below the passage that it explains."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.slack.blocks import context, section
from bot.slack.dates import day
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped, quoted

INTERIM = "Interim guidance, not a controlled document"
LONGEST = 1_500


def approved_blocks(approved: Mapping[str, Any] | None) -> list[Block]:
    """What the quality team says, marked for what it is."""
    if not approved:
        return []
    interim = bool(approved.get("interim"))
    head = f":warning: *{INTERIM}*" if interim else "*The quality team explains:*"
    words = cut(quoted(str(approved["text"])), LONGEST)
    return [section(f"{head}\n{words}"), context(_marks(approved, interim))]


def approved_aloud(approved: Mapping[str, Any] | None) -> str:
    """The same in words, for a screen reader."""
    if not approved:
        return ""
    head = INTERIM if approved.get("interim") else "The quality team explains"
    return f"{head}: {cut(str(approved['text']), LONGEST)}"


def _marks(approved: Mapping[str, Any], interim: bool) -> str:
    kind = "Guidance" if interim else "Approved answer"
    until = approved.get("expires_on")
    parts = [
        f"{kind} {_word(approved.get('number'))}".strip(),
        f"to “{_word(approved['question'])}”" if approved.get("question") else "",
        f"rev. {_word(approved.get('revision'))}" if approved.get("revision") else "",
        f"approved by {_word(approved.get('approver'))}" if approved.get("approver") else "",
        f"valid until {day(date.fromisoformat(str(until)[:10]))}" if until else "",
    ]
    return " · ".join(part for part in parts if part)


def _word(value: object) -> str:
    return cut(escaped(" ".join(str(value).split())), 120) if value is not None else ""
