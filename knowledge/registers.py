"""Where a register is kept, and what people reported about one that is kept in a file."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.action_tables import RegisterMaster, RegisterReport

Register = Literal["people", "training", "capa", "audits"]
Master = Literal["file", "coach"]

OPEN = ("waiting", "contradicted")


def master_of(session: Session, register: Register) -> Master:
    """Where this register is kept; a file unless the company chose otherwise."""
    row = session.get(RegisterMaster, _known(register))
    return "coach" if row is not None and row.master == "coach" else "file"


def set_master(
    session: Session, register: Register, master: Master, *, who: int | None, now: datetime
) -> None:
    """Choose where a register is kept. Raises BadInput for any other word than file or coach."""
    if master not in get_args(Master):
        raise BadInput(f"A register is kept in a file or by the coach, not {master!r}.")
    before = master_of(session, register)
    if before == master:
        return
    session.merge(RegisterMaster(register=register, master=master))
    change = {"register": register, "from": before, "to": master}
    audit_log.add(session, who=who, what="register: master changed", payload=change, now=now)


def refuse_if_in_file(session: Session, register: Register) -> None:
    """Raises NotAllowed where a change belongs into the company's own file."""
    if master_of(session, register) == "file":
        raise NotAllowed(
            f"The {register} register is kept in a file: report what was done here, "
            "and the next import confirms it."
        )


def report(
    session: Session,
    register: Register,
    item: str,
    what: str,
    by: int | None,
    payload: dict[str, Any],
    now: datetime,
) -> RegisterReport:
    """Keep what a person reported until an import confirms it; the same again changes nothing.

    `by` is a person's id; `payload` the facts that the file should come to hold.
    Raises NotAllowed where the coach keeps the register: the change is made there at once.
    """
    if master_of(session, register) == "coach":
        raise NotAllowed(f"The {register} register is kept here: record the change itself.")
    stated = plain(payload)
    for known in _open(session, register, item):
        if (known.what, known.reported_by, known.payload) == (what, by, stated):
            return known
    row = RegisterReport(
        register=register,
        item=item,
        what=what,
        reported_by=by,
        payload=stated,
        reported_at=now,
        state="waiting",
    )
    session.add(row)
    session.flush()
    change = {"report": row.id, "register": register, "item": item, "what": what, **stated}
    audit_log.add(session, who=by, what="register: reported", payload=change, now=now)
    return row


def settle(
    session: Session, register: Register, item: str, facts: dict[str, Any], now: datetime
) -> list[RegisterReport]:
    """Hold what was reported about an item against what the file says; what changed its state.

    A fact that was reported and that the file does not hold contradicts. A later file may still
    confirm what an earlier one contradicted.
    """
    stated = plain(facts)
    changed = []
    for row in _open(session, register, item):
        other = {name for name, value in row.payload.items() if stated.get(name) != value}
        state = "contradicted" if other else "confirmed"
        row.stated = {name: stated.get(name) for name in row.payload}
        if row.state != state:
            row.state, row.settled_at = state, now
            changed.append(row)
            _log(session, row, f"register: report {state}", who=None, now=now)
    return changed


def waiting(session: Session, register: Register, item: str | None = None) -> list[RegisterReport]:
    """Reports that no import has settled yet, the oldest first."""
    wanted = select(RegisterReport).where(
        RegisterReport.register == register, RegisterReport.state == "waiting"
    )
    if item is not None:
        wanted = wanted.where(RegisterReport.item == item)
    return list(session.scalars(wanted.order_by(RegisterReport.reported_at, RegisterReport.id)))


def contradictions(session: Session, register: Register | None = None) -> list[RegisterReport]:
    """Reports that the file says otherwise about, the oldest first."""
    wanted = select(RegisterReport).where(RegisterReport.state == "contradicted")
    if register is not None:
        wanted = wanted.where(RegisterReport.register == register)
    return list(session.scalars(wanted.order_by(RegisterReport.reported_at, RegisterReport.id)))


def dismiss(
    session: Session, report_id: int, *, by: int, reason: str, now: datetime
) -> RegisterReport:
    """Put a report aside because the file is right. Raises NotFound, BadInput without a reason."""
    row = session.get(RegisterReport, report_id)
    if row is None or row.state not in OPEN:
        raise NotFound(f"There is no open report {report_id}: it is settled already, or never was.")
    if not reason.strip():
        raise BadInput("Say why the report is put aside.")
    row.state, row.settled_at = "dismissed", now
    row.dismissed_by, row.reason = by, reason.strip()
    _log(session, row, "register: report dismissed", who=by, now=now)
    return row


def in_words(row: RegisterReport) -> str:
    """A report as a person reads it: what was reported, and what the file says otherwise."""
    stated = row.stated
    if stated is None:
        told = [f"{name.replace('_', ' ')} {_shown(value)}" for name, value in row.payload.items()]
        return f"{row.item}, {row.what}: reported {', '.join(told)}"
    parts = [
        f"{name.replace('_', ' ')}: reported {_shown(value)}, the file says "
        f"{_shown(stated.get(name))}"
        for name, value in row.payload.items()
        if stated.get(name) != value
    ]
    return f"{row.item}, {row.what}: {'; '.join(parts)}"


def plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts as they come back from the database: days in writing."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in facts.items()
    }


def _shown(value: object) -> str:
    return "nothing" if value in (None, "") else str(value)


def _open(session: Session, register: Register, item: str) -> list[RegisterReport]:
    return list(
        session.scalars(
            select(RegisterReport)
            .where(
                RegisterReport.register == register,
                RegisterReport.item == item,
                RegisterReport.state.in_(OPEN),
            )
            .order_by(RegisterReport.id)
        )
    )


def _known(register: str) -> str:
    if register not in get_args(Register):
        raise BadInput(f"There is no register {register!r}: {', '.join(get_args(Register))}.")
    return register


def _log(
    session: Session, row: RegisterReport, what: str, *, who: int | None, now: datetime
) -> None:
    change = {"report": row.id, "register": row.register, "item": row.item, "reason": row.reason}
    audit_log.add(session, who=who, what=what, payload=change, now=now)
