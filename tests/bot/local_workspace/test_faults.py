"""Misbehaviour does what it says, as often as it was asked to."""

from __future__ import annotations

import json
from datetime import timedelta
from http.client import RemoteDisconnected

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.local_workspace import Fault, Faults
from tests.bot.local_workspace.building import request


def said(workspace, direct):
    return [one["text"] for one in workspace.history(direct)]


def test_a_rate_limit_says_how_long_to_wait(client, workspace, direct):
    workspace.faults.next("rate_limit", only="chat.postMessage", seconds=7)

    with pytest.raises(SlackApiError, match="ratelimited") as caught:
        client.chat_postMessage(channel=direct, text="x")

    assert caught.value.response.status_code == 429
    assert caught.value.response.headers["Retry-After"] == "7"
    assert said(workspace, direct) == []


def test_a_server_error_may_hide_that_the_post_was_accepted(client, workspace, direct):
    workspace.faults.next("server_error")
    workspace.faults.next("server_error_after_accept")

    for text in ("lost", "kept"):
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel=direct, text=text)
        assert caught.value.response.status_code == 500
    assert said(workspace, direct) == ["kept"]


def test_a_connection_drops_before_or_after_the_post_was_accepted(client, workspace, direct):
    workspace.faults.next("drop")
    workspace.faults.next("drop_after_accept")

    for text in ("lost", "kept"):
        with pytest.raises((RemoteDisconnected, ConnectionResetError)):
            client.chat_postMessage(channel=direct, text=text)
    assert said(workspace, direct) == ["kept"]
    assert [line["status"] for line in workspace.record.of("chat.postMessage")] == [None, None]
    assert workspace.record.of("chat.postMessage")[1]["ts"] == workspace.history(direct)[0]["ts"]


def test_the_sdks_default_client_posts_twice_when_the_connection_drops(address, workspace, direct):
    workspace.faults.next("drop_after_accept", only="chat.postMessage")
    default = WebClient(token=workspace.app.bot_token, base_url=f"{address}/api/")

    default.chat_postMessage(channel=direct, text="x")

    assert said(workspace, direct) == ["x", "x"]


def test_a_slow_accept_outlasts_an_impatient_client(address, workspace, direct):
    impatient = WebClient(
        token=workspace.app.bot_token, base_url=f"{address}/api/", timeout=0.1, retry_handlers=[]
    )
    workspace.faults.next("slow_accept", seconds=30)

    with pytest.raises(TimeoutError):
        impatient.chat_postMessage(channel=direct, text="x")

    assert said(workspace, direct) == ["x"]


def test_a_lagging_history_shows_the_apps_messages_later(client, workspace, direct, priya):
    workspace.faults.next("lagging_history", seconds=30)
    priya.says("#quality", "People are not held back.")
    client.chat_postMessage(channel=direct, text="x")

    assert client.conversations_history(channel=direct)["messages"] == []
    workspace.clock.move(timedelta(seconds=31))
    assert len(client.conversations_history(channel=direct)["messages"]) == 1


def test_a_duplicate_event_has_the_same_id(coach, priya, workspace):
    coach.app.event("message")(lambda body: coach.hears(body))
    workspace.faults.next("duplicate_event", only="message")

    priya.tells_app("once")

    assert coach.next()["event_id"] == coach.next()["event_id"]


def test_events_arrive_out_of_order(coach, priya, workspace):
    coach.app.event("message")(lambda event: coach.hears(event))
    workspace.faults.next("out_of_order")

    priya.tells_app("first")
    priya.tells_app("second")

    assert {coach.next()["text"], coach.next()["text"]} == {"first", "second"}
    delivered = [one for one in workspace.deliveries.log if one["name"] == "message"]
    ids = [one["event_id"] for one in delivered]
    assert len(set(ids)) == 2
    assert [one["attempt"] for one in delivered] == [0, 0]


def test_an_event_held_back_goes_out_on_its_own_in_the_end(coach, priya, workspace):
    coach.app.event("message")(lambda event: coach.hears(event))
    workspace.faults.next("out_of_order")

    priya.tells_app("alone")
    coach.app.client.api_test()
    workspace.clock.move(timedelta(seconds=3))

    assert coach.next()["text"] == "alone"


def test_an_app_that_is_told_to_reconnect_does_so_and_misses_nothing(coach, priya, workspace):
    coach.app.event("message")(lambda event: coach.hears(event))
    workspace.faults.next("reconnect")

    heard = set()
    for number in range(6):
        if number == 4:
            workspace.deliveries.refresh()
        priya.tells_app(str(number))
        while str(number) not in heard:  # an event in flight may come twice
            heard.add(coach.next()["text"])
    assert heard == set("012345")
    assert len(workspace.record.of("apps.connections.open")) >= 2


def test_chances_repeat_with_their_seed():
    def drawn(seed):
        faults = Faults(seed)
        faults.sometimes("drop", 0.3)
        return [faults.take("drop") is not None for _ in range(200)]

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)
    assert 30 < sum(drawn(7)) < 90


def test_counted_faults_are_used_up_and_only_hit_their_method():
    faults = Faults()
    faults.next("drop", 2, only="chat.*")

    taken = [faults.take("drop", name) is not None for name in ("users.info", *["chat.update"] * 3)]

    assert taken == [False, True, True, False]
    assert faults.shown() == []
    assert faults.happened == {"drop": 2}


def test_a_fault_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="There is no fault 'earthquake'"):
        Fault("earthquake")
    with pytest.raises(ValueError, match="between 0 and 1"):
        Fault("drop", chance=2)


def test_faults_are_set_over_http_too(address, workspace, client, direct):
    wish = {"faults": [{"kind": "drop_after_accept", "only": "chat.postMessage"}], "seed": 3}
    assert request(f"{address}/control/faults", wish)[0] == 200

    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        client.chat_postMessage(channel=direct, text="x")

    _, text = request(f"{address}/control/faults")
    assert json.loads(text)["happened"] == {"drop_after_accept": 1}
    assert request(f"{address}/control/faults", {"faults": [{"kind": "?"}]})[0] == 400
    request(f"{address}/control/faults", {"faults": [{"kind": "drop", "chance": 1.0}]})
    request(f"{address}/control/faults", method="DELETE")
    assert client.api_test()["ok"]
