"""The sample company's people and training import, and say what its README says of them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from indexing.records import IMPORTERS, Report, import_files
from knowledge import people, training
from knowledge.people import SlackAccount
from knowledge.registers import Register
from knowledge.storage.database import Database
from tests.company.records_builder import EXPORTS, SOURCES
from tests.indexing.records.conftest import NOW

TODAY = NOW.date()
PEOPLE = ("people", "sites", "holidays", "shifts", "teams")
TRAINING = ("training_records", "training_matrix", "courses")


def bring(database: Database, register: Register, *files: Path) -> Report:
    names = [str(file) for file in files]
    return import_files(database, IMPORTERS[register], names, now=NOW, today=TODAY)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The company in a database of its own, read once."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('company') / 'coach.db'}")
    database.migrate()
    bring(database, "people", *(SOURCES / f"{name}.csv" for name in PEOPLE))
    bring(database, "training", *(SOURCES / f"{name}.csv" for name in TRAINING))
    yield database
    database.close()


def test_everything_imports_and_the_second_time_nothing_has_changed(database: Database) -> None:
    for _ in range(2):
        reports = [
            bring(database, "people", *(SOURCES / f"{name}.csv" for name in PEOPLE)),
            bring(database, "people", EXPORTS / "people_lindenau.csv"),
            bring(database, "training", *(SOURCES / f"{name}.csv" for name in TRAINING)),
            bring(database, "training", EXPORTS / "training_records.xlsx"),
            bring(database, "training", EXPORTS / "training_matrix.xlsx"),
        ]
        assert [str(problem) for report in reports for problem in report.problems] == []

    assert not any(report.changed for report in reports)
    assert [report.rows for report in reports] == [159, 22, 742, 707, 35]


def test_the_unkind_exports_say_the_same_as_the_sources(imported: Database) -> None:
    for register, name in (
        ("people", "people_lindenau.csv"),
        ("training", "training_records.xlsx"),
        ("training", "training_matrix.xlsx"),
    ):
        assert not bring(imported, register, EXPORTS / name).changed  # type: ignore[arg-type]


def test_open_and_overdue_training_is_what_the_company_knows(imported: Database) -> None:
    with imported.read() as session:
        items = training.open_items(session, today=TODAY)

    reported = [item.id for item in items if item.state == "reported"]
    open_ones = [item for item in items if item.state != "reported"]
    assert reported == ["TA-0528"]  # recorded by the person, without evidence
    assert len(open_ones) == 59
    assert sum(item.overdue(TODAY) for item in open_ones) == 22


def test_ten_qualifications_have_run_out(imported: Database) -> None:
    with imported.read() as session:
        numbers = {person.id: person.number for person in training.matrix.staff(session, TODAY)}
        items = training.open_items(session, today=TODAY)

    found = {
        f"{item.course} {numbers[item.person_id]}" for item in items if item.state == "expired"
    }
    assert found == {
        "C-05 0102", "C-05 0192", "C-08 0047", "C-09 0101", "C-11 0147", "C-12 0210", "C-27 0210",
        "C-15 0137", "C-20 0196", "C-30 0214",
    }  # fmt: skip


def test_late_entries_are_those_of_the_readme(imported: Database) -> None:
    with imported.read() as session:
        lines = [
            line
            for person in training.matrix.staff(session, TODAY)
            for line in training.history(session, person)
        ]
        yusuf = training.history(session, people.find(session, "Yusuf Demir"))

    assert sum(line.late_by is not None for line in lines) == 12
    assert (date(2026, 9, 18), 49) in {(line.performed_on, line.late_by) for line in yusuf}


def test_nothing_that_the_matrix_asks_for_is_forgotten(imported: Database) -> None:
    with imported.read() as session:
        assert training.gaps(session, today=TODAY) == []


def test_the_register_gives_leads_stand_ins_and_rights(imported: Database) -> None:
    with imported.read() as session:
        neil, marek = people.find(session, "Neil Farrow"), people.find(session, "Marek Zielinski")
        leads = [people.lead_of(session, neil, day) for day in (TODAY, date(2026, 11, 30))]
        stands_in = people.stand_in_for(session, marek, TODAY)
        quality = [person.name for person in people.quality_people(session, TODAY)]
        rights = people.roles_of(session, people.find(session, "Leo Fenn"), today=TODAY)

    assert [lead and lead.name for lead in leads] == ["Sunita Rao", "Owen Tate"]
    assert stands_in is None  # Owen Tate is on leave
    assert quality == [
        "Ruth Calder", "Marek Zielinski", "Priya Nair", "Daniel Okafor", "Beth Lawson",
    ]  # fmt: skip
    assert rights == {"employee", "lead", "document owner", "it"}


@pytest.mark.parametrize(
    ("name", "day", "hours"),
    [
        ("Graham Boyle", date(2026, 11, 20), "20 22:00-21 06:00"),
        ("Tracy Bell", date(2026, 11, 16), "16 06:00-16 14:00"),
        ("Karen Muir", date(2026, 11, 16), "16 14:00-16 22:00"),
        ("Karen Muir", date(2027, 1, 4), "04 06:00-04 14:00"),
        ("Chloé Marchand", date(2026, 11, 16), "16 08:00-16 16:30"),
        ("Jens Krüger", date(2026, 11, 18), ""),
        ("Tom Ridley", date(2026, 12, 28), ""),
        ("Owen Tate", date(2026, 11, 16), ""),
    ],
)
def test_working_hours(imported: Database, name: str, day: date, hours: str) -> None:
    with imported.read() as session:
        spans = people.working_hours(session, people.find(session, name), day)

    assert "".join(f"{start:%d %H:%M}-{end:%d %H:%M}" for start, end in spans) == hours


def test_accounts_match_but_for_the_uncertain_ones(imported: Database) -> None:
    with (SOURCES / "slack_members.csv").open(encoding="utf-8") as file:
        accounts = [
            SlackAccount(
                row["slack_id"], row["email"], row["display_name"], row["active"] == "yes",
                row["kind"], row["handle"],
            )
            for row in csv.DictReader(file)
        ]  # fmt: skip
    with imported.begin() as session:
        found = people.match_accounts(session, accounts, today=TODAY, now=NOW)

    assert {unmatched.person.name for unmatched in found.unmatched} == {
        "Graham Boyle", "Jan Kowalczyk", "Joanne Kaye", "Torsten Weiß",
    }  # fmt: skip
    assert len(found.matched) == 76
    assert Counter(account.name for account in found.strangers) == Counter(
        ["Peter Langton", "Joanne Kaye", "Torsten Weiß"]
    )
