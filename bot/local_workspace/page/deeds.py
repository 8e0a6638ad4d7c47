"""What a person does on the page: each deed is one small JSON request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.local_workspace import interactions
from bot.local_workspace.deliveries import NotAnswered
from bot.local_workspace.interactions import Interaction, Place
from bot.local_workspace.refusals import Json, Refused
from bot.local_workspace.scheduling import post_what_is_due
from bot.local_workspace.seat import Seat
from bot.local_workspace.workspace import Workspace

Deed = Callable[[Seat, Json], Awaitable[Json]]

WORDS = {
    "invalid_command": "There is no such command in this workspace.",
    "is_archived": "This channel is archived.",
    "invalid_errors": "The app pointed at a field that is not there.",
    "invalid_response_action": "The app answered with something a modal can't do.",
    "invalid_arguments": "The app answered with a view that Slack would refuse.",
    "message_not_found": "That message is gone.",
    "not_found": "That window is gone.",
}


def words_for(workspace: Workspace, error: Exception) -> str:
    """What a person reads when a deed did not work."""
    name = workspace.app.name
    if isinstance(error, NotAnswered):
        if error.reason in ("no_connection", "connection_failed"):
            return f"{name} is not connected at the moment."
        if error.reason in ("timeout", "http_timeout"):
            return f"{name} did not answer within three seconds. Try again?"
        return f"{name} could not be reached ({error.reason}). Try again?"
    if isinstance(error, Refused):
        more = error.details.get("response_metadata", {}).get("messages", [])
        return " ".join([WORDS.get(error.code, f"That did not work ({error.code})."), *more[:3]])
    return "That did not work."


class Deeds:
    """The deeds by name."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.by_name: dict[str, Deed] = {
            "say": self._say,
            "edit": self._edit,
            "delete": self._delete,
            "dismiss": self._dismiss,
            "react": self._react,
            "look": self._look,
            "open_app": self._open_app,
            "click": self._click,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "command": self._command,
            "shortcut": self._shortcut,
            "stop": self._stop,
            "write_to": self._write_to,
            "move_clock": self._move_clock,
        }

    async def do(self, name: str, who: str, body: Json) -> Json:
        """The deed's result, or `error` with words for the person."""
        try:
            return await self.by_name[name](Seat(self._workspace, who), body)
        except (Refused, NotAnswered) as error:
            return {"error": words_for(self._workspace, error)}

    async def _finish(self, prepared: Interaction) -> Json:
        answer = await self._workspace.deliveries.ask(
            prepared.kind, prepared.payload, wants_answer=prepared.wants_answer
        )
        with self._workspace.change():
            return prepared.finish(answer)

    async def _say(self, seat: Seat, body: Json) -> Json:
        files = [self._workspace.files[one] for one in body.get("files", [])]
        message = seat.says(
            body["channel"], str(body["text"]), thread_ts=body.get("thread_ts"), files=files
        )
        return {"ts": message.ts}

    async def _edit(self, seat: Seat, body: Json) -> Json:
        seat.edits(self._message(body), str(body["text"]))
        return {}

    async def _delete(self, seat: Seat, body: Json) -> Json:
        seat.deletes(self._message(body))
        return {}

    async def _dismiss(self, seat: Seat, body: Json) -> Json:
        with self._workspace.change():
            message = self._workspace.channel(body["channel"]).messages.get(body["ts"])
            if message is not None and message.ephemeral_for == seat.person.id:
                message.deleted_at = self._workspace.clock.time()
        return {}

    async def _react(self, seat: Seat, body: Json) -> Json:
        seat.reacts(self._message(body), str(body["name"]))
        return {}

    async def _look(self, seat: Seat, body: Json) -> Json:
        seat.looks_at(str(body["channel"]))
        return {}

    async def _open_app(self, seat: Seat, body: Json) -> Json:
        seat.opens_app("home" if body.get("tab") == "home" else "messages")
        return {}

    async def _click(self, seat: Seat, body: Json) -> Json:
        with self._workspace.change():
            prepared = interactions.clicked(
                self._workspace,
                seat.person,
                _place(body),
                str(body.get("block_id", "")),
                str(body["action_id"]),
                body.get("given"),
            )
        return await self._finish(prepared)

    async def _suggest(self, seat: Seat, body: Json) -> Json:
        with self._workspace.change():
            prepared = interactions.suggested(
                self._workspace,
                seat.person,
                _place(body),
                str(body.get("block_id", "")),
                str(body["action_id"]),
                str(body.get("query", "")),
            )
        return await self._finish(prepared)

    async def _submit(self, seat: Seat, body: Json) -> Json:
        with self._workspace.change():
            prepared = interactions.submitted(
                self._workspace, seat.person, str(body["view_id"]), body.get("typed") or {}
            )
        return prepared if isinstance(prepared, dict) else await self._finish(prepared)

    async def _close(self, seat: Seat, body: Json) -> Json:
        with self._workspace.change():
            prepared = interactions.closed(
                self._workspace,
                seat.person,
                str(body["view_id"]),
                everything=bool(body.get("everything")),
            )
        return await self._finish(prepared) if prepared is not None else {}

    async def _command(self, seat: Seat, body: Json) -> Json:
        with self._workspace.change():
            prepared = interactions.commanded(
                self._workspace,
                seat.person,
                self._workspace.channel(str(body["channel"])),
                str(body["command"]),
                str(body.get("text", "")),
            )
        return await self._finish(prepared)

    async def _shortcut(self, seat: Seat, body: Json) -> Json:
        message = self._message(body) if body.get("ts") else None
        with self._workspace.change():
            prepared = interactions.shortcut(
                self._workspace, seat.person, str(body["callback_id"]), message
            )
        return await self._finish(prepared)

    async def _stop(self, seat: Seat, body: Json) -> Json:
        seat.stops(str(body["channel"]), str(body["thread_ts"]))
        return {}

    async def _write_to(self, seat: Seat, body: Json) -> Json:
        with self._workspace.change():
            return {"channel": self._workspace.direct(seat.person.id, str(body["with"])).id}

    async def _move_clock(self, seat: Seat, body: Json) -> Json:
        """By hours, or to the next Monday 08:00 where the person is."""
        clock = self._workspace.clock
        if body.get("to") == "monday":
            local = clock.now().astimezone(ZoneInfo(seat.person.tz))
            monday = local.date() - timedelta(days=local.weekday())
            morning = datetime.combine(monday, time(8), tzinfo=local.tzinfo)
            if morning <= local:
                morning += timedelta(days=7)
            clock.move_to(morning)
        else:
            clock.move(timedelta(hours=float(body["hours"])))
        post_what_is_due(self._workspace)
        return {}

    def _message(self, body: Json) -> Any:
        return self._workspace.message(
            self._workspace.channel(str(body["channel"])), str(body["ts"])
        )


def _place(body: Json) -> Place:
    return Place(
        str(body.get("channel", "")),
        str(body.get("ts", "")),
        str(body.get("view_id", "")),
        body.get("typed") or {},
    )
