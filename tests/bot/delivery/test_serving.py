"""A question in Slack through inbox, worker and outbox, against the local workspace."""

import secrets

import pytest

from bot.assembly import Coach
from bot.local_workspace import Clock, Seat, default_workspace, running
from bot.serving import Place, Serving
from bot.settings import Environment
from bot.slack.app import Tokens
from knowledge.answers.reply import Reply
from knowledge.errors import BadInput
from knowledge.storage.tables import Answer
from tests.proofs.delivery.places import wait_for


class Remembering:
    """Finds nothing, and remembers what it was asked on whose behalf."""

    def __init__(self, coach):
        self.coach = coach
        self.asked = []

    def reply(self, text, *, viewer, wait_for_model=True, in_slack=False, earlier=()):
        if text == "is nothing there":
            raise BadInput("That is no question. Write what you want to know.")
        self.asked.append((text, sorted(viewer.audiences), in_slack))
        made = Reply(secrets.token_hex(5), text, "not_found", 0.0, "", ())
        with self.coach.database.begin() as session:
            session.add(
                Answer(
                    id=made.answer_id, asked_at=self.coach.clock(), viewer=viewer.name,
                    question=text, status="not_found", confidence=0.0, text="", citations=[],
                    trace={}, model="none", version="test", seconds=0.0,
                )
            )  # fmt: skip
        return made


@pytest.fixture
def workspace():
    made = default_workspace(clock=Clock())
    with running(made):
        yield made


@pytest.fixture
def coach(tmp_path):
    settings = "audiences:\n  leads: [priya.nair@brennick.example]\n"
    (tmp_path / "settings.yaml").write_text(settings)
    return Coach(Environment(home=tmp_path))


@pytest.fixture
def answering(coach):
    return Remembering(coach)


@pytest.fixture
def serving(workspace, coach, answering):
    tokens = Tokens(workspace.app.bot_token, workspace.app.app_token)
    made = Serving(coach, Place(tokens, f"{workspace.address}/api/"), answering)
    for step in made.steps:
        step()
    yield made
    made.stop()


def replies(workspace):
    return [(m["thread_ts"], m["text"]) for m in workspace.history() if m.get("bot_id")]


def wait_for_replies(workspace, count):
    assert wait_for(lambda: len(replies(workspace)) >= count, 10), "no reply within 10 s"


def test_a_question_in_a_direct_message_is_answered_in_its_thread(workspace, serving, answering):
    seat = Seat(workspace, "priya.nair")
    asked = seat.tells_app("How long are records kept?")

    wait_for_replies(workspace, 1)

    assert replies(workspace) == [(asked.ts, "Not found in the documents.")]
    assert [
        call["args"]["status"] for call in workspace.record.of("assistant.threads.setStatus")
    ] == ["is looking it up…"]
    assert answering.asked[0][0] == "How long are records kept?"
    assert answering.asked[0][2] is True


def test_an_event_that_comes_twice_is_answered_once(workspace, serving):
    workspace.faults.next("duplicate_event")
    seat = Seat(workspace, "priya.nair")
    seat.tells_app("How long are records kept?")
    wait_for_replies(workspace, 1)
    asked = seat.tells_app("And drawings?")
    wait_for_replies(workspace, 2)

    assert len(replies(workspace)) == 2
    assert replies(workspace)[1][0] == asked.ts


def test_a_mention_is_answered_once_with_what_everyone_may_see(workspace, serving, answering):
    seat = Seat(workspace, "priya.nair")
    asked = seat.says("#quality", "@Readiness Coach how long are records kept?")

    wait_for_replies(workspace, 1)

    assert replies(workspace) == [(asked.ts, "Not found in the documents.")]
    assert answering.asked == [("how long are records kept?", ["everyone"], True)]


def test_other_talk_in_a_channel_is_left_alone(workspace, serving, answering):
    Seat(workspace, "priya.nair").says("#quality", "how long are records kept?")
    Seat(workspace, "priya.nair").tells_app("And drawings?")
    wait_for_replies(workspace, 1)

    assert [text for text, *_ in answering.asked] == ["And drawings?"]


def test_an_error_comes_as_words(workspace, serving):
    asked = Seat(workspace, "priya.nair").tells_app("is nothing there")

    wait_for_replies(workspace, 1)

    assert replies(workspace) == [(asked.ts, "That is no question. Write what you want to know.")]


def test_what_cannot_be_stored_is_not_acknowledged(workspace, serving, coach, monkeypatch):
    from bot import inbox

    def broken(*_, **__):
        raise OSError("disk full")

    monkeypatch.setattr(inbox, "record", broken)
    Seat(workspace, "priya.nair").tells_app("How long are records kept?")
    told = workspace.deliveries.log
    assert wait_for(lambda: len(told) == 2, 15)  # Slack comes again, since nobody acknowledged
    assert told[0]["outcome"] == "timeout"

    monkeypatch.undo()
    wait_for_replies(workspace, 0)


def test_stopping_finishes_what_is_in_hand(workspace, coach, answering, serving):
    asked = Seat(workspace, "priya.nair").tells_app("How long are records kept?")
    assert wait_for(lambda: bool(answering.asked), 10)

    assert serving.stop()

    assert replies(workspace) == [(asked.ts, "Not found in the documents.")]
