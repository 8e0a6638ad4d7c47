"""An answer as blocks: the document's own words, where they stand, and what else to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversations import Message
from bot.slack.mrkdwn import cut, escaped, quoted

SECTION = 3_000
TEXT = 4_000
ALL_BLOCKS = 12_000
CONTEXT = 2_000
NEAREST = "No document says this in so many words. The nearest passages:"
NOT_FOUND = "Not found in the documents."


@dataclass(frozen=True)
class Shown:
    """What is shown of an answer's record."""

    id: str
    status: str
    text: str
    citations: Sequence[Mapping[str, Any]]
    notices: Sequence[str] = ()
    conflicts: Sequence[Mapping[str, Any]] = ()


def answer_message(shown: Shown) -> Message:
    """The message of an answer, within Slack's limits."""
    blocks = [*_said(shown), *_conflicts(shown), *_others(shown), *_notices(shown)]
    footer = _context(f"answer {shown.id}")
    return Message(cut(_plain(shown), TEXT), [*_fitting(blocks, footer), footer])


def words_message(words: str) -> Message:
    """Plain words, such as those of an error."""
    text = cut(escaped(words), SECTION)
    return Message(text, [_section(text)])


def _said(shown: Shown) -> list[dict[str, Any]]:
    if shown.status == "answered":
        place = _context(_place(shown.citations[0])) if shown.citations else None
        return [_section(quoted(shown.text)), *([place] if place else [])]
    return [_section(NEAREST if shown.status == "nearest" else NOT_FOUND)]


def _others(shown: Shown) -> list[dict[str, Any]]:
    answered = shown.status == "answered"
    others = shown.citations[1:3] if answered else shown.citations[:3]
    blocks = [_section("*See also*")] if answered and others else []
    for citation in others:
        if citation["quote"]:
            blocks.append(_section(quoted(citation["quote"])))
        blocks.append(_context(_place(citation)))
    return blocks


def _conflicts(shown: Shown) -> list[dict[str, Any]]:
    return [
        _section(
            f":warning: {escaped(one['documents'][0])} says {escaped(one['figures'][0])}, "
            f"{escaped(one['documents'][1])} says {escaped(one['figures'][1])}. "
            "Both are in force: ask the document owners which one holds."
        )
        for one in shown.conflicts
    ]


def _notices(shown: Shown) -> list[dict[str, Any]]:
    return [_context(escaped(notice)) for notice in shown.notices]


def _place(citation: Mapping[str, Any]) -> str:
    document = citation["document"]
    name = " ".join(part for part in (document["number"], document["title"]) if part)
    link = _link(citation.get("address"), name)
    parts = [
        ("rev. {}", document["revision"]),
        ("effective {}", citation["effective_on"]),
        ("*{}*", document["status"].upper() if document["status"] != "current" else None),
        ("section {}", citation["section"]),
        ("page {}", citation["page"]),
        ("owner {}", citation["owner"]),
    ]
    return " · ".join([link, *(form.format(escaped(str(value))) for form, value in parts if value)])


def _link(address: str | None, name: str) -> str:
    """The controlled original, where it has an address that a browser opens."""
    if address and address.startswith(("https://", "http://")) and not set(address) & set("<>| "):
        return f"<{address.replace('&', '&amp;')}|{escaped(name).replace('|', '¦')}>"
    return f"*{escaped(name)}*"


def _plain(shown: Shown) -> str:
    """For notifications and screen readers."""
    if shown.status == "answered":
        place = _named(shown.citations[0]) if shown.citations else ""
        return escaped(f"{shown.text} — {place}" if place else shown.text)
    head = NEAREST if shown.status == "nearest" else NOT_FOUND
    named = "; ".join(_named(citation) for citation in shown.citations[:3])
    return escaped(f"{head} {named}".strip())


def _named(citation: Mapping[str, Any]) -> str:
    document = citation["document"]
    parts = [document["number"], document["title"], citation["section"]]
    return " · ".join(part for part in parts if part)


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(text, SECTION)}}


def _context(text: str) -> dict[str, Any]:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": cut(text, CONTEXT)}]}


def _fitting(blocks: Sequence[dict[str, Any]], footer: dict[str, Any]) -> list[dict[str, Any]]:
    """As many of the first blocks as a message may hold beside its footer."""
    left = ALL_BLOCKS - _size(footer)
    kept = []
    for block in blocks:
        left -= _size(block)
        if left < 0:
            break
        kept.append(block)
    return kept


def _size(block: Mapping[str, Any]) -> int:
    return len(str(block))
