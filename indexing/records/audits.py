"""The register of audits: programme, findings, the certification body's, management reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from indexing.records import cells
from indexing.records.columns import Field, Importer, Row, Table
from indexing.records.run import Item, Run
from knowledge.audits.findings import NONCONFORMITIES, OPEN
from knowledge.audits.programme import own_work
from knowledge.audits.reviews import INPUTS
from knowledge.errors import CoachError
from knowledge.storage.action_tables import (
    Audit,
    AuditFinding,
    CorrectiveAction,
    ManagementReview,
    ReviewDecision,
)

_KINDS = {
    "internal": "internal", "intern": "internal", "first party": "internal",
    "certification body": "certification body", "external": "certification body",
    "third party": "certification body", "supplier": "supplier", "customer": "customer",
}  # fmt: skip
_STATES = {
    "planned": "planned", "geplant": "planned", "performed": "performed", "done": "performed",
    "closed": "performed", "held": "held",
}  # fmt: skip
_GRADES = {
    "major": "major", "major nonconformity": "major", "minor": "minor",
    "minor nonconformity": "minor", "observation": "observation", "opportunity": "opportunity",
    "ofi": "opportunity", "opportunity for improvement": "opportunity",
}  # fmt: skip
_FINDING_STATES = {
    "open": "open", "corrective action open": "corrective action open", "closed": "closed",
    "not taken up": "not taken up",
}  # fmt: skip


def write_programme(run: Run, rows: Sequence[Row]) -> None:
    items: list[Item] = []
    for row in rows:
        first, last = row["planned_from"], row["planned_to"] or row["planned_from"]
        performed = row["performed_from"]
        if last < first:
            run.refuse(row, f"ends on {last}, before it begins on {first}")
            continue
        if performed is not None and performed > run.today:
            run.refuse(row, f"performed_from {performed} is still to come")
            continue
        items.append((row, _audit(run, row, last)))
    run.upsert("programme", Audit, ("number",), items)
    for row, values in items:
        run.settle(values["number"], {"performed_from": row["performed_from"]})


def look_at_auditors(run: Run, rows: Sequence[Row]) -> None:
    """What the programme shows when everybody and everything is there."""
    wanted = select(Audit).where(Audit.number.in_([row["audit"] for row in rows]))
    audits = {audit.number: audit for audit in run.session.scalars(wanted)}
    for row in rows:
        audit = audits.get(row["audit"])
        if audit is None:
            continue
        for own in own_work(run.session, audit):
            run.remark(row, f"{audit.number}: {own}")
        if audit.state == "planned" and audit.planned_to < run.today:
            run.remark(row, f"{audit.number} was planned for {audit.planned_to}, not performed")


def write_findings(run: Run, rows: Sequence[Row]) -> None:
    items: list[Item] = []
    for row in rows:
        values = _finding(run, row, external=False) | {
            "audit": row["audit"],
            "team": row["team"],
            "recorded_on": row["recorded_on"],
            "due_on": row["due_on"],
            "first_due_on": row["due_on"],
            "closed_on": row["closed_on"],
            "closed_by": _named(run, row, "closed_by"),
        }
        if _dated(run, row, "recorded_on", "closed_on") and _known(run, row, values):
            items.append((row, values))
    _write_findings(run, "findings", items, external=False)


def write_external(run: Run, rows: Sequence[Row]) -> None:
    items: list[Item] = []
    for row in rows:
        values = _finding(run, row, external=True) | {
            "audit": row["audit"],
            "site": row["site"],
            "recorded_on": row["date"],
            "due_on": row["answer_due"],
            "first_due_on": row["answer_due"],
            "answer_due_on": row["answer_due"],
            "answered_on": row["answered_on"],
            "accepted_on": row["accepted_on"],
        }
        if _dated(run, row, "date", "answered_on", "accepted_on") and _known(run, row, values):
            items.append((row, values))
    _write_findings(run, "certification body", items, external=True)


def look_at_findings(run: Run, rows: Sequence[Row]) -> None:
    """A finding against its corrective action, as far as that register is there."""
    wanted = select(CorrectiveAction.number, CorrectiveAction.stage)
    stages = {row.number: row.stage for row in run.session.execute(wanted)}
    for row in rows:
        number, action, state = row["finding"], row["corrective_action"], row["state"]
        if row["grade"] in NONCONFORMITIES and action is None and state in OPEN:
            run.remark(row, f"{number} is an open nonconformity without a corrective action")
        if not action or not stages:
            continue
        closed = stages.get(action, "").startswith("closed")
        if action not in stages:
            run.remark(row, f"{number} names {action}, which is not known")
        elif closed and state in OPEN:
            run.remark(row, f"{number} is open, and {action} is closed")
        elif not closed and state == "closed":
            run.remark(row, f"{number} is closed, and {action} is {stages[action]}")


def write_reviews(run: Run, rows: Sequence[Row]) -> None:
    items: list[Item] = []
    for row in rows:
        day, planned = row["date"], row["first_planned"] or row["date"]
        held = row["state"] == "held" or (row["state"] is None and day <= run.today)
        if held and day > run.today:
            run.refuse(row, f"was held on {day}, which is still to come")
            continue
        missing = [letter.casefold() for letter in row["missing_inputs"] or ()]
        unknown = sorted(set(missing) - set(INPUTS))
        if unknown:
            run.refuse(row, f"missing_inputs names {', '.join(unknown)}; known are the letters "
                       f"{', '.join(INPUTS)}")  # fmt: skip
            continue
        values = {
            "number": row["review"],
            "held_on": day if held else None,
            "planned_on": day,
            "first_planned_on": planned,
            "state": "held" if held else "planned",
            "chair_id": _named(run, row, "chair"),
            "present": _present(run, row),
            "inputs": _inputs(row, missing) if held else {},
            "missing": missing,
        }
        items.append((row, values))
        for letter in missing:
            run.remark(row, f"{row['review']} says nothing about {INPUTS[letter]}")
    run.upsert("reviews", ManagementReview, ("number",), items)
    for _, values in items:
        run.settle(values["number"], {"held_on": values["held_on"]})


def write_decisions(run: Run, rows: Sequence[Row]) -> None:
    wanted = select(ManagementReview.number, ManagementReview.id)
    reviews = {row.number: row.id for row in run.session.execute(wanted)}
    items: list[Item] = []
    for row in rows:
        if row["review"] not in reviews:
            run.refuse(row, f"review {row['review']!r} is not in the list of reviews")
            continue
        values = {
            "review_id": reviews[row["review"]],
            "text": row["decision"],
            "owner_id": run.person(row, "owner"),
            "due_on": row["due_on"],
            "done_on": row["done_on"],
        }
        if not row["owner"] or values["owner_id"] is not None:
            items.append((row, values))
    run.upsert("decisions", ReviewDecision, ("review_id", "text"), items)


def _audit(run: Run, row: Row, planned_to: date) -> dict[str, Any]:
    internal = row["kind"] == "internal"
    performed = row["performed_from"]
    values: dict[str, Any] = {
        "number": row["audit"],
        "kind": row["kind"],
        "planned_from": row["planned_from"],
        "planned_to": planned_to,
        "first_planned_from": row["first_planned_from"] or row["planned_from"],
        "performed_from": performed,
        "performed_to": row["performed_to"] or performed,
        "site": row["site"],
        "teams": row["teams"] or [],
        "clauses": row["clauses"] or [],
        "scope": row["scope"] or "",
        "state": "performed" if performed else "planned",
        "note": row["note"],
    }
    for name in ("lead_auditor", "second_auditor"):
        values[name] = row[name]
        values[f"{name}_id"] = _named(run, row, name) if internal else None
    if row["state"] and row["state"] != values["state"]:
        run.remark(row, f"{row['audit']} says {row['state']!r}; its days say {values['state']!r}")
    return values


def _finding(run: Run, row: Row, *, external: bool) -> dict[str, Any]:
    return {
        "number": row["finding"],
        "external": external,
        "grade": row["grade"],
        "clause": row["clause"],
        "text": row["text"],
        "owner_id": run.person(row, "owner") if row["state"] in OPEN else _named(run, row, "owner"),
        "state": row["state"],
        "action": row["corrective_action"],
        "note": row["note"],
    }


def _known(run: Run, row: Row, values: dict[str, Any]) -> bool:
    """Whether the owner of an open finding is known; if not, the row was refused."""
    return row["state"] not in OPEN or values["owner_id"] is not None


def _dated(run: Run, row: Row, *names: str) -> bool:
    for name in names:
        day: date | None = row[name]
        if day is not None and day > run.today:
            run.refuse(row, f"{name} {day} is still to come")
            return False
    return True


def _write_findings(run: Run, table: str, items: Sequence[Item], *, external: bool) -> None:
    within = AuditFinding.external.is_(external)
    run.upsert(table, AuditFinding, ("number",), items, within=within, once=("first_due_on",))
    for _, values in items:
        facts = {name: values.get(name) for name in ("state", "closed_on", "answered_on")}
        run.settle(values["number"], facts)


def _inputs(row: Row, missing: Sequence[str]) -> dict[str, str]:
    """The letters that the minutes cover, without words; none if the file doesn't tell."""
    if "missing_inputs" not in row.values:
        return {}
    return {letter: "" for letter in INPUTS if letter not in missing}


def _present(run: Run, row: Row) -> list[int]:
    found = []
    for name in row["present"] or ():
        try:
            found.append(run.people.id_of(name))
        except CoachError as error:
            run.remark(row, f"present: {error}")
    return sorted(found)


def _named(run: Run, row: Row, name: str) -> int | None:
    if not row[name]:
        return None
    try:
        return run.people.id_of(row[name])
    except CoachError as error:
        run.remark(row, f"{name}: {error}")
        return None


PROGRAMME = Table(
    "programme",
    (
        Field("audit", synonyms=("number", "audit_number"), required=True),
        Field("kind", cells.choice(_KINDS), ("type", "art"), required=True),
        Field("planned_from", cells.day, ("planned", "planned_on", "geplant"), required=True),
        Field("planned_to", cells.day),
        Field("first_planned_from", cells.day, ("first_planned",)),
        Field("performed_from", cells.day, ("performed", "performed_on")),
        Field("performed_to", cells.day),
        Field("site", synonyms=("standort",)),
        Field("teams", cells.texts, ("team", "departments")),
        Field("clauses", cells.texts, ("clause",)),
        Field("scope", synonyms=("subject",)),
        Field("lead_auditor", synonyms=("auditor",)),
        Field("second_auditor"),
        Field("state", cells.choice(_STATES), ("status",)),
        Field("note", cells.long_text, ("notes", "comment")),
    ),
    ("audit",),
    write_programme,
    least=5,
    afterwards=look_at_auditors,
)
FINDINGS = Table(
    "findings",
    (
        Field("finding", synonyms=("number", "finding_number"), required=True),
        Field("audit", synonyms=("audit_number",), required=True),
        Field("grade", cells.choice(_GRADES), ("classification",), required=True),
        Field("clause", synonyms=("requirement",)),
        Field("team", synonyms=("department",)),
        Field("text", cells.long_text, ("description",), required=True),
        Field("owner", synonyms=("responsible",), required=True),
        Field("recorded_on", cells.day, ("recorded",), required=True),
        Field("due_on", cells.day, ("due", "due_date")),
        Field("state", cells.choice(_FINDING_STATES), ("status",), required=True),
        Field("corrective_action", synonyms=("capa",)),
        Field("closed_on", cells.day),
        Field("closed_by"),
        Field("note", cells.long_text, ("notes", "comment")),
    ),
    ("finding",),
    write_findings,
    least=6,
    afterwards=look_at_findings,
)
EXTERNAL = Table(
    "certification body",
    (
        Field("finding", synonyms=("number", "finding_number"), required=True),
        Field("audit", synonyms=("audit_number",), required=True),
        Field("date", cells.day, ("audit_date",), required=True),
        Field("grade", cells.choice(_GRADES), ("classification",), required=True),
        Field("clause", synonyms=("requirement",)),
        Field("site"),
        Field("text", cells.long_text, ("description",), required=True),
        Field("owner", synonyms=("responsible",), required=True),
        Field("corrective_action", synonyms=("capa",)),
        Field("answer_due", cells.day, ("answer_due_on",)),
        Field("answered_on", cells.day),
        Field("accepted_on", cells.day),
        Field("state", cells.choice(_FINDING_STATES), ("status",), required=True),
        Field("note", cells.long_text, ("notes", "comment")),
    ),
    ("finding",),
    write_external,
    least=7,
    afterwards=look_at_findings,
)
REVIEWS = Table(
    "reviews",
    (
        Field("review", synonyms=("number",), required=True),
        Field("date", cells.day, ("held_on", "planned_on"), required=True),
        Field("first_planned", cells.day, ("planned_first",)),
        Field("state", cells.choice(_STATES), ("status",)),
        Field("missing_inputs", cells.texts, ("missing",)),
        Field("chair"),
        Field("present", cells.texts),
    ),
    ("review",),
    write_reviews,
    least=3,
)
DECISIONS = Table(
    "decisions",
    (
        Field("review", required=True),
        Field("decision", cells.long_text, ("text",), required=True),
        Field("owner", synonyms=("responsible",)),
        Field("due_on", cells.day, ("due",)),
        Field("done_on", cells.day, ("done",)),
    ),
    ("review", "decision"),
    write_decisions,
    least=3,
)

AUDITS = Importer("audits", (PROGRAMME, FINDINGS, EXTERNAL, REVIEWS, DECISIONS))
