"""What is entered in a form for records: the domain's rules decide, the person is told in words.

A form is tried in the listener, in a transaction that is rolled back, so that what a rule forbids
shows below a field; then it is stored and entered by a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy.orm import Session

from knowledge import capa, evidence, nudges, people, registers, training
from knowledge.capa import SOURCES, Move, NewAction
from knowledge.capa.actions import CERTIFICATION_BODY
from knowledge.capa.stages import TRANSITIONS
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.evidence import Kind, NewEvidence
from knowledge.nudges import Completion, Finished, Item, completing
from knowledge.registers import Register
from knowledge.storage.action_tables import CorrectiveAction, Evidence
from knowledge.storage.record_tables import Course, Person, TrainingAssignment
from knowledge.training.recording import ACCEPTING, kept_in_file

REPORTED = "reported, waiting for confirmation. The next import of the register's file confirms it"
DAYS = ("performed_on", "dated_on", "due_on", "fixed_on", "to_on", "effectiveness_due_on")
QUALITY = frozenset({"quality", "deputy"})
SHOWN_HASH = 12

REGISTER_OF: Mapping[str, Register] = {
    "training": "training",
    "action": "capa",
    "effectiveness": "capa",
    "finding": "audits",
    "audit": "audits",
    "review": "audits",
    "decision": "audits",
}
"""By what an item's key begins with. What is not here is not done by a form."""


class BadField(BadInput):
    """What was entered in one field can't be used."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Entry:
    """A form that was handed in. `said` are its fields by name; `file` is hash and name of the
    file that was stored. On `trial` nothing is kept, and the file is not there yet. `settled`
    takes the keys of what was done, where that is not `item` alone."""

    session: Session
    by: Person
    said: Mapping[str, Any]
    folder: Path
    today: date
    now: datetime
    file: tuple[str, str] | None = None
    trial: bool = False
    settled: list[str] = field(default_factory=list)

    @property
    def item(self) -> str:
        return str(self.said.get("item") or "")

    @property
    def number(self) -> str:
        return self.item.partition(":")[2]

    @property
    def roles(self) -> frozenset[str]:
        return people.roles_of(self.session, self.by, today=self.today)

    def day(self, name: str) -> date:
        """Raises BadField."""
        found = self.day_if_any(name)
        if found is None:
            raise BadField(name, "Choose a day.")
        return found

    def day_if_any(self, name: str) -> date | None:
        given = self.said.get(name)
        try:
            return date.fromisoformat(str(given)) if given else None
        except ValueError as error:
            raise BadField(name, f"{given!r} is no day.") from error

    def text(self, name: str) -> str:
        return str(self.said.get(name) or "").strip()

    def person(self, name: str) -> Person:
        """Raises BadField."""
        given = self.text(name)
        found = self.session.get(Person, int(given)) if given.isdigit() else None
        if found is None:
            raise BadField(f"person_{name}", "Type a name and choose somebody of the list.")
        return found


Enter = Callable[[Entry], str]


def enter(entry: Entry, forms: Mapping[str, Enter]) -> str:
    """Enter a form; what the person is told. Raises CoachError, BadField for a single field."""
    form = forms.get(str(entry.said.get("form")))
    if form is None:
        raise NotFound("This form is not known any more. Open it again from the newest message.")
    return form(entry)


def read_it(entry: Entry) -> str:
    item = _open_item(entry)
    finished = _done(entry, Completion(entry.today, account=entry.by.slack_account))
    return f"You have read {item.title}: {_state(finished)}."


def completed(entry: Entry) -> str:
    """Something that was done, with what shows it; a corrective action's next step as well."""
    item = _open_item(entry)
    on = past_day(entry, "performed_on")
    shown = _attached(entry, item, on)
    move = _move(entry) if entry.said.get("form") == "action" else None
    if move == "find effective":
        _see_lots(entry)
    finished = _done(
        entry,
        Completion(
            on,
            evidence_id=shown.id if shown is not None else None,
            reference=in_words(shown) if shown is not None else None,
            assessor=_assessor(entry, shown),
            account=entry.by.slack_account,
            move=move,
            facts=_facts(entry, move) if move is not None else {},
        ),
    )
    return with_proof(f"{item.id} {item.title}: {_state(finished)}.", shown)


def new_action(entry: Entry) -> str:
    refuse_unless_leading(entry, "Corrective actions are added")
    source = entry.text("source")
    if source not in SOURCES:
        raise BadField("source", "Choose where it comes from.")
    fixed_on = entry.day_if_any("fixed_on")
    if (source == CERTIFICATION_BODY) != (fixed_on is not None):
        raise BadField(
            "fixed_on", "The certification body's date goes with its actions, and only with them."
        )
    made = capa.record(
        entry.session,
        NewAction(
            entry.text("title"),
            entry.text("description"),
            entry.person("owner").id,
            entry.day("due_on"),
            source=source,
            clause=entry.text("clause") or None,
            fixed_on=fixed_on,
        ),
        by=entry.by,
        today=entry.today,
        now=entry.now,
    )
    return f"{made.number} {made.title} is recorded; due on {made.due_on}."


def assigned(entry: Entry) -> str:
    refuse_unless_leading(entry, "Training is assigned")
    course = entry.session.get(Course, int(entry.text("course") or 0))
    if course is None:
        raise BadField("course", "Choose a course.")
    if entry.day("due_on") < entry.today:
        raise BadField("due_on", "Choose a day from today on.")
    person = entry.person("person")
    made = training.assign(
        entry.session,
        person,
        course,
        due_on=entry.day("due_on"),
        by=entry.by,
        today=entry.today,
        now=entry.now,
    )
    return f"{course.title} is assigned to {person.name} as {made.number}, due on {made.due_on}."


def reassigned(entry: Entry) -> str:
    other = entry.person("other")
    if not people.employed(other, entry.today):
        raise BadField("person_other", f"{other.name} doesn't work here any more.")
    if REGISTER_OF.get(entry.item.partition(":")[0]) == "training":
        row = training.assignment(entry.session, entry.number)
        refuse_unless_leading(entry, "Training is reassigned")
        training.reassign(entry.session, row, other, by=entry.by, today=entry.today, now=entry.now)
        return f"{_subject(entry.session, row)} is now {other.name}'s."
    action = _action(entry)
    capa.hand_over(
        entry.session,
        action,
        other.id,
        by=entry.by,
        reason=entry.text("reason"),
        today=entry.today,
        now=entry.now,
    )
    return f"{action.number} is now {other.name}'s."


def extended(entry: Entry) -> str:
    to_on = entry.day("to_on")
    if to_on <= entry.today:
        raise BadField("to_on", "Choose a day after today.")
    if REGISTER_OF.get(entry.item.partition(":")[0]) == "training":
        row = training.assignment(entry.session, entry.number)
        training.extend(entry.session, row, to_on, by=entry.by, today=entry.today, now=entry.now)
        return f"{_subject(entry.session, row)} is now due on {to_on}. Its first date stays known."
    action = _action(entry)
    capa.ask(
        entry.session,
        action,
        to_on,
        entry.text("reason"),
        by=entry.by,
        today=entry.today,
        now=entry.now,
    )
    return f"More time for {action.number} is asked for, until {to_on}. Quality decides."


ENTRIES: Mapping[str, Enter] = {
    "reading": read_it,
    "training": completed,
    "action": completed,
    "other": completed,
    "new action": new_action,
    "assignment": assigned,
    "reassign": reassigned,
    "extend": extended,
}


def refuse_unless_leading(entry: Entry, what: str) -> None:
    """Raises NotAllowed for others than leads and quality."""
    if not entry.roles & (ACCEPTING | QUALITY):
        raise NotAllowed(f"{what} by leads and quality. Ask one of them.")


def _open_item(entry: Entry) -> Item:
    found = nudges.open_items(entry.session, today=entry.today, keys={entry.item})
    if not found:
        raise NotFound("This is done already, or nobody has to do it any more.")
    return found[0]


def _done(entry: Entry, what: Completion) -> Finished:
    return nudges.done(entry.session, entry.item, what, by=entry.by, now=entry.now)


def _state(finished: Finished) -> str:
    if finished.state == completing.REPORTED:
        return REPORTED
    if finished.state == "done":
        return "recorded"
    if finished.state == "waiting to be accepted":
        return "recorded. It counts once somebody else accepts it"
    return f"recorded. It is now {finished.state}"


def past_day(entry: Entry, name: str) -> date:
    """Raises BadField for a day to come."""
    found = entry.day(name)
    if found > entry.today:
        raise BadField(name, "That day is still to come. Give the day it was done.")
    return found


def _move(entry: Entry) -> Move:
    move = entry.text("move")
    if move not in TRANSITIONS:
        raise BadField("move", "Choose what was done.")
    return cast(Move, move)


def _see_lots(entry: Entry) -> None:
    """How many lots were checked, where the plan names a number and the coach keeps it."""
    seen = entry.text("lots_checked")
    if seen.isdigit() and registers.master_of(entry.session, "capa") == "coach":
        action = capa.find(entry.session, entry.number)
        capa.see_lots(entry.session, action, int(seen), by=entry.by, now=entry.now)


def _facts(entry: Entry, move: Move) -> dict[str, Any]:
    """What a step asks for; nothing where the company's file holds it."""
    if registers.master_of(entry.session, "capa") == "file":
        return {}
    facts: dict[str, Any] = {name: entry.text(name) for name in TRANSITIONS[move].asks}
    if move == "plan":
        facts["effectiveness_due_on"] = entry.day_if_any("effectiveness_due_on")
        lots = entry.text("lots_to_check")
        facts["lots_to_check"] = int(lots) if lots.isdigit() else None
        if not facts["effectiveness_due_on"] and not facts["lots_to_check"]:
            raise BadField("effectiveness_due_on", "Give a day here, or a number of lots below.")
    return facts


def _attached(entry: Entry, item: Item, performed_on: date) -> Evidence | None:
    register = REGISTER_OF.get(item.key.partition(":")[0])
    person_id = item.person_id if register == "training" else None
    return attached_to(entry, register, item.id, performed_on, person_id=person_id)


def attached_to(
    entry: Entry,
    register: Register | None,
    item: str,
    performed_on: date,
    *,
    person_id: int | None = None,
    attended: Sequence[int] = (),
) -> Evidence | None:
    """The evidence that came with it; None where none is asked for, or on trial its file waits.

    `attended` are the ids of all who were at a session. Raises CoachError.
    """
    kind = entry.text("kind")
    if kind in ("", "none"):
        return None
    if entry.said.get("file") and entry.file is None:
        if entry.trial:
            return None
        raise BadInput("The file has not arrived. Please hand it in again.")
    if register is None or register == "people":
        raise NotAllowed("This takes no evidence here. Ask the quality team.")
    digest, name = entry.file or (None, None)
    new = NewEvidence(
        register,
        item,
        cast(Kind, kind),
        performed_on,
        person_id=person_id,
        file_hash=digest,
        file_name=name,
        system=entry.text("system") or None,
        identifier=entry.text("identifier") or None,
        dated_on=entry.day_if_any("dated_on"),
        assessor_id=entry.person("assessor").id if kind == "observation" else None,
        attended=tuple(attended),
        note=entry.text("note") or None,
    )
    if kind == "observation" and new.assessor_id == person_id:
        raise BadField("person_assessor", "Nobody assesses themselves. Name who watched.")
    return evidence.attach(
        entry.session, new, by=entry.by, folder=entry.folder, today=entry.today, now=entry.now
    )


def _assessor(entry: Entry, shown: Evidence | None) -> str | None:
    if shown is None or shown.assessor_id is None:
        return None
    return entry.session.get_one(Person, shown.assessor_id).name


def in_words(shown: Evidence) -> str:
    """Evidence as it is told to whoever added it."""
    if shown.file_hash is not None:
        return f"{shown.kind} {shown.file_name}"
    if shown.kind == "record reference":
        return f"{shown.system} {shown.identifier} of {shown.dated_on}"
    return f"{shown.kind}: {shown.note}"


def with_proof(words: str, shown: Evidence | None) -> str:
    """What was recorded, with what shows it."""
    if shown is None:
        return words
    proof = f" Evidence: {in_words(shown).rstrip('.')}."
    if shown.file_hash is not None:
        proof += f" Our copy has the SHA-256 {shown.file_hash[:SHOWN_HASH]}…"
    return words + proof


def _subject(session: Session, row: TrainingAssignment) -> str:
    course = session.get(Course, row.course_id) if row.course_id is not None else None
    if course is not None:
        return f"{course.code} {course.title}"
    return f"{row.document} revision {row.revision or '?'}"


def _action(entry: Entry) -> CorrectiveAction:
    if REGISTER_OF.get(entry.item.partition(":")[0]) != "capa":
        raise NotAllowed("This is changed where it is kept. Ask the quality team.")
    return capa.find(entry.session, entry.number)


def in_file(session: Session, item: str) -> bool:
    """Whether the company's file decides about an item."""
    source, _, number = item.partition(":")
    register = REGISTER_OF.get(source)
    if register == "training":
        try:
            return kept_in_file(session, training.assignment(session, number))
        except NotFound:
            pass
    return register is not None and registers.master_of(session, register) == "file"
