"""The coach serving in the stand-in for Slack, over documents that a test publishes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from bot.assembly import Coach
from bot.local_workspace import Clock, Workspace, default_workspace, running
from bot.serving import Place, Serving
from bot.settings import Environment
from bot.slack.app import Tokens
from knowledge.storage.tables import Passage
from tests.bot.slack.documents import Prepared, publish
from tests.proofs.delivery.places import wait_for

SETTINGS = """
zone: Europe/London
contact: Priya Nair (quality manager)
audiences:
  managers: [priya.nair@brennick.example, helen.marsh@brennick.example]
rights:
  quality: [priya.nair@brennick.example]
  deputy: [daniel.okafor@brennick.example]
quality_channel: qms-team
"""
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    made = default_workspace(clock=Clock())
    with running(made):
        yield made


@pytest.fixture
def coach(tmp_path: Path) -> Coach:
    (tmp_path / "settings.yaml").write_text(SETTINGS)
    started = monotonic()
    return Coach(
        Environment(home=tmp_path), clock=lambda: NOW + timedelta(seconds=monotonic() - started)
    )


@pytest.fixture
def answering(coach: Coach) -> Prepared:
    return Prepared(coach)


@pytest.fixture
def serving(workspace: Workspace, coach: Coach, answering: Prepared) -> Iterator[Serving]:
    tokens = Tokens(workspace.app.bot_token, workspace.app.app_token)
    made = Serving(coach, Place(tokens, f"{workspace.address}/api/"), answering)
    for step in made.steps:
        step()
    yield made
    made.stop()


@pytest.fixture
def published(coach: Coach) -> Callable[..., Passage]:
    """Publish a document of one passage."""

    def add(number: str, words: str = "Records are kept.", **facts: Any) -> Passage:
        with coach.database.begin() as session:
            passage = publish(session, number, words, **facts)
            session.expunge_all()
            return passage

    return add


@pytest.fixture
def replies(workspace: Workspace) -> Callable[[int], list[dict[str, Any]]]:
    """What the app has posted for more than one moment, once there is so much of it."""

    def posted(count: int) -> list[dict[str, Any]]:
        def ours() -> list[dict[str, Any]]:
            posts = [message for message in workspace.history() if message.get("bot_id")]
            return [message for message in posts if not message["ephemeral_for"]]

        assert wait_for(lambda: len(ours()) >= count, 10), f"{len(ours())} of {count} replies"
        return ours()

    return posted
