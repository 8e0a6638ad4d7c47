"""The whole way over HTTP: signed requests in, a reply in the thread out."""

import hmac
import json
import time
import urllib.error
import urllib.request

import pytest

from bot.assembly import Coach
from bot.local_workspace import Clock, Seat, default_workspace, running
from bot.local_workspace.request_url import RequestUrl
from bot.serving import Place, Serving
from bot.settings import Environment
from bot.slack.app import Tokens
from bot.slack.reception import HttpReception, ListenAt
from knowledge.errors import BadInput
from tests.bot.delivery.test_serving import Remembering
from tests.proofs.delivery.places import wait_for


@pytest.fixture
def workspace():
    made = default_workspace(clock=Clock())
    with running(made):
        yield made


@pytest.fixture
def serving(workspace, tmp_path):
    coach = Coach(Environment(home=tmp_path))
    tokens = Tokens(workspace.app.bot_token, signing_secret=workspace.app.signing_secret)
    place = Place(tokens, f"{workspace.address}/api/", ListenAt(port=0))
    made = Serving(coach, place, Remembering(coach))
    for step in made.steps:
        step()
    yield made
    made.stop()


@pytest.fixture
def address(serving):
    assert isinstance(serving._reception, HttpReception)
    return f"http://127.0.0.1:{serving._reception.port}/slack/events"


def status_of(address, body, headers=()):
    request = urllib.request.Request(address, body, dict(headers))
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_a_question_over_http_is_answered_once(workspace, address):
    workspace.deliveries.request_url = RequestUrl(address, workspace.app.signing_secret)

    asked = Seat(workspace, "priya.nair").tells_app("How long are records kept?")

    def replies():
        return [m for m in workspace.history() if m.get("bot_id")]

    assert wait_for(lambda: len(replies()) == 1, 10)
    assert replies()[0]["thread_ts"] == asked.ts


def test_a_request_without_a_true_signature_is_refused(workspace, address):
    event = json.dumps({"type": "event_callback", "team_id": workspace.team.id}).encode()
    stamp = str(int(time.time()))
    signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=" + "0" * 64}

    assert status_of(address, event, signed) == 401
    assert status_of(address, event) == 401


def test_a_replayed_request_is_refused(workspace, address):
    event = json.dumps({"type": "event_callback", "team_id": workspace.team.id}).encode()
    then = str(int(time.time()) - 6 * 60)

    assert status_of(address, event, signed(workspace.app.signing_secret, then, event)) == 401


def signed(secret, stamp, body):
    made = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, "sha256").hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made}"}


def test_what_is_too_large_is_not_read(address):
    assert status_of(address, b"x" * 1_000_001) == 413


def test_it_says_that_it_is_well(address):
    with urllib.request.urlopen(address.replace("/slack/events", "/health"), timeout=5) as answer:
        assert answer.read() == b"ok"


def test_a_taken_address_is_refused_in_words(serving, workspace, tmp_path):
    taken = serving._reception.port
    place = Place(Tokens("xoxb-1", signing_secret="s"), "https://x/", ListenAt(port=taken))

    with pytest.raises(BadInput, match=f"Nothing can listen at 127.0.0.1:{taken}"):
        place.reception().open(None)


def test_a_workspace_that_is_not_listed_is_not_served(workspace, tmp_path):
    tokens = Tokens(workspace.app.bot_token, workspace.app.app_token)
    place = Place(tokens, f"{workspace.address}/api/", teams=frozenset({"TOTHER"}))
    coach = Coach(Environment(home=tmp_path))

    with pytest.raises(BadInput, match="COACH_SLACK_TEAMS does not list"):
        Serving(coach, place, Remembering(coach)).steps[0]()
