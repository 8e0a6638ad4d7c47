"""Packs, the company's standard, clause answers and tags on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.commands.conftest import TODAY, Terminal


def test_the_packs_are_listed_and_in_order(fresh: Terminal) -> None:
    listed = fresh.coach("packs", "list")
    checked = fresh.coach("packs", "check")

    assert "ISO 9001:2026  version 1" in listed.out
    assert "not confirmed by anybody" in listed.out
    assert (checked.code, checked.out) == (0, "The packs are in order.\n")


def test_a_confirmed_pack_says_so(fresh: Terminal) -> None:
    fresh.coach("packs", "confirm", "2026", "--by", "Priya Nair", "--on", "2026-11-02")

    assert "confirmed by Priya Nair on 2026-11-02" in fresh.coach("packs", "list").out


def test_problems_of_a_pack_are_named_and_end_with_one(fresh: Terminal, tmp_path: Path) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "own.yaml").write_text("pack: {standard: X}\nclauses: []\n")

    ended = fresh.coach("packs", "check", str(tmp_path / "packs"))

    assert ended.code == 1
    assert "own.yaml: pack › edition: Field required" in ended.out


def test_an_own_copy_is_compared_and_not_kept(fresh: Terminal, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text("These words of a standard were made up for this test and are nowhere else.\n")

    ended = fresh.coach("packs", "compare", str(copy))

    assert (ended.code, ended.out) == (0, "No 7 words in a row of the packs stand in copy.txt.\n")
    assert not list(fresh.home.rglob("*copy*"))


def test_what_the_company_says_is_kept_and_shown(fresh: Terminal) -> None:
    fresh.coach("standard", "set", "--target", "2026", "--scope", "Ball valves", "--site", "North")
    ended = fresh.coach(
        "standard", "set", "--date", "certificate ends=2028-01-31", "--source", "certificate 7",
        "--checked", "2026-11-02",
    )  # fmt: skip

    assert ended.out.splitlines() == [
        "Edition         ISO 9001:2015",
        "On the way to   ISO 9001:2026",
        "Scope           Ball valves",
        "Sites           North",
        "2028-01-31      certificate ends (certificate 7, checked on 2026-11-02)",
    ]


def test_a_clause_that_applies_to_everybody_stays(fresh: Terminal) -> None:
    ended = fresh.coach(
        "standard", "set", "--not-applicable", "9.2", "--because", "we have no time"
    )

    assert ended.code == 1
    assert "9.2 (Internal audit) can't be left out" in ended.err


def test_a_clause_is_answered_with_the_company_s_documents(terminal: Terminal) -> None:
    ended = terminal.coach("ask", "what does clause 7.1.5 want?", "--on", TODAY)

    assert ended.code == 0
    assert "ISO 9001:2015, clause 7.1.5 – Monitoring and measuring resources" in ended.out
    assert "QP-0013 Calibration" in ended.out.split("Our documents for it:")[1]
    assert "Not found in the documents." not in ended.out


def test_the_edition_can_be_chosen(terminal: Terminal) -> None:
    ended = terminal.coach("ask", "10.3", "--edition", "2026", "--json", "--on", TODAY)

    (line,) = ended.lines
    assert line["clauses"][0] == {
        "edition": "2026",
        "number": "10.1",
        "title": "Improving continually",
    }
    assert line["standard_answer"]["edition"] == "2026"
    assert "check your copy" in line["standard_answer"]["notice"]


def test_a_tag_is_confirmed_taken_away_and_listed(terminal: Terminal) -> None:
    terminal.coach("documents", "tag", "QP-0011", "9.1.2")
    gone = terminal.coach("documents", "tag", "QP-0013", "7.1.5.2", "--remove")
    listed = terminal.coach("documents", "tag", "QP-0011")

    assert gone.out == (
        "QP-0013 Calibration doesn't serve 7.1.5.2 (2015); later indexing leaves that as it is.\n"
    )
    assert "9.1.2  serves it, says the command line" in listed.out


@pytest.mark.model
def test_a_clause_is_found_by_meaning(terminal: Terminal) -> None:
    ended = terminal.coach(
        "ask", "which clause says that people must know why their work matters", model=True
    )

    assert "clause 7.3 – Awareness" in ended.out
