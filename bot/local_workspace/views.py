"""Modals and Home tabs that are open, and the triggers that opened them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.local_workspace.refusals import Json

TRIGGER_SECONDS = 3.0
RESPONSE_URL_SECONDS = 30 * 60.0
RESPONSE_URL_POSTS = 5
DEEPEST_STACK = 3


@dataclass
class View:
    """A modal or a Home tab, as one person sees it."""

    id: str
    person: str
    view: Json
    hash: str
    root: str
    previous: str | None = None
    values: Json = field(default_factory=dict)

    def to_slack(self, *, team_id: str, app_id: str, bot_id: str) -> Json:
        shown: Json = {
            "id": self.id,
            "team_id": team_id,
            "type": self.view["type"],
            "blocks": self.view["blocks"],
            "private_metadata": self.view.get("private_metadata", ""),
            "callback_id": self.view.get("callback_id", ""),
            "state": {"values": self.values},
            "hash": self.hash,
            "clear_on_close": bool(self.view.get("clear_on_close")),
            "notify_on_close": bool(self.view.get("notify_on_close")),
            "previous_view_id": self.previous,
            "root_view_id": self.root,
            "app_id": app_id,
            "external_id": self.view.get("external_id", ""),
            "app_installed_team_id": team_id,
            "bot_id": bot_id,
        }
        if self.view["type"] == "modal":
            shown |= {
                "title": self.view["title"],
                "close": self.view.get("close"),
                "submit": self.view.get("submit"),
                "submit_disabled": bool(self.view.get("submit_disabled")),
            }
        return shown


@dataclass
class Trigger:
    """What lets the app open a modal: three seconds, once."""

    id: str
    person: str
    given_at: float
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """Where an app may answer an interaction: five posts in thirty minutes."""

    id: str
    person: str
    channel: str
    given_at: float
    message_ts: str | None = None
    thread_ts: str | None = None
    posts: int = 0
