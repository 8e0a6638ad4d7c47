"""The judge. It reads only what was wanted and what the workspace says it accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Message = Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    wanted: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    unknown: int
    """Messages of the app's that nobody wanted."""

    @property
    def holds(self) -> bool:
        return not (self.lost or self.doubled or self.unknown)

    def __str__(self) -> str:
        strange = f", {self.unknown} unknown" if self.unknown else ""
        return f"{self.wanted} wanted, {len(self.lost)} lost, {len(self.doubled)} doubled{strange}"


def judge(wanted: Iterable[str], history: Iterable[Message], app: str) -> Verdict:
    """Each wanted key once among the app's messages, and nothing else; deleted ones count too."""
    posted: Counter[str | None] = Counter(
        key_of(message) for message in history if message.get("app_id") == app
    )
    unknown = posted.pop(None, 0)
    keys = set(wanted)
    return Verdict(
        len(keys),
        tuple(sorted(key for key in keys if posted[key] == 0)),
        tuple(sorted(key for key in keys if posted[key] > 1)),
        unknown + sum(count for key, count in posted.items() if key not in keys),
    )


def key_of(message: Message) -> str | None:
    metadata = message.get("metadata") or {}
    key = (metadata.get("event_payload") or {}).get("key")
    return key if isinstance(key, str) else None


def judge_answers(history: Iterable[Message], app: str) -> Verdict:
    """Each question (a person's message that starts a thread) has one answer in its thread."""
    messages = list(history)
    asked = [m["ts"] for m in messages if m.get("app_id") != app and not m.get("bot_id")]
    answers = Counter(m.get("thread_ts") for m in messages if m.get("app_id") == app)
    return Verdict(
        len(asked),
        tuple(ts for ts in asked if answers[ts] == 0),
        tuple(ts for ts in asked if answers[ts] > 1),
        sum(count for ts, count in answers.items() if ts not in set(asked)),
    )
