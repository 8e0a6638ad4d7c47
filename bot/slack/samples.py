"""One of everything the app can show, for Slack's referee and for the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from bot.conversations import Message
from bot.slack.answer_blocks import answer_message, words_message
from bot.slack.answer_record import Shown
from bot.slack.blocks import modal
from bot.slack.help_blocks import help_message, help_modal
from bot.slack.home_blocks import Asked, HomeShown, Open, QualityDesk, home_view, replied_blocks
from bot.slack.passage_blocks import passages_modal
from bot.slack.sharing import shared_message
from bot.slack.standard_blocks import standard_modal
from knowledge.answers.standing import Standing

Shape = Literal["message", "modal", "home"]

_NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
_QUESTION = "How long are records kept?"
_EXAMPLES = [_QUESTION, "Who is responsible for internal audits?"]
_CITATION: dict[str, Any] = {
    "document": {
        "number": "QP-0008",
        "title": "Record control",
        "revision": "4",
        "status": "current",
    },
    "file": "QP-0008 Record control.docx",
    "section": "4.2 Retention",
    "page": 3,
    "owner": "Quality manager",
    "effective_on": "2026-01-05",
    "address": "https://docs.example/QP-0008",
    "quote": "Records are kept for ten years.",
    "passage": "Records are kept for ten years. Drawings are kept for ever.",
}
_STANDARD: dict[str, Any] = {
    "standard": "ISO 9001",
    "edition": "2015",
    "clauses": [{"edition": "2015", "number": "7.5.3", "title": "Keeping what is written"}],
    "about": "What is written has to be found, and has to be right.",
    "asks": ["How do you know that this is the current issue?"],
    "other_editions": [{"edition": "2026", "number": "7.5.3", "title": "The same"}],
    "notice": "In our own words; your copy of the standard decides.",
}
_ANSWER = Shown(
    "ab12cd34ef",
    "answered",
    "Records are kept for ten years.",
    [_CITATION, _CITATION],
    question=_QUESTION,
    understood_as=_QUESTION,
    may_authorise=["Quality manager"],
    rule="Shorter periods are allowed by the quality manager.",
    conflicts=[
        {
            "documents": ["QP-0008", "REG-02"],
            "quotes": ["Records are kept for ten years.", "Records | 12 years"],
            "figures": ["10 year", "12 year"],
        }
    ],
    approved={
        "number": "AA-001",
        "revision": 1,
        "text": "From the day of delivery.",
        "approver": "Priya Nair",
        "expires_on": "2027-05-01",
        "interim": False,
    },
    checked_at=_NOW,
    reported_at=_NOW,
    unclear="The years count from delivery.",
    private=True,
)


def samples() -> list[tuple[str, Shape, dict[str, Any]]]:
    """Name, shape and payload of each."""
    messages: list[tuple[str, Shape, dict[str, Any]]] = [
        (name, "message", {"text": message.text, "blocks": message.blocks})
        for name, message in _messages()
    ]
    return [*messages, *((name, view["type"], view) for name, view in _views())]


def _messages() -> Iterator[tuple[str, Message]]:
    yield "words", words_message("Nothing is indexed yet.")
    yield "answer", answer_message(_ANSWER)
    yield "nearest passages", answer_message(replace(_ANSWER, status="nearest"))
    yield "not found", answer_message(replace(_ANSWER, status="not_found", citations=[]))
    yield "clause", answer_message(replace(_ANSWER, standard=_STANDARD))
    yield "shared answer", shared_message(_ANSWER, "U0SHARER")
    yield "help", help_message(_EXAMPLES, "Priya Nair", "U0BOT")


def _views() -> Iterator[tuple[str, dict[str, Any]]]:
    cited = [Standing(_CITATION, "current")] * 12
    yield "more passages", passages_modal(_ANSWER.id, _QUESTION, cited, hidden=1)
    yield "clause in full", standard_modal(_STANDARD, _ANSWER.id)
    yield "help in a modal", help_modal(_EXAMPLES, "Priya Nair", "U0BOT")
    lines = [Open("Where are the spare seals?", _NOW)]
    desk = QualityDesk(lines, lines, lines, lines)
    asked = [Asked(_QUESTION, "answered", _NOW, _ANSWER.id)]
    said = [("Two years, see the bag.", "U0QUALITY", _NOW)]
    yield "the quality team's reply", modal("Your question", replied_blocks(_QUESTION, said))
    yield "home", home_view(HomeShown(asked, _EXAMPLES, desk=desk, quality_channel="quality"))
