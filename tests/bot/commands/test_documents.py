"""The register on the command line, and the commands that need no model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.commands.conftest import DOCUMENTS, TODAY, Company, Ended, Terminal

KEPT = "How long are calibration records kept?"


def test_indexing_tells_what_it_did_on_stderr(company: Company) -> None:
    assert (company.indexed.code, company.indexed.out) == (0, "")
    told = " ".join(company.indexed.err.split())
    assert "documents: 10 files, 9 new or changed, 0 gone, 1 not read, 1 doubt" in told
    assert "12 passages embedded. Published." in told
    assert "not read: 'broken.docx': The file is damaged." in told
    assert "`coach documents` lists all of them with what to do." in told


def test_indexing_again_needs_no_model(company: Company, terminal: Terminal) -> None:
    ended = terminal.coach("index", str(company.documents), model=True)

    assert ended.code == 0
    told = " ".join(ended.err.split())
    assert "0 new or changed, 0 gone, 1 not read" in told
    assert "0 passages embedded. Nothing new to publish." in told
    assert "Embedding" not in told


def test_a_source_that_cannot_be_trusted_ends_with_one(terminal: Terminal, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()

    missing = terminal.coach("index", str(tmp_path / "nowhere"), model=True)
    nothing = terminal.coach("index", str(empty), model=True)

    assert (missing.code, missing.out) == (1, "")
    assert missing.err.strip().endswith("Check the path and whether it is mounted.")
    assert (nothing.code, nothing.out) == (1, "")
    assert nothing.err.strip().endswith("Put documents there and index again.")


def test_each_document_is_a_line_and_so_is_each_unread_file(
    company: Company, terminal: Terminal
) -> None:
    ended = terminal.coach("documents", "--json", "--on", TODAY)

    assert (ended.code, ended.err) == (0, "")
    assert {line["file"] for line in ended.lines} == {*DOCUMENTS, "broken.docx"}
    assert {line["file"]: line["status"] for line in ended.lines} == {
        "QP-0013 Calibration Rev C.md": "current",
        "superseded/QP-0013 Calibration Rev B.md": "superseded",
        "QP-0018 Release Rev A.md": "current",
        "QP-0018 Release Rev B.md": "future",
        "Drafts/QP-0030 Forklifts DRAFT.md": "draft",
        "Management only/HR-02 Succession plan.md": "current",
        "EXT-04 Meridian drawing.md": "current",
        "QP-0005 Suppliers.md": "current",
        "QP-0011 Complaints.md": "current",
        "broken.docx": "unread",
    }
    [unread] = [line for line in ended.lines if line["status"] == "unread"]
    assert unread["reason"] == "The file is damaged."
    assert unread["remedy"]
    assert unread["source"] == str(company.documents)


def test_a_document_says_what_is_known_and_where_it_was_read(terminal: Terminal) -> None:
    rows = terminal.coach("documents", "--json", "--on", TODAY).lines

    [row] = [row for row in rows if row["file"] == "QP-0013 Calibration Rev C.md"]
    assert (row["number"], row["title"], row["revision"]) == ("QP-0013", "Calibration", "C")
    assert (row["approval"], row["effective_on"]) == ("approved", "2025-02-01")
    assert (row["owner"], row["kind"]) == ("Metrology", "procedure")
    assert (row["audience"], row["handling"], row["language"]) == ("everyone", "quote", "en")
    assert row["read_from"]["revision"] == "front matter"
    assert row["doubts"] == []


def test_a_future_revision_becomes_current_with_no_file_changed(terminal: Terminal) -> None:
    rows = terminal.coach("documents", "--json", "--on", "2027-01-11").lines

    statuses = {row["file"]: row["status"] for row in rows}
    assert statuses["QP-0018 Release Rev A.md"] == "superseded"
    assert statuses["QP-0018 Release Rev B.md"] == "current"


def test_the_register_for_a_person_names_doubts_and_unread_files(terminal: Terminal) -> None:
    ended = terminal.coach("documents", "--on", TODAY)

    lines = ended.out.splitlines()
    assert lines[0] == "Number           Rev.     Status      Effective   Kind         Title"
    assert (
        "QP-0018          B        future      2027-01-11  procedure    Release of valves" in lines
    )
    assert any(line.endswith("Meridian dairy drawing  [link only]") for line in lines)
    assert any(line.endswith("Succession plan  [managers]") for line in lines)
    doubts, unread = lines.index("Doubts"), lines.index("Not read")
    assert lines[doubts + 1 : doubts + 3] == [
        "  EXT-04 Meridian drawing.md",
        "    - No issue was found for this external document: check that it is the current one.",
    ]
    assert lines[unread + 1] == "  'broken.docx'"


def test_the_register_for_an_employee_leaves_out_what_is_for_managers(terminal: Terminal) -> None:
    everyone = terminal.coach("documents", "--json", "--as", "everyone")
    manager = terminal.coach("documents", "--json", "--as", "Ann Lee")

    assert "HR-02" not in everyone.out
    assert "HR-02" in manager.out


def test_a_document_is_shown_however_its_number_is_typed(terminal: Terminal) -> None:
    for typed in ("QP-0013", "qp 13", "QP0013"):
        ended = terminal.coach("show", typed)

        assert ended.code == 0
        assert ended.out.startswith("QP-0013  Calibration\n")
        assert "  owner          Metrology   (from front matter)\n" in ended.out
        assert "      Calibration records are kept for ten years." in ended.out


def test_a_document_that_may_only_be_linked_shows_no_passages(terminal: Terminal) -> None:
    ended = terminal.coach("show", "EXT-04")

    assert "  (link only: its passages are not shown)" in ended.out.splitlines()
    assert "Ra 0.8" not in ended.out


def test_a_document_for_managers_is_shown_to_managers_alone(terminal: Terminal) -> None:
    hidden = terminal.coach("show", "HR-02")
    shown = terminal.coach("show", "HR-02", "--as", "Ann Lee")

    assert hidden == Ended(
        1, "", "No document has the number HR-02. `coach documents` lists them.\n"
    )
    assert "Priya Nair" in shown.out


def test_a_withdrawn_document_answers_nothing_from_then_on(terminal: Terminal) -> None:
    withdrawn = terminal.coach("documents", "withdraw", "QP 13")

    assert withdrawn == Ended(
        0, "QP-0013 Calibration is withdrawn: no answer draws on it from now on.\n", ""
    )
    [line] = terminal.ask(KEPT).lines
    assert not [c for c in line["citations"] if c["document"]["number"] == "QP-0013"]
    rows = terminal.coach("documents", "--json", "--on", TODAY).lines
    assert {r["status"] for r in rows if r.get("number") == "QP-0013"} == {"withdrawn"}

    undone = terminal.coach("documents", "withdraw", "QP-0013", "--undo")

    assert undone == Ended(0, "QP-0013 Calibration is in use again.\n", "")
    [line] = terminal.ask(KEPT).lines
    assert line["citations"][0]["file"] == "QP-0013 Calibration Rev C.md"


def test_only_what_is_there_can_be_withdrawn(terminal: Terminal) -> None:
    unknown = terminal.coach("documents", "withdraw", "QP-0099")
    in_use = terminal.coach("documents", "withdraw", "QP-0005", "--undo")

    assert unknown == Ended(
        1,
        "",
        "No document has the number QP-0099. `coach documents` lists them; a document without a "
        "number is named by its file.\n",
    )
    assert in_use == Ended(1, "", "QP-0005 was not withdrawn.\n")


def test_why_tells_each_stage_of_an_answer(terminal: Terminal) -> None:
    [line] = terminal.ask(KEPT).lines

    ended = terminal.coach("why", line["answer_id"])

    assert ended.code == 0
    for start in ("Asked", "Outcome", "Program", "1 Read", "2 Scope", "3 Ranked", "4 Signs",
                  "5 Judged", "6 Cited"):  # fmt: skip
        assert any(told.startswith(start) for told in ended.out.splitlines()), start
    assert f"as everyone: {KEPT}" in ended.out
    assert f"2 Scope   in force on {TODAY}: 8 passages compared" in ended.out
    assert "'Calibration records are kept for ten years." in ended.out


def test_why_tells_what_the_standard_added(terminal: Terminal) -> None:
    [line] = terminal.ask("What does clause 7.1.5 ask for?").lines
    card = line["standard_answer"]

    told = terminal.coach("why", line["answer_id"]).out.splitlines()

    [heading] = [one for one in told if one.startswith("7 Clause")]
    assert heading == (
        f"7 Clause  {card['edition']} 7.1.5 {card['clauses'][0]['title']} (clause): {card['about']}"
    )
    for words in card["asks"]:
        assert f"          asks for {words}" in told
    for one in card["our_documents"]:
        assert any(f"served by {one['number']} rev. {one['revision']}" in line for line in told)


def test_why_tells_which_clauses_stood_beside_an_answer(terminal: Terminal) -> None:
    [line] = terminal.ask("Who does internal audits?").lines

    told = terminal.coach("why", line["answer_id"]).out

    assert line["standard_answer"] is None
    assert "7 Clauses 2015 9.2 Internal audit, 2015 9.2.1 Auditing at planned intervals\n" in told


def test_why_knows_only_answers_that_were_given(terminal: Terminal) -> None:
    assert terminal.coach("why", "0000000000") == Ended(
        1, "", "There is no answer 0000000000. Its id stands at the end of each reply.\n"
    )


@pytest.mark.parametrize(
    "words",
    [("documents",), ("documents", "--json"), ("show", "QP-0013"), ("why", "0000000000")],
    ids=" ".join,
)
def test_nothing_indexed_yet_is_said_so(fresh: Terminal, words: tuple[str, ...]) -> None:
    ended = fresh.coach(*words)

    assert (ended.code, ended.out) == (1, "")
    assert ended.err in (
        "Nothing is indexed yet. Run: coach index FOLDER\n",
        "There is no answer 0000000000. Its id stands at the end of each reply.\n",
    )


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("documents", "--json"),
        ("show", "QP-0013"),
        ("why", "0000000000"),
        ("documents", "withdraw", "QP-0005"),
    ],
    ids=" ".join,
)
def test_a_command_without_a_question_imports_no_model(
    terminal: Terminal, words: tuple[str, ...]
) -> None:
    program = (
        "import sys\n"
        "from bot.commands import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)\n"
        "print('heavy:', sorted(heavy), file=sys.stderr)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        text=True,
        env={"COACH_HOME": str(terminal.home), "PATH": "/usr/bin:/bin"},
    )

    assert done.stderr.splitlines()[-1] == "heavy: []"


def test_a_home_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    ended = Terminal(tmp_path / "file" / "home").coach("documents")

    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        f"The folder {tmp_path / 'file' / 'home'} can't be made (Not a directory). "
        "Set COACH_HOME to a folder that this account may write to.\n"
    )
