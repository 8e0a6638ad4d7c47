"""Conversations and what was said in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.local_workspace.people import made_id
from bot.local_workspace.refusals import Json


@dataclass
class Message:
    """One message as the workspace holds it; `to_slack` is what the API shows of it."""

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    username: str | None = None
    client_msg_id: str | None = None
    metadata: Json | None = None
    files: list[Json] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: Json | None = None
    ephemeral_for: str | None = None
    broadcast: bool = False
    streaming: bool = False
    markdown: str = ""
    tasks: list[Json] = field(default_factory=list)
    stopped_by: str | None = None
    deleted_at: float | None = None
    posted_at: float = 0.0
    visible_at: float = 0.0
    team: str = ""
    replies: list[Message] = field(default_factory=list, repr=False)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts

    def to_slack(self, *, metadata: bool = False, thread: bool = True) -> Json:
        shown: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        optional: dict[str, Any] = {
            "subtype": self.subtype,
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "username": self.username,
            "client_msg_id": self.client_msg_id,
            "team": self.team,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "files": self.files,
            "edited": self.edited,
            "thread_ts": self.thread_ts,
        }
        shown |= {name: value for name, value in optional.items() if value}
        if self.streaming:
            shown["streaming_state"] = "in_progress"
        if self.reactions:
            shown["reactions"] = [
                {"name": name, "users": list(users), "count": len(users)}
                for name, users in self.reactions.items()
            ]
        if metadata and self.metadata:
            shown["metadata"] = self.metadata
        if thread:
            shown |= self._thread()
        return shown

    def _thread(self) -> Json:
        replies = [reply for reply in self.replies if reply.deleted_at is None]
        if not replies:
            return {}
        people = list(dict.fromkeys(reply.user for reply in replies))
        return {
            "thread_ts": self.ts,
            "reply_count": len(replies),
            "reply_users": people[:5],
            "reply_users_count": len(people),
            "latest_reply": replies[-1].ts,
        }


@dataclass
class Channel:
    """A public or private channel, or a direct message (`im`, `mpim`)."""

    name: str
    kind: str = "public"
    members: list[str] = field(default_factory=list)
    topic: str = ""
    purpose: str = ""
    archived: bool = False
    shared_with: list[str] = field(default_factory=list)
    created: int = 0
    id: str = ""
    messages: dict[str, Message] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        letter = "D" if self.kind == "im" else "C"
        self.id = self.id or made_id(letter, self.name)

    @property
    def is_direct(self) -> bool:
        return self.kind in ("im", "mpim")

    @property
    def event_type(self) -> str:
        """The name of a message's `channel_type` here."""
        return {"public": "channel", "private": "group"}.get(self.kind, self.kind)

    @property
    def history_scope(self) -> str:
        return {"public": "channels", "private": "groups"}.get(self.kind, self.kind) + ":history"

    @property
    def read_scope(self) -> str:
        return {"public": "channels", "private": "groups"}.get(self.kind, self.kind) + ":read"

    def top_level(self) -> Iterator[Message]:
        """Roots of threads and replies that were also sent to the channel."""
        for message in self.messages.values():
            if message.deleted_at is None and (not message.is_reply or message.broadcast):
                yield message

    def to_slack(self, *, viewer: str, members: bool = False) -> Json:
        if self.kind == "im":
            others = [member for member in self.members if member != viewer]
            return {
                "id": self.id,
                "created": self.created,
                "is_im": True,
                "is_org_shared": False,
                "is_archived": self.archived,
                "user": others[0] if others else viewer,
                "is_user_deleted": False,
                "priority": 0,
            }
        shown: Json = {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "created": self.created,
            "is_channel": self.kind == "public",
            "is_group": self.kind == "private",
            "is_im": False,
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind != "public",
            "is_archived": self.archived,
            "is_general": self.name == "general",
            "is_member": viewer in self.members,
            "is_shared": bool(self.shared_with),
            "is_ext_shared": bool(self.shared_with),
            "is_org_shared": False,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": self.purpose, "creator": "", "last_set": 0},
        }
        if self.shared_with:
            shown["connected_team_ids"] = list(self.shared_with)
        return shown | ({"num_members": len(self.members)} if members else {})
