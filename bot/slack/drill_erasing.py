"""Erasing drills: rows, our own messages and files. And files that were shown: gone if Slack lets
us, else their owner is told."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot import inbox
from bot.inbox import Incoming, Job
from bot.slack.drill_messages import OURS
from bot.slack.drill_threads import thread_of
from bot.slack.drill_work import ANSWER, FILES
from bot.slack.floor import Floor
from bot.slack.replies import WORDS
from bot.slack.told import own_place, refusal
from bot.working import Ending, Kind
from knowledge import deliveries
from knowledge.deliveries import OPEN, REPLY, NewDelivery, key_of
from knowledge.evidence import person_behind
from knowledge.interviews import privacy
from knowledge.storage.delivery_tables import Delivery, InboxJob
from knowledge.storage.drill_tables import Interview

log = logging.getLogger("coach.slack")

ERASING = "drill_erasing"
SWEEPING = "drill_sweeping"
PAGE = 200
AT_ONCE = 40
"""Messages deleted by one job; Slack takes some fifty a minute."""
LATER = timedelta(minutes=1)
GONE = frozenset({"message_not_found", "file_not_found", "file_deleted", "thread_not_found"})

FILE_GONE = "The file you showed was deleted again. I keep only its name."
FILE_STAYS = (
    "Slack lets me delete only files of my own, so the file you showed is still here. Delete it "
    "yourself if it should not stay: *More actions* at the file, then *Delete file*. I keep only "
    "its name."
)


@dataclass(frozen=True)
class Erasing:
    """Works what was stored. Slack is asked before the transaction, never within."""

    floor: Floor

    def kinds(self) -> Mapping[str, Kind]:
        return {
            ERASING: Kind(self.erase, self.apologise),
            SWEEPING: Kind(self.sweep, self.apologise),
            FILES: Kind(self.let_go, self.apologise),
        }

    def erase(self, job: Job) -> Ending:
        """Rows at once; what stands in Slack is swept away by a job of its own."""

        def ending(session: Session) -> list[NewDelivery]:
            floor, now = self.floor, self.floor.clock()
            person = person_behind(session, job.payload["person"])
            found = session.scalars(select(Interview).where(Interview.person_id == person.id))
            threads = [place for one in found if (place := thread_of(session, one)) is not None]
            self._withdraw(session, job.payload["person"])
            erased = privacy.erase(session, person.id, now=now)
            coming = on_their_way(session, erased.interviews)
            sweep_away(session, floor, threads, f"asked {job.id}", coming, now=now)
            key = key_of(floor.secret, job.team, "drills erased", f"{job.id}", "")
            to = own_place(job.team, job.payload)
            return [NewDelivery(key, to, WORDS, {"words": erased.words()}, lane=REPLY)]

        return ending

    def sweep(self, job: Job) -> Ending:
        """Deletes what is ours, some at a time; doing it again finds less.

        What was on its way when the drill was erased is waited for.
        """
        coming = [int(one) for one in job.payload.get("coming", ())]
        with self.floor.database.read() as session:
            arrived, still_coming = _arrived(session, coming)
        threads = {(str(place), str(thread)) for place, thread in job.payload["threads"]}
        threads |= arrived
        left = [place for place in sorted(threads) if not self._swept(*place)]

        def ending(session: Session) -> list[NewDelivery]:
            now = self.floor.clock()
            again = now + LATER
            occasion = f"again {job.id}"
            sweep_away(session, self.floor, left, occasion, still_coming, now=now, due_at=again)
            return []

        return ending

    def let_go(self, job: Job) -> Ending:
        """Delete files that somebody showed; Slack lets an app delete only its own."""
        tried = [self._deleted("files_delete", file=one) for one in job.payload["files"]]

        def ending(session: Session) -> list[NewDelivery]:
            words = FILE_GONE if all(tried) else FILE_STAYS
            key = key_of(self.floor.secret, job.team, "drill files", f"{job.id}", "")
            to = own_place(job.team, job.payload)
            return [NewDelivery(key, to, WORDS, {"words": words}, lane=REPLY)]

        return ending

    def apologise(self, job: Job, words: str) -> list[NewDelivery]:
        """Nobody waits for what is swept away after the set time."""
        return refusal(self.floor, job, words) if job.payload.get("person") else []

    def _withdraw(self, session: Session, account: str) -> None:
        """What has not gone out yet doesn't; what came in and was kept for a while is dropped."""
        waiting = session.scalars(
            select(Delivery.key).where(
                Delivery.kind.in_(OURS), Delivery.person == account, Delivery.state == "pending"
            )
        ).all()
        for key in waiting:
            deliveries.cancel(session, key, "the drill was erased", now=self.floor.clock())
        session.execute(
            update(InboxJob)
            .where(
                InboxJob.kind == ANSWER,
                InboxJob.payload["person"].as_string() == account,
                InboxJob.state.in_(("done", "failed")),
            )
            .values(payload={})
        )

    def _swept(self, conversation: str, thread: str) -> bool:
        """Whether nothing of ours is left in a thread."""
        try:
            found = list(self._ours(conversation, thread))
        except SlackApiError as error:
            return _code(error) in GONE
        except (SlackClientError, OSError):
            return False
        batch, rest = found[:AT_ONCE], found[AT_ONCE:]
        # The first message goes last: without it the thread can't be looked through again.
        done = [self._delete_message(conversation, one) for one in batch]
        return all(done) and not rest

    def _delete_message(self, conversation: str, message: Mapping[str, Any]) -> bool:
        for file in message.get("files") or ():
            if not self._deleted("files_delete", file=file["id"]):
                return False
        return self._deleted("chat_delete", channel=conversation, ts=message["ts"])

    def _ours(self, conversation: str, thread: str) -> Iterator[Mapping[str, Any]]:
        """Our messages in a thread, the first one at the end."""
        first: list[Mapping[str, Any]] = []
        cursor = ""
        while True:
            page = self.floor.client.conversations_replies(
                channel=conversation, ts=thread, limit=PAGE, cursor=cursor or None
            )
            for message in page.get("messages") or ():
                if message.get("user") == self.floor.bot_user:
                    if message["ts"] == thread:
                        first.append(message)
                    else:
                        yield message
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                yield from first
                return

    def _deleted(self, method: str, **what: str) -> bool:
        """Whether it is gone, also if it was before."""
        try:
            getattr(self.floor.client, method)(**what)
        except SlackApiError as error:
            log.info("Slack doesn't delete: %s", _code(error))
            return _code(error) in GONE
        except (SlackClientError, OSError):
            return False
        return True


def on_their_way(session: Session, interviews: Sequence[int]) -> list[int]:
    """Messages of these drills that are being posted, so nobody knows yet where they stand."""
    return list(
        session.scalars(
            select(Delivery.id).where(
                Delivery.kind.in_(OURS),
                Delivery.subject["interview"].as_integer().in_(interviews),
                Delivery.state.in_(OPEN),
            )
        )
    )


def _arrived(session: Session, coming: Sequence[int]) -> tuple[set[tuple[str, str]], list[int]]:
    """The threads in which these were posted, and those that are still on their way."""
    rows = session.scalars(select(Delivery).where(Delivery.id.in_(coming))).all()
    threads = {
        (row.conversation, row.thread or row.message)
        for row in rows
        if row.conversation and row.message
    }
    return (
        {(place, thread) for place, thread in threads if thread},
        [row.id for row in rows if row.state in OPEN],
    )


def sweep_away(
    session: Session,
    floor: Floor,
    threads: Sequence[tuple[str, str]],
    occasion: str,
    coming: Sequence[int] = (),
    *,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Have our own messages and files in these threads deleted, a job for all of them.

    `coming` are deliveries that may still be posted there (on_their_way).
    """
    if threads or coming:
        what = {"threads": [list(place) for place in threads], "coming": list(coming)}
        sweeping = Incoming(floor.team, f"drill sweeping {occasion}", SWEEPING, what)
        inbox.record(session, sweeping, now=now, due_at=due_at or now)


def _code(error: SlackApiError) -> str:
    return str(error.response.get("error") or "")
