"""Who is in the workspace."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.local_workspace.refusals import Json


def made_id(letter: str, name: str) -> str:
    """An id that looks like Slack's and is the same in every run."""
    digest = int.from_bytes(hashlib.sha256(f"{letter}/{name}".encode()).digest()[:8])
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    letters = "".join(alphabet[(digest // 36**place) % 36] for place in range(9))
    return f"{letter}0{letters}"


@dataclass
class Team:
    name: str
    domain: str
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or made_id("T", self.domain)

    def to_slack(self, address: str) -> Json:
        return {"id": self.id, "name": self.name, "domain": self.domain, "url": f"{address}/"}


@dataclass
class DoNotDisturb:
    """Hours in which a person's notifications are silent, as local hours of the day."""

    begins: int = 20
    ends: int = 8
    enabled: bool = True


@dataclass
class Person:
    """A member. `kind` is member, guest (restricted), app or stranger (of another organisation)."""

    name: str
    real_name: str
    email: str = ""
    tz: str = "Europe/London"
    title: str = ""
    kind: str = "member"
    deleted: bool = False
    admin: bool = False
    dnd: DoNotDisturb = field(default_factory=DoNotDisturb)
    id: str = ""
    team_id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or made_id("U", self.name)

    @property
    def is_bot(self) -> bool:
        return self.kind == "app"

    def to_slack(
        self, now: datetime, *, with_email: bool, bot_id: str = "", app_id: str = ""
    ) -> Json:
        offset = now.astimezone(ZoneInfo(self.tz)).utcoffset()
        profile: Json = {
            "real_name": self.real_name,
            "real_name_normalized": self.real_name,
            "display_name": self.real_name if self.is_bot else self.name,
            "display_name_normalized": self.real_name if self.is_bot else self.name,
            "title": self.title,
            "status_text": "",
            "status_emoji": "",
            "team": self.team_id,
        }
        if with_email and self.email:
            profile["email"] = self.email
        if self.is_bot:
            profile |= {"bot_id": bot_id, "api_app_id": app_id}
        return {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.deleted,
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": now.astimezone(ZoneInfo(self.tz)).tzname(),
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": profile,
            "is_admin": self.admin,
            "is_owner": self.admin,
            "is_restricted": self.kind == "guest",
            "is_ultra_restricted": False,
            "is_stranger": self.kind == "stranger",
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 0,
        }


@dataclass
class Usergroup:
    handle: str
    name: str
    members: list[str] = field(default_factory=list)
    id: str = ""

    def __post_init__(self) -> None:
        self.id = self.id or made_id("S", self.handle)

    def to_slack(self, team_id: str, *, with_users: bool) -> Json:
        group: Json = {
            "id": self.id,
            "team_id": team_id,
            "is_usergroup": True,
            "handle": self.handle,
            "name": self.name,
            "description": "",
            "date_delete": 0,
            "user_count": len(self.members),
        }
        return group | ({"users": list(self.members)} if with_users else {})
