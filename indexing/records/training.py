"""The training register: courses, the matrix, and who was assigned and trained in what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from indexing.records import cells
from indexing.records.columns import Field, Importer, Row, Table
from indexing.records.run import Item, Run
from indexing.records.sheets import Cell
from knowledge import registers
from knowledge.documents import normal_number
from knowledge.errors import CoachError
from knowledge.people.finding import same_text
from knowledge.storage.record_tables import (
    Course,
    Team,
    TrainingAssignment,
    TrainingCompletion,
    TrainingRequirement,
)
from knowledge.storage.tables import DocumentIssue
from knowledge.training.matrix import PASSED
from knowledge.training.recording import plus_months

EVERY_TEAM = ("all", "*", "alle")
WHOLE_TEAM = ("*", "all", "alle", "")
BY_ROLE = ("role", "rolle")
MARKS = ("x", "✓", "✔", "yes", "ja", "1", "•", "●")
NO_MARKS = ("", "-", "–", "no", "nein", "0")

_KINDS = {
    "first": "first", "initial": "first", "new": "first",
    "requalification": "requalification", "refresher": "requalification",
    "read and acknowledge": "reading", "reading": "reading", "read": "reading",
}  # fmt: skip
_RESULTS = {
    "passed": "passed", "pass": "passed", "bestanden": "passed",
    "failed": "failed", "fail": "failed", "nicht bestanden": "failed",
    "attended": "attended", "teilgenommen": "attended", "acknowledged": "acknowledged",
}  # fmt: skip
_COURSE_COLUMNS = {
    "course": "code", "title": "title", "kind": "kind", "critical": "critical",
    "validity_months": "validity_months", "notice_days": "notice_days",
    "days_to_complete": "days_to_complete", "may_not_perform": "may_not",
    "evidence": "evidence", "document": "document", "given_by": "given_by",
}  # fmt: skip
_FACTS = (
    "result", "performed_on", "recorded_on", "recorded_by", "assessor", "valid_until", "evidence",
)  # fmt: skip

Facts = dict[str, Any]


def write_courses(run: Run, rows: Sequence[Row]) -> None:
    items: list[Item] = []
    for row in rows:
        values = {_COURSE_COLUMNS[name]: value for name, value in row.values.items()}
        if "kind" in values and values["kind"] is None:
            values["kind"] = "course"
        if values.get("critical") and not values.get("may_not"):
            run.remark(row, "is critical and does not say what nobody may do without it")
        items.append((row, values))
    run.upsert("courses", Course, ("code",), items)


def write_matrix(run: Run, rows: Sequence[Row]) -> None:
    teams = {
        same_text(code): team for code, team in run.session.execute(select(Team.code, Team.id))
    }
    subjects = _Subjects(run)
    items: list[Item] = []
    for row in rows:
        who = _who(run, row, teams)
        if who is None:
            continue
        wanted = [name for name, cell in row.rest.items() if _marked(run, row, name, cell)]
        for name in wanted:
            subject = subjects.named(name)
            if subject is None:
                run.refuse(row, f"{name!r} is neither a course nor a document that is known")
                continue
            key = "|".join(str(part) for part in (*who.values(), name))
            items.append((row, {"key": key, **who, **subject}))
    run.upsert("matrix", TrainingRequirement, ("key",), items)


class _Subjects:
    """What the headings of the matrix may name: courses by code or title, documents by number."""

    def __init__(self, run: Run) -> None:
        courses = run.session.scalars(select(Course)).all()
        self._courses = {same_text(course.title): course.id for course in courses}
        self._courses |= {same_text(course.code): course.id for course in courses}
        numbers = {course.document for course in courses if course.document}
        numbers |= set(
            run.session.scalars(
                select(DocumentIssue.number).where(DocumentIssue.number.is_not(None))
            )
        )
        self._documents = {normal_number(number) for number in numbers if number}

    def named(self, heading: str) -> Facts | None:
        course = self._courses.get(same_text(heading))
        if course is not None:
            return {"course_id": course, "document": None}
        if normal_number(heading) in self._documents:
            return {"course_id": None, "document": heading}
        return None


def _who(run: Run, row: Row, teams: Mapping[str, int]) -> Facts | None:
    """For whom a row of the matrix is meant."""
    team, job = same_text(row["team"]), row["job_or_role"] or "*"
    whole = same_text(job) in WHOLE_TEAM
    if team in BY_ROLE:
        return {"team_id": None, "job_title": None, "qms_role": job}
    if team in EVERY_TEAM:
        return {"team_id": None, "job_title": None if whole else job, "qms_role": None}
    if team not in teams:
        run.refuse(row, f"team {row['team']!r} is not in the list of teams")
        return None
    return {"team_id": teams[team], "job_title": None if whole else job, "qms_role": None}


def _marked(run: Run, row: Row, name: str, cell: Cell) -> bool:
    try:
        mark = same_text(cells.text(cell) or "")
    except cells.Unfit as unfit:
        run.refuse(row, f"{name} {unfit}")
        return False
    if mark in MARKS:
        return True
    if mark not in NO_MARKS:
        run.refuse(row, f"{name} holds {mark!r}; a cross (X) or nothing is expected")
    return False


def write_records(run: Run, rows: Sequence[Row]) -> None:
    """Assignments first, then what came of them; a result that differs is added as a correction."""
    courses = {
        same_text(course.code): course for course in run.session.scalars(select(Course)).all()
    }
    items: list[Item] = []
    facts: dict[str, Facts] = {}
    for row in rows:
        known = len(run.report.problems)
        values = _assignment(run, row, courses)
        done = _completion(run, row, values, courses)
        if len(run.report.problems) > known:
            continue
        if values["number"] in facts:
            run.refuse(row, f"is there twice: {values['number']}")
            continue
        facts[values["number"]] = done
        items.append((row, values))
    ids = run.upsert(
        "records", TrainingAssignment, ("number",), items, once=("first_due_on", "demand")
    )
    by_id = {ids[(number,)]: done for number, done in facts.items()}
    _write_completions(run, by_id, {ids[(number,)]: number for number in facts})
    _settle_unassigned(run, [(values, facts[values["number"]]) for _, values in items])


def _assignment(run: Run, row: Row, courses: Mapping[str, Course]) -> Facts:
    person = run.person(row, "employee_number")
    code, document = row["course"], row["document"]
    course = courses.get(same_text(code)) if code else None
    if code and course is None:
        run.refuse(row, f"course {code!r} is not in the list of courses")
    if not code and not document:
        run.refuse(row, "names neither a course nor a document")
    kind = row["kind"] or ("reading" if document and not code else "first")
    return {
        "number": row["assignment"] or _made_number(row),
        "person_id": person,
        "course_id": course.id if course else None,
        "document": document,
        "revision": row["revision"],
        "kind": kind,
        "demand": "read" if kind == "reading" else "training",
        "assigned_on": row["assigned_on"],
        "assigned_by": _named(run, row, "assigned_by"),
        "due_on": row["due_on"],
        "first_due_on": row["due_on"],
        "note": row["note"],
    }


def _made_number(row: Row) -> str:
    """For lists without numbers: what tells one assignment from another."""
    subject = row["course"] or f"{row['document']}-{row['revision']}"
    day = row["assigned_on"] or row["due_on"] or row["performed_on"]
    return f"{row['employee_number']}/{subject}/{day}"[:60]


def _named(run: Run, row: Row, name: str) -> int | None:
    """Somebody who recorded or assigned; they may have left long ago, so nobody is no reason."""
    if not row[name]:
        return None
    if row["name"] and same_text(row[name]) == same_text(row["name"]):
        return run.person(row, "employee_number")  # of two with one name, the one who is meant
    try:
        return run.people.id_of(row[name])
    except CoachError as error:
        run.remark(row, f"{name}: {error}")
        return None


def _completion(run: Run, row: Row, values: Facts, courses: Mapping[str, Course]) -> Facts:
    """What the row says was done; empty if nothing was."""
    performed: date | None = row["performed_on"]
    if performed is None:
        return {}
    recorded = row["recorded_on"] or performed
    reading = values["kind"] == "reading"
    result = row["result"] or ("acknowledged" if reading else "attended")
    until = row["valid_until"]
    course = courses.get(same_text(row["course"])) if row["course"] else None
    if until is None and course is not None and course.validity_months and result in PASSED:
        until = plus_months(performed, course.validity_months)
    _check_days(run, row, performed, recorded, until)
    if result == "acknowledged" and not reading:
        run.refuse(row, "acknowledging shows awareness; a course takes another result")
    done = {
        "result": result,
        "performed_on": performed,
        "recorded_on": recorded,
        "recorded_by": _named(run, row, "recorded_by"),
        "assessor": row["assessor"],
        "valid_until": until,
        "evidence": row["evidence"],
    }
    by = _accepted_by(run, row, values, done)
    if by is None and not reading:
        run.remark(row, "nobody else has accepted this training yet; it does not count until then")
    return {**done, "accepted_by": by, "accepted_on": recorded if by or reading else None}


def _check_days(run: Run, row: Row, performed: date, recorded: date, until: date | None) -> None:
    if performed > run.today:
        run.refuse(row, f"performed_on {performed} is still to come")
    if recorded < performed:
        run.refuse(row, f"was recorded on {recorded}, before it was performed on {performed}")
    if until is not None and until < performed:
        run.refuse(row, f"ran out on {until}, before it was performed on {performed}")


def _accepted_by(run: Run, row: Row, values: Facts, done: Facts) -> int | None:
    """Whoever else stands for it: who recorded it, or who assessed it where evidence is named."""
    if done["recorded_by"] is not None and done["recorded_by"] != values["person_id"]:
        return int(done["recorded_by"])
    if not done["evidence"] or not done["assessor"]:
        return None
    assessor = _named(run, row, "assessor")
    return assessor if assessor != values["person_id"] else None


def _write_completions(run: Run, done: Mapping[int, Facts], numbers: Mapping[int, str]) -> None:
    run.watch.stage("results", len(done))
    columns = (TrainingCompletion.id, TrainingCompletion.assignment_id)
    columns += tuple(getattr(TrainingCompletion, name) for name in _FACTS)
    now = select(*columns).where(TrainingCompletion.corrected_by_id.is_(None))
    known = {
        row.assignment_id: row for row in run.session.execute(now.order_by(TrainingCompletion.id))
    }
    told = run.outcome("results")
    added: list[Facts] = []
    for assignment_id, facts in done.items():
        run.watch.advance()
        before = known.get(assignment_id)
        run.settle(numbers[assignment_id], facts)
        if before is None and facts:
            added.append({"assignment_id": assignment_id, **facts})
            told.added.append(numbers[assignment_id])
        elif before is not None and not _same(before, facts):
            _correct(run, before, facts, numbers[assignment_id])
        elif before is not None:
            told.unchanged += 1
    for start in range(0, len(added), 1000):
        run.session.execute(insert(TrainingCompletion), added[start : start + 1000])


def _settle_unassigned(run: Run, done: Sequence[tuple[Facts, Facts]]) -> None:
    """What was reported of people whom nobody had assigned, under a course's and their number.

    The same day confirms it; what was recorded since with another day contradicts it.
    """
    open_now = registers.waiting(run.session, "training")
    for waiting in [*open_now, *registers.contradictions(run.session, "training")]:
        code, of, number = waiting.item.rpartition(" of ")
        course = run.session.scalars(select(Course).where(Course.code == code)).first()
        if not of or course is None:
            continue
        wanted = (run.people.by_number.get(number), course.id)
        found = [
            facts
            for values, facts in done
            if facts and (values["person_id"], values["course_id"]) == wanted
        ]
        reported = str(waiting.payload.get("performed_on"))
        same = [facts for facts in found if str(facts["performed_on"]) == reported]
        since = [one for one in found if one["recorded_on"] >= waiting.reported_at.date()]
        for facts in (same or since)[:1]:
            run.settle(waiting.item, facts)


def _same(before: Any, facts: Facts) -> bool:
    if not facts:
        return bool(before.result == "withdrawn")
    return all(getattr(before, name) == facts[name] for name in _FACTS)


def _correct(run: Run, before: Any, facts: Facts, number: str) -> None:
    """The earlier record stays; a file that no longer has a result takes it back."""
    old = {name: getattr(before, name) for name in _FACTS}
    new = facts or {**old, "result": "withdrawn", "recorded_on": run.today, "valid_until": None}
    row = TrainingCompletion(assignment_id=before.assignment_id, **new)
    run.session.add(row)
    run.session.flush()
    run.session.execute(
        update(TrainingCompletion)
        .where(TrainingCompletion.id == before.id)
        .values(corrected_by_id=row.id)
    )
    run.outcome("results").changed[number] = {
        name: [old[name], new[name]] for name in _FACTS if old[name] != new[name]
    }


COURSES = Table(
    "courses",
    (
        Field("course", synonyms=("code", "course_code", "course_no", "kurs"), required=True),
        Field("title", synonyms=("name", "course_title", "bezeichnung", "titel"), required=True),
        Field("kind", synonyms=("type", "art")),
        Field("critical", cells.yes_or_no, ("kritisch",)),
        Field("validity_months", cells.whole_number, ("valid_months", "gültigkeit_monate")),
        Field("notice_days", cells.whole_number, ("notice",)),
        Field("days_to_complete", cells.whole_number, ("days",)),
        Field("may_not_perform", synonyms=("may_not", "without_it")),
        Field("evidence", synonyms=("nachweis",)),
        Field("document", synonyms=("dokument",)),
        Field("given_by", synonyms=("trainer",)),
    ),
    ("course",),
    write_courses,
    least=3,
)
MATRIX = Table(
    "matrix",
    (
        Field("team", synonyms=("department", "abteilung"), required=True),
        Field(
            "job_or_role",
            synonyms=("job", "role", "job_title", "funktion", "tätigkeit"),
            required=True,
        ),
    ),
    ("team", "job_or_role"),
    write_matrix,
)
RECORDS = Table(
    "records",
    (
        Field("assignment", synonyms=("number", "record", "id", "assignment_number")),
        Field(
            "employee_number",
            synonyms=("employee_no", "employee_id", "personnel_number", "personalnummer"),
            required=True,
        ),
        Field("name", synonyms=("employee",)),
        Field("course", synonyms=("course_code", "code", "kurs")),
        Field("document", synonyms=("document_number", "dokument")),
        Field("revision", synonyms=("rev", "issue")),
        Field("kind", cells.choice(_KINDS), ("type", "art")),
        Field("assigned_on", cells.day, ("assigned",)),
        Field("assigned_by"),
        Field("due_on", cells.day, ("due", "due_date", "fällig")),
        Field("performed_on", cells.day, ("performed", "completed_on", "completed", "datum")),
        Field("recorded_on", cells.day, ("recorded",)),
        Field("recorded_by"),
        Field("result", cells.choice(_RESULTS), ("outcome", "ergebnis")),
        Field("assessor", synonyms=("trainer", "assessed_by")),
        Field("valid_until", cells.day, ("expires_on", "expiry", "gültig_bis")),
        Field("evidence", synonyms=("nachweis",)),
        Field("note", cells.long_text, ("notes", "comment", "bemerkung")),
    ),
    ("assignment",),
    write_records,
    least=5,
)

TRAINING = Importer("training", (COURSES, MATRIX, RECORDS))
