"""What proves that something was done: certificates, forms, references to records, observations.

Rows are added and never rewritten: a correction is a row of its own that points to the one before.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log, people
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.action_tables import Evidence
from knowledge.storage.record_tables import Person

Subject = Literal["training", "capa", "audits"]
Kind = Literal["certificate", "signed form", "record reference", "observation", "session"]

LATE_AFTER = 5
"""Days between performing and recording from which on an entry shows as late."""
LARGEST = 50 * 2**20
"""Bytes of the largest file that is taken."""

ACCEPTING = frozenset({"lead", "quality", "deputy"})


@dataclass(frozen=True)
class Takes:
    """What a kind of evidence takes; `asks` are fields that must be given."""

    words: str
    asks: tuple[str, ...]


TAKES: Mapping[Kind, Takes] = {
    "certificate": Takes("a copy of the certificate", ("file_hash",)),
    "signed form": Takes("a copy of the signed form", ("file_hash",)),
    "record reference": Takes(
        "the system the record is in, its identifier and its date",
        ("system", "identifier", "dated_on"),
    ),
    "observation": Takes("who observed it, and what was seen", ("assessor_id", "note")),
    "session": Takes("who held it, and the list of who was there", ("assessor_id", "attended")),
}


@dataclass(frozen=True)
class NewEvidence:
    """Evidence as it is given. `person_id` is whose doing it proves, if it is one person's."""

    subject: Subject
    item: str
    kind: Kind
    performed_on: date
    person_id: int | None = None
    file_hash: str | None = None
    file_name: str | None = None
    system: str | None = None
    identifier: str | None = None
    dated_on: date | None = None
    assessor_id: int | None = None
    attended: tuple[int, ...] = ()
    note: str | None = None


def store_file(
    folder: Path, content: bytes, *, replace: Callable[[str, Path], None] = os.replace
) -> str:
    """Copy a file into our store; the SHA-256 it is kept under. It counts from then on.

    It is written aside and renamed, so that a name never stands for half a file. Raises BadInput
    for an empty or too large one.
    """
    if not content:
        raise BadInput("The file is empty. Choose the one that shows the evidence.")
    if len(content) > LARGEST:
        raise BadInput(f"The file is larger than {LARGEST // 2**20} MB. Save it smaller.")
    digest = hashlib.sha256(content).hexdigest()
    place = _place(folder, digest)
    if place.exists() and _is_whole(place, digest):
        return digest
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=place.parent, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace(aside, place)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    return digest


def read_file(folder: Path, digest: str) -> bytes:
    """A file of the store, as it was put there. Raises NotFound if it is gone or was altered."""
    try:
        content = _place(folder, digest).read_bytes()
    except OSError as error:
        raise NotFound(
            f"The file {digest[:12]} is not in the evidence store. Restore it from the backup."
        ) from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise NotFound(
            f"The file {digest[:12]} in the evidence store was altered. Restore it from the backup."
        )
    return content


def attach(
    session: Session,
    new: NewEvidence,
    *,
    by: Person,
    folder: Path,
    today: date,
    now: datetime,
    corrects: int | None = None,
) -> Evidence:
    """Add evidence for an item, or a correction of what is there (`corrects`, an evidence id).

    Raises BadInput if it lacks what its kind takes, NotAllowed if a rule forbids it.
    """
    _check_kind(new)
    _check_days(new, today)
    _check_people(session, new, by, today)
    if new.file_hash is not None:
        read_file(folder, new.file_hash)
    if corrects is not None:
        _check_correction(session, new, corrects)
    row = Evidence(
        subject=new.subject,
        item=new.item,
        kind=new.kind,
        performed_on=new.performed_on,
        recorded_on=today,
        recorded_by=by.id,
        person_id=new.person_id,
        file_hash=new.file_hash,
        file_name=PurePath(new.file_name).name if new.file_name else None,
        system=new.system,
        identifier=new.identifier,
        dated_on=new.dated_on,
        assessor_id=new.assessor_id,
        attended=sorted(set(new.attended)) or None,
        note=new.note,
        corrects_id=corrects,
    )
    session.add(row)
    session.flush()
    _log(session, row, "added" if corrects is None else "corrected", by, now)
    return row


def accept(session: Session, evidence_id: int, *, by: Person, today: date, now: datetime) -> None:
    """Accept evidence of competence. Raises NotAllowed for the person it is about, or without
    the right: a lead's or quality's."""
    row = _there(session, evidence_id)
    if by.id == row.person_id or (row.person_id is None and by.id in (row.attended or ())):
        raise NotAllowed("Evidence of competence is accepted by another person. Ask your lead.")
    if not people.roles_of(session, by, today=today) & ACCEPTING:
        raise NotAllowed("Evidence of competence is accepted by a lead or quality. Ask one.")
    if _corrected(session, row):
        raise NotAllowed("This evidence was corrected since. Accept the correction instead.")
    if row.accepted_by is not None:
        return
    row.accepted_by, row.accepted_at = by.id, now
    _log(session, row, "accepted", by, now)


def evidence_for(session: Session, subject: Subject, item: str) -> list[Evidence]:
    """All evidence of an item, corrected ones included, in the order it was added."""
    mine = select(Evidence).where(Evidence.subject == subject, Evidence.item == item)
    return list(session.scalars(mine.order_by(Evidence.id)))


def in_force(session: Session, subject: Subject, item: str) -> list[Evidence]:
    """The evidence of an item without what was corrected."""
    found = evidence_for(session, subject, item)
    corrected = {row.corrects_id for row in found}
    return [row for row in found if row.id not in corrected]


def days_late(row: Evidence, *, after: int = LATE_AFTER) -> int:
    """Days between performing and recording; 0 as long as they are not more than `after`."""
    days = (row.recorded_on - row.performed_on).days
    return days if days > after else 0


def person_behind(session: Session, account: str) -> Person:
    """Who acknowledges through this Slack account.

    Raises NotAllowed for an account that several people share, NotFound for nobody's.
    """
    mine = people.sharing(session, account)
    if len(mine) > 1:
        raise NotAllowed(
            "This account is shared, so nobody can tell who has read it. "
            "Ask your lead to record a session with trainer, date and list."
        )
    if not mine:
        raise NotFound("This account belongs to nobody in the people register. Tell quality.")
    return mine[0]


def missing_for(new: NewEvidence) -> list[str]:
    """The fields that this kind takes and that were not given."""
    return [name for name in TAKES[new.kind].asks if getattr(new, name) in (None, "", ())]


def check_takes(given: Kind, wanted: Collection[Kind]) -> None:
    """Raises BadInput where an item doesn't take this kind of evidence; the words say which."""
    if wanted and given not in wanted:
        takes = "; or ".join(TAKES[kind].words for kind in sorted(wanted))
        raise BadInput(f"This takes {takes}.")


def _check_kind(new: NewEvidence) -> None:
    if new.subject not in get_args(Subject) or not new.item.strip():
        raise BadInput("Say which training, action or audit the evidence is for.")
    if new.kind not in TAKES:
        raise BadInput(f"{new.kind!r} is no kind of evidence: {', '.join(TAKES)}.")
    if missing_for(new):
        raise BadInput(f"Evidence of the kind {new.kind!r} takes {TAKES[new.kind].words}.")


def _check_days(new: NewEvidence, today: date) -> None:
    if new.performed_on > today:
        raise BadInput(f"{new.performed_on} has not come yet. Record it when it is done.")
    if new.performed_on.year < 1950 or (new.dated_on is not None and new.dated_on.year < 1950):
        raise BadInput("That date is long past. Check the year.")


def _check_people(session: Session, new: NewEvidence, by: Person, today: date) -> None:
    if new.assessor_id is not None and new.assessor_id == new.person_id:
        raise NotAllowed("Nobody assesses themselves. Name the assessor.")
    named = {new.person_id, new.assessor_id, *new.attended} - {None}
    known = set(session.scalars(select(Person.id).where(Person.id.in_(named))))
    if named - known:
        raise NotFound("Somebody who is named is not in the people register. Check the names.")
    if new.kind == "session" and not people.roles_of(session, by, today=today) & ACCEPTING:
        raise NotAllowed("A session is recorded by a lead or quality. Ask one.")


def _check_correction(session: Session, new: NewEvidence, corrects: int) -> None:
    before = _there(session, corrects)
    if (before.subject, before.item) != (new.subject, new.item):
        raise BadInput(f"Evidence {corrects} is for {before.item}, not for {new.item}.")
    if _corrected(session, before):
        raise BadInput(f"Evidence {corrects} was corrected already. Correct the newer one.")


def _corrected(session: Session, row: Evidence) -> bool:
    newer = select(Evidence.id).where(Evidence.corrects_id == row.id)
    return session.scalar(newer) is not None


def _there(session: Session, evidence_id: int) -> Evidence:
    row = session.get(Evidence, evidence_id)
    if row is None:
        raise NotFound(f"There is no evidence {evidence_id}.")
    return row


def _place(folder: Path, digest: str) -> Path:
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise NotFound("That is no file of the evidence store.")
    return folder / digest[:2] / digest


def _is_whole(place: Path, digest: str) -> bool:
    return hashlib.sha256(place.read_bytes()).hexdigest() == digest


def _log(session: Session, row: Evidence, what: str, by: Person, now: datetime) -> None:
    payload = {
        "evidence": row.id,
        "subject": row.subject,
        "item": row.item,
        "kind": row.kind,
        "performed_on": row.performed_on,
        "file": row.file_hash,
        "corrects": row.corrects_id,
    }
    audit_log.add(session, who=by.id, what=f"evidence: {what}", payload=payload, now=now)
