"""`/api/<method>`: signing in, limits, scopes, the call, and the faults that were asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.local_workspace.dropping import drop_connection
from bot.local_workspace.faults import Fault
from bot.local_workspace.methods import METHODS, Call, Method
from bot.local_workspace.refusals import Json, Refused, rate_limited
from bot.local_workspace.workspace import Workspace


@dataclass
class Answer:
    """What goes back, or the break that takes its place."""

    body: Json
    status: int = 200
    headers: dict[str, str] | None = None
    fault: Fault | None = None


class WebApi:
    """Answers calls. A call is recorded before it is answered, so that no crash hides it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    async def answer(self, request: Request) -> Response:
        method = str(request.path_params["method"])
        try:
            args, token = await _arguments(request)
        except Refused as refusal:
            return await self._send(request, self._noted(method, {}, _refused(refusal)))
        except ClientDisconnect:  # the bot died in the middle of a call: it never reached us
            return Response(status_code=400)
        answer = self.call(method, args, token)
        return await self._send(request, answer)

    def call(self, method: str, args: Json, token: str) -> Answer:
        faults = self.workspace.faults
        if faults.take("drop", method):
            return self._noted(method, args, Answer({}, fault=Fault("drop")))
        if faults.take("server_error", method):
            return self._noted(method, args, Answer({}, 500, fault=Fault("server_error")))
        limited = faults.take("rate_limit", method)
        if limited:
            refusal = rate_limited(max(1, round(limited.seconds)))
            return self._noted(method, args, _refused(refusal, limited))
        answer = self._answered(method, args, token)
        accepted = answer.body.get("ok") is True
        for kind in ("drop_after_accept", "server_error_after_accept", "slow_accept"):
            fault = faults.take(kind, method) if accepted else None
            if fault is not None:
                answer.fault = fault
                answer.status = 500 if kind == "server_error_after_accept" else answer.status
                break
        return self._noted(method, args, answer)

    def _answered(self, method: str, args: Json, token: str) -> Answer:
        found = METHODS.get(method)
        try:
            if found is None:
                raise Refused("unknown_method", req_method=method)
            self._authorize(found, token)
            with self.workspace.change():
                self._limit(method, found, args)
                body = found.answer(Call(self.workspace, args))
            headers = {"x-oauth-scopes": ",".join(self.workspace.app.scopes)}
            return Answer({"ok": True, **body}, headers=headers)
        except json.JSONDecodeError:
            return _refused(Refused("invalid_json"))
        except Refused as refusal:
            return _refused(refusal)

    def _authorize(self, method: Method, token: str) -> None:
        app = self.workspace.app
        if method.token == "none":
            return
        if not token:
            raise Refused("not_authed")
        if token not in (app.bot_token, app.app_token):
            raise Refused("invalid_auth")
        if token != (app.app_token if method.token == "app" else app.bot_token):
            raise Refused("not_allowed_token_type")
        if method.scopes and not set(method.scopes) & set(app.scopes):
            raise Refused(
                "missing_scope", needed=",".join(method.scopes), provided=",".join(app.scopes)
            )

    def _limit(self, name: str, method: Method, args: Json) -> None:
        channel = str(args.get("channel") or "")
        wait = self.workspace.limits.wait(name, method.tier, channel)
        if wait:
            raise rate_limited(wait)

    def _noted(self, method: str, args: Json, answer: Answer) -> Answer:
        broken = answer.fault is not None and answer.fault.kind in ("drop", "drop_after_accept")
        self.workspace.record.add(
            method,
            args,
            status=None if broken else answer.status,
            at=self.workspace.clock.now(),
            ok=answer.body.get("ok"),
            error=answer.body.get("error"),
            ts=answer.body.get("ts") or answer.body.get("message_ts"),
            fault=answer.fault.kind if answer.fault else None,
        )
        return answer

    async def _send(self, request: Request, answer: Answer) -> Response:
        kind = answer.fault.kind if answer.fault else ""
        if kind in ("drop", "drop_after_accept"):
            return await drop_connection(request)
        if kind == "slow_accept" and answer.fault is not None:
            clock = self.workspace.clock
            await clock.until(clock.time() + answer.fault.seconds)
        if answer.status >= 500:
            return Response("Internal Server Error", answer.status, media_type="text/plain")
        return JSONResponse(answer.body, answer.status, answer.headers)


def _refused(refusal: Refused, fault: Fault | None = None) -> Answer:
    return Answer(refusal.body(), refusal.status, refusal.headers, fault)


async def _arguments(request: Request) -> tuple[Json, str]:
    """The arguments from wherever they were sent, and the token apart from them."""
    args: Json = dict(request.query_params)
    content_type = request.headers.get("content-type", "").split(";")[0].strip()
    if content_type == "application/json":
        args |= _json_object(await request.body())
    elif content_type == "application/x-www-form-urlencoded":
        form = (await request.body()).decode("utf-8", "replace")
        args |= _form(form)
    token = str(args.pop("token", "") or "")
    authorization = request.headers.get("authorization", "")
    if authorization.lower().startswith("bearer "):
        token = authorization[7:].strip()
    return args, token


def _json_object(body: bytes) -> Json:
    try:
        value: Any = json.loads(body or b"{}")
    except json.JSONDecodeError:
        raise Refused("invalid_json") from None
    if not isinstance(value, dict):
        raise Refused("json_not_object")
    return value


def _form(text: str) -> Json:
    return dict(parse_qsl(text, keep_blank_values=True))
