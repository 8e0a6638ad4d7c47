"""The audit programme: what is planned when, with which scope, and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge import audit_log, people, registers
from knowledge.access import Role
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.action_tables import Audit
from knowledge.storage.record_tables import Person, Team, TeamLead

KINDS = ("internal", "certification body", "supplier", "customer")
PLANNING: frozenset[Role] = frozenset({"quality", "deputy"})


@dataclass(frozen=True)
class NewAudit:
    """An audit as it is planned. `auditors`: the lead's person id, then a second one's."""

    number: str
    kind: str
    planned_from: date
    planned_to: date
    scope: str
    teams: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    site: str | None = None
    auditors: tuple[int, ...] = ()
    auditor_name: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class OwnWork:
    """An auditor who would audit their own work, and why it is theirs."""

    auditor_id: int
    name: str
    teams: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return (
            f"{self.name} belongs to {', '.join(self.teams)}, which this audit covers: "
            "auditors don't audit their own work. Name another auditor."
        )


def find(session: Session, number: str) -> Audit:
    """Raises NotFound if no audit has this number."""
    found = session.scalars(select(Audit).filter_by(number=number.strip())).first()
    if found is None:
        raise NotFound(f"There is no audit {number.strip()}. Check its number.")
    return found


def plan(
    session: Session, new: NewAudit, *, by: Person, today: date, now: datetime
) -> tuple[Audit, list[OwnWork]]:
    """Put an audit into the calendar; what is returned with it should be looked at.

    Raises BadInput for what can't be, NotAllowed without the right or where a file is the master.
    """
    registers.refuse_if_in_file(session, "audits")
    _check_planning(session, by, today)
    _check(session, new, today)
    names = [session.get_one(Person, number) for number in new.auditors]
    lead = names[0] if names else None
    second = names[1] if len(names) > 1 else None
    audit = Audit(
        number=new.number.strip(),
        kind=new.kind,
        planned_from=new.planned_from,
        planned_to=new.planned_to,
        first_planned_from=new.planned_from,
        site=new.site,
        teams=list(new.teams),
        clauses=list(new.clauses),
        scope=new.scope.strip(),
        lead_auditor=lead.name if lead else new.auditor_name,
        lead_auditor_id=lead.id if lead else None,
        second_auditor=second.name if second else None,
        second_auditor_id=second.id if second else None,
        state="planned",
        note=new.note,
    )
    session.add(audit)
    session.flush()
    _log(session, audit, "planned", by, now)
    return audit, own_work(session, audit)


def move(
    session: Session,
    audit: Audit,
    planned_from: date,
    planned_to: date,
    reason: str,
    *,
    by: Person,
    today: date,
    now: datetime,
) -> None:
    """Move a planned audit; the first date stays visible."""
    registers.refuse_if_in_file(session, "audits")
    _check_planning(session, by, today)
    if audit.state != "planned":
        raise NotAllowed(f"{audit.number} was performed. Its dates stay.")
    _check_days(planned_from, planned_to, today)
    if not reason.strip():
        raise BadInput("Say why the audit is moved.")
    audit.planned_from, audit.planned_to, audit.note = planned_from, planned_to, reason.strip()
    _log(session, audit, "moved", by, now)


def perform(
    session: Session,
    audit: Audit,
    performed_from: date,
    performed_to: date,
    *,
    by: Person,
    today: date,
    now: datetime,
) -> None:
    """Note that an audit was performed, as its auditor or quality."""
    registers.refuse_if_in_file(session, "audits")
    auditors = (audit.lead_auditor_id, audit.second_auditor_id)
    if by.id not in auditors and not people.roles_of(session, by, today=today) & PLANNING:
        raise NotAllowed(f"{audit.number} is noted as performed by its auditor or quality.")
    if performed_to < performed_from:
        raise BadInput(f"{performed_to} is before {performed_from}. Check the days.")
    if performed_to > today:
        raise BadInput(f"{performed_to} has not come yet. Note it when it is done.")
    audit.performed_from, audit.performed_to = performed_from, performed_to
    audit.state = "performed"
    _log(session, audit, "performed", by, now)


def calendar(session: Session, *, since: date, until: date) -> list[Audit]:
    """Audits planned or performed in these days, by date."""
    day = Audit.planned_from
    found = session.scalars(
        select(Audit)
        .where(or_(day.between(since, until), Audit.performed_from.between(since, until)))
        .where(Audit.gone_on.is_(None))
        .order_by(day, Audit.number)
    )
    return list(found)


def own_work(session: Session, audit: Audit) -> list[OwnWork]:
    """Auditors of an internal audit who belong to a team it covers, or lead one."""
    if audit.kind != "internal":
        return []
    covered = {team.casefold() for team in audit.teams}
    everything = bool(covered & {"all", "*"})
    found = []
    for number in (audit.lead_auditor_id, audit.second_auditor_id):
        person = session.get(Person, number) if number is not None else None
        if person is None:
            continue
        theirs = [team for team in _teams_of(session, person) if team.casefold() in covered]
        if theirs and not everything:
            found.append(OwnWork(person.id, person.name, tuple(theirs)))
    return found


def _teams_of(session: Session, person: Person) -> Iterable[str]:
    led = select(TeamLead.team_id).where(TeamLead.lead_id == person.id)
    mine = select(Team.code).where(or_(Team.id == person.team_id, Team.id.in_(led)))
    return session.scalars(mine.order_by(Team.code))


def _check(session: Session, new: NewAudit, today: date) -> None:
    if new.kind not in KINDS:
        raise BadInput(f"{new.kind!r} is no kind of audit: {', '.join(KINDS)}.")
    if not new.number.strip() or not new.scope.strip():
        raise BadInput("Give the audit a number and say what it covers.")
    if session.scalars(select(Audit).filter_by(number=new.number.strip())).first() is not None:
        raise BadInput(f"{new.number.strip()} is there already. Give another number.")
    if new.kind == "internal" and not new.auditors:
        raise BadInput("Name the auditor.")
    _check_days(new.planned_from, new.planned_to, today)
    known = set(session.scalars(select(Person.id).where(Person.id.in_(new.auditors))))
    if set(new.auditors) - known or len(new.auditors) > 2:
        raise BadInput("Name one or two auditors who are in the people register.")


def _check_days(first: date, last: date, today: date) -> None:
    if last < first:
        raise BadInput(f"The audit would end on {last}, before it begins on {first}.")
    if first < today:
        raise BadInput(f"{first} is past. Plan the audit from today on.")


def _check_planning(session: Session, by: Person, today: date) -> None:
    if not people.roles_of(session, by, today=today) & PLANNING:
        raise NotAllowed("The audit programme is kept by quality. Ask them.")


def _log(session: Session, audit: Audit, what: str, by: Person, now: datetime) -> None:
    payload = {
        "audit": audit.number,
        "planned_from": audit.planned_from,
        "planned_to": audit.planned_to,
        "performed_from": audit.performed_from,
        "note": audit.note,
    }
    audit_log.add(session, who=by.id, what=f"audit: {what}", payload=payload, now=now)
