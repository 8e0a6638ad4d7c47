"""Reminders in Slack: the day's message, what may be done about each item, the leads' digest."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.web import WebClient
from sqlalchemy.orm import Session

from bot.inbox import Job
from bot.slack import nudge_blocks as blocks
from bot.slack.dates import weekday
from bot.slack.digest import Digests
from bot.slack.digest import register as register_digest
from bot.slack.floor import Feature, Floor
from bot.slack.limits import Block
from bot.slack.listening import Body, click, keep, submission, team_of
from bot.slack.modals import open_and_fill
from bot.slack.mrkdwn import either, escaped
from bot.slack.nudge_blocks import ALL, FORM, MORE, OPENED, PROMISE
from bot.slack.nudge_messages import (
    mark_of,
    marks_about,
    renderers,
    today_of,
    with_originals,
    without_repeats,
)
from bot.slack.nudge_requests import Requests, request_cards
from bot.slack.nudge_requests import register as register_requests
from bot.slack.quiet_times import next_window
from bot.slack.record_entry import BadField, Entry
from bot.slack.record_forms import said_in, shown_in
from bot.slack.record_opening import words_modal
from bot.slack.replies import WORDS
from bot.slack.told import clicked_in, clicked_value, own_place, refusal
from bot.working import Ending, Kind
from knowledge import nudges, people
from knowledge.deliveries import REPLY, NewDelivery, key_of
from knowledge.errors import CoachError, NotFound
from knowledge.evidence import person_behind
from knowledge.nudges import Item
from knowledge.nudges.lines import snoozed
from knowledge.storage.nudge_tables import Nudge, NudgeHold, NudgeRequest
from knowledge.storage.record_tables import Person

ANSWER = "nudge_answer"
"""What somebody did about an item: promise, snooze, extend, not mine, mute, unmute."""
AT_TEN = time(10)
SOON = timedelta(days=14)


def feature(floor: Floor) -> Feature:
    answers, requests, digests = Answers(floor), Requests(floor), Digests(floor)

    def listen(app: App) -> None:
        register(app, answers)
        register_requests(app, requests)
        register_digest(app, digests)

    own = {ANSWER: Kind(answers.work, answers.apologise)}
    return Feature(
        listen=listen,
        kinds=own | requests.kinds() | digests.kinds(),
        renderers=renderers(floor) | requests.renderers(),
    )


def register(app: App, answers: Answers) -> None:
    app.action(re.compile(rf"{PROMISE}_\d+"))(answers.promise)
    app.action(re.compile(rf"{MORE}_\d+"))(answers.more)
    app.action(ALL)(answers.all)
    app.action(re.compile(rf"{OPENED}_\d+"))(opened_elsewhere)
    app.view(FORM)(answers.handed_in)


def opened_elsewhere(ack: Ack) -> None:
    ack()  # Slack tells us of a link that its own client opens


@dataclass(frozen=True)
class Told:
    """What somebody is told, a request that goes to another, and a promise for an hour."""

    words: str
    request: NudgeRequest | None = None
    promised: NudgeHold | None = None


@dataclass(frozen=True)
class Answers:
    """What people do about what they are reminded of."""

    floor: Floor

    def promise(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        self._open(client, body, "I'll do it on …", clicked_value(body), self._promise_form)

    def more(self, ack: Ack, body: Body, client: WebClient) -> None:
        """A choice of the menu: most open a form, muting is done at once."""
        what, _, key = clicked_value(body).partition("|")
        forms = {
            "snooze": ("Snooze", self._snooze_form),
            "extend": ("Ask for more time", self._extension_form),
            "not mine": ("Not mine", self._not_mine_form),
        }
        if what in forms:
            ack()
            self._open(client, body, forms[what][0], key, forms[what][1])
            return
        incoming = click(self.floor, body, ANSWER, said={"form": what, "item": key})
        if incoming is not None and what in ("mute", "unmute"):
            keep(self.floor, incoming)
        ack()

    def all(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            account, number = str(body["user"]["id"]), int(clicked_value(body))
            open_and_fill(client, body, "All of today", lambda: self._all(account, number))

    def handed_in(self, ack: Ack, body: Body) -> None:
        if team_of(body) != self.floor.team:
            ack()
            return
        said, account = said_in(body), str(body["user"]["id"])
        refused = self._refused(said, account)
        if refused is not None:
            ack(**shown_in(body["view"], *refused))
            return
        where = json.loads(body["view"]["private_metadata"])["where"]
        incoming = submission(self.floor, body, ANSWER, said=said, **where)
        if incoming is not None:
            keep(self.floor, incoming)
        ack(response_action="clear")

    def work(self, job: Job) -> Ending:
        def ending(session: Session) -> list[NewDelivery]:
            by = person_behind(session, job.payload["person"])
            told = self._answered(session, job.payload["said"], by)
            wanted = self._marks(session, job, by)
            if told.request is not None:
                wanted += request_cards(self.floor, session, told.request)
            if told.promised is not None:
                wanted += self._back(session, job, told.promised, by)
            return [self._told(job, told.words), *without_repeats(wanted)]

        return ending

    def apologise(self, job: Job, words: str) -> list[NewDelivery]:
        return refusal(self.floor, job, words)

    def _answered(self, session: Session, said: Mapping[str, Any], by: Person) -> Told:
        entry = Entry(
            session, by, said, self.floor.evidence, today_of(self.floor, session, by),
            self.floor.clock(),
        )  # fmt: skip
        answer = ANSWERS.get(str(said.get("form")))
        if answer is None:
            raise NotFound("This button is not known any more. Use the newest message.")
        return answer(self.floor, entry)

    def _back(self, session: Session, job: Job, hold: NudgeHold, by: Person) -> list[NewDelivery]:
        floor, to = self.floor, own_place(job.team, job.payload)
        back = nudges.come_back(
            session, hold, by=by, to=to, secret=floor.secret, now=floor.clock(),
            rules=floor.company.nudge_rules,
        )  # fmt: skip
        return [back] if back is not None else []

    def _marks(self, session: Session, job: Job, by: Person) -> list[NewDelivery]:
        key, occasion = str(job.payload["said"]["item"]), f"answer {job.id}"
        wanted = marks_about(self.floor, session, key, by=by, occasion=occasion)
        conversation, ts = job.payload.get("conversation"), job.payload.get("message")
        if conversation and ts:
            wanted += mark_of(self.floor, session, conversation, ts, occasion)
        return wanted

    def _told(self, job: Job, words: str) -> NewDelivery:
        key = key_of(self.floor.secret, job.team, ANSWER, f"{job.id}", job.payload["person"])
        to = own_place(job.team, job.payload)
        return NewDelivery(key, to, WORDS, {"words": escaped(words)}, lane=REPLY)

    def _refused(self, said: Mapping[str, Any], account: str) -> tuple[str | None, str] | None:
        """The field and the words, where a rule refuses it. Nothing of the trial is kept."""
        try:
            with self.floor.database.begin() as session:
                by = person_behind(session, account)
                told = self._answered(session, said, by)
                if told.request is not None:
                    request_cards(self.floor, session, told.request)
                session.rollback()
        except BadField as error:
            return error.field, str(error)
        except CoachError as error:
            return None, str(error)
        return None

    def _open(
        self, client: WebClient, body: Body, title: str, key: str, form: Callable[..., Block]
    ) -> None:
        if team_of(body) != self.floor.team:
            return
        account = str(body["user"]["id"])
        where = {} if "view" in body else clicked_in(body)

        def view() -> Block:
            try:
                with self.floor.database.read() as session:
                    by = person_behind(session, account)
                    today = today_of(self.floor, session, by)
                    item = _open_item(session, key, today)
                    return form(session, by, item, today, where)
            except CoachError as error:
                return words_modal(str(error))

        open_and_fill(client, body, title, view)

    def _promise_form(
        self, session: Session, by: Person, item: Item, today: date, where: Any
    ) -> Block:
        """Tomorrow at ten is offered: where the person is."""
        zone = people.zone_of(session, by)
        first = datetime.combine(today + timedelta(days=1), AT_TEN, tzinfo=zone)
        return blocks.promise_modal(item.key, _title(item), first, where)

    def _snooze_form(
        self, session: Session, by: Person, item: Item, today: date, where: Any
    ) -> Block:
        rules = self.floor.company.nudge_rules
        left = max(1, rules.snoozes - snoozed(session, item.key))
        return blocks.snooze_modal(item.key, _title(item), today, rules.snooze_days, left, where)

    def _extension_form(
        self, session: Session, by: Person, item: Item, today: date, where: Any
    ) -> Block:
        later = max(today, item.due_on or today) + SOON
        to_on = min(later, item.fixed_on) if item.fixed_on is not None else later
        return blocks.extension_modal(item.key, _title(item), to_on, where)

    def _not_mine_form(
        self, session: Session, by: Person, item: Item, today: date, where: Any
    ) -> Block:
        return blocks.not_mine_modal(item.key, _title(item), where)

    def _all(self, account: str, number: int) -> Block:
        floor = self.floor
        with floor.database.read() as session:
            nudge = session.get(Nudge, number)
            mine = nudge is not None and (
                session.get_one(Person, nudge.person_id).slack_account == account
            )
            if nudge is None or not mine:
                return words_modal("This message is not yours.")
            rules = floor.company.nudge_rules
            content = nudges.content_of(session, nudge, now=floor.clock(), rules=rules)
            if content is None:
                return words_modal("Nothing is left of it.")
            return blocks.all_modal(with_originals(floor, session, content))


def _promised(floor: Floor, entry: Entry) -> Told:
    given = entry.text("at")
    if not given.isdigit():
        raise BadField("at", "Choose a day and an hour.")
    at = datetime.fromtimestamp(int(given), UTC)
    hold = nudges.promise(
        entry.session, entry.item, by=entry.by, at=at, now=entry.now,
        rules=floor.company.nudge_rules,
    )  # fmt: skip
    window = next_window(floor, entry.session, entry.by, hold.until_at)
    back_at = window.from_at if window is not None else hold.until_at
    local = back_at.astimezone(people.zone_of(entry.session, entry.by))
    at_hour = f"{weekday(local)}, {local:%H:%M}"
    words = f"Noted: I come back to you on {at_hour}, unless it is done by then."
    return Told(words, promised=hold)


def _snoozed(floor: Floor, entry: Entry) -> Told:
    until = entry.day("until")
    nudges.snooze(
        entry.session, entry.item, by=entry.by, until=until, reason=entry.text("reason"),
        now=entry.now, rules=floor.company.nudge_rules,
    )  # fmt: skip
    return Told(f"Put off until {weekday(until)}. The due date and your lead's clock run on.")


def _extension(floor: Floor, entry: Entry) -> Told:
    row = nudges.ask_extension(
        entry.session, entry.item, entry.day("to_on"), entry.text("reason"), by=entry.by,
        now=entry.now,
    )  # fmt: skip
    names = _names(entry.session, row, entry.now)
    return Told(f"Asked for more time. {names} decides; until then the date stays.", row)


def _not_mine(floor: Floor, entry: Entry) -> Told:
    other = entry.person("other")
    row = nudges.not_mine(
        entry.session, entry.item, other, entry.text("reason"), by=entry.by, now=entry.now
    )
    return Told(f"{other.name} is asked to take it over. Until then it stays with you.", row)


def _muted(floor: Floor, entry: Entry) -> Told:
    item = _open_item(entry.session, entry.item, entry.today)
    rules = floor.company.nudge_rules
    nudges.mute(entry.session, item.kind, by=entry.by, now=entry.now, rules=rules)
    return Told(
        f"No more reminders of the kind “{item.kind}” before the day they are due. "
        "What is due, late or critical still comes. The same menu brings them back."
    )


def _unmuted(floor: Floor, entry: Entry) -> Told:
    item = _open_item(entry.session, entry.item, entry.today)
    nudges.unmute(entry.session, item.kind, by=entry.by, now=entry.now)
    return Told(f"Reminders of the kind “{item.kind}” come before their day again.")


Answer = Callable[[Floor, Entry], Told]
ANSWERS: Mapping[str, Answer] = {
    "promise": _promised,
    "snooze": _snoozed,
    "extend": _extension,
    "not mine": _not_mine,
    "mute": _muted,
    "unmute": _unmuted,
}


def _names(session: Session, row: NudgeRequest, now: datetime) -> str:
    return either(one.name for one in nudges.decides(session, row, now=now))


def _open_item(session: Session, key: str, today: date) -> Item:
    found = nudges.open_items(session, today=today, keys={key})
    if not found:
        raise NotFound("This is done already, or nobody has to do it any more.")
    return found[0]


def _title(item: Item) -> str:
    return f"{item.id} {item.title}"
