"""What of each register goes out. The headings are those that an import of it knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.capa.stages import Move
from knowledge.errors import BadInput
from knowledge.exports.writing import ExportedTable, Value
from knowledge.registers import Register
from knowledge.storage.action_tables import (
    ActionExtension,
    ActionStep,
    Audit,
    AuditFinding,
    CorrectiveAction,
    ManagementReview,
    ReviewDecision,
)
from knowledge.storage.record_tables import (
    Absence,
    Course,
    Person,
    Site,
    Team,
    TrainingAssignment,
    TrainingCompletion,
)

Row = dict[str, Value]


def tables_of(session: Session, register: Register) -> list[ExportedTable]:
    """All tables of a register. What has gone from the company's file is left out."""
    if register not in _TABLES:
        raise BadInput(f"There is no register {register!r}: {', '.join(_TABLES)}.")
    return _TABLES[register](session)


class _Names:
    """What to call people: their name, or their number where two share it."""

    def __init__(self, session: Session) -> None:
        people = session.execute(select(Person.id, Person.number, Person.name)).all()
        times = Counter(person.name for person in people)
        self._names = {
            person.id: person.name if times[person.name] == 1 else person.number
            for person in people
        }

    def of(self, number: int | None) -> str:
        return self._names.get(number, "") if number is not None else ""

    def list(self, numbers: Iterable[int]) -> str:
        return "; ".join(self.of(number) for number in numbers)


def _people(session: Session) -> list[ExportedTable]:
    names = _Names(session)
    teams = {row.id: row.code for row in session.execute(select(Team.id, Team.code))}
    sites = {row.id: row.name for row in session.execute(select(Site.id, Site.name))}
    away: dict[int, list[str]] = {}
    for leave in session.scalars(select(Absence).order_by(Absence.first_day)):
        away.setdefault(leave.person_id, []).append(f"{leave.first_day}/{leave.last_day}")
    there = select(Person).where(Person.gone_on.is_(None)).order_by(Person.number)
    rows: list[Row] = [
        {
            "employee_number": person.number,
            "name": person.name,
            "email": person.email,
            "slack_account": person.slack_name or person.slack_account,
            "job_title": person.job_title,
            "team": teams.get(person.team_id or 0),
            "lead": names.of(person.lead_id),
            "stand_in": names.of(person.stand_in_id),
            "qms_roles": "; ".join(person.qms_roles),
            "rights": "; ".join(person.roles),
            "site": sites.get(person.site_id or 0),
            "time_zone": person.zone,
            "shift_pattern": person.shift,
            "working_hours": person.hours,
            "start_date": person.starts_on,
            "leave": "; ".join(away.get(person.id, ())),
            "end_date": person.leaves_on,
        }
        for person in session.scalars(there)
    ]
    return [_table("people", rows)]


def _training(session: Session) -> list[ExportedTable]:
    names = _Names(session)
    courses = list(session.scalars(select(Course).where(Course.gone_on.is_(None))))
    codes = {course.id: course.code for course in courses}
    numbers = {row.id: row.number for row in session.execute(select(Person.id, Person.number))}
    newest = select(TrainingCompletion).where(TrainingCompletion.corrected_by_id.is_(None))
    done = {row.assignment_id: row for row in session.scalars(newest)}
    there = select(TrainingAssignment).where(TrainingAssignment.gone_on.is_(None))
    rows = [
        _record(one, done.get(one.id), names, numbers, codes)
        for one in session.scalars(there.order_by(TrainingAssignment.number))
    ]
    return [_table("records", rows), _table("courses", [_course(one) for one in courses])]


def _record(
    one: TrainingAssignment,
    done: TrainingCompletion | None,
    names: _Names,
    numbers: Mapping[int, str],
    codes: Mapping[int, str],
) -> Row:
    return {
        "assignment": one.number,
        "employee_number": numbers[one.person_id],
        "name": names.of(one.person_id),
        "course": codes.get(one.course_id or 0),
        "document": one.document,
        "revision": one.revision,
        "kind": one.kind,
        "assigned_on": one.assigned_on,
        "assigned_by": names.of(one.assigned_by),
        "due_on": one.due_on,
        "performed_on": done.performed_on if done else None,
        "recorded_on": done.recorded_on if done else None,
        "recorded_by": names.of(done.recorded_by) if done else "",
        "result": done.result if done else None,
        "assessor": done.assessor if done else None,
        "valid_until": done.valid_until if done else None,
        "evidence": done.evidence if done else None,
        "note": one.note,
    }


def _course(course: Course) -> Row:
    return {
        "course": course.code,
        "title": course.title,
        "kind": course.kind,
        "critical": "yes" if course.critical else "no",
        "validity_months": course.validity_months,
        "notice_days": course.notice_days,
        "days_to_complete": course.days_to_complete,
        "may_not_perform": course.may_not,
        "evidence": course.evidence,
        "document": course.document,
        "given_by": course.given_by,
    }


def _capa(session: Session) -> list[ExportedTable]:
    names = _Names(session)
    teams = {row.id: row.code for row in session.execute(select(Team.id, Team.code))}
    steps: dict[tuple[int, str], ActionStep] = {}
    for step in session.scalars(select(ActionStep).order_by(ActionStep.id)):
        steps[(step.action_id, step.move)] = step
    extensions: dict[int, list[ActionExtension]] = {}
    granted = select(ActionExtension).where(ActionExtension.state == "approved")
    for extension in session.scalars(granted.order_by(ActionExtension.id)):
        extensions.setdefault(extension.action_id, []).append(extension)
    there = select(CorrectiveAction).where(CorrectiveAction.gone_on.is_(None))
    numbers = {row.id: row.number for row in session.scalars(there)}
    rows: list[Row] = []
    for action in session.scalars(there.order_by(CorrectiveAction.number)):
        row = _action(action, names, teams)
        row |= _steps_of(action, steps, names)
        row |= {"linked": row["linked"] or numbers.get(action.follows_id or 0)}
        row |= {"extensions": _extended(extensions.get(action.id, ()), names)}
        rows.append(row)
    return [_table("actions", rows)]


def _action(action: CorrectiveAction, names: _Names, teams: Mapping[int, str]) -> Row:
    return {
        "number": action.number,
        "title": action.title,
        "stage": action.stage,
        "kind": action.kind,
        "source": action.source,
        "source_reference": action.source_reference,
        "clause": action.clause,
        "team": teams.get(action.team_id or 0),
        "description": action.description,
        "recorded_on": action.recorded_on,
        "recorded_by": names.of(action.recorded_by),
        "owner": names.of(action.owner_id),
        "closer": names.of(action.closer_id),
        "fixed_on": action.fixed_on,
        "first_due_on": action.first_due_on,
        "due_on": action.due_on,
        "effectiveness_due_on": action.effectiveness_due_on,
        "lots_to_check": action.lots_to_check,
        "lots_checked": action.lots_checked,
    }


_STEP_COLUMNS: tuple[tuple[tuple[Move, ...], str, str | None, tuple[str, ...]], ...] = (
    (("contain",), "correction_on", None, ("correction", "containment")),
    (("decide on action", "decide on no action"), "decided_on", "decided_by", ("reason",)),
    (("find cause",), "cause_on", None, ("method", "cause", "similar_cases")),
    (("plan",), "planned_on", None, ("action", "document", "criterion", "measure")),
    (("implement",), "implemented_on", "implemented_by", ()),
    (("find effective", "send back", "follow up"), "reviewed_on", "reviewed_by", ("finding",)),
    (("close", "close without action"), "closed_on", "closed_by", ("risks", "system")),
)
"""Per group of moves the columns for its day, its person and its facts."""


def _steps_of(
    action: CorrectiveAction, steps: Mapping[tuple[int, str], ActionStep], names: _Names
) -> Row:
    row: Row = {}
    newest: dict[str, ActionStep] = {}
    for moves, day, person, facts in _STEP_COLUMNS:
        found = [steps[(action.id, move)] for move in moves if (action.id, move) in steps]
        step = max(found, key=lambda one: one.id, default=None)
        row[day] = step.done_on if step else None
        if person is not None:
            row[person] = (names.list(step.done_by) or step.facts.get("by")) if step else None
        row |= {name: step.facts.get(name) if step else None for name in facts}
        if step is not None:
            newest[day] = step
    decided, reviewed = newest.get("decided_on"), newest.get("reviewed_on")
    row["action_needed"] = _yes_or_no(decided, "decide on action")
    row["result"], row["linked"] = None, None
    if reviewed is not None:
        row["result"] = "effective" if reviewed.move == "find effective" else "not effective"
        row["linked"] = reviewed.facts.get("follow_up")
    return row


def _yes_or_no(step: ActionStep | None, move: Move) -> str | None:
    return None if step is None else "yes" if step.move == move else "no"


def _extended(extensions: Iterable[ActionExtension], names: _Names) -> str:
    told = []
    for one in extensions:
        by = names.of(one.decided_by) or (one.answer or "").removeprefix("approved by ")
        reason = f", {one.reason}" if one.reason else ""
        told.append(f"{one.decided_on}: {one.from_on} to {one.to_on}{reason}")
        told[-1] += f" ({by})" if by else ""
    return " | ".join(told)


def _audits(session: Session) -> list[ExportedTable]:
    names = _Names(session)
    there = select(AuditFinding).where(AuditFinding.gone_on.is_(None)).order_by(AuditFinding.id)
    findings = list(session.scalars(there))
    audits = select(Audit).where(Audit.gone_on.is_(None)).order_by(Audit.id)
    return [
        _table("programme", [_audit(one) for one in session.scalars(audits)]),
        _table("findings", [_finding(one, names) for one in findings if not one.external]),
        _table("certification body", [_external(one, names) for one in findings if one.external]),
        *_reviews(session, names),
    ]


def _audit(audit: Audit) -> Row:
    return {
        "audit": audit.number,
        "kind": audit.kind,
        "planned_from": audit.planned_from,
        "planned_to": audit.planned_to,
        "first_planned_from": audit.first_planned_from,
        "performed_from": audit.performed_from,
        "performed_to": audit.performed_to,
        "site": audit.site,
        "teams": "; ".join(audit.teams),
        "clauses": "; ".join(audit.clauses),
        "scope": audit.scope,
        "lead_auditor": audit.lead_auditor,
        "second_auditor": audit.second_auditor,
        "state": audit.state,
        "note": audit.note,
    }


def _finding(finding: AuditFinding, names: _Names) -> Row:
    return {
        "finding": finding.number,
        "audit": finding.audit,
        "grade": finding.grade,
        "clause": finding.clause,
        "team": finding.team,
        "text": finding.text,
        "owner": names.of(finding.owner_id),
        "recorded_on": finding.recorded_on,
        "due_on": finding.due_on,
        "state": finding.state,
        "corrective_action": finding.action,
        "closed_on": finding.closed_on,
        "closed_by": names.of(finding.closed_by),
        "note": finding.note,
    }


def _external(finding: AuditFinding, names: _Names) -> Row:
    return {
        "finding": finding.number,
        "audit": finding.audit,
        "date": finding.recorded_on,
        "grade": finding.grade,
        "clause": finding.clause,
        "site": finding.site,
        "text": finding.text,
        "owner": names.of(finding.owner_id),
        "corrective_action": finding.action,
        "answer_due": finding.answer_due_on,
        "answered_on": finding.answered_on,
        "accepted_on": finding.accepted_on,
        "state": finding.state,
        "note": finding.note,
    }


def _reviews(session: Session, names: _Names) -> list[ExportedTable]:
    there = select(ManagementReview).where(ManagementReview.gone_on.is_(None))
    reviews = list(session.scalars(there.order_by(ManagementReview.id)))
    numbers = {review.id: review.number for review in reviews}
    rows: list[Row] = [
        {
            "review": review.number,
            "date": review.held_on or review.planned_on,
            "first_planned": review.first_planned_on,
            "state": review.state,
            "missing_inputs": "; ".join(review.missing),
            "chair": names.of(review.chair_id),
            "present": names.list(review.present),
        }
        for review in reviews
    ]
    decisions: list[Row] = [
        {
            "review": numbers[decision.review_id],
            "decision": decision.text,
            "owner": names.of(decision.owner_id),
            "due_on": decision.due_on,
            "done_on": decision.done_on,
        }
        for decision in session.scalars(select(ReviewDecision).order_by(ReviewDecision.id))
        if decision.review_id in numbers
    ]
    return [_table("reviews", rows), _table("decisions", decisions)]


def _table(name: str, rows: list[Row]) -> ExportedTable:
    headings = tuple(rows[0]) if rows else ()
    return ExportedTable(name, headings, [[row[head] for head in headings] for row in rows])


_TABLES: Mapping[Register, Callable[[Session], list[ExportedTable]]] = {
    "people": _people,
    "training": _training,
    "capa": _capa,
    "audits": _audits,
}
