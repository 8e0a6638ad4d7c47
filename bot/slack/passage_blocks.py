"""Everything an answer cites, page by page in a modal."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.answer_places import original_file, place
from bot.slack.answer_quotes import passage
from bot.slack.blocks import actions, button, context, divider, modal, section
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped
from knowledge.answers.standing import Standing

TITLE = "More passages"
PAGE = "passages_page"
PER_PAGE = 10
LONGEST = 2_400
GONE = "None of these passages can be shown any more. Please ask your question again."


def passages_modal(
    answer_id: str, question: str, shown: Sequence[Standing], *, hidden: int = 0, page: int = 0
) -> Block:
    """One page of passages, each with its place. `hidden`: cited, but not open to the reader."""
    if not shown:
        return modal(TITLE, [section(GONE)])
    page = max(0, min(page, (len(shown) - 1) // PER_PAGE))
    first = page * PER_PAGE
    here = shown[first : first + PER_PAGE]
    blocks = [context(f"Asked: “{cut(escaped(question), 300)}”")]
    for number, standing in enumerate(here, first + 1):
        blocks += [*([divider()] if number > first + 1 else []), *_passage(standing)]
    return modal(TITLE, blocks, [*_hidden(hidden), *_turning(answer_id, len(shown), page)])


def _passage(standing: Standing) -> list[Block]:
    citation = dict(standing.citation)
    citation["document"] = citation["document"] | {"status": standing.status}
    words = citation.get("passage") or citation["quote"]
    lines = (place(citation, linked=True), original_file(citation))
    where = context("\n".join(line for line in lines if line))
    return [*([section(cut(passage(citation, words), LONGEST))] if words else []), where]


def _hidden(count: int) -> list[Block]:
    if not count:
        return []
    left = "One more passage" if count == 1 else f"{count} more passages"
    return [context(f"{left} of this answer can't be shown to you any more.")]


def _turning(answer_id: str, count: int, page: int) -> list[Block]:
    """Which passages these are, and the way to the others."""
    last = (count - 1) // PER_PAGE
    if not last:
        return []
    first = page * PER_PAGE + 1
    row = []
    if page > 0:
        row.append(button("Back", f"{PAGE}_back", f"{answer_id} {page - 1}"))
    if page < last:
        row.append(button("Next", f"{PAGE}_next", f"{answer_id} {page + 1}"))
    until = min(first + PER_PAGE - 1, count)
    return [context(f"Passages {first} to {until} of {count}"), actions(*row)]
