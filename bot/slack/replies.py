"""Replies, put into words when they are sent, after checking once more who reads along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from bot.conversations import Message
from bot.outbox import Claimed
from bot.sending import APOLOGY, Render, Unwanted
from bot.slack.answer_blocks import answer_message, words_message
from bot.slack.answer_record import shown_of
from bot.slack.audience import remembered_viewer, viewer_for
from bot.slack.blocks import context
from bot.slack.floor import Floor
from bot.slack.mrkdwn import cut, escaped
from knowledge.access import Viewer
from knowledge.answers.standing import readers_of
from knowledge.storage.expertise_tables import WithdrawnAnswer
from knowledge.storage.tables import Answer

ANSWER = "answer"
"""A delivery: `answer`, `as_everyone`, `audiences` of whoever read along when it was asked,
`private`, and `files` that came with the question."""
WORDS = "words"
ASKED = 300
"""Characters of the question above a private reply, below which nobody sees it."""

CHANGED = (
    "The documents this answer came from have been withdrawn or are no longer open to you. "
    "Please ask again."
)
UNDELIVERABLE = (
    "Your question was answered, but the answer can't be shown here. "
    "The quality team has been told; please ask them, or ask again in other words."
)
FILES_UNREAD = {
    1: "The file that came with this was not read: the answer is to your words alone.",
    2: "The files that came with this were not read: the answer is to your words alone.",
}


def renderers(floor: Floor) -> dict[str, Render]:
    """How replies are put into words when they are sent."""

    def answer(session: Session, claimed: Claimed) -> Message | Unwanted:
        return answer_now(floor, session, claimed.subject, claimed.person, claimed.conversation)

    def words(session: Session, claimed: Claimed) -> Message | Unwanted:
        return words_message(claimed.subject["words"])

    def apology(session: Session, claimed: Claimed) -> Message | Unwanted:
        return words_message(UNDELIVERABLE)

    return {ANSWER: answer, WORDS: words, APOLOGY: apology}


def answer_now(
    floor: Floor, session: Session, what: Mapping[str, Any], person: str | None, conversation: str
) -> Message:
    """An answer as it stands now; words, where it cites what may not be shown any more."""
    row = session.get(Answer, what["answer"])
    if row is None or session.get(WithdrawnAnswer, row.id) is not None:
        return words_message(CHANGED)
    needed = readers_of(session, row)
    alone = not what["as_everyone"]
    readers = remembered_viewer(floor, person, conversation, private=alone)
    if readers is None:
        readers = Viewer(audiences=frozenset(what["audiences"]))
    if needed is None or not all(readers.may_see(audience) for audience in needed):
        return words_message(CHANGED)
    private, stale_after = bool(what.get("private")), floor.company.stale_after
    shown = shown_of(session, row, now=floor.clock(), stale_after=stale_after, private=private)
    unread = FILES_UNREAD.get(min(2, what.get("files", 0)))
    notices = [*shown.notices, *([unread] if unread else [])]
    if readers.is_outsider:  # what the quality team says among employees
        shown = replace(shown, unclear=None, outside=alone)
    asked = [context(f"You asked: “{cut(escaped(row.question), ASKED)}”")] if private else []
    return answer_message(replace(shown, notices=notices), above=asked)


def look_again(floor: Floor, claimed: Claimed) -> None:
    """Ask Slack who reads along, where that was long ago: ahead of rendering, which can't."""
    if claimed.kind == ANSWER and claimed.person:
        alone = not claimed.subject["as_everyone"]
        viewer_for(floor, claimed.person, claimed.conversation, private=alone)
    elif claimed.kind.startswith("drill") and claimed.person:
        viewer_for(floor, claimed.person, claimed.conversation, private=True)
