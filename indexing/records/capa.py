"""The register of corrective actions: one row an action, one group of columns a step."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import insert, select

from indexing.records import cells
from indexing.records.columns import Field, Importer, Row, Table
from indexing.records.run import Item, Run
from indexing.records.sheets import Cell
from knowledge import registers
from knowledge.capa import filed
from knowledge.capa.filed import FiledAction, FiledExtension, FiledStep
from knowledge.capa.stages import CLOSED, TRANSITIONS, Move
from knowledge.errors import CoachError
from knowledge.people.finding import same_text
from knowledge.storage.action_tables import ActionExtension, ActionStep, CorrectiveAction
from knowledge.storage.record_tables import Person, Team

_STAGES = {
    "recorded": "recorded", "open": "recorded", "opened": "recorded", "new": "recorded",
    "contained": "contained", "corrected": "contained",
    "need decided": "need decided", "decided": "need decided",
    "cause found": "cause found", "cause": "cause found", "analysed": "cause found",
    "action planned": "action planned", "planned": "action planned",
    "implemented": "implemented", "done": "implemented",
    "effectiveness reviewed": "effectiveness reviewed", "reviewed": "effectiveness reviewed",
    "closed": "closed", "closed without action": "closed without action",
}  # fmt: skip
_SOURCES = {
    "complaint": "complaint", "customer complaint": "complaint", "customer": "complaint",
    "internal audit": "internal audit", "audit": "internal audit",
    "certification body": "certification body", "external audit": "certification body",
    "process": "process", "nonconformity": "process", "supplier": "supplier",
    "management review": "management review", "effectiveness review": "effectiveness review",
    "employee suggestion": "suggestion", "suggestion": "suggestion", "other": "other",
}  # fmt: skip
_KINDS = {
    "correction": "correction", "corrective": "corrective", "corrective action": "corrective",
    "preventive": "preventive", "preventive action": "preventive",
}  # fmt: skip
_RESULTS = {
    "effective": "effective", "yes": "effective", "not effective": "not effective",
    "ineffective": "not effective", "no": "not effective",
}  # fmt: skip
_COLUMNS = {
    "title": "title", "description": "description", "source": "source",
    "source_reference": "source_reference", "clause": "clause", "recorded_on": "recorded_on",
    "stage": "stage", "fixed_on": "fixed_on", "due_on": "due_on",
    "effectiveness_due_on": "effectiveness_due_on", "lots_to_check": "lots_to_check",
    "lots_checked": "lots_checked",
}  # fmt: skip
_DAYS = (
    "correction_on", "containment_on", "decided_on", "cause_on", "planned_on", "implemented_on",
    "reviewed_on", "closed_on",
)  # fmt: skip
_EXTENSION = re.compile(
    r"(?P<decided>\S+): (?P<start>\S+) to (?P<end>[^\s,]+)(?:, (?P<reason>.*?))?"
    r"(?: \((?P<by>[^()]*)\))?"
)


def number(cell: Cell) -> str | None:
    written = cells.text(cell)
    return written.upper() if written else None


def extensions(cell: Cell) -> list[FiledExtension]:
    """Extensions such as "2026-09-28: 2026-09-30 to 2026-10-16, why (by whom)", set apart by |."""
    found = []
    for part in (cells.text(cell) or "").split("|"):
        if not part.strip():
            continue
        match = _EXTENSION.fullmatch(part.strip())
        days = [cells.day(match[name]) for name in ("decided", "start", "end")] if match else []
        if match is None or None in days:
            raise cells.Unfit(
                f"is no extension ({part.strip()!r}); write it like "
                "2026-09-28: 2026-09-30 to 2026-10-16, why (by whom)"
            )
        decided, start, end = (day for day in days if day is not None)
        found.append(FiledExtension(decided, start, end, match["reason"] or "", match["by"]))
    return found


def write_actions(run: Run, rows: Sequence[Row]) -> None:
    """What the file says is taken as it stands; what contradicts the rules becomes a remark."""
    teams = {same_text(code): id_ for code, id_ in run.session.execute(select(Team.code, Team.id))}
    managers, deputies = _quality(run)
    items: list[Item] = []
    told: dict[str, FiledAction] = {}
    for row in rows:
        before = len(run.report.problems)
        values = _values(run, row, teams)
        action = _filed(run, row, values, managers, deputies)
        _check_days(run, row)
        if len(run.report.problems) > before:
            continue
        items.append((row, values))
        told[values["number"]] = action
        for words in filed.contradictions(action):
            run.remark(row, f"{action.number} {words}")
    once = ("first_due_on",) if not any("first_due_on" in row.values for row in rows) else ()
    ids = run.upsert("actions", CorrectiveAction, ("number",), items, once=once)
    _write_steps(run, {ids[(key,)]: action for key, action in told.items()})
    _write_extensions(run, {ids[(key,)]: action for key, action in told.items()})
    for row, values in items:
        run.settle(values["number"], {name: row[name] for name in (*_DAYS, "due_on")})


def link_actions(run: Run, rows: Sequence[Row]) -> None:
    """Say which action follows which, once all are there."""
    wanted = select(CorrectiveAction)
    actions = {action.number: action for action in run.session.scalars(wanted)}
    for row in rows:
        mine, other = actions.get(row["number"]), actions.get(row["linked"] or "")
        if mine is None or not row["linked"]:
            continue
        if other is None:
            run.remark(row, f"{mine.number} is linked to {row['linked']}, which is not known")
            continue
        first, after = (mine, other) if row["result"] == "not effective" else (other, mine)
        if after.follows_id is None and first.recorded_on <= after.recorded_on:
            after.follows_id = first.id
    run.session.flush()


def _values(run: Run, row: Row, teams: Mapping[str, int]) -> dict[str, Any]:
    values = {column: row.values[name] for name, column in _COLUMNS.items() if name in row.values}
    values |= {
        "number": row["number"],
        "kind": row["kind"] or "corrective",
        "source": row["source"] or "other",
        "title": row["title"] or row["description"] or row["number"],
        "description": row["description"] or row["title"] or "",
        "first_due_on": row["first_due_on"] or row["due_on"],
        "owner_id": _owner(run, row),
        "recorded_by": _named(run, row, "recorded_by"),
        "closer_id": _named(run, row, "closer"),
    }
    if "team" in row.values:
        values["team_id"] = teams.get(same_text(row["team"] or ""))
        if row["team"] and values["team_id"] is None:
            run.remark(row, f"team {row['team']!r} is not in the list of teams")
    return values


def _owner(run: Run, row: Row) -> int | None:
    """What is open needs an owner who is known; of what is closed, the owner may be long gone."""
    if row["stage"] in CLOSED:
        return _named(run, row, "owner")
    if not row["owner"]:
        run.refuse(row, "owner is missing")
    return run.person(row, "owner")


def _named(run: Run, row: Row, name: str) -> int | None:
    if not row[name]:
        return None
    try:
        return run.people.id_of(row[name])
    except CoachError as error:
        run.remark(row, f"{name}: {error}")
        return None


def _check_days(run: Run, row: Row) -> None:
    for name in ("recorded_on", *_DAYS):
        day: date | None = row[name]
        if day is not None and day > run.today:
            run.refuse(row, f"{name} {day} is still to come")


def _filed(
    run: Run,
    row: Row,
    values: Mapping[str, Any],
    managers: frozenset[int],
    deputies: frozenset[int],
) -> FiledAction:
    return FiledAction(
        number=values["number"],
        stage=row["stage"],
        recorded_on=row["recorded_on"],
        source=values["source"],
        kind=values["kind"],
        owner=values["owner_id"],
        steps=tuple(_steps(run, row)),
        extensions=tuple(row["extensions"] or ()),
        due_on=row["due_on"],
        first_due_on=row["first_due_on"],
        fixed_on=row["fixed_on"],
        lots_to_check=row["lots_to_check"],
        lots_checked=row["lots_checked"],
        quality_managers=managers,
        deputies=deputies,
    )


def _steps(run: Run, row: Row) -> list[FiledStep]:
    """The steps that have a day, in the order of the stages."""
    none_needed = row["action_needed"] is False
    decide: Move = "decide on no action" if none_needed else "decide on action"
    close: Move = "close without action" if none_needed else "close"
    step = partial(_step, run, row)
    found = [
        step("contain", row["correction_on"] or row["containment_on"], None,
             correction="correction", containment="containment"),
        step(decide, row["decided_on"], "decided_by", reason="reason"),
        step("find cause", row["cause_on"], None,
             cause="cause", method="method", similar_cases="similar_cases"),
        step("plan", row["planned_on"], None,
             action="action", document="document", criterion="criterion"),
        step("implement", row["implemented_on"], "implemented_by"),
        step(_review_move(row), row["reviewed_on"], "reviewed_by",
             result="result", finding="finding", follow_up="linked"),
        step(close, row["closed_on"], "closed_by", risks="risks", system="system"),
    ]  # fmt: skip
    return [one for one in found if one is not None]


def _step(
    run: Run, row: Row, move: Move, on: date | None, by: str | None, **facts: str
) -> FiledStep | None:
    if on is None:
        return None
    person = _named(run, row, by) if by else None
    told = {name: row[column] for name, column in facts.items() if row[column]}
    if by and row[by] and person is None:
        told["by"] = row[by]
    return FiledStep(move, on, frozenset() if person is None else frozenset({person}), told)


def _review_move(row: Row) -> Move:
    if row["result"] != "not effective":
        return "find effective"
    return "follow up" if row["linked"] else "send back"


def _quality(run: Run) -> tuple[frozenset[int], frozenset[int]]:
    """Who leads quality and who is the deputy, by the people register."""
    held = {row.id: set(row.roles) for row in run.session.execute(select(Person.id, Person.roles))}
    deputies = frozenset(number for number, roles in held.items() if "deputy" in roles)
    leading = frozenset(number for number, roles in held.items() if {"quality", "lead"} <= roles)
    return leading - deputies, deputies


_COMPARED = ("done_on", "done_by", "facts")


def _write_steps(run: Run, actions: Mapping[int, FiledAction]) -> None:
    """Add steps that are new or told otherwise than before; what was told stays as history."""
    known, told = _known_steps(run), run.outcome("steps")
    fresh = []
    for action_id, action in actions.items():
        for step in action.steps:
            before, name = known.get((action_id, step.move)), f"{action.number} {step.move}"
            row = _step_row(run, action_id, action, step)
            if before is None:
                told.added.append(name)
                fresh.append(row)
            elif before == {column: row[column] for column in _COMPARED}:
                told.unchanged += 1
            else:
                told.changed[name] = {
                    column: [before[column], row[column]]
                    for column in _COMPARED
                    if before[column] != row[column]
                }
                fresh.append(row)
    if fresh:
        run.session.execute(insert(ActionStep), fresh)


def _known_steps(run: Run) -> dict[tuple[int, str], dict[str, Any]]:
    """The newest of each step, by action and move."""
    columns = (getattr(ActionStep, name) for name in ("action_id", "move", *_COMPARED))
    rows = run.session.execute(select(*columns).order_by(ActionStep.id))
    return {
        (action_id, move): dict(zip(_COMPARED, stated, strict=True))
        for action_id, move, *stated in rows
    }


def _step_row(run: Run, action_id: int, action: FiledAction, step: FiledStep) -> dict[str, Any]:
    return {
        "action_id": action_id,
        "move": step.move,
        "stage": TRANSITIONS[step.move].ends,
        "done_on": step.on,
        "done_by": sorted(step.hands),
        "owner_id": action.owner,
        "facts": registers.plain(step.facts),
        "recorded_by": None,
        "recorded_at": run.now,
    }


def _write_extensions(run: Run, actions: Mapping[int, FiledAction]) -> None:
    there = select(ActionExtension.action_id, ActionExtension.from_on, ActionExtension.to_on)
    known = {(row.action_id, row.from_on, row.to_on) for row in run.session.execute(there)}
    told = run.outcome("extensions")
    for action_id, action in actions.items():
        for extension in action.extensions:
            if (action_id, extension.from_on, extension.to_on) in known:
                told.unchanged += 1
                continue
            told.added.append(f"{action.number} {extension.to_on}")
            run.session.add(_extension_row(run, action_id, extension))
    run.session.flush()


def _extension_row(run: Run, action_id: int, extension: FiledExtension) -> ActionExtension:
    by = extension.approved_by
    try:
        approved_by = run.people.id_of(by) if by else None
    except CoachError:
        approved_by = None
    return ActionExtension(
        action_id=action_id,
        asked_on=extension.decided_on,
        from_on=extension.from_on,
        to_on=extension.to_on,
        reason=extension.reason,
        state="approved",
        decided_by=approved_by,
        decided_on=extension.decided_on,
        answer=f"approved by {by}" if by and approved_by is None else None,
    )


def needed(cell: Cell) -> bool | None:
    return cells.yes_or_no(cell) if cells.text(cell) else None


ACTIONS = Table(
    "actions",
    (
        Field("number", number, ("capa", "capa_number", "no", "nummer"), required=True),
        Field("title", synonyms=("subject", "titel")),
        Field("stage", cells.choice(_STAGES), ("status", "state"), required=True),
        Field("kind", cells.choice(_KINDS), ("type", "art")),
        Field("source", cells.choice(_SOURCES), ("origin", "quelle")),
        Field("source_reference", synonyms=("reference",)),
        Field("clause", synonyms=("requirement",)),
        Field("team", synonyms=("department", "abteilung")),
        Field("description", cells.long_text, ("problem", "beschreibung")),
        Field("recorded_on", cells.day, ("opened_on", "opened", "date"), required=True),
        Field("recorded_by", synonyms=("opened_by",)),
        Field("owner", synonyms=("responsible", "verantwortlich"), required=True),
        Field("closer"),
        Field("fixed_on", cells.day, ("fixed_date",)),
        Field("correction_on", cells.day),
        Field("correction", cells.long_text),
        Field("containment_on", cells.day),
        Field("containment", cells.long_text),
        Field("decided_on", cells.day),
        Field("decided_by"),
        Field("action_needed", needed),
        Field("reason", cells.long_text),
        Field("cause_on", cells.day),
        Field("method"),
        Field("cause", cells.long_text, ("root_cause",)),
        Field("similar_cases", cells.long_text),
        Field("planned_on", cells.day),
        Field("action", cells.long_text, ("corrective_action",)),
        Field("document"),
        Field("criterion", cells.long_text),
        Field("effectiveness_due_on", cells.day, ("effectiveness_due",)),
        Field("lots_to_check", cells.whole_number),
        Field("lots_checked", cells.whole_number),
        Field("first_due_on", cells.day, ("first_due", "original_due_date")),
        Field("due_on", cells.day, ("due", "due_date", "fällig")),
        Field("extensions", extensions),
        Field("implemented_on", cells.day),
        Field("implemented_by"),
        Field("reviewed_on", cells.day),
        Field("reviewed_by"),
        Field("result", cells.choice(_RESULTS), ("effective",)),
        Field("finding", cells.long_text, ("result_text",)),
        Field("closed_on", cells.day),
        Field("closed_by"),
        Field("risks", cells.long_text, ("risks_change",)),
        Field("system", cells.long_text, ("system_change",)),
        Field("linked", number, ("linked_to", "follows")),
    ),
    ("number",),
    write_actions,
    least=5,
    afterwards=link_actions,
)

CAPA = Importer("capa", (ACTIONS,))
