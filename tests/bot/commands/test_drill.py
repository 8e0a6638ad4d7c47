"""`coach drill` as a person types it, and the questions behind it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.bot.commands.conftest import COACH, NO_MODEL, TODAY, Company, Ended, Terminal
from tests.company.records_builder import SOURCES

OWN = (
    "id,text,key_points,version,approver,approved_on,role,kind\n"
    "B-1,Where is the red cage?,beside cell A; locked,2,Priya Nair,2026-11-02,operator,show me\n"
)


@pytest.fixture
def staffed(terminal: Terminal) -> Terminal:
    """The indexed company with the sample's people."""
    files = [str(SOURCES / f"{name}.csv") for name in ("people", "teams", "sites", "shifts")]
    assert terminal.coach("import", "people", *files, "--on", TODAY).code == 0
    return terminal


def typed(terminal: Terminal, lines: str, *words: str) -> Ended:
    """Run `coach drill` with lines on its standard input."""
    environment = {
        "COACH_HOME": str(terminal.home),
        "PATH": os.environ["PATH"],
        "HOME": str(terminal.home),
        "COACH_MODEL": NO_MODEL,
    }
    done = subprocess.run(
        [COACH, "drill", "--on", TODAY, *words],
        input=lines,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=terminal.desk,
        env=environment,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


@pytest.mark.model
def test_a_drill_from_its_purpose_to_its_report(staffed: Terminal) -> None:
    ended = typed(
        staffed,
        "I assemble valves for order 4711 and pass them to test.\n" + "/skip\n" * 5,
        "--as", "Rob Yates", "--role", "operator", "--brisk",
    )  # fmt: skip

    assert ended.code == 0, ended.err
    lines = ended.out.splitlines()
    assert lines[5] == (
        "Practice, no audit, no verdict on you. Short answers are fine; if you don't know, say "
        "where"
    )
    assert "> " in ended.out
    assert "1/3  Please tell me what your job is here" in ended.out
    assert "3/3  " in ended.out
    assert "That's all. To sum up: you answered 1 of 3 questions. Thank you." in ended.out
    assert "Answered: 1 of 3" in ended.out


def test_hint_why_and_pause_and_going_on_another_day(staffed: Terminal) -> None:
    first = typed(staffed, "/hint\n/why\n/pause\n", "--as", "Rob Yates", "--role", "operator")
    second = typed(staffed, "/stop\n", "--as", "Rob Yates")

    assert "> Say in your own words what you do, one step after the other.\n" in first.out
    assert "> Gets you talking about what you know best" in first.out
    assert first.out.endswith("> Paused. `coach drill` goes on from here.\n")
    assert second.out.startswith("Going on with the drill that you left open.\n")
    assert "1/3  Please tell me what your job is here" in second.out
    assert "Answered: 0 of 1" in second.out


def test_the_end_of_input_pauses(staffed: Terminal) -> None:
    assert typed(staffed, "", "--as", "Rob Yates").out.endswith(
        "Paused. `coach drill` goes on from here.\n"
    )


def test_nobody_named_or_nobody_known_is_said(staffed: Terminal) -> None:
    unnamed = typed(staffed, "")
    unknown = typed(staffed, "", "--as", "Nobody Here")

    assert (unnamed.code, "say who is interviewed" in unnamed.err) == (2, True)
    assert (unknown.code, unknown.err) == (
        1,
        "Nobody called 'Nobody Here' is in the people register. "
        "Give an employee number, an e-mail or a full name.\n",
    )


def test_questions_are_mined_listed_and_approved(staffed: Terminal) -> None:
    mined = staffed.coach("drill", "questions", "mine")
    listed = staffed.coach("drill", "questions", "list", "--document", "qp 11")
    refused = staffed.coach("drill", "questions", "approve", "--document", "QP-0011")
    approved = staffed.coach(
        "drill", "questions", "approve", "--document", "QP-0011", "--by", "Priya Nair"
    )
    after = staffed.coach("drill", "questions", "list", "--state", "approved", "--json")

    assert mined.out == (
        "6 new questions, 0 were there, 0 retired. `coach drill questions list` shows them; "
        "nobody is asked one before it is approved.\n"
    )
    assert listed.out.splitlines() == [
        "3  proposed  Complaints, “Answering”: by when is a customer complaint acknowledged?",
        "    answer: Within two working days",
        "    from QP-0011, 1 Answering: A customer complaint is acknowledged within two working "
        "days.",
    ]
    assert (refused.code, refused.err) == (
        1,
        "Say who approves this: --by and a name of the people register.\n",
    )
    assert approved.out == "1 approved.\n"
    [plain] = after.lines
    assert (plain["document"], plain["approved_by"], plain["key_points"]) == (
        "QP-0011",
        "Priya Nair",
        ["Within two working days"],
    )


def test_own_questions_are_imported_once(staffed: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(OWN, encoding="utf-8")
    words = ("drill", "questions", "import", str(file), "--by", "Priya Nair")

    first, again = staffed.coach(*words), staffed.coach(*words)
    file.write_text(OWN.replace("2026-11-02", "soon"), encoding="utf-8")
    broken = staffed.coach(*words)
    listed = staffed.coach("drill", "questions", "list", "--state", "approved", "--json")

    assert first.out == "1 new, 0 in a new version, 0 unchanged.\n"
    assert again.out == "0 new, 0 in a new version, 1 unchanged.\n"
    assert broken.err == "own.csv, line 2: 'soon' is no date like 2026-11-16.\n"
    assert [json.loads(line)["question"] for line in listed.out.splitlines()] == [
        "Where is the red cage?"
    ]


@pytest.mark.model
def test_indexing_retires_questions_of_what_has_changed(
    company: Company, terminal: Terminal, tmp_path: Path
) -> None:
    documents = tmp_path / "documents"
    shutil.copytree(company.documents, documents)
    assert terminal.coach("index", str(documents), model=True).code == 0
    terminal.coach("drill", "questions", "mine")
    changed = documents / "QP-0011 Complaints.md"
    words = changed.read_text().replace("two working days", "four working days")
    changed.write_text(words.replace("revision: C", "revision: D"))

    assert terminal.coach("index", str(documents), model=True).code == 0
    retired = terminal.coach("drill", "questions", "list", "--state", "retired", "--json")

    assert [(line["question"], line["retired_why"]) for line in retired.lines] == [
        (
            "Complaints, “Answering”: by when is a customer complaint acknowledged?",
            "Its passage has changed in QP-0011 revision D.",
        )
    ]
