"""The leads' Monday: what is late among their people, and what they do about it there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from bot.local_workspace import Clock, default_workspace, running
from bot.nudging import Nudging
from knowledge import training
from knowledge.nudges import open_items
from knowledge.people import find
from knowledge.storage.nudge_tables import NudgeRequest
from knowledge.storage.record_tables import TrainingAssignment, TrainingCompletion
from knowledge.training import Performance
from tests.bot.slack.brennick import copy_to, keep_here, take_round, wait_until_matched
from tests.bot.slack.seated import MovedClock, Seated
from tests.proofs.delivery.places import wait_for

EARLY = datetime(2026, 11, 16, 6, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
WEEK = "Your team, week of 16 Nov 2026"


@pytest.fixture
def workspace():
    made = default_workspace(clock=Clock(MONDAY - timedelta(minutes=5)))
    with running(made):
        yield made


@pytest.fixture
def coach(coach, tmp_path):
    copy_to(tmp_path)
    coach.clock = MovedClock(EARLY)
    return coach


@pytest.fixture
def serving(serving, coach):
    wait_until_matched(coach)
    return serving


@pytest.fixture
def round_at(workspace, serving, coach):
    return partial(take_round, Nudging(serving.floor), workspace, coach)


@pytest.fixture
def gareth(workspace, serving):
    """He leads machining, and has nothing to do himself."""
    return Seated(workspace, "gareth.pugh")


@pytest.fixture
def joanne(workspace, serving):
    return Seated(workspace, "joanne.webb")


@pytest.fixture
def aisha(workspace, serving):
    return Seated(workspace, "aisha.rahman")


@pytest.fixture
def priya(workspace, serving):
    return Seated(workspace, "priya.nair")


def texts(message):
    return [
        block["text"]["text"] if "text" in block else block["elements"][0]["text"]
        for block in message.blocks
        if block["type"] in ("section", "context", "header")
    ]


def digest_of(person, week=WEEK):
    return person.reads(person.seat.direct, week)


def button_of(message, words, value):
    """The id of a button, by what it says and whom it is about."""
    return next(
        element["action_id"]
        for block in message.blocks
        for element in [*block.get("elements", []), block.get("accessory", {})]
        if element.get("value") == value and element["text"]["text"] == words
    )


def number_of(coach, who):
    with coach.database.read() as session:
        return str(find(session, who).id)


def as_now(person, message):
    return next(one for one in person.from_app(person.seat.direct) if one.ts == message.ts)


def test_on_monday_a_lead_sees_who_is_behind_with_a_chart_and_its_words(round_at, gareth):
    round_at(MONDAY)

    digest = digest_of(gareth)

    assert digest.text == (
        "Your team, week of 16 Nov 2026: "
        "4 overdue, 0 due this week, 3 done last week, 0 unconfirmed."
    )
    assert texts(digest) == [
        "Your team, week of 16 Nov 2026",
        "*4 overdue, 0 due this week, 3 done last week, 0 unconfirmed.*",
        "1–7 days late: 4. "
        "By person: Keith Sandford 1, Graham Boyle 1, Tomasz Lis 1, Joanne Webb 1.",
        "*Keith Sandford* · no Slack account: please tell them\n"
        ":red_circle: 3 days late: TA-0610 QP-0009 revision F",
        "*Graham Boyle* · no Slack account: please tell them\n"
        ":red_circle: 3 days late: TA-0612 QP-0009 revision F",
        "*Tomasz Lis* · no Slack account: please tell them\n"
        ":red_circle: 3 days late: TA-0618 QP-0009 revision F",
        "*Joanne Webb*\n:red_circle: 3 days late: TA-0627 QP-0009 revision F",
        ":white_check_mark: *Done last week:* Alan Reeve 1, Simon Whitlock 1, Jamie Ortega 1",
        "Only you see this. Whoever is named gets a reminder of their own, in person.",
    ]
    (chart,) = [block for block in digest.blocks if block["type"] == "data_visualization"]
    assert chart["title"] == "Overdue by person and age"
    assert chart["chart"]["series"][0]["data"][3] == {"label": "Joanne Webb", "value": 1}


def test_the_digest_comes_once_a_week(round_at, gareth):
    for days in range(5):
        round_at(MONDAY + timedelta(days=days))
    round_at(MONDAY + timedelta(days=7))

    weekly = [one.text for one in gareth.from_app(gareth.seat.direct) if "week of" in one.text]
    assert [text.split(":")[0] for text in weekly] == [
        WEEK,
        "Your team, week of 23 Nov 2026",
    ]


def test_a_lead_reminds_somebody_once_a_day_and_in_person(round_at, gareth, joanne, coach):
    round_at(MONDAY)
    digest = digest_of(gareth)
    remind = button_of(digest, "Remind now", number_of(coach, "0174"))

    gareth.presses(digest, remind)

    asked = joanne.reads(joanne.seat.direct, "Gareth Pugh asks you to look at 1 item.")
    assert texts(asked) == [
        "*Gareth Pugh asks you to look at 1 item.*",
        "*TA-0627 QP-0009 revision F*\n"
        ":red_circle: 3 days overdue (13 Nov 2026) · read and acknowledge it",
    ]
    gareth.reads(gareth.seat.direct, "Joanne Webb is reminded now.")
    gareth.presses(digest, remind)
    gareth.reads(
        gareth.seat.direct,
        "Joanne Webb was reminded for that day already. Once a day is enough.",
    )
    said = [one for one in joanne.from_app(joanne.seat.direct) if "asks you" in one.text]
    assert len(said) == 1


def test_outside_working_hours_a_reminder_waits_for_the_shift(round_at, gareth, joanne, coach):
    round_at(MONDAY)
    round_at(MONDAY + timedelta(hours=12))
    digest = digest_of(gareth)

    gareth.presses(digest, button_of(digest, "Remind now", number_of(coach, "0174")))

    gareth.reads(
        gareth.seat.direct,
        "Joanne Webb is not at work now and is reminded on Tue 17 Nov, 08:00.",
    )
    assert not [one for one in joanne.from_app(joanne.seat.direct) if "asks you" in one.text]
    round_at(MONDAY + timedelta(days=1))
    joanne.reads(joanne.seat.direct, "Gareth Pugh asks you to look at 1 item.")


def test_who_has_no_account_has_no_button_and_an_old_one_says_why(round_at, gareth, coach):
    round_at(MONDAY)
    digest = digest_of(gareth)
    remind = button_of(digest, "Remind now", number_of(coach, "0174"))
    assert f"'value': '{number_of(coach, '0025')}'" not in str(digest.blocks)
    with coach.database.begin() as session:
        find(session, "0174").slack_account = None

    gareth.presses(digest, remind)

    gareth.reads(
        gareth.seat.direct,
        "Joanne Webb has no Slack account. Please tell them; whoever looks after this app "
        "can print their list with `coach nudges list`.",
    )


def test_a_lead_reads_out_what_those_without_an_account_have_to_do(round_at, gareth):
    round_at(MONDAY)

    form = opens(gareth, digest_of(gareth), "digest_hand_out")

    said = [block["text"]["text"] for block in form.view["blocks"]]
    assert "*Graham Boyle*\n• TA-0612 QP-0009 revision F: 3 days overdue (13 Nov 2026)" in said
    assert "Joanne Webb" not in str(said)


def test_quality_without_a_team_reads_all_teams_first(round_at, workspace, serving):
    marek = Seated(workspace, "marek.zielinski")
    round_at(MONDAY)

    digest = marek.reads(marek.seat.direct, "week of")

    assert digest.text.startswith("For you: 1 item today. All teams, week of 16 Nov 2026: ")
    assert " 0 overdue" not in digest.text


def test_what_was_given_more_time_says_since_when_it_was_due(round_at, workspace, serving):
    helen = Seated(workspace, "helen.marsh")
    round_at(MONDAY + timedelta(hours=1))

    said = "\n".join(texts(helen.reads(helen.seat.direct, "week of")))

    assert (
        ":red_circle: 4 days late: CAPA-2026-019 Delivery in time below target "
        "(first due 27 Oct 2026)"
    ) in said


def test_from_a_reminder_she_plans_snoozes_and_reads_and_it_does_not_come_back(
    round_at, gareth, joanne, coach
):
    round_at(MONDAY)
    digest = digest_of(gareth)
    gareth.presses(digest, button_of(digest, "Remind now", number_of(coach, "0174")))
    asked = joanne.reads(joanne.seat.direct, "asks you to look at")
    opens(joanne, asked, "nudge_promise_0")
    joanne.fills(at=int(datetime(2026, 11, 17, 11, 0, tzinfo=UTC).timestamp()))
    joanne.reads(joanne.seat.direct, "Noted: I come back to you on Tue 17 Nov, 11:00")
    round_at(datetime(2026, 11, 17, 11, 0, tzinfo=UTC))
    again = joanne.reads(joanne.seat.direct, "1 item today, 1 overdue.")
    assert "you planned it for today" in texts(again)[1]
    opens(joanne, again, "nudge_more_0", "snooze|training:TA-0627")
    joanne.fills(until="2026-11-18", reason="Machine 4 is down.")
    joanne.reads(joanne.seat.direct, "Put off until Wed 18 Nov.")
    round_at(datetime(2026, 11, 18, 8, 0, tzinfo=UTC))
    last = joanne.reads(joanne.seat.direct, "1 item today, 1 overdue.")
    assert "put off until today" in texts(last)[1]

    joanne.seat.submits(opens(joanne, last, "record_do_0"), {})

    joanne.reads(joanne.seat.direct, "You have read QP-0009 revision F")
    assert wait_for(lambda: "Joanne Webb 1" not in str(as_now(gareth, digest).blocks), 10), (
        "the digest still counts it"
    )
    assert ":hourglass_flowing_sand: reported, unconfirmed: TA-0627 QP-0009 revision F" in str(
        as_now(gareth, digest).blocks
    )
    for days in range(3, 30):
        round_at(MONDAY + timedelta(days=days))
    later = [
        one.text for one in joanne.from_app(joanne.seat.direct) if float(one.ts) > float(last.ts)
    ]
    assert not [text for text in later if "QP-0009" in text and "You have read" not in text]


def test_a_lead_accepts_what_was_done_in_the_digest(round_at, aisha, coach, workspace):
    keep_here(coach.database, "training")
    with coach.database.begin() as session:
        rob = find(session, "0192")
        training.complete(
            session,
            training.assignment(session, "TA-0529"),
            Performance(MONDAY.date() - timedelta(days=3), evidence="F-015 of 13 Nov"),
            by=rob,
            today=MONDAY.date() - timedelta(days=3),
            now=MONDAY - timedelta(days=3),
        )
    round_at(MONDAY)
    digest = digest_of(aisha)
    assert ":hourglass_flowing_sand: waits to be accepted: TA-0529 Torque" in str(digest.blocks)

    aisha.presses(digest, button_of(digest, "Accept TA-0529", "training:TA-0529"))

    aisha.reads(aisha.seat.direct, "TA-0529 Torque is accepted.")
    with coach.database.read() as session:
        person = find(session, "0192")
        assert training.barred(session, person, today=MONDAY.date()) == []
    assert wait_for(lambda: "TA-0529" not in str(as_now(aisha, digest).blocks), 10)


def test_what_may_not_be_done_stands_in_the_digest(round_at, aisha):
    round_at(MONDAY)

    said = "\n".join(texts(digest_of(aisha)))

    assert (
        "*Rob Yates*\n:red_circle: 30 days late: TA-0529 Torque\n"
        ":no_entry: May not close a valve body without this qualification"
    ) in said


def test_quality_sees_every_team_in_figures(round_at, priya):
    round_at(MONDAY)
    digest = priya.reads(priya.seat.direct, "week of")

    teams = texts(digest)[texts(digest).index("All teams") + 1]

    assert "*MAC* · Gareth Pugh: 4 overdue (oldest 3 days), 0 due, 3 done, 0 unconfirmed" in teams
    assert "Joanne Webb" not in str(digest.blocks)


def test_a_lead_hands_over_what_is_not_training(round_at, workspace, serving, coach, priya):
    """Tom leads the leads: Aisha's corrective action is his to hand over."""
    tom = Seated(workspace, "tom.ridley")
    sofia = Seated(workspace, "sofia.brandt")
    round_at(MONDAY)
    digest = digest_of(tom)
    hand_over = button_of(digest, "Hand over …", number_of(coach, "aisha.rahman@brennick.example"))
    opens(tom, digest, hand_over)
    other = tom.seat.searches(tom.seat.modal, "person_other", "Sofia")[0]["value"]

    handed = tom.fills(item="action:CAPA-2026-011", person_other=other, reason="A supplier's part.")

    assert handed == {"closed": True}
    card = sofia.reads(sofia.seat.direct, "Tom Ridley thinks that this is yours")
    sofia.presses(card, "nudge_approve")
    aisha = Seated(workspace, "aisha.rahman")
    for one in (tom, aisha):
        one.reads(one.seat.direct, "Another owner for CAPA-2026-011", "accepted, says Sofia Brandt")
    with coach.database.read() as session:
        (item,) = open_items(session, today=date(2026, 11, 16), keys={"action:CAPA-2026-011"})
        assert item.person_id == find(session, "sofia.brandt@brennick.example").id
        assert session.query(NudgeRequest).one().state == "approved"


def test_when_all_is_well_it_is_said_once_a_month(round_at, gareth, coach):
    with coach.database.begin() as session:
        for assigned in session.scalars(select(TrainingAssignment)):
            assigned.gone_on = MONDAY.date()
        for done in session.scalars(select(TrainingCompletion)):
            done.valid_until = None
    for weeks in range(1, 8):
        round_at(MONDAY + timedelta(weeks=weeks))

    said = [one for one in gareth.from_app(gareth.seat.direct) if "week of" in one.text]
    assert [one.text for one in said] == [
        "Your team, week of 23 Nov 2026: all is well.",
        "Your team, week of 4 Jan 2027: all is well.",
    ]
    well = ":white_check_mark: All is well in your team: nothing overdue, due or unconfirmed."
    assert well in texts(said[0])


def opens(person, message, action_id, given=None):
    person.seat.clicks(message, action_id, given)
    waits = "One moment"
    assert wait_for(
        lambda: person.seat.modal is not None and waits not in str(person.seat.modal.view), 10
    )
    return person.seat.modal
