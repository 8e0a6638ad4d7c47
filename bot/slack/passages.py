"""Further passages on demand, as far as whoever asks for them may see them now."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.web import WebClient

from bot.slack.answer_buttons import MORE
from bot.slack.answer_places import OPEN
from bot.slack.audience import viewer_for
from bot.slack.blocks import modal, section
from bot.slack.floor import Feature, Floor
from bot.slack.limits import Block
from bot.slack.listening import team_of, value_of
from bot.slack.modals import open_and_fill, turn_over
from bot.slack.passage_blocks import GONE, PAGE, TITLE, passages_modal
from bot.slack.pilot import PILOT, is_kept_from
from knowledge.answers.standing import standings
from knowledge.storage.expertise_tables import WithdrawnAnswer
from knowledge.storage.tables import Answer

Body = dict[str, Any]


def feature(floor: Floor) -> Feature:
    """A modal with all that an answer cites. Nothing is changed, so nothing is stored."""
    return Feature(listen=lambda app: register(app, floor), kinds={}, renderers={})


def register(app: App, floor: Floor) -> None:
    def show(ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == floor.team:
            answer_id = value_of(body["actions"][0])
            open_and_fill(client, body, TITLE, lambda: view_for(floor, body, answer_id))

    def turn(ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == floor.team:
            answer_id, _, page = value_of(body["actions"][0]).partition(" ")
            turn_over(client, body, view_for(floor, body, answer_id, int(page or 0)))

    def opened_elsewhere(ack: Ack) -> None:
        ack()  # Slack tells us of a link that its own client opens

    app.action(MORE)(show)
    app.action(re.compile(f"{PAGE}_(back|next)"))(turn)
    app.action(OPEN)(opened_elsewhere)


def view_for(floor: Floor, body: Body, answer_id: str, page: int = 0) -> Block:
    """A page of an answer's passages for whoever pressed the button."""
    account = str(body["user"]["id"])
    if is_kept_from(floor, account):
        return modal(TITLE, [section(PILOT)])
    viewer = viewer_for(floor, account, "", private=True)
    with floor.database.read() as session:
        row = session.get(Answer, answer_id)
        if row is None or session.get(WithdrawnAnswer, answer_id) is not None:
            return modal(TITLE, [section(GONE)])
        shown = standings(session, row.citations, viewer, on=floor.today())
        hidden = len(row.citations) - len(shown)
        return passages_modal(row.id, row.question, shown, hidden=hidden, page=page)
