"""A quarter of the sample company, day by day, with people who act, put off, promise and leave."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import deliveries, nudges, people, registers, training
from knowledge.deliveries import Address
from knowledge.errors import CoachError
from knowledge.nudges import Completion, ContentLine, Item, NudgeContent, Rules
from knowledge.storage.action_tables import CorrectiveAction
from knowledge.storage.database import Database
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.nudge_tables import NudgeHold, NudgeRequest
from knowledge.storage.record_tables import Absence, Person, TrainingAssignment, TrainingCompletion
from knowledge.training import Performance
from tests.knowledge.nudges.company import import_company

START = date(2026, 11, 16)
QUARTER = 13 * 7
CLOCK = (time(5, 5), time(7, 5), time(9, 5), time(14, 5), time(22, 5))
"""When the planner looks, in UTC: a little after each of the company's shifts has begun."""
EVENING = time(16)


@dataclass(frozen=True)
class ToldLine:
    """What a message said of one item, with what was true of it then."""

    key: str
    title: str
    audience: str
    rule: str
    why: str
    owner_id: int | None
    due_on: date | None
    first_due_on: date | None
    critical_on: date | None
    consequence: str


@dataclass(frozen=True)
class Message:
    """One message as it went out. `day` is the reader's local day."""

    at: datetime
    day: date
    person_id: int
    name: str
    digest: str
    lines: tuple[ToldLine, ...]


@dataclass(frozen=True)
class Snapshot:
    """What was open on a morning, and who would have been responsible."""

    day: date
    items: tuple[Item, ...]
    leads: dict[str, int | None]
    working: frozenset[int]


@dataclass
class Record:
    """What happened: messages, mornings, and by item the stretches nobody was to hear of it.

    `messages` are the coach's own; `asked` are those that somebody asked for at an hour of the day,
    by the number of the promise they keep. `hours` are these promises: item, person, moment.
    """

    messages: list[Message] = field(default_factory=list)
    asked: list[tuple[int, Message]] = field(default_factory=list)
    hours: dict[int, tuple[str, int, datetime]] = field(default_factory=dict)
    mornings: list[Snapshot] = field(default_factory=list)
    settled: dict[str, list[tuple[datetime, datetime | None]]] = field(default_factory=dict)
    held: list[tuple[str, int, datetime, datetime]] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)
    paused: set[date] = field(default_factory=set)

    def settle(self, key: str, now: datetime) -> None:
        spans = self.settled.setdefault(key, [])
        if not spans or spans[-1][1] is not None:
            spans.append((now, None))

    def reopen(self, key: str, now: datetime) -> None:
        spans = self.settled.get(key)
        if spans and spans[-1][1] is None:
            spans[-1] = (spans[-1][0], now)


class Quarter:
    """Runs the company. Training is kept by the coach, all else in files that are imported."""

    def __init__(self, database: Database, *, seed: int = 1, rules: Rules | None = None) -> None:
        self.database = database
        self.rules = rules or Rules()
        self.record = Record()
        self._chance = random.Random(seed)

    def run(self, days: int) -> Record:
        self._prepare()
        for number in range(days):
            day = START + timedelta(days=number)
            self._morning(day)
            for clock in (each for each in CLOCK if each < EVENING):
                self._tick(datetime.combine(day, clock, tzinfo=UTC))
            if day.weekday() < 5:
                self._evening(datetime.combine(day, EVENING, tzinfo=UTC))
            for clock in (each for each in CLOCK if each > EVENING):
                self._tick(datetime.combine(day, clock, tzinfo=UTC))
        return self.record

    def _prepare(self) -> None:
        import_company(self.database)
        now = datetime.combine(START, time(), tzinfo=UTC)
        with self.database.begin() as session:
            registers.set_master(session, "training", "coach", who=None, now=now)
            audit_day = date(2026, 12, 9)
            nudges.pause(session, audit_day, by=None, now=now)
            self.record.paused.add(audit_day)
            for person in session.scalars(select(Person).order_by(Person.id)):
                if self._chance.random() < 0.35:
                    first = START + timedelta(days=self._chance.randrange(10, QUARTER - 15))
                    last = first + timedelta(days=self._chance.choice((0, 2, 4, 9, 13)))
                    session.add(Absence(person_id=person.id, first_day=first, last_day=last))

    def _morning(self, day: date) -> None:
        """What is open, read independently of the planner."""
        now = datetime.combine(day, time(), tzinfo=UTC)
        with self.database.begin() as session:
            items = nudges.open_items(session, today=day)
            waiting = {item.key for item in items if not item.waits}
            for key in waiting:
                self.record.reopen(key, now)
            leads, working = {}, set()
            for person in session.scalars(select(Person)):
                if day.weekday() < 5 and people.working_hours(session, person, day):
                    working.add(person.id)
            for item in items:
                owner = session.get(Person, item.person_id) if item.person_id else None
                lead = people.lead_of(session, owner, day) if owner else None
                leads[item.key] = lead.id if lead else None
            self.record.mornings.append(Snapshot(day, tuple(items), leads, frozenset(working)))

    def _tick(self, now: datetime) -> None:
        self._keep_hours(now)
        with self.database.begin() as session:
            nudges.plan(session, now=now, rules=self.rules)
            secret = deliveries.key_secret(session)
            for wanted in nudges.dispatch(
                session, team="T", secret=secret, now=now, rules=self.rules
            ):
                deliveries.enqueue(session, wanted, now=now)
                content = nudges.still_wanted(
                    session, wanted.subject["nudge"], now=now, rules=self.rules
                )
                row = session.scalars(select(Delivery).filter_by(key=wanted.key)).one()
                row.state = "sent" if content else "cancelled"
                if content is not None:
                    self._arrived(session, content, now)

    def _keep_hours(self, now: datetime) -> None:
        """What was asked for since the last look, each at its hour, as a sender would."""
        with self.database.begin() as session:
            due = select(Delivery).where(Delivery.kind == nudges.RETURN, Delivery.due_at <= now)
            for row in session.scalars(due.where(Delivery.state == "pending")).all():
                hold, person = row.subject["hold"], session.get_one(Person, row.subject["person"])
                line = nudges.returned_line(
                    session, hold, by=person, now=row.due_at, rules=self.rules
                )
                row.state = "sent" if line is not None else "cancelled"
                if line is not None:
                    day = row.due_at.astimezone(people.zone_of(session, person)).date()
                    told = Message(row.due_at, day, person.id, person.name, "", (_told(line),))
                    self.record.asked.append((hold, told))
                    self._react(session, person, line, row.due_at + timedelta(minutes=20))

    def _arrived(self, session: Session, content: NudgeContent, now: datetime) -> None:
        digest = content.digest
        said = "" if digest is None else "all is well"
        if digest is not None and not digest.all_well:
            said = (
                f"{len(digest.overdue)} overdue, {len(digest.due_this_week)} due this week, "
                f"{len(digest.done_last_week)} done last week, "
                f"{len(digest.unconfirmed)} unconfirmed; {len(digest.teams)} teams"
            )
        lines = tuple(_told(line) for line in content.lines)
        self.record.messages.append(
            Message(now, content.day, content.person.id, content.person.name, said, lines)
        )
        for line in content.mine:
            self._react(session, content.person, line, now + timedelta(minutes=20))

    def _react(self, session: Session, person: Person, line: ContentLine, now: datetime) -> None:
        """What somebody does about one item, if anything."""
        drawn, item = self._chance.random(), line.item
        try:
            if drawn < 0.40:
                self._do(session, person, item, now)
            elif drawn < 0.55:
                at = now + timedelta(days=self._chance.choice((0, 0, 0, *range(1, 8))), hours=3)
                row = nudges.promise(session, item.key, by=person, at=at, now=now)
                self._ask_back(session, row, person, now)
                self._held(session, row.person_id, item, at, now, f"promises {at:%d %b %H:%M}")
            elif drawn < 0.70:
                until = now.date() + timedelta(days=self._chance.randrange(1, 8))
                row = nudges.snooze(
                    session, item.key, by=person, until=until, reason="Busy", now=now
                )
                at = row.until_at
                self._held(session, row.person_id, item, at, now, f"snoozes to {until:%d %b}")
            elif drawn < 0.78 and item.due_on is not None:
                to_on = max(item.due_on, now.date()) + timedelta(days=self._chance.randrange(5, 30))
                nudges.ask_extension(session, item.key, to_on, "Parts", by=person, now=now)
                self._note(now, person.name, item, f"asks for time until {to_on:%d %b}")
        except CoachError as error:
            self._note(now, person.name, item, f"is refused: {error}")

    def _ask_back(self, session: Session, row: NudgeHold, by: Person, now: datetime) -> None:
        wanted = nudges.come_back(
            session,
            row,
            by=by,
            to=Address("T", by.slack_account),
            secret=deliveries.key_secret(session),
            now=now,
            rules=self.rules,
        )
        if wanted is not None:
            assert wanted.due_at is not None
            deliveries.enqueue(session, wanted, now=now)
            self.record.hours[row.id] = (row.item, by.id, wanted.due_at)

    def _do(self, session: Session, person: Person, item: Item, now: datetime) -> None:
        what = Completion(now.date(), reference="Record 7")
        finished = nudges.done(session, item.key, what, by=person, now=now)
        self.record.settle(item.key, now)
        self._note(now, person.name, item, f"does it: {finished.state}")

    def _evening(self, now: datetime) -> None:
        """Leads accept or reject, requests are answered, files come in."""
        with self.database.begin() as session:
            self._accept(session, now)
            self._answer(session, now)
            self._import(session, now)

    def _accept(self, session: Session, now: datetime) -> None:
        waiting = select(TrainingCompletion).where(
            TrainingCompletion.accepted_on.is_(None), TrainingCompletion.corrected_by_id.is_(None)
        )
        for row in session.scalars(waiting).all():
            assigned = session.get_one(TrainingAssignment, row.assignment_id)
            owner = session.get_one(Person, assigned.person_id)
            lead = people.lead_of(session, owner, now.date())
            if lead is None or self._chance.random() < 0.5:
                continue
            try:
                if self._chance.random() < 0.8:
                    training.accept(session, row.id, by=lead, today=now.date(), now=now)
                    continue
                failed = Performance(row.performed_on, "failed")
                training.correct(
                    session, row.id, failed, by=lead, reason="No", today=now.date(), now=now
                )
                key = f"training:{assigned.number}"
                self.record.reopen(key, now)
                self.record.deeds.append(f"{now:%d %b} {lead.name} rejects {key}")
            except CoachError:
                continue

    def _answer(self, session: Session, now: datetime) -> None:
        for row in session.scalars(select(NudgeRequest).filter_by(state="asked")).all():
            try:
                deciding = nudges.decides(session, row, now=now)
                if not deciding or self._chance.random() < 0.5:
                    continue
                if self._chance.random() < 0.6:
                    nudges.approve(session, row.id, by=deciding[0], now=now)
                else:
                    nudges.decline(session, row.id, "Not now", by=deciding[0], now=now)
                self.record.deeds.append(
                    f"{now:%d %b} {deciding[0].name}: more time for {row.item} {row.state}"
                )
            except CoachError:
                continue

    def _import(self, session: Session, now: datetime) -> None:
        """Once a week the files confirm most of what was reported, and contradict the rest."""
        if now.weekday() != 4:
            return
        for report in registers.waiting(session, "capa"):
            confirmed = self._chance.random() < 0.75
            action = session.scalars(select(CorrectiveAction).filter_by(number=report.item)).one()
            if confirmed:
                action.stage = "closed"
                registers.settle(session, "capa", report.item, dict(report.payload), now)
                continue
            registers.settle(session, "capa", report.item, {}, now)
            for kind in ("action", "effectiveness"):
                self.record.reopen(f"{kind}:{report.item}", now)
            self.record.deeds.append(f"{now:%d %b} the file contradicts {report.item}")

    def _held(
        self, session: Session, owner: int, item: Item, at: datetime, now: datetime, what: str
    ) -> None:
        name = session.get_one(Person, owner).name
        if not item.critical:
            self.record.held.append((item.key, owner, now, at))
        self._note(now, name, item, what)

    def _note(self, now: datetime, who: str, item: Item, what: str) -> None:
        self.record.deeds.append(f"{now:%d %b %H:%M} {who}, {item.id}: {what}")


def _told(line: ContentLine) -> ToldLine:
    item = line.item
    return ToldLine(
        item.key,
        item.title,
        line.audience,
        line.rule,
        line.why,
        item.person_id,
        item.due_on,
        item.first_due_on,
        item.critical_on,
        item.consequence,
    )


def pages(record: Record) -> Iterator[str]:
    """All that each person was told, a page a person."""
    by_person: dict[tuple[str, int], list[Message]] = {}
    asked = {id(message) for _, message in record.asked}
    everything = [*record.messages, *(message for _, message in record.asked)]
    for message in sorted(everything, key=lambda one: one.at):
        by_person.setdefault((message.name, message.person_id), []).append(message)
    for (name, _), messages in sorted(by_person.items()):
        yield f"{name}: {len(messages)} messages"
        for message in messages:
            digest = f"  [digest: {message.digest}]" if message.digest else ""
            digest += "  [asked for]" if id(message) in asked else ""
            yield f"  {message.at:%a %d %b %Y %H:%M} UTC{digest}"
            for line in message.lines:
                yield f"      {line.audience:<7} {line.key}  {line.title[:50]}: {line.why}"
                if line.consequence:
                    yield f"              {line.consequence}."
        yield from (f"    > {deed}" for deed in record.deeds if f" {name}, " in deed)
        yield ""
