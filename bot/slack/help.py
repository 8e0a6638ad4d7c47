"""Help: in a direct message, by `/qms help`, and by the Help button of the Home tab."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk.web import WebClient
from sqlalchemy.orm import Session

from bot.conversations import Message
from bot.inbox import Job
from bot.outbox import Claimed
from bot.slack.audience import remembered_viewer, viewer_for
from bot.slack.floor import Feature, Floor
from bot.slack.help_blocks import TITLE, help_message, help_modal
from bot.slack.limits import Block
from bot.slack.listening import team_of
from bot.slack.modals import open_and_fill
from bot.slack.replies import WORDS
from bot.working import Ending, Kind
from knowledge.access import OUTSIDER, Viewer
from knowledge.answers.examples import examples
from knowledge.deliveries import REPLY, Address, NewDelivery, key_of

HELP = "help"
"""A job that answers with help, and the delivery it leads to. The job's payload names `person`,
`conversation`, `thread` and `ts`, as that of a question does."""

BUTTON = "home_help"

_ASKED = frozenset(
    {
        "help", "help me", "", "what can you do", "what can i ask", "how does this work",
        "who are you", "what are you", "hilfe", "aide", "aiuto", "ayuda", "ajuda", "pomoc", "hjälp",
    }
)  # fmt: skip


def asks_for_help(text: str) -> bool:
    """Whether somebody asks for help and nothing else; a bare question mark does."""
    return " ".join(text.casefold().split()).rstrip(" ?!.") in _ASKED


def feature(floor: Floor) -> Feature:
    """Help as a reply and as a modal."""

    def render(session: Session, claimed: Claimed) -> Message:
        return help_now(floor, session, claimed.person)

    return Feature(
        listen=lambda app: register(app, floor),
        kinds={
            HELP: Kind(
                lambda job: _helped(floor, job), lambda job, words: _words(floor, job, words)
            )
        },
        renderers={HELP: render},
    )


def register(app: App, floor: Floor) -> None:
    def show(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        if team_of(body) == floor.team:
            open_and_fill(client, body, TITLE, lambda: _modal_now(floor, str(body["user"]["id"])))

    app.action(BUTTON)(show)


def help_now(floor: Floor, session: Session, account: str | None) -> Message:
    """Help with examples from the documents as they are now; for `/qms help` too."""
    known = remembered_viewer(floor, account, "", private=True)
    shown = examples_now(floor, session, known or OUTSIDER)
    contact, outside = floor.company.contact, known is not None and known.is_outsider
    return help_message(shown, contact, floor.bot_user, outside=outside)


def examples_now(floor: Floor, session: Session, viewer: Viewer) -> list[str]:
    """Questions to try, from documents that the viewer may see."""
    return examples(session, viewer, on=floor.today(), languages=floor.company.languages)


def _modal_now(floor: Floor, account: str) -> Block:
    viewer = viewer_for(floor, account, "", private=True)
    with floor.database.read() as session:
        shown = examples_now(floor, session, viewer)
    contact, outside = floor.company.contact, viewer.is_outsider
    return help_modal(shown, contact, floor.bot_user, outside=outside)


def _helped(floor: Floor, job: Job) -> Ending:
    return lambda session: [_reply(floor, job, HELP, {})]


def _words(floor: Floor, job: Job, words: str) -> list[NewDelivery]:
    return [_reply(floor, job, WORDS, {"words": words})]


def _reply(floor: Floor, job: Job, kind: str, what: dict[str, Any]) -> NewDelivery:
    place = job.payload
    item = f"{place['conversation']} {place['ts']}"
    key = key_of(floor.secret, job.team, "reply", item, place["person"])
    to = Address(job.team, place["person"], place["conversation"], place["thread"])
    return NewDelivery(key, to, kind, what, lane=REPLY)
