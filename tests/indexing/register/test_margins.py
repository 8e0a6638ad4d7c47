from datetime import date

import pytest

from tests.indexing.register.writing import content, facts, heading, line

PURPOSE = heading("Purpose", number="1")


@pytest.mark.parametrize(
    "margin",
    [
        "QP-0007 Rev D  Control of documents  Page 2 of 5  Uncontrolled when printed",
        "QP-0007 Control of documents | Rev D | Page 2 of 5",
        "Brennick Flow Controls Ltd – QP-0007 Control of documents – Rev D",
        "Document no. | QP-0007 | Revision | D | Title | Control of documents",
        "QP-0007 Control of documents, Revision D",
        "Doc: QP-0007 Rev: D Title: Control of documents",
    ],
)
def test_number_revision_and_title_are_read_from_a_running_header(margin):
    found = facts(content(PURPOSE, margins=(margin,)))

    assert (found.number, found.revision) == ("QP-0007", "D")
    assert found.title == "Control of documents"
    assert found.read_from["number"] == "page header"


@pytest.mark.parametrize(
    "margin",
    [
        "QP-0012 | Rev D · effective 10 Feb 2025",
        "QP-0012 | Issue D · 10 February 2025",
        "QP-0012 | Rev D | Date 10/02/2025 | Owner G. Pugh",
        "QP-0012 Rev D – valid from 10 February 2025 – Page 1 of 4",
    ],
)
def test_a_date_beside_the_revision_is_the_effective_date(margin):
    assert facts(content(PURPOSE, margins=(margin,))).effective_on == date(2025, 2, 10)


def test_footers_about_printing_and_standards_say_nothing_of_the_document():
    read = content(
        heading("Cleaning"),
        margins=(
            "Printed 16.11.2026 · Uncontrolled when printed | Page 1 of 2",
            "Certified to ISO 9001:2015 | Tel. +44 1234 567890",
            "Obsolete copies must be destroyed",
        ),
    )

    found = facts(read)

    assert (found.number, found.revision, found.effective_on) == (None, None, None)
    assert (found.title, found.superseded) == ("Cleaning", False)


def test_front_matter_is_read_and_words_save_counter_is_not():
    front = facts(content(line("Text."), doc="QP-0023", issue="2", owner="Leo Fenn"), "a.md")
    office = facts(content(line("Text."), revision="7", author="Leo Fenn"), "a.docx")

    assert (front.number, front.revision, front.owner) == ("QP-0023", "2", "Leo Fenn")
    assert front.read_from["number"] == "front matter"
    assert (office.revision, office.owner) == (None, None)


def test_properties_that_a_company_adds_are_read():
    read = content(line("Text."), **{"document number": "QP-0012", "effective date": "2025-02-10"})

    found = facts(read, "a.docx")

    assert (found.number, found.effective_on) == ("QP-0012", date(2025, 2, 10))
    assert found.read_from["number"] == "file properties"
