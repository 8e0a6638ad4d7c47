import pytest

from indexing.reading.content import Content
from indexing.register import Overrides, Rules, facts_of
from tests.indexing.register.writing import content, facts, heading


@pytest.mark.parametrize(
    ("file", "title", "kind"),
    [
        ("QP-0007 Control of documents.docx", "Control of documents", "procedure"),
        ("QP-0003 Quality policy review.docx", "Quality policy review", "procedure"),
        ("CSC-PR-013-Records.docx", "Records", "procedure"),
        ("VA-08 Lenkung.docx", "Lenkung", "procedure"),
        ("WI-114 Passivation.docx", "Passivation", "instruction"),
        ("F007 NCR form v3.docx", "NCR", "form"),
        ("Form 7 Concession.docx", "Concession", "form"),
        ("04 Forms/F-012 NCR 26-118.docx", "NCR", "form"),
        ("F-012_2026-10-21_NCR 26-118.docx", "NCR", "record"),
        ("05 Records/2026/F-012 NCR.docx", "NCR", "record"),
        ("training_records/training-capa/answers.txt", "Answers", "record"),
        ("2026-02-11 Management review minutes.docx", "Minutes", "record"),
        ("QM-01 Quality manual.docx", "Quality manual", "manual"),
        ("Quality manual.docx", "Quality Manual", "manual"),
        ("Qualitätspolitik.docx", "Qualitätspolitik", "policy"),
        ("Environmental policy.docx", "Environmental policy", "policy"),
        ("Training procedure.docx", "Training procedure", "procedure"),
        ("Approved supplier list.xlsx", "Approved supplier list", "register"),
        ("Overview.xlsx", "Overview", "register"),
        ("TRN-01 Induction.pptx", "Induction", "training"),
        ("Welcome.pptx", "Welcome", "training"),
        ("ISO 17025 2017.pdf", "General requirements", "external"),
        ("07 External/Halvorsen QS-12 supplier requirements.pdf", "Supplier requirements",
         "external"),
        ("notes.txt", "Notes on lunch", "other"),
    ],
)  # fmt: skip
def test_the_kind_follows_from_number_title_folder_and_content(file, title, kind):
    assert facts(content(heading(title)), file).kind == kind


def test_the_companys_own_prefixes_come_from_the_rules():
    rules = Rules(kinds_by_prefix={"PL": "policy"})

    assert facts(content(heading("Goals")), "CSC-PL-001.docx", rules=rules).kind == "policy"


@pytest.mark.parametrize(
    ("file", "title", "number", "issue"),
    [
        ("External/ISO 17025 2017.pdf", "General requirements", "ISO 17025", "2017"),
        ("External/iso.pdf", "ISO/IEC 17025:2017 General requirements", "ISO/IEC 17025", "2017"),
        ("External/EXT-02 Halvorsen.pdf", "Supplier requirements Issue 2 / 2019", "EXT-02",
         "2 / 2019"),
    ],
)  # fmt: skip
def test_an_external_document_has_an_issue(file, title, number, issue):
    found = facts(content(heading(title)), file)

    assert (found.kind, found.number, found.external_issue) == ("external", number, issue)


def test_front_matter_may_name_the_kind():
    read = Content(blocks=(), properties={"kind": "external"})

    known = facts_of(read, "halvorsen.md", rules=Rules(), overrides=Overrides.none())

    assert (known.kind, known.read_from["kind"]) == ("external", "front matter")
