"""What is open anywhere in the records, in one shape."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge import audits, capa, training
from knowledge.audits import AuditItem
from knowledge.capa import ActionItem
from knowledge.errors import CoachError
from knowledge.nudges.drills import SOURCE as DRILL
from knowledge.nudges.drills import AskedDrill, asked_drills, person_in
from knowledge.nudges.rules import Kind
from knowledge.people import Directory
from knowledge.search.published import (
    issues_of,
    published_generation,
    statuses_of,
    withdrawn_keys,
)
from knowledge.storage.action_tables import CorrectiveAction
from knowledge.storage.expertise_tables import ApprovedAnswer
from knowledge.storage.nudge_tables import NudgeRequest
from knowledge.storage.record_tables import Person, TrainingAssignment
from knowledge.training import TrainingItem

State = Literal["open", "overdue", "expired", "reported"]

AHEAD = timedelta(days=90)
"""How long before their day reviews of documents and answers are listed."""

EFFECTIVENESS = ("implemented", "effectiveness reviewed")


@dataclass(frozen=True)
class Item:
    """Something open. `person_id` is who has to do it next, None the quality team.

    `key` names it through all its steps, `id` is its number in its register. `critical_on` is the
    day on which lead and quality learn of a critical one, with `consequence`: what may not be done.
    `fixed_on` is set by the certification body. `agreed`: a date or owner agreed on here that the
    company's file doesn't hold yet. `link` is the address of the controlled document. `asked_on`
    is the day on which its owner is told of it whatever the rule says, as it is news.
    """

    kind: Kind
    id: str
    key: str
    title: str
    person_id: int | None
    due_on: date | None
    first_due_on: date | None
    state: State
    critical: bool = False
    critical_on: date | None = None
    consequence: str = ""
    to_do: str = ""
    fixed_on: date | None = None
    link: str | None = None
    agreed: bool = False
    asked_on: date | None = None

    @property
    def waits(self) -> bool:
        """Reported as done: nobody is reminded until it is confirmed or comes back."""
        return self.state == "reported"

    def days_late(self, today: date) -> int:
        """Days since its first due day, whatever was agreed since; 0 before."""
        return max(0, (today - self.first_due_on).days) if self.first_due_on else 0

    def overdue(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


def open_items(
    session: Session,
    *,
    today: date,
    keys: Collection[str] | None = None,
    people: Collection[int] | None = None,
) -> list[Item]:
    """All that is open; the critical first, then by due day.

    With `keys`, what of these still is; with `people`, what these have to do.
    """
    found = _of_sources(session, today, _Asked(keys, people))
    agreed = _agreed(session)
    items = [_as_agreed(item, agreed.get(item.key, ()), today) for item in found]
    if keys is not None:
        items = [item for item in items if item.key in keys]
    if people is not None:
        items = [item for item in items if item.person_id in people]
    return sorted(items, key=lambda item: (not item.critical, item.due_on or date.max, item.key))


@dataclass(frozen=True)
class _Asked:
    """What is wanted; sources may give more. None: everything."""

    keys: Collection[str] | None
    people: Collection[int] | None

    def of(self, *sources: str) -> bool:
        return self.keys is None or any(key.partition(":")[0] in sources for key in self.keys)

    def people_of(self, session: Session) -> Collection[int] | None:
        return self.people if self.keys is None else _people_of(session, self.keys)

    def drilled(self) -> Collection[int] | None:
        """Whose drills may be wanted."""
        if self.keys is None:
            return self.people
        return {person_in(key) for key in self.keys if key.startswith(f"{DRILL}:")}

    def numbers(self, session: Session) -> Collection[str] | None:
        """The corrective actions that may be wanted."""
        if self.keys is not None:
            return {key.partition(":")[2] for key in self.keys}
        if self.people is None:
            return None
        mine = or_(
            CorrectiveAction.owner_id.in_(self.people), CorrectiveAction.closer_id.in_(self.people)
        )
        taken = select(NudgeRequest.item).where(
            NudgeRequest.state == "approved", NudgeRequest.other_id.in_(self.people)
        )
        numbers = {key.partition(":")[2] for key in session.scalars(taken)}
        return numbers | set(session.scalars(select(CorrectiveAction.number).where(mine)))


def items_of(session: Session, person: Person, *, today: date) -> list[Item]:
    """What this person has to do next."""
    return open_items(session, today=today, people={person.id})


def _of_sources(session: Session, today: date, asked: _Asked) -> Iterator[Item]:
    """Sources that no wanted key belongs to are not asked."""
    if asked.of("training"):
        people = asked.people_of(session)
        for training_item in training.open_items(session, today=today, people=people):
            yield _training_item(training_item)
    if asked.of("action", "effectiveness"):
        numbers = asked.numbers(session)
        for action_item in capa.open_items(session, today=today, numbers=numbers):
            yield _action_item(action_item)
    if asked.of("audit", "finding", "review", "decision"):
        yield from _audits(session, today)
    if asked.of("document"):
        yield from _documents(session, today)
    if asked.of("answer"):
        yield from _answers(session, today)
    if asked.of(DRILL):
        persons = asked.drilled()
        for drill in asked_drills(session, today=today, persons=persons):
            yield _drill_item(drill, today)


def _people_of(session: Session, keys: Collection[str]) -> set[int]:
    """Whose training these keys name. What isn't assigned ends with the person's number."""
    ids = [key.partition(":")[2] for key in keys if key.startswith("training:")]
    assigned = select(TrainingAssignment.person_id).where(TrainingAssignment.number.in_(ids))
    numbers = [one.rpartition(" of ")[2] for one in ids if " of " in one]
    unassigned = select(Person.id).where(Person.number.in_(numbers))
    return {*session.scalars(assigned), *session.scalars(unassigned)}


def _training_item(found: TrainingItem) -> Item:
    kind: Kind = "reading" if found.kind == "reading" else "training"
    if kind == "training" and found.valid_until is not None:
        kind = "requalification"
    due_on = found.due_on or found.valid_until
    lapses = found.valid_until + timedelta(days=1) if found.valid_until else None
    states: Mapping[str, State] = {
        "reported": "reported", "overdue": "overdue", "expired": "expired"
    }  # fmt: skip
    return Item(
        kind,
        found.id,
        f"training:{found.id}",
        found.title,
        found.person_id,
        due_on,
        found.first_due_on or due_on,
        states.get(found.state, "open"),
        found.critical,
        (lapses or due_on) if found.critical else None,
        _barred(found) if found.critical else "",
        {"reading": "read and acknowledge it"}.get(kind, "take part and pass"),
    )


def _barred(found: TrainingItem) -> str:
    """What may not be done, and from when on where that is still to come."""
    if found.barred or not found.may_not or found.valid_until is None:
        return found.may_not or ""
    from_on = found.valid_until + timedelta(days=1)
    return f"From {from_on.day} {from_on:%b %Y} on: {found.may_not}"


def _action_item(found: ActionItem) -> Item:
    reviewing = found.stage in EFFECTIVENESS
    return Item(
        "effectiveness review" if reviewing else "corrective action",
        found.number,
        f"{'effectiveness' if reviewing else 'action'}:{found.number}",
        found.title,
        found.next_id,
        found.due_on,
        found.first_due_on or found.due_on,
        found.state,
        found.critical,
        found.due_on if found.critical else None,
        _fixed_by_body(found.fixed_on) if found.critical else "",
        found.next_step,
        found.fixed_on,
    )


def _fixed_by_body(day: date | None) -> str:
    return f"The certification body set {day}; only the certification body can move it"


def _audits(session: Session, today: date) -> Iterator[Item]:
    """A finding whose corrective action is open is that action's business."""
    live = select(CorrectiveAction.number).where(CorrectiveAction.stage.not_like("closed%"))
    open_actions = set(session.scalars(live))
    for found in audits.open_items(session, today=today):
        if found.critical or found.action not in open_actions:
            yield _audit_item(found)


def _audit_item(found: AuditItem) -> Item:
    kinds: Mapping[str, tuple[Kind, str, str]] = {
        "audit": ("audit preparation", "audit", "prepare and carry out the audit"),
        "finding": ("audit finding", "finding", "settle the finding"),
        "external finding": ("audit finding", "finding", "answer the certification body"),
        "management review": ("management review", "review", "prepare and hold the review"),
        "review decision": ("management review", "decision", "do what the review decided"),
    }
    kind, source, to_do = kinds[found.kind]
    fixed_on = found.due_on if found.critical else None
    return Item(
        kind,
        found.number,
        f"{source}:{found.id if source == 'decision' else found.number}",
        found.title,
        found.owner_id,
        found.due_on,
        found.first_due_on or found.due_on,
        found.state,
        found.critical,
        found.due_on if found.critical else None,
        _fixed_by_body(fixed_on) if found.critical else "",
        to_do,
        fixed_on,
    )


def _documents(session: Session, today: date) -> Iterator[Item]:
    """Documents in force whose review comes up. An owner nobody can tell is the quality team."""
    generation = published_generation(session)
    if generation is None:
        return
    issues = issues_of(session, generation.id)
    status = statuses_of(issues, on=today, withdrawn=withdrawn_keys(session))
    directory, seen = Directory.of(session), set()
    for issue in issues:
        due = issue.review_on
        if status[issue.id] != "current" or due is None or due > today + AHEAD:
            continue
        if issue.group_key in seen:
            continue
        seen.add(issue.group_key)
        yield Item(
            "document review",
            issue.number or issue.file,
            f"document:{issue.group_key}"[:400],
            issue.title,
            _named(directory, issue.owner),
            due,
            due,
            "overdue" if due < today else "open",
            to_do="review the document and issue or confirm it",
            link=issue.address,
        )


def _named(directory: Directory, owner: str | None) -> int | None:
    try:
        return directory.id_of(owner) if owner else None
    except CoachError:
        return None


def _answers(session: Session, today: date) -> Iterator[Item]:
    rows = session.scalars(
        select(ApprovedAnswer).where(
            ApprovedAnswer.state == "approved",
            ApprovedAnswer.expires_on >= today,
            ApprovedAnswer.expires_on <= today + AHEAD,
        )
    )
    accounts = {
        account: number
        for number, account in session.execute(select(Person.id, Person.slack_account))
    }
    for row in rows:
        yield Item(
            "approved answer",
            f"{row.number}.{row.revision}",
            f"answer:{row.number}.{row.revision}",
            row.question,
            accounts.get(row.author),
            row.expires_on,
            row.expires_on,
            "open",
            to_do="check the answer and propose it anew, or let it end",
        )


def _drill_item(found: AskedDrill, today: date) -> Item:
    """How it goes is its person's alone, so an item says no more than that it is open."""
    campaign = found.campaign
    return Item(
        "drill",
        f"Drill {campaign.id}",
        found.key,
        campaign.title,
        found.person_id,
        campaign.due_on,
        campaign.due_on,
        "overdue" if campaign.due_on < today else "open",
        to_do=f"a practice interview of {campaign.length} questions; how it goes stays private",
        asked_on=found.asked_on,
    )


def _agreed(session: Session) -> Mapping[str, tuple[NudgeRequest, ...]]:
    wanted = select(NudgeRequest).where(NudgeRequest.state == "approved")
    found: dict[str, tuple[NudgeRequest, ...]] = {}
    for row in session.scalars(wanted.order_by(NudgeRequest.answered_at, NudgeRequest.id)):
        found[row.item] = (*found.get(row.item, ()), row)
    return found


def _as_agreed(item: Item, agreed: tuple[NudgeRequest, ...], today: date) -> Item:
    """The item with what was agreed here, in the order it was; the file may say otherwise yet."""
    for row in agreed:
        if row.kind == "hand over" and item.person_id == row.from_id:
            item = replace(item, person_id=row.other_id, agreed=True)
        later = row.to_on is not None and (item.due_on is None or row.to_on > item.due_on)
        if row.kind == "extension" and later:
            item = replace(item, due_on=row.to_on, agreed=True)
    if item.agreed and item.state == "overdue" and not item.overdue(today):
        return replace(item, state="open")
    return item
