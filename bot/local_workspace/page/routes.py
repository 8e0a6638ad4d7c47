"""The page's addresses."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.local_workspace.page.deeds import Deeds
from bot.local_workspace.page.shown import state
from bot.local_workspace.people import Person
from bot.local_workspace.refusals import Refused
from bot.local_workspace.seat import Seat
from bot.local_workspace.workspace import Workspace

HERE = Path(__file__).parent
LARGEST_UPLOAD = 50_000_000
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self' ws://127.0.0.1:* ws://localhost:*; "
        "img-src 'self' data: http://127.0.0.1:* http://localhost:*; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def page_routes(workspace: Workspace) -> list[BaseRoute]:
    page = Page(workspace)
    return [
        Route("/", page.shell),
        Route("/archives/{channel}", page.shell),
        Route("/archives/{channel}/{message}", page.shell),
        Route("/page/state", page.state),
        Route("/page/do/{deed}", page.do, methods=["POST"]),
        Route("/page/upload", page.upload, methods=["POST"]),
        WebSocketRoute("/page/live", page.live),
        Mount("/page/static", StaticFiles(directory=HERE / "static")),
    ]


class Page:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._deeds = Deeds(workspace)
        self._templates = Jinja2Templates(directory=HERE / "templates")

    def _people(self) -> list[Person]:
        """Those whose seat can be taken."""
        return [
            one for one in self._workspace.people.values() if not one.is_bot and not one.deleted
        ]

    async def shell(self, request: Request) -> Response:
        return self._templates.TemplateResponse(
            request,
            "workspace.html",
            {"workspace": self._workspace, "people": self._people()},
            headers=HEADERS,
        )

    async def state(self, request: Request) -> Response:
        asked = request.query_params
        try:
            person = self._workspace.person(asked.get("person", ""))
        except Refused:
            person = self._people()[0]
        shown = state(self._workspace, person, asked.get("channel", ""), asked.get("thread", ""))
        return JSONResponse(shown, headers=HEADERS)

    async def do(self, request: Request) -> Response:
        deed = request.path_params["deed"]
        if deed not in self._deeds.by_name:
            return JSONResponse({"error": "There is no such deed."}, 404)
        body = await request.json()
        done = await self._deeds.do(deed, request.query_params.get("person", ""), body)
        return JSONResponse(done, headers=HEADERS)

    async def upload(self, request: Request) -> Response:
        content = await request.body()
        if len(content) > LARGEST_UPLOAD:
            return JSONResponse({"error": "Files of up to 50 MB can be sent here."}, 413)
        name = request.query_params.get("name", "file").replace("/", "_").replace("\\", "_")
        try:
            seat = Seat(self._workspace, request.query_params.get("person", ""))
        except Refused as refusal:
            return JSONResponse(refusal.body(), 403)
        file = seat.uploads(name, content)
        return JSONResponse({"id": file.id, "name": file.name, "size": len(content)})

    async def live(self, websocket: WebSocket) -> None:
        """Says when something changed; the page then asks for what it shows."""
        await websocket.accept()
        loop = asyncio.get_running_loop()
        changed = asyncio.Event()

        def wake() -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(changed.set)

        self._workspace.watchers.append(wake)
        gone = asyncio.ensure_future(_until_gone(websocket))
        try:
            while not gone.done():
                waiting = asyncio.ensure_future(changed.wait())
                await asyncio.wait({waiting, gone}, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                changed.clear()
                if not gone.done():
                    await websocket.send_json({"version": self._workspace.version})
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            gone.cancel()
            self._workspace.watchers.remove(wake)


async def _until_gone(websocket: WebSocket) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await websocket.receive_text()
