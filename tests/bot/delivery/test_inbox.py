"""What came in is worked once, on both databases."""

import pytest
from sqlalchemy import select

from bot import inbox
from bot.inbox import Incoming
from bot.timing import Timing
from bot.working import Desk, Kind, Worker
from knowledge import deliveries
from knowledge.deliveries import REPLY, Address, NewDelivery
from knowledge.errors import BadInput
from knowledge.storage.delivery_tables import Delivery, InboxJob
from tests.bot.delivery.conftest import NOW, TEAM


@pytest.fixture
def hear(database, clock):
    def hear(event_id="Ev1", *, subject="message C1 1.0", team=TEAM):
        incoming = Incoming(team, event_id, "question", {"text": "why?"}, subject)
        with database.begin() as session:
            return inbox.record(session, incoming, now=clock(), due_at=clock())

    return hear


@pytest.fixture
def claim(database, clock):
    def claim(owner="here"):
        with database.begin() as session:
            return inbox.claim(session, owner=owner, now=clock(), timing=Timing())

    return claim


@pytest.fixture
def worker(database, clock):
    def worker(work=None):
        def thinks(job):
            replies = work(job) if work else [reply("because")]
            return lambda session: replies

        kind = Kind(thinks, lambda job, words: [reply(words)])
        return Worker(Desk(database, {"question": kind}, clock, Timing(), "here"))

    return worker


def reply(words):
    return NewDelivery("key", Address(TEAM, "U1", "D1"), "words", {"words": words}, REPLY)


def replies(database):
    with database.read() as session:
        return [row.subject["words"] for row in session.scalars(select(Delivery))]


def only_job(database):
    with database.read() as session:
        return session.scalars(select(InboxJob)).one()


def test_the_same_event_is_stored_once(hear, database):
    assert hear("Ev1")
    assert not hear("Ev1")

    assert only_job(database).event_id == "Ev1"


def test_a_mention_comes_as_two_events_and_is_one_job(hear, database):
    assert hear("Ev1", subject="message C1 1.0")
    assert not hear("Ev2", subject="message C1 1.0")

    assert only_job(database).event_id == "Ev1"


def test_another_workspace_may_use_the_same_names(hear):
    assert hear(team="T1")
    assert hear(team="T2")


def test_a_job_is_claimed_by_one(hear, claim):
    hear()

    assert claim() is not None
    assert claim() is None


def test_a_job_whose_worker_died_is_taken_up_after_its_lease(hear, claim, clock):
    hear()
    claim()

    clock.move(59)
    assert claim() is None
    clock.move(1)
    assert claim("elsewhere").attempt == 2


def test_a_worker_that_was_overtaken_answers_nothing(hear, claim, clock, database, worker):
    hear()
    overtaken = claim()
    clock.move(60)
    worker().step()

    with database.begin() as session:
        assert not inbox.finish(session, overtaken, now=clock())
    assert replies(database) == ["because"]


def test_a_job_and_its_reply_are_one_transaction(hear, worker, database, monkeypatch):
    hear()

    def broken(*_, **__):
        raise RuntimeError("cut")

    monkeypatch.setattr(deliveries, "enqueue", broken)
    with pytest.raises(RuntimeError, match="cut"):
        worker().step()

    assert only_job(database).state == "working"
    assert replies(database) == []


def test_an_error_on_purpose_is_said_in_its_own_words(hear, worker, database):
    def refuse(job):
        raise BadInput("Please ask a question.")

    hear()
    worker(refuse).step()

    assert replies(database) == ["Please ask a question."]
    assert (only_job(database).state, only_job(database).finished_at) == ("done", NOW)


def test_an_unexpected_error_leaves_nobody_waiting(hear, worker, database):
    def stumble(job):
        raise ZeroDivisionError

    hear()
    worker(stumble).step()

    (words,) = replies(database)
    assert words.startswith("Something went wrong on our side (reference ")
    with database.read() as session:
        assert [job.trouble for job in inbox.failed(session)] == [words]


def test_a_job_that_kills_its_workers_is_given_up(hear, claim, clock, worker, database):
    hear()
    for _ in range(3):
        claim()
        clock.move(60)

    worker().step()

    assert only_job(database).state == "failed"
    assert replies(database) == [
        "This could not be answered: the work on it was broken off several times. "
        "The quality team can see it in the list of failures."
    ]


def test_a_job_begins_at_once_when_it_is_let(database, clock, claim):
    from datetime import timedelta

    incoming = Incoming(TEAM, "Ev1", "question", {})
    with database.begin() as session:
        inbox.record(session, incoming, now=NOW, due_at=NOW + timedelta(seconds=1))
    assert claim() is None

    with database.begin() as session:
        inbox.ready(session, incoming, now=NOW)
    assert claim() is not None
