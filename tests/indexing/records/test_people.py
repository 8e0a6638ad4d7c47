from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from indexing.records import Report
from knowledge import audit_log, people
from knowledge.storage.record_tables import ShiftPattern
from tests.indexing.records.conftest import PEOPLE, SOME, Desk

Problems = Callable[[Report], list[str]]


def test_a_lead_of_their_own_is_refused(desk: Desk, problems: Problems) -> None:
    report = desk.people(SOME.replace("ASM,,2010", "ASM,0020,2010"))

    assert problems(report) == ["people.csv, row 2: is named as their own lead"]


def test_circles_of_leads_are_refused_with_the_way_round(desk: Desk, problems: Problems) -> None:
    report = desk.people(
        PEOPLE
        + "1,Ann,ann@x.example,ASM,Cid,2020-01-01\n"
        + "2,Bob,bob@x.example,ASM,Ann,2020-01-01\n"
        + "3,Cid,cid@x.example,ASM,Bob,2020-01-01\n"
        + "4,Dan,dan@x.example,ASM,Ann,2020-01-01\n"
    )

    assert problems(report) == [
        "people.csv, row 2: is in a circle of leads: Ann → Cid → Bob → Ann",
        "people.csv, row 3: is in a circle of leads: Bob → Ann → Cid → Bob",
        "people.csv, row 4: is in a circle of leads: Cid → Bob → Ann → Cid",
    ]


def test_a_circle_that_closes_over_people_already_there_is_found(
    desk: Desk, problems: Problems
) -> None:
    desk.people(SOME)

    report = desk.people(
        PEOPLE + "0020,Aisha Rahman,aisha@x.example,ASM,Rob Yates,2010-06-21\n", "new.csv"
    )

    assert problems(report) == [
        "new.csv, row 2: is in a circle of leads: Aisha Rahman → Rob Yates → Aisha Rahman"
    ]


def test_leaving_out_a_new_lead_leaves_out_who_names_them(desk: Desk, problems: Problems) -> None:
    report = desk.people(
        PEOPLE
        + "1,Ann,ann@x.example,ASM,Ann,2020-01-01\n"
        + "2,Bob,bob@x.example,ASM,Ann,2020-01-01\n"
        + "3,Cid,cid@x.example,ASM,Bob,2020-01-01\n"
        + "4,Dan,dan@x.example,ASM,,2020-01-01\n",
        skip_bad=True,
    )

    assert problems(report) == [
        "people.csv, row 2: is named as their own lead",
        "people.csv, row 3: lead: the row of that person is left out",
        "people.csv, row 4: lead: the row of that person is left out",
    ]
    assert report.outcomes["people"].added == ["4"]


def test_a_lead_may_stand_further_down(desk: Desk) -> None:
    desk.people(
        PEOPLE
        + "2,Bob,bob@x.example,ASM,ann@x.example,2020-01-01\n"
        + "1,Ann,ann@x.example,ASM,,2020-01-01\n"
    )

    with desk.database.read() as session:
        lead = people.registered_lead(session, people.find(session, "Bob"))
        assert lead is not None
        assert lead.name == "Ann"


def test_one_email_for_two_is_refused(desk: Desk, problems: Problems) -> None:
    report = desk.people(SOME.replace("rob@", "aisha@"))

    assert problems(report) == [
        "people.csv, row 2: has the same e-mail as row 3",
        "people.csv, row 3: has the same e-mail as row 2",
    ]


def test_somebody_without_email_and_account_is_taken_and_listed(desk: Desk) -> None:
    report = desk.people(PEOPLE + "0025,Graham Boyle,,ASM,,2010-11-15\n")

    assert report.outcomes["people"].added == ["0025"]
    assert [str(remark) for remark in report.remarks] == [
        "people.csv, row 2: has no e-mail and no account; what is for them goes to their lead"
    ]


def test_an_unknown_zone_is_refused(desk: Desk, problems: Problems) -> None:
    rows = "number,name,time_zone\n1,Ann,Europe/Ashcombe\n2,Bob,\n"

    report = desk.bring("people", desk.write("people.csv", rows))

    assert problems(report) == [
        "people.csv, row 2: time_zone is no time zone ('Europe/Ashcombe'); "
        "write one like Europe/London"
    ]


def test_rights_that_the_file_gives_and_takes_are_logged_by_person(desk: Desk) -> None:
    rows = "number,name,rights\n1,Ann,employee; quality\n2,Bob,employee\n"
    desk.bring("people", desk.write("people.csv", rows))
    desk.bring("people", desk.write("people.csv", rows.replace("; quality", "")))

    with desk.database.read() as session:
        ann = people.find(session, "Ann")
        logged = [
            entry.payload
            for entry in audit_log.entries(session)
            if entry.what == "rights by the people register"
        ]
    assert logged == [{str(ann.id): ["employee", "quality"]}, {str(ann.id): ["employee"]}]


def test_leave_follows_the_file(desk: Desk) -> None:
    rows = "number,name,leave\n1,Ann,2026-11-09/2026-11-27; 2026-12-21/2026-12-31\n"
    desk.bring("people", desk.write("people.csv", rows))
    desk.bring("people", desk.write("people.csv", rows.replace("; 2026-12-21/2026-12-31", "")))

    with desk.database.read() as session:
        ann = people.find(session, "Ann")
        days = [date(2026, 11, 9), date(2026, 11, 27), date(2026, 11, 28), date(2026, 12, 24)]
        assert [people.is_away(session, ann, day) for day in days] == [True, True, False, False]


def test_a_rota_goes_through_the_shifts_it_names_in_their_order(
    desk: Desk, problems: Problems
) -> None:
    sites = desk.write("sites.csv", "site,time_zone\nAshcombe,Europe/London\n")
    shifts = (
        "site,shift_pattern,start,end,weekdays,rota_first_monday,note\n"
        "Ashcombe,early,06:00,14:00,Mon-Fri,,\nAshcombe,late,14:00,22:00,Mon-Fri,,\n"
        "Ashcombe,rota B,,,Mon-Fri,2026-01-05,Late in the first week and then early\n"
    )
    desk.bring("people", sites, desk.write("shifts.csv", shifts))
    report = desk.bring(
        "people", sites, desk.write("other.csv", shifts.replace("and then early", ""))
    )

    with desk.database.read() as session:
        [rota] = session.scalars(select(ShiftPattern).where(ShiftPattern.name == "rota B"))
        assert rota.weeks == [["14:00", "22:00"], ["06:00", "14:00"]]
    assert problems(report) == [
        "other.csv, row 4: has neither start and end nor a rota that names other shifts"
    ]
