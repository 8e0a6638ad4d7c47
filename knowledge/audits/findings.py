"""Findings of internal audits and of the certification body, by requirement and grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge import audit_log, people, registers
from knowledge.audits import programme
from knowledge.audits.programme import PLANNING
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.action_tables import Audit, AuditFinding, CorrectiveAction
from knowledge.storage.record_tables import Person

GRADES = ("major", "minor", "observation", "opportunity")
NONCONFORMITIES = ("major", "minor")
OPEN = ("open", "corrective action open")
ENDED = ("closed", "not taken up")
STATES = (*OPEN, *ENDED)


@dataclass(frozen=True)
class NewFinding:
    """A finding as an auditor gives it. `answer_due_on` is set by the certification body."""

    number: str
    audit: str
    grade: str
    clause: str
    text: str
    owner: int
    due_on: date
    external: bool = False
    team: str | None = None
    site: str | None = None
    answer_due_on: date | None = None


def find(session: Session, number: str) -> AuditFinding:
    """Raises NotFound if no finding has this number."""
    found = session.scalars(select(AuditFinding).filter_by(number=number.strip())).first()
    if found is None:
        raise NotFound(f"There is no audit finding {number.strip()}. Check its number.")
    return found


def record(
    session: Session, new: NewFinding, *, by: Person, today: date, now: datetime
) -> AuditFinding:
    """Record a finding, as an auditor of the audit or quality."""
    registers.refuse_if_in_file(session, "audits")
    _check(session, new, today)
    _check_recording(session, new, by, today)
    finding = AuditFinding(
        number=new.number.strip(),
        external=new.external,
        audit=new.audit,
        grade=new.grade,
        clause=new.clause.strip(),
        team=new.team,
        site=new.site,
        text=new.text.strip(),
        owner_id=new.owner,
        recorded_on=today,
        due_on=new.due_on,
        first_due_on=new.due_on,
        state="open",
        answer_due_on=new.answer_due_on,
    )
    session.add(finding)
    session.flush()
    _log(session, finding, "recorded", by, now)
    return finding


def link(
    session: Session,
    finding: AuditFinding,
    action: CorrectiveAction,
    *,
    by: Person,
    today: date,
    now: datetime,
) -> None:
    """Say which corrective action a finding led to; it is open as long as that one is."""
    registers.refuse_if_in_file(session, "audits")
    _check_open(finding)
    if not _is_auditor_or_quality(session, finding.audit, by, today):
        raise NotAllowed(f"{finding.number} is linked by its auditor or quality. Ask them.")
    finding.action, finding.state = action.number, "corrective action open"
    _log(session, finding, "linked", by, now)


def close(
    session: Session, finding: AuditFinding, *, by: Person, today: date, now: datetime
) -> None:
    """Close a finding.

    Raises NotAllowed for its owner, without the right, for a nonconformity without a corrective
    action, and as long as that action is open.
    """
    registers.refuse_if_in_file(session, "audits")
    _check_open(finding)
    _check_closing(session, finding, by, today)
    action = _action_of(session, finding)
    if finding.grade in NONCONFORMITIES and action is None:
        raise NotAllowed(
            f"{finding.number} is a nonconformity without a corrective action. Link one first; "
            "it may decide that no action is needed."
        )
    if action is not None and not action.stage.startswith("closed"):
        raise NotAllowed(f"{finding.number} waits for {action.number}, which is {action.stage}.")
    finding.state, finding.closed_on, finding.closed_by = "closed", today, by.id
    _log(session, finding, "closed", by, now)


def not_taken_up(
    session: Session,
    finding: AuditFinding,
    reason: str,
    *,
    by: Person,
    today: date,
    now: datetime,
) -> None:
    """Decide against an opportunity or observation. Raises NotAllowed for a nonconformity."""
    registers.refuse_if_in_file(session, "audits")
    _check_open(finding)
    _check_closing(session, finding, by, today)
    if finding.grade in NONCONFORMITIES:
        raise NotAllowed(f"{finding.number} is a nonconformity and can't be left aside.")
    if not reason.strip():
        raise BadInput("Say why it is not taken up.")
    finding.state, finding.note = "not taken up", reason.strip()
    finding.closed_on, finding.closed_by = today, by.id
    _log(session, finding, "not taken up", by, now)


def external_findings(session: Session, *, clause: str | None = None) -> list[AuditFinding]:
    """What the certification body found, the newest first; under a clause if one is given."""
    wanted = select(AuditFinding).where(AuditFinding.external, AuditFinding.gone_on.is_(None))
    if clause is not None:
        under = AuditFinding.clause.startswith(f"{clause}.", autoescape=True)
        wanted = wanted.where(or_(AuditFinding.clause == clause, under))
    newest_first = (AuditFinding.recorded_on.desc(), AuditFinding.number)
    return list(session.scalars(wanted.order_by(*newest_first)))


def repeated_clauses(session: Session, *, since: date) -> dict[str, list[str]]:
    """Clauses with more than one finding since a day, with the numbers of the findings."""
    found = session.execute(
        select(AuditFinding.clause, AuditFinding.number)
        .where(AuditFinding.recorded_on >= since, AuditFinding.clause.is_not(None))
        .where(AuditFinding.gone_on.is_(None), AuditFinding.grade.in_(NONCONFORMITIES))
        .order_by(AuditFinding.clause, AuditFinding.recorded_on, AuditFinding.number)
    ).all()
    clauses: dict[str, list[str]] = {}
    for clause, number in found:
        clauses.setdefault(str(clause), []).append(number)
    return {clause: numbers for clause, numbers in clauses.items() if len(numbers) > 1}


def _check(session: Session, new: NewFinding, today: date) -> None:
    if new.grade not in GRADES:
        raise BadInput(f"{new.grade!r} is no grade: {', '.join(GRADES)}.")
    if not new.clause.strip() or not new.text.strip():
        raise BadInput("Name the requirement and say what was found.")
    if session.scalars(select(AuditFinding).filter_by(number=new.number.strip())).first():
        raise BadInput(f"{new.number.strip()} is there already. Give another number.")
    if new.due_on < today:
        raise BadInput(f"{new.due_on} is past. Give a due date from today on.")
    if session.get(Person, new.owner) is None:
        raise NotFound("The owner is not in the people register. Check the name.")


def _check_recording(session: Session, new: NewFinding, by: Person, today: date) -> None:
    if not new.external:
        programme.find(session, new.audit)
    if not _is_auditor_or_quality(session, new.audit, by, today):
        raise NotAllowed("Findings are recorded by the auditor or quality.")


def _is_auditor_or_quality(session: Session, number: str, by: Person, today: date) -> bool:
    audit = session.scalars(select(Audit).filter_by(number=number)).first()
    auditors = (audit.lead_auditor_id, audit.second_auditor_id) if audit is not None else ()
    return by.id in auditors or bool(people.roles_of(session, by, today=today) & PLANNING)


def _check_open(finding: AuditFinding) -> None:
    if finding.state in ENDED:
        raise NotAllowed(f"{finding.number} is {finding.state}. Record a new finding instead.")


def _check_closing(session: Session, finding: AuditFinding, by: Person, today: date) -> None:
    if not _is_auditor_or_quality(session, finding.audit, by, today):
        raise NotAllowed(f"{finding.number} is closed by its auditor or quality. Ask them.")
    if by.id == finding.owner_id:
        raise NotAllowed(f"{finding.number} is closed by another person than its owner.")


def _action_of(session: Session, finding: AuditFinding) -> CorrectiveAction | None:
    if finding.action is None:
        return None
    return session.scalars(select(CorrectiveAction).filter_by(number=finding.action)).first()


def _log(session: Session, finding: AuditFinding, what: str, by: Person, now: datetime) -> None:
    payload = {
        "finding": finding.number,
        "audit": finding.audit,
        "grade": finding.grade,
        "state": finding.state,
        "action": finding.action,
        "note": finding.note,
    }
    audit_log.add(session, who=by.id, what=f"audit finding: {what}", payload=payload, now=now)
