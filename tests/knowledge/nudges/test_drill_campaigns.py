"""Reminders of drills that campaigns ask for: until they are done or the campaign is closed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import nudges
from knowledge.errors import NotAllowed, NotFound
from knowledge.interviews import campaign_progress, privacy
from knowledge.nudges import Completion
from knowledge.storage.drill_tables import DrillCampaign
from knowledge.storage.record_tables import Person
from tests.knowledge.nudges.building import (
    RULES,
    Crew,
    add_campaign,
    add_crew,
    add_due,
    add_interview,
    at,
    day_of,
    send,
    tell,
)
from tests.knowledge.people.building import add_leave, add_person, add_team


def leo_in_a_team(session: Session, **facts: object) -> tuple[Crew, dict[str, int]]:
    team = add_team(session, "ASM")
    return add_crew(session, team_id=team.id, **facts), {"team_id": team.id}


def key(campaign: DrillCampaign, person: Person) -> str:
    return f"drill:{campaign.id} of {person.id}"


def hears(session: Session, account: str, month: int, days: Iterable[int]) -> dict[int, list[str]]:
    found = {}
    for day in days:
        lines = day_of(session, at(f"2026-{month}-{day:02}", "09:30")).get(account)
        if lines:
            found[day] = lines
    return found


def test_it_is_told_once_when_it_opens_and_again_as_its_day_comes(session: Session) -> None:
    _crew, team = leo_in_a_team(session)
    campaign = add_campaign(session, "2026-11-02", "2026-11-17", **team)
    name = f"Drill {campaign.id}"

    assert hears(session, "ULEO", 11, range(1, 31)) == {
        2: [f"{name}: new, due in 15 days (17 Nov 2026)"],
        10: [f"{name}: due in 7 days (17 Nov 2026)"],
        16: [f"{name}: due in 1 day (17 Nov 2026)"],  # two days before was a Sunday
        17: [f"{name}: due today (17 Nov 2026)"],
        20: [f"{name}: 3 days overdue (17 Nov 2026)"],
        24: [f"{name}: 7 days overdue (17 Nov 2026)"],
    }


def test_its_opening_takes_the_place_of_the_steps_that_are_over(session: Session) -> None:
    _crew, team = leo_in_a_team(session)
    campaign = add_campaign(session, "2026-11-12", "2026-11-17", **team)
    name = f"Drill {campaign.id}"

    assert hears(session, "ULEO", 11, range(12, 18)) == {
        12: [f"{name}: new, due in 5 days (17 Nov 2026)"],
        16: [f"{name}: due in 1 day (17 Nov 2026)"],
        17: [f"{name}: due today (17 Nov 2026)"],
    }


def test_it_comes_in_the_one_message_of_the_day(session: Session) -> None:
    crew, team = leo_in_a_team(session)
    add_due(session, crew.leo, "2026-11-16", number="TA-1")
    campaign = add_campaign(session, "2026-11-16", "2026-11-30", **team)

    assert day_of(session, at("2026-11-16", "09:30"))["ULEO"] == [
        "TA-1: due today (16 Nov 2026)",
        f"Drill {campaign.id}: new, due in 14 days (30 Nov 2026)",
    ]


def test_the_lead_is_told_after_seven_days_by_name_and_age_alone(session: Session) -> None:
    crew, team = leo_in_a_team(session)
    campaign = add_campaign(session, "2026-11-02", "2026-11-09", **team)
    add_interview(session, crew.leo, campaign, "stopped", at("2026-11-10"))

    heard = hears(session, "UAISHA", 11, range(9, 18))

    assert heard == {16: [f"Drill {campaign.id}: 7 days overdue (9 Nov 2026)"]}


def test_it_ends_when_the_interview_is_finished_also_late(session: Session) -> None:
    crew, team = leo_in_a_team(session)
    campaign = add_campaign(session, "2026-11-02", "2026-11-09", **team)
    before = hears(session, "ULEO", 11, range(2, 13))
    add_interview(session, crew.leo, campaign, "finished", at("2026-11-12", "14:00"))

    assert sorted(before) == [2, 9, 12]
    assert hears(session, "ULEO", 11, range(13, 31)) == {}
    assert nudges.items_of(session, crew.leo, today=date(2026, 11, 13)) == []


@pytest.mark.parametrize("state", ["created", "asking", "paused", "stopped"])
def test_what_is_not_finished_is_not_done(session: Session, state: str) -> None:
    crew, team = leo_in_a_team(session)
    campaign = add_campaign(session, "2026-11-02", "2026-11-16", **team)
    add_interview(session, crew.leo, campaign, state, at("2026-11-12"))

    assert tell(session, at("2026-11-16"))["Leo Fenn"] == ["on the day"]


def test_erased_before_its_end_it_is_to_be_done_and_afterwards_it_stays_done(
    session: Session,
) -> None:
    crew, team = leo_in_a_team(session)
    campaign = add_campaign(session, "2026-11-02", "2026-11-16", **team)
    half = add_interview(session, crew.leo, campaign, "asking", at("2026-11-12"))
    privacy.erase(session, crew.leo.id, interview_id=half.id, now=at("2026-11-13"))
    still = nudges.items_of(session, crew.leo, today=date(2026, 11, 13))
    whole = add_interview(session, crew.leo, campaign, "finished", at("2026-11-14"))
    privacy.erase(session, crew.leo.id, interview_id=whole.id, now=at("2026-11-15"))

    assert [item.key for item in still] == [key(campaign, crew.leo)]
    assert nudges.items_of(session, crew.leo, today=date(2026, 11, 16)) == []
    assert whole.plan == []


def test_a_closed_campaign_stops_it_even_after_the_message_was_planned(session: Session) -> None:
    _crew, team = leo_in_a_team(session)
    campaign = add_campaign(session, "2026-11-16", "2026-11-30", **team)
    nudges.plan(session, now=at("2026-11-16", "07:00"), rules=RULES)
    campaign.ended_at = at("2026-11-16", "08:00")
    session.flush()

    assert hears(session, "ULEO", 11, range(16, 31)) == {}


def test_nobody_hears_of_it_in_place_of_somebody_on_leave(session: Session) -> None:
    crew, team = leo_in_a_team(session)
    crew.leo.stand_in_id = crew.daniel.id
    add_leave(session, crew.leo, date(2026, 11, 9), date(2026, 11, 18))
    campaign = add_campaign(session, "2026-11-10", "2026-11-30", **team)

    told = [day_of(session, at(f"2026-11-{day}", "09:30")) for day in range(10, 20)]

    assert [found["UDANIEL"] for found in told if "UDANIEL" in found] == []
    assert [found.get("ULEO") for found in told] == [None] * 9 + [
        [f"Drill {campaign.id}: new, due in 11 days (30 Nov 2026)"]
    ]


def test_who_came_after_its_day_is_not_asked(session: Session) -> None:
    _crew, team = leo_in_a_team(session, starts_on=date(2026, 11, 16))
    add_campaign(session, "2026-11-02", "2026-11-09", **team)

    assert hears(session, "ULEO", 11, range(16, 30)) == {}


def test_what_may_be_done_from_the_message_is_to_begin_promise_put_off_and_mute(
    session: Session,
) -> None:
    _crew, team = leo_in_a_team(session)
    add_campaign(session, "2026-11-16", "2026-11-30", **team)
    nudges.plan(session, now=at("2026-11-16", "09:30"), rules=RULES)
    content = send(session, at("2026-11-16", "09:30"))["ULEO"]

    assert content is not None
    assert [line.can for line in content.mine] == [("begin", "promise", "snooze", "mute")]


def test_a_promise_and_a_snooze_hold_and_the_rest_is_refused(session: Session) -> None:
    crew, team = leo_in_a_team(session)
    campaign = add_campaign(session, "2026-11-02", "2026-11-30", **team)
    other = add_campaign(session, "2026-11-02", "2026-11-30", title="Another", **team)
    now, mine = at("2026-11-16", "10:00"), key(campaign, crew.leo)
    day_of(session, now)
    nudges.promise(session, mine, by=crew.leo, at=at("2026-11-19", "09:00"), now=now)
    nudges.snooze(
        session, key(other, crew.leo), by=crew.leo, until=date(2026, 11, 20), reason="A fair",
        now=now,
    )  # fmt: skip

    assert hears(session, "ULEO", 11, range(17, 23)) == {
        19: [f"Drill {campaign.id}: you planned it for today; due in 11 days"],
        20: [f"Drill {other.id}: put off until today; due in 10 days"],
    }
    with pytest.raises(NotAllowed, match="A campaign has one day for all"):
        nudges.ask_extension(session, mine, date(2026, 12, 9), "A fair", by=crew.leo, now=now)
    with pytest.raises(NotAllowed, match="and so is a drill"):
        nudges.not_mine(session, mine, crew.aisha, "Not me", by=crew.leo, now=now)
    with pytest.raises(NotAllowed, match=f"Drill {campaign.id} is done once its interview is"):
        nudges.done(session, mine, Completion(now.date()), by=crew.leo, now=now)


def test_muted_drills_are_still_told_when_they_open_and_when_they_are_due(
    session: Session,
) -> None:
    crew, team = leo_in_a_team(session)
    nudges.mute(session, "drill", by=crew.leo, now=at("2026-11-01"))
    add_campaign(session, "2026-11-03", "2026-11-17", **team)

    assert sorted(hears(session, "ULEO", 11, range(1, 22))) == [3, 17, 20]


def test_a_digest_names_who_is_behind_and_who_has_done_it_and_nothing_else(
    session: Session,
) -> None:
    crew, team = leo_in_a_team(session)
    ann = add_person(session, "Ann Lee", lead_id=crew.aisha.id, **team)
    campaign = add_campaign(session, "2026-11-02", "2026-11-13", **team)
    add_interview(session, ann, campaign, "finished", at("2026-11-12"))

    made = nudges.digest(session, lead_id=crew.aisha.id, now=at("2026-11-16"))

    by_name = {week.name: week for week in made.people}
    assert [(item.id, item.title) for item in by_name["Leo Fenn"].overdue] == [
        (f"Drill {campaign.id}", "Before March")
    ]
    assert [one.title for one in by_name["Ann Lee"].done_last_week] == ["Before March"]
    assert by_name["Ann Lee"].overdue == ()


def test_a_forecast_shows_it_from_the_day_on_which_it_opens(session: Session) -> None:
    crew, team = leo_in_a_team(session)
    add_campaign(session, "2026-11-18", "2026-11-27", **team)

    found = nudges.forecast(
        session, first=date(2026, 11, 16), last=date(2026, 11, 27), now=at("2026-11-15"),
        rules=RULES,
    )  # fmt: skip

    assert [
        (one.day.day, [line.step.rule for line in one.lines])
        for one in found
        if one.person_id == crew.leo.id
    ] == [
        (18, ["newly asked"]),
        (23, ["7 days before"]),  # a Monday; not within three days of the one before
        (26, ["2 days before"]),
        (27, ["on the day"]),
    ]


def test_reminders_and_campaigns_agree_on_who_has_to_do_what(session: Session) -> None:
    crew, team = leo_in_a_team(session)
    late = add_person(session, "Late Comer", starts_on=date(2026, 11, 12), **team)
    gone = add_person(session, "Long Gone", leaves_on=date(2026, 11, 3), **team)
    campaigns = [
        add_campaign(session, "2026-11-02", "2026-11-10", **team),
        add_campaign(session, "2026-11-02", "2026-11-20"),
        add_campaign(session, "2026-11-18", "2026-11-20"),
        add_campaign(session, "2026-11-02", "2026-11-20", ended_at=at("2026-11-12")),
    ]
    add_interview(session, crew.leo, campaigns[1], "finished", at("2026-11-12"))
    add_interview(session, late, campaigns[1], "stopped", at("2026-11-12"))

    for day in (date(2026, 11, 3), date(2026, 11, 16), date(2026, 11, 18)):
        everybody = session.scalars(select(Person)).all()
        expected = {
            key(campaign, person)
            for person in everybody
            for campaign in campaign_progress.waiting_for(session, person, today=day)
        }
        asked = nudges.open_items(session, today=day, people={one.id for one in everybody})
        by_progress = {
            f"drill:{campaign.id} of {member.person_id}"
            for campaign in campaigns
            if campaign.ended_at is None and campaign.opens_on <= day
            for member in campaign_progress.progress(session, campaign, today=day)
            if member.done_on is None
        }
        assert {item.key for item in asked} == expected == by_progress
    assert gone.id not in {
        item.person_id for item in nudges.open_items(session, today=date(2026, 11, 16))
    }


def test_nothing_can_be_promised_about_a_drill_that_is_done(session: Session) -> None:
    crew, team = leo_in_a_team(session)
    campaign = add_campaign(session, "2026-11-02", "2026-11-30", **team)
    add_interview(session, crew.leo, campaign, "finished", at("2026-11-12"))

    with pytest.raises(NotFound, match="This is not open any more"):
        nudges.promise(
            session, key(campaign, crew.leo), by=crew.leo, at=at("2026-11-20"),
            now=at("2026-11-16"),
        )  # fmt: skip
