"""Hearing drills: answers in their threads, buttons, forms. Stored first; forms may be lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack
from slack_sdk.web import WebClient

from bot.inbox import Incoming
from bot.slack.asked import DIRECT, Asked
from bot.slack.drill_choice import chosen_in, form_for
from bot.slack.drill_erasing import ERASING
from bot.slack.drill_papers import RELEASING
from bot.slack.drill_reading import report_view
from bot.slack.drill_steps import STEP
from bot.slack.drill_text import LONGEST, wants_drill
from bot.slack.drill_threads import interview_at, opening_is_on_its_way
from bot.slack.drill_views import TITLE, erase_form, release_form, words_modal
from bot.slack.drill_work import ANSWER, START, WANTED
from bot.slack.floor import Floor
from bot.slack.hearing import SAID
from bot.slack.listening import Body, click, keep, submission, team_of, value_of
from bot.slack.modals import open_and_fill, turn_over
from bot.slack.status import show_status
from bot.slack.told import clicked_in, open_view, whisper
from knowledge.errors import CoachError

COMMAND = "/qms"
SHORTCUT = "start_audit"

ASKED_FOR = frozenset({"drill", "drills", "mock audit", "start drill", "practice", "practise"})
LOOKS = 10
"""How often, within a second, an opening is looked for that is being posted."""
READING = "is reading your answer…"
GOES_ON = "The drill goes on in its thread, under Messages."
IS_STOPPED = "It is stopped. Its report comes to its thread, under Messages."


def asks_for_drill(body: Body) -> bool:
    """Whether this is what was typed after the command."""
    text = str(body.get("text") or "").strip()
    return text.casefold() in ASKED_FOR or wants_drill(text)


@dataclass(frozen=True)
class Hearing:
    """Stores what comes in; opens forms, which may be lost."""

    floor: Floor

    # What is said

    def in_a_drill(self, body: Body, next: Callable[[], None]) -> None:
        """Takes what a person says in the thread of a drill, so that no other listener does."""
        event = body.get("event") or {}
        thread, channel = str(event.get("thread_ts") or ""), str(event.get("channel") or "")
        ours = body.get("team_id") == self.floor.team and channel.startswith(DIRECT)
        if not ours or not thread or not _by_a_person(event):
            return
        interview = self._interview(channel, thread)
        if interview is None:
            return
        keep(self.floor, self._answer_in(body, event, interview))
        next()

    def reading(self, body: Body, client: WebClient) -> None:
        """Says that the answer is being read; may be lost."""
        event = body["event"]
        show_status(client, _place(self.floor, event), READING)

    def wants_one(self, body: Body, next: Callable[[], None]) -> None:
        """Takes a direct message that asks for a drill and nothing else."""
        event = body.get("event") or {}
        channel = str(event.get("channel") or "")
        ours = body.get("team_id") == self.floor.team and channel.startswith(DIRECT)
        if not ours or not _by_a_person(event) or not wants_drill(str(event.get("text") or "")):
            return
        where = {
            "person": str(event["user"]),
            "conversation": channel,
            "thread": event.get("thread_ts") or event["ts"],
        }
        subject = f"message {channel} {event['ts']}"
        keep(
            self.floor,
            Incoming(self.floor.team, str(body["event_id"]), WANTED, where, subject=subject),
        )
        next()

    def _interview(self, channel: str, thread: str) -> int | None:
        """The drill of a thread; 0 if it is not known yet which, as its opening is on its way."""
        pause = threading.Event()
        for look in range(LOOKS):
            with self.floor.database.read() as session:
                found = interview_at(session, channel, thread)
                coming = found is None and opening_is_on_its_way(session, channel)
            if not coming:
                return found
            if look < LOOKS - 1:
                pause.wait(1 / LOOKS)
        return 0

    def _answer_in(self, body: Body, event: dict[str, Any], interview: int) -> Incoming:
        channel, ts = str(event["channel"]), str(event["ts"])
        said = {
            "interview": interview,
            "text": str(event.get("text") or "")[:LONGEST],
            "files": [
                {"id": str(one.get("id") or ""), "name": str(one.get("name") or "a file")}
                for one in event.get("files") or ()
            ],
            "person": str(event["user"]),
            "conversation": channel,
            "thread": str(event["thread_ts"]),
            "message": ts,
        }
        subject = f"message {channel} {ts}"
        return Incoming(self.floor.team, str(body["event_id"]), ANSWER, said, subject=subject)

    # Forms

    def by_command(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if body.get("team_id") == self.floor.team:
            self._open_form(client, body, str(body["user_id"]))

    def open_form(self, ack: Ack, body: Body, client: WebClient) -> None:
        """By a button or the shortcut."""
        ack()
        if team_of(body) == self.floor.team:
            self._open_form(client, body, str(body["user"]["id"]))

    def _open_form(self, client: WebClient, body: Body, account: str) -> None:
        open_and_fill(client, body, TITLE, lambda: form_for(self.floor, account))

    def chosen(self, ack: Ack, body: Body) -> None:
        """The form was handed in; what can't be asked shows in it."""
        try:
            chosen = chosen_in(self.floor, body)
        except CoachError as error:
            ack(response_action="errors", errors={"about": str(error)})
            return
        incoming = submission(self.floor, body, START, **chosen)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()

    def from_form(self, what: str, words: str) -> Callable[..., None]:
        """“Go on” or “Stop it” in the form, whose words change to these."""

        def pressed(ack: Ack, body: Body, client: WebClient) -> None:
            self._store(body, what)
            ack()
            if team_of(body) == self.floor.team:
                turn_over(client, body, words_modal(words))

        return pressed

    def show_report(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            account, interview = str(body["user"]["id"]), int(value_of(body["actions"][0]))
            open_and_fill(client, body, TITLE, lambda: report_view(self.floor, account, interview))

    def erase(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            open_view(client, body, erase_form())

    def release(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            form = release_form(int(value_of(body["actions"][0])))
            if "view" in body:
                turn_over(client, body, form)
            else:
                open_view(client, body, form)

    def erasing(self, ack: Ack, body: Body) -> None:
        self._submitted(ack, submission(self.floor, body, ERASING))

    def releasing(self, ack: Ack, body: Body) -> None:
        interview = int(body["view"]["private_metadata"])
        self._submitted(ack, submission(self.floor, body, RELEASING, interview=interview))

    def _submitted(self, ack: Ack, incoming: Incoming | None) -> None:
        if incoming is not None:
            keep(self.floor, incoming)
        ack(response_action="clear")

    # Buttons

    def step(self, what: str, thanks: str = "") -> Callable[..., None]:
        """A button that needs no form: `what` it is, and words for who pressed it."""

        def pressed(ack: Ack, body: Body, client: WebClient) -> None:
            stored = self._store(body, what)
            ack()
            if stored and thanks:
                whisper(client, clicked_in(body), str(body["user"]["id"]), thanks)

        return pressed

    def _store(self, body: Body, what: str) -> bool:
        incoming = click(self.floor, body, STEP, step=what)
        return incoming is not None and keep(self.floor, incoming)


def _by_a_person(event: Body) -> bool:
    said = event.get("subtype") in SAID and "bot_id" not in event and not event.get("hidden")
    return said and bool(event.get("user")) and event["user"] != "USLACKBOT"


def _place(floor: Floor, event: Body) -> Asked:
    channel, thread = str(event["channel"]), str(event["thread_ts"])
    return Asked(floor.team, "", "direct", "", str(event["user"]), channel, thread, None)
