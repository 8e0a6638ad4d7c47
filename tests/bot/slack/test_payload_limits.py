"""Whatever documents and people write, Slack takes what we send, and nobody is pinged by it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversations import Message
from bot.local_workspace.block_kit import check_message_blocks, check_view
from bot.slack import limits
from bot.slack.samples import samples
from tests.bot.slack.payloads import ALL_VIEWS

NASTY = [
    "",
    " ",
    "\n\n\n",
    "<!channel> & <@U123> | *bold* _it_ ~no~ `code` ```",
    "&amp;lt;" * 400,
    "&" * 9_000,
    "<" * 9_000,
    "Records are kept for ten years. " * 290,
    "ß🙂漢字\u202e\u0000" * 300,
    "https://evil.example/<!here>|label",
    "> quoted\n>>> more",
    "\ue000\ufeff\u200b",
]
"""Long, empty and hostile: one of 9,000 characters where a phone shows sixty words."""

FORM = re.compile(r"<(?:https?://[^<>|\s]+\|[^<>]*|[@#][A-Z0-9]+|!date\^\d+\^[^<>|]*\|[^<>]*)>")
"""What we write between angle brackets: links, people, channels and moments."""


def words_from(texts: list[str]) -> Any:
    """One text after the other, again and again."""

    def forever() -> Iterator[str]:
        while True:
            yield from texts

    return forever().__next__


def assert_taken(payload: Any) -> None:
    """The stand-in's rules are Slack's published ones."""
    if isinstance(payload, Message):
        assert 0 < len(payload.text) <= limits.TEXT
        assert_rings_nobody(payload.text)
        check_message_blocks(payload.blocks)
        written = json.dumps(payload.blocks, ensure_ascii=False, separators=(",", ":"))
        assert len(written) <= limits.MESSAGE + 2
        shown = payload.blocks
    else:
        check_view(payload, payload["type"])
        shown = payload["blocks"]
    for text in mrkdwn_in(shown):
        assert_rings_nobody(text)
    assert_named_once(shown)


def mrkdwn_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value["text"]
        for part in value.values():
            yield from mrkdwn_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from mrkdwn_in(part)


def assert_rings_nobody(text: str) -> None:
    """No angle bracket is left but ours, and every entity is whole."""
    rest = re.sub(r"(?m)^>", "", FORM.sub("", text))
    assert "<" not in rest
    assert not re.search(r"&(?!amp;|lt;|gt;)", rest)


def assert_named_once(blocks: list[dict[str, Any]]) -> None:
    """Slack's own rule is stricter than the stand-in's: once in a message or view."""
    ids = [e["action_id"] for b in blocks for e in [*b.get("elements", ()), b.get("accessory")]
           if e and "action_id" in e]  # fmt: skip
    assert len(ids) == len(set(ids)), ids


@pytest.mark.parametrize(("name", "shape", "payload"), samples())
def test_slack_takes_every_sample(name, shape, payload):
    is_message = shape == "message"
    assert_taken(Message(payload["text"], payload["blocks"]) if is_message else payload)


@pytest.mark.parametrize("name", [name for name, _ in ALL_VIEWS])
@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_the_worst_texts(name, text):
    for payload in dict(ALL_VIEWS)[name](words_from([text])):
        assert_taken(payload)


@pytest.mark.parametrize("name", [name for name, _ in ALL_VIEWS])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(
        st.one_of(
            st.sampled_from(NASTY), st.text(max_size=200), st.text("<>&|!@#\n*", max_size=40)
        ),
        min_size=1,
        max_size=7,
    )
)
def test_slack_takes_whatever_is_written(name, texts):
    for payload in dict(ALL_VIEWS)[name](words_from(texts)):
        assert_taken(payload)
