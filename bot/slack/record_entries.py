"""What is entered in a form for records: the domain's rules decide, the person is told in words.

A form is tried in the listener, in a transaction that is rolled back, so that what a rule forbids
shows below a field; then it is stored and entered by a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from sqlalchemy.orm import Session

from bot.slack.record_entry import (
    REGISTER_OF,
    BadField,
    Entry,
    past_day,
    refuse_unless_leading,
)
from bot.slack.record_evidence import attached_to, in_words, with_proof
from knowledge import capa, nudges, people, registers, training
from knowledge.capa import SOURCES, Move, NewAction
from knowledge.capa.actions import CERTIFICATION_BODY
from knowledge.capa.stages import TRANSITIONS
from knowledge.errors import NotAllowed, NotFound
from knowledge.nudges import Completion, Finished, Item, completing
from knowledge.storage.action_tables import CorrectiveAction, Evidence
from knowledge.storage.record_tables import Course, Person, TrainingAssignment

REPORTED = "reported, waiting for confirmation. The next import of the register's file confirms it"
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


def _assessor(entry: Entry, shown: Evidence | None) -> str | None:
    if shown is None or shown.assessor_id is None:
        return None
    return entry.session.get_one(Person, shown.assessor_id).name


def _subject(session: Session, row: TrainingAssignment) -> str:
    course = session.get(Course, row.course_id) if row.course_id is not None else None
    if course is not None:
        return f"{course.code} {course.title}"
    return f"{row.document} revision {row.revision or '?'}"


def _action(entry: Entry) -> CorrectiveAction:
    if REGISTER_OF.get(entry.item.partition(":")[0]) != "capa":
        raise NotAllowed("This is changed where it is kept. Ask the quality team.")
    return capa.find(entry.session, entry.number)
