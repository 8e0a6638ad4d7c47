"""How events are retried, and how connections are shared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from bot.local_workspace import Seat, running
from tests.bot.local_workspace.building import until_delivered


@pytest.fixture
def connected(client, workspace):
    """Opens connections by hand, to see what goes over them."""

    @contextmanager
    def connecting() -> Iterator[ClientConnection]:
        url = client.apps_connections_open(app_token=workspace.app.app_token)["url"]
        with connect(url, proxy=None) as connection:
            yield connection

    return connecting


def received(connection):
    return json.loads(connection.recv(timeout=10))


def acknowledge(connection, envelope):
    connection.send(json.dumps({"envelope_id": envelope["envelope_id"]}))


def test_a_connection_begins_with_hello(connected, workspace):
    with connected() as connection:
        hello = received(connection)
        assert hello["type"] == "hello"
        assert hello["num_connections"] == 1
        assert hello["connection_info"]["app_id"] == workspace.app.id


def test_a_ticket_opens_one_connection(client, workspace):
    url = client.apps_connections_open(app_token=workspace.app.app_token)["url"]
    with connect(url, proxy=None):
        pass
    with pytest.raises(Exception, match="403"), connect(url, proxy=None):
        pass


def test_an_event_that_is_not_acked_comes_again_at_once_then_after_one_and_five_minutes(
    connected, priya, workspace
):
    with connected() as connection:
        received(connection)
        priya.tells_app("hello")
        attempts = []
        for pause in (3.1, 60, 300, 3.1):
            attempts.append(received(connection))
            workspace.clock.move(timedelta(seconds=pause))

    assert [one["retry_attempt"] for one in attempts] == [0, 1, 2, 3]
    assert [one["retry_reason"] for one in attempts] == ["", "timeout", "timeout", "timeout"]
    assert len({one["payload"]["event_id"] for one in attempts}) == 1
    assert len({one["envelope_id"] for one in attempts}) == 4


def test_an_event_whose_connection_breaks_goes_to_another(connected, priya, workspace):
    with connected() as second:
        received(second)
        with connected() as first:
            received(first)
            workspace.deliveries.connections.open[0].retiring = True
            priya.tells_app("hello")
            lost = received(first)
        again = received(second)
        acknowledge(second, again)

    assert again["payload"]["event_id"] == lost["payload"]["event_id"]
    assert again["retry_reason"] == "connection_lost"


def test_a_cut_connection_loses_nothing(connected, priya, workspace):
    workspace.faults.next("cut_connection")
    with connected() as connection:
        received(connection)
        priya.tells_app("hello")
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=10)
        until_delivered(workspace, 0, "connection_lost")

    with connected() as another:
        received(another)
        workspace.clock.move(timedelta(seconds=60))
        assert received(another)["payload"]["event"]["text"] == "hello"


def test_ten_connections_are_held_and_no_more(connected, workspace):
    with ExitStack() as stack:
        for _ in range(10):
            assert received(stack.enter_context(connected()))["type"] == "hello"
        extra = stack.enter_context(connected())
        assert received(extra)["reason"] == "too_many_websockets"
        with pytest.raises(ConnectionClosed):
            extra.recv(timeout=10)


def test_each_payload_goes_to_one_connection(connected, priya):
    with connected() as first, connected() as second:
        received(first)
        received(second)
        for number in range(20):
            priya.tells_app(str(number))
        heard = {0: [], 1: []}
        for place, connection in enumerate((first, second)):
            while sum(map(len, heard.values())) < 20:
                try:
                    envelope = json.loads(connection.recv(timeout=0.2 if place == 0 else 10))
                except TimeoutError:
                    break
                acknowledge(connection, envelope)
                heard[place].append(envelope["payload"]["event"]["text"])

    assert sorted(heard[0] + heard[1], key=int) == [str(number) for number in range(20)]
    assert heard[0]
    assert heard[1]


def test_events_from_before_the_server_ran_are_delivered_when_it_runs(workspace):
    Seat(workspace, "priya.nair").tells_app("early")
    assert len(workspace.deliveries.undelivered) == 1
    with running(workspace):
        assert workspace.deliveries.undelivered == []
