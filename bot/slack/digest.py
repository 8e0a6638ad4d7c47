"""What a lead does from the digest: remind a person, accept what was done, hand over."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.web import WebClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.inbox import Job
from bot.slack import digest_blocks as blocks
from bot.slack.dates import weekday
from bot.slack.digest_blocks import APPROVE, FORM, HAND_OUT, PERSON, REASSIGN, REMIND
from bot.slack.floor import Floor
from bot.slack.limits import Block
from bot.slack.listening import Body, click, keep, submission, team_of
from bot.slack.modals import open_and_fill
from bot.slack.mrkdwn import escaped
from bot.slack.nudge_messages import (
    REMINDER,
    accepted_next,
    asked_lines,
    digest_shown,
    mark_of,
    marks_about,
    today_of,
    without_repeats,
)
from bot.slack.nudge_requests import request_cards
from bot.slack.quiet_times import ask_quiet_times, next_window
from bot.slack.record_entry import BadField, Entry
from bot.slack.record_forms import said_in, shown_in
from bot.slack.record_opening import words_modal
from bot.slack.replies import WORDS
from bot.slack.told import clicked_in, clicked_value, own_place, refusal
from bot.working import Ending, Kind
from knowledge import audit_log, nudges, people, training
from knowledge.deliveries import REPLY, Address, NewDelivery, key_of
from knowledge.errors import CoachError, NotAllowed, NotFound
from knowledge.evidence import person_behind
from knowledge.nudges import Item
from knowledge.nudges.lines import UNTRANSFERABLE
from knowledge.nudges.windows import Window
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.record_tables import Person

HAND_OVER = "digest_hand_over"
QUALITY = frozenset({"quality", "deputy"})


def register(app: App, digests: Digests) -> None:
    app.action(re.compile(rf"{REMIND}_\d+"))(digests.storing(REMIND))
    app.action(re.compile(rf"{APPROVE}_\d+_\d+"))(digests.storing(APPROVE))
    app.action(re.compile(rf"{REASSIGN}_\d+"))(digests.reassign)
    app.action(re.compile(rf"{PERSON}_\d+"))(digests.person)
    app.action(HAND_OUT)(digests.hand_out)
    app.view(FORM)(digests.handed_in)


@dataclass(frozen=True)
class Digests:
    """Listens to a lead's buttons and works them."""

    floor: Floor

    def kinds(self) -> dict[str, Kind]:
        return {
            REMIND: Kind(self.remind, self.apologise),
            APPROVE: Kind(self.accept, self.apologise),
            HAND_OVER: Kind(self.hand_over, self.apologise),
        }

    def storing(self, kind: str) -> Any:
        """A listener to a button that needs no form."""

        def store(ack: Ack, body: Body) -> None:
            incoming = click(self.floor, body, kind)
            if incoming is not None:
                keep(self.floor, incoming)
            ack()

        return store

    def person(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            account, number = str(body["user"]["id"]), int(clicked_value(body))
            open_and_fill(client, body, "This week", lambda: self._week(account, number))

    def hand_out(self, ack: Ack, body: Body, client: WebClient) -> None:
        """What a lead's people without an account have to do."""
        ack()
        if team_of(body) == self.floor.team:
            account = str(body["user"]["id"])
            open_and_fill(client, body, "To hand out", lambda: self._lists(account))

    def reassign(self, ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == self.floor.team:
            account, number = str(body["user"]["id"]), int(clicked_value(body))
            where = clicked_in(body)
            view = lambda: self._reassign_form(account, number, where)  # noqa: E731
            open_and_fill(client, body, "Hand over", view)

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
        incoming = submission(self.floor, body, HAND_OVER, said=said, **where)
        if incoming is not None:
            keep(self.floor, incoming)
        ack()

    def remind(self, job: Job) -> Ending:
        """A reminder in a lead's name, once a day, within working hours."""
        floor = self.floor
        number = int(job.payload["value"])
        ask_quiet_times(floor, [number])

        def ending(session: Session) -> list[NewDelivery]:
            by = person_behind(session, job.payload["person"])
            person = self._led(session, by, number)
            if not asked_lines(floor, session, person):
                raise NotFound(f"Nothing of {person.name}'s is late or due within a week any more.")
            window = self._next_window(session, person)
            wanted = _reminder(floor, session, person, by, window)
            log = {"person": person.id, "at": window.from_at.isoformat()}
            audit_log.add(
                session, who=by.id, what="nudge: reminded by a lead", payload=log,
                now=floor.clock(),
            )  # fmt: skip
            return [wanted, self._told(job, self._when(session, person, window))]

        return ending

    def accept(self, job: Job) -> Ending:
        """Accept what somebody says was done, as their lead or quality."""
        floor, key = self.floor, str(job.payload["value"])

        def ending(session: Session) -> list[NewDelivery]:
            by = person_behind(session, job.payload["person"])
            today = today_of(floor, session, by)
            item = _open_item(session, key, today)
            self._led(session, by, item.person_id or 0)
            completion = accepted_next(session, item, by)
            if completion is None:
                raise NotAllowed(f"{item.id} waits for the register's file, not for you.")
            training.accept(session, completion, by=by, today=today, now=floor.clock())
            return [
                self._told(job, f"{item.id} {item.title} is accepted."),
                *self._marks(session, job, key, by),
            ]

        return ending

    def hand_over(self, job: Job) -> Ending:
        said = job.payload["said"]

        def ending(session: Session) -> list[NewDelivery]:
            by = person_behind(session, job.payload["person"])
            words, cards = self._proposed(session, said, by)
            return [self._told(job, words), *cards]

        return ending

    def apologise(self, job: Job, words: str) -> list[NewDelivery]:
        return refusal(self.floor, job, words)

    def _proposed(
        self, session: Session, said: Mapping[str, Any], by: Person
    ) -> tuple[str, list[NewDelivery]]:
        floor = self.floor
        today, now = today_of(floor, session, by), floor.clock()
        entry = Entry(session, by, said, floor.evidence, today, now)
        other = entry.person("other")
        row = nudges.hand_to(session, entry.item, other, entry.text("reason"), by=by, now=now)
        words = f"{other.name} is asked to take it over. Until then it stays where it is."
        return words, request_cards(floor, session, row)

    def _refused(self, said: Mapping[str, Any], account: str) -> tuple[str | None, str] | None:
        try:
            with self.floor.database.begin() as session:
                self._proposed(session, said, person_behind(session, account))
                session.rollback()
        except BadField as error:
            return error.field, str(error)
        except CoachError as error:
            return None, str(error)
        return None

    def _led(self, session: Session, by: Person, person_id: int) -> Person:
        """Raises NotAllowed for others than those whom this person leads, but for quality."""
        person = session.get(Person, person_id)
        if person is None:
            raise NotFound("This person is not in the register any more.")
        today = today_of(self.floor, session, by)
        lead = people.lead_of(session, person, today)
        quality = QUALITY & people.roles_of(session, by, today=today)
        if not quality and (lead is None or lead.id != by.id):
            raise NotAllowed(f"{person.name} is led by somebody else. Ask them.")
        return person

    def _next_window(self, session: Session, person: Person) -> Window:
        """When this person is at work next and doesn't mind being told."""
        found = next_window(self.floor, session, person, self.floor.clock())
        if found is None:
            raise NotAllowed(f"{person.name} is away. Speak to whoever stands in.")
        return found

    def _when(self, session: Session, person: Person, window: Window) -> str:
        if window.from_at <= self.floor.clock():
            return f"{person.name} is reminded now."
        local = window.from_at.astimezone(people.zone_of(session, person))
        return (
            f"{person.name} is not at work now and is reminded on {weekday(local)}, {local:%H:%M}."
        )

    def _told(self, job: Job, words: str) -> NewDelivery:
        key = key_of(self.floor.secret, job.team, "digest", f"{job.id}", job.payload["person"])
        to = own_place(job.team, job.payload)
        return NewDelivery(key, to, WORDS, {"words": escaped(words)}, lane=REPLY)

    def _marks(self, session: Session, job: Job, key: str, by: Person) -> list[NewDelivery]:
        occasion = f"digest {job.id}"
        wanted = marks_about(self.floor, session, key, by=by, occasion=occasion)
        conversation, ts = job.payload.get("conversation"), job.payload.get("message")
        if conversation and ts:
            wanted += mark_of(self.floor, session, conversation, ts, occasion)
        return without_repeats(wanted)

    def _week(self, account: str, number: int) -> Block:
        floor = self.floor
        try:
            with floor.database.read() as session:
                by = person_behind(session, account)
                person = self._led(session, by, number)
                made = nudges.digest(session, lead_id=by.id, now=floor.clock())
                today = today_of(floor, session, by)
                shown = digest_shown(session, made, by, today)
                week = next((one for one in made.people if one.person_id == number), None)
                if week is None:
                    return words_modal(f"Nothing of {person.name}'s is open this week any more.")
                return blocks.person_modal(week, shown)
        except CoachError as error:
            return words_modal(str(error))

    def _lists(self, account: str) -> Block:
        floor = self.floor
        try:
            with floor.database.read() as session:
                lead, rules = person_behind(session, account), floor.company.nudge_rules
                lists = nudges.printable(session, lead, now=floor.clock(), rules=rules)
                if not lists:
                    return words_modal("Nothing is left to hand out.")
                return blocks.hand_out_modal(lists)
        except CoachError as error:
            return words_modal(str(error))

    def _reassign_form(self, account: str, number: int, where: Mapping[str, Any]) -> Block:
        floor = self.floor
        try:
            with floor.database.read() as session:
                by = person_behind(session, account)
                person = self._led(session, by, number)
                today = today_of(floor, session, by)
                choices = [
                    (item.key, f"{item.id} {item.title}")
                    for item in nudges.items_of(session, person, today=today)
                    if item.kind not in UNTRANSFERABLE and not item.waits
                ]
            if not choices:
                return words_modal("Nothing is left that somebody else could take over.")
            return blocks.reassign_modal(choices, where)
        except CoachError as error:
            return words_modal(str(error))


def _reminder(
    floor: Floor, session: Session, person: Person, by: Person, window: Window
) -> NewDelivery:
    """Raises NotAllowed without an account, or the second time on a day."""
    if person.slack_account is None:
        raise NotAllowed(
            f"{person.name} has no Slack account. Please tell them; whoever looks after this app "
            "can print their list with `coach nudges list`."
        )
    period = window.day.isoformat()
    key = key_of(floor.secret, floor.team, REMINDER, "day", f"{person.id}", period)
    if session.scalar(select(Delivery.id).where(Delivery.key == key)) is not None:
        raise NotAllowed(f"{person.name} was reminded for that day already. Once a day is enough.")
    return NewDelivery(
        key,
        Address(floor.team, person.slack_account),
        REMINDER,
        {"person": person.id, "by": by.id},
        due_at=_not_before(window, floor.clock()),
        expires_at=window.to_at,
    )


def _not_before(window: Window, now: datetime) -> datetime:
    return max(window.from_at, now)


def _open_item(session: Session, key: str, today: Any) -> Item:
    found = nudges.open_items(session, today=today, keys={key})
    if not found:
        raise NotFound("This is done already, or nobody has to do it any more.")
    return found[0]
