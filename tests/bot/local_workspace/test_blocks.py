"""The limits of blocks and views, with Slack's pointers to the mistake."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.local_workspace import Clock, Seat, Workspace, default_workspace, running
from tests.bot.local_workspace.building import (
    actions,
    button,
    modal,
    mrkdwn,
    option,
    plain,
    problems,
    refusal,
    section,
    text_input,
)


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    """One for all of them: what is refused leaves nothing behind."""
    workspace = default_workspace(clock=Clock.standing())
    workspace.limits.enabled = False
    return workspace


@pytest.fixture(scope="module")
def client(workspace: Workspace) -> Iterator[WebClient]:
    with running(workspace) as address:
        yield WebClient(token=workspace.app.bot_token, base_url=f"{address}/api/")


@pytest.fixture(scope="module")
def priya(workspace: Workspace) -> Seat:
    return Seat(workspace, "priya.nair")


@pytest.fixture(scope="module")
def direct(priya: Seat) -> str:
    return priya.direct.id


def select(**more):
    return {"type": "static_select", "action_id": "s", "options": [option("a")], **more}


CHART = {
    "type": "data_visualization",
    "title": "Readiness",
    "chart": {
        "type": "bar",
        "series": [{"name": "Ready", "data": [{"label": "4", "value": 88}]}],
        "axis_config": {"categories": ["4"]},
    },
}
CELL = {"type": "raw_text", "text": "x"}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "f",
    "positive_button": {"text": plain("Yes"), "value": "y"},
    "negative_button": {"text": plain("No"), "value": "n"},
}

TAKEN = [
    [section("x" * 3000)],
    [{"type": "section", "fields": [mrkdwn("x" * 1000)] * 10}],
    [{"type": "header", "text": plain("x" * 150)}],
    [actions(*[button(str(number), "x" * 75) for number in range(25)])],
    [section("x", accessory={"type": "overflow", "action_id": "o", "options": [option("a")]})],
    [{"type": "markdown", "text": "x" * 12_000}],
    [{"type": "table", "rows": [[CELL] * 20] * 10}],
    [{"type": "data_table", "caption": "x", "rows": [[CELL], [CELL]]}],
    [CHART],
    [
        {
            "type": "context",
            "elements": [
                mrkdwn("x"),
                {"type": "image", "image_url": "http://127.0.0.1/x", "alt_text": "x"},
            ],
        }
    ],
    [{"type": "context_actions", "elements": [FEEDBACK]}],
    [actions(button("same"), block_id="one"), actions(button("same"), block_id="two")],
    [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}],
    [text_input("note")],
    [{"type": "divider"}] * 50,
]


@pytest.mark.parametrize("blocks", TAKEN, ids=lambda blocks: blocks[0]["type"])
def test_blocks_at_their_limits_are_taken(client, direct, blocks):
    assert client.chat_postMessage(channel=direct, text="x", blocks=blocks)["ok"]


REFUSED = [
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "section"}], "must define either `text` or `fields` [json-pointer:/blocks/0]"),
    (
        [{"type": "section", "fields": [mrkdwn("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    (
        [{"type": "section", "fields": [mrkdwn("x" * 2001)]}],
        "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
    ),
    (
        [{"type": "header", "text": plain("x" * 151)}],
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        [{"type": "header", "text": mrkdwn("x")}],
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([{"type": "banner"}], "unsupported type: banner [json-pointer:/blocks/0/type]"),
    (
        [actions(*[button(str(number)) for number in range(26)])],
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        [actions(button("a", "x" * 76))],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    (
        [actions(button("a", value="x" * 2001))],
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    (
        [actions(button("a", url="x" * 3001))],
        "must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]",
    ),
    (
        [actions(button("a", style="loud"))],
        "must be primary or danger [json-pointer:/blocks/0/elements/0/style]",
    ),
    (
        [actions(button("a" * 256))],
        "must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]",
    ),
    (
        [actions(button("a"), button("a"))],
        "`action_id` 'a' already exists [json-pointer:/blocks/0/elements/1/action_id]",
    ),
    (
        [section("x", block_id="b"), section("y", block_id="b")],
        "`block_id` 'b' already exists [json-pointer:/blocks/1/block_id]",
    ),
    (
        [section("x", block_id="b" * 256)],
        "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
    ),
    (
        [actions(select(options=[option(str(number)) for number in range(101)]))],
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        [actions(select(options=[option("x" * 76)]))],
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]",
    ),
    (
        [actions(select(options=[{"text": plain("x"), "value": "x" * 151}]))],
        "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]",
    ),
    (
        [actions(select(options=[]))],
        "must contain at least 1 item(s) [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        [actions(select(initial_option=option("z")))],
        "must be one of the options [json-pointer:/blocks/0/elements/0/initial_option]",
    ),
    (
        [actions({"type": "overflow", "options": [option(str(number)) for number in range(6)]})],
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    (
        [{"type": "context", "elements": [mrkdwn("x")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        [
            {
                "type": "context_actions",
                "elements": [{**FEEDBACK, "action_id": str(n)} for n in range(6)],
            }
        ],
        "no more than 5 items allowed [json-pointer:/blocks/0/elements]",
    ),
    (
        [{"type": "image", "image_url": "http://127.0.0.1/x"}],
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    (
        [{"type": "table", "rows": [[CELL]] * 101}],
        "no more than 100 items allowed [json-pointer:/blocks/0/rows]",
    ),
    (
        [{"type": "table", "rows": [[CELL] * 21]}],
        "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
    ),
    (
        [{"type": "table", "rows": [[CELL]]}] * 2,
        "only 1 table block(s) allowed in a message [json-pointer:/blocks]",
    ),
    (
        [{**CHART, "title": "x" * 51}],
        "must be less than 51 characters [json-pointer:/blocks/0/title]",
    ),
    (
        [{**CHART, "chart": {"type": "pie", "segments": [{"label": "a", "value": 1}] * 7}}],
        "no more than 6 items allowed [json-pointer:/blocks/0/chart/segments]",
    ),
    (
        [{**CHART, "chart": {**CHART["chart"], "axis_config": {"categories": ["5"]}}}],
        "labels must match the axis categories [json-pointer:/blocks/0/chart/series/0/data]",
    ),
    (
        [{"type": "markdown", "text": "x" * 6_001}, {"type": "markdown", "text": "x" * 6_001}],
        "markdown blocks must be less than 12001 characters together [json-pointer:/blocks]",
    ),
    (
        [actions({"type": "datepicker", "initial_date": "16.11.2026"})],
        "must be in the format YYYY-MM-DD [json-pointer:/blocks/0/elements/0/initial_date]",
    ),
    (
        [actions(text_input("x")["element"])],
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
]


@pytest.mark.parametrize(("blocks", "message"), REFUSED, ids=lambda value: str(value)[-60:])
def test_blocks_past_their_limits_are_refused_and_pointed_at(client, direct, blocks, message):
    post = lambda: client.chat_postMessage(channel=direct, text="x", blocks=blocks)  # noqa: E731
    assert f"[ERROR] {message}" in problems(post)
    assert refusal(post) == "invalid_blocks"


def test_all_blocks_of_a_message_together_have_a_limit(client, direct):
    blocks = [section("x" * 2900) for _ in range(5)]
    post = lambda: client.chat_postMessage(channel=direct, text="x", blocks=blocks)  # noqa: E731
    assert refusal(post) == "msg_blocks_too_long"


def test_blocks_that_are_no_list_are_refused(client, direct):
    def post(blocks):
        return lambda: client.api_call(
            "chat.postMessage", json={"channel": direct, "text": "x", "blocks": blocks}
        )

    assert refusal(post("[{")) == "invalid_blocks_format"
    assert refusal(post({"type": "section"})) == "invalid_blocks_format"


VIEWS = [
    (
        modal(title=plain("x" * 25)),
        "must be less than 25 characters [json-pointer:/view/title/text]",
    ),
    (
        modal(submit=plain("x" * 25)),
        "must be less than 25 characters [json-pointer:/view/submit/text]",
    ),
    (
        modal(close=plain("x" * 25)),
        "must be less than 25 characters [json-pointer:/view/close/text]",
    ),
    (
        modal(private_metadata="x" * 3001),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    (
        modal(callback_id="x" * 256),
        "must be less than 256 characters [json-pointer:/view/callback_id]",
    ),
    (
        modal(submit=None),
        "submit is required when an input block is within blocks [json-pointer:/view]",
    ),
    (
        modal(*[{"type": "divider"}] * 101),
        "no more than 100 items allowed [json-pointer:/view/blocks]",
    ),
    (
        modal({"type": "markdown", "text": "x"}),
        "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
    ),
    (modal(colour="red"), "invalid additional property: colour [json-pointer:/view]"),
    ({"type": "modal", "title": plain("x")}, "missing required field: blocks [json-pointer:/view]"),
]


@pytest.mark.parametrize(("view", "message"), VIEWS, ids=lambda value: str(value)[-50:])
def test_views_past_their_limits_are_refused_and_pointed_at(
    client, workspace, priya, view, message
):
    trigger = workspace.new_trigger(priya.person.id).id
    open_it = lambda: client.views_open(trigger_id=trigger, view=view)  # noqa: E731
    assert f"[ERROR] {message}" in problems(open_it)
    assert refusal(open_it) == "invalid_arguments"


def test_a_view_of_more_than_250_kilobytes_is_too_large(client, workspace, priya):
    fields = [mrkdwn("x" * 2000)] * 10
    view = modal(*[{"type": "section", "fields": fields} for _ in range(13)])
    trigger = workspace.new_trigger(priya.person.id).id
    code = refusal(lambda: client.views_open(trigger_id=trigger, view=view))
    assert code == "view_too_large"


def test_blocks_validate_says_what_a_post_would_say(client):
    assert client.blocks_validate(blocks=[section("x")])["ok"]
    assert client.blocks_validate(message={"blocks": [section("x")]})["ok"]
    assert client.blocks_validate(view=modal())["ok"]
    wrong = lambda: client.blocks_validate(blocks=[section("")])  # noqa: E731
    assert refusal(wrong) == "invalid_blocks"
    assert (
        refusal(lambda: client.blocks_validate(view=modal(title=plain("x" * 25)))) == "invalid_view"
    )
    assert refusal(lambda: client.blocks_validate()) == "invalid_arguments"
