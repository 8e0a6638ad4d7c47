"""`coach drill campaigns` as a person types it."""

from __future__ import annotations

import json

import pytest

from tests.bot.commands.conftest import TODAY, Terminal
from tests.company.records_builder import SOURCES

BY_PRIYA = ("--as", "Priya Nair")
OPENED = (
    "drill", "campaigns", "open", "Before the March audit", "--team", "ASM", "--clause", "8.5.1",
    "--clause", "7.2", "--question", "operator-09", "--length", "6", "--due", "2126-12-04",
)  # fmt: skip


@pytest.fixture
def staffed(fresh: Terminal) -> Terminal:
    """The sample company's people, in a home where nothing is indexed."""
    files = [str(SOURCES / f"{name}.csv") for name in ("people", "teams", "sites", "shifts")]
    assert fresh.coach("import", "people", *files, "--on", TODAY).code == 0
    return fresh


def test_a_campaign_is_opened_listed_looked_at_and_closed(staffed: Terminal) -> None:
    opened = staffed.coach(*OPENED, *BY_PRIYA)
    listed = staffed.coach("drill", "campaigns", "list")
    as_json = staffed.coach("drill", "campaigns", "list", "--json")
    seen = staffed.coach("drill", "campaigns", "progress", "1", *BY_PRIYA)
    closed = staffed.coach("drill", "campaigns", "close", "1", *BY_PRIYA)
    (row,) = json.loads(as_json.out)
    asked = row["asked"]

    assert opened.out == (
        f"Campaign 1 is open: {asked} asked (ASM), due 2126-12-04. "
        "Each is told once, then reminded as its day comes.\n"
    )
    assert listed.out == (
        "  1  Before the March audit  ASM, 6 questions, clauses 8.5.1, 7.2: "
        f"0 of {asked} done, due 2126-12-04\n"
    )
    assert {name: row[name] for name in ("team", "clauses", "questions", "length", "done")} == {
        "team": "ASM", "clauses": ["8.5.1", "7.2"], "questions": ["operator-09"], "length": 6,
        "done": 0,
    }  # fmt: skip
    lines = seen.out.splitlines()
    assert lines[0] == f"Before the March audit: 0 of {asked} have done it."
    assert len(lines) == asked + 1
    assert "  not yet         Rob Yates" in lines
    assert closed.out == f"Campaign 1 is closed: 0 of {asked} have done it.\n"
    assert staffed.coach("drill", "campaigns", "list").out == "No campaign is open.\n"
    assert "closed " in staffed.coach("drill", "campaigns", "list", "--all").out


def test_what_is_refused_is_said_in_words(staffed: Terminal) -> None:
    def words(*more: str, by: str = "Priya Nair") -> tuple[int, str]:
        ended = staffed.coach("drill", "campaigns", *more, "--as", by)
        return ended.code, ended.err

    later = ("--due", "2126-12-04")
    assert words("open", "X", "--due", "2020-01-01") == (
        1, "A campaign is due after it opens, and not in the past.\n",
    )  # fmt: skip
    assert words("open", " ", *later) == (
        1, "A campaign needs a title, such as “Before the March audit”.\n",
    )  # fmt: skip
    assert words("open", "X", *later, "--length", "4") == (
        1, "A drill has 3, 6 or 10 questions, not 4.\n",
    )  # fmt: skip
    assert words("open", "X", *later, "--clause", "12.9")[1].endswith(
        " has no clause 12.9. Check the number.\n"
    )
    assert words("open", "X", *later, "--question", "operator-99") == (
        1,
        "Question operator-99 is not approved, or not there. "
        "`coach drill questions list` shows the state of each.\n",
    )
    assert words("open", "X", *later, "--team", "PAINT")[1].startswith(
        "There is no team 'PAINT'. Teams: ASM, "
    )
    assert words("open", "X", *later, by="Rob Yates") == (
        1, "The quality team opens and closes campaigns, or a lead for the own team.\n",
    )  # fmt: skip
    assert words("close", "7") == (
        1, "There is no campaign 7. `coach drill campaigns list` shows them.\n",
    )  # fmt: skip


def test_a_lead_opens_for_the_own_team_and_others_see_no_names(staffed: Terminal) -> None:
    own = staffed.coach(*OPENED, "--as", "Aisha Rahman", "--json")
    others = staffed.coach(*(word.replace("ASM", "TST") for word in OPENED), "--as", "Aisha Rahman")
    seen = staffed.coach("drill", "campaigns", "progress", "1", "--as", "Rob Yates")

    assert json.loads(own.out)["team"] == "ASM"
    assert others.code == 1
    assert seen.err == "Who has done a campaign is seen by the quality team and the team's lead.\n"


def test_a_campaign_says_itself_how_long_its_drill_is(staffed: Terminal) -> None:
    staffed.coach(*OPENED, *BY_PRIYA)

    begun = staffed.coach("drill", "--as", "Rob Yates", "--campaign", "1")
    unknown = staffed.coach("drill", "--as", "Joanne Webb", "--campaign", "7")

    assert "1/6  " in begun.out
    assert unknown.err == "There is no campaign 7. `coach drill campaigns list` shows them.\n"


def test_its_reminders_are_in_the_plan(staffed: Terminal) -> None:
    staffed.coach(*OPENED, *BY_PRIYA, "--opens", "2126-11-18")

    plan = staffed.coach("nudges", "plan", "--from", "2126-11-18", "--to", "2126-12-04", "--json")

    found = [
        (row["day"], item["item"], item["title"], item["rule"])
        for row in json.loads(plan.out)
        if row["to"] == "Rob Yates"
        for item in row["items"]
        if item["kind"] == "drill"
    ]
    assert found == [
        ("2126-11-18", "Drill 1", "Before the March audit", "newly asked"),
        ("2126-11-27", "Drill 1", "Before the March audit", "7 days before"),
        ("2126-12-02", "Drill 1", "Before the March audit", "2 days before"),
        ("2126-12-04", "Drill 1", "Before the March audit", "on the day"),
    ]
