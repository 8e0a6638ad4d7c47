"""The HTTP and WebSocket server, on this machine's own address only."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from bot.local_workspace.control import control_routes
from bot.local_workspace.dropping import DroppableProtocol
from bot.local_workspace.loopback import LoopbackOnly, require_loopback
from bot.local_workspace.methods.files import receive
from bot.local_workspace.page.routes import page_routes
from bot.local_workspace.refusals import Refused
from bot.local_workspace.responses import use_response_url
from bot.local_workspace.scheduling import post_what_is_due
from bot.local_workspace.web_api import WebApi
from bot.local_workspace.workspace import Workspace

START_SECONDS = 10.0


def application(workspace: Workspace) -> Starlette:
    """Slack's addresses, the page and the control endpoint for one workspace."""

    async def connect(websocket: WebSocket) -> None:
        await workspace.deliveries.connections.serve(websocket)

    async def upload(request: Request) -> Response:
        return await _upload(workspace, request)

    async def answer(request: Request) -> Response:
        return await _use_response_url(workspace, request)

    async def download(request: Request) -> Response:
        return _download(workspace, request)

    return Starlette(
        routes=[
            Route("/api/{method}", WebApi(workspace).answer, methods=["GET", "POST"]),
            WebSocketRoute("/link/", connect),
            Route("/upload/v1/{file_id}", upload, methods=["POST"]),
            Route("/actions/{team}/{key}", answer, methods=["POST"]),
            Route("/files-pri/{team_and_file}/{rest:path}", download, methods=["GET"]),
            *control_routes(workspace),
            *page_routes(workspace),
        ],
        middleware=[Middleware(LoopbackOnly)],
        lifespan=lambda _: _life(workspace),
    )


@contextlib.asynccontextmanager
async def _life(workspace: Workspace) -> AsyncIterator[None]:
    workspace.deliveries.attach(asyncio.get_running_loop())
    posting = asyncio.ensure_future(_post_on_time(workspace))
    try:
        yield
    finally:
        posting.cancel()
        workspace.deliveries.detach()
        workspace.record.close()


async def _post_on_time(workspace: Workspace) -> None:
    clock = workspace.clock
    while True:
        await clock.until(clock.time() + max(1.0, clock.scale / 4))
        if any(one.post_at <= clock.time() for one in workspace.scheduled.values()):
            post_what_is_due(workspace)


async def _upload(workspace: Workspace, request: Request) -> Response:
    """The bytes themselves, or a form with one file in it."""
    content = await request.body()
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        content = _only_part(content, request.headers["content-type"])
    try:
        with workspace.change():
            receive(workspace, request.path_params["file_id"], content)
    except Refused as refusal:
        return PlainTextResponse(refusal.code, refusal.status)
    return PlainTextResponse(f"OK - {len(content)}")


def _only_part(content: bytes, content_type: str) -> bytes:
    boundary = b"--" + content_type.partition("boundary=")[2].strip('"').encode()
    part = content.partition(boundary)[2].rpartition(b"\r\n" + boundary)[0]
    return part.partition(b"\r\n\r\n")[2]


async def _use_response_url(workspace: Workspace, request: Request) -> Response:
    key = request.path_params["key"]
    status, error = 200, None
    body = await request.json()
    try:
        with workspace.change():
            use_response_url(workspace, key, body)
    except Refused as refusal:
        status, error = (refusal.status if refusal.status != 200 else 400), refusal
    workspace.record.add(
        "response_url",
        body,
        status=status,
        at=workspace.clock.now(),
        ok=error is None,
        error=error.code if error else None,
    )
    return JSONResponse(error.body(), status) if error else PlainTextResponse("ok")


def _download(workspace: Workspace, request: Request) -> Response:
    """A file's bytes, for the app with its token or for a person's page with its seat."""
    file = workspace.files.get(request.path_params["team_and_file"].partition("-")[2])
    authorization = request.headers.get("authorization", "")
    app = authorization == f"Bearer {workspace.app.bot_token}"
    seat = request.cookies.get("seat", "")
    if file is None or file.content is None:
        return PlainTextResponse("Not found", 404)
    rooms = [workspace.channels[one] for one in file.shared_in]
    who = workspace.bot.id if app else seat
    in_blocks = file.user == workspace.bot.id and not rooms and who in workspace.people
    in_form = app and file.handed_in
    mine = who == file.user or in_blocks or in_form
    if not mine and not any(who in room.members for room in rooms):
        return PlainTextResponse("Not allowed", 403)
    shown = file.is_image and "/download/" not in request.url.path
    quoted = file.name.replace('"', "").encode("ascii", "replace").decode()
    headers = {
        "Content-Disposition": f'{"inline" if shown else "attachment"}; filename="{quoted}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file.content, media_type=file.mimetype, headers=headers)


def _listening(host: str, port: int) -> socket.socket:
    require_loopback(host)
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)  # whoever reads the address may call at once
    except OSError:
        listener.close()
        raise
    return listener


def _server(workspace: Workspace) -> uvicorn.Server:
    config = uvicorn.Config(
        application(workspace),
        http=DroppableProtocol,
        ws="websockets-sansio",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
        lifespan="on",
    )
    return uvicorn.Server(config)


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextlib.contextmanager
def running(workspace: Workspace, *, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serve from a thread; gives the address (an app's `base_url` is it and `/api/`)."""
    listener = _listening(host, port)
    workspace.address = _address(listener)
    server = _server(workspace)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="local-workspace", daemon=True
    )
    thread.start()
    try:
        _wait_until_started(server, thread)
        yield workspace.address
    finally:
        server.should_exit = True
        thread.join(START_SECONDS)
        listener.close()


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    pause = threading.Event()
    for _ in range(int(START_SECONDS / 0.01)):
        if server.started:
            return
        if not thread.is_alive():
            break
        pause.wait(0.01)
    raise RuntimeError("The local workspace did not start.")


def serve(workspace: Workspace, *, host: str = "127.0.0.1", port: int = 0) -> None:
    """Serve until interrupted, and print the address first."""
    listener = _listening(host, port)
    workspace.address = _address(listener)
    print(workspace.address, flush=True)
    try:
        _server(workspace).run(sockets=[listener])
    finally:
        listener.close()
