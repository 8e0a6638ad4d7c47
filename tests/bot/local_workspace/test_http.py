"""The same app over HTTP: signed requests to its request URL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk import WebClient

from bot.local_workspace import Clock, Seat, default_workspace, running
from bot.local_workspace.request_url import RequestUrl
from tests.bot.local_workspace.building import (
    Coach,
    actions,
    button,
    deliveries,
    modal,
    refusal,
    section,
    until,
    until_delivered,
)


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def served() -> Iterator[Coach]:
    """A Bolt app behind a WSGI server, and a workspace that delivers there."""
    workspace = default_workspace(clock=Clock.standing(), seed=1)
    with running(workspace) as address:
        client = WebClient(token=workspace.app.bot_token, base_url=f"{address}/api/")
        coach = Coach(App(client=client, signing_secret=workspace.app.signing_secret), workspace)
        server = make_server("127.0.0.1", 0, SlackRequestHandler(coach.app), handler_class=Quiet)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}/slack/events"
        workspace.deliveries.request_url = RequestUrl(url, workspace.app.signing_secret)
        yield coach
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def seat(served: Coach) -> Seat:
    return Seat(served.workspace, "priya.nair")


def test_messages_mentions_and_commands_are_answered(served, seat):
    served.app.event("message")(lambda say, event: say(f"Heard {event['text']}"))
    served.app.event("app_mention")(lambda event: served.hears(event))
    served.app.command("/qms")(lambda ack: ack("Here to help."))

    seat.tells_app("hello")
    until(served.workspace, lambda: len(seat.sees(seat.direct)) == 2)
    seat.says("#quality", "@Readiness Coach are you there?")
    assert served.next()["type"] == "app_mention"
    seat.runs("/qms")

    said = [message.text for message in seat.sees(seat.direct)]
    assert said == ["hello", "Heard hello", "Here to help."]


def test_a_button_and_a_modal_with_errors_work(served, seat):
    @served.app.action("open")
    def opened(ack, client, body):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal())

    served.app.view("finding")(
        lambda ack: ack(response_action="errors", errors={"what": "Not yet."})
    )
    served.app.client.chat_postMessage(
        channel=seat.direct.id, text="x", blocks=[section("x"), actions(button("open"))]
    )

    seat.clicks(seat.sees(seat.direct)[-1], "open")
    until(served.workspace, lambda: seat.modal is not None)
    errors = seat.submits(seat.modal, {"what": {"value": "Leak"}})

    assert errors == {"errors": {"what": "Not yet."}}


def test_the_request_url_is_verified_with_a_challenge(served):
    import asyncio

    assert asyncio.run(served.workspace.deliveries.request_url.verify())


def test_a_wrong_signature_is_noticed_by_the_app_and_retried_by_the_workspace(served, seat):
    served.app.event("message")(lambda event: served.hears(event))
    workspace = served.workspace
    right = workspace.deliveries.request_url
    workspace.deliveries.request_url = RequestUrl(right.url, "not the secret")

    seat.tells_app("hello")
    until_delivered(workspace, 1, "http_error")
    workspace.deliveries.request_url = right
    workspace.clock.move(timedelta(seconds=60))

    assert served.next()["text"] == "hello"
    until_delivered(workspace, 2, "acked")
    assert deliveries(workspace)[:3] == [(0, "http_error"), (1, "http_error"), (2, "acked")]


def test_socket_mode_is_refused_while_a_request_url_is_set(served):
    client = served.app.client
    code = refusal(lambda: client.apps_connections_open(app_token=served.workspace.app.app_token))
    assert code == "socket_mode_not_enabled"


def test_a_request_url_on_another_machine_is_refused():
    with pytest.raises(ValueError, match="only uses this machine's own address"):
        RequestUrl("http://192.0.2.7/slack/events", "secret")
