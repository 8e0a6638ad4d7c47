"""Questions to the quality team and approved answers as blocks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.conversations import Message
from bot.slack.answer_places import place
from bot.slack.blocks import actions, button, context, modal, section
from bot.slack.dates import day
from bot.slack.inputs import boxes_field, day_field, menu_field, text_field
from bot.slack.limits import TEXT, Block, message_blocks
from bot.slack.mrkdwn import cut, escaped, quoted
from knowledge.expertise import INTERIM_DAYS, LONGEST_DAYS

REFERRAL_FORM = "quality_ask_form"
KEEP_FORM = "quality_keep_form"
AGAIN_FORM = "quality_again_form"
KEEP = "quality_keep"
RENEW = "quality_renew"
APPROVE = "quality_approve"
RETIRE = "quality_retire"
HELPED = "quality_helped"
AGAIN = "quality_again"

AMONG_US = "note:"
"""A message in a card's thread that begins so stays within the team."""
PASSED_ON = (
    "Your question is with the quality team. Their reply comes to you from me; you find your "
    "questions under Home."
)
AS_SOURCES = "as wide as its sources"
QUESTION = 500
WORDS = 1_500
REPLY = 2_500
NAME = 150

_WHY = {
    "asked": "Somebody asks",
    "not found": "The documents don't say",
    "other language": "Asked in another language",
    "file not read": "Asked about a file that was not read",
}
NOT_LOOKED = "The documents were not searched for this."
_STATES = {
    "answered": ":white_check_mark: Answered; the reply was passed on",
    "closed": ":white_check_mark: Closed",
}


@dataclass(frozen=True)
class ReferralShown:
    """A question as its card shows it. `asker` is empty unless the name was given."""

    id: int
    question: str
    why: str
    quotes: Sequence[tuple[str, Mapping[str, Any] | None]]
    asker: str = ""
    conversation: str = ""
    state: str = "open"


@dataclass(frozen=True)
class Draft:
    """What the form of an approved answer begins with. `choices`: passage ids and their places."""

    question: str
    text: str
    choices: Sequence[tuple[str, str]]
    audiences: Sequence[str]
    today: date
    referral: int | None = None
    revises: int | None = None


@dataclass(frozen=True)
class ApprovedShown:
    """An approved answer as its card shows it."""

    id: int
    label: str
    state: str
    question: str
    text: str
    audience: str
    expires_on: date
    interim: bool
    author: str
    approver: str = ""
    places: Sequence[str] = ()


def ask_modal(
    answer_id: str, question: str, quotes: Sequence[Block], where: Mapping[str, Any]
) -> Block:
    """The question to the quality team, with what was found."""
    named_box = boxes_field("named", "Your name", [("named", "Tell them that it is me")], ticked=1)
    words = (
        "The quality team sees the question and what was found. Without your name they don't see "
        "who asks, and the reply comes to you in direct messages."
    )
    return modal(
        "Ask the quality team",
        [text_field("question", "Your question", initial=question, most=2_000), named_box],
        [context(words), *quotes],
        callback_id=REFERRAL_FORM,
        metadata=json.dumps({"answer": answer_id, **where}),
        submit="Ask",
        close="Cancel",
    )


def found_blocks(quotes: Sequence[tuple[str, Mapping[str, Any] | None]]) -> list[Block]:
    """What the documents gave; of those that not everyone may see, only that there are some."""
    if not quotes:
        return [context("Nothing was found in the documents.")]
    blocks = [section("*Found in the documents*")]
    for words, citation in quotes:
        if citation is None:
            blocks.append(context("A document that is not for everyone is not quoted here."))
            continue
        if words:
            blocks.append(section(cut(quoted(words), WORDS)))
        blocks.append(context(place(citation, linked=True)))
    return blocks


def question_card(shown: ReferralShown) -> Message:
    """The card in the quality team's channel."""
    head = f"*{_WHY.get(shown.why, shown.why)}* · question {shown.id}"
    asker = f" · <@{shown.asker}>" if shown.asker else " · without a name"
    question = cut(quoted(shown.question), WORDS)
    searched = shown.why not in ("other language", "file not read")
    found = found_blocks(shown.quotes) if searched or shown.quotes else [context(NOT_LOOKED)]
    blocks = [section(f"{head}{asker}\n{question}"), *found]
    text = f"Question {shown.id} for the quality team: {cut(escaped(shown.question), QUESTION)}"
    return Message(cut(text, TEXT), message_blocks(blocks, _below(shown)))


def reply_message(referral: int, question: str, text: str, by: str) -> Message:
    """The quality team's reply, to whoever asked."""
    asked = cut(escaped(question), QUESTION)
    words = f"*The quality team replies* to “{asked}”\n{cut(quoted(text), REPLY)}\n— <@{by}>"
    row = actions(
        button("That helped", HELPED, str(referral)), button("Ask again", AGAIN, str(referral))
    )
    return Message(cut(words, TEXT), [section(words), row])


def passed_on_message(referral: int) -> Message:
    """Below the card: the reply is on its way, and may be kept."""
    words = "Passed on to whoever asked. If others will ask too, keep it as an approved answer."
    row = actions(button("Keep as approved answer", KEEP, str(referral)))
    return Message(words, [section(words), row])


def again_message(words: str) -> Message:
    """Below the card: the asker is not helped yet."""
    text = "Whoever asked is not helped yet. A reply here reaches them again."
    said = f"\n{cut(quoted(words), WORDS)}" if words else ""
    return Message(cut(text + said, TEXT), [section(text + said)])


def again_modal(referral: int, where: Mapping[str, Any]) -> Block:
    """What is still missing."""
    return modal(
        "Ask again",
        [text_field("words", "What is still missing?", needed=False)],
        callback_id=AGAIN_FORM,
        metadata=json.dumps({"referral": referral, **where}),
        submit="Ask",
        close="Cancel",
    )


def keep_modal(draft: Draft) -> Block:
    """The form of an approved answer."""
    cites = [boxes_field("passages", "It explains", draft.choices)] if draft.choices else []
    audiences = [(name, name) for name in (AS_SOURCES, *draft.audiences)]
    words = (
        f"It stands below the passage that it explains. Without one it is interim guidance, not "
        f"a controlled document: for {INTERIM_DAYS} days at most, and a change of the documents is "
        f"requested. With one: {LONGEST_DAYS} days at most."
    )
    return modal(
        "Approved answer",
        [
            text_field("question", "The question", initial=draft.question, most=500),
            text_field("text", "The answer", initial=draft.text, most=REPLY),
            *cites,
            text_field(
                "document",
                "Or another document in force",
                hint="WI-114",
                lines=False,
                needed=False,
                most=60,
            ),
            text_field("section", "Its section", hint="5.2", lines=False, needed=False, most=120),
            menu_field("audience", "Who may see it", audiences),
            day_field("effective", "From", draft.today),
            day_field("expires", "Until", draft.today + timedelta(days=INTERIM_DAYS)),
        ],
        [context(words)],
        callback_id=KEEP_FORM,
        metadata=json.dumps({"referral": draft.referral, "revises": draft.revises}),
        submit="Keep",
        close="Cancel",
    )


def passage_choice(passage: int, citation: Mapping[str, Any]) -> tuple[str, str]:
    """A passage to be ticked, by its place."""
    section = citation.get("section")
    document = citation["document"]
    name = document["number"] or document["title"]
    return str(passage), f"{name}, section {section}" if section else str(name)


def approved_card(shown: ApprovedShown) -> Message:
    """An approved answer's card, with what can be done about it."""
    kind = "Interim guidance, not a controlled document" if shown.interim else "Approved answer"
    head = f"*{kind} {shown.label}* · {_approved_state(shown)}"
    places = ", ".join(cut(escaped(one), NAME) for one in shown.places)
    cites = f"explains {places}" if places else ""
    marks = [cites, f"for {cut(escaped(shown.audience), NAME)}", f"until {day(shown.expires_on)}"]
    blocks = [
        section(f"{head}\n{cut(quoted(shown.question), QUESTION)}"),
        section(cut(escaped(shown.text), REPLY)),
        context(" · ".join(mark for mark in marks if mark)),
    ]
    row = _approved_buttons(shown)
    text = f"{kind} {shown.label}: {_approved_state(shown)}"
    return Message(text, message_blocks(blocks, [actions(*row)] if row else []))


def _approved_state(shown: ApprovedShown) -> str:
    return {
        "proposed": f"proposed by <@{shown.author}>; somebody else of the team approves it",
        "approved": f"approved by {cut(escaped(shown.approver), NAME)}",
        "on review": "on review: a document it cites was revised. It is no longer shown",
        "expired": "expired. It is no longer shown",
        "replaced": "replaced by a newer revision",
        "retired": "retired",
    }[shown.state]


def _approved_buttons(shown: ApprovedShown) -> list[Block]:
    approve = button("Approve", APPROVE, str(shown.id))
    retire = button("Retire", RETIRE, str(shown.id))
    renew = button("Renew", RENEW, str(shown.id))
    return {
        "proposed": [approve, retire],
        "approved": [retire],
        "on review": [renew, retire],
        "expired": [renew, retire],
    }.get(shown.state, [])


def _below(shown: ReferralShown) -> list[Block]:
    keep = actions(button("Keep as approved answer", KEEP, str(shown.id)))
    if shown.state != "open":
        return [section(f"*{_STATES[shown.state]}*"), keep]
    reaches = "whoever asked"
    if shown.asker:
        reaches = f"<@{shown.asker}>"
        reaches += f" in <#{shown.conversation}>, where others read along" * bool(
            shown.conversation
        )
    words = (
        f"A reply of yours in this thread goes to {reaches}. What begins with “{AMONG_US}” stays "
        "here."
    )
    return [context(words), keep]
