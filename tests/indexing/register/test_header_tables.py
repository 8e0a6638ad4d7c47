from datetime import date

import pytest

from indexing.reading.content import Block
from tests.indexing.register.writing import content, facts, heading, line, table

SECTION = (heading("Purpose", number="1"), line("This procedure says how documents are issued."))


def test_labels_beside_their_values_are_read():
    read = content(
        table(
            ("Document no.", "QP-0012", "Revision", "D"),
            ("Effective date", "10 February 2025", "Next review", "10.02.2027"),
            ("Owner", "Daniel Okafor", "Approved by", "Priya Nair, 2025-02-03"),
            ("Title", "Incoming inspection", "Page", "1 of 4"),
        ),
        *SECTION,
    )

    found = facts(read)

    assert found.number == "QP-0012"
    assert found.revision == "D"
    assert found.title == "Incoming inspection"
    assert found.effective_on == date(2025, 2, 10)
    assert found.review_on == date(2027, 2, 10)
    assert found.owner == "Daniel Okafor"
    assert (found.approval, found.approved_by) == ("approved", "Priya Nair")
    assert found.approved_on == date(2025, 2, 3)
    assert found.doubts == ()
    assert set(found.read_from) == {
        "number", "revision", "title", "effective_on", "review_on", "owner", "approved_by",
        "approved_on", "approval", "kind",
    }  # fmt: skip
    assert set(found.read_from.values()) == {"header table"}


@pytest.mark.parametrize(
    "header",
    [
        table(("Dokumentnummer", "VA-08"), ("Ausgabe", "3"), ("Gültig ab", "1. März 2026")),
        table(("Dokument-Nr.", "Ausgabe", "Gültig ab"), ("VA-08", "3", "01.03.2026")),
        table(("Dok.-Nr.: VA-08", "Rev.: 3", "Gültig ab: 1.3.2026")),
        table(("Nr. VA-08\nAusgabe 3\nGültig ab 01.03.2026", "Lenkung von Dokumenten")),
        table(("VA-08 Lenkung von Dokumenten", "Rev. 3 | 2026-03-01")),
        table(("Document ID: VA-08 Rev: 3 Effective: 2026-03-01",)),
        table(("Document number VA-08", "Issue 3", "Effective 1 March 2026")),
        table(("**Doc ID**", "VA-08"), ("**Document Version**", "3"), ("Issued", "2026-03-01")),
        table(("Document no. / Dokumentnummer", "VA-08"), ("Rev. / Stand", "3"),
              ("Valid from", "01/03/2026")),
    ],
)  # fmt: skip
def test_header_tables_of_every_shape_are_read(header):
    found = facts(content(header, *SECTION))

    assert (found.number, found.revision, found.effective_on) == ("VA-08", "3", date(2026, 3, 1))


def test_somebody_elses_version_is_not_the_documents():
    read = content(
        heading("SOP Document and Record Control"),
        heading("General", 2),
        table(
            ("Document ID", "CSC PR.013"),
            ("QMS Version", "2.2.0"),
            ("SOP Revision", "2.1.2"),
            ("Software version", "9.9"),
            ("Regulatory References", "ISO 13485:2016"),
        ),
    )

    found = facts(read, "CSC-PR-013-Document-Record-Control.docx")

    assert (found.number, found.revision) == ("CSC PR.013", "2.1.2")
    assert found.title == "SOP Document and Record Control"
    assert found.kind == "procedure"


def test_a_forms_own_number_outweighs_that_of_its_procedure():
    read = content(
        table(
            ("SOP ID", "CSC PR.015"),
            ("SOP Version", "9.0"),
            ("Template ID", "CSC F.001"),
            ("Template Version", "2.0.1"),
        )
    )

    found = facts(read)

    assert (found.number, found.revision, found.kind) == ("CSC F.001", "2.0.1", "form")


def test_lists_tables_of_changes_and_body_tables_are_no_header_table():
    read = content(
        heading("Cleaning"),
        table(("Document title", "ID"), ("Hazard log", "HZ-001"), ("Plan", "VP-001")),
        table(("Rev", "Date", "Change"), ("A", "2019-01-14", "First issue"), ("B", "2020", "x")),
        heading("Steps", number="1"),
        table(("Step", "Who"), ("Approval by", "Purchasing lead"), ("F-005 completed", "Yes")),
    )

    found = facts(read)

    assert (found.title, found.number, found.revision) == ("Cleaning", None, None)
    assert (found.approved_by, found.owner, found.effective_on) == (None, None, None)


def test_a_document_control_table_at_the_end_is_read():
    prose = tuple(line(f"Step {n}: the operator checks the part and signs. " * 6) for n in range(9))
    last = table(("Document number", "SOP-12"), ("Version", "4"), ("Approved by", "A. Rahman"))

    found = facts(content(heading("Cleaning"), *prose, last))

    assert (found.number, found.revision, found.approved_by) == ("SOP-12", "4", "A. Rahman")


@pytest.mark.parametrize(
    "blank", ["", "____________", "TBD", "to be set", "–", "DD/MM/YYYY", "n/a"]
)
def test_what_is_left_open_is_missing_and_not_misread(blank):
    read = content(
        table(("Document no.", "QP-0012"), ("Revision", "D"), ("Effective date", blank),
              ("Approved by", blank), ("Owner", blank)),
    )  # fmt: skip

    found = facts(read)

    assert (found.approval, found.approved_by, found.owner) == ("unknown", None, None)
    assert found.doubts == (
        "No effective date was found; the document counts as in force.",
        "No owner was found.",
    )


def test_a_signed_single_letter_is_no_approval():
    read = content(table(("Document ID", "CSC PR.010"), ("Version", "2"), ("Approval", "H")))

    assert facts(read).approval == "unknown"


def test_a_date_that_is_no_day_is_doubted():
    def dated(words: str) -> Block:
        return table(("Document no.", "QP-1"), ("Revision", "D"), ("Effective date", words))

    quarter = facts(content(dated("Q3 2026")))
    month = facts(content(dated("March 2026")))

    assert quarter.effective_on is None
    assert (
        "The effective date “Q3 2026” in the header table is not a date; it was left out."
        in quarter.doubts
    )
    assert month.effective_on == date(2026, 3, 1)
    assert (
        "The effective date “March 2026” in the header table names no day; "
        "2026-03-01 was assumed." in month.doubts
    )


def test_the_rows_of_a_register_are_not_its_header():
    read = content(
        heading("REG-01 Document master list"),
        line("State: 12 October 2026"),
        table(
            ("Number", "Title", "Rev / issue", "Effective", "Owner", "Copies"),
            ("QM-01", "Quality manual", "7", "2026-03-16", "Priya Nair", "–"),
            ("QP-0007", "Control of documents", "D", "2025-06-02", "Ruth Calder", "2"),
        ),
        heading("Withdrawn"),
        table(
            ("Number and revision", "Withdrawn", "Replaced by", "Kept until"),
            ("QP-0007 Rev C", "2025-06-02", "QP-0007 Rev D", "2035-06-02"),
            ("QP-0008 Issue 3", "2024-03-04", "QP-0008 Issue 4", "2034-03-04"),
        ),
    )

    found = facts(read, "06 Registers/REG-01 Document master list.xlsx")

    assert (found.number, found.revision, found.owner) == ("REG-01", None, None)
    assert (found.title, found.effective_on) == ("Document master list", date(2026, 10, 12))
    assert (found.kind, found.superseded) == ("register", False)


def test_the_procedure_that_a_form_belongs_to_is_not_its_number():
    read = content(table(("Procedure", "QP-0005"), ("Issue", "4")), heading("Questionnaire"))

    assert facts(read, "F-005 Supplier questionnaire.docx").number == "F-005"
    assert facts(read, "questionnaire.docx").number == "QP-0005"
