"""A person at their place: reads, presses buttons, fills forms in."""

from __future__ import annotations

from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from bot.local_workspace import Message, Seat, Workspace
from tests.proofs.delivery.places import wait_for

PATIENCE = 10


class MovedClock:
    """Runs on from the moment it was last moved to."""

    def __init__(self, start: datetime) -> None:
        self.move(start)

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=monotonic() - self._moved_at)

    def move(self, to: datetime) -> datetime:
        self._start, self._moved_at = to, monotonic()
        return to


class Seated:
    """What somebody does in Slack, in as few words as they would use."""

    def __init__(self, workspace: Workspace, who: str) -> None:
        self.workspace = workspace
        self.seat = Seat(workspace, who)
        self.id = self.seat.person.id

    def asks(self, question: str) -> Message:
        """Ask in direct messages; the reply."""
        asked = self.seat.tells_app(question)
        return self.reads(self.seat.direct, question, thread=asked.ts, button="answer_unhelpful")

    def reads(
        self, where: Any, *words: str, thread: str | None = None, button: str | None = None
    ) -> Message:
        """The newest message of the app's with these words, once it is there."""
        found: list[Message] = []

        def there() -> bool:
            found[:] = [
                one for one in self.from_app(where) if self._fits(one, words, thread, button)
            ]
            return bool(found)

        assert wait_for(there, PATIENCE), [one.text for one in self.from_app(where)]
        return found[-1]

    def from_app(self, where: Any) -> list[Message]:
        return [one for one in self.seat.sees(where) if one.bot_id]

    def presses(self, message: Message, button: str) -> None:
        self.seat.clicks(message, button)

    def opens(self, message: Message, button: str, field: str = "") -> Any:
        """Press a button that opens a form; the form, once it is filled."""
        self.presses(message, button)
        assert wait_for(lambda: self._shows(field), PATIENCE), self.from_app(message.channel)
        return self.seat.modal

    def fills(self, **given: Any) -> Any:
        """Hand the open form in; a field is named as its block."""
        typed = {name: {name: value} for name, value in given.items()}
        return self.seat.submits(self.seat.modal, typed)

    def _shows(self, field: str) -> bool:
        """Whether a form is open that can be handed in and has this in it."""
        form = self.seat.modal
        return form is not None and bool(form.view.get("submit")) and field in str(form.view)

    def _fits(
        self, one: Message, words: tuple[str, ...], thread: str | None, button: str | None
    ) -> bool:
        in_thread = thread is None or one.thread_ts == thread
        said = button is not None or all(part in one.text for part in words)
        return in_thread and said and (button is None or button in str(one.blocks))
