from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from knowledge import nudges, training
from knowledge.nudges import Completion, Digest
from tests.knowledge.nudges.building import (
    RULES,
    Crew,
    add_action,
    add_crew,
    add_due,
    at,
    plan,
    send,
)
from tests.knowledge.people.building import add_leave

MONDAY = at("2026-11-16", "09:00")


def busy(session: Session) -> Crew:
    """Leo has something late, due, done and reported."""
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-05", number="TA-LATE")
    add_due(session, crew.leo, "2026-11-19", number="TA-DUE")
    done = add_due(session, crew.leo, "2026-11-30", number="TA-DONE")
    last = at("2026-11-12")
    training.acknowledge(session, done, by=crew.leo, account=None, today=last.date(), now=last)
    add_action(session, crew.leo, "2026-11-13", stage="action planned")
    what = Completion(date(2026, 11, 13))
    nudges.done(session, "action:CAPA-2026-001", what, by=crew.leo, now=at("2026-11-13", "12:00"))
    return crew


def digests(session: Session, *days: str) -> dict[str, list[str]]:
    """The days on which each account was sent a digest."""
    found: dict[str, list[str]] = {}
    for day in days:
        plan(session, at(day, "07:00"))
        for account, content in send(session, at(day, "09:00")).items():
            if content and content.digest:
                found.setdefault(account, []).append(day)
    return found


def test_a_lead_sees_their_people_by_what_is_the_matter(session: Session) -> None:
    crew = busy(session)

    found = nudges.digest(session, lead_id=crew.aisha.id, now=MONDAY)

    (leo,) = found.people
    assert [item.id for item in leo.overdue] == ["TA-LATE"]
    assert [item.id for item in leo.due_this_week] == ["TA-DUE"]
    assert [one.number for one in leo.done_last_week] == ["TA-DONE"]
    assert [item.id for item in leo.unconfirmed] == ["CAPA-2026-001"]
    assert found.by_age(MONDAY.date()) == {(1, 7): 0, (8, 21): 1, (22, None): 0}
    assert found.teams == ()


def test_it_comes_once_a_week_with_the_first_shift(session: Session) -> None:
    busy(session)

    days = [(MONDAY + timedelta(days=number)).date().isoformat() for number in range(9)]

    assert digests(session, *days)["UAISHA"] == ["2026-11-16", "2026-11-23"]


def test_a_lead_on_leave_on_monday_gets_it_on_the_first_day_back(session: Session) -> None:
    crew = busy(session)
    add_leave(session, crew.aisha, date(2026, 11, 16), date(2026, 11, 17))

    found = digests(session, "2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19")

    assert found["UAISHA"] == ["2026-11-18"]


def test_digest_and_reminders_are_one_message(session: Session) -> None:
    crew = busy(session)
    add_due(session, crew.aisha, "2026-11-16", number="TA-OWN")
    plan(session, at("2026-11-16", "07:00"))

    content = send(session, MONDAY)["UAISHA"]

    assert content is not None
    assert content.digest is not None
    assert [line.item.id for line in content.mine] == ["TA-OWN"]
    assert [line.item.id for line in content.of_my_people] == ["TA-LATE"]


def test_that_all_is_well_is_said_once_in_four_weeks(session: Session) -> None:
    add_crew(session)
    weeks = [(MONDAY + timedelta(days=7 * number)).date().isoformat() for number in range(6)]

    assert digests(session, *weeks)["UAISHA"] == ["2026-11-16", "2026-12-14"]


def test_quality_sees_every_team_in_figures(session: Session) -> None:
    crew = busy(session)

    found: Digest = nudges.digest(session, lead_id=crew.priya.id, now=MONDAY)

    (team,) = found.teams
    assert (team.name, team.overdue, team.oldest, team.due_this_week) == ("Aisha Rahman", 1, 11, 1)
    assert (team.done_last_week, team.unconfirmed) == (1, 1)


def test_a_digest_that_has_nothing_to_say_any_more_is_not_sent(session: Session) -> None:
    crew = add_crew(session)
    digests(session, "2026-11-09")
    row = add_due(session, crew.leo, "2026-11-18")
    plan(session, at("2026-11-16", "07:00"), RULES)
    training.acknowledge(
        session, row, by=crew.leo, account=None, today=date(2026, 11, 16), now=MONDAY
    )

    assert send(session, MONDAY)["UAISHA"] is None
