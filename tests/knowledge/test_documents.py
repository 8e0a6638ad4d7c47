from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import (
    DocumentFacts,
    clashes,
    group_key,
    normal_number,
    review_overdue,
    revision_key,
    same_number,
    same_revision,
    same_scheme,
    statuses,
)

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Issue:
    revision: str | None = None
    effective_on: date | None = None
    approval: str = "approved"
    number: str | None = "QP-0007"
    superseded: bool = False
    withdrawn: bool = False
    kind: str = "procedure"
    external_issue: str | None = None
    file: str = "QP-0007.docx"


def on(year: int) -> date:
    return date(year, 3, 1)


# Numbers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("QP-0012", "qp 12"),
        ("QP-0012", "QP_0012"),
        ("CSC PR.013", "CSC-PR-013"),
        ("F007", "F-007"),
        ("Form 7", "F-007"),
        ("P7.5-01", "P 7.5.1"),
        ("VA-08", "VA‑8"),
        ("DOC000123", "doc 123"),
        ("4.2.3-P-01", "4.2.3 P 1"),
        ("WI-114A", "wi 114a"),
    ],
)
def test_spellings_of_one_number_are_the_same(one, other):
    assert same_number(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("QP-0012", "QP-0120"),
        ("P7.5-01", "P75-01"),
        ("WI-114", "WI-114A"),
        ("QP-1", "QP-10"),
        ("F-012", "WI-012"),
        ("", ""),
    ],
)
def test_different_numbers_stay_different(one, other):
    assert not same_number(one, other)


def test_a_normal_number_drops_what_people_write_differently():
    assert normal_number("csc pr.013") == "CSCPR13"
    assert normal_number("QP-0007-02") == "QP0007-2"
    assert normal_number("QP-000") == "QP0"


@given(st.text("QPFWI0123 .-_/", max_size=12))
def test_normalising_a_number_twice_changes_nothing(text):
    assert normal_number(normal_number(text)) == normal_number(text)


# Revisions


@pytest.mark.parametrize(
    "ordered",
    [
        ["Rev A", "rev. C", "D", "Z", "AA", "AB"],
        ["1", "2.1.2", "2.10", "03", "Issue 4", "v10"],
        ["0.9", "1.0", "1.0a", "1.1"],
        ["C", "C1", "C.2", "D"],
        ["-", "A"],
        ["2024-05", "2024-05-02", "01.06.2024", "2025-01-31"],
    ],
)
def test_revisions_are_in_the_order_they_were_issued(ordered):
    assert all(revision_key(a) < revision_key(b) for a, b in pairwise(ordered))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rev. C", "c"),
        ("2", "2.0"),
        ("Issue 4", "04"),
        ("v3.0", "3"),
        ("Ausgabe 2", "2"),
        ("", None),
    ],
)
def test_spellings_of_one_revision_are_the_same(one, other):
    assert same_revision(one, other)


def test_letters_and_numbers_are_different_schemes():
    assert same_scheme(revision_key("B"), revision_key("C"))
    assert not same_scheme(revision_key("C"), revision_key("1"))
    assert not same_scheme(revision_key(None), revision_key(""))


REVISIONS = st.one_of(
    st.from_regex(
        r"(Rev\.? |Issue |v)?([A-Z]{1,2}|[0-9]{1,3}(\.[0-9]{1,2}){0,3}[a-c]?)", fullmatch=True
    ),
    st.dates().map(str),
    st.text(max_size=12),
)


@given(REVISIONS, REVISIONS, REVISIONS)
def test_revision_keys_are_totally_ordered(a, b, c):
    one, two, three = revision_key(a), revision_key(b), revision_key(c)
    assert (one < two) + (one == two) + (two < one) == 1
    if one <= two <= three:
        assert one <= three


@given(
    st.lists(st.integers(0, 40), min_size=1, max_size=4),
    st.lists(st.integers(0, 40), min_size=1, max_size=4),
)
def test_numbered_revisions_compare_figure_by_figure(one, other):
    padded = [[*figures, 0, 0, 0, 0][:4] for figures in (one, other)]
    keys = [revision_key(".".join(map(str, figures))) for figures in (one, other)]
    assert (keys[0] < keys[1]) == (padded[0] < padded[1])


# Statuses


@pytest.mark.parametrize(
    ("issues", "expected"),
    [
        ([Issue("C", on(2022)), Issue("D", on(2025))], ["superseded", "current"]),
        ([Issue("D", on(2025)), Issue("E", None, "draft")], ["current", "draft"]),
        ([Issue("D", on(2025)), Issue("E", on(2027))], ["current", "future"]),
        ([Issue("E", on(2027))], ["future"]),
        ([Issue("C", on(2022), superseded=True)], ["superseded"]),
        ([Issue("C", on(2022), withdrawn=True)], ["withdrawn"]),
        ([Issue("D", on(2025), superseded=True), Issue("C", on(2022))], ["superseded", "current"]),
        ([Issue("C"), Issue("D")], ["superseded", "current"]),
        ([Issue("C", approval="unknown")], ["current"]),
        ([Issue(None, None, "unknown")], ["current"]),
        ([Issue("C", on(2022)), Issue("D", None)], ["superseded", "current"]),
        ([Issue("D", on(2025)), Issue("C", None)], ["current", "superseded"]),
        ([Issue("F", on(2022)), Issue("1", on(2024))], ["superseded", "current"]),
        ([Issue("1", on(2024)), Issue("F", None)], ["current", "superseded"]),
        ([Issue("F", None), Issue("1", None)], ["current", "current"]),
        ([Issue("2.10", on(2024)), Issue("2.9", on(2024))], ["current", "superseded"]),
        ([], []),
    ],
)
def test_the_newest_effective_approved_issue_is_current(issues, expected):
    assert statuses(issues, on=TODAY) == expected


def test_an_issue_becomes_current_on_its_effective_date():
    issues = [Issue("E", date(2025, 3, 17)), Issue("F", date(2027, 1, 11))]

    assert statuses(issues, on=date(2027, 1, 10)) == ["current", "future"]
    assert statuses(issues, on=date(2027, 1, 11)) == ["superseded", "current"]


def test_a_word_file_and_its_pdf_are_current_together():
    issues = [Issue("D", on(2025), file="a.docx"), Issue("D", on(2025), file="a.pdf")]

    assert statuses(issues, on=TODAY) == ["current", "current"]
    assert clashes(issues, on=TODAY) == []


def test_two_files_of_one_revision_are_both_shown_and_doubted():
    issues = [Issue("D", on(2025), file="a.docx"), Issue("Rev. D", on(2025), file="b/a.docx")]

    assert statuses(issues, on=TODAY) == ["current", "current"]
    assert clashes(issues, on=TODAY) == [
        "Two files count as QP-0007 revision D: a.docx and b/a.docx. Keep one of them."
    ]


def test_records_never_supersede_one_another():
    records = [Issue("C", on(2022), kind="record"), Issue("D", on(2025), kind="record")]

    assert statuses(records, on=TODAY) == ["current", "current"]
    assert clashes(records, on=TODAY) == []


def test_external_documents_are_ordered_by_their_issue():
    older = Issue(kind="external", external_issue="2005")
    newer = Issue(kind="external", external_issue="2017")

    assert statuses([newer, older], on=TODAY) == ["current", "superseded"]


def test_a_later_revision_that_became_effective_earlier_is_doubted():
    issues = [Issue("C", on(2024)), Issue("D", on(2023))]

    assert statuses(issues, on=TODAY) == ["current", "superseded"]
    assert clashes(issues, on=TODAY) == [
        "QP-0007 revision D became effective on 2023-03-01, before revision C (2024-03-01). "
        "Check the dates."
    ]


def test_a_current_issue_without_a_date_beside_older_ones_is_doubted():
    issues = [Issue("C", on(2022)), Issue("D", None)]

    assert clashes(issues, on=TODAY) == [
        "QP-0007 revision D has no effective date; it counts as in force because its revision "
        "is the highest."
    ]


ISSUES = st.lists(
    st.builds(
        Issue,
        revision=st.sampled_from([None, "A", "B", "1", "2", "2.0"]),
        effective_on=st.sampled_from([None, on(2020), on(2024), on(2027)]),
        approval=st.sampled_from(["approved", "unknown", "draft"]),
        superseded=st.booleans(),
    ),
    max_size=5,
)


@given(ISSUES)
def test_the_order_of_the_files_does_not_matter(issues):
    forwards = statuses(issues, on=TODAY)

    assert statuses(issues[::-1], on=TODAY)[::-1] == forwards


@given(ISSUES)
def test_whatever_could_be_in_force_leaves_one_issue_current(issues):
    could_be = [
        issue
        for issue in issues
        if issue.approval != "draft"
        and not issue.superseded
        and (issue.effective_on is None or issue.effective_on <= TODAY)
    ]

    assert ("current" in statuses(issues, on=TODAY)) == bool(could_be)


# Groups and reviews


def test_issues_of_one_number_belong_together():
    one = DocumentFacts("Control of documents", number="QP-0007", revision="C")
    other = DocumentFacts("Document control", number="qp 7", revision="D")

    assert group_key(one, "a.docx") == group_key(other, "b.docx")


def test_languages_records_and_documents_without_a_number_stand_apart():
    english = DocumentFacts("Passivation", number="WI-114")
    german = DocumentFacts("Passivierung", number="WI-114", language="de")
    record = DocumentFacts("NCR 26-118", number="F-007", kind="record")
    bare = DocumentFacts("Notes")

    assert group_key(english, "a") != group_key(german, "b")
    assert group_key(record, "a") != group_key(record, "b")
    assert group_key(bare, "a") != group_key(bare, "b")


def test_a_review_is_overdue_the_day_after_it_was_due():
    facts = DocumentFacts("Records", review_on=date(2026, 3, 4))

    assert not review_overdue(facts, date(2026, 3, 4))
    assert review_overdue(facts, date(2026, 3, 5))
    assert not review_overdue(DocumentFacts("Records"), TODAY)
