"""Every call leaves a line, and no line holds a secret."""

from __future__ import annotations

import json

from slack_sdk import WebClient

from bot.local_workspace import Clock, Record, default_workspace, running
from bot.local_workspace.record import redacted
from tests.bot.local_workspace.building import refusal, request
from tests.bot.local_workspace.conftest import MONDAY


def test_a_call_is_one_line_with_method_arguments_status_and_time(tmp_path):
    file = tmp_path / "kept" / "calls.jsonl"
    workspace = default_workspace(clock=Clock.standing(MONDAY), record=Record(file))
    with running(workspace) as address:
        client = WebClient(token=workspace.app.bot_token, base_url=f"{address}/api/")
        priya = workspace.person("priya.nair").id
        posted = client.chat_postMessage(channel=priya, text="Hello")
        refusal(lambda: client.users_info(user="U0NOBODY"))
        lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]

    assert lines[0] == {
        "at": "2026-11-16T08:00:00.000000+00:00",
        "method": "chat.postMessage",
        "args": {"channel": priya, "text": "Hello"},
        "status": 200,
        "ok": True,
        "ts": posted["ts"],
    }
    assert lines[1]["method"] == "users.info"
    assert lines[1]["error"] == "user_not_found"


def test_a_record_is_appended_to(tmp_path):
    file = tmp_path / "calls.jsonl"
    for number in range(2):
        record = Record(file)
        record.add("api.test", {"number": number}, status=200, at=MONDAY)
        record.close()
    assert len(file.read_text("utf-8").splitlines()) == 2


def test_tokens_are_never_written_down(tmp_path, address, workspace):
    workspace.record.path = tmp_path / "calls.jsonl"
    client = WebClient(token=workspace.app.bot_token, base_url=f"{address}/api/")
    client.apps_connections_open(app_token=workspace.app.app_token)
    client.api_test(note=f"my token is {workspace.app.bot_token}")
    request(f"{address}/api/auth.test?token={workspace.app.bot_token}")
    workspace.record.close()

    text = workspace.record.path.read_text("utf-8")
    assert "local-workspace" not in text
    assert "my token is xoxb-***" in text


def test_redaction_reaches_into_lists_and_objects():
    value = {"a": ["xoxb-1-2", {"token": "secret", "b": "xapp-1-A-2"}], "n": 1}
    assert redacted(value) == {"a": ["xoxb-***", {"token": "***", "b": "xapp-***"}], "n": 1}


def test_the_record_the_history_and_the_deliveries_can_be_read(address, client, direct, coach):
    client.chat_postMessage(channel=direct, text="Hello")

    def read(path):
        return json.loads(request(f"{address}/control/{path}")[1])

    assert read("record?method=chat.postMessage")["calls"][0]["args"]["text"] == "Hello"
    assert [one["text"] for one in read(f"history?channel={direct}")["messages"]] == ["Hello"]
    assert "deliveries" in read("deliveries")
    assert request(f"{address}/control/history?channel=C0NOWHERE")[0] == 404
