"""What people and Slack send that is no question: the right words, or the right silence."""

import logging
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.local_workspace import Seat
from bot.slack.answering import (
    ALL_RIGHT,
    HOW_TO_SHARE,
    NOT_INDEXED,
    NOTHING_TO_STOP,
    ONE_LINE,
    SAY_WHAT_IS_WRONG,
    WELCOME,
)
from bot.slack.remedies import REVOKED, UNINSTALLED
from bot.timing import Timing
from knowledge.errors import BadInput, NothingIndexed
from knowledge.expertise import open_questions
from knowledge.storage.assistant_tables import Turn
from knowledge.storage.delivery_tables import Delivery, InboxJob
from tests.bot.slack.attentive import Attentive, heard, settled
from tests.proofs.delivery.places import wait_for

KEPT = "Records are kept for seven years."
QUESTION = "How long are records kept?"


@pytest.fixture
def answering(coach):
    return Attentive(coach)


@pytest.fixture
def indexed(published):
    return published("QP-8", KEPT)


@pytest.fixture
def gareth(workspace, serving):
    return Seat(workspace, "gareth.pugh")


@pytest.fixture
def said(workspace, coach):
    """What the app has said in a place, once all is done."""

    def words(seat, where=None):
        settled(workspace, coach)
        return [one.text for one in seat.sees(where or seat.direct) if one.bot_id]

    return words


# Edited and deleted


def test_an_edit_of_a_question_that_still_waits_is_what_is_answered(
    slow_start, workspace, coach, serving, indexed, answering, gareth, said
):
    message = gareth.tells_app("How long are recrods?")
    assert wait_for(lambda: _open(coach) == 1, 10)
    gareth.edits(message, QUESTION)
    heard(workspace)
    slow_start.set()

    assert len(said(gareth)) == 1
    assert [text for text, _ in answering.asked] == [QUESTION]


def test_a_later_edit_is_ignored(workspace, coach, serving, indexed, answering, gareth, said):
    message = gareth.tells_app(QUESTION)
    assert len(said(gareth)) == 1
    gareth.edits(message, "Who keeps records?")

    assert len(said(gareth)) == 1
    assert [text for text, _ in answering.asked] == [QUESTION]


def test_a_question_that_is_deleted_is_not_answered(
    slow_start, workspace, coach, serving, indexed, answering, gareth, said
):
    message = gareth.tells_app(QUESTION)
    assert wait_for(lambda: _open(coach) == 1, 10)
    gareth.deletes(message)
    heard(workspace)
    slow_start.set()

    assert said(gareth) == []
    assert answering.asked == []


def test_a_question_that_is_deleted_while_it_is_looked_up_is_not_answered(
    workspace, coach, serving, indexed, answering, gareth, said
):
    answering.held = threading.Event()
    message = gareth.tells_app(QUESTION)
    assert wait_for(lambda: bool(answering.asked), 10)
    gareth.deletes(message)
    assert wait_for(lambda: not _open(coach), 10)
    answering.held.set()

    assert said(gareth) == []


def test_below_a_deleted_message_the_answer_goes_to_the_conversation_itself(
    workspace, coach, serving, indexed, answering, gareth, said
):
    root = gareth.says("#quality", "About records")
    answering.held = threading.Event()
    gareth.says("#quality", f"@Readiness Coach {QUESTION}", thread_ts=root.ts)
    assert wait_for(lambda: bool(answering.asked), 10)
    gareth.deletes(root)
    answering.held.set()
    settled(workspace, coach)

    (reply,) = [one for one in gareth.sees("#quality") if one.bot_id]
    assert KEPT in reply.text
    assert reply.thread_ts is None


# No question in it


@pytest.mark.parametrize(
    "words", ["@Readiness Coach", "@Readiness Coach Hi", "@Readiness Coach 👋"]
)
def test_a_mention_without_a_question_is_told_in_one_line_what_this_is(
    gareth, said, indexed, words
):
    gareth.says("#quality", words)

    assert said(gareth, "#quality") == [ONE_LINE]


@pytest.mark.parametrize("words", ["hello", ":wave:", "🎉🎉", "…"])
def test_a_direct_message_without_a_question_is_told_so_too(gareth, said, indexed, words):
    gareth.tells_app(words)

    assert said(gareth) == [ONE_LINE]


def test_thanks_are_answered_in_person_and_not_in_a_channel(gareth, said, indexed):
    gareth.tells_app("thanks a lot")
    gareth.says("#quality", "thanks @Readiness Coach")

    assert said(gareth) == [WELCOME]
    assert said(gareth, "#quality") == []


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("yes", ALL_RIGHT),
        ("that's wrong", SAY_WHAT_IS_WRONG),
        ("stop", NOTHING_TO_STOP),
        ("share here", HOW_TO_SHARE),
    ],
)
def test_what_asks_nothing_is_not_looked_up(gareth, said, indexed, answering, words, reply):
    gareth.tells_app(QUESTION)
    gareth.tells_app(words)

    assert [one for one in said(gareth) if KEPT not in one] == [reply]
    assert len(answering.asked) == 1


@pytest.mark.parametrize("words", ["???", "Hilfe", "who are you?"])
def test_who_is_lost_is_helped(gareth, said, indexed, answering, words):
    gareth.tells_app(words)

    assert said(gareth)[0].startswith("Ask how we work, in your own words.")
    assert answering.asked == []


def test_a_question_in_a_code_block_is_read(gareth, said, indexed, answering):
    gareth.tells_app(f"```{QUESTION}```")

    assert KEPT in said(gareth)[0]
    assert answering.asked[0][0] == QUESTION


def test_a_refusal_comes_as_words_and_is_kept_with_the_question(
    gareth, said, indexed, answering, coach
):
    answering.refusal = BadInput("This is 40,000 characters long; a question may have 2,000.")
    gareth.tells_app("why " * 10_000)

    assert said(gareth) == ["This is 40,000 characters long; a question may have 2,000."]
    with coach.database.read() as session:
        assert session.query(Turn).one().outcome == "refused"


def test_an_unexpected_error_comes_as_words_with_a_reference(gareth, said, indexed, answering):
    answering.refusal = RuntimeError("broken")
    gareth.runs("/qms", QUESTION, channel="#quality")

    (words,) = said(gareth)
    assert words.startswith("Something went wrong on our side (reference ")
    assert said(gareth, "#quality") == []


def test_without_an_index_it_says_so(gareth, said, answering):
    answering.refusal = NothingIndexed("Nothing is indexed yet. Run: coach index FOLDER")
    gareth.tells_app(QUESTION)

    assert said(gareth) == [NOT_INDEXED]


def test_another_language_is_answered_in_it_and_goes_to_the_quality_team(
    workspace, coach, gareth, said, indexed
):
    priya = Seat(workspace, "priya.nair")
    gareth.tells_app("Wie lange müssen wir die Aufzeichnungen aufbewahren?")

    assert said(gareth) == [
        "Ich verstehe bisher nur Englisch. Ihre Frage ist an das Qualitätsteam weitergegeben; "
        "die Antwort kommt hierher.\n"
        "English only so far. Your question has gone to the quality team; their reply comes here."
    ]
    cards = said(priya, "#qms-team")
    assert len(cards) == 1
    assert "Wie lange müssen wir die Aufzeichnungen aufbewahren?" in cards[0]
    assert "Gareth" not in cards[0]
    [card] = [one for one in Seat(workspace, "priya.nair").sees("#qms-team") if one.bot_id]
    assert "The documents were not searched for this." in str(card.blocks)
    with coach.database.read() as session:
        assert session.query(Turn).one().outcome == "other_language"
        assert [one.why for one in open_questions(session)] == ["other language"]


# Not from a person, not from here, not for the first time


def test_what_apps_say_is_no_question(workspace, coach, gareth, said, indexed, answering):
    room = workspace.channel("#quality")
    workspace.emit({
        "type": "message", "channel": room.id, "channel_type": "channel", "bot_id": "BOTHER",
        "user": "UBOT", "ts": workspace.next_ts(), "text": f"<@{workspace.bot.id}> {QUESTION}",
    })  # fmt: skip

    assert said(gareth, "#quality") == []
    assert answering.asked == []


def test_joins_and_topics_are_no_questions(workspace, coach, gareth, said, indexed, answering):
    for subtype in ("channel_join", "channel_leave", "channel_topic", "bot_message"):
        workspace.emit({
            "type": "message", "subtype": subtype, "channel": workspace.channel("#quality").id,
            "user": gareth.person.id, "ts": workspace.next_ts(), "channel_type": "channel",
            "text": f"<@{workspace.bot.id}> has joined?",
        })  # fmt: skip

    assert said(gareth, "#quality") == []
    assert answering.asked == []


def test_another_workspace_is_not_heard(workspace, coach, gareth, said, indexed, answering):
    event = {
        "type": "message", "channel": gareth.direct.id, "channel_type": "im",
        "user": gareth.person.id, "ts": workspace.next_ts(), "text": QUESTION,
    }  # fmt: skip
    workspace.emit(event, team_id="T0ELSEWHERE")

    assert said(gareth) == []
    with coach.database.read() as session:
        assert session.query(InboxJob).count() == 0


def test_what_comes_again_is_answered_once(workspace, coach, gareth, said, indexed, answering):
    ts = workspace.next_ts()
    event = {
        "type": "message", "channel": gareth.direct.id, "channel_type": "im",
        "user": gareth.person.id, "ts": ts, "text": QUESTION,
    }  # fmt: skip
    for _ in range(3):
        workspace.emit(dict(event), event_id="EvAGAIN")
    workspace.emit(dict(event), event_id="EvANOTHERNAME")
    settled(workspace, coach)

    assert len(answering.asked) == 1
    with coach.database.read() as session:
        assert session.query(Delivery).count() == 1


# A token that is refused


def test_a_revoked_token_is_told_in_the_log_and_what_waits_is_kept(
    workspace, coach, serving, indexed, gareth, said, caplog
):
    caplog.set_level(logging.ERROR, "coach.slack")
    gareth.tells_app(QUESTION)
    assert len(said(gareth)) == 1
    workspace.app = replace(workspace.app, bot_token="xoxb-another")
    gareth.tells_app("And drawings?")

    assert wait_for(lambda: REVOKED in caplog.text, 10)
    assert wait_for(lambda: _states(coach) == ["sent", "pending"], 10)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        ({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U1"]}}, REVOKED),
        ({"type": "app_uninstalled"}, UNINSTALLED),
    ],
)
def test_an_app_that_is_thrown_out_says_in_the_log_what_to_do(
    workspace, coach, serving, caplog, event, words
):
    caplog.set_level(logging.ERROR, "coach.slack")
    workspace.emit(event)
    settled(workspace, coach)

    assert words in caplog.text


def _open(coach):
    with coach.database.read() as session:
        states = ("pending", "working")
        return session.query(InboxJob).filter(InboxJob.state.in_(states)).count()


@pytest.fixture
def slow_start(monkeypatch):
    """Questions lie in the inbox until they are let go."""
    long = Timing(status_first=timedelta(minutes=5))
    monkeypatch.setattr("bot.serving.Timing", lambda: long)
    waiting = threading.Event()
    monkeypatch.setattr("bot.slack.hearing.show_status", lambda *_: waiting.wait(10))
    return waiting


def _states(coach):
    with coach.database.read() as session:
        return [one.state for one in session.query(Delivery).order_by(Delivery.id)]
