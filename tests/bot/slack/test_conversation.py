"""The ways in, and going on in a thread, through the stand-in for Slack."""

import threading

import pytest

from bot.local_workspace import Seat
from knowledge.storage.assistant_tables import Turn
from tests.bot.slack.attentive import Attentive, heard, settled
from tests.proofs.delivery.places import wait_for

KEPT = "Records are kept for seven years."
QUESTION = "How long are inspection records kept?"


@pytest.fixture
def answering(coach):
    return Attentive(coach)


@pytest.fixture
def turns(coach):
    def all_turns():
        with coach.database.read() as session:
            return session.query(Turn).order_by(Turn.id).all()

    return all_turns


@pytest.fixture
def indexed(published):
    return published("QP-8", KEPT)


def said_by_app(seat, where):
    return [one for one in seat.sees(where) if one.bot_id]


def wait_said(seat, where, count):
    assert wait_for(lambda: len(said_by_app(seat, where)) >= count, 10), said_by_app(seat, where)
    return said_by_app(seat, where)


# Ways in


def test_a_direct_message_is_answered_in_its_thread_and_kept(
    workspace, coach, serving, indexed, turns
):
    seat = Seat(workspace, "gareth.pugh")
    asked = seat.tells_app(QUESTION)

    reply = wait_said(seat, seat.direct, 1)[0]

    assert reply.thread_ts == asked.ts
    assert KEPT in reply.text
    (turn,) = turns()
    assert (turn.way, turn.typed, turn.outcome) == ("direct", QUESTION, "answered")
    assert (turn.person, turn.message, turn.private) == (seat.person.id, asked.ts, False)
    assert turn.answer_id is not None


def test_a_mention_gets_one_reply_in_its_thread(workspace, coach, serving, indexed, turns):
    seat = Seat(workspace, "gareth.pugh")
    asked = seat.says("#quality", f"@Readiness Coach {QUESTION}")

    settled(workspace, coach)

    assert [one.thread_ts for one in said_by_app(seat, "#quality")] == [asked.ts]
    assert [turn.way for turn in turns()] == ["mention"]


def test_a_command_is_answered_to_the_asker_alone(workspace, coach, serving, indexed, turns):
    seat, other = Seat(workspace, "gareth.pugh"), Seat(workspace, "aisha.rahman")
    seat.runs("/qms", QUESTION, channel="#quality")

    reply = wait_said(seat, "#quality", 1)[0]

    assert reply.ephemeral_for == seat.person.id
    assert KEPT in reply.text
    assert reply.blocks[0]["elements"][0]["text"] == f"You asked: “{QUESTION}”"
    assert "Share here" in str(reply.blocks)
    assert said_by_app(other, "#quality") == []
    settled(workspace, coach)
    assert [(turn.way, turn.private) for turn in turns()] == [("command", True)]


def test_a_private_answer_is_shared_with_the_channel_it_was_asked_in(
    workspace, coach, serving, indexed
):
    seat, other = Seat(workspace, "gareth.pugh"), Seat(workspace, "aisha.rahman")
    seat.runs("/qms", QUESTION, channel="#quality")
    reply = wait_said(seat, "#quality", 1)[0]
    settled(workspace, coach)
    seat.clicks(reply, "answer_share")

    shared = wait_said(other, "#quality", 1)[0]

    assert shared.text.startswith(f"<@{seat.person.id}> shared an answer to “{QUESTION}”")


def test_a_command_where_the_app_is_not_is_answered_too(workspace, coach, serving, indexed):
    seat = Seat(workspace, "gareth.pugh")
    seat.runs("/qms", QUESTION, channel="#general")

    assert KEPT in wait_said(seat, "#general", 1)[0].text


def test_a_private_reply_that_cannot_be_shown_comes_directly(workspace, coach, serving, indexed):
    seat = Seat(workspace, "gareth.pugh")
    workspace.response_urls = Unusable()
    seat.runs("/qms", QUESTION, channel="#quality")

    reply = wait_said(seat, seat.direct, 1)[0]

    assert KEPT in reply.text
    assert said_by_app(seat, "#quality") == []


class Unusable(dict):
    """Addresses for replies that have run out."""

    def get(self, key, default=None):
        return None


@pytest.mark.parametrize("typed", ["", "help", "  "])
def test_a_command_without_a_question_is_answered_with_help(workspace, coach, serving, typed):
    seat = Seat(workspace, "gareth.pugh")
    seat.runs("/qms", typed, channel="#quality")

    reply = wait_said(seat, "#quality", 1)[0]

    assert reply.text.startswith("Ask how we work, in your own words.")
    assert reply.ephemeral_for == seat.person.id


def test_somebody_elses_message_is_asked_by_its_shortcut(
    workspace, coach, serving, indexed, answering, turns
):
    asker, author = Seat(workspace, "gareth.pugh"), Seat(workspace, "aisha.rahman")
    message = author.says("#quality", QUESTION)
    asker.uses_shortcut("ask_about_message", message)

    reply = wait_said(asker, "#quality", 1)[0]

    assert (reply.ephemeral_for, answering.asked[0][0]) == (asker.person.id, QUESTION)
    assert said_by_app(author, "#quality") == []
    settled(workspace, coach)
    assert [(turn.way, turn.person) for turn in turns()] == [("shortcut", asker.person.id)]


def test_the_messages_tab_suggests_questions_about_the_companys_own_documents(
    workspace, coach, serving, published
):
    published("QP-8", KEPT, title="Record control")
    seat = Seat(workspace, "gareth.pugh")
    seat.opens_app("messages")

    assert wait_for(lambda: seat.direct.id in workspace.prompts, 10)
    shown = workspace.prompts[seat.direct.id]
    assert shown["title"] == "Ask how we work"
    assert shown["prompts"][-1] == {"title": "What can I ask?", "message": "help"}
    assert "record control" in shown["prompts"][0]["message"]
    assert len(shown["prompts"]) <= 4


def test_without_documents_the_messages_tab_offers_help_alone(workspace, coach, serving):
    seat = Seat(workspace, "gareth.pugh")
    seat.opens_app("messages")

    assert wait_for(lambda: seat.direct.id in workspace.prompts, 10)
    assert workspace.prompts[seat.direct.id]["prompts"] == [
        {"title": "What can I ask?", "message": "help"}
    ]


# Stop


def test_stop_cancels_what_has_not_gone_out_and_says_so(
    workspace, coach, serving, indexed, answering, turns
):
    answering.held = threading.Event()
    seat = Seat(workspace, "gareth.pugh")
    asked = seat.tells_app(QUESTION)
    assert wait_for(lambda: bool(answering.asked), 10)
    seat.stops(seat.direct, asked.ts)

    replies = wait_said(seat, seat.direct, 1)
    answering.held.set()
    settled(workspace, coach)

    assert [one.text for one in said_by_app(seat, seat.direct)] == [
        "Stopped. Nothing more comes to this; ask again whenever you like."
    ]
    assert replies[0].thread_ts == asked.ts
    assert [turn.outcome for turn in turns()] == ["stopped"]


def test_stop_after_the_answer_says_nothing(workspace, coach, serving, indexed):
    seat = Seat(workspace, "gareth.pugh")
    asked = seat.tells_app(QUESTION)
    wait_said(seat, seat.direct, 1)
    settled(workspace, coach)
    seat.stops(seat.direct, asked.ts)
    settled(workspace, coach)

    assert len(said_by_app(seat, seat.direct)) == 1


# Files


def test_a_file_with_a_question_is_said_to_be_unread(workspace, coach, serving, indexed):
    seat = Seat(workspace, "gareth.pugh")
    photo = seat.uploads("label.jpg", b"\xff\xd8\xff")
    seat.says(seat.direct, QUESTION, files=[photo])

    reply = wait_said(seat, seat.direct, 1)[0]

    assert KEPT in reply.text
    assert "The file that came with this was not read: the answer is to your words alone." in str(
        reply.blocks
    )


def test_a_file_alone_is_told_what_to_do(workspace, coach, serving, indexed, turns):
    seat = Seat(workspace, "gareth.pugh")
    photo = seat.uploads("label.jpg", b"\xff\xd8\xff")
    seat.says("#quality", "@Readiness Coach", files=[photo])

    reply = wait_said(seat, "#quality", 1)[0]

    assert reply.text == (
        "The file was not read: I answer questions from our own documents and read nothing that "
        "is sent to me. Write what you want to know in words, or ask the quality team."
    )
    settled(workspace, coach)
    assert [turn.outcome for turn in turns()] == ["unread"]


# Going on


def test_a_follow_up_before_the_first_answer_waits_for_it_and_is_answered_once(
    workspace, coach, serving, indexed, answering, turns
):
    answering.held = threading.Event()
    seat = Seat(workspace, "gareth.pugh")
    asked = seat.says("#quality", f"@Readiness Coach {QUESTION}")
    assert wait_for(lambda: bool(answering.asked), 10)
    seat.says("#quality", "and who signs it?", thread_ts=asked.ts)
    seat.says("#quality", "and for castings?", thread_ts=asked.ts)
    heard(workspace)
    assert len(answering.asked) == 1

    answering.held.set()
    settled(workspace, coach)

    assert [one.thread_ts for one in said_by_app(seat, "#quality")] == [asked.ts] * 3
    assert [one for one, _ in answering.asked] == [
        QUESTION,
        f"{QUESTION} – and who signs it? (QP-8)",
        f"{QUESTION} – and who signs it? – and for castings? (QP-8)",
    ]
    assert [turn.typed for turn in turns()] == [QUESTION, "and who signs it?", "and for castings?"]


def test_what_others_say_before_the_first_answer_is_theirs(
    workspace, coach, serving, indexed, answering
):
    answering.held = threading.Event()
    seat, other = Seat(workspace, "gareth.pugh"), Seat(workspace, "aisha.rahman")
    asked = seat.says("#quality", f"@Readiness Coach {QUESTION}")
    assert wait_for(lambda: bool(answering.asked), 10)
    other.says("#quality", "and who signs it?", thread_ts=asked.ts)
    heard(workspace)

    answering.held.set()
    settled(workspace, coach)

    assert len(said_by_app(seat, "#quality")) == 1


def test_two_direct_messages_in_a_row_are_answered_in_their_order(
    workspace, coach, serving, indexed, answering
):
    answering.held = threading.Event()
    seat = Seat(workspace, "gareth.pugh")
    seat.tells_app(QUESTION)
    assert wait_for(lambda: bool(answering.asked), 10)
    seat.tells_app("and who signs it?")
    heard(workspace)

    answering.held.set()
    settled(workspace, coach)

    assert [one for one, _ in answering.asked] == [
        QUESTION,
        f"{QUESTION} – and who signs it? (QP-8)",
    ]


def test_a_follow_up_in_a_thread_needs_no_mention(
    workspace, coach, serving, indexed, answering, turns
):
    seat = Seat(workspace, "gareth.pugh")
    asked = seat.says("#quality", f"@Readiness Coach {QUESTION}")
    wait_said(seat, "#quality", 1)
    settled(workspace, coach)
    seat.says("#quality", "and who signs it?", thread_ts=asked.ts)

    reply = wait_said(seat, "#quality", 2)[1]

    understood = f"{QUESTION} – and who signs it? (QP-8)"
    assert answering.asked[1][0] == understood
    assert f"Understood as: “{understood}”" in str(reply.blocks)
    settled(workspace, coach)
    assert (turns()[1].way, turns()[1].typed) == ("follow_up", "and who signs it?")
    assert turns()[1].understood == understood


def test_a_thank_you_below_an_answer_gets_no_reply(workspace, coach, serving, indexed):
    seat = Seat(workspace, "gareth.pugh")
    asked = seat.says("#quality", f"@Readiness Coach {QUESTION}")
    wait_said(seat, "#quality", 1)
    settled(workspace, coach)
    seat.says("#quality", "thanks :+1:", thread_ts=asked.ts)
    settled(workspace, coach)

    assert len(said_by_app(seat, "#quality")) == 1


def test_when_people_talk_to_each_other_below_an_answer_it_stays_silent(
    workspace, coach, serving, indexed, answering
):
    gareth, aisha = Seat(workspace, "gareth.pugh"), Seat(workspace, "aisha.rahman")
    asked = gareth.says("#quality", f"@Readiness Coach {QUESTION}")
    wait_said(gareth, "#quality", 1)
    settled(workspace, coach)
    for seat, words in (
        (aisha, "I thought it was five"),
        (gareth, "and since when is it seven?"),
        (gareth, "@aisha.rahman is that in the old one?"),
        (aisha, "and who keeps them?"),
    ):
        seat.says("#quality", words, thread_ts=asked.ts)
        settled(workspace, coach)

    assert len(answering.asked) == 1
    assert len(said_by_app(gareth, "#quality")) == 1


def test_somebody_else_may_go_on_from_an_answer(workspace, coach, serving, indexed, answering):
    gareth, aisha = Seat(workspace, "gareth.pugh"), Seat(workspace, "aisha.rahman")
    asked = gareth.says("#quality", f"@Readiness Coach {QUESTION}")
    wait_said(gareth, "#quality", 1)
    settled(workspace, coach)
    aisha.says("#quality", "what about drawings?", thread_ts=asked.ts)

    wait_said(gareth, "#quality", 2)
    assert answering.asked[1][0] == f"{QUESTION} – what about drawings? (QP-8)"


def test_direct_messages_one_after_the_other_belong_together(
    workspace, coach, serving, indexed, answering
):
    seat = Seat(workspace, "gareth.pugh")
    seat.tells_app(QUESTION)
    wait_said(seat, seat.direct, 1)
    settled(workspace, coach)
    seat.tells_app("for how long?")
    wait_said(seat, seat.direct, 2)
    settled(workspace, coach)
    seat.tells_app("How often are gauges calibrated?")
    wait_said(seat, seat.direct, 3)

    assert [text for text, _ in answering.asked] == [
        QUESTION,
        f"{QUESTION} – for how long? (QP-8)",
        "How often are gauges calibrated?",
    ]


def test_what_was_asked_in_private_is_not_carried_into_a_channel(
    workspace, coach, serving, indexed, answering
):
    seat = Seat(workspace, "gareth.pugh")
    seat.runs("/qms", QUESTION, channel="#quality")
    wait_said(seat, "#quality", 1)
    settled(workspace, coach)
    seat.says("#quality", "@Readiness Coach and who signs it?")

    wait_said(seat, "#quality", 2)
    assert answering.asked[1][0] == "and who signs it?"


def test_a_thread_we_were_never_asked_in_is_left_alone(workspace, coach, serving, indexed):
    seat = Seat(workspace, "gareth.pugh")
    other = Seat(workspace, "aisha.rahman").says("#quality", "who has the torque wrench")
    seat.says("#quality", "and who signs it?", thread_ts=other.ts)
    settled(workspace, coach)

    assert said_by_app(seat, "#quality") == []
