"""A question as it came in: where, by whom, in which way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.inbox import Incoming, Job
from bot.slack.typed_text import question_text
from knowledge.deliveries import Address

QUESTION = "question"
"""The kind of a job: a question to be answered."""

Way = Literal["direct", "mention", "follow_up", "command", "shortcut"]
DIRECT = "D"
"""What the id of a direct message begins with."""


@dataclass(frozen=True)
class Asked:
    """`item` names the question once and for all; `ts` is its message, None for a command.

    follow_up   said in a thread of ours without a mention: it may not be for us at all
    private     only the asker is to see the reply, which goes to `reply_url` if it can
    files       how many files came with it
    """

    team: str
    item: str
    way: Way
    raw: str
    person: str
    conversation: str
    thread: str | None
    ts: str | None
    private: bool = False
    files: int = 0
    reply_url: str = ""

    @property
    def text(self) -> str:
        return question_text(self.raw)

    @property
    def alone(self) -> bool:
        """Whether the asker alone reads the reply."""
        return self.private or self.conversation.startswith(DIRECT)

    @property
    def address(self) -> Address:
        """Where the reply goes; a private one that can't be shown there goes to the person."""
        if self.private:
            return Address(self.team, self.person)
        return Address(self.team, self.person, self.conversation, self.thread)

    def incoming(self, event_id: str) -> Incoming:
        """To be stored. A message comes once, however many events tell of it."""
        payload = {
            "item": self.item,
            "way": self.way,
            "text": self.raw,
            "person": self.person,
            "conversation": self.conversation,
            "thread": self.thread,
            "ts": self.ts,
            "private": self.private,
            "files": self.files,
            "reply_url": self.reply_url,
        }
        subject = subject_of(self.conversation, self.ts) if self.ts and not self.private else None
        return Incoming(self.team, event_id[:255], QUESTION, payload, subject=subject)


def subject_of(conversation: str, ts: str) -> str:
    """The name of a message's job."""
    return f"message {conversation} {ts}"


def asked_in(team: str, payload: dict[str, Any]) -> Asked:
    """What was stored, read again."""
    return Asked(
        team,
        payload["item"],
        payload["way"],
        payload["text"],
        payload["person"],
        payload["conversation"],
        payload["thread"],
        payload["ts"],
        payload["private"],
        payload["files"],
        payload["reply_url"],
    )


def asked_by(job: Job) -> Asked:
    return asked_in(job.team, job.payload)
