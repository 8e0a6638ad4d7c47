"""A reply about the standard: in short in the message, all of it in a modal, for either edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.answer_record import Shown
from bot.slack.blocks import actions, button, context, divider, modal, section
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped

MORE = "answer_clause"
EDITION = "answer_clause_edition"
TITLE = "About the standard"
ABOUT = 400
HEADING = 300
LINE = 250
NOTICE = 600
FIRST = 2
"""How many lines of a list stand in the message."""
ALL = 40
PIECE = 2_500
"""Characters of a long text in one block of the modal."""

Standard = Mapping[str, Any]


def standard_blocks(standard: Standard) -> list[Block]:
    """What the clause is about, what it asks for, and our own documents for it."""
    lists = (
        ("What it asks for", _texts(standard, "asks")),
        ("Our documents for it", _documents(standard)),
        ("Nothing found here for", _texts(standard, "gaps")),
    )
    return [
        section(f"*{_heading(standard)}*\n{cut(escaped(_about(standard)), ABOUT)}"),
        *(section(f"*{title}:*\n{_bullets(lines, FIRST)}") for title, lines in lists if lines),
        *_notice(standard),
    ]


def standard_buttons(shown: Shown) -> list[Block]:
    """The rest in a modal, and the same in the other editions."""
    if not shown.standard:
        return []
    return [
        button(
            "More on this clause" if _names(shown.standard) else "All of it",
            MORE,
            f"{shown.id} {shown.standard['edition']}",
        ),
        *_switches(shown.standard, shown.id),
    ]


def standard_modal(standard: Standard, answer_id: str) -> Block:
    """All of it, for one edition."""
    lists = (
        ("Parts", _items(standard)),
        ("What it asks for", _texts(standard, "asks")),
        ("What to show", _texts(standard, "evidence")),
        ("To be in writing", _documented(standard)),
        ("Our documents for it", _documents(standard)),
        ("Nothing found here for", _texts(standard, "gaps")),
        ("Often found in audits", _texts(standard, "findings")),
        ("Clauses near it", _names(standard)[1:]),
    )
    blocks = [section(f"*{_heading(standard)}*"), *_pieces(_about(standard))]
    for title, lines in lists:
        if lines:
            blocks += [divider(), section(f"*{title}*\n{_bullets(lines, ALL)}")]
    switches = _switches(standard, answer_id)
    return modal(TITLE, blocks, [*_notice(standard), *([actions(*switches)] if switches else [])])


def standard_aloud(standard: Standard | None) -> str:
    """In words, for a screen reader."""
    return f"{_plain_heading(standard)}. {cut(_about(standard), 600)}" if standard else ""


def for_everybody(standard: Standard) -> Standard:
    """Without our own documents, which not everybody may see."""
    documented = [{**one, "ours": []} for one in standard.get("documented") or ()]
    return {**standard, "our_documents": [], "gaps": [], "documented": documented}


def _switches(standard: Standard, answer_id: str) -> list[Block]:
    """A button for each other edition in which the clause stands."""
    editions = dict.fromkeys(
        str(one["edition"])
        for one in standard.get("other_editions") or ()
        if one["edition"] != standard["edition"]
    )
    return [button(f"Edition {one}", f"{EDITION}_{one}", f"{answer_id} {one}") for one in editions]


def _heading(standard: Standard) -> str:
    return cut(escaped(_plain_heading(standard)), HEADING)


def _plain_heading(standard: Standard) -> str:
    edition = f"{standard.get('standard', 'ISO 9001')}:{standard['edition']}"
    return " – ".join([edition, *_names(standard)[:1]])


def _names(standard: Standard) -> list[str]:
    return [f"{one['number']} {one['title']}" for one in standard.get("clauses") or ()]


def _about(standard: Standard) -> str:
    return str(standard.get("about") or "")


def _texts(standard: Standard, name: str) -> list[str]:
    return [str(one) for one in standard.get(name) or ()]


def _items(standard: Standard) -> list[str]:
    return [f"{one['label']}) {one['topic']}" for one in standard.get("items") or ()]


def _documented(standard: Standard) -> list[str]:
    """What is wanted in writing, and which of our documents are that."""
    return [
        f"{one['text'].rstrip('.')} ({one['number']})"
        + (f": {', '.join(one['ours'])}" if one.get("ours") else "")
        for one in standard.get("documented") or ()
    ]


def _documents(standard: Standard) -> list[str]:
    named = [
        (" ".join(part for part in (one["number"], one["title"]) if part), one.get("section"))
        for one in standard.get("our_documents") or ()
    ]
    return [
        f"{name}, section {place}" if place and place != name else name for name, place in named
    ]


def _bullets(lines: Sequence[str], most: int) -> str:
    shown = [f"• {cut(escaped(' '.join(one.split())), LINE)}" for one in lines[:most]]
    left = len(lines) - len(shown)
    return "\n".join([*shown, *([f"… and {left} more"] if left else [])])


def _pieces(text: str) -> list[Block]:
    """A long text in several blocks, cut between lines."""
    pieces = [""]
    for line in text.split("\n"):
        written = cut(escaped(line), PIECE)
        if len(pieces[-1]) + len(written) >= PIECE:
            pieces.append("")
        pieces[-1] += f"{written}\n"
    return [section(piece) for piece in pieces if piece.strip()]


def _notice(standard: Standard) -> list[Block]:
    notice = standard.get("notice")
    return [context(cut(escaped(str(notice)), NOTICE))] if notice else []
