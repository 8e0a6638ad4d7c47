"""Sessions: several people trained at once, recorded by a lead with trainer, day and list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log, registers
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.people import leads, roles_of
from knowledge.storage.record_tables import Course, Person, TrainingAssignment
from knowledge.training.items import TrainingItem, open_items, unassigned_item
from knowledge.training.recording import (
    Performance,
    Recorded,
    add_completion,
    assign,
    assignment,
    check_day,
    current,
    kept_in_file,
    reported_to_file,
)

_QUALITY = frozenset({"quality", "deputy"})


@dataclass(frozen=True)
class Topic:
    """What a session was about: a course, or a document's revision that is to be read.

    `open_for` and `reported_for` are ids of people. `asks` is what the course's own words ask for
    as evidence; `shows_ability`: who was there counts only if found able.
    """

    key: str
    title: str
    open_for: frozenset[int] = frozenset()
    reported_for: frozenset[int] = frozenset()
    course: Course | None = None

    @property
    def asks(self) -> str:
        return (self.course.evidence or "") if self.course is not None else ""

    @property
    def shows_ability(self) -> bool:
        course = self.course
        return course is not None and (course.critical or course.kind == "qualification")


@dataclass(frozen=True)
class Attendance:
    """Somebody who was there, and the item it settles. Without an assignment `item` names course
    and person, under which it is reported to the register's file."""

    person: Person
    item: str
    assignment: TrainingAssignment | None


def topics(session: Session, *, people: Collection[int] | None, today: date) -> list[Topic]:
    """What a session may be about: what is open for these people (ids), the most wanted first,
    then the other courses. None is everybody."""
    items = open_items(session, today=today, people=people)
    listed = session.scalars(select(Course).where(Course.gone_on.is_(None)).order_by(Course.code))
    courses = {course.code: course for course in listed}
    found = _by_topic(items, courses)
    for code, course in courses.items():
        found.setdefault(_course_key(code), Topic(_course_key(code), _title(course), course=course))
    return sorted(found.values(), key=lambda one: (-len(one.open_for), not one.course, one.title))


def topic(session: Session, key: str, *, people: Collection[int] | None, today: date) -> Topic:
    """Raises NotFound for what is neither a course nor open to be read."""
    for one in topics(session, people=people, today=today):
        if one.key == key:
            return one
    raise NotFound("That course or document is not in the register any more. Choose another.")


def attending(
    session: Session,
    about: Topic,
    people: Sequence[Person],
    *,
    lead: Person,
    today: date,
    now: datetime,
) -> list[Attendance]:
    """What the session settles for each of these people.

    Who was not assigned to the course is assigned now, where the register is kept here. Raises
    NotAllowed for others than the lead's people, and for what was recorded already.
    """
    refuse_unless_led(session, people, lead, today)
    ids = {person.id for person in people}
    items = _first_of_each(
        item
        for item in open_items(session, today=today, people=ids)
        if _key_of(item) == about.key and item.assignment_id is not None
    )
    return [
        _attendance(session, about, person, items.get(person.id), lead, today, now)
        for person in people
    ]


def record_session(
    session: Session,
    attended: Sequence[Attendance],
    *,
    lead: Person,
    trainer: str,
    held_on: date,
    evidence: str | None = None,
    evidence_ids: Mapping[str, int] | None = None,
    able: bool = False,
    today: date,
    now: datetime,
) -> list[Recorded | None]:
    """A lead records who was at a session, with its trainer and day; None for whoever was not
    assigned, which is reported alone.

    `evidence_ids` are rows of the evidence store by item, `evidence` a reference in words. `able`:
    each was found able to do it, not only there. Raises NotAllowed for people the lead doesn't
    lead, for the lead's own training, and without evidence; BadInput without a trainer or people.
    """
    if not trainer.strip():
        raise BadInput("Say who gave the training.")
    if not attended:
        raise BadInput("Say who was there.")
    known = evidence_ids or {}
    if evidence is None and any(one.item not in known for one in attended):
        raise NotAllowed("Attach the list of those who were there, signed or photographed.")
    refuse_unless_led(session, [one.person for one in attended], lead, today)
    recorded = []
    for one in attended:
        done = Performance(
            held_on, "passed" if able else "attended", trainer.strip(), evidence,
            known.get(one.item),
        )  # fmt: skip
        check_day(done, today)
        recorded.append(_recorded(session, one, done, lead, today, now))
    payload = {
        "people": [one.person.id for one in attended],
        "held_on": held_on,
        "items": [one.item for one in attended],
    }
    audit_log.add(session, who=lead.id, what="training: session", payload=payload, now=now)
    return recorded


def refuse_unless_led(
    session: Session, people: Sequence[Person], lead: Person, today: date
) -> None:
    """Raises NotAllowed for oneself, and for people of others unless one is of quality."""
    quality = _QUALITY & roles_of(session, lead, today=today)
    for person in people:
        if person.id == lead.id:
            raise NotAllowed("Nobody records their own training. Your lead does.")
        if not quality and not leads(session, lead, person, today):
            raise NotAllowed(f"{person.name} is led by somebody else, who records this session.")


def _attendance(
    session: Session,
    about: Topic,
    person: Person,
    item: TrainingItem | None,
    lead: Person,
    today: date,
    now: datetime,
) -> Attendance:
    if person.id in about.reported_for or (item is not None and item.state == "reported"):
        raise _recorded_already(about, person)
    if item is not None:
        return Attendance(person, item.id, assignment(session, item.id))
    if about.course is None:
        raise NotAllowed(f"{person.name} doesn't have to read {about.title}. Take them off.")
    if registers.master_of(session, "training") == "file":
        name = unassigned_item(about.course.code, person.number)
        if registers.waiting(session, "training", name):
            raise _recorded_already(about, person)
        return Attendance(person, name, None)
    made = assign(session, person, about.course, due_on=today, by=lead, today=today, now=now)
    if current(session, made) is not None:
        raise _recorded_already(about, person)
    return Attendance(person, made.number, made)


def _recorded_already(about: Topic, person: Person) -> NotAllowed:
    return NotAllowed(f"{about.title} is recorded for {person.name} already. Take them off.")


def _recorded(
    session: Session, one: Attendance, done: Performance, lead: Person, today: date, now: datetime
) -> Recorded | None:
    assigned = one.assignment
    if assigned is None:
        facts = {"performed_on": done.performed_on}
        registers.report(session, "training", one.item, done.result, lead.id, facts, now)
        return None
    if kept_in_file(session, assigned):
        return reported_to_file(session, assigned, done, lead, now)
    row = add_completion(session, assigned, done, lead, today, accepted_by=lead)
    return Recorded(assigned, row, "done")


def _by_topic(items: Sequence[TrainingItem], courses: Mapping[str, Course]) -> dict[str, Topic]:
    wanted: dict[str, set[int]] = defaultdict(set)
    reported: dict[str, set[int]] = defaultdict(set)
    titles: dict[str, str] = {}
    for item in items:
        if item.course is not None and item.course not in courses:
            continue
        key = _key_of(item)
        (reported if item.state == "reported" else wanted)[key].add(item.person_id)
        titles[key] = item.title
    return {
        key: Topic(
            key,
            _title(courses[key.partition(":")[2]]) if key.startswith("course:") else title,
            frozenset(wanted[key] - reported[key]),
            frozenset(reported[key]),
            courses.get(key.partition(":")[2]) if key.startswith("course:") else None,
        )
        for key, title in titles.items()
    }


def _first_of_each(items: Iterable[TrainingItem]) -> dict[int, TrainingItem]:
    """By person the item that is due first."""
    found: dict[int, TrainingItem] = {}
    for item in items:
        found.setdefault(item.person_id, item)
    return found


def _key_of(item: TrainingItem) -> str:
    if item.course is not None:
        return _course_key(item.course)
    return f"reading:{item.document} {item.revision or '?'}"


def _course_key(code: str) -> str:
    return f"course:{code}"


def _title(course: Course) -> str:
    return f"{course.code} {course.title}"
