"""Reminders in Slack: once a day, acted on from the message, until it is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from bot.local_workspace import Clock, default_workspace, running
from bot.nudging import Nudging
from bot.slack.nudge_requests import REQUEST
from knowledge import deliveries, nudges, people, registers
from knowledge.nudges import open_items
from knowledge.people import find
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.nudge_tables import NudgeHold, NudgeMute
from knowledge.storage.record_tables import Absence
from tests.bot.slack.brennick import copy_to, keep_here, settled, take_round, wait_until_matched
from tests.bot.slack.seated import MovedClock, Seated
from tests.proofs.delivery.places import wait_for

EARLY = datetime(2026, 11, 16, 6, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
TWO = datetime(2026, 11, 16, 14, 0, tzinfo=UTC)
READING, TORQUE = "training:TA-0627", "training:TA-0529"


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
    """With everybody's account known; the round itself is taken by the tests alone."""

    wait_until_matched(coach)
    return serving


@pytest.fixture
def round_at(workspace, serving, coach):
    """Move the clock and take a round; wait until everything that is due has been sent."""
    return partial(take_round, Nudging(serving.floor), workspace, coach)


@pytest.fixture
def joanne(workspace, serving):
    """A planner of Gareth's team who works from 8:00 and has something to read."""
    return Seated(workspace, "joanne.webb")


@pytest.fixture
def gareth(workspace, serving):
    return Seated(workspace, "gareth.pugh")


@pytest.fixture
def aisha(workspace, serving):
    """She leads assembly and owns a corrective action."""
    return Seated(workspace, "aisha.rahman")


def texts(message):
    return [
        block["text"]["text"] if "text" in block else block["elements"][0]["text"]
        for block in message.blocks
        if block["type"] in ("section", "context", "header")
    ]


def buttons(message):
    return [
        element["text"]["text"] if element["type"] == "button" else
        [option["text"]["text"] for option in element["options"]]
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]  # fmt: skip


def day_message(person):
    return person.reads(person.seat.direct, "today")


def as_now(person, message):
    """The same message as it is shown now."""
    return next(one for one in person.from_app(person.seat.direct) if one.ts == message.ts)


def opens(person, message, action_id, given=None):
    person.seat.clicks(message, action_id, given)
    waits = "One moment"
    assert wait_for(
        lambda: person.seat.modal is not None and waits not in str(person.seat.modal.view), 10
    )
    return person.seat.modal


def test_a_reminder_comes_in_the_first_minutes_of_the_shift_and_says_what_is_open(round_at, joanne):
    round_at(MONDAY - timedelta(minutes=1))
    assert joanne.from_app(joanne.seat.direct) == []

    round_at(MONDAY)

    message = day_message(joanne)
    assert message.text == "1 item today, 1 overdue. QP-0009 revision F"
    assert texts(message) == [
        "*1 item today, 1 overdue.*",
        "*TA-0627 QP-0009 revision F*\n"
        ":red_circle: 3 days overdue (13 Nov 2026) · read and acknowledge it",
        "One message a day at most, in your working hours, until it is done.",
    ]
    assert buttons(message) == [
        "Done …",
        "I'll do it on …",
        ["Snooze …", "Ask for more time …"],
    ]


def test_there_is_one_message_a_day_however_often_the_round_is_taken(round_at, joanne):
    for minutes in (0, 1, 30, 400):
        round_at(MONDAY + timedelta(minutes=minutes))

    assert len(joanne.from_app(joanne.seat.direct)) == 1


def test_what_is_critical_says_what_may_not_be_done_and_cannot_be_snoozed(
    round_at, workspace, serving
):
    rob = Seated(workspace, "rob.yates")
    round_at(EARLY)  # he works from 6:00, and doesn't want to be disturbed before 8:00
    assert rob.from_app(rob.seat.direct) == []
    round_at(MONDAY)

    message = day_message(rob)

    assert texts(message)[1] == (
        "*TA-0529 Torque*\n"
        ":red_circle: has run out, 30 days overdue (17 Oct 2026) · take part and pass\n"
        ":no_entry: May not close a valve body without this qualification"
    )
    assert buttons(message) == ["Done …", "I'll do it on …", ["Ask for more time …"]]


def test_reading_it_ends_the_reminders_and_the_message_says_so(round_at, joanne, coach):
    round_at(MONDAY)
    message = day_message(joanne)
    form = opens(joanne, message, "record_do_0")

    joanne.seat.submits(form, {})

    told = joanne.reads(joanne.seat.direct, "You have read QP-0009 revision F")
    assert told.thread_ts == message.ts
    left = ":white_check_mark: Nothing of this is left for now. Thank you."
    assert wait_for(lambda: texts(as_now(joanne, message)) == [left], 10)
    for days in range(1, 12):
        round_at(MONDAY + timedelta(days=days))
    later = [one.text for one in joanne.from_app(joanne.seat.direct) if one.ts > told.ts]
    assert not [text for text in later if "QP-0009" in text]


def test_a_promise_is_kept_until_its_hour_and_then_the_coach_is_back(round_at, joanne, coach):
    round_at(MONDAY)
    message = day_message(joanne)
    opens(joanne, message, "nudge_promise_0")
    at = datetime(2026, 11, 18, 13, 30, tzinfo=UTC)

    assert joanne.fills(at=int(at.timestamp())) == {"closed": True}

    told = joanne.reads(joanne.seat.direct, "Noted: I come back to you on Wed 18 Nov, 13:30")
    assert told.text.endswith(", unless it is done by then.")
    round_at(MONDAY + timedelta(days=1, hours=2))
    round_at(at - timedelta(minutes=1))
    before = len(joanne.from_app(joanne.seat.direct))
    round_at(at)
    assert len(joanne.from_app(joanne.seat.direct)) == before + 1
    again = joanne.reads(joanne.seat.direct, "QP-0009", button="nudge_promise")
    assert "you planned it for today; 5 days overdue" in texts(again)[1]


def test_a_promise_in_the_past_is_an_error_of_the_form(round_at, joanne):
    round_at(MONDAY)
    opens(joanne, day_message(joanne), "nudge_promise_0")

    refused = joanne.fills(at=int((MONDAY - timedelta(days=1)).timestamp()))

    assert refused == {"errors": {"at": "That moment is past. Choose one that is still to come."}}


def test_snoozing_takes_a_reason_and_three_times_are_the_most(round_at, joanne, coach):
    round_at(MONDAY)
    message = day_message(joanne)
    opens(joanne, message, "nudge_more_0", f"snooze|{READING}")
    assert joanne.fills(until="2026-12-24", reason="stocktaking") == {
        "errors": {"until": "Choose a day from tomorrow on, within 7 days."}
    }
    joanne.fills(until="2026-11-18", reason="stocktaking")
    joanne.reads(joanne.seat.direct, "Put off until Wed 18 Nov.")

    with coach.database.begin() as session:
        person = find(session, "0174")
        for _ in range(2):
            nudges.snooze(
                session, READING, by=person, until=MONDAY.date() + timedelta(days=3),
                reason="still", now=MONDAY,
            )  # fmt: skip
        holds = session.scalars(select(NudgeHold).where(NudgeHold.item == READING)).all()
        assert [hold.reason for hold in holds] == ["stocktaking", "still", "still"]
    round_at(datetime(2026, 11, 19, 8, 0, tzinfo=UTC))

    again = joanne.reads(joanne.seat.direct, "today", button="nudge_promise")
    assert buttons(again)[:3] == ["Done …", "I'll do it on …", ["Ask for more time …"]]


def test_more_time_is_asked_of_the_lead_who_approves(round_at, joanne, gareth, coach):
    keep_here(coach.database, "training")
    round_at(MONDAY)
    message = day_message(joanne)
    opens(joanne, message, "nudge_more_0", f"extend|{READING}")

    assert joanne.fills(to_on="2026-11-27", reason="On the road until then.") == {"closed": True}

    joanne.reads(joanne.seat.direct, "Asked for more time. Gareth Pugh decides")
    card = gareth.reads(gareth.seat.direct, "Joanne Webb asks for more time, until 27 Nov 2026")
    assert texts(card) == [
        "*Joanne Webb asks for more time, until 27 Nov 2026*\n"
        "TA-0627 QP-0009 revision F · due 13 Nov 2026\n>On the road until then."
    ]
    gareth.presses(card, "nudge_approve")

    assert joanne.reads(joanne.seat.direct, "More time for TA-0627").text == (
        ":white_check_mark: More time for TA-0627 QP-0009 revision F: until 27 Nov 2026, "
        "says Gareth Pugh."
    )
    assert wait_for(lambda: "*Approved* by Gareth Pugh" in texts(as_now(gareth, card)), 10)
    assert wait_for(lambda: "Nothing of this is left" in as_now(joanne, message).text, 10)
    with coach.database.read() as session:
        (item,) = open_items(session, today=MONDAY.date(), keys={READING})
        assert item.due_on.isoformat() == "2026-11-27"


def test_whoever_answers_before_the_post_is_noted_sees_it_on_the_card_too(
    round_at, joanne, gareth, coach, workspace
):
    keep_here(coach.database, "training")
    round_at(MONDAY)
    opens(joanne, day_message(joanne), "nudge_more_0", f"extend|{READING}")
    joanne.fills(to_on="2026-11-27", reason="On the road until then.")
    card = gareth.reads(gareth.seat.direct, "asks for more time")
    settled(workspace, coach)
    noted(coach, state="sending", message=None)

    gareth.presses(card, "nudge_approve")
    joanne.reads(joanne.seat.direct, "More time for TA-0627")
    assert "Approved" not in str(as_now(gareth, card).blocks)
    noted(coach, state="sent", message=card.ts)

    assert wait_for(lambda: "*Approved* by Gareth Pugh" in texts(as_now(gareth, card)), 10)


def noted(coach, **values):
    """Change what is known of the card's delivery; senders are woken."""
    with coach.database.begin() as session:
        row = session.query(Delivery).filter_by(kind=REQUEST).one()
        row.due_at = row.lease_until = MONDAY + timedelta(days=1)
        for name, value in values.items():
            setattr(row, name, value)
        deliveries.announce(session, deliveries.CHANNEL)


def test_a_lead_declines_with_a_reason(round_at, joanne, gareth):
    round_at(MONDAY)
    message = day_message(joanne)
    opens(joanne, message, "nudge_more_0", f"extend|{READING}")
    joanne.fills(to_on="2026-11-27", reason="On the road until then.")
    card = gareth.reads(gareth.seat.direct, "asks for more time")

    gareth.opens(card, "nudge_decline", "Why not?")
    gareth.fills(reason="It takes ten minutes.")

    assert joanne.reads(joanne.seat.direct, "declined").text == (
        ":x: More time for TA-0627 QP-0009 revision F: declined by Gareth Pugh. "
        "It stays due on 13 Nov 2026.\n"
        ">It takes ten minutes."
    )


def test_what_is_not_mine_is_proposed_to_another_who_takes_it(
    round_at, aisha, workspace, serving, coach
):
    key = "action:CAPA-2026-011"
    katrin = Seated(workspace, "katrin.vogel")
    round_at(MONDAY)
    message = aisha.reads(aisha.seat.direct, "week of", button="nudge_more")
    opens(aisha, message, "nudge_more_0", f"not mine|{key}")
    other = aisha.seat.searches(aisha.seat.modal, "person_other", "Katrin Vo")[0]["value"]
    aisha.fills(person_other=other, reason="The valve is made at Lindenau.")

    card = katrin.reads(katrin.seat.direct, "Aisha Rahman thinks that this is yours")
    katrin.presses(card, "nudge_approve")

    aisha.reads(aisha.seat.direct, "accepted, says Katrin Vogel")
    with coach.database.read() as session:
        (item,) = open_items(session, today=MONDAY.date(), keys={key})
        assert item.person_id == find(session, "katrin.vogel@brennick.example").id


def test_what_was_asked_for_stands_in_the_message_and_is_asked_once(round_at, joanne):
    round_at(MONDAY)
    message = day_message(joanne)
    opens(joanne, message, "nudge_more_0", f"extend|{READING}")

    joanne.fills(to_on="2026-11-27", reason="On the road until then.")

    said = ":hourglass_flowing_sand: more time asked for, until 27 Nov 2026; not decided yet"
    assert wait_for(lambda: said in texts(as_now(joanne, message))[1], 10)
    assert buttons(as_now(joanne, message)) == ["Done …", "I'll do it on …", ["Snooze …"]]


def test_more_time_for_an_action_is_asked_of_qualitys_manager_and_deputy(
    round_at, aisha, workspace, serving, coach
):
    marek, priya, daniel = (
        Seated(workspace, name) for name in ("marek.zielinski", "priya.nair", "daniel.okafor")
    )
    round_at(MONDAY)
    message = aisha.reads(aisha.seat.direct, "week of", button="nudge_more")
    opens(aisha, message, "nudge_more_0", "extend|action:CAPA-2026-011")

    aisha.fills(to_on="2026-12-18", reason="Parts come on 10 December.")

    aisha.reads(aisha.seat.direct, "Asked for more time. Priya Nair or Daniel Okafor decides;")
    card = priya.reads(priya.seat.direct, "Aisha Rahman asks for more time")
    other = daniel.reads(daniel.seat.direct, "Aisha Rahman asks for more time")
    settled(workspace, coach)
    assert not [one for one in marek.from_app(marek.seat.direct) if "more time" in one.text]
    priya.presses(card, "nudge_approve")
    assert wait_for(lambda: "*Approved* by Priya Nair" in texts(as_now(daniel, other)), 10)
    aisha.reads(aisha.seat.direct, "More time for CAPA-2026-011", "until 18 Dec 2026, says Priya")


def test_nobody_else_answers_a_request(round_at, joanne, aisha, gareth):
    round_at(MONDAY)
    opens(joanne, day_message(joanne), "nudge_more_0", f"extend|{READING}")
    joanne.fills(to_on="2026-11-27", reason="On the road until then.")
    gareth.reads(gareth.seat.direct, "asks for more time")

    with pytest.raises(Exception, match="message_not_found"):
        aisha.presses(gareth.reads(gareth.seat.direct, "asks for more time"), "nudge_approve")


def test_fewer_of_a_kind_before_the_day(round_at, workspace, serving, coach):
    dean = Seated(workspace, "dean.hargrave")
    round_at(datetime(2026, 11, 23, 7, 0, tzinfo=UTC))
    round_at(datetime(2026, 11, 23, 15, 0, tzinfo=UTC))
    message = day_message(dean)
    number = next(
        place
        for place, block in enumerate(
            [block for block in message.blocks if block["type"] == "actions"]
        )
        if "mute|" in str(block)
    )
    key = "training:TA-0640"

    dean.seat.clicks(message, f"nudge_more_{number}", f"mute|{key}")

    assert dean.reads(dean.seat.direct, "No more reminders").text == (
        "No more reminders of the kind “reading” before the day they are due. "
        "What is due, late or critical still comes. The same menu brings them back."
    )
    with coach.database.read() as session:
        assert session.scalar(select(NudgeMute.kind)) == "reading"
    again = "All of these again"
    assert wait_for(lambda: again in str(as_now(dean, message).blocks), 10)
    assert "Fewer of these" not in str(as_now(dean, message).blocks)

    dean.seat.clicks(message, f"nudge_more_{number}", f"unmute|{key}")

    dean.reads(dean.seat.direct, "Reminders of the kind “reading” come before their day again.")
    assert wait_for(lambda: "Fewer of these" in str(as_now(dean, message).blocks), 10)
    with coach.database.read() as session:
        assert session.scalar(select(NudgeMute.kind)) is None


def test_do_not_disturb_puts_the_message_off(round_at, joanne, workspace):
    person = workspace.person("joanne.webb")
    person.dnd.enabled, person.dnd.begins, person.dnd.ends = True, 7, 11

    round_at(MONDAY)
    assert joanne.from_app(joanne.seat.direct) == []
    round_at(datetime(2026, 11, 16, 11, 1, tzinfo=UTC))

    assert day_message(joanne)


def test_on_the_day_of_an_audit_nothing_is_sent_and_the_state_stays(round_at, joanne, coach):
    with coach.database.begin() as session:
        nudges.pause(session, MONDAY.date(), by=None, now=EARLY)

    round_at(MONDAY)
    assert joanne.from_app(joanne.seat.direct) == []
    with coach.database.read() as session:
        assert open_items(session, today=MONDAY.date(), keys={READING})[0].state == "overdue"
    round_at(MONDAY + timedelta(days=1))

    assert "4 days overdue" in texts(day_message(joanne))[1]


def test_what_was_done_meanwhile_is_not_sent(round_at, joanne, serving, coach):
    with coach.database.begin() as session:
        registers.report(
            session, "training", "TA-0627", "acknowledged", find(session, "0174").id,
            {"performed_on": MONDAY.date()}, MONDAY,
        )  # fmt: skip

    round_at(MONDAY)

    assert joanne.from_app(joanne.seat.direct) == []


def test_a_report_that_the_file_contradicts_brings_the_item_back(round_at, joanne, coach):
    round_at(MONDAY)
    joanne.seat.submits(opens(joanne, day_message(joanne), "record_do_0"), {})
    joanne.reads(joanne.seat.direct, "You have read")
    with coach.database.begin() as session:
        registers.settle(session, "training", "TA-0627", {"performed_on": None}, MONDAY)

    round_at(MONDAY + timedelta(days=1))

    again = joanne.reads(joanne.seat.direct, "QP-0009 revision F", button="nudge_promise")
    assert "4 days overdue" in texts(again)[1]


def test_only_the_person_sees_what_is_theirs(round_at, workspace, coach):
    round_at(MONDAY)

    with coach.database.read() as session:
        sent = session.scalars(select(Delivery).where(Delivery.message.is_not(None))).all()
        assert sent
        for row in sent:
            assert row.conversation.startswith("D"), row.kind
            assert people.by_slack_account(session, row.person) is not None


def test_an_hour_of_today_is_kept_today_below_the_message(round_at, joanne):
    message = promised_for_two(round_at, joanne)
    assert texts(as_now(joanne, message))[:2] == [
        "*Nothing is left for now; 1 item comes back later.*",
        "*TA-0627 QP-0009 revision F*\n"
        ":calendar: you planned it for Mon 16 Nov, 14:00; 3 days overdue (13 Nov 2026) · "
        "read and acknowledge it",
    ]
    round_at(TWO - timedelta(minutes=1))
    before = len(joanne.from_app(joanne.seat.direct))

    round_at(TWO)

    back = joanne.reads(joanne.seat.direct, "you planned it for 14:00", thread=message.ts)
    assert len(joanne.from_app(joanne.seat.direct)) == before + 1
    assert back.text == "TA-0627 QP-0009 revision F: you planned it for 14:00; 3 days overdue"
    assert buttons(back) == ["Done …", "I'll do it on …", ["Snooze …", "Ask for more time …"]]
    for hours in (0, 1, 3, 24):
        round_at(TWO + timedelta(hours=hours))
    assert len(joanne.from_app(joanne.seat.direct)) == before + 1
    joanne.seat.submits(opens(joanne, back, "record_do_0"), {})
    for one in (message, back):
        assert wait_for(lambda one=one: "Nothing of this" in as_now(joanne, one).text, 10)


def test_whoever_stands_in_asks_for_time_and_reads_nothing_for_others(
    round_at, joanne, workspace, coach
):
    dean = Seated(workspace, "dean.hargrave")
    with coach.database.begin() as session:
        away = find(session, "joanne.webb@brennick.example")
        away.stand_in_id = find(session, "dean.hargrave@brennick.example").id
        monday = MONDAY.date()
        session.add(Absence(person_id=away.id, first_day=monday, last_day=monday))
    round_at(MONDAY)

    message = day_message(dean)

    assert texts(message)[2].startswith(
        "*TA-0627 QP-0009 revision F* · for Joanne Webb, who is away\n:red_circle: 3 days overdue"
    )
    assert buttons(message)[-1] == ["Ask for more time …"]
    assert joanne.from_app(joanne.seat.direct) == []


def test_what_is_not_barred_yet_says_from_when_on(round_at, workspace, serving):
    dean = Seated(workspace, "dean.hargrave")
    round_at(MONDAY)

    assert texts(day_message(dean))[1] == (
        "*TA-0600 First-off inspection at the CNC machine*\n"
        "due in 19 days (5 Dec 2026) · take part and pass\n"
        ":no_entry: From 6 Dec 2026 on: May not release a first-off part without this "
        "qualification"
    )


def test_what_was_planned_for_later_today_may_be_done_before(round_at, joanne):
    message = promised_for_two(round_at, joanne)
    assert buttons(as_now(joanne, message)) == [
        "Done …",
        "I'll do it on …",
        ["Ask for more time …"],
    ]

    joanne.seat.submits(opens(joanne, message, "record_do_0"), {})

    joanne.reads(joanne.seat.direct, "You have read QP-0009 revision F")
    before = len(joanne.from_app(joanne.seat.direct))
    round_at(TWO)
    assert len(joanne.from_app(joanne.seat.direct)) == before


def test_what_is_to_be_read_is_a_press_away(round_at, joanne, published):
    published("QP-0009", revision="F", address="https://qms.brennick.example/QP-0009_F.pdf")

    round_at(MONDAY)

    (row,) = [block for block in day_message(joanne).blocks if block["type"] == "actions"]
    first = row["elements"][0]
    assert (first["text"]["text"], first["url"]) == (
        "Open the controlled original", "https://qms.brennick.example/QP-0009_F.pdf",
    )  # fmt: skip


def test_what_lies_in_a_folder_is_named(round_at, joanne, published):
    published("QP-0009", revision="F", address=None, file="Procedures/QP-0009.docx")

    round_at(MONDAY)

    assert texts(day_message(joanne))[1].endswith(
        "read and acknowledge it\nControlled original: Procedures/QP-0009.docx"
    )


@pytest.mark.parametrize(
    "facts", [{"audience": "managers"}, {"handling": "never in Slack"}, {"approval": "draft"}]
)
def test_what_its_reader_may_not_see_or_is_not_in_force_is_not_linked(
    round_at, joanne, published, facts
):
    published("QP-0009", revision="F", address="https://qms.brennick.example/Q.pdf", **facts)

    round_at(MONDAY)

    assert "original" not in str(day_message(joanne).blocks)
    assert buttons(day_message(joanne))[0] == "Done …"


def promised_for_two(round_at, joanne):
    """Her message of this morning, once it says that she will do it at 14:00."""
    round_at(MONDAY)
    message = day_message(joanne)
    opens(joanne, message, "nudge_promise_0")
    assert joanne.fills(at=int(TWO.timestamp())) == {"closed": True}
    joanne.reads(joanne.seat.direct, "Noted: I come back to you on Mon 16 Nov, 14:00, unless")
    assert wait_for(lambda: "comes back later" in as_now(joanne, message).text, 10)
    return message


def test_a_promise_for_the_night_says_when_the_coach_is_back_indeed(round_at, joanne, coach):
    round_at(MONDAY)
    opens(joanne, day_message(joanne), "nudge_promise_0")

    joanne.fills(at=int(datetime(2026, 11, 17, 3, 0, tzinfo=UTC).timestamp()))

    joanne.reads(joanne.seat.direct, "Noted: I come back to you on Tue 17 Nov, 08:00, unless")
