from __future__ import annotations

import json

import pytest

from tests.bot.commands.conftest import TODAY, Terminal
from tests.company.records_builder import SOURCES


@pytest.fixture(scope="module")
def brennick(tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """The sample company's people and training, imported once."""
    terminal = Terminal(tmp_path_factory.mktemp("brennick") / "home")
    for register, names in {
        "people": ("people", "teams", "sites", "shifts", "holidays"),
        "training": ("courses", "training_matrix", "training_records"),
    }.items():
        files = [str(SOURCES / f"{name}.csv") for name in names]
        assert terminal.coach("import", register, *files, "--on", TODAY).code == 0
    return terminal


def test_a_plan_says_who_when_why_and_by_which_rule(brennick: Terminal) -> None:
    ended = brennick.coach("nudges", "plan", "--from", TODAY, "--to", TODAY, "--json")

    found = {row["to"]: row for row in json.loads(ended.out)}
    assert found["Keith Sandford"] == {
        "day": "2026-11-16",
        "at": "2026-11-16T06:00:00+00:00",
        "to": "Keith Sandford",
        "number": found["Keith Sandford"]["number"],
        "by": "list",
        "digest": False,
        "items": [
            {
                "item": "TA-0610",
                "kind": "reading",
                "title": "QP-0009 revision F",
                "due": "2026-11-13",
                "rule": "3 days after",
                "step": "2026-11-16",
                "audience": "owner",
                "for": "Keith Sandford",
                "owner": "Keith Sandford",
                "critical": False,
            }
        ],
    }


def test_a_plan_in_words(brennick: Terminal) -> None:
    ended = brennick.coach("nudges", "plan", "--from", TODAY, "--to", TODAY)

    lines = ended.out.splitlines()
    at = lines.index("2026-11-16 06:00  Keith Sandford (on the lead's list)")
    assert lines[at + 1] == "    TA-0610  QP-0009 revision F, due 2026-11-13: 3 days after"


def test_a_plan_needs_its_days_in_order(brennick: Terminal) -> None:
    ended = brennick.coach("nudges", "plan", "--from", TODAY, "--to", "2026-11-15")

    assert (ended.code, ended.err) == (1, "Give the first day, then a later one within a year.\n")


def test_nobody_was_told_anything_yet(brennick: Terminal) -> None:
    assert brennick.coach("nudges", "history", "0047").out == (
        "Neil Farrow has not been reminded of anything.\n"
    )
    assert brennick.coach("nudges", "effect").out == "Nobody has been reminded of anything yet.\n"


def test_a_day_is_paused_and_resumed(brennick: Terminal) -> None:
    day = "2126-12-03"

    assert brennick.coach("nudges", "pause", day).out == (
        "No reminders go out on Tuesday, 03 December 2126.\n"
    )
    assert brennick.coach("nudges", "plan", "--from", day, "--to", day).out == (
        "Nobody would be told anything in these days.\n"
    )
    assert brennick.coach("nudges", "pause", day, "--resume").out == (
        "Reminders go out on Tuesday, 03 December 2126.\n"
    )


def test_a_rule_that_can_not_be_used_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    terminal = Terminal(tmp_path_factory.mktemp("wrong") / "home")
    terminal.home.mkdir(parents=True, exist_ok=True)
    (terminal.home / "settings.yaml").write_text("nudges: {lead_after: soon}\n", "utf-8")

    ended = terminal.coach("nudges", "plan", "--from", TODAY, "--to", TODAY)

    assert (ended.code, ended.err) == (1, "nudges.lead_after takes whole days, not 'soon'.\n")
