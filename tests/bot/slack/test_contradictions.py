"""Reports that a register's file contradicts, on the quality team's Home."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge import people, registers
from knowledge.storage.action_tables import RegisterReport
from tests.bot.slack import brennick
from tests.bot.slack.documents import NOW
from tests.bot.slack.seated import MovedClock, Seated
from tests.proofs.delivery.places import wait_for

WORDS = "TA-0627, completed: performed on: reported 2026-11-12, the file says nothing"


@pytest.fixture
def coach(coach):
    brennick.copy_to(coach.environment.home)
    coach.clock = MovedClock(NOW)
    return coach


@pytest.fixture
def contradicted(coach, serving):
    """Joanne reported what the file knows nothing of; the report's number."""
    with coach.database.begin() as session:
        joanne = people.find(session, "Joanne Webb")
        done = {"performed_on": date(2026, 11, 12)}
        row = registers.report(session, "training", "TA-0627", "completed", joanne.id, done, NOW)
        registers.settle(session, "training", "TA-0627", {"performed_on": None}, NOW)
        return row.id


def opens_home(person):
    person.seat.opens_app("home")
    assert wait_for(lambda: person.seat.home is not None, 10)
    return person.seat.home


def opens_form(person, home):
    person.seat.clicks(home, "home_settle")
    assert wait_for(lambda: person.seat.modal and "reason" in str(person.seat.modal.view), 10)


def test_quality_reads_on_home_what_a_file_contradicts_and_puts_it_aside(
    workspace, coach, contradicted
):
    priya, joanne = Seated(workspace, "Priya Nair"), Seated(workspace, "Joanne Webb")
    home = opens_home(priya)
    assert "*Reported, but the register's file disagrees (1)*" in str(home.view)
    assert f"training: {WORDS}" in str(home.view)

    opens_form(priya, home)
    assert priya.fills(report=str(contradicted), reason="She was on leave.") == {"closed": True}

    told = joanne.reads(joanne.seat.direct, "does not count")
    assert told.text == (
        "What you reported does not count, since the register's file says otherwise. "
        f"{WORDS}.\nPriya Nair: “She was on leave.”\nIt is open again."
    )
    assert priya.reads(priya.seat.direct, "Put aside").text == (
        f"Put aside: {WORDS}. It is open again."
    )
    with coach.database.read() as session:
        row = session.get_one(RegisterReport, contradicted)
        assert (row.state, row.reason) == ("dismissed", "She was on leave.")


def test_who_comes_second_reads_that_it_is_settled(workspace, coach, contradicted):
    priya, daniel = Seated(workspace, "Priya Nair"), Seated(workspace, "Daniel Okafor")
    for person in (priya, daniel):
        opens_form(person, opens_home(person))
    priya.fills(report=str(contradicted), reason="She was on leave.")
    priya.reads(priya.seat.direct, "Put aside")

    daniel.fills(report=str(contradicted), reason="Not held.")
    daniel.reads(daniel.seat.direct, f"There is no open report {contradicted}: it is settled")


def test_others_do_not_see_it(workspace, contradicted):
    home = opens_home(Seated(workspace, "Joanne Webb"))

    assert "disagrees" not in str(home.view)
