"""`coach doctor`, against the local workspace."""

import json

import pytest
from typer.testing import CliRunner

from bot.commands import app
from bot.local_workspace import Clock, default_workspace, running


@pytest.fixture
def workspace():
    made = default_workspace(clock=Clock())
    with running(made):
        yield made


@pytest.fixture
def examine(workspace, tmp_path, monkeypatch):
    """Run it; what was found, by check, and the exit status."""
    (tmp_path / "settings.yaml").write_text("quality_channel: qms-team\n")
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    monkeypatch.setenv("COACH_SLACK_API_URL", f"{workspace.address}/api/")
    monkeypatch.setenv("SLACK_BOT_TOKEN", workspace.app.bot_token)
    monkeypatch.setenv("SLACK_APP_TOKEN", workspace.app.app_token)

    def examine(*arguments):
        done = CliRunner().invoke(app, ["doctor", "--json", *arguments])
        findings = json.loads(done.stdout)
        assert all(set(each) == {"check", "ok", "found", "remedy"} for each in findings)
        return {each["check"]: each for each in findings}, done.exit_code

    return examine


@pytest.mark.model
def test_all_is_well_but_nothing_is_indexed(examine):
    found, status = examine()

    assert status == 1
    assert [check for check, each in found.items() if not each["ok"]] == ["index", "index age"]
    assert found["tokens"]["found"].endswith("Socket Mode is open")
    assert found["channels"]["found"] == "#qms-team is there, and the app is in it"
    assert found["index"]["remedy"] == "Index a folder: coach index /path/to/qms"
    assert found["views"]["found"].endswith("views pass blocks.validate")


@pytest.mark.model
def test_a_refused_token_is_said_once(examine, monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-another")

    found, _ = examine()

    assert found["tokens"]["found"] == (
        "Slack refuses the bot token (invalid_auth). Copy it again from the app's page, "
        "“OAuth & Permissions”."
    )
    assert found["scopes"]["found"] == "not tried: signing in failed"


@pytest.mark.model
def test_a_missing_scope_is_named(examine, workspace):
    workspace.app.manifest["oauth_config"]["scopes"]["bot"].remove("users:read.email")

    found, _ = examine()

    assert found["scopes"]["found"] == "missing: users:read.email"


@pytest.mark.model
def test_a_channel_that_is_not_there_is_named(examine, tmp_path):
    (tmp_path / "settings.yaml").write_text("quality_channel: nowhere\n")

    found, _ = examine()

    assert found["channels"]["found"] == "the quality team's channel #nowhere isn't there"
    assert not found["channels"]["ok"]


@pytest.mark.model
def test_offline_asks_nothing_of_slack(examine, workspace):
    found, _ = examine("--offline")

    assert set(found) == {"database", "index", "index age", "model", "events"}
    assert not workspace.record.calls
