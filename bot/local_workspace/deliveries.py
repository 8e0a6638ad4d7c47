"""What the workspace sends to the app: events, interactions, commands; acked in three seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any
from uuid import uuid4

from bot.local_workspace.clock import Clock
from bot.local_workspace.connections import Connection, ConnectionLost, Connections
from bot.local_workspace.faults import Faults
from bot.local_workspace.refusals import Json
from bot.local_workspace.request_url import Envelope, RequestUrl

ACK_SECONDS = 3.0
RETRY_SECONDS = (0.0, 60.0, 300.0)
HELD_BACK_SECONDS = 2.0


class NotAnswered(Exception):
    """The app did not take the payload. `reason` is Slack's word for it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Deliveries:
    """Sends through Socket Mode, or to a request URL when one is set; keeps a log of attempts."""

    def __init__(
        self,
        clock: Clock,
        faults: Faults,
        connections: Connections,
        *,
        request_url: RequestUrl | None = None,
        retry_seconds: tuple[float, ...] = RETRY_SECONDS,
    ) -> None:
        self._clock = clock
        self._faults = faults
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._held: list[Json] = []
        self.connections = connections
        self.request_url = request_url
        self.retry_seconds = retry_seconds
        self.log: list[Json] = []
        self.undelivered: list[Json] = []

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        waiting, self.undelivered = self.undelivered, []
        for payload in waiting:
            self.event(payload)

    def detach(self) -> None:
        self._loop = None
        for task in self._tasks:
            task.cancel()
        self.connections.stop()

    def event(self, payload: Json) -> None:
        """Deliver an event from any thread. It is retried until acked or given up."""
        if self._loop is None:
            self.undelivered.append(payload)
            return
        self._loop.call_soon_threadsafe(self._event, payload)

    def request(self, kind: str, payload: Json, *, wants_answer: bool) -> Json | None:
        """Deliver an interaction or a command from another thread; once, with no retry."""
        if self._loop is None:
            raise NotAnswered("no_connection")
        waiting = asyncio.run_coroutine_threadsafe(
            self.ask(kind, payload, wants_answer=wants_answer), self._loop
        )
        return waiting.result()

    async def ask(self, kind: str, payload: Json, *, wants_answer: bool) -> Json | None:
        """The app's answer to an interaction or a command. Raises NotAnswered."""
        envelope = Envelope(kind, str(uuid4()), payload, wants_answer)
        return await self._attempt(envelope)

    def refresh(self) -> None:
        """Make the app reconnect now."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self.connections.refresh(), self._loop).result(5)

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _event(self, payload: Json) -> None:
        if self._faults.take("out_of_order", payload["event"]["type"]):
            self._held.append(payload)
            self._spawn(self._release_later(payload))
            return
        self._spawn(self._until_acked(payload))
        held, self._held = self._held, []
        for earlier in held:
            self._spawn(self._until_acked(earlier))

    async def _release_later(self, payload: Json) -> None:
        await self._clock.until(self._clock.time() + HELD_BACK_SECONDS)
        if payload in self._held:
            self._held.remove(payload)
            await self._until_acked(payload)

    async def _until_acked(self, payload: Json) -> None:
        due, reason = self._clock.time(), ""
        for attempt, pause in enumerate((0.0, *self.retry_seconds)):
            due += pause
            await self._clock.until(due)
            envelope = Envelope("events_api", str(uuid4()), payload, False, attempt, reason)
            try:
                await self._attempt(envelope)
            except NotAnswered as failure:
                reason = failure.reason
                continue
            if self._faults.take("duplicate_event", payload["event"]["type"]):
                again = Envelope("events_api", str(uuid4()), payload, False, 1, "timeout")
                self._spawn(self._quietly(again))
            return

    async def _quietly(self, envelope: Envelope) -> None:
        try:
            await self._attempt(envelope)
        except NotAnswered:
            return

    async def _attempt(self, envelope: Envelope) -> Json | None:
        began = time.perf_counter()
        line: Json = {
            "at": self._clock.now().isoformat(timespec="microseconds"),
            "kind": envelope.kind,
            "name": envelope.name,
            "event_id": envelope.payload.get("event_id"),
            "envelope_id": envelope.id,
            "attempt": envelope.attempt,
            "outcome": "waiting",
        }
        self.log.append(line)
        try:
            if self.request_url is not None:
                answer = await self._over_http(self.request_url, envelope)
            else:
                answer = await self._over_socket(envelope, line)
        except NotAnswered as failure:
            line["outcome"] = failure.reason
            raise
        finally:
            line["seconds"] = round(time.perf_counter() - began, 4)
        line["outcome"] = "acked"
        return answer

    async def _over_http(self, url: RequestUrl, envelope: Envelope) -> Json | None:
        deadline = self._clock.time() + ACK_SECONDS
        posting = asyncio.ensure_future(url.post(envelope))
        if not await self._clock.by(deadline, posting):
            posting.cancel()
            raise NotAnswered("http_timeout")
        status, answer = posting.result()
        if status is None:
            raise NotAnswered("connection_failed")
        if not 200 <= status < 300:
            raise NotAnswered("http_error")
        return answer

    async def _over_socket(self, envelope: Envelope, line: Json) -> Json | None:
        connection = self.connections.chosen()
        if connection is None:
            raise NotAnswered("no_connection")
        line["connection"] = connection.number
        if self._faults.take("cut_connection", envelope.name):
            await self.connections.cut(connection)
            raise NotAnswered("connection_lost")
        try:
            return await self._acked(connection, envelope)
        except ConnectionLost:
            raise NotAnswered("connection_lost") from None
        finally:
            if self._faults.take("reconnect", envelope.name):
                await self.connections.refresh(connection)

    async def _acked(self, connection: Connection, envelope: Envelope) -> Json | None:
        deadline = self._clock.time() + ACK_SECONDS
        waiting = await connection.send(envelope.over_socket())
        if not await self._clock.by(deadline, waiting):
            connection.waiting.pop(envelope.id, None)
            raise NotAnswered("timeout")
        return waiting.result()
