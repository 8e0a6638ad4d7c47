"""Members of the workspace are held against the people register, and rights follow from it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.enrolment import Enrolment, enrol
from bot.rights import named_in_settings, register_decides, roles_of, roles_of_named
from bot.settings import Company
from knowledge.people import by_slack_account, find
from knowledge.storage.record_tables import ImportRun, Person
from tests.bot.delivery.conftest import StandingClock

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
PRIYA, JOANNE, BOT, GUEST = "U0PRIYA", "U0JOANNE", "U0BOT", "U0GUEST"


def member(account, email, **more):
    return {"id": account, "name": email.partition("@")[0], "profile": {"email": email}, **more}


LISTED = [
    member(PRIYA, "Priya.Nair@brennick.example"),
    member(JOANNE, "joanne.webb@brennick.example"),
    member(BOT, "rob.yates@brennick.example", is_bot=True),
    member(GUEST, "aisha.rahman@brennick.example", is_restricted=True),
    member("USLACKBOT", "slackbot@slack.example"),
]
SETTINGS = Company(
    zone="Europe/London",
    rights={"quality": ("priya.nair@brennick.example",), "deputy": ("nobody@brennick.example",)},
)


class Workspace:
    """Lists these members; None if Slack doesn't answer to the end."""

    def __init__(self, listed):
        self.listed = listed
        self.asked = 0

    def members(self):
        self.asked += 1
        return self.listed


@pytest.fixture
def staff(database):
    """Nobody has a right of the register's yet."""
    names = ("Priya Nair", "Joanne Webb", "Rob Yates", "Aisha Rahman", "Daniel Okafor")
    with database.begin() as session:
        for number, name in enumerate(names, 1):
            email = f"{name.lower().replace(' ', '.')}@brennick.example"
            session.add(Person(number=f"{number:04}", name=name, email=email, roles=["employee"]))
    return database


def test_members_are_matched_by_their_e_mail_and_others_are_not(staff):
    with staff.begin() as session:
        matching = enrol(session, SETTINGS, LISTED, today=TODAY, now=NOW)

    assert [person.name for person in matching.matched] == ["Priya Nair", "Joanne Webb"]
    assert [one.person.name for one in matching.unmatched] == [
        "Rob Yates", "Aisha Rahman", "Daniel Okafor",
    ]  # fmt: skip
    with staff.read() as session:
        assert by_slack_account(session, JOANNE).name == "Joanne Webb"


def test_the_first_rights_come_from_the_settings_and_who_is_unknown_is_only_logged(staff, caplog):
    with staff.begin() as session:
        enrol(session, SETTINGS, LISTED, today=TODAY, now=NOW)

    with staff.read() as session:
        assert roles_of(session, SETTINGS, PRIYA, "", today=TODAY) == {"employee", "quality"}
        assert register_decides(session, today=TODAY)
    assert "somebody unknown: Nobody called 'nobody@brennick.example'" in caplog.text


def test_before_the_register_names_quality_the_settings_count_as_well(database):
    with database.read() as session:
        priya = roles_of(session, SETTINGS, PRIYA, "priya.nair@brennick.example", today=TODAY)
        assert priya == {"quality"}
        assert named_in_settings(session, SETTINGS, ["quality"], today=TODAY) == [
            "priya.nair@brennick.example"
        ]


def test_once_the_register_names_quality_the_settings_count_no_more(staff):
    with staff.begin() as session:
        daniel = find(session, "Daniel Okafor")
        daniel.roles, daniel.slack_account = ["employee", "quality"], "U0DANIEL"
        find(session, "Priya Nair").slack_account = PRIYA

    with staff.read() as session:
        email = "priya.nair@brennick.example"
        assert roles_of(session, SETTINGS, PRIYA, email, today=TODAY) == {"employee"}
        assert roles_of(session, SETTINGS, "U0DANIEL", "", today=TODAY) == {"employee", "quality"}
        assert roles_of_named(session, SETTINGS, "Daniel Okafor", today=TODAY) >= {"quality"}
        assert named_in_settings(session, SETTINGS, ["quality"], today=TODAY) == []


def test_an_account_that_two_people_share_gives_neither_of_them_a_right(staff):
    with staff.begin() as session:
        for name in ("Daniel Okafor", "Joanne Webb"):
            person = find(session, name)
            person.roles, person.slack_account = ["employee", "quality"], "U0SHARED"

    with staff.read() as session:
        assert roles_of(session, SETTINGS, "U0SHARED", "", today=TODAY) == frozenset()


def test_members_are_matched_once_a_day_and_after_an_import(staff):
    workspace, clock = Workspace(LISTED), StandingClock()
    enrolment = Enrolment(staff, SETTINGS, workspace, clock)

    for _ in range(3):
        enrolment.step()
    assert workspace.asked == 1
    with staff.begin() as session:
        session.add(ImportRun(register="people", files=[], imported_at=NOW, counts={}))
    enrolment.step()
    assert workspace.asked == 2
    clock.move(24 * 3600)
    enrolment.step()
    assert workspace.asked == 3


def test_a_list_that_slack_breaks_off_takes_nobodys_account_away(staff):
    workspace, clock = Workspace(LISTED), StandingClock()
    enrolment = Enrolment(staff, SETTINGS, workspace, clock)
    enrolment.step()
    workspace.listed = None
    clock.move(24 * 3600)

    enrolment.step()

    with staff.read() as session:
        assert by_slack_account(session, JOANNE).name == "Joanne Webb"


def test_without_a_register_slack_is_not_asked(database):
    workspace = Workspace(LISTED)

    Enrolment(database, SETTINGS, workspace, StandingClock()).step()

    assert workspace.asked == 0
