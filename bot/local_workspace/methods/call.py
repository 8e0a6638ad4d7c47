"""One call of a Web API method: its arguments, read as strictly as Slack reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.local_workspace.channels import Channel
from bot.local_workspace.refusals import Json, Refused, invalid_arguments
from bot.local_workspace.workspace import Workspace

Entry = TypeVar("Entry")
TS = re.compile(r"\d{1,12}\.\d{6}")


@dataclass(frozen=True)
class Call:
    """Arguments come as strings from a form and as values from JSON; both are understood."""

    workspace: Workspace
    args: Json

    def text(self, name: str) -> str | None:
        value = self.args.get(name)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool | int | float):
            return str(value)
        raise invalid_arguments(f"must be a string [json-pointer:/{name}]")

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise invalid_arguments(f"missing required field: {name}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.args.get(name)
        if value is None or value == "":
            return default
        return value in (True, 1, "1", "true", "True")

    def number(self, name: str, default: int) -> int:
        value = self.args.get(name)
        if value is None or value == "":
            return default
        try:
            return int(float(value))
        except (TypeError, ValueError):
            raise invalid_arguments(f"must be a number [json-pointer:/{name}]") from None

    def structure(self, name: str) -> Any:
        """An object or array, as itself or as a string of JSON. Raises json.JSONDecodeError."""
        value = self.args.get(name)
        if isinstance(value, str):
            return json.loads(value) if value.strip() else None
        return value

    def listed(self, name: str) -> list[str]:
        """Values separated by commas, or an array of them."""
        value = self.args.get(name)
        if isinstance(value, list):
            return [str(one) for one in value]
        return [one.strip() for one in str(value or "").split(",") if one.strip()]

    def ts(self, name: str, *, code: str = "invalid_arguments") -> str | None:
        value = self.text(name)
        if not value:
            return None
        if not TS.fullmatch(value):
            raise Refused(code)
        return value

    def page(
        self, entries: list[Entry], *, default: int = 100, most: int = 1000
    ) -> tuple[list[Entry], Json]:
        """The entries asked for with `cursor` and `limit`, and the response's metadata."""
        limit = self.number("limit", default)
        if not 1 <= limit <= most:
            raise Refused("invalid_limit")
        cursor = self.text("cursor") or ""
        if cursor and not re.fullmatch(r"next:\d+", cursor):
            raise Refused("invalid_cursor")
        start = int(cursor.removeprefix("next:")) if cursor else 0
        following = start + limit
        more = following < len(entries)
        return entries[start:following], {"next_cursor": f"next:{following}" if more else ""}

    def channel(self, name: str = "channel") -> Channel:
        """A channel the app can see, by id. Raises Refused channel_not_found."""
        channel = self.workspace.channels.get(self.required(name))
        if channel is None or not self.visible(channel):
            raise Refused("channel_not_found")
        return channel

    def joined(self, name: str = "channel") -> Channel:
        """A channel the app is in. Raises Refused not_in_channel."""
        channel = self.channel(name)
        if self.workspace.bot.id not in channel.members:
            raise Refused("not_in_channel")
        return channel

    def visible(self, channel: Channel) -> bool:
        return channel.kind == "public" or self.workspace.bot.id in channel.members

    def need(self, *scopes: str) -> None:
        """Raises Refused missing_scope unless the app has one of them."""
        granted = self.workspace.app.scopes
        if not any(scope in granted for scope in scopes):
            raise Refused("missing_scope", needed=",".join(scopes), provided=",".join(granted))


@dataclass(frozen=True)
class Method:
    """How a method is called: the scopes of which it needs one, its tier, the token it takes."""

    answer: Callable[[Call], Json]
    scopes: tuple[str, ...] = ()
    tier: int | None = 3
    token: str = "bot"
