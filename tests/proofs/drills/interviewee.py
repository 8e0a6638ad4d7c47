"""Somebody who is interviewed: starts a drill, answers whatever is asked, to the end.

A person presses a button again when Slack says that nobody answered; so does this one.
"""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

from bot.local_workspace import Message, NotAnswered, Refused, Seat, Workspace
from bot.slack.drill_blocks import HINT, PAUSE, RESUME, SKIP
from bot.slack.drill_report_blocks import TITLE
from bot.slack.drill_views import FORM

IMPATIENCE = 4.0
"""Seconds after which whoever sees nothing happen tries again."""


class Interviewee:
    """One person; `moves` does the next thing, if there is one to do."""

    def __init__(self, workspace: Workspace, who: str, chance: random.Random) -> None:
        self.seat = Seat(workspace, who)
        self._chance = chance
        self._asked_at = 0.0
        self._handed_in = False
        self._done: set[str] = set()
        self._chosen: dict[str, float] = {}
        self._said = 0

    @property
    def finished(self) -> bool:
        return any(TITLE in one.text for one in self._from_app())

    def moves(self) -> None:
        try:
            self._move()
        except (NotAnswered, Refused):
            return

    def _move(self) -> None:
        if not self._handed_in:
            self._begin()
            return
        question = self._open_question()
        if question is not None:
            self._reply_to(question)

    def _begin(self) -> None:
        form = self.seat.modal
        if form is not None and form.view.get("callback_id") == FORM:
            self.seat.submits(form, {})
            self._handed_in = True
        elif time.monotonic() - self._asked_at > IMPATIENCE:
            self._asked_at = time.monotonic()
            self.seat.runs("/qms", "drill")

    def _open_question(self) -> Message | None:
        """What waits for this person: a question, or the way back from a pause."""
        found = [one for one in self._from_app() if {SKIP, RESUME} & _buttons(one)]
        newest = max(found, key=lambda one: one.ts, default=None)
        return newest if newest is not None and newest.ts not in self._done else None

    def _reply_to(self, question: Message) -> None:
        """Mostly an answer; now and then a skip, a pause, or a hint before it.

        What was chosen is tried again until Slack takes it.
        """
        turn = self._chosen.setdefault(question.ts, self._chance.random())
        if RESUME in _buttons(question):
            self.seat.clicks(question, RESUME)
        elif turn < 0.1:
            self.seat.clicks(question, SKIP)
        elif turn < 0.15:
            self.seat.clicks(question, PAUSE)
        else:
            self._answers(question, hint=turn < 0.25)
        self._done.add(question.ts)

    def _answers(self, question: Message, *, hint: bool) -> None:
        if hint:
            self.seat.clicks(question, HINT)
        self._said += 1
        words = f"Answer {self._said}: I check the part against the drawing and write it down."
        self.seat.tells_app(words, thread_ts=question.thread_ts or question.ts)

    def _from_app(self) -> list[Message]:
        return [one for one in self.seat.sees(self.seat.direct) if one.bot_id]


def _buttons(message: Message) -> set[str]:
    rows = [block.get("elements") or () for block in message.blocks]
    return {str(one.get("action_id")) for row in rows for one in row}


def all_move(people: Sequence[Interviewee]) -> bool:
    """Let each do the next thing. Whether all have finished."""
    left = [one for one in people if not one.finished]
    for one in left:
        one.moves()
    return not left
