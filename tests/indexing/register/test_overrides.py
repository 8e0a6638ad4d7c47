from datetime import date

import pytest

from indexing.register import Overrides
from tests.indexing.register.writing import content, facts, heading, table

READ = content(
    heading("Control of documents"),
    table(("Document no.", "QP-0007"), ("Revision", "D"), ("Effective date", "2025-06-02"),
          ("Owner", "Ruth Calder")),
)  # fmt: skip
FILE = "02 Procedures/QP-0007 Control of documents Rev D.docx"


def register(text: str, encoding: str = "utf-8") -> Overrides:
    return Overrides.read(text.encode(encoding))


def test_a_row_keyed_by_file_outweighs_the_file_itself():
    rows = register(
        "file,number,title,revision,status,effective_on,owner,kind,audience,handling,language,address\n"
        f"{FILE},QP-0070,Documents,E,approved,2026-01-05,Priya Nair,manual,managers,link only,de,"
        "https://dms.example/70\n"
    )

    found = facts(READ, FILE, overrides=rows)

    assert rows.problems == ()
    assert (found.number, found.title, found.revision) == ("QP-0070", "Documents", "E")
    assert (found.approval, found.effective_on) == ("approved", date(2026, 1, 5))
    assert (found.owner, found.kind, found.audience) == ("Priya Nair", "manual", "managers")
    assert (found.handling, found.language) == ("link only", "de")
    assert found.address == "https://dms.example/70"
    assert found.read_from["number"] == "register.csv"
    assert "The header table says revision D, register.csv says E; E was taken." in found.doubts


@pytest.mark.parametrize(
    "key",
    ["02 procedures\\QP-0007 Control of documents Rev D.docx", "./" + FILE, FILE.split("/")[1]],
)
def test_a_path_may_be_written_in_any_usual_way(key):
    rows = register(f"file,owner\n{key},Priya Nair\n")

    assert facts(READ, FILE, overrides=rows).owner == "Priya Nair"


@pytest.mark.parametrize(
    ("row", "owner"),
    [("qp 7,d", "Priya Nair"), ("QP-0007,", "Priya Nair"), ("QP-0007,C", "Ruth Calder"),
     ("QP-0008,D", "Ruth Calder")],
)  # fmt: skip
def test_a_row_is_found_by_number_and_revision(row, owner):
    rows = register(f"number,revision,owner\n{row},Priya Nair\n")

    assert facts(READ, FILE, overrides=rows).owner == owner


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_encoding_and_separator_is_read(encoding, separator):
    text = "Dokument-Nr.,Rev.,Gültig ab,Verantwortlich\nQP-0007,D,01.03.2026,Jens Krüger\n"
    rows = register(text.replace(",", separator), encoding)

    found = facts(READ, FILE, overrides=rows)

    assert rows.problems == ()
    assert (found.owner, found.effective_on) == ("Jens Krüger", date(2026, 3, 1))


def test_what_cannot_be_used_is_named_with_its_line_and_the_rest_counts():
    rows = register(
        "number,revision,owner,colour,effective_on,kind\n"
        "QP-0007,D,Priya Nair,red,2026-13-45,sonnet\n"
        ",,nobody,,,\n"
        "\n"
        "QP-0007,rev D,Somebody else,,,\n"
        "QP-0009,F,Daniel Okafor,,2026-02-02,procedure,too,many\n"
    )

    assert rows.problems == (
        "register.csv, line 1: the column “colour” is unknown.",
        "register.csv, line 2: “2026-13-45” is no date; the cell was left out.",
        "register.csv, line 2: “sonnet” is no kind of document; the cell was left out.",
        "register.csv, line 3: there is neither a file nor a number; it was left out.",
        "register.csv, line 6: there are 8 cells but 6 columns.",
        "register.csv, line 5: QP-0007 is already in line 2, which was taken.",
    )
    assert facts(READ, FILE, overrides=rows).owner == "Priya Nair"


def test_a_register_without_a_key_or_a_line_says_so():
    assert register("").problems == ("register.csv is empty.",)
    assert register("owner,title\nA,B\n").problems == (
        "register.csv has neither a column “file” nor a column “number”, so no row can be "
        "matched. Name the columns in its first line.",
    )


@pytest.mark.parametrize(
    ("status", "approval", "superseded"),
    [("current", "approved", False), ("draft", "draft", False), ("superseded", "unknown", True)],
)
def test_the_status_column_decides_over_folder_and_file_name(status, approval, superseded):
    file = "superseded/QP-0007 DRAFT.docx"
    rows = register(f"file,status\n{file},{status}\n")

    found = facts(READ, file, overrides=rows)

    assert (found.approval, found.superseded) == (approval, superseded)
