from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import deliveries, nudges, training
from knowledge.nudges import Completion
from knowledge.storage.database import Database
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.nudge_tables import Nudge
from tests.knowledge.nudges.building import (
    RULES,
    TEAM,
    add_crew,
    add_due,
    at,
    day_of,
    plan,
    send,
)


def test_two_processes_hand_over_each_message_once(database: Database) -> None:
    with database.begin() as session:
        crew = add_crew(session)
        add_due(session, crew.leo, "2026-11-17")
        plan(session, at("2026-11-17"))
    now = at("2026-11-17", "09:30")
    handed = []
    for _ in range(2):
        with database.begin() as session:
            found = nudges.dispatch(session, team=TEAM, secret=b"s", now=now, rules=RULES)
            for wanted in found:
                deliveries.enqueue(session, wanted, now=now)
            handed.append(len(found))

    with database.read() as session:
        queued = session.scalar(select(func.count(Delivery.id)))
    assert handed[0] > 0
    assert handed == [queued, 0]


def test_what_is_handed_over_ends_with_the_shift(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-18")
    plan(session, at("2026-11-18"))

    (wanted,) = (
        one
        for one in nudges.dispatch(
            session, team=TEAM, secret=b"s", now=at("2026-11-18", "10:00"), rules=RULES
        )
        if one.to.person == "ULEO"
    )

    assert (wanted.kind, wanted.expires_at) == ("nudge", at("2026-11-18", "17:00"))


def test_what_was_done_meanwhile_drops_out(session: Session) -> None:
    crew = add_crew(session)
    first = add_due(session, crew.leo, "2026-11-16", number="TA-1")
    add_due(session, crew.leo, "2026-11-17", number="TA-2")
    plan(session, at("2026-11-17"))
    training.acknowledge(
        session, first, by=crew.leo, account=None, today=date(2026, 11, 17), now=at("2026-11-17")
    )

    shown = send(session, at("2026-11-17", "09:30"))["ULEO"]

    assert shown is not None
    assert [line.item.id for line in shown.lines] == ["TA-2"]


def test_nothing_left_to_say_is_not_sent(session: Session) -> None:
    crew = add_crew(session)
    only = add_due(session, crew.leo, "2026-11-18")
    plan(session, at("2026-11-18"))
    nudges.done(
        session,
        f"training:{only.number}",
        Completion(date(2026, 11, 18)),
        by=crew.leo,
        now=at("2026-11-18"),
    )

    assert send(session, at("2026-11-18", "09:30"))["ULEO"] is None


def test_do_not_disturb_moves_the_message_behind_it(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-18")
    nudges.keep_quiet(
        session, crew.leo.id, [(at("2026-11-18", "08:00"), at("2026-11-18", "11:15"))]
    )
    plan(session, at("2026-11-18"))

    assert "ULEO" not in send(session, at("2026-11-18", "11:00"))
    assert "ULEO" in send(session, at("2026-11-18", "11:15"))


def test_a_do_not_disturb_that_begins_after_the_plan_is_kept_to(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-18", number="TA-1")
    plan(session, at("2026-11-18"))
    all_day = (at("2026-11-18", "08:30"), at("2026-11-19", "08:00"))
    nudges.keep_quiet(session, crew.leo.id, [all_day])

    assert "ULEO" not in send(session, at("2026-11-18", "09:30"))
    assert day_of(session, at("2026-11-19", "09:30"))["ULEO"] == [
        "TA-1: 1 day overdue (18 Nov 2026)"
    ]


def test_a_message_that_is_not_wanted_any_more_counts_as_not_told(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-18", number="TA-1")
    plan(session, at("2026-11-18"))
    now = at("2026-11-18", "09:30")
    for wanted in nudges.dispatch(session, team=TEAM, secret=b"s", now=now, rules=RULES):
        deliveries.enqueue(session, wanted, now=now)
        session.query(Delivery).filter_by(key=wanted.key).one().state = "cancelled"

    assert day_of(session, at("2026-11-19", "09:30"))["ULEO"] == [
        "TA-1: 1 day overdue (18 Nov 2026)"
    ]


def test_on_an_audit_day_messages_rest_and_items_go_on(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-18", number="TA-1")
    plan(session, at("2026-11-18", "06:00"))
    nudges.pause(session, date(2026, 11, 18), by=crew.priya, now=at("2026-11-18", "07:00"))

    assert send(session, at("2026-11-18", "09:30")) == {}
    assert [item.state for item in nudges.open_items(session, today=date(2026, 11, 19))] == [
        "overdue"
    ]
    assert "ULEO" in day_of(session, at("2026-11-19", "09:30"))


def test_when_something_is_next_to_be_handed_over(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-18")
    plan(session, at("2026-11-18"))

    assert nudges.next_due(session, now=at("2026-11-18")) == at("2026-11-18", "09:00")


def test_a_deleted_account_moves_the_message_to_the_list(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-18")
    plan(session, at("2026-11-18"))
    crew.leo.slack_account = None

    assert "ULEO" not in send(session, at("2026-11-18", "09:30"))
    states = session.scalars(select(Nudge.state).where(Nudge.person_id == crew.leo.id)).all()
    assert states == ["listed"]


def test_the_history_and_the_effect(session: Session) -> None:
    crew = add_crew(session)
    one = add_due(session, crew.leo, "2026-11-18", number="TA-1")
    day_of(session, at("2026-11-18", "09:30"))
    day_of(session, at("2026-11-19", "09:30"))
    now = at("2026-11-20", "10:00")
    training.acknowledge(session, one, by=crew.leo, account=None, today=now.date(), now=now)
    plan(session, now + timedelta(hours=1))

    told = nudges.history(session, crew.leo)
    (effect,) = nudges.effects(session)
    assert [(one.day, one.state, one.item, one.rule) for one in told] == [
        (date(2026, 11, 18), "sent", "training:TA-1", "on the day")
    ]
    assert (effect.rule, effect.audience, effect.done, effect.open, effect.median_days) == (
        "on the day", "owner", 1, 0, 2,
    )  # fmt: skip
