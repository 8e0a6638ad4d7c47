"""What the page asks for and does, without a browser."""

from __future__ import annotations

import json
from datetime import timedelta

from websockets.sync.client import connect

from bot.local_workspace import Clock, Person, Workspace, running
from tests.bot.local_workspace.building import Coach, actions, button, modal, request, section
from tests.bot.local_workspace.conftest import MONDAY


def state(address, **query):
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return json.loads(request(f"{address}/page/state?{asked}")[1])


def do(address, person, deed, **body):
    return json.loads(request(f"{address}/page/do/{deed}?person={person}", body)[1])


def test_the_shell_names_those_whose_seat_can_be_taken(address):
    status, html = request(f"{address}/")
    assert status == 200
    assert "Priya Nair — Quality manager" in html
    assert "Peter Langton" not in html
    assert request(f"{address}/page/static/main.js")[0] == 200


def test_names_in_the_shell_are_escaped():
    workspace = Workspace([Person("eve", "<script>alert(1)</script>")], clock=Clock.standing())
    with running(workspace) as address:
        assert "<script>alert" not in request(f"{address}/")[1]


def test_people_see_their_own_channels_and_unread_messages(address, client, priya, workspace):
    quality = workspace.channel("quality").id
    client.chat_postMessage(channel=quality, text="Hello")
    client.chat_postEphemeral(channel=quality, user=priya.person.id, text="Only you")

    before = {one["name"]: one for one in state(address, person="priya.nair")["channels"]}
    opened = state(address, person="priya.nair", channel=quality)
    after = {one["name"]: one for one in state(address, person="priya.nair")["channels"]}
    theirs = state(address, person="daniel.okafor", channel=quality)

    assert "machining" not in before
    assert before["quality"]["unread"] == 2
    assert [one["text"] for one in opened["open"]["messages"]] == ["Hello", "Only you"]
    assert after["quality"]["unread"] == 0
    assert [one["text"] for one in theirs["open"]["messages"]] == ["Hello"]
    assert state(address, person="daniel.okafor", channel="D0NOTHIS")["open"] is None


def test_what_is_said_on_the_page_is_heard_by_the_app(address, coach: Coach, priya):
    coach.app.event("message")(lambda event: coach.hears(event))

    done = do(address, "priya.nair", "say", channel=priya.direct.id, text="hello")

    assert coach.next()["ts"] == done["ts"]
    shown = state(address, person="priya.nair", channel=priya.direct.id)
    assert shown["app"]["connected"] is True
    assert [one["text"] for one in shown["open"]["messages"]] == ["hello"]


def test_a_modal_opened_by_a_button_shows_up_with_its_errors(address, coach, client, priya):
    coach.app.action("open")(
        lambda ack, client, body: (
            ack(),
            client.views_open(trigger_id=body["trigger_id"], view=modal()),
            coach.hears({}),
        )
    )
    coach.app.view("finding")(
        lambda ack: ack(response_action="errors", errors={"what": "Say more."})
    )
    posted = client.chat_postMessage(
        channel=priya.direct.id, text="x", blocks=[section("x"), actions(button("open"))]
    )

    done = do(
        address, "priya.nair", "click", channel=priya.direct.id, ts=posted["ts"], action_id="open"
    )
    coach.next()
    view = state(address, person="priya.nair")["modal"]
    errors = do(
        address, "priya.nair", "submit", view_id=view["id"], typed={"what": {"value": "Leak"}}
    )
    do(address, "priya.nair", "close", view_id=view["id"])

    assert done == {}
    assert errors == {"errors": {"what": "Say more."}}
    assert state(address, person="priya.nair")["modal"] is None


def test_problems_are_told_in_words(address, workspace, priya, client):
    command = {"channel": priya.direct.id, "command": "/qms"}
    assert do(address, "priya.nair", "command", **command) == {
        "error": "Readiness Coach is not connected at the moment."
    }
    unknown = {"channel": priya.direct.id, "command": "/weather"}
    assert do(address, "priya.nair", "command", **unknown) == {
        "error": "There is no such command in this workspace."
    }
    old = workspace.channel("old-projects").id
    assert do(address, "priya.nair", "say", channel=old, text="x") == {
        "error": "This channel is archived."
    }
    assert request(f"{address}/page/do/dance", {})[0] == 404


def test_a_view_that_slack_would_refuse_is_told(address, coach, workspace, priya):
    trigger = workspace.new_trigger(priya.person.id).id
    coach.app.client.views_open(trigger_id=trigger, view=modal())
    coach.app.view("finding")(
        lambda ack: ack(response_action="update", view=modal(title=None, blocks=[]))
    )

    typed = {"what": {"value": "Leak"}}
    done = do(address, "priya.nair", "submit", view_id=priya.modal.id, typed=typed)

    assert "a view that Slack would refuse" in done["error"]


def test_the_clock_moves_by_an_hour_a_day_or_to_monday_morning(address, workspace):
    do(address, "priya.nair", "move_clock", hours=1)
    assert workspace.clock.now() == MONDAY + timedelta(hours=1)
    do(address, "katrin.vogel", "move_clock", to="monday")
    assert workspace.clock.now() == MONDAY + timedelta(days=7) - timedelta(hours=1)


def test_files_go_up_and_down(address, priya, workspace):
    url = f"{address}/page/upload?person=priya.nair&name=plan.csv"
    uploaded = json.loads(request(url, b"a,b")[1])

    do(address, "priya.nair", "say", channel=priya.direct.id, text="", files=[uploaded["id"]])

    message = priya.sees(priya.direct)[-1]
    assert message.files[0]["name"] == "plan.csv"
    fetched = request(message.files[0]["url_private"], Cookie=f"seat={priya.person.id}")
    assert fetched == (200, "a,b")


def test_people_edit_delete_react_and_dismiss(address, client, priya, workspace):
    quality = workspace.channel("quality").id
    said = do(address, "priya.nair", "say", channel=quality, text="Hallo")["ts"]
    where = {"channel": quality, "ts": said}

    do(address, "priya.nair", "edit", **where, text="Hello")
    do(address, "daniel.okafor", "react", **where, name="+1")
    shown = state(address, person="priya.nair", channel=quality)["open"]["messages"][0]
    assert (shown["text"], shown["reactions"][0]["count"]) == ("Hello", 1)
    assert "did not work" in do(address, "daniel.okafor", "edit", **where, text="x")["error"]
    do(address, "priya.nair", "delete", **where)
    note = client.chat_postEphemeral(channel=quality, user=priya.person.id, text="Psst")
    do(address, "priya.nair", "dismiss", channel=quality, ts=note["message_ts"])
    assert state(address, person="priya.nair", channel=quality)["open"]["messages"] == []


def test_people_can_write_to_each_other(address, workspace):
    daniel = workspace.person("daniel.okafor").id

    room = do(address, "priya.nair", "write_to", **{"with": daniel})["channel"]
    do(address, "priya.nair", "say", channel=room, text="Lunch?")

    theirs = state(address, person="daniel.okafor")["channels"]
    assert [one["unread"] for one in theirs if one["id"] == room] == [1]


def test_every_change_is_announced_at_once(address, priya):
    live = address.replace("http", "ws") + "/page/live"
    with connect(live, proxy=None) as connection:
        connection.ping().wait(10)
        priya.tells_app("hello")
        assert "version" in json.loads(connection.recv(timeout=10))


def test_the_page_loads_nothing_from_elsewhere(address):
    import urllib.request

    with urllib.request.urlopen(f"{address}/") as response:
        policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "https:" not in policy
