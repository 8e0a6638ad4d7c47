"""An answer as a message: the document's own words, where they stand, and what else to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.conversations import Message
from bot.slack import answer_warnings as warnings
from bot.slack.answer_buttons import answer_buttons
from bot.slack.answer_places import aloud, original_file, place, short_place
from bot.slack.answer_quotes import passage, quotation, said
from bot.slack.answer_record import Shown
from bot.slack.approved_blocks import approved_aloud, approved_blocks
from bot.slack.blocks import context, message, section
from bot.slack.limits import SECTION, Block
from bot.slack.mrkdwn import cut, escaped, quoted
from bot.slack.standard_blocks import standard_aloud, standard_blocks
from knowledge.answers.wording import NOT_IN_SO_MANY_WORDS, NOT_SAID

NEAREST = "Not a direct answer."
NEAREST_ALONE = "No document says this in so many words; these passages come closest."
NOT_FOUND = "Not found."
NOT_FOUND_ALONE = "Not found in the documents."
QUOTE = 1_500
"""Longest quotation in a message; answers are some sixty words."""
NEAR_QUOTE = 400
ALSO_QUOTE = 110
LISTED = 3
MOST_NOTICES = 5
NOTICE = 400


def answer_message(shown: Shown, *, above: Sequence[Block] = ()) -> Message:
    """The message of an answer, within Slack's limits; `above` stands before it.

    What must not be missed stands above the fold of a phone: some 600 characters.
    """
    last = [*_notices(shown), *answer_buttons(shown), context(f"answer {shown.id}")]
    return message(_aloud(shown), [*above, *_body(shown)], last)


def words_message(words: str) -> Message:
    """Plain words, such as those of an error."""
    text = cut(escaped(words), SECTION)
    return message(text, [section(text)])


def _body(shown: Shown) -> list[Block]:
    return [
        *warnings.doubted(shown),
        *(standard_blocks(shown.standard) if shown.standard else []),
        *_said(shown),
        *_lines_below(shown),
        *warnings.authority(shown),
        *warnings.conflict_warnings(shown.conflicts),
        *approved_blocks(shown.approved),
        *_also(shown),
    ]


def _said(shown: Shown) -> list[Block]:
    if shown.status == "answered" and shown.citations:
        return _quotation(shown)
    if shown.status == "answered":
        return [section(quoted(shown.text))]
    if shown.standard:
        return []
    return _nearest(shown) if shown.citations else _nothing(shown)


def _quotation(shown: Shown) -> list[Block]:
    source = shown.citations[0]
    above = [section("*Our documents say:*")] if shown.standard else []
    return [
        *above,
        section(cut(quotation(shown.text, source["quote"]), QUOTE)),
        *warnings.status_warning(source["document"]["status"]),
        section(place(source)),
        *([context(original_file(source))] if original_file(source) else []),
    ]


def _nearest(shown: Shown) -> list[Block]:
    blocks = [section(f":mag: *{NEAREST}* {_noticed(shown) or NEAREST_ALONE}")]
    for at, citation in enumerate(shown.citations[:LISTED]):
        if citation["quote"]:
            blocks.append(section(cut(passage(citation, citation["quote"]), NEAR_QUOTE)))
        original = original_file(citation) if at == 0 else ""
        blocks.append(context("\n".join([place(citation, linked=True), *filter(None, [original])])))
    return blocks


def _nothing(shown: Shown) -> list[Block]:
    """Nothing was found; or nothing was looked for, and the notices say why."""
    if not shown.searched:
        return [section(_noticed(shown))]
    words = _noticed(shown)
    head = f"*{NOT_FOUND}* {words}" if words else f"*{NOT_FOUND_ALONE}*"
    return [section(f":grey_question: {head}")]


def _lines_below(shown: Shown) -> list[Block]:
    """How the question was read, and how old what we know is."""
    understood = shown.understood_as
    lines = [
        f"Understood as: “{cut(escaped(understood), 300)}”" if understood else "",
        warnings.age(shown),
    ]
    shown_lines = [line for line in lines if line]
    return [context("\n".join(shown_lines))] if shown_lines else []


def _also(shown: Shown) -> list[Block]:
    """The next best passages, a line each: the answer is the first one two times in three."""
    others = shown.citations[1:LISTED] if shown.status == "answered" else ()
    lines = [f"• {short_place(one)}{_opening_words(one)}" for one in others]
    return [section("\n".join(["*See also*", *lines]))] if lines else []


def _opening_words(citation: Mapping[str, Any]) -> str:
    words = " ".join(str(citation["quote"]).split())
    return f": “{cut(escaped(words), ALSO_QUOTE)}”" if words else ""


def _notices(shown: Shown) -> list[Block]:
    """What else to know, where the head of the message doesn't say it."""
    in_the_head = shown.status != "answered" and not shown.standard
    words = _noticed(shown, "\n")
    return [] if in_the_head or not words else [section(words)]


def _noticed(shown: Shown, between: str = " ") -> str:
    return between.join(cut(escaped(words), NOTICE) for words in _fitting(shown))


def _fitting(shown: Shown) -> Sequence[str]:
    """Without what stands above; where the standard answered, nobody is told that nothing was
    found."""
    notices = [one for one in shown.notices if one not in warnings.corrections(shown)]
    if shown.standard:
        notices = [one for one in notices if not one.startswith((NOT_SAID, NOT_IN_SO_MANY_WORDS))]
    return notices[:MOST_NOTICES]


# For notifications and screen readers


def _aloud(shown: Shown) -> str:
    """The reply as sentences, the most important first."""
    doubts = [_sentence(words) for words in warnings.doubted_aloud(shown)]
    added = approved_aloud(shown.approved)
    last = [*_warned_aloud(shown), _sentence(added) if added else ""]
    parts = [*doubts, standard_aloud(shown.standard), *_said_aloud(shown), *last]
    return escaped(" ".join(part for part in parts if part))


def _said_aloud(shown: Shown) -> Sequence[str]:
    if shown.status == "answered":
        if not shown.citations:
            return (_sentence(cut(shown.text, QUOTE)),)
        source = shown.citations[0]
        words = cut(said(shown.text, source["quote"]), QUOTE)
        return _sentence(words), _sentence(f"From {aloud(source)}")
    notices = _fitting(shown)
    if shown.standard or not (shown.searched or shown.citations):
        return notices
    if shown.citations:
        named = "; ".join(aloud(citation) for citation in shown.citations[:LISTED])
        return (NEAREST, *(notices or [NEAREST_ALONE]), f"The passages: {named}.")
    return (NOT_FOUND, *notices) if notices else (NOT_FOUND_ALONE,)


def _warned_aloud(shown: Shown) -> list[str]:
    status = shown.citations[0]["document"]["status"] if shown.citations else "current"
    old = f"Careful: this issue is {status}." if status != "current" else ""
    words = warnings.authority_in_words(shown.may_authorise)
    return [old, " ".join(words or ()), warnings.conflict_aloud(shown.conflicts)]


def _sentence(words: str) -> str:
    ends = words.rstrip().endswith((".", "!", "?", ":", "…"))
    return words if ends else f"{words}."
