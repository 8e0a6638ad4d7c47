"""Breaking a connection in the middle of a call, as a failing network would."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_open: WeakValueDictionary[tuple[str, int], H11Protocol] = WeakValueDictionary()


class DroppableProtocol(H11Protocol):
    """uvicorn's own protocol, which can be found again by the caller's address."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.client is not None:
            _open[self.client] = self


class Nothing(Response):
    """Answers with nothing at all: the connection is gone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


async def drop_connection(request: Request) -> Response:
    """End the caller's connection without an answer."""
    client = request.scope.get("client")
    protocol = _open.get((client[0], client[1])) if client else None
    if protocol is not None:
        protocol.transport.abort()
    return Nothing()
