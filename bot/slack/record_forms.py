"""Forms for records: opened by a button, tried when handed in, entered by a worker."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.web import WebClient
from sqlalchemy.orm import Session

from bot.inbox import Job
from bot.slack import record_opening as opening
from bot.slack.evidence_files import stored_file
from bot.slack.floor import Feature, Floor
from bot.slack.limits import Block
from bot.slack.listening import Body, keep, submission, team_of, value_of
from bot.slack.modals import open_and_fill, turn_over
from bot.slack.mrkdwn import escaped
from bot.slack.nudge_messages import mark_of, marks_about, without_repeats
from bot.slack.record_entries import ENTRIES, enter
from bot.slack.record_entry import BadField, Entry
from bot.slack.record_list import records_modal
from bot.slack.record_opening import Opening
from bot.slack.record_session_views import APART, SESSION, TOPIC
from bot.slack.record_sessions import session_held, session_opened
from bot.slack.record_views import FORM, KIND, MOVE, PERSON
from bot.slack.replies import WORDS
from bot.slack.told import clicked_in, own_place, refusal
from bot.working import Ending, Kind
from knowledge import people
from knowledge.deliveries import REPLY, NewDelivery, key_of
from knowledge.errors import CoachError
from knowledge.evidence import person_behind
from knowledge.storage.record_tables import Person

RECORD = "record_entry"
DO = "record_do"
"""A menu at an item: what is done with it, and its key."""
LIST = "record_list"
NEW_ACTION = "record_new_action"
NEW_ASSIGNMENT = "record_new_assignment"
NEW_SESSION = "record_session"
COMMAND = "/qms"
ASKED_FOR = frozenset({"records", "record", "my records"})
ASKED_FOR_SESSION = frozenset({"session", "record session", "record a session"})
OFFERED = 50
KNOWN = {**ENTRIES, SESSION: session_held}

Form = Callable[[Opening, str], Block]
FORMS: Mapping[str, Form] = {
    "done": opening.form_for,
    "reassign": opening.reassign,
    "extend": opening.extend,
}


def feature(floor: Floor) -> Feature:
    """Records in Slack: complete, add, hand over, extend."""
    forms = RecordForms(floor)
    return Feature(
        listen=lambda app: register(app, forms),
        kinds={RECORD: Kind(forms.work, forms.apologise)},
        renderers={},
    )


def register(app: App, forms: RecordForms) -> None:
    app.command(COMMAND, matchers=[asks_for_records])(forms.list_by_command)
    app.action(LIST)(forms.list_by_button)
    app.action(re.compile(rf"{DO}(_\d+)?"))(forms.do)
    app.action(NEW_ACTION)(forms.opening(lambda made, _: opening.new_action(made)))
    app.action(NEW_ASSIGNMENT)(forms.opening(lambda made, _: opening.new_assignment(made)))
    app.command(COMMAND, matchers=[asks_for_session])(forms.session_by_command)
    app.action(NEW_SESSION)(forms.opening(lambda made, _: session_opened(made)))
    app.action(TOPIC)(forms.turn)
    app.action(KIND)(forms.turn)
    app.action(MOVE)(forms.turn)
    app.options(re.compile(rf"{PERSON}\w+"))(forms.offer)
    app.view(FORM)(forms.handed_in)


def asks_for_records(body: Body) -> bool:
    return str(body.get("text") or "").strip().casefold() in ASKED_FOR


def asks_for_session(body: Body) -> bool:
    return str(body.get("text") or "").strip().casefold() in ASKED_FOR_SESSION


@dataclass(frozen=True)
class RecordForms:
    """Opens forms, which may be lost; stores what is handed in; enters it."""

    floor: Floor

    def list_by_command(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if body.get("team_id") == self.floor.team:
            self._show_list(client, body, str(body["user_id"]))

    def session_by_command(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if body.get("team_id") == self.floor.team:
            account = str(body["user_id"])
            view = lambda: self._made(account, {}, session_opened)  # noqa: E731
            open_and_fill(client, body, opening.TITLE, view)

    def list_by_button(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            self._show_list(client, body, str(body["user"]["id"]))

    def _show_list(self, client: WebClient, body: Body, account: str) -> None:
        def view() -> Block:
            return self._made(account, {}, lambda made: records_modal(made, DO))

        open_and_fill(client, body, opening.TITLE, view)

    def do(self, ack: Ack, body: Body, client: WebClient) -> None:
        """What was chosen from an item's menu: `done`, `reassign` or `extend`, and the key."""
        what, _, key = value_of(body["actions"][0]).partition("|")
        form = FORMS.get(what)
        if form is None:
            ack()
        else:
            self.opening(lambda made, _: form(made, key))(ack, body, client)

    def opening(self, form: Form) -> Callable[..., None]:
        """A listener that opens a form with what the button says."""

        def opened(ack: Ack, body: Body, client: WebClient) -> None:
            ack()
            if team_of(body) != self.floor.team:
                return
            account, value = str(body["user"]["id"]), value_of(body["actions"][0])
            where = {} if "view" in body else clicked_in(body)
            open_and_fill(
                client,
                body,
                opening.TITLE,
                lambda: self._made(account, where, lambda made: form(made, value)),
            )

        return opened

    def turn(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Another kind of evidence, step or topic was chosen: its fields replace the others."""
        ack()
        if team_of(body) != self.floor.team:
            return
        what = json.loads(body["view"]["private_metadata"])
        kind, move = _chosen(body, KIND), _chosen(body, MOVE)

        def page(made: Opening) -> Block:
            if what["form"] == SESSION:
                again = body["actions"][0]["action_id"] != TOPIC
                return session_opened(made, _chosen(body, TOPIC), kind if again else None)
            return opening.form_for(made, what["item"], kind=kind, move=move)

        view = self._made(str(body["user"]["id"]), what["where"], page)
        turn_over(client, body, view)

    def offer(self, ack: Ack, body: Body) -> None:
        """Names from the people register, for whoever is in it."""
        typed = str(body.get("value") or "")
        with self.floor.database.read() as session:
            asked_by = people.by_slack_account(session, str(body["user"]["id"]))
            found = people.sought(session, typed, today=self.floor.today()) if asked_by else []
            options = [_option(person) for person in found[:OFFERED]]
        ack(options=options)

    def handed_in(self, ack: Ack, body: Body) -> None:
        """What a rule forbids shows in the form; what may be is stored and entered at once."""
        if team_of(body) != self.floor.team:
            ack()
            return
        said = said_in(body)
        refused = self._refused(said, str(body["user"]["id"]))
        if refused is not None:
            ack(**shown_in(body["view"], *refused))
            return
        where = json.loads(body["view"]["private_metadata"])["where"]
        incoming = submission(self.floor, body, RECORD, said=said, **where)
        if incoming is not None:
            keep(self.floor, incoming)
        ack(response_action="clear")

    def work(self, job: Job) -> Ending:
        """Fetch the file, if there is one, outside the transaction that enters the rest."""
        floor, said = self.floor, job.payload["said"]
        file = stored_file(floor, said["file"]) if said.get("file") else None

        def ending(session: Session) -> list[NewDelivery]:
            by = person_behind(session, job.payload["person"])
            entry = Entry(session, by, said, floor.evidence, floor.today(), floor.clock(), file)
            words = enter(entry, KNOWN)
            return [self._told(job, words), *self._marks(session, job, entry)]

        return ending

    def apologise(self, job: Job, words: str) -> list[NewDelivery]:
        return refusal(self.floor, job, words)

    def _marks(self, session: Session, job: Job, entry: Entry) -> list[NewDelivery]:
        """Reminders of it, and the message it was entered from, as they are now."""
        occasion = f"record {job.id}"
        wanted: list[NewDelivery] = []
        for key in entry.settled or [entry.item]:
            if key:
                wanted += marks_about(self.floor, session, key, by=entry.by, occasion=occasion)
        conversation, ts = job.payload.get("conversation"), job.payload.get("message")
        if conversation and ts:
            wanted += mark_of(self.floor, session, conversation, ts, occasion)
        return without_repeats(wanted)

    def _told(self, job: Job, words: str) -> NewDelivery:
        key = key_of(self.floor.secret, job.team, "record", f"{job.id}", job.payload["person"])
        to = own_place(job.team, job.payload)
        return NewDelivery(key, to, WORDS, {"words": escaped(words)}, lane=REPLY)

    def _made(
        self, account: str, where: Mapping[str, Any], view: Callable[[Opening], Block]
    ) -> Block:
        """A view for whoever is behind an account; words where that is nobody."""
        try:
            with self.floor.database.read() as session:
                by = person_behind(session, account)
                return view(Opening(session, by, self.floor.today(), where))
        except CoachError as error:
            return opening.words_modal(str(error))

    def _refused(self, said: Mapping[str, Any], account: str) -> tuple[str | None, str] | None:
        """The field and the words, where the rules refuse it. Nothing of the trial is kept."""
        floor = self.floor
        try:
            with floor.database.begin() as session:
                by = person_behind(session, account)
                today, now = floor.today(), floor.clock()
                tried = Entry(session, by, said, floor.evidence, today, now, trial=True)
                enter(tried, KNOWN)
                session.rollback()
        except BadField as error:
            return error.field, str(error)
        except CoachError as error:
            return None, str(error)
        return None


def said_in(body: Body) -> dict[str, Any]:
    """All fields of a form by name, without the names of Slack's elements."""
    what = json.loads(body["view"]["private_metadata"])
    said: dict[str, Any] = {"form": what["form"], "item": what["item"]}
    for block, fields in body["view"]["state"]["values"].items():
        for state in fields.values():
            said[named(block)] = _value(state)
    return said


def named(block: str) -> str:
    """The field that a block holds."""
    return block.removeprefix(PERSON).partition(APART)[0]


def _value(state: Mapping[str, Any]) -> Any:
    if state.get("type") == "file_input":
        files = state.get("files") or []
        return files[0]["id"] if files else None
    if "selected_options" in state:
        return [one["value"] for one in state["selected_options"] or []]
    if state.get("selected_date_time") is not None:
        return str(state["selected_date_time"])
    return value_of(dict(state)) or None


def _chosen(body: Body, action_id: str) -> str | None:
    """What was chosen now, or what the form held before."""
    action = body["actions"][0]
    if action["action_id"] == action_id:
        return value_of(action)
    for fields in body["view"]["state"]["values"].values():
        if fields.get(action_id):
            return value_of(fields[action_id]) or None
    return None


def shown_in(view: Mapping[str, Any], field: str | None, words: str) -> dict[str, Any]:
    """The words below the field they are about, else below the first; a view without fields is
    replaced by them."""
    inputs = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    if not inputs:
        return {"response_action": "update", "view": opening.words_modal(words)}
    same = [name for name in inputs if field in (name, named(name))]
    at = (same or inputs)[0]
    return {"response_action": "errors", "errors": {at: words}}


def _option(person: Person) -> Block:
    words = f"{person.name} · {person.job_title}" if person.job_title else person.name
    return {"text": {"type": "plain_text", "text": words[:75]}, "value": str(person.id)}
