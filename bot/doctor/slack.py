"""What can be looked at in Slack: sign-in, scopes, channels, clock, and every view we build."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property, partial
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse, WebClient

from bot.assembly import Coach
from bot.doctor import Finding, Look
from bot.settings import SlackEnvironment
from bot.slack.channels import Channels
from bot.slack.manifest import manifest, scopes
from bot.slack.samples import samples
from knowledge.errors import BadInput

CLOCK_SECONDS = 30.0
"""Slack refuses signatures that are five minutes off; reminders should be right to the minute."""


@dataclass
class Signing:
    """One sign-in, shared by the looks that need it."""

    environment: SlackEnvironment

    @cached_property
    def client(self) -> WebClient:
        return WebClient(self.environment.bot_token, self.environment.api_url, timeout=10)

    @cached_property
    def answer(self) -> SlackResponse:
        """Slack's answer to who we are. Raises BadInput if it can't be had."""
        try:
            return self.client.auth_test()
        except SlackApiError as error:
            code = error.response.get("error")
            raise BadInput(
                f"Slack refuses the bot token ({code}). Copy it again from the app's page, "
                "“OAuth & Permissions”."
            ) from None
        except (SlackClientError, OSError) as error:
            raise BadInput(
                f"Slack can't be reached ({type(error).__name__}). Check the network and "
                "COACH_SLACK_API_URL."
            ) from None


def looks_in_slack(coach: Coach, environment: SlackEnvironment) -> dict[str, Look]:
    signing = Signing(environment)
    signed_in: dict[str, Look] = {
        "scopes": partial(_scopes, signing),
        "channels": partial(_channels, signing, coach),
        "clock": partial(_clock, signing),
        "page": partial(_page, signing),
        "views": partial(_views, signing),
    }
    after = {
        check: partial(_after_sign_in, signing, check, signed_in[check]) for check in signed_in
    }
    return {"tokens": partial(_tokens, signing), **after}


def _after_sign_in(signing: Signing, check: str, look: Look) -> Finding:
    """What can't be asked without signing in says so, once and shortly."""
    try:
        _ = signing.answer
    except BadInput:
        return Finding(check, False, "not tried: signing in failed", "Mend the tokens first.")
    return look()


def _tokens(signing: Signing) -> Finding:
    environment = signing.environment
    answer = signing.answer
    found = f"signed in to {answer['team']} as {answer['user']}"
    if environment.coach_slack_mode == "http":
        _ = environment.signing_secret
        return Finding("tokens", True, f"{found}; requests are checked by their signature")
    try:
        signing.client.apps_connections_open(app_token=environment.app_token)
    except SlackApiError as error:
        return Finding(
            "tokens",
            False,
            f"{found}; the app token is refused ({error.response.get('error')})",
            "Make an app-level token with connections:write and set SLACK_APP_TOKEN.",
        )
    return Finding("tokens", True, f"{found}; Socket Mode is open")


def _scopes(signing: Signing) -> Finding:
    headers = {name.lower(): value for name, value in signing.answer.headers.items()}
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    missing = sorted(scopes(manifest()) - granted)
    if missing:
        remedy = "Update the app from coach manifest and install it again."
        return Finding("scopes", False, f"missing: {', '.join(missing)}", remedy)
    return Finding("scopes", True, f"all {len(scopes(manifest()))} are granted")


def _channels(signing: Signing, coach: Coach) -> Finding:
    name = coach.company.quality_channel
    channel = Channels(signing.client, coach.clock).id_of(name)
    invite = f"Create #{name}, or set quality_channel in settings.yaml, and invite the app."
    if channel is None:
        return Finding("channels", False, f"the quality team's channel #{name} isn't there", invite)
    known: dict[str, Any] = signing.client.conversations_info(channel=channel)["channel"]
    if not known.get("is_member"):
        return Finding("channels", False, f"the app is not in #{name}", f"Invite it to #{name}.")
    return Finding("channels", True, f"#{name} is there, and the app is in it")


def _clock(signing: Signing) -> Finding:
    theirs = parsedate_to_datetime(
        next(value for name, value in signing.answer.headers.items() if name.lower() == "date")
    )
    off = abs(time.time() - theirs.timestamp())
    if off > CLOCK_SECONDS:
        remedy = "Let this machine's clock be set by NTP."
        return Finding("clock", False, f"{off:.0f} s away from Slack's", remedy)
    return Finding("clock", True, f"within {CLOCK_SECONDS:.0f} s of Slack's")


def _page(signing: Signing) -> Finding:
    """The app's page in Slack: its tabs take messages and a Home view."""
    views = [(name, view) for name, kind, view in samples() if kind == "home"]
    for name, view in views:
        problem = _refused(signing.client, view=view)
        if problem:
            return Finding("page", False, f"{name}: {problem}", "Report it: this is our mistake.")
    app_home = manifest()["features"]["app_home"]
    on = app_home["home_tab_enabled"] and app_home["messages_tab_enabled"]
    return Finding("page", bool(on), "Home and Messages are asked for in the manifest")


def _views(signing: Signing) -> Finding:
    """Slack's own referee on what we build."""
    wrong = []
    for name, kind, payload in samples():
        shown = {"blocks": payload["blocks"]} if kind == "message" else {"view": payload}
        problem = _refused(signing.client, **shown)
        if problem:
            wrong.append(f"{name}: {problem}")
    if wrong:
        return Finding("views", False, "; ".join(wrong[:5]), "Report it: this is our mistake.")
    return Finding("views", True, f"{len(samples())} views pass blocks.validate")


def _refused(client: WebClient, **shown: Any) -> str:
    try:
        client.blocks_validate(**shown)
    except SlackApiError as error:
        return str(error.response.get("errors") or error.response.get("error"))
    return ""
