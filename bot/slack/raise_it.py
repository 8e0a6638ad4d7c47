"""“Raise it”: a deviation told of in a drill goes to the quality team, if its person sends it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from slack_bolt import Ack, App
from slack_sdk.web import WebClient
from sqlalchemy.orm import Session

from bot import inbox
from bot.conversations import Message
from bot.inbox import Job
from bot.outbox import Claimed
from bot.slack.drill_blocks import LEAVE, RAISE
from bot.slack.drill_messages import offer_of
from bot.slack.drill_views import words_modal
from bot.slack.floor import Feature, Floor
from bot.slack.limits import Block
from bot.slack.listening import Body, click, keep, submission, team_of, typed
from bot.slack.modals import open_and_fill
from bot.slack.quality_team import desk_of, refuse_outsiders
from bot.slack.raise_views import (
    LEFT,
    RAISE_FORM,
    RAISED,
    RAISED_UNNAMED,
    UNNAMED,
    raise_modal,
    raised_card,
)
from bot.slack.record_forms import NEW_ACTION
from bot.slack.replies import WORDS
from bot.slack.told import clicked_in, clicked_value, own_place, refusal
from bot.working import Ending, Kind
from knowledge.deliveries import REPLY, NewDelivery, key_of
from knowledge.errors import BadInput, CoachError
from knowledge.evidence import person_behind
from knowledge.interviews import raising

RAISING = "drill_raising"
LEAVING = "drill_leaving"
CARD = "drill_raised"
"""A card for the quality team: the person's own `words`, and their account or none."""
TITLE = "Raise it"
NOT_UNNAMED = (
    "Here things are raised by name. Send it with your name, or speak to the quality team."
)


def feature(floor: Floor) -> Feature:
    """Nothing goes to anybody without the click that sends it."""
    worker = Raising(floor)
    return Feature(
        listen=lambda app: register(app, floor),
        kinds={
            RAISING: Kind(worker.raise_it, worker.apologise),
            LEAVING: Kind(worker.leave, worker.apologise),
        },
        renderers={CARD: _card},
    )


def register(app: App, floor: Floor) -> None:
    hearing = Hearing(floor)
    app.action(RAISE)(hearing.open_draft)
    app.action(LEAVE)(hearing.leave)
    app.view(RAISE_FORM)(hearing.sent)


@dataclass(frozen=True)
class Hearing:
    """Stores what comes in; opens the draft, which may be lost."""

    floor: Floor

    def open_draft(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            open_and_fill(client, body, TITLE, lambda: self._draft(body))

    def _draft(self, body: Body) -> Block:
        turn, account = int(clicked_value(body)), str(body["user"]["id"])
        try:
            with self.floor.database.read() as session:
                person = person_behind(session, account)
                found = raising.offered(session, turn, person.id)
                told = offer_of(session, turn)
                return raise_modal(
                    {"turn": turn, **clicked_in(body)},
                    found.draft,
                    may_be_unnamed=self.floor.company.raise_without_name,
                    tell_now=told.tell_now if told is not None else "",
                )
        except CoachError as error:
            return words_modal(str(error), TITLE)

    def sent(self, ack: Ack, body: Body) -> None:
        """Without a name nothing is written down that leads to the person: thanks go straight."""
        where = json.loads(body["view"]["private_metadata"])
        words, named = str(typed(body, "words", "words") or ""), self._by_name(body)
        incoming = submission(self.floor, body, RAISING, **where, words=words, named=named)
        if incoming is not None:
            keep(self.floor, incoming)
        if named:
            ack()
        else:
            ack(response_action="update", view=words_modal(RAISED_UNNAMED, TITLE))

    def _by_name(self, body: Body) -> bool:
        if "name" not in body["view"]["state"]["values"]:
            return True
        return str(typed(body, "name", "name")) != UNNAMED

    def leave(self, ack: Ack, body: Body) -> None:
        incoming = click(self.floor, body, LEAVING)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()


@dataclass(frozen=True)
class Raising:
    """Works what was stored. Slack is asked before the transaction, never within."""

    floor: Floor

    def raise_it(self, job: Job) -> Ending:
        floor, said = self.floor, job.payload
        refuse_outsiders(floor, said["person"])
        desk = desk_of(floor)
        if not said["named"] and not floor.company.raise_without_name:
            raise BadInput(NOT_UNNAMED)

        def ending(session: Session) -> list[NewDelivery]:
            person = person_behind(session, said["person"])
            turn, named = said["turn"], said["named"]
            raising.take(session, turn, person.id, named=named, now=floor.clock())
            inbox.forget(session, job)
            account = said["person"] if named else ""
            cards = desk.cards(floor, CARD, f"{job.id}", words=said["words"], account=account)
            return [*cards, self._told(job, RAISED)] if named else cards

        return ending

    def leave(self, job: Job) -> Ending:
        def ending(session: Session) -> list[NewDelivery]:
            person = person_behind(session, job.payload["person"])
            turn = int(job.payload["value"])
            raising.leave(session, turn, person.id, now=self.floor.clock())
            return [self._told(job, LEFT)]

        return ending

    def apologise(self, job: Job, words: str) -> list[NewDelivery]:
        return refusal(self.floor, job, words)

    def _told(self, job: Job, words: str) -> NewDelivery:
        said = job.payload
        key = key_of(self.floor.secret, job.team, "raise it", f"{job.id}", said["person"])
        return NewDelivery(key, own_place(job.team, said), WORDS, {"words": words}, lane=REPLY)


def _card(session: Session, claimed: Claimed) -> Message:
    what = claimed.subject
    return raised_card(str(what["words"]), str(what["account"]), NEW_ACTION)
