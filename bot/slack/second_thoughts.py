"""A question that is reworded, deleted or stopped before its answer went out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_bolt import App
from slack_sdk.web import WebClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import inbox
from bot.inbox import Incoming, Job
from bot.slack.asked import QUESTION, Asked, asked_in, subject_of
from bot.slack.floor import Floor
from bot.slack.listening import keep
from bot.slack.replies import WORDS
from bot.slack.status import show_status
from bot.slack.turns import turn_of
from bot.working import Ending, Kind
from knowledge import deliveries
from knowledge.deliveries import REPLY, Address, NewDelivery, key_of
from knowledge.storage.delivery_tables import Delivery, InboxJob

Body = dict[str, Any]
STOP = "stop"
STOPPED = "Stopped. Nothing more comes to this; ask again whenever you like."


def register(app: App, floor: Floor) -> None:
    """Edits and deletions that come too late are ignored: what was said was said."""

    def changed(body: Body, next: Callable[[], None]) -> None:
        if body.get("team_id") == floor.team and _changes(floor, body["event"]):
            next()

    def stop(body: Body, next: Callable[[], None]) -> None:
        if body.get("team_id") == floor.team:
            keep(floor, _stop_in(floor, body))
            next()

    def clear(event: Body, client: WebClient) -> None:
        place = Asked(floor.team, "", "direct", "", "", event["channel"], event["thread_ts"], None)
        show_status(client, place, "")

    def known() -> None: ...

    app.event("message", middleware=[changed])(known)
    app.event("agent_session_stopped", middleware=[stop])(clear)


def _changes(floor: Floor, event: Body) -> bool:
    """Whether this told of an edit or a deletion, which is then dealt with."""
    channel = str(event.get("channel"))
    if event.get("subtype") == "message_changed":
        message = event.get("message") or {}
        with floor.database.begin() as session:
            subject = subject_of(channel, str(message.get("ts")))
            inbox.reword(session, floor.team, subject, {"text": str(message.get("text") or "")})
        return True
    if event.get("subtype") == "message_deleted":
        _withdraw(floor, channel, event)
        return True
    return False


def _withdraw(floor: Floor, channel: str, event: Body) -> None:
    """Who deletes a question wants no answer to it."""
    ts, now = str(event.get("deleted_ts")), floor.clock()
    person = str((event.get("previous_message") or {}).get("user") or "")
    key = key_of(floor.secret, floor.team, "reply", f"{channel} {ts}", person)
    with floor.database.begin() as session:
        for row in inbox.waiting(session, floor.team, QUESTION):
            if row.subject == subject_of(channel, ts):
                inbox.withdraw(session, row.id, "the question was deleted", now=now)
        deliveries.cancel(session, key, "the question was deleted", now=now)


def _stop_in(floor: Floor, body: Body) -> Incoming:
    event = body["event"]
    where = {
        "person": str(event["user"]),
        "conversation": str(event["channel"]),
        "thread": str(event["thread_ts"]),
        "event": str(body["event_id"]),
    }
    return Incoming(floor.team, str(body["event_id"]), STOP, where)


@dataclass(frozen=True)
class Stopper:
    """Cancels what has not gone out yet, and says so."""

    floor: Floor

    @property
    def kind(self) -> Kind:
        return Kind(self.work, self.apologise)

    def work(self, job: Job) -> Ending:
        def ending(session: Session) -> Sequence[NewDelivery]:
            now = self.floor.clock()
            stopped = _stop_jobs(session, job, now) + _stop_replies(session, job, now)
            return [self._delivery(job, STOPPED)] if stopped else []

        return ending

    def apologise(self, job: Job, words: str) -> Sequence[NewDelivery]:
        return [self._delivery(job, words)]

    def _delivery(self, job: Job, words: str) -> NewDelivery:
        place = job.payload
        key = key_of(self.floor.secret, job.team, STOP, place["event"], place["person"])
        to = Address(job.team, place["person"], place["conversation"], place["thread"])
        return NewDelivery(key, to, WORDS, {"words": words}, lane=REPLY)


def _stop_jobs(session: Session, job: Job, now: datetime) -> int:
    """End the person's questions in this thread; a worker that is at one ends nothing then."""
    mine = [
        row for row in inbox.waiting(session, job.team, QUESTION) if _same_place(row, job.payload)
    ]
    ended = [row for row in mine if inbox.withdraw(session, row.id, "stopped", now=now)]
    session.add_all(
        turn_of(asked_in(row.team, row.payload), row.received_at, "stopped") for row in ended
    )
    return len(ended)


def _same_place(row: InboxJob, place: Body) -> bool:
    return all(
        row.payload.get(name) == place[name] for name in ("person", "conversation", "thread")
    )


def _stop_replies(session: Session, job: Job, now: datetime) -> int:
    place = job.payload
    keys = session.scalars(
        select(Delivery.key).where(
            Delivery.team == job.team,
            Delivery.conversation == place["conversation"],
            Delivery.thread == place["thread"],
            Delivery.person == place["person"],
            Delivery.lane == REPLY,
            Delivery.state == "pending",
        )
    ).all()
    return sum(deliveries.cancel(session, key, "stopped", now=now) for key in keys)
