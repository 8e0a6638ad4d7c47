"""A company's own questions from CSV or JSON lines, each with version, approver and date."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log
from knowledge.errors import BadInput
from knowledge.interviews.mining import check_right
from knowledge.interviews.questions import Kind, Part, hint_from, kind_from, parts_from
from knowledge.standards.companions import InterviewRoles
from knowledge.standards.schema import Pack
from knowledge.storage.drill_tables import DrillQuestion
from knowledge.storage.record_tables import Person

NEEDED = ("id", "text", "key_points", "version", "approver", "approved_on")


@dataclass(frozen=True)
class OwnQuestion:
    """One line of the file; `id` is the company's own name for the question."""

    id: str
    text: str
    kind: Kind
    parts: tuple[Part, ...]
    key_points: tuple[str, ...]
    version: str
    approver: str
    approved_on: date
    role: str | None = None
    clause: str | None = None
    why_asked: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Taken:
    """What an import did; `replaced` are questions whose version is another one now."""

    added: int
    replaced: int
    unchanged: int


def parsed(text: str, name: str, *, roles: InterviewRoles, pack: Pack) -> list[OwnQuestion]:
    """The questions of a file. Raises BadInput naming the line that can't be used."""
    rows = _json_lines(text) if name.lower().endswith((".jsonl", ".json")) else _csv_rows(text)
    known = {role.id for role in roles.roles}
    found: dict[str, OwnQuestion] = {}
    for line, row in rows:
        try:
            one = _question(row, known, pack)
        except BadInput as error:
            raise BadInput(f"{name}, line {line}: {error}") from error
        if one.id in found:
            raise BadInput(f"{name}, line {line}: the id {one.id} stands there twice.")
        found[one.id] = one
    if not found:
        raise BadInput(f"{name} holds no question. It needs the columns {', '.join(NEEDED)}.")
    return list(found.values())


def take(
    session: Session,
    questions: Iterable[OwnQuestion],
    *,
    edition: str,
    by: Person | None,
    now: datetime,
    today: date,
) -> Taken:
    """Store own questions, approved as the file says; another version retires the one before."""
    check_right(session, by, today)
    rows = session.scalars(select(DrillQuestion).where(DrillQuestion.source == "own"))
    known = {row.key: row for row in rows}
    added = replaced = unchanged = 0
    for one in questions:
        key = _key(one)
        if key in known and known[key].state != "retired":
            unchanged += 1
            continue
        earlier = [row for row in known.values() if row.who == one.id and row.state == "approved"]
        for row in earlier:
            row.state, row.retired_at = "retired", now
            row.retired_why = f"Version {one.version} takes its place."
        if key in known:
            known[key].state, known[key].retired_at, known[key].retired_why = "approved", None, None
        else:
            session.add(_row(key, one, edition, now))
        replaced += bool(earlier)
        added += not earlier
    session.flush()
    counts = {"added": added, "replaced": replaced, "unchanged": unchanged}
    who = by.id if by is not None else None
    audit_log.add(session, who=who, what="drill questions imported", payload=counts, now=now)
    return Taken(added, replaced, unchanged)


def _json_lines(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for line, words in enumerate(text.splitlines(), 1):
        if not words.strip():
            continue
        try:
            row = json.loads(words)
        except (json.JSONDecodeError, RecursionError) as error:
            raise BadInput(f"Line {line} is no JSON ({error}).") from error
        if not isinstance(row, dict):
            raise BadInput(f"Line {line} is no JSON object.")
        yield line, row


def _csv_rows(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    separator = ";" if text.splitlines() and text.splitlines()[0].count(";") > 2 else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=separator)
    for row in reader:
        yield reader.line_num, {(key or "").strip().lower(): value for key, value in row.items()}


def _question(row: Mapping[str, Any], roles: set[str], pack: Pack) -> OwnQuestion:
    told = {name: _text(row.get(name)) for name in row if isinstance(name, str)}
    missing = [name for name in NEEDED if not told.get(name)]
    if missing:
        raise BadInput(f"{', '.join(missing)} is missing.")
    role, clause = told.get("role") or None, told.get("clause") or None
    if role is not None and role not in roles:
        raise BadInput(f"there is no role {role!r}. There are: {', '.join(sorted(roles))}.")
    if clause is not None and pack.get(clause) is None:
        raise BadInput(f"{pack.name} has no clause {clause}.")
    try:
        approved_on = date.fromisoformat(told["approved_on"])
    except ValueError as error:
        raise BadInput(f"{told['approved_on']!r} is no date like 2026-11-16.") from error
    parts = parts_from(_several(row.get("parts")) or ("what_i_do", "governing_document"))
    return OwnQuestion(
        told["id"],
        told["text"],
        kind_from(told.get("kind") or "open"),
        parts,
        _several(row["key_points"]),
        told["version"],
        told["approver"],
        approved_on,
        role,
        clause,
        told.get("why_asked", ""),
        told.get("hint", ""),
    )


def _text(value: Any) -> str:
    return "" if value is None or (isinstance(value, list) and not value) else str(value).strip()


def _several(value: Any) -> tuple[str, ...]:
    """A list, or the pieces of a cell between semicolons or bars."""
    if isinstance(value, list):
        return tuple(str(one).strip() for one in value if str(one).strip())
    pieces = str(value or "").replace("|", ";").split(";")
    return tuple(piece.strip() for piece in pieces if piece.strip())


def _key(one: OwnQuestion) -> str:
    told = "\x1f".join(("own", one.id, one.version, one.text, *one.key_points))
    return hashlib.sha256(told.encode()).hexdigest()


def _row(key: str, one: OwnQuestion, edition: str, now: datetime) -> DrillQuestion:
    return DrillQuestion(
        key=key,
        source="own",
        state="approved",
        text=one.text,
        kind=one.kind,
        role=one.role,
        who=one.id,
        clause=one.clause,
        edition=edition if one.clause else None,
        parts=list(one.parts),
        key_points=list(one.key_points),
        why_asked=one.why_asked or "Your own quality team wants this to be known.",
        hint=one.hint or hint_from(one.parts),
        version=one.version,
        made_at=now,
        approved_by=one.approver,
        approved_on=one.approved_on,
    )
