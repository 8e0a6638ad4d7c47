import pytest

from tests.indexing.register.writing import content, facts, heading, line, table


@pytest.mark.parametrize(
    ("blocks", "properties", "file", "expected"),
    [
        ((heading("QP-0007 Control of documents"),), {}, "x.docx", "Control of documents"),
        ((heading("CSC-QMS"), heading("Quality Manual, Policy and Objectives")), {},
         "CSC-PL-001-Quality-Manual.md", "Quality Manual, Policy and Objectives"),
        ((heading("General"), line("Everybody signs the list.")), {}, "QP-3 Purchasing.docx",
         "Purchasing"),
        ((line("Brennick Flow Controls Ltd"), line("Passivation of stainless parts"),
          line("Parts are cleaned first.")), {}, "wi.docx", "Passivation of stainless parts"),
        ((heading("\\<Software\\> - Validation Form"),), {}, "x.docx", "Validation Form"),
        ((line("Parts are rinsed."),), {"title": "Rinsing of parts"}, "scan1.pdf",
         "Rinsing of parts"),
        ((line("Parts are rinsed."),), {"title": "Microsoft Word - Document1"},
         "Rinsing_of_parts.pdf", "Rinsing of parts"),
        ((heading("Laser settings"), line("80 %"), heading("What is marked"), line("Type."),
          heading("Wrong marks"), line("NCR.")), {}, "WI-105 Laser marking.docx", "Laser marking"),
        ((heading("Control of records"), heading("Purpose"), line("To keep records."),
          heading("Scope"), line("All.")), {}, "x.docx", "Control of records"),
        ((heading("Nonconformance report"), table(("NCR no.", "")), heading("Part 1 – what"),
          heading("Part 2 – who")), {}, "F007 NCR form v3.docx", "Nonconformance report"),
        ((heading("Onboarding checklist", 2), line("[x] Laptop"), heading("Tour", 3)), {}, "x.md",
         "Onboarding checklist"),
    ],
)  # fmt: skip
def test_the_title_is_what_a_reader_would_call_the_document(blocks, properties, file, expected):
    assert facts(content(*blocks, **properties), file).title == expected


def test_a_title_in_the_header_table_comes_first():
    read = content(
        table(("Title", "Control of documents"), ("Document no.", "QP-0007")),
        heading("Document control"),
    )

    found = facts(read, "QP-0007 documents.docx")

    assert (found.title, found.read_from["title"]) == ("Control of documents", "header table")


def test_a_document_without_any_title_is_called_by_its_file():
    assert facts(content(), "F-012.docx").title == "F-012"
    assert facts(content(), "notes.txt").title == "notes"
