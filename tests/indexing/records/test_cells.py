# ruff: noqa: DTZ001 - the dates of a workbook have no zone
from __future__ import annotations

from datetime import date, datetime, time

import pytest

from indexing.records import cells
from indexing.records.cells import Unfit
from indexing.records.sheets import Formula


@pytest.mark.parametrize(
    "cell",
    [
        "2026-04-03", "03.04.2026", "3.4.2026", "03/04/2026", "3 April 2026", "3. April 2026",
        "20260403", "2026-04-03 00:00:00", "46115", 46115, date(2026, 4, 3), datetime(2026, 4, 3),
    ],
)  # fmt: skip
def test_a_day_is_read_as_companies_write_it(cell: cells.Cell) -> None:
    assert cells.day(cell) == date(2026, 4, 3)


def test_where_months_come_first_the_company_says_so() -> None:
    assert cells.day_month_first("03/04/2026") == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("1900-01-01", "is in the year 1900; that can't be meant"),
        (datetime(1900, 1, 1), "is in the year 1900; that can't be meant"),
        ("31.02.2026", "is '31.02.2026', a day that the calendar does not have"),
        ("2026-02-31", "is '2026-02-31', a day that the calendar does not have"),
        ("31 February 2026", "is '31 February 2026', a day that the calendar does not have"),
        ("01.02.26", "is '01.02.26'; write the year with four figures"),
        ("next week", "is no date ('next week')"),
        ("by 2026-02-01", "is no date ('by 2026-02-01')"),
        ("#REF!", "holds an error of the spreadsheet (#REF!)"),
        ("=TODAY()", "holds a formula instead of its value (=TODAY())"),
        (
            Formula("=TODAY()"),
            "holds a formula without a value (=TODAY()); open it in Excel and save it",
        ),
    ],
)
def test_what_is_no_day_is_refused_with_the_reason(cell: cells.Cell, reason: str) -> None:
    with pytest.raises(Unfit) as refused:
        cells.day(cell)

    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("cell", "written"),
    [(129, "129"), (129.0, "129"), (" a \n b ", "a b"), (None, None), ("", None), ("-", "-")],
)
def test_text_is_what_a_person_sees(cell: cells.Cell, written: str | None) -> None:
    assert cells.text(cell) == written


@pytest.mark.parametrize(
    ("cell", "days"),
    [("Mon-Fri", [0, 1, 2, 3, 4]), ("Sat; Sun", [5, 6]), ("Mo, Mi, Fr", [0, 2, 4]), ("", [])],
)
def test_weekdays(cell: str, days: list[int]) -> None:
    assert cells.weekdays(cell) == days


@pytest.mark.parametrize("cell", [time(6, 0), "06:00", "6.00", "06:00:00", datetime(1900, 1, 1, 6)])
def test_a_time_of_day(cell: cells.Cell) -> None:
    assert cells.clock(cell) == "06:00"


@pytest.mark.parametrize(
    ("parse", "cell", "reason"),
    [
        (cells.zone, "Europe/Lindenau", "is no time zone ('Europe/Lindenau'); write one like "
         "Europe/London"),
        (cells.email, "rob at x", "is no e-mail address ('rob at x')"),
        (cells.whole_number, "3,5", "is no whole number ('3,5')"),
        (cells.yes_or_no, "maybe", "is neither yes nor no ('maybe')"),
        (cells.clock, "25:00", "is no time of day ('25:00'); write one like 06:00"),
        (cells.weekdays, "weekend", "names no days of the week ('weekend'); write them like "
         "Mon-Fri"),
        (cells.period, "2026-11-27/2026-11-09", "ends before it begins ('2026-11-27/2026-11-09')"),
        (cells.roles, "boss", "There is no right 'boss'. There are: deputy, document owner, "
         "employee, it, lead, quality, top management."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_with_the_reason(
    parse: cells.Parser, cell: str, reason: str
) -> None:
    with pytest.raises(Unfit) as refused:
        parse(cell)

    assert str(refused.value) == reason
