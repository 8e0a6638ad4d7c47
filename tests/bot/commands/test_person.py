from __future__ import annotations

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


def test_all_that_is_known_of_a_person_is_shown(brennick: Terminal) -> None:
    ended = brennick.coach("person", "0047", "--on", TODAY)

    assert ended.out.splitlines()[:15] == [
        "0047  Neil Farrow",
        "  e-mail: neil.farrow@brennick.example",
        "  Slack account: not matched (the register says @nfarrow)",
        "  job: Test technician",
        "  team: TST Test",
        "  lead: Owen Tate (away; Sunita Rao acts)",
        "  site: Ashcombe",
        "  time zone: Europe/London",
        "  shift: night 22:00-06:00",
        "  works on this day: 22:00 to 06:00",
        "  joined: 2013-03-25",
        "  rights: employee",
        "Open training: 2",
        "  TA-0530  Helium leak test: expired, due 2026-10-20, ran out on 2026-10-20",
        "    May not perform or sign a leak test without this qualification.",
    ]


def test_a_name_that_two_share_is_asked_back(brennick: Terminal) -> None:
    ended = brennick.coach("person", "Andrew Clarke")

    assert (ended.code, ended.err) == (
        1,
        "'Andrew Clarke' may be several people: 0070 (CNC operator), "
        "0196 (Warehouse operative). Give the employee number.\n",
    )


def test_what_was_recorded_late_or_not_accepted_says_so(brennick: Terminal) -> None:
    yusuf = brennick.coach("person", "Yusuf Demir", "--on", TODAY)
    stefan = brennick.coach("person", "Stefan Böhme", "--on", TODAY)

    assert "recorded 49 days later" in yusuf.out
    assert (
        "  TA-0528  C-13 First-off inspection at the CNC machine: passed on 2026-09-30, "
        "valid until 2028-09-30, not accepted by anybody else yet"
    ) in stefan.out.splitlines()
