"""The rest of what the standard says to a question, in a modal, in the edition that is wanted."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.web import WebClient

from bot.slack.audience import viewer_for
from bot.slack.blocks import modal, section
from bot.slack.floor import Feature, Floor
from bot.slack.limits import Block
from bot.slack.listening import Body, team_of, value_of
from bot.slack.modals import open_and_fill, turn_over
from bot.slack.mrkdwn import escaped
from bot.slack.passage_blocks import GONE
from bot.slack.pilot import PILOT, is_kept_from
from bot.slack.standard_blocks import EDITION, MORE, TITLE, standard_modal
from knowledge.access import Viewer
from knowledge.errors import CoachError
from knowledge.storage.tables import Answer

NOTHING = "This edition says nothing on it."


def feature(floor: Floor) -> Feature:
    """A modal about a clause. Nothing is changed, so nothing is stored."""
    return Feature(listen=lambda app: register(app, floor), kinds={}, renderers={})


def register(app: App, floor: Floor) -> None:
    def show(ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) != floor.team:
            return
        if "view" in body:
            turn_over(client, body, view_for(floor, body))
        else:
            open_and_fill(client, body, TITLE, lambda: view_for(floor, body))

    app.action(re.compile(f"{MORE}|{EDITION}_.+"))(show)


def view_for(floor: Floor, body: Body) -> Block:
    """What an edition says to the question of an answer, for whoever pressed the button."""
    answer_id, _, edition = value_of(body["actions"][0]).partition(" ")
    account = str(body["user"]["id"])
    if is_kept_from(floor, account):
        return modal(TITLE, [section(PILOT)])
    viewer = viewer_for(floor, account, "", private=True)
    with floor.database.read() as session:
        row = session.get(Answer, answer_id)
        question = row and (row.trace.get("understood_as") or row.question)
    if not question:
        return modal(TITLE, [section(GONE)])
    try:
        standard = said_by(floor, question, viewer, edition)
    except CoachError as error:
        return modal(TITLE, [section(escaped(str(error)))])
    return standard_modal(standard, answer_id) if standard else modal(TITLE, [section(NOTHING)])


def said_by(floor: Floor, question: str, viewer: Viewer, edition: str) -> dict[str, Any] | None:
    """Asked anew, with the documents that this reader may see now."""
    made = floor.asking.reply(
        question, viewer=viewer, wait_for_model=False, in_slack=True, edition=edition
    )
    found: dict[str, Any] | None = made.trace.get("standard")
    return found
