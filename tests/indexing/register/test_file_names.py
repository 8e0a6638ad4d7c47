from datetime import date

import pytest

from indexing.register.file_names import FileName, read_file_name


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("02 Procedures/QP-0007 Control of documents Rev D.docx",
         FileName("Control of documents", "QP-0007", "D")),
        ("WI-114_Passivation_DE.docx", FileName("Passivation", "WI-114", language="de")),
        ("F007 NCR form v3.docx", FileName("NCR form", "F007", "3")),
        ("CSC-PR-013-Document-Record-Control.docx",
         FileName("Document Record Control", "CSC-PR-013")),
        ("F-012_2026-10-21_NCR 26-118.docx",
         FileName("NCR 26-118", "F-012", dated=date(2026, 10, 21), serial="26-118")),
        ("QP-0007 Control of documents Rev E DRAFT rc.docx",
         FileName("Control of documents rc", "QP-0007", "E", draft=True)),
        ("QP-0008_Record control and retention_Issue 4.pdf",
         FileName("Record control and retention", "QP-0008", "4")),
        ("QP-0018 Final test Rev F (from 11 Jan 2027).docx",
         FileName("Final test", "QP-0018", "F", dated=date(2027, 1, 11), serial="11 Jan 2027")),
        ("ISO 17025 2017.pdf", FileName("", "ISO 17025", external_issue="2017")),
        ("Quality policy.pdf", FileName("Quality policy")),
        ("QP-0003 Purchasing obsolete.docx",
         FileName("Purchasing", "QP-0003", superseded=True)),
        ("2026-10-21 Management review minutes.docx",
         FileName("Management review minutes", dated=date(2026, 10, 21), serial="2026-10-21")),
    ],
)  # fmt: skip
def test_a_file_name_is_taken_apart(file, expected):
    assert read_file_name(file, day_first=True) == expected
