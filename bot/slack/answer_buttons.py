"""What can be done about an answer. Every button but the link carries the answer's id."""

from __future__ import annotations

from bot.slack.answer_places import open_button
from bot.slack.answer_record import Shown
from bot.slack.blocks import actions, button
from bot.slack.limits import Block
from bot.slack.standard_blocks import standard_buttons

HELPFUL = "answer_helpful"
UNHELPFUL = "answer_unhelpful"
ASK_QUALITY = "answer_ask_quality"
MORE = "answer_more"
SHARE = "answer_share"


def answer_buttons(shown: Shown) -> list[Block]:
    """One row. Where nothing was found, asking people comes first.

    Somebody from outside is offered to read alone: rating and asking are for employees.

    None of them is Slack's "primary": that is green, and a reply gives nobody the green light.
    """
    if not shown.live:
        opening = _opening(shown)
        return [actions(*opening)] if opening else []
    if shown.outside:
        row = [*_opening(shown), *_further(shown)]
        return [actions(*row)] if row else []
    asking = button("Ask the quality team", ASK_QUALITY, shown.id)
    rating = [button("Not helpful", UNHELPFUL, shown.id)]
    if shown.citations or shown.standard:
        rating.insert(0, button("Helpful", HELPFUL, shown.id))
    first = shown.status == "answered" or shown.standard is not None
    row = [*rating, asking] if first else [asking, *rating]
    return [actions(*_opening(shown), *row, *_further(shown))]


def _opening(shown: Shown) -> list[Block]:
    """For an answer; a passage that only comes near is opened from its own line."""
    if shown.status != "answered" or not shown.citations:
        return []
    opening = open_button(shown.citations[0])
    return [opening] if opening else []


def _further(shown: Shown) -> list[Block]:
    further = standard_buttons(shown)
    if has_more(shown):
        further.append(button("More passages", MORE, shown.id))
    if shown.private and (shown.citations or shown.standard):
        further.append(button("Share here", SHARE, shown.id))
    return further


def has_more(shown: Shown) -> bool:
    """Whether there is more to read than what the message quotes."""
    if len(shown.citations) > 1:
        return True
    return any(len(one.get("passage") or "") > len(one["quote"]) for one in shown.citations)
