"""What people do from the message: done, promised, snoozed, more time, not mine, muted."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log, nudges, registers, training
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.nudges import Completion
from knowledge.storage.action_tables import ActionStep, CorrectiveAction
from knowledge.storage.nudge_tables import Nudge
from knowledge.training import Performance
from tests.knowledge.nudges.building import (
    Crew,
    add_action,
    add_crew,
    add_due,
    at,
    day_of,
    plan,
    tell,
)
from tests.knowledge.people.building import add_leave, add_person
from tests.knowledge.training.building import add_assignment, add_course

NOW = at("2026-11-16", "10:00")
TODAY = NOW.date()


def keep_here(session: Session) -> None:
    for register in ("training", "capa", "audits"):
        registers.set_master(session, register, "coach", who=None, now=NOW)  # type: ignore[arg-type]


def leo_hears(session: Session, *days: int) -> dict[int, list[str]]:
    heard = {}
    for day in days:
        found = tell(session, at(f"2026-11-{day:02}"))
        if "Leo Fenn" in found:
            heard[day] = found["Leo Fenn"]
    return heard


def test_a_promise_brings_the_coach_back_on_the_day_and_at_the_hour(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-16", number="TA-1")
    day_of(session, NOW)
    nudges.promise(session, "training:TA-1", by=crew.leo, at=at("2026-11-20", "14:30"), now=NOW)

    assert leo_hears(session, *range(17, 25)) == {20: ["promised for today"], 23: ["7 days after"]}
    hours = session.scalars(
        select(Nudge.due_at).where(Nudge.person_id == crew.leo.id).order_by(Nudge.day)
    ).all()
    assert hours[1:] == [at("2026-11-20", "14:30"), at("2026-11-23", "09:00")]


def test_a_promise_for_a_past_or_distant_moment_is_refused(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-16", number="TA-1")

    def promise(moment: datetime) -> None:
        nudges.promise(session, "training:TA-1", by=crew.leo, at=moment, now=NOW)

    with pytest.raises(BadInput, match=r"^That moment is past\. Choose one that is still to come"):
        promise(NOW)
    with pytest.raises(BadInput, match="within 30 days, or ask for more time"):
        promise(at("2027-01-16"))


def test_a_snooze_rests_the_owner_and_not_the_leads_clock(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-10", number="TA-1")
    day_of(session, at("2026-11-16", "09:30"))
    nudges.snooze(
        session,
        "training:TA-1",
        by=crew.leo,
        until=date(2026, 11, 20),
        reason="The trainer is ill",
        now=NOW,
    )

    found = {day: tell(session, at(f"2026-11-{day}")) for day in (17, 18, 19, 20)}
    assert found == {
        17: {"Aisha Rahman": ["to lead after 7"]},
        18: {},
        19: {},
        20: {"Leo Fenn": ["snoozed until today"]},
    }
    assert audit_log.entries(session)[-1].what == "nudge: snoozed"


def test_an_item_is_snoozed_three_times_at_most(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-10", number="TA-1")

    def snooze() -> None:
        nudges.snooze(
            session, "training:TA-1", by=crew.leo, until=date(2026, 11, 18), reason="Later", now=NOW
        )

    for _ in range(3):
        snooze()
    with pytest.raises(NotAllowed, match="TA-1 was put off 3 times, which is the most there is"):
        snooze()


def test_what_is_critical_is_not_snoozed(session: Session) -> None:
    crew = add_crew(session)
    add_action(session, crew.leo, "2026-11-20", fixed_on=date(2026, 11, 20))

    with pytest.raises(NotAllowed) as refused:
        nudges.snooze(
            session,
            "action:CAPA-2026-001",
            by=crew.leo,
            until=date(2026, 11, 18),
            reason="Later",
            now=NOW,
        )
    assert str(refused.value) == (
        "CAPA-2026-001 can't be put off: The certification body set 2026-11-20; only the "
        "certification body can move it."
    )


def test_somebody_elses_item_is_not_mine_to_put_off(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-16", number="TA-1")

    with pytest.raises(NotAllowed, match=r"^TA-1 is Leo Fenn's\. Ask them, or their lead\.$"):
        nudges.promise(session, "training:TA-1", by=crew.daniel, at=at("2026-11-20"), now=NOW)


def test_the_stand_in_of_somebody_on_leave_may_act(session: Session) -> None:
    crew = add_crew(session)
    dana = add_person(session, "Dana Cole", slack_account="UDANA", site_id=crew.leo.site_id)
    crew.leo.stand_in_id = dana.id
    add_leave(session, crew.leo, TODAY, date(2026, 11, 27))
    add_due(session, crew.leo, "2026-11-16", number="TA-1")

    row = nudges.promise(session, "training:TA-1", by=dana, at=at("2026-11-20"), now=NOW)

    assert row.person_id == crew.leo.id


def test_muting_silences_what_comes_before_the_due_day_alone(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-20")
    nudges.mute(session, "reading", by=crew.leo, now=NOW)

    assert leo_hears(session, 16, 17, 18, 19, 20, 23) == {20: ["on the day"], 23: ["3 days after"]}


def test_unmuting_brings_them_back(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-20")
    nudges.mute(session, "reading", by=crew.leo, now=NOW)
    nudges.unmute(session, "reading", by=crew.leo, now=NOW)

    assert leo_hears(session, 18) == {18: ["2 days before"]}


def test_a_report_stops_reminders_and_a_contradiction_brings_them_back(session: Session) -> None:
    crew = add_crew(session)
    course = add_course(session, "C-02")
    row = add_assignment(session, crew.leo, course_id=course.id, number="TA-1", series="records")
    row.due_on = row.first_due_on = date(2026, 11, 16)
    assert leo_hears(session, 16) == {16: ["on the day"]}
    finished = nudges.done(
        session, "training:TA-1", Completion(TODAY, reference="List 7"), by=crew.leo, now=NOW
    )
    assert finished.state == "reported, waiting for the file to confirm it"
    assert leo_hears(session, 17, 18, 19, 20) == {}

    facts = {"performed_on": None}
    registers.settle(session, "training", "TA-1", facts, at("2026-11-23", "05:00"))

    assert leo_hears(session, 23) == {23: ["7 days after"]}
    facts = {"performed_on": date(2026, 11, 16)}
    registers.settle(session, "training", "TA-1", facts, at("2026-11-23", "12:00"))


def test_what_is_done_here_waits_to_be_accepted(session: Session) -> None:
    crew = add_crew(session)
    keep_here(session)
    course = add_course(session, "C-02")
    add_assignment(session, crew.leo, course_id=course.id, number="TA-1", due_on=TODAY)

    finished = nudges.done(
        session, "training:TA-1", Completion(TODAY, reference="List 7"), by=crew.leo, now=NOW
    )

    assert finished.state == "waiting to be accepted"
    assert [item.waits for item in nudges.open_items(session, today=TODAY)] == [True]


def test_a_corrective_action_moves_on_to_its_next_stage(session: Session) -> None:
    crew = add_crew(session)
    keep_here(session)
    add_action(session, crew.leo, "2026-11-16", stage="need decided")
    decided = ActionStep(
        action_id=session.scalars(select(CorrectiveAction.id)).one(),
        move="decide on action",
        stage="need decided",
        done_on=TODAY,
        done_by=[crew.priya.id],
        facts={},
        recorded_at=NOW,
    )
    session.add(decided)
    what = Completion(TODAY, facts={"cause": "Worn die", "similar_cases": "None"})

    finished = nudges.done(session, "action:CAPA-2026-001", what, by=crew.leo, now=NOW)

    assert finished.state == "cause found"
    assert [item.to_do for item in nudges.open_items(session, today=TODAY)] == ["plan the action"]


def test_a_corrective_action_of_the_file_is_reported(session: Session) -> None:
    crew = add_crew(session)
    add_action(session, crew.leo, "2026-11-16", stage="action planned")

    finished = nudges.done(session, "action:CAPA-2026-001", Completion(TODAY), by=crew.leo, now=NOW)

    (report,) = registers.waiting(session, "capa")
    assert finished.state == "reported, waiting for the file to confirm it"
    assert (report.item, report.what, report.payload) == (
        "CAPA-2026-001", "implement", {"implemented_on": "2026-11-16"},
    )  # fmt: skip


def test_what_is_done_is_not_there_to_be_done_again(session: Session) -> None:
    crew = add_crew(session)
    read = add_due(session, crew.leo, "2026-11-16", number="TA-1")
    training.acknowledge(session, read, by=crew.leo, account=None, today=TODAY, now=NOW)

    with pytest.raises(NotFound, match="This is not open any more"):
        nudges.done(session, "training:TA-1", Completion(TODAY), by=crew.leo, now=NOW)


def test_more_time_for_training_is_the_leads_to_give(session: Session) -> None:
    crew = add_crew(session)
    keep_here(session)
    row = add_due(session, crew.leo, "2026-11-16", number="TA-1")
    asked = nudges.ask_extension(
        session, "training:TA-1", date(2026, 11, 30), "Night shifts", by=crew.leo, now=NOW
    )
    assert [one.name for one in nudges.decides(session, asked, now=NOW)] == ["Aisha Rahman"]
    with pytest.raises(NotAllowed, match=r"^This is answered by Aisha Rahman\.$"):
        nudges.approve(session, asked.id, by=crew.leo, now=NOW)

    nudges.approve(session, asked.id, by=crew.aisha, now=NOW)

    assert (row.due_on, row.first_due_on) == (date(2026, 11, 30), date(2026, 11, 16))
    with pytest.raises(NotAllowed, match=r"^This was approved already\.$"):
        nudges.decline(session, asked.id, "No", by=crew.aisha, now=NOW)


def test_more_time_counts_here_while_the_file_does_not_hold_it_yet(session: Session) -> None:
    crew = add_crew(session)
    add_action(session, crew.leo, "2026-11-16")
    asked = nudges.ask_extension(
        session, "action:CAPA-2026-001", date(2026, 11, 30), "Parts are late", by=crew.leo, now=NOW
    )
    nudges.approve(session, asked.id, by=crew.priya, now=NOW)

    (item,) = nudges.open_items(session, today=TODAY)

    assert (item.due_on, item.first_due_on, item.agreed) == (
        date(2026, 11, 30), date(2026, 11, 16), True,
    )  # fmt: skip


def test_declining_more_time_needs_a_reason_and_leaves_the_day(session: Session) -> None:
    crew = add_crew(session)
    keep_here(session)
    add_action(session, crew.leo, "2026-11-20")
    asked = nudges.ask_extension(
        session, "action:CAPA-2026-001", date(2026, 11, 30), "Parts are late", by=crew.leo, now=NOW
    )
    with pytest.raises(BadInput, match=r"^Say why\.$"):
        nudges.decline(session, asked.id, " ", by=crew.priya, now=NOW)

    nudges.decline(session, asked.id, "The customer waits", by=crew.priya, now=NOW)

    (item,) = nudges.open_items(session, today=TODAY)
    assert item.due_on == date(2026, 11, 20)
    assert nudges.undecided(session, by=crew.priya, now=NOW) == []


def test_the_certification_bodys_date_can_not_be_extended(session: Session) -> None:
    crew = add_crew(session)
    add_action(session, crew.leo, "2026-11-16", fixed_on=date(2026, 11, 25))

    with pytest.raises(NotAllowed, match="only the certification body can move it"):
        nudges.ask_extension(
            session, "action:CAPA-2026-001", date(2026, 11, 30), "Late", by=crew.leo, now=NOW
        )


def hand_over(session: Session, crew: Crew) -> int:
    add_action(session, crew.leo, "2026-11-16")
    row = nudges.not_mine(
        session, "action:CAPA-2026-001", crew.aisha, "It is her machine", by=crew.leo, now=NOW
    )
    return row.id


@pytest.mark.parametrize("here", [True, False])
def test_another_owner_is_proposed_and_accepts(session: Session, here: bool) -> None:
    crew = add_crew(session)
    if here:
        keep_here(session)
    request = hand_over(session, crew)
    assert plan(session, at("2026-11-16"))["Leo Fenn"] == ["on the day"]

    nudges.approve(session, request, by=crew.aisha, now=NOW)

    (item,) = nudges.open_items(session, today=TODAY)
    assert (item.person_id, item.agreed) == (crew.aisha.id, not here)
    assert plan(session, at("2026-11-17")) == {"Aisha Rahman": ["on the day"]}


def test_who_was_proposed_may_decline(session: Session) -> None:
    crew = add_crew(session)
    request = hand_over(session, crew)
    assert [row.id for row in nudges.undecided(session, by=crew.aisha, now=NOW)] == [request]

    nudges.decline(session, request, "I have left that line", by=crew.aisha, now=NOW)

    (item,) = nudges.open_items(session, today=TODAY)
    assert item.person_id == crew.leo.id


def test_training_can_not_be_somebody_elses(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-16", number="TA-1")

    with pytest.raises(NotAllowed, match="Training is a person's own"):
        nudges.not_mine(session, "training:TA-1", crew.aisha, "Why me", by=crew.leo, now=NOW)


def test_every_answer_is_in_the_audit_log(session: Session) -> None:
    crew = add_crew(session)
    add_due(session, crew.leo, "2026-11-16", number="TA-1")
    add_action(session, crew.leo, "2026-11-16")
    nudges.promise(session, "training:TA-1", by=crew.leo, at=at("2026-11-20"), now=NOW)
    nudges.mute(session, "reading", by=crew.leo, now=NOW)
    request = nudges.not_mine(
        session, "action:CAPA-2026-001", crew.aisha, "Her machine", by=crew.leo, now=NOW
    )
    nudges.decline(session, request.id, "No", by=crew.aisha, now=NOW)
    nudges.done(session, "training:TA-1", Completion(TODAY), by=crew.leo, now=NOW)

    logged = [entry.what for entry in audit_log.entries(session)]

    assert [what for what in logged if what.startswith("nudge")] == [
        "nudge: promised",
        "nudge: muted",
        "nudge: proposed to another",
        "nudge: hand over declined",
        "nudge: done",
    ]


def test_pausing_is_for_quality(session: Session) -> None:
    crew = add_crew(session)

    with pytest.raises(NotAllowed, match="Messages are paused by quality and top management"):
        nudges.pause(session, date(2026, 11, 18), by=crew.leo, now=NOW)


def test_a_rejected_completion_comes_back(session: Session) -> None:
    crew = add_crew(session)
    keep_here(session)
    course = add_course(session, "C-02")
    row = add_assignment(session, crew.leo, course_id=course.id, number="TA-1")
    row.due_on = row.first_due_on = date(2026, 11, 12)
    assert leo_hears(session, 16) == {16: ["3 days after"]}
    nudges.done(session, "training:TA-1", Completion(TODAY, reference="L"), by=crew.leo, now=NOW)
    assert leo_hears(session, 17) == {}
    waiting = training.recording.current(session, row)
    assert waiting is not None
    training.correct(
        session,
        waiting.id,
        Performance(TODAY, "failed"),
        by=crew.aisha,
        reason="Not passed",
        today=TODAY,
        now=NOW,
    )

    assert leo_hears(session, 18) == {18: ["open again"]}
