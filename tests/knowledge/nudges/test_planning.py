from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import nudges
from knowledge.storage.nudge_tables import Nudge, NudgeLine
from tests.knowledge.nudges.building import (
    RULES,
    add_action,
    add_crew,
    add_due,
    at,
    day_of,
    plan,
    send,
)
from tests.knowledge.people.building import add_leave, add_person
from tests.knowledge.training.building import add_assignment, add_critical, add_result


def rows(session: Session) -> tuple[int, int]:
    counts = (select(func.count(Nudge.id)), select(func.count(NudgeLine.id)))
    return tuple(session.scalar(query) or 0 for query in counts)  # type: ignore[return-value]


def test_an_owner_is_told_before_on_and_after_the_day(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-17", number="TA-1")
    heard = {}
    for day in range(8, 31):
        now = at(f"2026-11-{day:02}", "09:30")
        for account, lines in day_of(session, now).items():
            if account == "ULEO":
                heard[day] = lines

    assert heard == {
        10: ["TA-1: due in 7 days (17 Nov 2026)"],
        16: ["TA-1: due in 1 day (17 Nov 2026)"],  # two days before was a Sunday
        17: ["TA-1: due today (17 Nov 2026)"],
        20: ["TA-1: 3 days overdue (17 Nov 2026)"],
        24: ["TA-1: 7 days overdue (17 Nov 2026)"],
    }


def test_a_lead_is_told_after_seven_days_and_quality_after_twenty_one(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-02", number="TA-1")
    heard: dict[str, list[int]] = {}
    for day in range(2, 31):
        for account in day_of(session, at(f"2026-11-{day:02}", "09:30")):
            heard.setdefault(account, []).append(day)

    assert heard["UAISHA"] == [9]
    assert heard["UPRIYA"] == [23]
    assert heard["ULEO"] == [2, 5, 9, 16, 23, 30]


def test_planning_again_writes_nothing(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-02")
    add_due(session, crew.leo, "2026-11-17")
    plan(session, at("2026-11-16"))
    before = rows(session)

    assert plan(session, at("2026-11-16", "08:20")) == {}
    assert rows(session) == before


def test_all_of_a_day_comes_in_one_message(session: Session) -> None:
    crew = add_crew(session)
    for due_on in ("2026-11-02", "2026-11-16", "2026-11-18"):
        add_due(session, crew.leo, due_on)

    planned = plan(session, at("2026-11-16"))

    assert planned["Leo Fenn"] == ["14 days after", "on the day", "2 days before"]


def test_what_turns_up_after_the_message_waits_for_tomorrow(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-16")
    assert list(day_of(session, at("2026-11-16", "09:30"))) == ["ULEO"]
    add_due(session, crew.leo, "2026-11-16", number="TA-LATE")

    assert plan(session, at("2026-11-16", "12:00")) == {}
    assert day_of(session, at("2026-11-17", "09:30"))["ULEO"] == [
        "TA-LATE: 1 day overdue (16 Nov 2026)"
    ]


def test_after_three_days_of_standstill_one_message_has_everything(session: Session) -> None:
    crew = add_crew(session)
    for due_on in ("2026-11-16", "2026-11-17", "2026-11-18"):
        add_due(session, crew.leo, due_on, number=due_on)
    day_of(session, at("2026-11-16", "09:30"))

    caught_up = day_of(session, at("2026-11-19", "11:00"))

    assert caught_up["ULEO"] == [
        "2026-11-16: 3 days overdue (16 Nov 2026)",
        "2026-11-17: 2 days overdue (17 Nov 2026)",
        "2026-11-18: 1 day overdue (18 Nov 2026)",
    ]
    assert day_of(session, at("2026-11-19", "12:00")) == {}


def test_what_was_planned_but_never_sent_is_planned_anew(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-16")
    assert plan(session, at("2026-11-16")) == {"Leo Fenn": ["on the day"]}

    assert plan(session, at("2026-11-17")) == {"Leo Fenn": ["on the day"]}
    states = session.execute(select(Nudge.day, Nudge.state).where(Nudge.person_id == crew.leo.id))
    assert [tuple(row) for row in states] == [
        (date(2026, 11, 16), "missed"),
        (date(2026, 11, 17), "planned"),
    ]


def test_weekends_and_holidays_defer(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-12-25")  # a Friday and a holiday
    days = [date(2026, 12, 23) + timedelta(days=n) for n in range(7)]

    heard = [f"{day}" for day in days if "ULEO" in day_of(session, at(day.isoformat(), "09:30"))]

    assert heard == ["2026-12-23", "2026-12-28"]


def test_nothing_goes_out_before_the_shift_begins_or_after_it_ends(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-17")
    plan(session, at("2026-11-17", "05:00"))

    assert send(session, at("2026-11-17", "08:59")) == {}
    assert "ULEO" in send(session, at("2026-11-17", "09:00"))
    assert plan(session, at("2026-11-17", "17:01")) == {}


def test_on_leave_the_stand_in_is_told(session: Session) -> None:
    crew = add_crew(session)
    dana = add_person(session, "Dana Cole", slack_account="UDANA", site_id=crew.leo.site_id)
    crew.leo.stand_in_id = dana.id
    add_leave(session, crew.leo, date(2026, 11, 16), date(2026, 11, 27))
    add_due(session, crew.leo, "2026-11-16", number="TA-1")

    plan(session, at("2026-11-16"))
    content = send(session, at("2026-11-16", "09:30"))["UDANA"]

    assert content is not None
    assert [(line.item.id, line.owner, line.for_name) for line in content.lines] == [
        ("TA-1", "Leo Fenn", "Leo Fenn")
    ]


def test_on_leave_without_a_stand_in_it_waits_for_the_return(session: Session) -> None:
    crew = add_crew(session)
    add_leave(session, crew.leo, date(2026, 11, 16), date(2026, 11, 18))
    add_due(session, crew.leo, "2026-11-16")

    heard = [d for d in range(16, 21) if "Leo Fenn" in plan(session, at(f"2026-11-{d}"))]

    assert heard[0] == 19


def test_the_certification_bodys_date_reaches_lead_and_quality_on_the_day(
    session: Session,
) -> None:
    crew = add_crew(session)
    add_action(session, crew.leo, "2026-11-16", fixed_on=date(2026, 11, 16))

    assert plan(session, at("2026-11-16")) == {
        "Priya Nair": ["critical, to quality"],
        "Aisha Rahman": ["critical, to lead"],
        "Leo Fenn": ["critical, to owner"],
    }


def test_an_expired_qualification_says_what_may_not_be_done(session: Session) -> None:
    crew = add_crew(session)
    course = add_critical(session)
    passed = add_assignment(session, crew.leo, course_id=course.id)
    add_result(session, passed, date(2023, 11, 16), valid_until=date(2026, 11, 16))
    plan(session, at("2026-11-16"))
    send(session, at("2026-11-16", "09:30"))

    plan(session, at("2026-11-17"))
    shown = send(session, at("2026-11-17", "09:30"))

    lead = shown["UAISHA"]
    assert lead is not None
    assert [(line.owner, line.item.consequence) for line in lead.of_my_people] == [
        ("Leo Fenn", "May not close a valve body without this qualification")
    ]
    assert shown["UPRIYA"] is not None
    assert len(shown["UPRIYA"].for_quality) == 1


def test_quality_managers_own_items_go_to_the_deputy(session: Session) -> None:
    crew = add_crew(session)
    add_action(session, crew.priya, "2026-10-20")

    planned = plan(session, at("2026-11-16"))

    assert planned["Daniel Okafor"] == ["to quality after 21"]


def test_an_extension_counts_but_the_clock_runs_from_the_first_day(session: Session) -> None:
    crew = add_crew(session)
    add_action(session, crew.leo, "2026-11-20", first_due_on=date(2026, 10, 1))

    assert "Aisha Rahman" not in plan(session, at("2026-11-20"))
    after = plan(session, at("2026-11-23"))
    assert after["Aisha Rahman"] == ["to lead after 7"]
    assert after["Priya Nair"] == ["to quality after 21"]


def test_people_without_an_account_are_listed_for_their_lead(session: Session) -> None:
    crew = add_crew(session, slack_account=None)
    add_due(session, crew.leo, "2026-11-14", number="TA-1")
    plan(session, at("2026-11-16"))

    assert session.scalars(select(Nudge.state).where(Nudge.person_id == crew.leo.id)).all() == [
        "listed"
    ]
    assert "ULEO" not in send(session, at("2026-11-16", "09:30"))
    (page,) = nudges.printable(session, crew.aisha, now=at("2026-11-16"), rules=RULES)
    assert (page.person.name, [(line.item.id, line.why) for line in page.lines]) == (
        "Leo Fenn",
        [("TA-1", "2 days overdue (14 Nov 2026)")],
    )


def test_somebody_who_left_hands_their_items_to_the_lead(session: Session) -> None:
    crew = add_crew(session, leaves_on=date(2026, 11, 13))
    add_action(session, crew.leo, "2026-11-16")

    assert plan(session, at("2026-11-16"))["Aisha Rahman"] == ["on the day"]


def test_a_forecast_is_what_then_happens_and_writes_nothing(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-17")
    add_action(session, crew.leo, "2026-11-12")
    first, last = date(2026, 11, 16), date(2026, 12, 4)
    now = at("2026-11-16", "07:00")
    foretold = [
        (one.day, one.person_id, [line.step.rule for line in one.lines])
        for one in nudges.forecast(session, first=first, last=last, now=now, rules=RULES)
    ]
    assert rows(session) == (0, 0)

    happened = []
    for number in range(19):
        today = (first + timedelta(days=number)).isoformat()
        found = nudges.plan(session, now=at(today, "07:00"), rules=RULES)
        happened += [
            (one.day, one.person_id, [line.step.rule for line in one.lines])
            for one in sorted(found, key=lambda one: (one.due_at, one.person_id))
        ]
        send(session, at(today, "09:30"))

    assert foretold == happened
    assert len(foretold) > 8
