"""What the asker has to know before working by an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.answer_record import Shown
from bot.slack.blocks import section
from bot.slack.dates import moment
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped, quoted
from knowledge.answers.wording import CORRECTED

_STATUS = {
    "draft": "*A draft.* It is not approved yet: don't work by it.",
    "superseded": "*Superseded.* A newer revision is in force: don't work by this one.",
    "future": "*Not in force yet.* Until its effective date the revision before it holds.",
    "withdrawn": "*Withdrawn.* This document is out of use: don't work by it.",
}
UNCLEAR = "The quality team found this unclear and has asked for a change of the document."
CORRECTION = 1_500
MOST_CONFLICTS = 3
MOST_ROLES = 6
RULE = 500
CONFLICT = 220


def status_warning(status: str) -> list[Block]:
    """For words of an issue that is not in force."""
    words = _STATUS.get(status)
    return [section(f":warning: {words}")] if words else []


def doubted(shown: Shown) -> list[Block]:
    """What was said of this answer before: that it was wrong, that it may be, or how the document
    is meant. Nobody is named."""
    lines = [
        *(f":warning: {cut(escaped(words), CORRECTION)}" for words in corrections(shown)),
        *([_reported(shown)] if shown.reported_at is not None else []),
        *([_unclear(shown.unclear)] if shown.unclear is not None else []),
    ]
    return [section(line) for line in lines]


def doubted_aloud(shown: Shown) -> list[str]:
    reported = "Reported as wrong; the quality team is checking this."
    return [
        *corrections(shown),
        *([reported] if shown.reported_at is not None else []),
        *([f"{UNCLEAR} {shown.unclear}".strip()] if shown.unclear is not None else []),
    ]


def corrections(shown: Shown) -> list[str]:
    """The notices that say what is right, which stand above everything else."""
    return [one for one in shown.notices if one.startswith(CORRECTED)]


def _reported(shown: Shown) -> str:
    assert shown.reported_at is not None  # else there is nothing to say
    on = moment(shown.reported_at, "{date_short}")
    advice = " Ask them before you work by it." if shown.status == "answered" else ""
    return f":warning: *Reported as wrong* on {on}; the quality team is checking this.{advice}"


def _unclear(words: str) -> str:
    said = f" They say how it is meant:\n{cut(quoted(words), CORRECTION)}" if words else ""
    return f":memo: {UNCLEAR}{said}"


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
