"""What the asker has to know before working by an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.answer_record import Shown
from bot.slack.blocks import section
from bot.slack.dates import moment
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped, quoted

_STATUS = {
    "draft": "*A draft.* It is not approved yet: don't work by it.",
    "superseded": "*Superseded.* A newer revision is in force: don't work by this one.",
    "future": "*Not in force yet.* Until its effective date the revision before it holds.",
    "withdrawn": "*Withdrawn.* This document is out of use: don't work by it.",
}
MOST_CONFLICTS = 3
MOST_ROLES = 6
RULE = 500
CONFLICT = 220


def status_warning(status: str) -> list[Block]:
    """For words of an issue that is not in force."""
    words = _STATUS.get(status)
    return [section(f":warning: {words}")] if words else []


def authority(shown: Shown) -> list[Block]:
    """Who may say yes, for a question that asks for permission; this reply never does."""
    words = authority_in_words(shown.may_authorise)
    if words is None:
        return []
    rule = shown.rule if shown.rule and shown.rule not in shown.text else ""
    below = f"\n{cut(quoted(rule), RULE)}" if rule else ""
    return [section(f"*{words[0]}* {escaped(words[1])}{below}")]


def authority_in_words(roles: Sequence[str] | None) -> tuple[str, str] | None:
    """Head and sentence; None where permission isn't asked for."""
    if roles is None:
        return None
    named = ", ".join(cut(" ".join(str(role).split()), 120) for role in roles[:MOST_ROLES])
    who = named or "the passages found don't name anybody. Ask the quality team"
    return "Who may authorise this:", f"{who}. This reply is no permission."


def conflict_warnings(conflicts: Sequence[Mapping[str, Any]]) -> list[Block]:
    """Documents in force that contradict one another."""
    return [section(f":warning: {_conflict(one)}") for one in conflicts[:MOST_CONFLICTS]]


def conflict_aloud(conflicts: Sequence[Mapping[str, Any]]) -> str:
    return "Two documents in force disagree on this." if conflicts else ""


def _conflict(one: Mapping[str, Any]) -> str:
    """Each with its own words; with its figure alone, where they may not be quoted."""
    said = zip(one["documents"], one["quotes"], one["figures"], strict=True)
    lines = [
        f"• *{cut(escaped(document), 120)}:* {cut(escaped(quote or figure), CONFLICT)}"
        for document, quote, figure in said
    ]
    head = "*Two documents in force disagree.* Ask their owners which one holds."
    return "\n".join([head, *lines])


def age(shown: Shown) -> str:
    """When the sources were last read, where that is long ago."""
    if shown.checked_at is None:
        return ""
    return f":hourglass: Checked against the source {moment(shown.checked_at)}"
