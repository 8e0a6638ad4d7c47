"""The Bolt app: thin listeners, a pool wide enough for them, and a hold on unknown events."""

from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from slack_bolt import App
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from bot.timing import Timing
from knowledge.errors import BadInput

LISTENERS = 25

REFUSED = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_revoked"})


@dataclass(frozen=True)
class Tokens:
    """The secrets of the installed app. They are never shown.

    Socket Mode needs `app`; requests over HTTP are checked against `signing_secret`.
    """

    bot: str
    app: str = ""
    signing_secret: str = ""

    def __repr__(self) -> str:
        return "Tokens(…)"


@dataclass(frozen=True)
class Identity:
    """Who we are in Slack."""

    team: str
    user: str


def sending_client(tokens: Tokens, api_url: str, timing: Timing) -> WebClient:
    """The client for what must arrive once: it repeats nothing by itself.

    Slack's own client posts again after a broken connection, without looking whether the first
    post arrived.
    """
    seconds = max(1, round(timing.answer_within.total_seconds()))
    return WebClient(tokens.bot, api_url, timeout=seconds, retry_handlers=[])


def identify(client: WebClient) -> Identity:
    """Ask Slack who we are. Raises BadInput if the token is refused."""
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        code = str(error.response.get("error"))
        if code in REFUSED:
            raise BadInput(
                f"Slack refuses the bot token ({code}). Copy it again from the app's page, "
                "“OAuth & Permissions”, into SLACK_BOT_TOKEN or the file it names."
            ) from None
        raise
    return Identity(answer["team_id"], answer["user_id"])


def slack_app(tokens: Tokens, api_url: str) -> App:
    """The app, without features yet. Nothing is asked of Slack here."""
    log = logging.getLogger("coach.bolt")
    return App(
        logger=log,
        client=WebClient(tokens.bot, api_url, timeout=10, logger=log),
        token_verification_enabled=False,
        signing_secret=tokens.signing_secret or None,
        # In Socket Mode the connection itself is signed in.
        request_verification_enabled=bool(tokens.signing_secret),
        listener_executor=ThreadPoolExecutor(LISTENERS, thread_name_prefix="listener"),
    )


def acknowledge_the_rest(app: App) -> None:
    """What no feature is for is acknowledged, or Slack would send it three times more."""
    app.event(re.compile(".*"))(_nothing)


def _nothing() -> None: ...
