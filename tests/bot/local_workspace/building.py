"""What the tests of the workspace share: a small Bolt app, blocks, and waiting without sleeping."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from queue import Queue
from typing import Any

import pytest
from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.local_workspace import Workspace

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(action_id: str, text: str = "Press", **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def option(value: str) -> Json:
    return {"text": plain(value), "value": value}


def text_input(block_id: str, **element: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(block_id),
        "element": {"type": "plain_text_input", "action_id": "value", **element},
    }


def modal(*blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "finding",
        "title": plain("Record a finding"),
        "submit": plain("Save"),
        "blocks": list(blocks) or [text_input("what")],
        **more,
    }


class Coach:
    """A Bolt app that notes what it hears; tests add listeners to `app`."""

    def __init__(self, app: App, workspace: Workspace) -> None:
        self.app = app
        self.workspace = workspace
        self._heard: Queue[Json] = Queue()

    def hears(self, what: Json) -> None:
        self._heard.put(what)

    def next(self) -> Json:
        """What it heard next; a test that hears nothing fails."""
        return self._heard.get(timeout=10)

    @property
    def heard_nothing_more(self) -> bool:
        return self._heard.empty()


def until(workspace: Workspace, true: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for the workspace to change until something is true of it."""
    changed = threading.Condition()

    def notice() -> None:
        with changed:
            changed.notify_all()

    workspace.watchers.append(notice)
    try:
        with changed:
            assert changed.wait_for(true, seconds), "The workspace never got there."
    finally:
        workspace.watchers.remove(notice)


def until_delivered(workspace: Workspace, attempt: int, outcome: str) -> None:
    """Wait until the log says so; it is written just after the answer came."""
    pause = threading.Event()
    for _ in range(2000):
        if (attempt, outcome) in deliveries(workspace):
            return
        pause.wait(0.005)
    raise AssertionError(f"{attempt} {outcome} is not in {deliveries(workspace)}")


def deliveries(workspace: Workspace) -> list[tuple[int, str]]:
    """Attempt and outcome of every delivery."""
    return [(one["attempt"], one["outcome"]) for one in workspace.deliveries.log]


def refusal(call: Callable[[], object]) -> str:
    """The error code that a call is refused with."""
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])


def problems(call: Callable[[], object]) -> list[str]:
    """What Slack says about each mistake in a payload."""
    with pytest.raises(SlackApiError) as caught:
        call()
    messages: list[str] = caught.value.response["response_metadata"]["messages"]
    return messages


def request(
    url: str, body: Json | bytes | None = None, *, method: str = "", **headers: str
) -> tuple[int, str]:
    """Status and text of a plain HTTP request."""
    content = json.dumps(body).encode() if isinstance(body, dict) else body
    asked = urllib.request.Request(
        url, content, headers, method=method or ("POST" if body is not None else "GET")
    )
    try:
        with urllib.request.urlopen(asked, timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
