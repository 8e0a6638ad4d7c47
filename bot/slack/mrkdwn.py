"""Text that people and documents wrote, made safe for Slack's mrkdwn, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

_MARKED = re.compile(r"<(?P<kind>[@#!]?)(?P<name>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_OPEN_LINK = re.compile(r"<[@#!a-z][^<>]*$")


def escaped(text: str) -> str:
    """The same words; no `<!channel>` in them rings anybody."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, longest: int) -> str:
    """At most so many characters, not in the middle of an entity or link; a cut is shown."""
    if len(text) <= longest:
        return text
    kept = text[: longest - 1]
    entity = kept.rfind("&")
    if entity >= 0 and ";" not in kept[entity:] and len(kept) - entity < 6:
        kept = kept[:entity]
    kept = _OPEN_LINK.sub("", kept)
    return kept.rstrip() + "…"


def quoted(text: str) -> str:
    """As a quotation: each line behind a bar."""
    return "\n".join(f">{line}" for line in escaped(text).split("\n"))


def plain(text: str) -> str:
    """What a person typed: links as their label, no mentions of people or channels."""
    return " ".join(unescape(_MARKED.sub(_typed, text)).split())


def _typed(marked: re.Match[str]) -> str:
    if marked["kind"]:
        return f"#{marked['label']}" if marked["kind"] == "#" and marked["label"] else ""
    return marked["label"] or marked["name"]


def either(names: Iterable[str]) -> str:
    """Several of whom one is meant: "Ruth, Marek or Priya"."""
    *others, last = [*names] or [""]
    return f"{', '.join(others)} or {last}" if others else last
