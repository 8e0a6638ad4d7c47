"""Somebody who is drilled: starts one, answers what is asked, reads what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from bot.local_workspace import Message
from bot.slack.drill_blocks import SKIP
from bot.slack.drill_report_blocks import TITLE
from bot.slack.drill_views import FORM
from bot.timing import Timing
from tests.bot.slack.seated import Seated
from tests.proofs.delivery.places import wait_for

PATIENCE = 20
QUICK = Timing(channel_gap=timedelta(milliseconds=50), status_first=timedelta(0))


class Drilled(Seated):
    """A person in a drill; `thread` is its first message's once it is there."""

    thread: str | None = None

    def begins(self, **chosen: Any) -> Message:
        """Start a drill by `/qms drill`; its first message."""
        self.seat.runs("/qms", "drill")
        assert wait_for(self._form_is_open, PATIENCE), "the form did not open"
        self.chooses(**chosen)
        first = self.asked_next()
        self.thread = first.ts
        return first

    def chooses(self, **chosen: Any) -> Any:
        answer = self.fills(**chosen)
        assert "errors" not in answer, answer
        return answer

    def says(self, words: str, **more: Any) -> Message:
        """An answer in the thread; what the coach says to it."""
        before = self.heard()
        self.seat.says(self.seat.direct, words, thread_ts=self.thread, **more)
        return self.hears_after(before)

    def presses_there(self, message: Message, button: str) -> Message:
        """Press a button; what the coach says to it."""
        before = self.heard()
        self.presses(message, button)
        return self.hears_after(before)

    def heard(self) -> list[Message]:
        """What the coach said in the thread, in order."""
        said = self.from_app(self.seat.direct)
        ours = [one for one in said if self.thread in (None, one.ts, one.thread_ts)]
        return sorted(ours, key=lambda one: one.ts)

    def hears_after(self, before: list[Message]) -> Message:
        seen = {one.ts for one in before}

        def fresh() -> list[Message]:
            return [one for one in self.heard() if one.ts not in seen]

        assert wait_for(lambda: bool(fresh()), PATIENCE), [one.text for one in before]
        return fresh()[0]

    def asked_next(self) -> Message:
        """The question that is asked now, once it is there."""

        def asked() -> list[Message]:
            return [one for one in self.heard() if SKIP in str(one.blocks)]

        assert wait_for(lambda: bool(asked()), PATIENCE), [one.text for one in self.heard()]
        return asked()[-1]

    def goes_through(self, answers: Callable[[str], str]) -> Message:
        """Answer whatever is asked to the end; the report."""
        message = self.asked_next()
        while TITLE not in message.text:
            if SKIP in str(message.blocks):
                message = self.says(answers(question_in(message)))
            else:
                message = self._next_after(message)
        return message

    def _next_after(self, message: Message) -> Message:
        def later() -> list[Message]:
            return [one for one in self.heard() if one.ts > message.ts]

        assert wait_for(lambda: bool(later()), PATIENCE), message.text
        return later()[0]

    def _form_is_open(self) -> bool:
        form = self.seat.modal
        return form is not None and form.view.get("callback_id") == FORM


def question_in(message: Message) -> str:
    """The words of the question that a message asks."""
    for number, block in enumerate(message.blocks):
        if SKIP in str(block):
            before = [one for one in message.blocks[:number] if one["type"] == "section"]
            return str(before[-1]["text"]["text"]).partition("\n")[2]
    raise AssertionError(f"nothing is asked in {message.text}")


def words_of(message: Message) -> str:
    """Everything that stands in a message, in order."""
    shown = [block for block in message.blocks if block["type"] != "actions"]
    return "\n".join(_text(block) for block in shown) or message.text


def _text(block: Mapping[str, Any]) -> str:
    text = block.get("text")
    if text is not None:
        return str(text if isinstance(text, str) else text["text"])
    return " ".join(_text(one) for one in block.get("elements") or () if "text" in one)


def transcript(person: Drilled) -> str:
    """The whole thread as its person reads it: who says what, and the buttons below it."""
    said = [
        one
        for one in person.seat.sees(person.seat.direct)
        if person.thread in (one.ts, one.thread_ts)
    ]
    return "\n\n".join(_entry(one) for one in sorted(said, key=lambda one: one.ts)) + "\n"


def _entry(message: Message) -> str:
    who = "COACH" if message.bot_id else "PERSON"
    lines = [words_of(message), *(f"[file: {one['name']}]" for one in message.files)]
    buttons = [
        str(one["text"]["text"])
        for block in message.blocks
        if block["type"] == "actions"
        for one in block["elements"]
    ]
    row = [f"[{' | '.join(buttons)}]"] if buttons else []
    return f"--- {who}\n" + "\n".join([*lines, *row])
