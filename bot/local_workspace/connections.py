"""Socket Mode: the connections an app holds open, and the envelopes that go through them."""

from __future__ import annotations

import asyncio
import json
import random
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.local_workspace.app import SlackApp
from bot.local_workspace.clock import Clock
from bot.local_workspace.refusals import Json

MOST_CONNECTIONS = 10
GRACE_SECONDS = 10.0  # between `disconnect` and the end of a refreshed connection


class ConnectionLost(Exception):
    """The connection ended before the envelope was acknowledged."""


@dataclass
class Connection:
    """One WebSocket of the app's. `waiting` are the envelopes it has not acknowledged."""

    websocket: WebSocket
    number: int
    retiring: bool = False
    waiting: dict[str, asyncio.Future[Json | None]] = field(default_factory=dict)

    async def send(self, envelope: Json) -> asyncio.Future[Json | None]:
        """Send it; the future is what the app acknowledges it with."""
        answer: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self.waiting[envelope["envelope_id"]] = answer
        try:
            await self.websocket.send_text(json.dumps(envelope))
        except (RuntimeError, WebSocketDisconnect, OSError) as error:
            self.waiting.pop(envelope["envelope_id"], None)
            raise ConnectionLost from error
        return answer

    def acknowledged(self, message: Json) -> None:
        answer = self.waiting.pop(str(message.get("envelope_id")), None)
        if answer is not None and not answer.done():
            payload = message.get("payload")
            answer.set_result(payload if isinstance(payload, dict) else None)

    def lost(self) -> None:
        for answer in self.waiting.values():
            if not answer.done():
                answer.set_exception(ConnectionLost())
                answer.exception()  # whoever still waits gets it; nobody waiting is fine too
        self.waiting.clear()

    async def close(self, code: int = 1000) -> None:
        if self.websocket.application_state == WebSocketState.CONNECTED:
            with suppress(RuntimeError, OSError):
                await self.websocket.close(code)


class Connections:
    """All of them. Every payload goes to one, without a pattern."""

    def __init__(self, app: SlackApp, clock: Clock, seed: int = 0) -> None:
        self._app = app
        self._clock = clock
        self._random = random.Random(seed)
        self._tickets: set[str] = set()
        self._opened = 0
        self._ending: set[asyncio.Task[None]] = set()
        self.open: list[Connection] = []

    def ticket_address(self, address: str) -> str:
        """A WebSocket address that may be used once (`apps.connections.open`)."""
        ticket = secrets.token_urlsafe(16)
        self._tickets.add(ticket)
        server = address.replace("http://", "ws://", 1)
        return f"{server}/link/?ticket={ticket}&app_id={quote(self._app.id)}"

    def chosen(self) -> Connection | None:
        """Where the next payload goes; a retiring one only if there is no other."""
        candidates = [one for one in self.open if not one.retiring] or self.open
        return self._random.choice(candidates) if candidates else None

    async def serve(self, websocket: WebSocket) -> None:
        """Hold one connection until either side ends it."""
        ticket = websocket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await websocket.close(4001)
            return
        self._tickets.discard(ticket)
        await websocket.accept()
        if len(self.open) >= MOST_CONNECTIONS:
            await websocket.send_text(json.dumps(self._disconnect("too_many_websockets")))
            await websocket.close()
            return
        self._opened += 1
        connection = Connection(websocket, self._opened)
        self.open.append(connection)
        try:
            await websocket.send_text(json.dumps(self._hello()))
            await self._listen(connection)
        finally:
            self.open.remove(connection)
            connection.lost()

    async def _listen(self, connection: Connection) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):
            while True:
                text = await connection.websocket.receive_text()
                with suppress(json.JSONDecodeError):
                    message = json.loads(text)
                    if isinstance(message, dict):
                        connection.acknowledged(message)

    async def refresh(self, connection: Connection | None = None) -> None:
        """Ask the app to connect anew, as Slack does every few hours."""
        for one in [connection] if connection else list(self.open):
            one.retiring = True
            with suppress(RuntimeError, WebSocketDisconnect, OSError):
                await one.websocket.send_text(json.dumps(self._disconnect("refresh_requested")))
            ending = asyncio.ensure_future(self._end(one))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)

    async def cut(self, connection: Connection) -> None:
        """Break one off without a word."""
        if connection in self.open:
            connection.retiring = True
            await connection.close(1011)
            connection.lost()

    async def _end(self, connection: Connection) -> None:
        await self._clock.until(self._clock.time() + GRACE_SECONDS)
        if connection in self.open:
            await connection.close()

    def stop(self) -> None:
        for ending in self._ending:
            ending.cancel()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "debug_info": {
                "host": "local-workspace",
                "build_number": 1,
                "approximate_connection_time": 18060,
            },
            "connection_info": {"app_id": self._app.id},
        }

    def _disconnect(self, reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "local-workspace"}}
