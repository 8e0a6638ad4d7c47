"""How `coach serve` is told to sign in."""

import pytest

from bot.settings import SlackEnvironment
from bot.slack.app import Tokens
from knowledge.errors import BadInput


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    monkeypatch.delenv("COACH_SLACK_API_URL", raising=False)


def test_tokens_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    slack = SlackEnvironment()

    assert (slack.bot_token, slack.app_token) == ("xoxb-1", "xapp-1")
    assert slack.api_url == "https://slack.com/api/"


def test_tokens_come_from_files(monkeypatch, tmp_path):
    (tmp_path / "token").write_text("xoxb-2\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(tmp_path / "token"))

    assert SlackEnvironment().bot_token == "xoxb-2"


def test_a_missing_token_says_what_to_do():
    with pytest.raises(BadInput) as refusal:
        _ = SlackEnvironment().app_token

    assert str(refusal.value) == (
        "SLACK_APP_TOKEN is not set: it begins with xapp-. "
        "Set it, or put it into a file and name that in SLACK_APP_TOKEN_FILE."
    )


def test_the_wrong_token_is_not_shown(monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xapp-hidden")

    with pytest.raises(BadInput) as refusal:
        _ = SlackEnvironment().bot_token

    assert "hidden" not in str(refusal.value)
    assert "hidden" not in repr(SlackEnvironment())
    assert "hidden" not in repr(Tokens("xoxb-hidden", "xapp-hidden", "hidden"))


def test_tokens_do_not_travel_in_the_clear(monkeypatch):
    monkeypatch.setenv("COACH_SLACK_API_URL", "http://slack.example/api")
    with pytest.raises(BadInput, match="would not be safe"):
        _ = SlackEnvironment().api_url

    monkeypatch.setenv("COACH_SLACK_API_URL", "http://127.0.0.1:8065/api")
    assert SlackEnvironment().api_url == "http://127.0.0.1:8065/api/"
