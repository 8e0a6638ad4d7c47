from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexing.register.dates import excel_day, find_date, find_month

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-21",
        "2026-10-21 00:00:00",
        "2026-10-21T09:00:00Z",
        "2026/10/21",
        "20261021",
        "21.10.2026",
        "21. 10. 2026",
        "21/10/2026",
        "21-10-2026",
        "21.10.26",
        "21 Oct 2026",
        "21-Oct-2026",
        "21st of October 2026",
        "October 21, 2026",
        "Oct. 21 2026",
        "21. Oktober 2026",
        "21 octobre 2026",
        "21 de octubre de 2026",
        "21 ottobre 2026",
        "21 oktober 2026",
        "effective from 21 October 2026, replaces Rev C",
        "10/21/2026",
    ],
)
def test_a_day_is_read_however_it_is_written(text):
    assert find_date(text, day_first=True) == date(2026, 10, 21)


@pytest.mark.parametrize(
    ("text", "day_first", "expected"),
    [
        ("03/04/2026", True, date(2026, 4, 3)),
        ("03/04/2026", False, date(2026, 3, 4)),
        ("03.04.2026", False, date(2026, 4, 3)),
        ("2026-04-03", False, date(2026, 4, 3)),
    ],
)
def test_an_ambiguous_day_is_read_by_the_companys_rule(text, day_first, expected):
    assert find_date(text, day_first=day_first) == expected


@pytest.mark.parametrize("text", ["1. März 2026", "1. Mär 2026", "1er mars 2026", "1 maart 2026"])
def test_march_is_read_in_four_languages(text):
    assert find_date(text, day_first=True) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Q3 2026", "31.02.2026", "2026-13-01", "2.1.2", "1.2.3.2026", "QP-0012", "Page 1 of 12",
        "7.5.3", "ISO 9001:2015", "+44 1234 567890", "", "tbd", "March 2026", "10/2026", "2026",
        "0000-00-00", "30/30/2026",
    ],
)  # fmt: skip
def test_what_is_no_day_is_not_read_as_one(text):
    assert find_date(text, day_first=True) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("March 2026", date(2026, 3, 1)),
        ("03/2026", date(2026, 3, 1)),
        ("2026-03", date(2026, 3, 1)),
        ("März 2026", date(2026, 3, 1)),
        ("13/2026", None),
        ("Q3 2026", None),
    ],
)
def test_a_month_is_read_as_its_first_day(text, expected):
    assert find_month(text) == expected


def test_a_spreadsheets_day_number_is_read():
    assert excel_day("46316") == date(2026, 10, 21)
    assert excel_day("46316.0") == date(2026, 10, 21)
    assert excel_day("12345") is None
    assert excel_day("463160") is None


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d %B %Y", "%B %d, %Y"]))
def test_a_written_day_is_read_back(day, form):
    assert find_date(day.strftime(form), day_first=True) == day


@given(st.text(max_size=40), st.booleans())
def test_any_text_is_a_day_or_not_but_never_an_error(text, day_first):
    found = find_date(text, day_first=day_first)

    assert found is None or found.year >= 1900
    find_month(text)
    excel_day(text)
