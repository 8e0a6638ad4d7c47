"""Asking the quality team: the form, the card, replies that go back, approved answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.web import WebClient

from bot.inbox import Incoming
from bot.slack import expertise_messages as messages
from bot.slack.answer_buttons import ASK_QUALITY
from bot.slack.audience import viewer_for
from bot.slack.expertise_views import (
    AGAIN,
    AGAIN_FORM,
    AMONG_US,
    APPROVE,
    HELPED,
    KEEP,
    KEEP_FORM,
    PASSED_ON,
    REFERRAL_FORM,
    RENEW,
    RETIRE,
    again_modal,
    ask_modal,
    found_blocks,
    keep_modal,
)
from bot.slack.expertise_work import (
    AGAIN_ASKED,
    APPROVAL,
    CLOSING,
    KEEPING,
    REFERRAL,
    RETIRING,
    THREAD_REPLY,
    Expertise,
)
from bot.slack.floor import Feature, Floor
from bot.slack.listening import Body, click, keep, submission, team_of, typed
from bot.slack.modals import open_and_fill
from bot.slack.mrkdwn import plain
from bot.slack.quality_team import member
from bot.slack.told import clicked_in, clicked_value, open_view, whisper
from knowledge import expertise, feedback
from knowledge.errors import CoachError, NotFound
from knowledge.expertise import INTERIM_DAYS
from knowledge.feedback.sources import in_force, passages_at

LOOKS = 10
"""How often, within a second, a card is looked for that is being posted: Slack waits for three."""
MORE_THAN_INTERIM = f"Without a document {INTERIM_DAYS} days are the most."


def feature(floor: Floor) -> Feature:
    """Questions to the quality team. It comes before asking: a reply below one of the team's
    cards is no question, and Bolt gives an event to the first listener that takes it."""
    worker = Expertise(floor)
    return Feature(
        listen=lambda app: register(app, floor),
        kinds=worker.kinds(),
        renderers=messages.renderers(floor),
    )


def register(app: App, floor: Floor) -> None:
    """Messages below cards, buttons and forms."""
    hearing = Hearing(floor)
    app.event("message", middleware=[hearing.below_a_card])(_nothing)
    app.event("app_mention", middleware=[hearing.below_a_card])(_nothing)
    app.action(ASK_QUALITY)(hearing.ask)
    app.view(REFERRAL_FORM)(hearing.asked)
    app.action(KEEP)(hearing.keep)
    app.action(RENEW)(hearing.renew)
    app.view(KEEP_FORM)(hearing.kept)
    app.action(AGAIN)(hearing.again)
    app.view(AGAIN_FORM)(hearing.asked_again)
    for button, kind in ((HELPED, CLOSING), (APPROVE, APPROVAL), (RETIRE, RETIRING)):
        app.action(button)(hearing.storing_click(kind))


def _nothing() -> None: ...


@dataclass(frozen=True)
class Hearing:
    """Stores what comes in; opens forms, which may be lost."""

    floor: Floor

    def below_a_card(self, body: Body, next: Callable[[], None]) -> None:
        """Takes what is said below a card, so that no other listener does; lets go of the rest."""
        event = body.get("event") or {}
        thread, channel = str(event.get("thread_ts") or ""), str(event.get("channel"))
        if not thread or body.get("team_id") != self.floor.team:
            return
        if not self._is_below_card(channel, thread):
            return
        with self.floor.database.read() as session:
            referral = expertise.referral_of_thread(session, channel, thread)
        reply = self._reply_in(body, event) if referral is not None else None
        if reply is not None:
            reply.payload["referral"] = referral
            keep(self.floor, reply)
        next()

    def _is_below_card(self, channel: str, thread: str) -> bool:
        """Somebody quick may write below a card before we have noted where it stands."""
        pause = threading.Event()
        for _ in range(LOOKS):
            with self.floor.database.read() as session:
                if expertise.is_card_thread(session, channel, thread):
                    return True
                if not expertise.card_is_on_its_way(session, channel):
                    return False
            pause.wait(1 / LOOKS)
        return False

    def _reply_in(self, body: Body, event: dict[str, Any]) -> Incoming | None:
        by_person = "bot_id" not in event and event.get("user")
        if not by_person or event.get("subtype") not in (None, "file_share", "thread_broadcast"):
            return None
        text = "\n".join(plain(line) for line in str(event.get("text") or "").split("\n")).strip()
        if text.casefold().startswith(AMONG_US) or not (text or event.get("files")):
            return None
        channel, ts = str(event["channel"]), str(event["ts"])
        said = {
            "text": text,
            "files": len(event.get("files") or ()),
            "person": str(event["user"]),
            "conversation": channel,
            "thread": event["thread_ts"],
            "message": ts,
        }
        subject = f"message {channel} {ts}"
        return Incoming(self.floor.team, str(body["event_id"]), THREAD_REPLY, said, subject=subject)

    def ask(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            title = "Ask the quality team"
            open_and_fill(client, body, title, lambda: self._ask_form(body))

    def _ask_form(self, body: Body) -> dict[str, Any]:
        answer_id = clicked_value(body)
        viewer = viewer_for(self.floor, str(body["user"]["id"]), "", private=True)
        with self.floor.database.read() as session:
            answer = feedback.known_answer(session, answer_id)
            quotes = messages.quotes_seen(self.floor, session, answer.citations[:3], viewer)
        return ask_modal(answer_id, answer.question, found_blocks(quotes), clicked_in(body))

    def asked(self, ack: Ack, body: Body, client: WebClient) -> None:
        where = json.loads(body["view"]["private_metadata"])
        said = {
            "question": typed(body, "question", "question") or "",
            "named": bool(typed(body, "named", "named")),
        }
        incoming = submission(self.floor, body, REFERRAL, **where, **said)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()
        if incoming is not None:
            whisper(client, where, incoming.payload["person"], PASSED_ON)

    def keep(self, ack: Ack, body: Body, client: WebClient) -> None:
        self._open_draft(ack, body, client, messages.draft_of_referral)

    def renew(self, ack: Ack, body: Body, client: WebClient) -> None:
        self._open_draft(ack, body, client, messages.draft_of_approved)

    def _open_draft(self, ack: Ack, body: Body, client: WebClient, draft: messages.Drafts) -> None:
        ack()
        if team_of(body) != self.floor.team:
            return
        account, item = str(body["user"]["id"]), int(clicked_value(body))
        try:
            with self.floor.database.read() as session:
                by = member(self.floor, session, account)
                feedback.refuse_unless_quality(by, "Keeping an approved answer")
                made = draft(self.floor, session, item)
        except CoachError as error:
            whisper(client, clicked_in(body), account, str(error))
        else:
            open_view(client, body, keep_modal(made))

    def kept(self, ack: Ack, body: Body) -> None:
        said = _kept_fields(body) | json.loads(body["view"]["private_metadata"])
        if not _has_source(said) and _too_long(said):
            ack(response_action="errors", errors={"expires": MORE_THAN_INTERIM})
            return
        unknown = self._unknown_source(said)
        if unknown:
            ack(response_action="errors", errors={"document": unknown})
            return
        incoming = submission(self.floor, body, KEEPING, **said)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()

    def _unknown_source(self, said: dict[str, Any]) -> str:
        """What is wrong with the document that was typed; "" if nothing is."""
        if not said["document"].strip():
            return ""
        try:
            with self.floor.database.read() as session:
                known = in_force(session, self.floor.today())
                passages_at(session, known, said["document"], said["section"])
        except NotFound as unknown:
            return str(unknown)
        return ""

    def again(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            open_view(client, body, again_modal(int(clicked_value(body)), clicked_in(body)))

    def asked_again(self, ack: Ack, body: Body) -> None:
        what = json.loads(body["view"]["private_metadata"])
        words = typed(body, "words", "words") or ""
        incoming = submission(self.floor, body, AGAIN_ASKED, words=words, **what)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()

    def storing_click(self, kind: str) -> Callable[..., None]:
        """A button that needs no form."""

        def store(ack: Ack, body: Body) -> None:
            incoming = click(self.floor, body, kind)
            if incoming is not None:
                keep(self.floor, incoming)
            ack()

        return store


def _kept_fields(body: Body) -> dict[str, Any]:
    ticked: list[dict[str, Any]] = []
    if "passages" in body["view"]["state"]["values"]:
        ticked = typed(body, "passages", "passages") or []
    names = ("question", "text", "document", "section", "audience", "effective", "expires")
    return {name: typed(body, name, name) or "" for name in names} | {
        "passages": [int(option["value"]) for option in ticked]
    }


def _has_source(said: dict[str, Any]) -> bool:
    return bool(said["passages"] or str(said["document"]).strip())


def _too_long(said: dict[str, Any]) -> bool:
    first, last = (date.fromisoformat(said[name]) for name in ("effective", "expires"))
    return last - first > timedelta(days=INTERIM_DAYS)
