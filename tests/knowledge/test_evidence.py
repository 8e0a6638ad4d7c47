"""Evidence: what each kind takes, files that are kept whole, and corrections that only add."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from knowledge import audit_log, evidence
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.evidence import NewEvidence
from knowledge.storage.action_tables import Evidence
from knowledge.storage.database import Database
from knowledge.storage.record_tables import Person
from tests.conftest import NOW
from tests.knowledge.staff import Staff, add_staff

TODAY = date(2026, 11, 16)
SCAN = b"%PDF-1.7 the certificate of Leo Fenn"


@dataclass
class Desk:
    session: Session
    staff: Staff
    folder: Path

    def attach(self, by: int, *, corrects: int | None = None, **changes: Any) -> Evidence:
        given: dict[str, Any] = {
            "subject": "training",
            "item": "T-0412",
            "kind": "record reference",
            "performed_on": date(2026, 11, 12),
            "person_id": self.staff.leo,
            "system": "HR file",
            "identifier": "C-12/2026",
            "dated_on": date(2026, 11, 12),
            **changes,
        }
        return evidence.attach(
            self.session, NewEvidence(**given), by=self.session.get_one(Person, by),
            folder=self.folder, today=TODAY, now=NOW, corrects=corrects,
        )  # fmt: skip

    def accept(self, row: Evidence, by: int) -> None:
        person = self.session.get_one(Person, by)
        evidence.accept(self.session, row.id, by=person, today=TODAY, now=NOW)


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    with database.begin() as session:
        yield Desk(session, add_staff(session), tmp_path / "evidence")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("certificate", "takes a copy of the certificate."),
        ("signed form", "takes a copy of the signed form."),
        ("record reference", "takes the system the record is in, its identifier and its date."),
        ("observation", "takes who observed it, and what was seen."),
        ("session", "takes who held it, and the list of who was there."),
    ],
)
def test_each_kind_says_what_it_takes(desk: Desk, kind: str, words: str) -> None:
    nothing = {"system": None, "identifier": None, "dated_on": None}

    with pytest.raises(BadInput) as refused:
        desk.attach(desk.staff.uwe, kind=kind, **nothing)

    assert str(refused.value) == f"Evidence of the kind {kind!r} {words}"


@pytest.mark.parametrize("lacking", ["system", "identifier", "dated_on"])
def test_a_record_reference_names_system_identifier_and_date(desk: Desk, lacking: str) -> None:
    with pytest.raises(BadInput, match="takes the system the record is in"):
        desk.attach(desk.staff.uwe, **{lacking: None})


def test_an_item_may_take_some_kinds_only() -> None:
    with pytest.raises(BadInput) as refused:
        evidence.check_takes("record reference", {"signed form", "certificate"})

    assert str(refused.value) == (
        "This takes a copy of the certificate; or a copy of the signed form."
    )
    evidence.check_takes("certificate", {"signed form", "certificate"})
    evidence.check_takes("certificate", set())


def test_a_file_is_kept_under_its_hash_before_the_item_counts(desk: Desk) -> None:
    with pytest.raises(NotFound, match="is not in the evidence store"):
        desk.attach(desk.staff.uwe, kind="certificate", file_hash=hashlib.sha256(SCAN).hexdigest())
    kept = evidence.store_file(desk.folder, SCAN)
    row = desk.attach(
        desk.staff.uwe, kind="certificate", file_hash=kept, file_name="../../etc/C-12.pdf"
    )

    assert kept == hashlib.sha256(SCAN).hexdigest() == row.file_hash
    assert row.file_name == "C-12.pdf"
    assert evidence.read_file(desk.folder, kept) == SCAN
    assert evidence.store_file(desk.folder, SCAN) == kept  # once is enough
    assert [path.name for path in desk.folder.rglob("*") if path.is_file()] == [kept]


def test_a_file_that_was_altered_counts_no_more(desk: Desk) -> None:
    kept = evidence.store_file(desk.folder, SCAN)
    place = desk.folder / kept[:2] / kept
    place.write_bytes(b"another certificate")

    with pytest.raises(NotFound, match="was altered"):
        evidence.read_file(desk.folder, kept)
    with pytest.raises(NotFound, match="was altered"):
        desk.attach(desk.staff.uwe, kind="certificate", file_hash=kept)
    evidence.store_file(desk.folder, SCAN)
    assert evidence.read_file(desk.folder, kept) == SCAN


def test_a_copy_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def break_off(_aside: str, _place: Path) -> None:
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        evidence.store_file(tmp_path, SCAN, replace=break_off)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 64])
def test_only_names_of_the_store_are_looked_up(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound, match="no file of the evidence store"):
        evidence.read_file(tmp_path, name)


def test_empty_and_huge_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="The file is empty"):
        evidence.store_file(tmp_path, b"")
    with pytest.raises(BadInput, match="larger than 50 MB"):
        evidence.store_file(tmp_path, bytes(evidence.LARGEST + 1))


def test_performing_recording_and_recorder_stay_apart_and_late_shows(desk: Desk) -> None:
    row = desk.attach(desk.staff.uwe, performed_on=date(2026, 9, 18))
    prompt = desk.attach(desk.staff.uwe, performed_on=date(2026, 11, 11))

    assert (row.performed_on, row.recorded_on, row.recorded_by) == (
        date(2026, 9, 18), TODAY, desk.staff.uwe,
    )  # fmt: skip
    assert (evidence.days_late(row), evidence.days_late(prompt)) == (59, 0)
    assert evidence.days_late(prompt, after=4) == 5


def test_nothing_is_recorded_before_it_is_done(desk: Desk) -> None:
    with pytest.raises(BadInput, match="2026-11-17 has not come yet"):
        desk.attach(desk.staff.uwe, performed_on=TODAY + timedelta(days=1))
    with pytest.raises(BadInput, match="Check the year"):
        desk.attach(desk.staff.uwe, performed_on=date(1900, 1, 1))


def test_a_correction_adds_and_overwrites_nothing(desk: Desk) -> None:
    first = desk.attach(desk.staff.uwe, identifier="C-12/2025")
    second = desk.attach(desk.staff.uwe, corrects=first.id)

    every = evidence.evidence_for(desk.session, "training", "T-0412")
    assert [(row.id, row.identifier) for row in every] == [
        (first.id, "C-12/2025"),
        (second.id, "C-12/2026"),
    ]
    assert evidence.in_force(desk.session, "training", "T-0412") == [second]
    with pytest.raises(BadInput, match="was corrected already"):
        desk.attach(desk.staff.uwe, corrects=first.id)
    with pytest.raises(BadInput, match=r"is for T-0412, not for T-0413"):
        desk.attach(desk.staff.uwe, item="T-0413", corrects=second.id)
    with pytest.raises(NotFound, match="There is no evidence 99"):
        desk.attach(desk.staff.uwe, corrects=99)


def test_competence_is_accepted_by_another_person(desk: Desk) -> None:
    row = desk.attach(desk.staff.uwe, person_id=desk.staff.uwe)

    with pytest.raises(NotAllowed, match="is accepted by another person"):
        desk.accept(row, desk.staff.uwe)
    with pytest.raises(NotAllowed, match="is accepted by a lead or quality"):
        desk.accept(row, desk.staff.leo)
    desk.accept(row, desk.staff.daniel)
    assert (row.accepted_by, row.accepted_at) == (desk.staff.daniel, NOW)
    desk.accept(row, desk.staff.priya)
    assert row.accepted_by == desk.staff.daniel  # it was accepted once


def test_what_was_corrected_is_not_accepted(desk: Desk) -> None:
    first = desk.attach(desk.staff.uwe)
    desk.attach(desk.staff.uwe, corrects=first.id)

    with pytest.raises(NotAllowed, match="Accept the correction instead"):
        desk.accept(first, desk.staff.daniel)


def test_nobody_assesses_themselves(desk: Desk) -> None:
    seen = {"kind": "observation", "note": "Set the gauge and read it three times."}

    with pytest.raises(NotAllowed, match="Nobody assesses themselves"):
        desk.attach(desk.staff.uwe, assessor_id=desk.staff.leo, **seen)
    with pytest.raises(NotFound, match="not in the people register"):
        desk.attach(desk.staff.uwe, assessor_id=4711, **seen)
    assert desk.attach(desk.staff.uwe, assessor_id=desk.staff.aisha, **seen).id


def test_a_shared_account_cannot_acknowledge(desk: Desk) -> None:
    for number in (desk.staff.leo, desk.staff.uwe):
        desk.session.get_one(Person, number).slack_account = "U0TERMINAL"
    desk.session.get_one(Person, desk.staff.priya).slack_account = "U0PRIYA"
    desk.session.flush()

    with pytest.raises(NotAllowed) as refused:
        evidence.person_behind(desk.session, "U0TERMINAL")
    with pytest.raises(NotFound, match="belongs to nobody"):
        evidence.person_behind(desk.session, "U0NOBODY")

    assert str(refused.value) == (
        "This account is shared, so nobody can tell who has read it. "
        "Ask your lead to record a session with trainer, date and list."
    )
    assert evidence.person_behind(desk.session, "U0PRIYA").name == "Priya Nair"


def test_a_lead_records_a_session_with_trainer_date_and_list(desk: Desk) -> None:
    held: dict[str, Any] = {
        "kind": "session",
        "person_id": None,
        "assessor_id": desk.staff.aisha,
        "attended": (desk.staff.uwe, desk.staff.leo),
    }

    with pytest.raises(NotAllowed, match="A session is recorded by a lead or quality"):
        desk.attach(desk.staff.leo, **held)
    row = desk.attach(desk.staff.aisha, **held)

    assert row.attended == sorted([desk.staff.uwe, desk.staff.leo])
    with pytest.raises(NotAllowed, match="is accepted by another person"):
        desk.accept(row, desk.staff.uwe)


def test_evidence_is_in_the_audit_log(desk: Desk) -> None:
    row = desk.attach(desk.staff.uwe)
    desk.accept(row, desk.staff.daniel)

    told = [(entry.who, entry.what) for entry in audit_log.entries(desk.session)]
    assert told == [
        (desk.staff.uwe, "evidence: added"),
        (desk.staff.daniel, "evidence: accepted"),
    ]
