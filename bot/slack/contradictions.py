"""Reports that a register's file contradicts: listed on Home, put aside there with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slack_bolt import Ack, App
from slack_sdk.web import WebClient
from sqlalchemy.orm import Session

from bot.inbox import Job
from bot.slack.blocks import context, modal, section
from bot.slack.floor import Feature, Floor
from bot.slack.home_blocks import SETTLE
from bot.slack.inputs import OPTION, Choice, menu_field, text_field
from bot.slack.limits import Block
from bot.slack.listening import Body, keep, submission, team_of, typed
from bot.slack.modals import open_and_fill
from bot.slack.mrkdwn import cut, escaped
from bot.slack.replies import WORDS
from bot.slack.told import refusal
from bot.working import Ending, Kind
from knowledge import registers
from knowledge.deliveries import REPLY, Address, NewDelivery, key_of
from knowledge.errors import NotAllowed
from knowledge.evidence import person_behind
from knowledge.storage.action_tables import RegisterReport
from knowledge.storage.record_tables import Person

SETTLING = "register_settling"
FORM = "register_settle_form"
TITLE = "The file disagrees"
NOTHING = "No report is contradicted any more."
ONLY_QUALITY = "The quality team settles what a file contradicts."
EXPLAINED = (
    "If the report is right, correct the register's file: its next import confirms the report, and "
    "it leaves this list by itself. If the file is right, put the report aside here; whoever "
    "reported it is told why."
)
LINE = 400
SHOWN = 10


def feature(floor: Floor) -> Feature:
    worker = Settling(floor)
    return Feature(
        listen=lambda app: register(app, floor),
        kinds={SETTLING: Kind(worker.put_aside, worker.apologise)},
        renderers={},
    )


def register(app: App, floor: Floor) -> None:
    def show(ack: Ack, body: Body, client: WebClient) -> None:
        ack()
        if team_of(body) == floor.team:
            open_and_fill(client, body, TITLE, lambda: _form_now(floor, str(body["user"]["id"])))

    def put_aside(ack: Ack, body: Body) -> None:
        said = {name: typed(body, name, name) or "" for name in ("report", "reason")}
        incoming = submission(floor, body, SETTLING, **said)
        if incoming is not None:
            keep(floor, incoming)
        ack()

    app.action(SETTLE)(show)
    app.view(FORM)(put_aside)


def settle_modal(reports: Sequence[RegisterReport]) -> Block:
    """Which report is put aside, and why."""
    if not reports:
        return modal(TITLE, [section(NOTHING)])
    lines = [
        section(f"*{one.register}* · {cut(escaped(registers.in_words(one)), LINE)}")
        for one in reports[:SHOWN]
    ]
    choices: list[Choice] = [
        (str(one.id), cut(f"{one.id}: {one.item}, {one.what}", OPTION)) for one in reports
    ]
    fields = [
        menu_field("report", "Which report is put aside, because the file is right?", choices),
        text_field("reason", "Why? Whoever reported it reads this.", most=500),
    ]
    return modal(
        TITLE,
        [context(EXPLAINED), *lines, *fields],
        callback_id=FORM,
        submit="Put aside",
        close="Cancel",
    )


@dataclass(frozen=True)
class Settling:
    """Works what was stored. Slack is asked before the transaction, never within."""

    floor: Floor

    def put_aside(self, job: Job) -> Ending:
        floor, said = self.floor, job.payload
        floor.people.person(said["person"])

        def ending(session: Session) -> list[NewDelivery]:
            if not floor.is_quality(session, said["person"]):
                raise NotAllowed(ONLY_QUALITY)
            by = person_behind(session, said["person"])
            row = registers.dismiss(
                session, int(said["report"]), by=by.id, reason=said["reason"], now=floor.clock()
            )
            told = f"Put aside: {registers.in_words(row)}. It is open again."
            return [
                self._told(job, said["person"], told),
                *self._reporter_told(session, job, row, by),
            ]

        return ending

    def apologise(self, job: Job, words: str) -> list[NewDelivery]:
        return refusal(self.floor, job, words)

    def _reporter_told(
        self, session: Session, job: Job, row: RegisterReport, by: Person
    ) -> list[NewDelivery]:
        who = session.get(Person, row.reported_by) if row.reported_by is not None else None
        if who is None or who.id == by.id or who.slack_account is None:
            return []
        words = (
            f"What you reported does not count, since the register's file says otherwise. "
            f"{registers.in_words(row)}.\n{by.name}: “{row.reason}”\nIt is open again."
        )
        return [self._told(job, who.slack_account, words)]

    def _told(self, job: Job, account: str, words: str) -> NewDelivery:
        key = key_of(self.floor.secret, job.team, SETTLING, f"{job.id}", account)
        return NewDelivery(
            key, Address(job.team, account), WORDS, {"words": escaped(words)}, lane=REPLY
        )


def _form_now(floor: Floor, account: str) -> Block:
    with floor.database.read() as session:
        if not floor.is_quality(session, account):
            return modal(TITLE, [section(ONLY_QUALITY)])
        return settle_modal(registers.contradictions(session))
