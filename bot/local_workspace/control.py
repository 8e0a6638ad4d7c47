"""`/control/…`: faults, the clock, events on demand, and the truth for checkers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.local_workspace import events
from bot.local_workspace.faults import KINDS
from bot.local_workspace.refusals import Json, Refused
from bot.local_workspace.scheduling import post_what_is_due
from bot.local_workspace.seat import Seat
from bot.local_workspace.workspace import Workspace


def control_routes(workspace: Workspace) -> list[Route]:
    """The endpoints, by path. What they do, tests do with the objects themselves."""
    control = Control(workspace)
    paths: list[tuple[str, Callable[..., Any], str]] = [
        ("faults", control.faults, "GET"),
        ("faults", control.set_faults, "POST"),
        ("faults", control.clear_faults, "DELETE"),
        ("reconnect", control.reconnect, "POST"),
        ("clock", control.clock, "GET"),
        ("clock", control.move_clock, "POST"),
        ("history", control.history, "GET"),
        ("record", control.record, "GET"),
        ("deliveries", control.deliveries, "GET"),
        ("says", control.says, "POST"),
        ("emit", control.emit, "POST"),
        ("people", control.change_person, "POST"),
    ]
    return [Route(f"/control/{path}", do, methods=[verb]) for path, do, verb in paths]


class Control:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def faults(self, request: Request) -> JSONResponse:
        faults = self._workspace.faults
        return JSONResponse({"known": KINDS, "set": faults.shown(), "happened": faults.happened})

    async def set_faults(self, request: Request) -> JSONResponse:
        """`{"faults": [{"kind": "drop_after_accept", "times": 3}, …], "seed": 7}`"""
        body = await request.json()
        try:
            if "seed" in body:
                self._workspace.faults.seed(int(body["seed"]))
            self._workspace.faults.from_json(body.get("faults", []))
        except (TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)
        return await self.faults(request)

    async def clear_faults(self, request: Request) -> JSONResponse:
        self._workspace.faults.clear()
        return await self.faults(request)

    async def reconnect(self, request: Request) -> JSONResponse:
        await self._workspace.deliveries.connections.refresh()
        return JSONResponse({"ok": True})

    async def clock(self, request: Request) -> JSONResponse:
        clock = self._workspace.clock
        return JSONResponse({"now": clock.now().isoformat(), "scale": clock.scale})

    async def move_clock(self, request: Request) -> JSONResponse:
        """`{"seconds": 3600}` or `{"to": "2026-11-16T08:00:00+00:00"}`"""
        body = await request.json()
        clock = self._workspace.clock
        try:
            if "to" in body:
                clock.move_to(datetime.fromisoformat(body["to"]))
            else:
                clock.move(timedelta(seconds=float(body["seconds"])))
        except (KeyError, TypeError, ValueError) as error:
            return JSONResponse({"error": str(error)}, 400)
        post_what_is_due(self._workspace)
        return await self.clock(request)

    async def history(self, request: Request) -> JSONResponse:
        try:
            found = self._workspace.history(request.query_params.get("channel"))
        except Refused as refusal:
            return JSONResponse(refusal.body(), 404)
        return JSONResponse({"messages": found})

    async def record(self, request: Request) -> JSONResponse:
        method = request.query_params.get("method")
        record = self._workspace.record
        return JSONResponse({"calls": record.of(method) if method else list(record.calls)})

    async def deliveries(self, request: Request) -> JSONResponse:
        return JSONResponse({"deliveries": list(self._workspace.deliveries.log)})

    async def says(self, request: Request) -> JSONResponse:
        """`{"person": "priya.nair", "channel": "#quality", "text": "…", "thread_ts": null}`;
        without a channel it is a direct message to the app."""
        body: Json = await request.json()
        try:
            seat = Seat(self._workspace, str(body.get("person")))
            channel = body.get("channel") or seat.direct
            message = seat.says(channel, str(body["text"]), thread_ts=body.get("thread_ts"))
        except Refused as refusal:
            return JSONResponse(refusal.body(), 400)
        return JSONResponse({"ok": True, "ts": message.ts, "channel": message.channel})

    async def emit(self, request: Request) -> JSONResponse:
        """Deliver any event, such as `{"type": "tokens_revoked", …}`."""
        body: Json = await request.json()
        if "type" not in body:
            return JSONResponse({"error": "An event has a type."}, 400)
        with self._workspace.change():
            self._workspace.emit({"event_ts": self._workspace.next_ts(), **body})
        return JSONResponse({"ok": True})

    async def change_person(self, request: Request) -> JSONResponse:
        """`{"person": "gareth.pugh", "deleted": true}`; the app gets `user_change`."""
        body: Json = await request.json()
        changeable = {"deleted", "title", "tz", "real_name", "email", "kind"}
        try:
            with self._workspace.change():
                person = self._workspace.person(str(body.pop("person", "")))
                for name in changeable & set(body):
                    setattr(person, name, body[name])
                events.person_changed(self._workspace, person)
        except Refused as refusal:
            return JSONResponse(refusal.body(), 404)
        return JSONResponse({"ok": True})
