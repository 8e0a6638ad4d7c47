"""What Slack tells of people and channels, so that nothing outdated is remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import App

from bot.slack.floor import Floor

Body = dict[str, Any]


def register(app: App, floor: Floor) -> None:
    """Forget and pass on: other features may hear of the same."""

    def person_changed(body: Body, next: Callable[[], None]) -> None:
        user = (body.get("event") or {}).get("user")
        floor.people.forget(str(user.get("id") if isinstance(user, dict) else user))

    def channel_changed(body: Body, next: Callable[[], None]) -> None:
        channel = (body.get("event") or {}).get("channel")
        floor.channels.forget(str(channel.get("id") if isinstance(channel, dict) else channel))

    def nothing() -> None: ...

    app.event("user_change", middleware=[person_changed])(nothing)
    for name in ("member_joined_channel", "member_left_channel", "channel_shared"):
        app.event(name, middleware=[channel_changed])(nothing)
