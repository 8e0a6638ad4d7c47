"""Where Slack hands things over: a connection of ours, or requests to an address of ours."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from dataclasses import dataclass
from typing import Any, Protocol

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from knowledge.errors import BadInput

log = logging.getLogger("coach.slack")

EVENTS = "/slack/events"
LARGEST = 1_000_000
"""Bytes. Slack's requests are far smaller; nobody else's are read any further."""
START_SECONDS = 10.0


class Reception(Protocol):
    """Opened once and closed once."""

    def open(self, app: App) -> None: ...

    def close(self) -> None: ...


class SocketReception:
    """Socket Mode: no address of ours is open to the world."""

    def __init__(self, app_token: str) -> None:
        self._app_token = app_token
        self._handler: Any = None  # Bolt's handlers are not annotated

    def open(self, app: App) -> None:
        handler: Any = SocketModeHandler(app, self._app_token)
        try:
            handler.connect()
        except BaseException:
            handler.close()
            raise
        self._handler = handler

    def close(self) -> None:
        if self._handler is not None:
            self._stop_reading()
            self._handler.close()

    def _stop_reading(self) -> None:
        """Else closing waits until the client has read and taken messages in vain, for seconds."""
        client = self._handler.client
        client.closed, client.auto_reconnect_enabled = True, False
        client.enqueue_message(None)
        session = client.current_session
        if session is not None and session.sock is not None:
            with contextlib.suppress(OSError):  # the other side was first
                session.sock.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True)
class ListenAt:
    host: str = "127.0.0.1"
    port: int = 3000


class HttpReception:
    """Requests at /slack/events; Bolt checks their signature, and no listener holds the loop."""

    def __init__(self, at: ListenAt) -> None:
        self._at = at
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port that is listened at; useful where 0 was asked for."""
        assert self._server is not None
        return int(self._server.servers[0].sockets[0].getsockname()[1])

    def open(self, app: App) -> None:
        """Raises BadInput if the address is taken."""
        config = uvicorn.Config(
            http_application(app),
            host=self._at.host,
            port=self._at.port,
            log_level="warning",
            access_log=False,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=_serve, args=(server,), name="requests", daemon=True)
        thread.start()
        pause = threading.Event()
        for _ in range(int(START_SECONDS / 0.02)):
            if server.started or not thread.is_alive():
                break
            pause.wait(0.02)
        if not server.started:
            raise BadInput(
                f"Nothing can listen at {self._at.host}:{self._at.port}: is it taken? "
                "Set COACH_HTTP_PORT to a free port."
            )
        self._server, self._thread = server, thread

    def close(self) -> None:
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(5)


def _serve(server: uvicorn.Server) -> None:
    try:
        server.run()
    except SystemExit:  # uvicorn's way of saying that the address is taken
        log.error("the address could not be listened at")


def http_application(app: App) -> Starlette:
    """What answers Slack's requests, and `GET /health`."""

    async def take(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        bolt_request = to_bolt_request(request, body)
        answer = await run_in_threadpool(app.dispatch, bolt_request)
        return to_starlette_response(answer)

    async def health(request: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route(EVENTS, take, methods=["POST"]), Route("/health", health)])


async def _body(request: Request) -> bytes | None:
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > LARGEST:
            return None
    return bytes(found)
