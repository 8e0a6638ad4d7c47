from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.local_workspace import Clock, Seat, Workspace, default_workspace, running
from tests.bot.local_workspace.building import Coach

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


@pytest.fixture
def workspace() -> Workspace:
    """Its clock stands still, so that what is due is due when a test says so."""
    return default_workspace(clock=Clock.standing(MONDAY), seed=1)


@pytest.fixture(scope="session")
def closing() -> Iterator[ThreadPoolExecutor]:
    """Servers and clients take their time to stop: they do so side by side."""
    with ThreadPoolExecutor(32) as pool:
        yield pool


@pytest.fixture
def address(workspace: Workspace, closing: ThreadPoolExecutor) -> Iterator[str]:
    serving = ExitStack()
    yield serving.enter_context(running(workspace))
    closing.submit(serving.close)


@pytest.fixture
def client(workspace: Workspace, address: str) -> WebClient:
    return WebClient(
        token=workspace.app.bot_token, base_url=f"{address}/api/", retry_handlers=[], timeout=5
    )


@pytest.fixture
def priya(workspace: Workspace, address: str) -> Seat:
    return Seat(workspace, "priya.nair")


@pytest.fixture
def direct(priya: Seat) -> str:
    """The conversation between Priya and the app."""
    return priya.direct.id


@pytest.fixture
def coach(workspace: Workspace, client: WebClient, closing: ThreadPoolExecutor) -> Iterator[Coach]:
    """An unmodified Bolt app, connected over Socket Mode."""
    coach = Coach(App(client=client), workspace)
    handler = SocketModeHandler(coach.app, workspace.app.app_token)
    handler.connect()
    yield coach
    handler.client.auto_reconnect_enabled = False
    handler.client.closed = True
    closing.submit(handler.close)
