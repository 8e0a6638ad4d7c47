"""What a new question may lean on, and changing what waits, on both kinds of database."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import inbox
from bot.slack import turns
from bot.slack.asked import Asked
from bot.timing import Timing
from knowledge.answers.follow_up import Earlier
from knowledge.storage.assistant_tables import Turn
from tests.bot.slack.documents import keep_answer, publish

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TEAM = "T1"


@pytest.fixture
def add_turn(database):
    def add(typed, *, number=None, ago=5, **changes):
        with database.begin() as session:
            passage = publish(session, number) if number else None
            answer = keep_answer(session, typed, *([passage] if passage else []))
            known = {
                "team": TEAM, "conversation": "C1", "thread": "1.0", "message": "1.0",
                "person": "U1", "asked_at": NOW - timedelta(minutes=ago), "way": "mention",
                "private": False, "typed": typed, "answer_id": answer.id, "outcome": "answered",
            }  # fmt: skip
            session.add(Turn(**known | changes))

    return add


@pytest.fixture
def earlier(database):
    def lean_on(**changes):
        known = {
            "team": TEAM, "item": "C1 9.0", "way": "follow_up", "raw": "for how long?",
            "person": "U1", "conversation": "C1", "thread": "1.0", "ts": "9.0",
        }  # fmt: skip
        with database.read() as session:
            return turns.earlier(session, Asked(**known | changes), now=NOW)

    return lean_on


def test_a_question_leans_on_its_thread_the_oldest_first(add_turn, earlier):
    add_turn("How long are records kept?", number="QP-8")
    add_turn("And drawings?", person="U2")
    add_turn("Elsewhere?", thread="2.0")

    assert earlier() == [Earlier("How long are records kept?", "QP-8"), Earlier("And drawings?")]


def test_outside_a_thread_only_what_goes_on_leans(add_turn, earlier):
    direct = {"conversation": "D1", "thread": "9.0", "way": "direct"}
    add_turn("How long are records kept?", number="QP-8", conversation="D1", way="direct")
    leant = [Earlier("How long are records kept?", "QP-8")]

    assert earlier(**direct, raw="and drawings?") == leant
    assert earlier(**direct, raw="for how long?") == leant
    assert earlier(**direct, raw="gauges") == []
    assert earlier(**direct, raw="how is this tagged?") == leant
    assert earlier(**direct, raw="how is this tagged?", files=1) == []


def test_what_only_one_person_saw_is_not_leant_on(add_turn, earlier):
    add_turn("How long are records kept?", private=True)

    assert earlier() == []


def test_a_private_question_leans_on_nothing(add_turn, earlier):
    add_turn("How long are records kept?")

    assert earlier(private=True) == []


def test_what_led_to_no_answer_is_not_leant_on(add_turn, earlier):
    add_turn("Wie lange?", outcome="other_language")
    add_turn("x" * 3000, outcome="refused", answer_id=None)

    assert earlier() == []


@pytest.mark.parametrize(("ago", "found"), [(14, 1), (16, 0)])
def test_direct_messages_lean_on_those_of_the_last_quarter_of_an_hour(
    add_turn, earlier, ago, found
):
    add_turn("How long are records kept?", ago=ago, conversation="D1", thread="1.0")

    assert len(earlier(conversation="D1", thread="9.0", way="direct")) == found


def test_a_new_mention_in_a_channel_leans_on_nothing(add_turn, earlier):
    add_turn("How long are records kept?")

    assert earlier(thread="9.0", way="mention") == []


def test_a_thread_is_ours_once_we_answered_there_for_all(database, add_turn):
    add_turn("How long are records kept?")
    add_turn("In private?", thread="3.0", private=True)

    with database.read() as session:
        assert turns.is_ours(session, TEAM, "C1", "1.0")
        assert not turns.is_ours(session, TEAM, "C1", "3.0")
        assert not turns.is_ours(session, "T2", "C1", "1.0")


@pytest.fixture
def waiting(database):
    asked = Asked(TEAM, "C1 9.0", "mention", "How lnog?", "U1", "C1", "9.0", "9.0")
    with database.begin() as session:
        inbox.record(session, asked.incoming("Ev1"), now=NOW, due_at=NOW)
    return asked


def claimed(session):
    return inbox.claim(session, owner="me", now=NOW, timing=Timing())


def test_a_question_that_waits_can_be_reworded(database, waiting):
    with database.begin() as session:
        assert inbox.reword(session, TEAM, "message C1 9.0", {"text": "How long?"})
    with database.begin() as session:
        assert claimed(session).payload["text"] == "How long?"


def test_a_question_that_somebody_is_at_is_not_reworded(database, waiting):
    with database.begin() as session:
        claimed(session)
    with database.begin() as session:
        assert not inbox.reword(session, TEAM, "message C1 9.0", {"text": "How long?"})


def test_a_withdrawn_question_ends_for_whoever_is_at_it(database, waiting):
    with database.begin() as session:
        job = claimed(session)
        assert [row.id for row in inbox.waiting(session, TEAM, "question")] == [job.id]
    with database.begin() as session:
        assert inbox.withdraw(session, job.id, "stopped", now=NOW)
        assert not inbox.withdraw(session, job.id, "stopped", now=NOW)
    with database.begin() as session:
        assert not inbox.finish(session, job, now=NOW)
        assert inbox.waiting(session, TEAM, "question") == []
