"""Where a passage stands: in mrkdwn, aloud, and as a link to the controlled original."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.slack.blocks import button
from bot.slack.dates import day
from bot.slack.limits import URL, Block
from bot.slack.mrkdwn import cut, escaped

Citation = Mapping[str, Any]

OPEN = "answer_open"
NAME = 200
PART = 150


def place(citation: Citation, *, linked: bool = False) -> str:
    """Document, revision, effective date, section, page and owner, in one line of mrkdwn.

    `linked`: the name leads to the controlled original, where a browser opens it.
    """
    name = f"*{named(citation)}*"
    address = web_address(citation) if linked else None
    if address:
        name = f"<{address.replace('&', '&amp;')}|{named(citation).replace('|', '¦')}>"
    return " · ".join([name, *(part.format(value) for part, value in _parts(citation) if value)])


def short_place(citation: Citation) -> str:
    """Document and section alone."""
    section = _part(citation["section"])
    mark = _mark(citation["document"]["status"])
    shown = [f"*{named(citation)}*", f"section {section}" if section else "", mark]
    return " · ".join(part for part in shown if part)


def named(citation: Citation) -> str:
    """Number and title, escaped."""
    return cut(escaped(_title(citation["document"])), NAME)


def aloud(citation: Citation) -> str:
    """The place in words, for a screen reader."""
    document = citation["document"]
    effective = _day(citation["effective_on"])
    parts = [
        cut(_title(document), NAME),
        f"revision {document['revision']}" if document["revision"] else "",
        f"effective {effective}" if effective else "",
        f"section {citation['section']}" if citation["section"] else "",
        f"page {citation['page']}" if citation["page"] else "",
    ]
    return ", ".join(cut(part, NAME) for part in parts if part)


def web_address(citation: Citation) -> str | None:
    """The address of the controlled original, if it is one that a browser opens."""
    address = str(citation.get("address") or "").replace(" ", "%20")
    if not address.startswith(("https://", "http://")) or len(address) > URL:
        return None
    return address if address.isprintable() and not set(address) & set("<>|\"'`") else None


def open_button(citation: Citation) -> Block | None:
    """Opens the controlled original; None if it lies where no browser gets."""
    address = web_address(citation)
    return button("Open the controlled original", OPEN, url=address) if address else None


def original_file(citation: Citation) -> str:
    """The name of the file that is the controlled original, where it can't be linked."""
    file = citation.get("file")
    if not file or web_address(citation):
        return ""
    return f"Controlled original: {cut(escaped(str(file)), NAME)}"


def _parts(citation: Citation) -> list[tuple[str, str]]:
    document = citation["document"]
    return [
        ("rev. {}", _part(document["revision"])),
        ("effective {}", _day(citation["effective_on"])),
        ("{}", _mark(document["status"])),
        ("section {}", _part(citation["section"])),
        ("page {}", _part(citation["page"])),
        ("owner {}", _part(citation["owner"])),
    ]


def _title(document: Mapping[str, Any]) -> str:
    words = " ".join(str(part) for part in (document["number"], document["title"]) if part)
    return " ".join(words.split()) or "a document without a title"


def _part(value: object) -> str:
    return cut(escaped(" ".join(str(value).split())), PART) if value else ""


def _mark(status: str | None) -> str:
    return "" if status == "current" else f"*{(status or 'no longer published').upper()}*"


def _day(iso: str | None) -> str:
    if not iso:
        return ""
    try:
        return day(date.fromisoformat(iso))
    except ValueError:
        return _part(iso)
