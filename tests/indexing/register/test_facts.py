from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indexing.register.writing import content, facts, heading, line, table

OWNED = (("Effective date", "2025-06-02"), ("Owner", "Ruth Calder"))


def test_where_file_name_and_header_disagree_the_header_counts_and_both_are_named():
    read = content(table(("Document no.", "QP-0007", "Revision", "D"), *OWNED))

    found = facts(read, "QP-0008 Control of documents Rev C.docx")

    assert (found.number, found.revision) == ("QP-0007", "D")
    assert found.doubts == (
        "The file name says number QP-0008, the header table says QP-0007; QP-0007 was taken.",
        "The file name says revision C, the header table says D; D was taken.",
    )


def test_two_places_that_agree_outvote_a_copied_header():
    read = content(
        table(("Template ID", "CSC F.026"), ("Version", "2"), *OWNED), template_id="CSC F.029"
    )

    found = facts(read, "CSC-F-029-Service-Level-Agreement.md")

    assert (found.number, found.read_from["number"]) == ("CSC F.029", "front matter")
    assert found.doubts == (
        "The header table says number CSC F.026, the front matter says CSC F.029; "
        "CSC F.029 was taken.",
    )


def test_different_spellings_are_no_disagreement():
    read = content(
        table(("Document no.", "QP-0007", "Revision", "2.0"), *OWNED), margins=("QP 7 | Rev. 2",)
    )

    assert facts(read, "qp-007 Documents v2.docx").doubts == ()


@pytest.mark.parametrize(
    ("dates", "doubt"),
    [
        ((("Effective date", "2106-06-02"),),
         "The effective date 2106-06-02 looks like a typing error in the year."),
        ((("Effective date", "2026-06-02"), ("Next review", "2025-06-02")),
         "The effective date 2026-06-02 lies after the next review 2025-06-02."),
        ((("Effective date", "2025-06-02"), ("Approval date", "2025-06-05")),
         "It became effective on 2025-06-02, before it was approved on 2025-06-05."),
        ((("Effective date", "2052-06-02"), ("Approval date", "2025-06-01")),
         "It becomes effective on 2052-06-02, years after its approval on 2025-06-01: "
         "check the year."),
    ],
)  # fmt: skip
def test_dates_that_cannot_be_right_are_doubted(dates, doubt):
    read = content(table(("Document no.", "QP-1", "Revision", "D"), ("Owner", "R. Calder"), *dates))

    assert facts(read).doubts == (doubt,)


def test_what_a_controlled_document_lacks_is_named():
    assert facts(content(heading("Cleaning"))).doubts == (
        "No document number was found.",
        "No revision was found.",
        "No effective date was found; the document counts as in force.",
        "No owner was found.",
    )


def test_a_form_or_record_without_header_is_current_with_a_doubt():
    assert facts(content(heading("NCR")), "F-012 NCR.docx").doubts == (
        "This form shows neither revision nor effective date; it counts as current.",
    )
    assert facts(content(heading("NCR")), "Records/F-012 NCR.docx").doubts == ()
    assert facts(content(heading("Checklist")), "Records/Checklist.docx").doubts == (
        "This record shows neither the number of its form nor a date.",
    )


def test_a_table_of_changes_that_ends_with_another_revision_is_doubted():
    read = content(
        table(("Document no.", "QP-0007", "Revision", "D"), *OWNED),
        heading("Revision history"),
        table(("Rev", "Date", "Change"), ("D", "2025", "x"), ("E", "2026", "y")),
    )

    assert facts(read).doubts == (
        "The last revision in the table of changes is E, the document says D.",
    )


def test_the_lines_at_the_beginning_are_read_where_there_is_no_header():
    read = content(
        heading("Verhalten bei Stillstand der Waschanlage"),
        line("Nummer: WI-118\nAusgabe: 2\nGültig ab: 24.11.2025\nVerantwortlich: Katrin Vogel"),
        line("Wenn die Anlage steht und der Druck nicht sinkt, ist die Leitung zu informieren."),
    )

    found = facts(read, "Lindenau/WI-118 Stillstand.md")

    assert (found.number, found.revision, found.owner) == ("WI-118", "2", "Katrin Vogel")
    assert found.effective_on == date(2025, 11, 24)
    assert (found.language, found.read_from["number"]) == ("de", "text")


@pytest.mark.parametrize(
    "words",
    [
        "Approved suppliers are listed in REG-03 and reviewed every year by Purchasing.",
        "Issue a permit before work starts. Rev up the engine. Version control is done by IT.",
        "Effective communication is owned by everyone; the status of parts is shown by tags.",
        "Approved Supplier List",
        "Date of birth is not recorded. See ISO 9001:2015, clause 7.5.3.",
    ],
)
def test_ordinary_sentences_yield_no_facts(words):
    found = facts(content(heading("Purchasing"), line(words)), "notes.docx")

    assert (found.number, found.revision, found.approval) == (None, None, "unknown")
    assert (found.effective_on, found.owner) == (None, None)


def test_the_language_in_the_file_name_counts_where_the_text_says_too_little():
    short = facts(content(table(("Teil", "Menge"))), "F-031 Teileliste_DE.docx")
    english = line("Whoever finds a suspect part stops work on it and puts it in the red cage.")
    contrary = facts(content(english), "WI-114_Passivation_DE.docx")

    assert (short.language, short.read_from["language"]) == ("de", "file name")
    assert contrary.language == "en"
    assert "The file name says language de, the text reads as en; en was taken." in contrary.doubts
    assert facts(content()).language == "en"


@pytest.mark.parametrize(
    "owner", ["Carol Finch", "Carol Finch, Warehouse lead", "Carol Finch (Warehouse lead)"]
)
def test_the_owner_is_a_name_without_the_role_behind_it(owner):
    read = content(table(("Document no.", "QP-0017"), ("Owner", owner)))

    assert facts(read).owner == "Carol Finch"


def test_an_empty_file_yields_facts_all_the_same():
    found = facts(content(), "x.docx")

    assert (found.title, found.number, found.kind) == ("x", None, "other")


def test_what_is_filled_into_a_record_is_not_taken_for_the_records_own_facts():
    read = content(
        heading("Nonconformance report"),
        table(("NCR no.", "NCR-2026-187"), ("Part no. / revision", "BV-080, rev F"),
              ("Next review", "2027-01-01"), ("Document no.", "F-007"), ("Issue", "3")),
        line("Corrective action needed: yes, no.: CAPA-2026-021"),
    )  # fmt: skip

    found = facts(read, "05 Records/2026/F-007_2026-10-08_NCR-2026-187 porosity.docx")

    assert (found.number, found.revision, found.kind) == ("F-007", "3", "record")
    assert (found.effective_on, found.review_on) == (date(2026, 10, 8), None)


def test_an_external_document_is_known_by_the_companys_number_for_it():
    read = content(table(("Document\nHF-SQ-110", "Issue\n3", "Date\n1 April 2021")))

    found = facts(read, "07 External/LINK ONLY EXT-02 Halvorsen requirements issue 3.pdf")

    assert (found.number, found.external_issue) == ("EXT-02", "3")
    assert found.effective_on == date(2021, 4, 1)
    assert found.doubts == ()


FRAGMENTS = st.lists(
    st.one_of(
        st.sampled_from(
            ["Document no.", "Rev.", "QP-0012", "D", "2025-13-45", "Effective date:", "Owner",
             "Approved by", "31.02.2026", "|", "–", "DRAFT", "Superseded", "Page 1 of 2", "\n",
             "ISO 9001:2015", "Issue 3", "(", "\\<x\\>", "Status: Approved", "\t", "  "]
        ),
        st.text(max_size=8),
    ),
    max_size=6,
).map(" ".join)  # fmt: skip


@given(
    st.lists(FRAGMENTS, max_size=4),
    st.lists(st.tuples(FRAGMENTS, FRAGMENTS), max_size=4),
    st.lists(FRAGMENTS, max_size=3),
    FRAGMENTS.map(lambda words: words.replace("/", "").strip(". ") or "x"),
)
@settings(deadline=None, max_examples=150)
def test_whatever_a_file_says_it_yields_facts(lines, rows, margins, stem):
    read = content(table(*rows), *map(line, lines), margins=tuple(margins))

    found = facts(read, f"folder/{stem}.docx")

    assert found.read_from["title"]
    assert all(doubt.endswith((".", "year.")) for doubt in found.doubts)
