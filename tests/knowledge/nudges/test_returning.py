"""Back at an hour of the same day, because its reader asked for it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import deliveries, nudges, registers
from knowledge.deliveries import Address, NewDelivery
from knowledge.nudges import Completion
from knowledge.storage.database import Database
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.nudge_tables import Nudge, NudgeHold
from knowledge.storage.record_tables import Person
from tests.knowledge.nudges.building import (
    RULES,
    TEAM,
    Crew,
    add_crew,
    add_due,
    at,
    day_of,
    plan,
    tell,
)
from tests.knowledge.people.building import add_leave
from tests.knowledge.training.building import add_assignment, add_critical, add_result

MORNING = at("2026-11-16", "09:30")
TWO = at("2026-11-16", "14:00")
TODAY = TWO.date()
KEY = "training:TA-1"


@pytest.fixture
def crew(session: Session) -> Crew:
    """Leo has heard this morning of something that was due on Friday."""
    made = add_crew(session)
    add_due(session, made.leo, "2026-11-13", number="TA-1")
    assert day_of(session, MORNING)["ULEO"] == ["TA-1: 3 days overdue (13 Nov 2026)"]
    return made


def promise(session: Session, by: Person, moment: datetime, **given: datetime) -> NudgeHold:
    now = given.get("now", MORNING)
    return nudges.promise(session, KEY, by=by, at=moment, now=now)


def back(session: Session, hold: NudgeHold, by: Person) -> NewDelivery | None:
    """What has to arrive, enqueued."""
    to = Address(TEAM, by.slack_account)
    wanted = nudges.come_back(
        session, hold, by=by, to=to, secret=b"secret", now=MORNING, rules=RULES
    )
    if wanted is not None:
        deliveries.enqueue(session, wanted, now=MORNING)
    return wanted


def said(
    session: Session, hold: NudgeHold, by: Person, *, now: datetime = TWO, held: bool = False
) -> str | None:
    line = nudges.returned_line(session, hold.id, by=by, now=now, rules=RULES, held=held)
    return line.why if line else None


def arrived(session: Session, wanted: NewDelivery | None, state: str = "sent") -> None:
    assert wanted is not None
    session.query(Delivery).filter_by(key=wanted.key).one().state = state
    session.flush()


def hears(session: Session, *days: int) -> dict[int, list[str]]:
    """What Leo is told on mornings of November."""
    heard = {day: day_of(session, at(f"2026-11-{day}", "09:30")).get("ULEO") for day in days}
    return {day: lines for day, lines in heard.items() if lines}


def test_an_hour_of_today_is_kept_today_about_this_item_alone(session: Session, crew: Crew) -> None:
    add_due(session, crew.leo, "2026-11-16", number="TA-2")
    hold = promise(session, crew.leo, TWO)

    wanted = back(session, hold, crew.leo)

    assert wanted is not None
    assert (wanted.kind, wanted.due_at, wanted.expires_at) == (
        "nudge_return", TWO, at("2026-11-16", "17:00"),
    )  # fmt: skip
    assert said(session, hold, crew.leo) == "you planned it for 14:00; 3 days overdue"


def test_it_comes_below_the_days_message(session: Session, crew: Crew) -> None:
    first = session.query(Delivery).filter_by(person="ULEO").one()
    first.conversation, first.message = "DLEO", "17.1"

    wanted = back(session, promise(session, crew.leo, TWO), crew.leo)

    assert wanted is not None
    assert wanted.to == Address(TEAM, "ULEO", "DLEO", "17.1")


def test_what_was_kept_is_not_said_again_the_next_day(session: Session, crew: Crew) -> None:
    arrived(session, back(session, promise(session, crew.leo, TWO), crew.leo))

    assert tell(session, at("2026-11-16", "14:05")) == {}
    told = [(one.state, one.item, one.rule) for one in nudges.history(session, crew.leo)]
    assert told[0] == ("sent", KEY, "promised for 14:00")
    assert hears(session, 17, 18, 19, 20) == {20: ["TA-1: 7 days overdue (13 Nov 2026)"]}


def test_what_could_not_be_kept_comes_the_next_working_day(session: Session, crew: Crew) -> None:
    arrived(session, back(session, promise(session, crew.leo, TWO), crew.leo), "cancelled")

    assert hears(session, 17) == {17: ["TA-1: you planned it for Mon 16 Nov; 4 days overdue"]}


def test_an_hour_after_work_is_the_next_working_days(session: Session, crew: Crew) -> None:
    hold = promise(session, crew.leo, at("2026-11-16", "19:00"))

    assert back(session, hold, crew.leo) is None
    assert hears(session, 17) == {17: ["TA-1: you planned it for Mon 16 Nov; 4 days overdue"]}


def test_do_not_disturb_moves_the_hour_behind_it(session: Session, crew: Crew) -> None:
    nudges.keep_quiet(session, crew.leo.id, [(TWO, at("2026-11-16", "15:30"))])

    wanted = back(session, promise(session, crew.leo, TWO), crew.leo)

    assert wanted is not None
    assert wanted.due_at == at("2026-11-16", "15:30")


def test_nothing_is_said_of_what_is_done_by_then(session: Session, crew: Crew) -> None:
    hold = promise(session, crew.leo, TWO)
    nudges.done(session, KEY, Completion(TODAY), by=crew.leo, now=MORNING)

    assert said(session, hold, crew.leo) is None


def test_nothing_is_said_of_what_was_planned_anew(session: Session, crew: Crew) -> None:
    hold = promise(session, crew.leo, TWO)
    anew = promise(session, crew.leo, at("2026-11-16", "16:00"))

    assert said(session, hold, crew.leo) is None
    assert said(session, hold, crew.leo, held=True) == (
        "you planned it for Mon 16 Nov, 16:00; 3 days overdue (13 Nov 2026)"
    )
    assert said(session, anew, crew.leo, now=at("2026-11-16", "16:00")) == (
        "you planned it for 16:00; 3 days overdue"
    )


def test_a_pause_meanwhile_puts_it_off_to_the_next_working_day(
    session: Session, crew: Crew
) -> None:
    wanted = back(session, hold := promise(session, crew.leo, TWO), crew.leo)
    nudges.pause(session, TODAY, by=crew.priya, now=MORNING)

    assert said(session, hold, crew.leo) is None
    arrived(session, wanted, "cancelled")
    assert hears(session, 17) == {17: ["TA-1: you planned it for Mon 16 Nov; 4 days overdue"]}


def test_a_stand_in_is_told_what_they_planned(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-13", number="TA-1")
    crew.leo.stand_in_id = crew.daniel.id
    add_leave(session, crew.leo, TODAY, date(2026, 11, 20))
    hold = promise(session, crew.daniel, TWO)

    line = nudges.returned_line(session, hold.id, by=crew.daniel, now=TWO, rules=RULES)

    assert line is not None
    assert (line.for_name, line.owner) == ("Leo Fenn", "Leo Fenn")


def test_two_processes_enqueue_it_once(database: Database) -> None:
    with database.begin() as session:
        crew = add_crew(session)
        add_due(session, crew.leo, "2026-11-13", number="TA-1")
        hold_id, leo_id = promise(session, crew.leo, TWO).id, crew.leo.id
    for _ in range(2):
        with database.begin() as session:
            leo = session.get_one(Person, leo_id)
            assert back(session, session.get_one(NudgeHold, hold_id), leo) is not None

    with database.read() as session:
        assert len(session.scalars(select(Delivery.id)).all()) == 1


def test_a_reported_item_is_left_alone_at_the_hour(session: Session, crew: Crew) -> None:
    hold = promise(session, crew.leo, TWO)
    registers.report(
        session, "training", "TA-1", "acknowledged", crew.leo.id,
        {"performed_on": TODAY}, MORNING,
    )  # fmt: skip

    assert said(session, hold, crew.leo) is None


def test_what_is_critical_comes_back_at_the_hour_of_a_later_day_too(session: Session) -> None:
    crew = add_crew(session)
    course = add_critical(session)
    passed = add_assignment(session, crew.leo, course_id=course.id, number="TA-1")
    add_result(session, passed, date(2023, 11, 15), valid_until=date(2026, 11, 15))
    (item,) = nudges.items_of(session, crew.leo, today=TODAY)
    assert item.critical
    tell(session, MORNING)
    two = at("2026-11-18", "14:00")
    nudges.promise(session, item.key, by=crew.leo, at=two, now=MORNING)

    assert "Leo Fenn" not in tell(session, at("2026-11-17"))
    assert plan(session, at("2026-11-18"))["Leo Fenn"] == ["promised for today"]
    due_at = select(Nudge.due_at).where(Nudge.person_id == crew.leo.id, Nudge.day == two.date())
    assert session.scalar(due_at) == two
