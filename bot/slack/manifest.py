"""The app's manifest: what Slack is asked for, in one place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

MANIFEST = Path(__file__).with_name("manifest.yaml")
CREATE = "https://api.slack.com/apps?new_app=1&manifest_json="


def manifest(request_url: str | None = None) -> dict[str, Any]:
    """The manifest for Socket Mode, or for HTTP at an address Slack can reach."""
    made: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    if request_url:
        settings = made["settings"]
        settings["socket_mode_enabled"] = False
        settings["event_subscriptions"]["request_url"] = request_url
        settings["interactivity"]["request_url"] = request_url
        for command in made["features"]["slash_commands"]:
            command["url"] = request_url
    return made


def scopes(made: dict[str, Any]) -> frozenset[str]:
    return frozenset(made["oauth_config"]["scopes"]["bot"])


def creation_link(made: dict[str, Any]) -> str:
    """Opens Slack's "create an app" page with this manifest filled in."""
    return CREATE + quote(json.dumps(made, separators=(",", ":"), ensure_ascii=False))
