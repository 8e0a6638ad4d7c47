"""A report of somebody's own, read again from the Home tab."""

from __future__ import annotations

from bot.slack.audience import viewer_for
from bot.slack.blocks import button, context
from bot.slack.drill_messages import seen_in
from bot.slack.drill_places import mine
from bot.slack.drill_report_blocks import report_blocks
from bot.slack.drill_views import RELEASE, report_modal, words_modal
from bot.slack.floor import Floor
from bot.slack.limits import Block
from bot.slack.mrkdwn import escaped
from knowledge.errors import CoachError
from knowledge.interviews.report import report


def report_view(floor: Floor, account: str, interview_id: int) -> Block:
    """The report as a modal, for its own person alone."""
    viewer = viewer_for(floor, account, "", private=True)
    try:
        with floor.database.read() as session:
            interview = mine(session, interview_id, account)
            made = report(session, interview_id, now=floor.clock())
            seen = seen_in(session, made, viewer, floor)
            row = (
                [button("Release as evidence", RELEASE, str(interview_id))]
                if interview.released_at is None
                else []
            )
    except CoachError as error:
        return words_modal(str(error))
    notes = [context(escaped(made.practice)), context(escaped(made.yours))]
    return report_modal([*report_blocks(made, seen), *notes], *row)
