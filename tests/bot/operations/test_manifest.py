"""`coach manifest`: the app as Slack wants it described."""

import json
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner

from bot.commands import app
from bot.local_workspace.app import SlackApp
from bot.slack.manifest import manifest
from knowledge.errors import BadInput


def run(*arguments):
    return CliRunner().invoke(app, ["manifest", *arguments])


def test_json_is_the_manifest_alone():
    made = json.loads(run("--json").stdout)

    assert made == manifest()
    assert made["settings"]["socket_mode_enabled"] is True


def test_the_link_creates_the_same_app():
    link = run().stdout.splitlines()[-1]

    address, _, given = link.partition("manifest_json=")
    assert address == "https://api.slack.com/apps?new_app=1&"
    assert json.loads(unquote(given)) == manifest()


def test_over_http_every_way_in_has_the_address():
    made = json.loads(run("--json", "--url", "https://coach.example/slack/events").stdout)

    addresses = {
        made["settings"]["event_subscriptions"]["request_url"],
        made["settings"]["interactivity"]["request_url"],
        *(command["url"] for command in made["features"]["slash_commands"]),
    }
    assert addresses == {"https://coach.example/slack/events"}
    assert made["settings"]["socket_mode_enabled"] is False


def test_an_address_in_the_clear_is_refused():
    refused = run("--url", "http://coach.example").exception

    assert isinstance(refused, BadInput)
    assert str(refused) == "http://coach.example is no https address: Slack sends to nothing else."


@pytest.mark.parametrize(("what", "longest"), [("name", 24), ("description", 150)])
def test_shortcuts_are_within_slacks_limits(what, longest):
    assert all(len(each[what]) <= longest for each in manifest()["features"]["shortcuts"])


def test_the_local_workspace_installs_this_app():
    assert SlackApp.from_manifest().manifest == manifest()
