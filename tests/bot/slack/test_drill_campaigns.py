"""Campaigns in Slack: asked of a team, told once, begun from the message, seen by name alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from bot import inbox
from bot.inbox import Incoming
from bot.local_workspace import Clock, default_workspace, running
from bot.nudging import Nudging
from bot.serving import Place, Serving
from bot.slack import drill_campaign_blocks as blocks
from bot.slack.app import Tokens
from bot.slack.drill_campaign_reading import NOT_YOURS, new_view, who_view
from bot.slack.drill_campaigns import CLOSE, OPEN
from bot.slack.drill_choice import NOT_WAITING, form_for
from bot.slack.drill_report_blocks import TITLE as REPORT
from bot.slack.drill_views import FORM as DRILL_FORM
from bot.slack.drill_views import OF_CAMPAIGN
from bot.slack.nudge_blocks import MORE, ONE_A_DAY
from knowledge.people import find
from knowledge.storage.drill_tables import DrillCampaign, Interview
from knowledge.storage.nudge_tables import NudgeHold, NudgeMute
from knowledge.storage.record_tables import Team
from tests.bot.slack.attentive import settled
from tests.bot.slack.brennick import copy_to, take_round, wait_until_matched
from tests.bot.slack.drilling import QUICK, Drilled
from tests.bot.slack.seated import MovedClock, Seated
from tests.proofs.delivery.places import wait_for

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
ANSWER = "I check the first part against the drawing with the gauge and note it on the form."
JUDGED = ("score", "points", "of the points", "finding", "verdict", "%")
"""Words that would say how a drill went."""


@pytest.fixture
def workspace():
    made = default_workspace(clock=Clock(MONDAY - timedelta(minutes=5)))
    with running(made):
        yield made


@pytest.fixture
def coach(coach, tmp_path):
    copy_to(tmp_path)
    coach.clock = MovedClock(MONDAY)
    return coach


@pytest.fixture
def serving(workspace, coach, answering):
    """With everybody's account known; the round of reminders is taken by the tests alone."""

    tokens = Tokens(workspace.app.bot_token, workspace.app.app_token)
    made = Serving(coach, Place(tokens, f"{workspace.address}/api/"), answering, QUICK)
    for step in made.steps:
        step()
    wait_until_matched(coach)
    yield made
    made.stop()


@pytest.fixture
def round_at(workspace, serving, coach):
    """Move the clock and take a round; wait until everything that is due has been sent."""
    return partial(take_round, Nudging(serving.floor), workspace, coach)


@pytest.fixture
def priya(workspace, serving):
    """The quality manager."""
    return Seated(workspace, "priya.nair")


@pytest.fixture
def gareth(workspace, serving):
    """He leads machining."""
    return Seated(workspace, "gareth.pugh")


@pytest.fixture
def joanne(workspace, serving):
    """A planner of Gareth's team who works from 8:00."""
    return Drilled(workspace, "joanne.webb")


def home_of(person, *words):
    """The Home tab, once it shows these words."""
    person.seat.opens_app("home")

    def there():
        return person.seat.home and all(one in str(person.seat.home.view) for one in words)

    assert wait_for(there, 10), person.seat.home and person.seat.home.view
    return person.seat.home


def modal_after(person, where, action_id, words):
    """Press a button; the modal, once it shows these words."""
    person.seat.clicks(where, action_id)
    assert wait_for(
        lambda: person.seat.modal is not None and words in str(person.seat.modal.view), 10
    ), person.seat.modal and person.seat.modal.view
    return person.seat.modal


def team_id(coach, code):
    with coach.database.read() as session:
        return session.query(Team).filter_by(code=code).one().id


def opens(person, coach, team="MAC", due_on="2026-11-30", **more):
    """Open a campaign from Home; what the coach says to it."""
    modal_after(person, home_of(person, "Drill campaigns"), blocks.NEW, "To be done by")
    given = {"title": "Before March", "team": str(team_id(coach, team)), "due_on": due_on, **more}
    answer = person.fills(**given)
    assert "errors" not in answer, answer
    return person.reads(person.seat.direct, "“Before March”: ")


def day_message(person):
    return person.reads(person.seat.direct, "today")


def as_now(person, message):
    return next(one for one in person.from_app(person.seat.direct) if one.ts == message.ts)


def texts(where):
    shown = where.blocks if hasattr(where, "blocks") else where.view["blocks"]
    return [
        one["text"]["text"] if "text" in one else one["elements"][0]["text"]
        for one in shown
        if one["type"] in ("section", "context", "header")
    ]


def section_with(where, words):
    return next(text for text in texts(where) if words in text)


def buttons(message):
    return [
        one["text"]["text"] if one["type"] == "button" else
        [option["text"]["text"] for option in one["options"]]
        for block in message.blocks
        if block["type"] == "actions"
        for one in block["elements"]
    ]  # fmt: skip


def begin_button(message):
    return next(
        one["action_id"]
        for block in message.blocks
        if block["type"] == "actions"
        for one in block["elements"]
        if one["action_id"].startswith(blocks.BEGIN)
    )


def does_it(person, where, button):
    """Begin a campaign's drill from a button and go through it to the report."""
    modal_after(person, where, button, OF_CAMPAIGN)
    assert person.seat.modal.view["callback_id"] == DRILL_FORM
    person.chooses()
    person.thread = person.asked_next().ts
    return person.goes_through(lambda asked: ANSWER)


def test_quality_opens_one_from_home_and_is_told_who_is_asked(priya, coach):
    said = opens(priya, coach, clauses="8.5.1, 7.2", length="6", questions="operator-09")

    asked = 11
    assert said.text == (
        f"“Before March”: {asked} people of Machining Ashcombe (MAC) are asked to do it by "
        f"30 Nov 2026. {blocks.TOLD}"
    )
    with coach.database.read() as session:
        (made,) = session.query(DrillCampaign).all()
        assert (made.clauses, made.questions, made.length) == (["8.5.1", "7.2"], ["operator-09"], 6)
    home = home_of(priya, "Before March")
    assert section_with(home, "Before March") == (
        "*Before March* · Machining Ashcombe (MAC) · 6 questions about clauses 8.5.1 and 7.2\n"
        f"0 of {asked} have done it · due 30 Nov 2026"
    )


def test_a_home_tab_that_is_open_shows_what_was_opened_a_moment_ago(priya, gareth, joanne, coach):
    for person in (gareth, joanne):
        home_of(person, "My drills")
    opens(priya, coach)

    for person, words in ((gareth, "0 of 11 have done it"), (joanne, "Before March")):
        coach.clock.move(coach.clock() + timedelta(seconds=2))
        assert wait_for(lambda who=person, said=words: said in str(who.seat.home.view), 10), (
            person.seat.home.view
        )


def test_a_lead_asks_the_own_team_and_others_nobody(gareth, joanne, coach):
    form = modal_after(gareth, home_of(gareth, "Drill campaigns"), blocks.NEW, "To be done by")

    (menu,) = [one["element"] for one in form.view["blocks"] if one.get("block_id") == "team"]
    assert [one["text"]["text"] for one in menu["options"]] == ["Machining Ashcombe (MAC)"]
    assert "Drill campaigns" not in str(home_of(joanne, "My drills").view)


def test_what_makes_no_sense_shows_below_its_field(priya, coach):
    modal_after(priya, home_of(priya, "Drill campaigns"), blocks.NEW, "To be done by")
    given = {"title": "Before March", "team": blocks.FOR_ALL, "due_on": "2026-11-30"}

    def errors(**more):
        return priya.fills(**given | more)["errors"]

    assert errors(due_on="2026-11-02") == {
        "due_on": "A campaign is due after it opens, and not in the past."
    }
    assert errors(clauses="8.5.1 and packing") == {
        "clauses": "Only numbers of clauses, such as 8.5.1, not “packing”."
    }
    assert list(errors(clauses="8.99")) == ["clauses"]
    assert errors(questions="operator-99") == {
        "questions": "Question operator-99 is not approved, or not there. "
        "`coach drill questions list` shows the state of each."
    }
    with coach.database.read() as session:
        assert session.query(DrillCampaign).count() == 0


def test_members_are_told_once_in_the_message_of_their_day(priya, joanne, round_at, coach):
    opens(priya, coach)
    round_at(MONDAY + timedelta(minutes=5))
    round_at(MONDAY + timedelta(minutes=90))
    tuesday = MONDAY + timedelta(days=1)
    round_at(tuesday)

    (message,) = [one for one in joanne.from_app(joanne.seat.direct) if "today" in one.text]
    assert message.text == "2 items today, 1 overdue. QP-0009 revision F; Before March"
    assert texts(message)[2:] == [
        "*Drill 1 Before March*\n"
        "new, due in 14 days (30 Nov 2026) · a practice interview of 3 questions; "
        "how it goes stays private",
        ONE_A_DAY,
    ]
    assert buttons(message)[3:] == ["Begin", "I'll do it on …", ["Snooze …", "Fewer of these"]]


def test_a_drill_is_begun_from_the_message_and_then_nothing_is_left(
    priya, gareth, joanne, round_at, workspace, coach, serving
):
    opens(priya, coach, length="3")
    round_at(MONDAY + timedelta(minutes=5))
    message = day_message(joanne)
    report = does_it(joanne, message, begin_button(message))
    settled(workspace, coach)

    assert REPORT in report.text
    with coach.database.read() as session:
        (interview,) = session.query(Interview).all()
        assert (interview.campaign_id, interview.state, interview.length) == (1, "finished", 3)
    assert "Before March" not in str(as_now(joanne, message).blocks)
    assert "Before March" not in str(home_of(joanne, "Finished").view)
    assert NOT_WAITING in str(form_for(serving.floor, joanne.id, 1))
    for person in (priya, gareth):
        home = home_of(person, "1 of 11 have done it")
        seen = modal_after(person, home, f"{blocks.LOOK}_0", "Not yet (10)")
        done = next(text for text in texts(seen) if text.startswith("*Done"))
        assert done == "*Done (1)*\n• Joanne Webb · 16 Nov 2026"
        assert "• Dean Hargrave" in next(text for text in texts(seen) if "*Not yet" in text)
        said = [text.replace(blocks.ONLY_WHO, "") for text in texts(seen)]
        assert not [word for word in JUDGED if word in "\n".join(said).casefold()]


def test_a_drill_that_is_stopped_is_still_to_be_done(priya, joanne, workspace, coach):
    opens(priya, coach)
    home = home_of(joanne, "Before March")
    modal_after(joanne, home, f"{blocks.BEGIN}_0", OF_CAMPAIGN)
    joanne.chooses()
    first = joanne.asked_next()
    joanne.thread = first.ts
    joanne.presses(first, "drill_stop")
    settled(workspace, coach)

    again = home_of(joanne, "Before March", "Stopped after 0 of 3")
    assert section_with(again, "Before March") == (
        "*Before March*\n3 questions, what an auditor would ask · due 30 Nov 2026"
    )
    assert "0 of 11 have done it" in str(home_of(priya, "Before March").view)


def test_closing_it_ends_reminders_and_brings_messages_up_to_date(
    gareth, joanne, round_at, workspace, coach, serving
):
    opens(gareth, coach)
    round_at(MONDAY + timedelta(minutes=5))
    message = day_message(joanne)
    seen = modal_after(gareth, home_of(gareth, "Before March"), f"{blocks.LOOK}_0", "Not yet (11)")
    assert seen.view["submit"]["text"] == "Close campaign"
    gareth.seat.submits(seen, {})
    told = gareth.reads(gareth.seat.direct, "is closed")
    settled(workspace, coach)

    assert told.text == (
        "“Before March” is closed: 0 of 11 have done it. Nobody is reminded of it any more."
    )
    assert "Before March" not in str(as_now(joanne, message).blocks)
    assert "Before March" not in str(home_of(joanne, "My drills").view)
    assert NOT_WAITING in str(form_for(serving.floor, joanne.id, 1))
    for days in (7, 14, 17, 24):
        round_at(MONDAY + timedelta(days=days))
    later = [one for one in joanne.from_app(joanne.seat.direct) if one.ts > message.ts]
    assert not [one for one in later if "Before March" in f"{one.text} {one.blocks}"]


def test_one_is_promised_and_muted_like_other_reminders(priya, joanne, round_at, coach):
    opens(priya, coach)
    round_at(MONDAY + timedelta(minutes=5))
    message = day_message(joanne)
    number = begin_button(message).rpartition("_")[2]
    joanne.opens(message, f"nudge_promise_{number}", "at")
    joanne.fills(at=int((MONDAY + timedelta(days=3)).timestamp()))
    joanne.reads(joanne.seat.direct, "Noted: I come back to you on Thu 19 Nov")
    muting = f"mute|drill:1 of {_person_id(coach, '0174')}"
    joanne.seat.clicks(message, f"{MORE}_{number}", muting)
    joanne.reads(joanne.seat.direct, "No more reminders of the kind “drill”")

    with coach.database.read() as session:
        assert [one.kind for one in session.query(NudgeHold)] == ["promise"]
        assert [one.kind for one in session.query(NudgeMute)] == ["drill"]


def test_a_lead_hears_after_seven_days_by_name_and_age_alone(
    priya, gareth, joanne, round_at, coach
):
    opens(priya, coach, due_on="2026-11-16")
    for days in (1, 3, 7):
        round_at(MONDAY + timedelta(days=days))

    digest = gareth.reads(gareth.seat.direct, "Your team, week of 23 Nov 2026")
    line = section_with(digest, "*Joanne Webb*")
    assert ":red_circle: 7 days late: Drill 1 Before March" in line
    assert not [word for word in JUDGED if word in line.casefold()]


def test_my_records_list_it_with_begin_and_a_leads_list_only_names_it(priya, gareth, joanne, coach):
    opens(priya, coach, due_on="2026-11-16")
    coach.clock.move(MONDAY + timedelta(days=2))
    for person, words in ((joanne, "Drill 1 Before March"), (gareth, "Late in your team")):
        person.seat.runs("/qms", "records")
        assert wait_for(
            lambda who=person, said=words: who.seat.modal and said in str(who.seat.modal.view), 10
        )

    mine = _block_with(joanne.seat.modal, "Drill 1 Before March")
    assert mine["accessory"]["action_id"].startswith(f"{blocks.BEGIN}_")
    theirs = _block_with(gareth.seat.modal, "Drill 1 Before March* · Joanne Webb")
    assert "2 days late" in theirs["text"]["text"]
    assert "accessory" not in theirs
    modal_after(joanne, joanne.seat.modal, mine["accessory"]["action_id"], OF_CAMPAIGN)


def test_nobody_else_opens_looks_or_closes(priya, joanne, serving, coach, workspace):
    opens(priya, coach)
    said = {
        "title": "Mine", "team": None, "length": 3, "clauses": [], "questions": [],
        "opens_on": "2026-11-16", "due_on": "2026-11-30",
    }  # fmt: skip
    with coach.database.begin() as session:
        for kind, what in ((OPEN, {"said": said}), (CLOSE, {"campaign": 1})):
            forged = Incoming(serving.floor.team, kind, kind, {"person": joanne.id} | what)
            inbox.record(session, forged, now=coach.clock(), due_at=coach.clock())
    settled(workspace, coach)

    refused = "The quality team opens and closes campaigns, or a lead for the own team."
    assert [one.text for one in joanne.from_app(joanne.seat.direct)] == [refused, refused]
    assert NOT_YOURS in str(new_view(serving.floor, joanne.id))
    names = "Who has done a campaign is seen by the quality team"
    assert names in str(who_view(serving.floor, joanne.id, 1))
    with coach.database.read() as session:
        (made,) = session.query(DrillCampaign).all()
        assert (made.title, made.ended_at) == ("Before March", None)


def _person_id(coach, number):
    with coach.database.read() as session:
        return find(session, number).id


def _block_with(view, words):
    return next(one for one in view.view["blocks"] if words in str(one.get("text")))


def test_who_finished_after_the_closing_is_shown_with_that():
    today = date(2026, 11, 16)
    shown = blocks.CampaignShown(7, "Before March", "Everybody", "3 questions", today, today, 1, 2)
    named = blocks.Named([("Ann Lee", today), ("Rob Yates", today)], [], ["Ann Lee"])

    text = str(blocks.who_modal(shown, named, today, may_close=False))

    assert "• Ann Lee · 16 Nov 2026, after it was closed\\n• Rob Yates · 16 Nov 2026'" in text
