"""The Home tab and help: what people find without a manual."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import inbox
from bot.inbox import Incoming
from bot.local_workspace import Seat
from bot.slack.help import asks_for_help
from bot.slack.home import replies_to
from bot.slack.home_blocks import WAITS, Asked, HomeShown, home_view
from bot.slack.home_reading import quality_desk, questions_asked
from bot.slack.passage_blocks import GONE
from bot.timing import Timing
from knowledge import deliveries, expertise
from knowledge.access import OUTSIDER, Viewer
from knowledge.answers.examples import examples
from knowledge.deliveries import Address, NewDelivery
from knowledge.feedback import Member
from knowledge.storage.assistant_tables import Turn
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.expertise_tables import WrongReport
from tests.bot.slack.documents import NOW, keep_answer, publish
from tests.proofs.delivery.places import wait_for

TEAM, ME = "T1", "U0PRIYA"


def texts(view):
    return [
        block["text"]["text"] if block["type"] in ("section", "header")
        else block["elements"][0]["text"]
        for block in view["blocks"]
        if block["type"] in ("section", "context", "header")
    ]  # fmt: skip


@pytest.fixture
def session(database):
    with database.begin() as session:
        yield session


@pytest.fixture
def add_turn(session):
    """A question that was asked, so many minutes ago."""

    def add(question, outcome="answered", minutes=0, person=ME, **more):
        asked_at = NOW - timedelta(minutes=minutes)
        row = Turn(
            team=TEAM, conversation="D1", person=person, asked_at=asked_at, way="direct",
            private=True, typed=question, outcome=outcome, **more,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row

    return add


def refer(session, question, person=ME, **more):
    known = {"answer_id": None, "named": True, "why": "asked", "now": NOW}
    where = Address(TEAM, person, "D1", "1.0")
    return expertise.refer(session, question=question, asker=person, where=where, **known | more)


def test_my_questions_are_listed_with_what_became_of_them(session, add_turn):
    add_turn("Who signs a concession?", minutes=3)
    add_turn("How often are gauges checked?", "nearest", minutes=2)
    add_turn("What is the canteen's phone number?", "not_found", minutes=1)
    add_turn("Wer unterschreibt?", "other_language")
    add_turn("Somebody else's?", person="U0OTHER")

    assert [(one.question, one.state) for one in questions_asked(session, TEAM, ME)] == [
        ("Wer unterschreibt?", "not answered"),
        ("What is the canteen's phone number?", "not found"),
        ("How often are gauges checked?", "nearest"),
        ("Who signs a concession?", "answered"),
    ]


def test_a_question_passed_on_waits_for_the_quality_team_and_then_is_answered(session, add_turn):
    add_turn("What about the spare seals?", "not_found")
    referral = refer(session, "What about the  spare seals?")

    assert [one.state for one in questions_asked(session, TEAM, ME)] == ["with the quality team"]

    priya = Member("U0QUALITY", frozenset({"quality"}))
    expertise.reply(session, referral.id, by=priya, text="Two years.", message="2.0", now=NOW)

    assert [one.state for one in questions_asked(session, TEAM, ME)] == [
        "answered by the quality team"
    ]


def test_what_was_asked_without_a_name_is_listed_for_its_asker_alone(session):
    refer(session, "May I say something?", named=False)

    assert [one.question for one in questions_asked(session, TEAM, ME)] == ["May I say something?"]
    assert questions_asked(session, TEAM, "U0OTHER") == []


def test_the_latest_ten_questions_are_enough(session, add_turn):
    for number in range(15):
        add_turn(f"Question {number}?", minutes=number)

    assert [one.question for one in questions_asked(session, TEAM, ME)] == [
        f"Question {number}?" for number in range(10)
    ]


def test_the_quality_team_sees_what_is_open(session):
    refer(session, "Where are the spare seals?")
    answer = keep_answer(session, "Who signs?", publish(session, "QP-0008"))
    session.add(
        WrongReport(
            answer_id=answer.id, team=TEAM, person=ME, comment="it is the director",
            reported_at=NOW, state="open",
        )
    )  # fmt: skip
    lost = NewDelivery("key", Address(TEAM, ME, "D1"), "answer")
    deliveries.enqueue(session, lost, now=NOW)
    session.query(Delivery).update({"state": "dead", "trouble": "channel_not_found"})
    inbox.record(session, Incoming(TEAM, "E1", "question", {}), now=NOW, due_at=NOW)
    job = inbox.claim(session, owner="me", now=NOW, timing=Timing())
    inbox.fail(session, job, trouble="reference 1234", now=NOW)

    desk = quality_desk(session, now=NOW)
    shown = texts(home_view(HomeShown(desk=desk, quality_channel="qms-team")))

    when = "<!date^1794819600^{date_short_pretty} at {time}|16 Nov 2026, 09:00 UTC>"
    assert shown[1:6] == [
        "For the quality team",
        f"*Not delivered (1)*\n• The answer to <@{ME}> of 2026-11-16 09:00 UTC was given up. "
        "Reason: channel_not_found.",
        f"*Failed (1)*\n• question: reference 1234 · {when}",
        f"*Reported as wrong, to be judged (1)*\n• “Who signs?”: it is the director · {when}",
        f"*Questions without an answer (1)*\n• Where are the spare seals? · {when}",
    ]
    assert shown[6] == "Their cards are in #qms-team."


def test_a_state_is_said_in_words():
    shown = texts(home_view(HomeShown([Asked("Who signs?", "nearest", NOW)])))

    assert shown[2] == (
        "*Who signs?*\n:mag: Nearest passages only · "
        "<!date^1794819600^{date_short_pretty} at {time}|16 Nov 2026, 09:00 UTC>"
    )


def test_examples_come_from_the_companys_own_documents(session):
    publish(session, "WI-108", title="Torque wrenches", kind="instruction", heading="2 Daily check")
    publish(session, "QP-0011", title="Customer complaints")
    publish(session, "QP-0021", title="Change control")
    publish(session, "MB-03", title="Succession", audience="managers")
    publish(session, "QP-0030", title="Forklifts", approval="draft")

    assert examples(session, Viewer(), on=NOW.date()) == [
        "What does WI-108 say about daily check?",
        "Who is responsible for customer complaints?",
        "Which document covers change control?",
    ]
    assert examples(session, OUTSIDER, on=NOW.date()) == []


def test_without_documents_there_are_no_examples(session):
    assert examples(session, Viewer(), on=NOW.date()) == []


@pytest.mark.parametrize("words", ["help", "Help!", "  HELP me ", "What can you do?", "?"])
def test_whoever_asks_for_help_is_helped(words):
    assert asks_for_help(words)


@pytest.mark.parametrize("words", ["help with calibration", "who can help?", "what is QP-0008"])
def test_a_question_is_not_taken_for_a_call_for_help(words):
    assert not asks_for_help(words)


# In the stand-in


def test_home_is_shown_when_it_is_opened(workspace, serving, published):
    published("QP-0011", title="Customer complaints")
    seat = Seat(workspace, "gareth.pugh")

    seat.opens_app("home")

    assert wait_for(lambda: seat.home is not None, 10)
    shown = texts(seat.home.view)
    assert shown[0].startswith("Ask how we work, and get the words of our own documents")
    assert "You have not asked anything yet" in shown[2]
    assert "For the quality team" not in shown


def test_the_quality_team_has_its_own_part(workspace, serving):
    seat = Seat(workspace, "priya.nair")

    seat.opens_app("home")

    assert wait_for(lambda: seat.home is not None, 10)
    assert texts(seat.home.view)[1:3] == ["For the quality team", "Nothing is open."]


def test_home_is_shown_anew_after_a_question(workspace, serving, replies):
    seat = Seat(workspace, "gareth.pugh")
    seat.opens_app("home")
    assert wait_for(lambda: seat.home is not None, 10)

    seat.tells_app("Who signs a concession?")
    replies(1)

    assert wait_for(lambda: "Who signs a concession?" in str(seat.home.view), 10)


def test_home_is_published_again_only_when_something_changed(workspace, serving, replies):
    seat = Seat(workspace, "gareth.pugh")
    seat.opens_app("home")
    assert wait_for(lambda: seat.home is not None, 10)

    Seat(workspace, "priya.nair").tells_app("Who signs a concession?")
    replies(1)
    seat.tells_app("And who signs it?")
    assert wait_for(lambda: "And who signs it?" in str(seat.home.view), 10)

    assert len(workspace.record.of("views.publish")) == 2


def test_an_old_answer_is_shown_again(workspace, serving, coach, published):
    passage = published("QP-0008", "Records are kept for ten years.")
    seat = Seat(workspace, "gareth.pugh")
    with coach.database.begin() as session:
        answer = keep_answer(session, "How long?", session.merge(passage, load=False))
        session.add(
            Turn(
                team=seat.person.team_id, conversation="D1", person=seat.person.id, asked_at=NOW,
                way="direct", private=True, typed="How long?", outcome="answered",
                answer_id=answer.id,
            )
        )  # fmt: skip
    seat.opens_app("home")
    assert wait_for(lambda: seat.home is not None, 10)

    seat.clicks(seat.home, "home_answer_0")

    assert wait_for(lambda: seat.modal and "ten years" in str(seat.modal.view), 10)


def test_what_the_quality_team_replied_is_shown_to_whoever_asked(workspace, serving, coach):
    seat, other = Seat(workspace, "gareth.pugh"), Seat(workspace, "aisha.rahman")
    priya = Member(Seat(workspace, "priya.nair").person.id, frozenset({"quality"}))
    with coach.database.begin() as session:
        where = Address(seat.person.team_id, seat.person.id, "D1", "1.0")
        asked = expertise.refer(
            session, question="Two years for seals?", answer_id=None, asker=seat.person.id,
            named=False, where=where, why="asked", now=NOW,
        )  # fmt: skip
        waiting = expertise.refer(
            session, question="And for gaskets?", answer_id=None, asker=seat.person.id,
            named=True, where=where, why="asked", now=NOW,
        )  # fmt: skip
        words = "Two years, see QP-0017.\nThe bag says from when."
        expertise.reply(session, asked.id, by=priya, text=words, message="2.0", now=NOW)
        ids = asked.id, waiting.id
    seat.opens_app("home")
    assert wait_for(lambda: seat.home is not None, 10)

    shows = {
        block["text"]["text"].split("*")[1]: block["accessory"]["action_id"]
        for block in seat.home.view["blocks"]
        if "home_answer" in str(block)
    }
    seat.clicks(seat.home, shows["Two years for seals?"])
    assert wait_for(lambda: seat.modal and "QP-0017" in str(seat.modal.view), 10)
    assert texts(seat.modal.view) == [
        "*Two years for seals?*",
        "*The quality team replies:*\n>Two years, see QP-0017.\n>The bag says from when.\n"
        f"— <@{priya.account}> · "
        "<!date^1794819600^{date_short_pretty} at {time}|16 Nov 2026, 09:00 UTC>",
    ]
    theirs = replies_to(serving.floor, other.person.id, ids[0])
    assert [block["text"]["text"] for block in theirs] == [GONE]
    assert replies_to(serving.floor, seat.person.id, ids[1])[1]["text"]["text"] == WAITS


def test_a_reply_and_the_answer_before_it_are_shown_together(workspace, serving, coach, published):
    passage = published("QP-0008", "Records are kept for ten years.")
    seat = Seat(workspace, "gareth.pugh")
    team, me = seat.person.team_id, seat.person.id
    priya = Member(Seat(workspace, "priya.nair").person.id, frozenset({"quality"}))
    with coach.database.begin() as session:
        answer = keep_answer(session, "How long?", session.merge(passage, load=False))
        session.add(
            Turn(
                team=team, conversation="D1", person=me, asked_at=NOW, way="direct", private=True,
                typed="How long?", outcome="answered", answer_id=answer.id,
            )
        )  # fmt: skip
        asked = expertise.refer(
            session, question="How long?", answer_id=answer.id, asker=me, named=True,
            where=Address(team, me, "D1", "1.0"), why="asked", now=NOW,
        )  # fmt: skip
        expertise.reply(session, asked.id, by=priya, text="Ten.", message="2.0", now=NOW)
    seat.opens_app("home")
    assert wait_for(lambda: seat.home is not None, 10)

    seat.clicks(seat.home, "home_answer_0")

    assert wait_for(lambda: seat.modal and ">Ten." in str(seat.modal.view), 10)
    assert ">Records are kept for ten years." in texts(seat.modal.view)


def test_the_help_button_explains_everything(workspace, serving, published):
    published("QP-0011", title="Customer complaints")
    seat = Seat(workspace, "gareth.pugh")
    seat.opens_app("home")
    assert wait_for(lambda: seat.home is not None, 10)

    seat.clicks(seat.home, "home_help")

    assert wait_for(lambda: seat.modal and "Where to ask" in str(seat.modal.view), 10)
    shown = " ".join(texts(seat.modal.view))
    assert "*Try one of these*\n• Who is responsible for customer complaints?" in shown
    assert "Priya Nair (quality manager)" in shown
    assert "Slack keeps what you type" in shown


def test_a_guest_has_neither_records_nor_drills():
    view = home_view(HomeShown(outside=True))

    assert texts(view)[1:] == [
        "My questions",
        "You have not asked anything yet. Your questions and what became of them stand here.",
    ]
    assert "record_list" not in str(view)
    assert "home_help" in str(view)
