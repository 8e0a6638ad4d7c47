from __future__ import annotations

import threading
from collections.abc import Callable

import fsspec
import pytest
from sqlalchemy import event, func, select

from indexing.records import Report, importing
from indexing.records.fetching import series_name
from knowledge import audit_log, people, registers
from knowledge.errors import BadInput, NotAllowed, NotFound, SourceRefused, StorageUnavailable
from knowledge.storage.record_tables import ImportRun, Person
from tests.indexing.records.conftest import NOW, PEOPLE, SOME, Desk

Problems = Callable[[Report], list[str]]


def staff(desk: Desk) -> list[str]:
    with desk.database.read() as session:
        return list(session.scalars(select(Person.name).order_by(Person.number)))


def many(count: int) -> str:
    rows = (f"{n:04},Person {n},p{n}@x.example,ASM,,2020-01-01\n" for n in range(1, count + 1))
    return PEOPLE + "".join(rows)


def test_an_import_says_what_it_did(desk: Desk) -> None:
    report = desk.people(SOME)

    assert report.lines() == [
        "3 rows read.",
        "  teams: 1 new, 0 changed, 0 as before, 0 gone",
        "  people: 2 new, 0 changed, 0 as before, 0 gone",
    ]


def test_the_same_file_twice_changes_nothing(desk: Desk) -> None:
    desk.people(SOME)

    again = desk.people(SOME)

    assert again.lines()[0] == "3 rows read. Nothing had changed."
    with desk.database.read() as session:
        logged = [entry.what for entry in audit_log.entries(session)]
        assert logged == ["people: imported"]
        assert session.scalar(select(func.count()).select_from(ImportRun)) == 2


def test_a_change_is_logged_without_what_is_private(desk: Desk) -> None:
    desk.people(SOME)
    desk.people(SOME.replace("rob@", "robert@").replace("2019-10-07", "2019-10-14"))

    with desk.database.read() as session:
        changes = (audit_log.entries(session)[-1].payload or {})["changes"]
    assert changes["people"]["changed"] == {
        "0192": {"email": ["…", "…"], "starts_on": ["2019-10-07", "2019-10-14"]}
    }


def test_a_dry_run_changes_nothing(desk: Desk) -> None:
    report = desk.people(SOME, dry_run=True)

    assert report.lines()[0] == "3 rows read. Dry run: nothing was changed."
    assert len(report.outcomes["people"].added) == 2
    assert staff(desk) == []


BAD = SOME + (
    "0300,Dora,dora@x.example,ASM,,1900-01-01\n"
    "0301,Emil,emil@x.example,ASM,,31.02.2026\n"
    "0302,Fay,fay@x.example,XXX,,2020-01-01\n"
    "0303,Gus,gus@x.example,ASM,nobody@x.example,2020-01-01\n"
    "0304,,hal@x.example,ASM,,2020-01-01\n"
    "0305,Ida,ida@x.example,ASM,dora@x.example,2020-01-01\n"
    "0306,Jon,=A1&B2,ASM,,2020-01-01\n"
)


def test_every_bad_row_is_named_with_its_reason_and_nothing_is_taken(
    desk: Desk, problems: Problems
) -> None:
    report = desk.people(BAD)

    assert problems(report) == [
        "people.csv, row 4: start_date is in the year 1900; that can't be meant",
        "people.csv, row 5: start_date is '31.02.2026', a day that the calendar does not have",
        "people.csv, row 6: team 'XXX' is not in the list of teams",
        "people.csv, row 7: lead: nobody called 'nobody@x.example' is in the people register",
        "people.csv, row 8: name is missing",
        "people.csv, row 10: email holds a formula instead of its value (=A1&B2)",
    ]
    assert report.lines()[0] == (
        "10 rows read, 6 can't be used. Nothing was changed. "
        "Mend them and import again, or leave them out with --skip-bad."
    )
    assert staff(desk) == []


def test_bad_rows_can_be_left_out_with_those_that_need_them(desk: Desk, problems: Problems) -> None:
    report = desk.people(BAD, skip_bad=True)

    assert staff(desk) == ["Aisha Rahman", "Rob Yates"]
    assert (
        "people.csv, row 9: lead: nobody called 'dora@x.example' is in the people register"
        in problems(report)
    )


def test_of_rows_with_one_number_none_is_taken(desk: Desk, problems: Problems) -> None:
    report = desk.people(SOME + "0192,Karen Muir,karen@x.example,ASM,,2015-03-02\n", skip_bad=True)

    assert problems(report) == [
        "people.csv, row 3: has the same number as row 4",
        "people.csv, row 4: has the same number as row 3",
    ]
    assert staff(desk) == ["Aisha Rahman"]


def test_what_vanished_is_shown_and_marked_and_comes_back(desk: Desk) -> None:
    desk.people(SOME)
    shorter = SOME[: SOME.index("0192")]

    gone = desk.people(shorter)
    with desk.database.read() as session:
        rob = people.find(session, "0192")
        rights = people.roles_of(session, rob, today=NOW.date())
    back = desk.people(SOME)

    assert "No longer in the file (people), kept and marked: 1" in gone.lines()
    assert (rob.gone_on, rights) == (NOW.date(), frozenset())
    assert back.outcomes["people"].back == ["0192"]
    with desk.database.read() as session:
        assert people.find(session, "0192").gone_on is None


def test_what_only_another_file_lists_has_not_vanished(desk: Desk) -> None:
    desk.people(SOME)

    report = desk.people(PEOPLE + "0300,Dora,dora@x.example,ASM,,2020-01-01\n", "lindenau.csv")

    assert report.outcomes["people"].gone == []


def test_a_dated_name_is_the_same_file(desk: Desk) -> None:
    desk.people(SOME, "people_2026-10-31.csv")

    report = desk.people(SOME[: SOME.index("0192")], "people_2026-11-16.csv")

    assert report.outcomes["people"].gone == ["0192"]
    assert series_name("/hr/people_2026-11-16.csv") == "/hr/people.csv"
    assert series_name("/hr/2026.csv") == "/hr/2026.csv"


def test_where_much_has_vanished_the_file_is_not_believed(desk: Desk) -> None:
    desk.people(many(30))

    with pytest.raises(SourceRefused) as refused:
        desk.people(many(20))
    believed = desk.people(many(20), accept_removals=True)

    assert str(refused.value) == (
        "10 of 30 rows of people are no longer in the file. Nothing was changed, since it may be "
        "half-written. If it is right, import it again with --accept-removals."
    )
    assert len(believed.outcomes["people"].gone) == 10


def test_a_row_that_was_left_out_has_not_vanished(desk: Desk) -> None:
    desk.people(SOME)

    report = desk.people(SOME.replace("2019-10-07", "31.02.2019"), skip_bad=True)

    assert report.outcomes["people"].gone == []


def test_a_row_that_breaks_off_is_refused(desk: Desk, problems: Problems) -> None:
    report = desk.people(SOME + "0300,Dora,dora@x")

    assert problems(report)[0] == (
        "people.csv, row 4: the file ends in the middle of this row; it looks half-written"
    )


def test_a_row_with_too_many_cells_is_refused(desk: Desk, problems: Problems) -> None:
    report = desk.people(SOME + "0300,Dora,dora@x.example,ASM,,2020-01-01,and more\n")

    assert problems(report) == [
        "people.csv, row 4: has more cells than there are headings; is a separator in a text?"
    ]


def test_the_companys_own_headings_are_set(desk: Desk) -> None:
    report = desk.people(
        SOME.replace("employee_number", "Clock no").replace("name", "Who"),
        columns={"number": ("Clock no",), "people.name": ("Who",)},
    )

    assert report.outcomes["people"].added == ["0020", "0192"]


def test_a_file_without_the_columns_is_refused_with_what_it_lacks(desk: Desk) -> None:
    with pytest.raises(BadInput) as refused:
        desk.bring("people", desk.write("people.csv", "name,email\nRob,rob@x.example\n"))

    assert str(refused.value) == (
        "people.csv holds no table of the people register: nearest is the table 'people', which "
        "lacks number. Name your own headings in settings.yaml under records, people, columns."
    )


def test_a_file_that_is_not_there_is_named(desk: Desk) -> None:
    with pytest.raises(BadInput, match=r"There is no file /nowhere/people\.csv"):
        desk.bring("people", "/nowhere/people.csv")


def test_a_file_can_come_from_an_address(desk: Desk) -> None:
    with fsspec.open("memory://hr/people.csv", "wb") as file:
        file.write(SOME.replace(",ASM,", ",,").encode())

    report = desk.bring("people", "memory://hr/people.csv")

    assert report.outcomes["people"].added == ["0020", "0192"]


def test_columns_that_a_file_lacks_stay_as_they_are(desk: Desk) -> None:
    desk.people(SOME)

    desk.people("Personalnummer;Name\n192;Rob Yates\n", "liste.csv")

    with desk.database.read() as session:
        rob = people.find(session, "0192")
        assert (rob.email, rob.number) == ("rob@x.example", "0192")


def test_what_the_coach_keeps_is_not_overwritten(desk: Desk) -> None:
    with desk.database.begin() as session:
        registers.set_master(session, "people", "coach", who=None, now=NOW)

    with pytest.raises(NotAllowed, match="The people register is kept in the coach"):
        desk.people(SOME)


def test_two_imports_at_once_follow_one_another(desk: Desk) -> None:
    files = {n: desk.write(f"{n}.csv", many(200).replace(",ASM,", ",,")) for n in "abcd"}
    reports: list[Report] = []

    def bring(name: str) -> None:
        reports.append(desk.bring("people", files[name]))

    threads = [threading.Thread(target=bring, args=(name,)) for name in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(len(report.outcomes["people"].added) for report in reports) == [0, 0, 0, 200]
    assert len(staff(desk)) == 200
    with desk.database.read() as session:
        assert audit_log.verify(session, audit_log.key_secret(session)) == []


def test_an_import_that_waits_too_long_ends_in_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "WAITS", "50ms")
    engine = desk.database.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda made, _: made.execute("PRAGMA busy_timeout = 50"))
        engine.dispose()

    with desk.database.begin() as other:
        importing.take_turns(other)
        with pytest.raises(StorageUnavailable) as refused:
            desk.people(SOME)

    assert str(refused.value) == (
        "Another import is still writing. Nothing was changed; try again in a minute."
    )


def test_nothing_is_left_of_a_refused_import(desk: Desk) -> None:
    desk.people(BAD)

    with desk.database.read() as session:
        assert audit_log.entries(session) == []
        with pytest.raises(NotFound):
            people.find(session, "0020")
