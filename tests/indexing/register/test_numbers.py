import pytest

from indexing.register.numbers import letter_groups, number_at_start, read_number, standard_in


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("QP-0012 Incoming inspection", "QP-0012", " Incoming inspection"),
        ("QP 0012 Incoming inspection", "QP 0012", " Incoming inspection"),
        ("CSC PR.013", "CSC PR.013", ""),
        ("CSC-PR-013-Document-Control", "CSC-PR-013", "-Document-Control"),
        ("SOP-12 Cleaning", "SOP-12", " Cleaning"),
        ("P7.5-01 Records", "P7.5-01", " Records"),
        ("WI 114", "WI 114", ""),
        ("WI-114_Passivation_DE", "WI-114", "_Passivation_DE"),
        ("F007 NCR form v3", "F007", " NCR form v3"),
        ("Form 7 Concession", "Form 7", " Concession"),
        ("DOC000123", "DOC000123", ""),
        ("4.2.3-P-01 Audits", "4.2.3-P-01", " Audits"),
        ("VA-08 Lenkung", "VA-08", " Lenkung"),
        ("F-012_2026-10-21_NCR 26-118", "F-012", "_2026-10-21_NCR 26-118"),
        ("qp-0007 control of documents", "qp-0007", " control of documents"),
        ("QMS_SOP_004 Training", "QMS-SOP-004", " Training"),
        ("WI-114A Rinse", "WI-114A", " Rinse"),
    ],
)
def test_a_documents_number_is_found_at_the_start(text, number, rest):
    assert number_at_start(text) == (number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "ISO 9001:2015", "EN 1092-1 Flanges", "BS EN ISO 13485:2016", "DIN 912", "ASTM A967",
        "2026-10-21 minutes", "21.10.2026", "+44 1234 567890", "7.5.3 Control", "4.2", "Rev 3",
        "REV D", "Issue 4", "PAGE 2 of 5", "Q3 2026", "MAR-2026", "A4", "AUDIT 2026",
        "Quality manual 2024", "Control of documents", "USE OF 316L STEEL", "V2.1", "",
        "Week 32", "Clause 8", "16 Nm",
    ],
)  # fmt: skip
def test_standards_dates_and_clauses_are_no_document_numbers(text):
    assert number_at_start(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QP-0012 Rev. D", "QP-0012"),
        ("12345", "12345"),
        ("Q/01-7 b", "Q/01-7 b"),
        ("ISO 9001:2015", "ISO 9001"),
        ("2026-10-21", None),
        ("+44 1234 567890", None),
        ("see cover sheet", None),
        ("the number is assigned by the document controller in 2026", None),
    ],
)
def test_a_labelled_cell_may_hold_any_credible_number(text, expected):
    assert read_number(text) == expected


def test_a_standard_is_taken_apart_into_number_and_issue():
    assert standard_in("ISO/IEC 17025:2017 General requirements") == ("ISO/IEC 17025", "2017")
    assert standard_in("EN 1092-1") == ("EN 1092-1", None)
    assert standard_in("QP-0012") is None


def test_the_groups_of_letters_come_last_first():
    assert letter_groups("CSC PR.013") == ["PR", "CSC"]
    assert letter_groups("Form 7") == ["FORM"]
