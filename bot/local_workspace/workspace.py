"""The workspace: who is in it, what was said, and what the app may do."""

from __future__ import annotations

import random
import string
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bot.local_workspace.app import SlackApp
from bot.local_workspace.channels import Channel, Message
from bot.local_workspace.clock import Clock
from bot.local_workspace.connections import Connections
from bot.local_workspace.deliveries import RETRY_SECONDS, Deliveries
from bot.local_workspace.faults import Faults
from bot.local_workspace.files import SlackFile
from bot.local_workspace.people import Person, Team, Usergroup, made_id
from bot.local_workspace.rate_limits import RateLimits
from bot.local_workspace.record import Record
from bot.local_workspace.refusals import Json, Refused
from bot.local_workspace.request_url import RequestUrl
from bot.local_workspace.views import ResponseUrl, Trigger, View


@dataclass
class AgentThread:
    """What the app shows on a thread of the conversation with it."""

    status: str = ""
    loading_messages: list[str] = field(default_factory=list)
    session: str = ""
    title: str = ""
    stop_asked: bool = False


@dataclass
class Scheduled:
    id: str
    channel: str
    post_at: int
    args: Json


class Workspace:
    """One team and one installed app. Every change is made holding `lock`."""

    def __init__(
        self,
        people: Iterable[Person] = (),
        channels: Iterable[Channel] = (),
        usergroups: Iterable[Usergroup] = (),
        *,
        team: Team | None = None,
        app: SlackApp | None = None,
        clock: Clock | None = None,
        faults: Faults | None = None,
        record: Record | None = None,
        limits: RateLimits | None = None,
        request_url: str = "",
        retry_seconds: tuple[float, ...] = RETRY_SECONDS,
        seed: int = 0,
    ) -> None:
        self.team = team or Team("Brennick Flow Controls", "brennick")
        self.app = app or SlackApp.from_manifest()
        self.clock = clock or Clock()
        self.faults = faults or Faults(seed)
        self.record = record or Record()
        self.limits = limits or RateLimits(self.clock)
        self.lock = threading.RLock()
        self.address = ""
        self.version = 0
        self.random = random.Random(seed)
        self.watchers: list[Callable[[], None]] = []
        self._last_ts = 0
        self._set_up_people(people, channels, usergroups)
        self._set_up_stores()
        url = request_url or self.app.request_url
        self.deliveries = Deliveries(
            self.clock,
            self.faults,
            Connections(self.app, self.clock, seed),
            request_url=RequestUrl(url, self.app.signing_secret) if url else None,
            retry_seconds=retry_seconds,
        )

    def _set_up_people(
        self,
        people: Iterable[Person],
        channels: Iterable[Channel],
        usergroups: Iterable[Usergroup],
    ) -> None:
        handle = self.app.name.lower().replace(" ", "_")
        self.bot = Person(handle, self.app.name, kind="app", title=self.app.description)
        self.people = {person.id: person for person in [*people, self.bot]}
        for person in self.people.values():
            person.team_id = person.team_id or self.team.id
        self.channels = {channel.id: channel for channel in channels}
        self.usergroups = {group.id: group for group in usergroups}
        began = int(self.clock.time())
        for channel in self.channels.values():
            channel.created = channel.created or began
            channel.members = [self.person(member).id for member in channel.members]
        for group in self.usergroups.values():
            group.members = [self.person(member).id for member in group.members]

    def _set_up_stores(self) -> None:
        self.files: dict[str, SlackFile] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, str] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.scheduled: dict[str, Scheduled] = {}
        self.agent_threads: dict[tuple[str, str], AgentThread] = {}
        self.prompts: dict[str, Json] = {}
        self.contexts: dict[str, Json] = {}
        self.agent_openers: set[str] = set()
        self.offered: dict[tuple[str, str, str], list[Json]] = {}
        self.read_until: dict[tuple[str, str], str] = {}

    # Looking things up

    def person(self, who: str) -> Person:
        """By id, handle or real name. Raises Refused user_not_found."""
        if who in self.people:
            return self.people[who]
        for person in self.people.values():
            if who in (person.name, person.real_name):
                return person
        raise Refused("user_not_found")

    def channel(self, which: str) -> Channel:
        """By id or name. Raises Refused channel_not_found."""
        if which in self.channels:
            return self.channels[which]
        name = which.removeprefix("#")
        for channel in self.channels.values():
            if channel.name == name and not channel.is_direct:
                return channel
        raise Refused("channel_not_found")

    def direct(self, *people: str) -> Channel:
        """The direct message between these people, opened if need be."""
        members = sorted({self.person(one).id for one in people})
        kind = "im" if len(members) <= 2 else "mpim"
        for channel in self.channels.values():
            if channel.kind == kind and sorted(channel.members) == members:
                return channel
        name = "/".join(members)
        channel = Channel(name, kind, members, created=int(self.clock.time()))
        self.channels[channel.id] = channel
        return channel

    def direct_with_app(self, who: str) -> Channel:
        return self.direct(who, self.bot.id)

    def message(self, channel: Channel, ts: str) -> Message:
        """Raises Refused message_not_found."""
        found = channel.messages.get(ts)
        if found is None or found.deleted_at is not None or found.ephemeral_for:
            raise Refused("message_not_found")
        return found

    def thread(self, channel: Channel, thread_ts: str) -> AgentThread:
        return self.agent_threads.setdefault((channel.id, thread_ts), AgentThread())

    def history(self, channel: str | None = None) -> list[Json]:
        """Every message ever accepted, in order, whatever faults hide from the app: the truth
        that a checker compares with."""
        with self.lock:
            chosen = [self.channel(channel)] if channel else list(self.channels.values())
            messages = [one for room in chosen for one in room.messages.values()]
            return [
                {
                    **message.to_slack(metadata=True, thread=False),
                    "channel": message.channel,
                    "posted_at": message.posted_at,
                    "deleted": message.deleted_at is not None,
                    "ephemeral_for": message.ephemeral_for,
                }
                for message in sorted(messages, key=lambda one: one.ts)
            ]

    # Changing things

    @contextmanager
    def change(self) -> Iterator[None]:
        """Hold the lock, and tell whoever watches when it is over."""
        with self.lock:
            yield
            self.version += 1
            watchers = list(self.watchers)
        for watcher in watchers:
            watcher()

    def next_ts(self) -> str:
        """A message's time stamp: unique, and later than all before."""
        self._last_ts = max(int(self.clock.time() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def new_id(self, letter: str) -> str:
        """Unlike any that an earlier run of the workspace gave out: the time is in it."""
        return made_id(letter, f"{self.clock.time()}/{self.random.random()}")

    def short_id(self) -> str:
        return "".join(self.random.choices(string.ascii_letters + string.digits, k=5))

    def uuid(self) -> str:
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def new_trigger(self, person: str, view_id: str | None = None) -> Trigger:
        number = f"{self.random.getrandbits(40)}.{self.random.getrandbits(40)}"
        trigger = Trigger(f"{number}.{self.short_id()}", person, self.clock.time(), view_id)
        self.triggers[trigger.id] = trigger
        return trigger

    def new_response_url(
        self, person: str, channel: str, message_ts: str | None = None, thread_ts: str | None = None
    ) -> str:
        key = f"{self.random.getrandbits(64):x}"
        self.response_urls[key] = ResponseUrl(
            key, person, channel, self.clock.time(), message_ts, thread_ts
        )
        return f"{self.address}/actions/{self.team.id}/{key}"

    def with_block_ids(self, blocks: list[Json]) -> list[Json]:
        """The blocks as Slack keeps them: each has an id, and so has each of their elements."""
        kept = []
        for block in blocks:
            kept.append({**block, "block_id": block.get("block_id") or self.short_id()})
            for element in elements_of(kept[-1]):
                if element.get("type") not in ("image", "mrkdwn", "plain_text", "user"):
                    element.setdefault("action_id", self.short_id())
        return kept

    def emit(self, event: Json, **envelope: Any) -> None:
        """Deliver an event to the app, as an `event_callback`."""
        payload: Json = {
            "token": "local-workspace",
            "team_id": self.team.id,
            "api_app_id": self.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self.new_id("Ev"),
            "event_time": int(self.clock.time()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self.team.id,
                    "user_id": self.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{self.short_id()}",
            **envelope,
        }
        self.deliveries.event(payload)


def elements_of(block: Json) -> list[Json]:
    """The interactive parts of a block."""
    found = block.get("elements") if block.get("type") in ("actions", "context_actions") else []
    parts = list(found) if isinstance(found, list) else []
    parts += [part for part in (block.get("accessory"), block.get("element")) if part]
    return [part for part in parts if isinstance(part, dict)]
