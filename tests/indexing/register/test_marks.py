import pytest

from indexing.register import Rules
from tests.indexing.register.writing import content, facts, heading, line, table

HEADER = ("Document no.", "QP-0007", "Revision", "E")


@pytest.mark.parametrize(
    ("status", "approval", "superseded"),
    [
        ("Approved", "approved", False),
        ("Released", "approved", False),
        ("freigegeben", "approved", False),
        ("Current", "approved", False),
        ("Draft", "draft", False),
        ("Entwurf", "draft", False),
        ("For review", "draft", False),
        ("Not approved", "draft", False),
        ("Superseded", "unknown", True),
        ("Obsolete", "unknown", True),
        ("Ungültig", "unknown", True),
        ("Replaced by QP-0015", "unknown", True),
        ("Open", "unknown", False),
    ],
)
def test_a_status_field_says_whether_the_document_is_in_force(status, approval, superseded):
    found = facts(content(table(HEADER, ("Status", status))))

    assert (found.approval, found.superseded) == (approval, superseded)


@pytest.mark.parametrize(
    "read",
    [
        content(table(HEADER), margins=("Brennick Ltd – DRAFT for comment until 4 December",)),
        content(table(HEADER), margins=("ENTWURF",)),
        content(table(HEADER), line("DRAFT")),
        content(table(("Document no.", "QP-0007", "Revision", "DRAFT Rev E – not approved"))),
        content(table(("Document no.", "QP-0007", "Version", "v0.3 draft"))),
    ],
)
def test_a_draft_mark_makes_it_a_draft(read):
    assert facts(read).approval == "draft"


@pytest.mark.parametrize(
    "file", ["QP-0007 Documents Rev E DRAFT.docx", "Drafts/QP-0007 Documents.docx"]
)
def test_a_file_called_a_draft_is_one_even_with_last_years_signature(file):
    found = facts(content(table(HEADER, ("Approved by", "P. Nair"))), file)

    assert found.approval == "draft"
    assert any("marks a draft, yet P. Nair is named as approver" in d for d in found.doubts)


def test_a_released_status_outweighs_a_file_name_and_is_doubted():
    found = facts(content(table(HEADER, ("Status", "Released"))), "QP-0007 draft.docx")

    assert found.approval == "approved"
    assert (
        "The file name marks a draft, the header table says “Released”; it counts as approved."
        in found.doubts
    )


@pytest.mark.parametrize(
    ("read", "file", "place"),
    [
        (content(margins=("SUPERSEDED – do not use",)), "a.docx", "page header"),
        (content(heading("Cleaning"), line("OBSOLETE")), "a.docx", "text"),
        (content(line("This procedure has been replaced by QP-0015.")), "a.docx", "text"),
        (content(table(HEADER, ("Replaced by", "QP-0015"))), "a.docx", "header table"),
        (content(), "superseded/a.docx", "folder"),
        (content(), "02 Procedures/99_Archive 2019/a.docx", "folder"),
        (content(), "QP-0003 Purchasing obsolete.docx", "file name"),
    ],
)
def test_a_document_out_of_force_is_known_by_its_stamp_or_place(read, file, place):
    found = facts(read, file)

    assert found.superseded
    assert found.read_from["superseded"] == place


@pytest.mark.parametrize(
    "read",
    [
        content(margins=("Printed copies are obsolete after one day",)),
        content(margins=("Destroy superseded copies",)),
        content(table(HEADER, ("Supersedes", "Rev C"))),
        content(heading("Handling of obsolete documents")),
        content(line("Superseded issues are moved to the archive by the document controller.")),
        content(table(HEADER, ("Replaced by", "–"))),
    ],
)
def test_talking_of_obsolete_documents_does_not_make_one(read):
    assert not facts(read, "QP-0007.docx").superseded


@pytest.mark.parametrize(
    ("read", "file", "audience"),
    [
        (content(table(HEADER, ("Distribution", "Managers only"))), "a.docx", "managers"),
        (content(table(HEADER, ("Audience", "All employees"))), "a.docx", "everyone"),
        (content(table(HEADER, ("Verteiler", "Einkauf, Fertigung"))), "a.docx", "everyone"),
        (content(margins=("Confidential – management only",)), "a.docx", "managers"),
        (content(), "09 Management only/Targets.xlsx", "managers"),
        (content(), "Targets.xlsx", "everyone"),
    ],
)
def test_the_audience_follows_from_field_footer_and_folder(read, file, audience):
    assert facts(read, file).audience == audience


def test_a_restriction_that_no_rule_knows_keeps_everybody_out_and_is_doubted():
    found = facts(content(table(HEADER, ("Distribution", "Board members only"))))

    assert found.audience == "board members only"
    assert any(d.startswith("The distribution “Board members only” fits no") for d in found.doubts)


def test_a_companys_own_words_and_folders_decide_audience_and_handling():
    rules = Rules(
        audience_by_words={r"board members": "board"},
        handling_by_folder={"07 External": "link only"},
    )
    header = table(HEADER, ("Distribution", "Board members only"))

    assert facts(content(header), rules=rules).audience == "board"
    assert facts(content(), "07 External/a.pdf", rules=rules).handling == "link only"


@pytest.mark.parametrize(
    ("words", "handling"),
    [
        ("link only", "link only"),
        ("Do not reproduce; link only", "link only"),
        ("Never in Slack", "never in Slack"),
        ("Strictly confidential – not to be shared in chat", "never in Slack"),
        ("Internal", "quote"),
    ],
)
def test_the_handling_is_read_from_field_and_footer(words, handling):
    assert facts(content(table(HEADER, ("Handling", words)))).handling == handling
    assert facts(content(margins=(words,))).handling == handling
