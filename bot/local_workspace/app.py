"""The app that is installed in the workspace, as its manifest describes it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.local_workspace.people import made_id
from bot.local_workspace.refusals import Json

DEFAULT_MANIFEST = Path(__file__).parents[1] / "slack" / "manifest.yaml"


@dataclass(frozen=True)
class SlackApp:
    """Name, rights, subscriptions, commands and shortcuts, and the secrets it signs in with."""

    manifest: Json = field(default_factory=dict)
    bot_token: str = "xoxb-local-workspace"
    app_token: str = "xapp-local-workspace"
    signing_secret: str = "local-workspace-signing-secret"

    @classmethod
    def from_manifest(cls, path: Path = DEFAULT_MANIFEST, **secrets: str) -> SlackApp:
        text = path.read_text("utf-8")
        manifest = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
        return cls(manifest, **secrets)

    def _at(self, *path: str) -> Any:
        found: Any = self.manifest
        for step in path:
            found = found.get(step) if isinstance(found, dict) else None
        return found

    @property
    def name(self) -> str:
        return str(
            self._at("features", "bot_user", "display_name")
            or self._at("display_information", "name")
            or "App"
        )

    @property
    def description(self) -> str:
        return str(self._at("display_information", "description") or "")

    @property
    def id(self) -> str:
        return made_id("A", self.name)

    @property
    def bot_id(self) -> str:
        return made_id("B", self.name)

    @property
    def scopes(self) -> list[str]:
        return list(self._at("oauth_config", "scopes", "bot") or [])

    @property
    def events(self) -> list[str]:
        return list(self._at("settings", "event_subscriptions", "bot_events") or [])

    @property
    def commands(self) -> list[Json]:
        return list(self._at("features", "slash_commands") or [])

    @property
    def shortcuts(self) -> list[Json]:
        return list(self._at("features", "shortcuts") or [])

    @property
    def suggested_prompts(self) -> list[Json]:
        return list(self._at("features", "agent_view", "suggested_prompts") or [])

    @property
    def is_agent(self) -> bool:
        return self._at("features", "agent_view") is not None

    @property
    def has_home(self) -> bool:
        return bool(self._at("features", "app_home", "home_tab_enabled"))

    @property
    def has_messages(self) -> bool:
        return bool(self._at("features", "app_home", "messages_tab_enabled"))

    @property
    def messages_read_only(self) -> bool:
        return bool(self._at("features", "app_home", "messages_tab_read_only_enabled"))

    @property
    def interactive(self) -> bool:
        return bool(self._at("settings", "interactivity", "is_enabled"))

    @property
    def uses_socket_mode(self) -> bool:
        return bool(self._at("settings", "socket_mode_enabled"))

    @property
    def request_url(self) -> str:
        return str(self._at("settings", "event_subscriptions", "request_url") or "")
