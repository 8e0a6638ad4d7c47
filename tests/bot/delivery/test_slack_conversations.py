"""What comes of a post, against the local workspace."""

from datetime import timedelta

import pytest
from slack_sdk.web import WebClient

from bot.conversations import Message, NotPosted, Opened, Posted, Refused, Unclear, Unsearchable
from bot.local_workspace import Clock, Seat, default_workspace, running
from bot.outbox import Claimed
from bot.slack.app import Tokens, sending_client
from bot.slack.conversations import SlackConversations
from bot.timing import Timing
from tests.bot.delivery.conftest import NOW

LOOK_BACK = timedelta(minutes=5)


@pytest.fixture
def workspace():
    made = default_workspace(clock=Clock.standing(NOW))
    with running(made):
        yield made


@pytest.fixture
def conversations(workspace):
    tokens = Tokens(workspace.app.bot_token, workspace.app.app_token)
    return SlackConversations(sending_client(tokens, f"{workspace.address}/api/", Timing()))


@pytest.fixture
def claimed(workspace):
    channel = Seat(workspace, "priya.nair").direct.id
    return Claimed(
        id=1, attempt=1, key="ab" * 32, team="T1", person=None, conversation=channel, thread=None,
        kind="note", subject={}, lane=1, failures=0, lease_until=NOW, created_at=NOW,
        first_attempt_at=NOW,
    )  # fmt: skip


def posts(workspace):
    return [m["text"] for m in workspace.history() if m.get("bot_id")]


def test_the_sending_client_repeats_nothing(workspace):
    client = sending_client(Tokens("xoxb-1", "xapp-1"), "https://slack.com/api/", Timing())

    assert client.retry_handlers == []
    assert client.timeout == 10


def test_a_post_carries_its_key_and_is_found_by_it(workspace, conversations, claimed):
    posted = conversations.post(claimed, Message("hello"))

    assert isinstance(posted, Posted)
    assert conversations.find(claimed, LOOK_BACK) == posted
    (call,) = workspace.record.of("chat.postMessage")
    assert call["args"]["client_msg_id"] == "abababab-abab-abab-abab-abababababab"
    assert call["args"]["metadata"]["event_payload"] == {"key": claimed.key}


def test_a_reply_is_found_in_its_thread(workspace, conversations, claimed):
    from dataclasses import replace

    asked = Seat(workspace, "priya.nair").tells_app("why?")
    reply = replace(claimed, thread=asked.ts)
    assert conversations.find(reply, LOOK_BACK) == NotPosted()

    posted = conversations.post(reply, Message("because"))

    assert conversations.find(reply, LOOK_BACK) == posted


def test_what_was_accepted_before_the_connection_broke_is_unclear_and_there_once(
    workspace, conversations, claimed
):
    workspace.faults.next("drop_after_accept", only="chat.postMessage")

    assert isinstance(conversations.post(claimed, Message("hello")), Unclear)
    assert isinstance(conversations.find(claimed, LOOK_BACK), Posted)
    assert posts(workspace) == ["hello"]


@pytest.mark.parametrize("fault", ["server_error", "server_error_after_accept", "drop"])
def test_what_went_wrong_on_the_way_is_unclear(workspace, conversations, claimed, fault):
    workspace.faults.next(fault, only="chat.postMessage")

    assert isinstance(conversations.post(claimed, Message("hello")), Unclear)


def test_a_rate_limit_says_how_long(workspace, conversations, claimed):
    workspace.faults.next("rate_limit", only="chat.postMessage", seconds=30)

    assert conversations.post(claimed, Message("hello")) == Refused(
        "ratelimited", timedelta(seconds=30)
    )


def test_a_history_that_lags_does_not_show_the_post_yet(workspace, conversations, claimed):
    workspace.faults.next("lagging_history", only="chat.postMessage", seconds=60)
    conversations.post(claimed, Message("hello"))

    assert conversations.find(claimed, LOOK_BACK) == NotPosted()
    workspace.clock.move(timedelta(seconds=61))
    assert isinstance(conversations.find(claimed, LOOK_BACK), Posted)


def test_a_history_that_cannot_be_read_says_so(workspace, conversations, claimed):
    workspace.faults.next("server_error", only="conversations.history")
    assert isinstance(conversations.find(claimed, LOOK_BACK), Unsearchable)

    workspace.faults.next("rate_limit", only="conversations.history", seconds=7)
    assert conversations.find(claimed, LOOK_BACK) == Unsearchable(
        "ratelimited", timedelta(seconds=7)
    )


def test_an_unknown_conversation_is_hopeless(conversations, claimed):
    from dataclasses import replace

    assert conversations.post(replace(claimed, conversation="C404"), Message("hello")) == Refused(
        "channel_not_found", hopeless=True
    )


def test_where_nobody_listens_nothing_was_posted(claimed):
    nowhere = SlackConversations(WebClient("xoxb-1", "http://127.0.0.1:9/", retry_handlers=[]))

    assert nowhere.post(claimed, Message("hello")) == Refused(
        "Slack can't be reached", timedelta(seconds=5)
    )


def test_a_refused_token_is_no_fault_of_the_message(workspace, claimed):
    wrong = SlackConversations(
        WebClient("xoxb-wrong", f"{workspace.address}/api/", retry_handlers=[])
    )

    assert wrong.post(claimed, Message("hello")) == Refused("invalid_auth", timedelta(seconds=60))


def test_direct_messages_are_opened(workspace, conversations):
    seat = Seat(workspace, "priya.nair")

    assert conversations.open(seat.person.id) == Opened(seat.direct.id)
    assert conversations.open("U404") == Refused("user_not_found", hopeless=True)


def test_an_update_replaces_a_message_and_may_be_made_again(workspace, conversations, claimed):
    posted = conversations.post(claimed, Message("old words"))

    for _ in range(2):
        assert conversations.post(claimed, Message("new words", updates=posted.ts)) == posted

    assert posts(workspace) == ["new words"]
    assert conversations.find(claimed, LOOK_BACK) == posted


def test_an_update_of_what_was_deleted_is_done(workspace, conversations, claimed):
    gone = "1.000001"

    assert conversations.post(claimed, Message("new words", updates=gone)) == Posted(gone)


def test_an_update_whose_connection_breaks_is_tried_again(workspace, conversations, claimed):
    posted = conversations.post(claimed, Message("old words"))
    workspace.faults.next("drop_after_accept")

    broken = conversations.post(claimed, Message("new words", updates=posted.ts))

    assert isinstance(broken, Refused)
    assert not broken.hopeless
    assert posts(workspace) == ["new words"]
