"""The judge. It reads what was said in the workspace, and which answers were kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.drill_blocks import SKIP, WELCOME_BACK
from bot.slack.drill_report_blocks import TITLE

Message = Mapping[str, Any]


@dataclass(frozen=True)
class Verdict:
    """What became of all interviews; each name says what went wrong with it."""

    interviews: int
    answers: int
    questions: int
    lost: tuple[str, ...]
    asked_twice: tuple[str, ...]
    unfinished: tuple[str, ...]
    reported_twice: tuple[str, ...]

    @property
    def holds(self) -> bool:
        wrong = self.lost or self.asked_twice or self.unfinished or self.reported_twice
        return self.interviews > 0 and self.answers > 0 and not wrong

    def __str__(self) -> str:
        return (
            f"{self.interviews} interviews, {self.questions} questions, {self.answers} answers: "
            f"{len(self.lost)} answers lost, {len(self.asked_twice)} questions asked twice, "
            f"{len(self.unfinished)} interviews without an end, "
            f"{len(self.reported_twice)} reported twice"
        )


def judge(history: Iterable[Message], kept: Iterable[str], app: str) -> Verdict:
    """`kept` are the names (ts) of the answers in the database.

    Every message of a person's in a thread is an answer and must have been kept once; every
    question, by its turn and by its words, is asked once in its thread (what is shown again after
    a pause says so); each thread ends with one report.
    """
    messages = list(history)
    said = [one for one in messages if one.get("app_id") != app and not one.get("bot_id")]
    ours = [one for one in messages if one.get("app_id") == app and not one.get("ephemeral_for")]
    answers = [str(one["ts"]) for one in said if one.get("thread_ts") not in (None, one["ts"])]
    fresh = [one for one in ours if WELCOME_BACK not in str(one.get("text"))]
    asked = [found for one in fresh if (found := _question_in(one)) is not None]
    threads = {thread for thread, _, _ in asked}
    ends = Counter(_thread_of(one) for one in ours if TITLE in str(one.get("text")))
    held = Counter(kept)
    return Verdict(
        interviews=len(threads),
        answers=len(answers),
        questions=len(asked),
        lost=tuple(ts for ts in answers if held[ts] != 1),
        asked_twice=_repeated(asked),
        unfinished=tuple(sorted(thread for thread in threads if ends[thread] == 0)),
        reported_twice=tuple(sorted(thread for thread, found in ends.items() if found > 1)),
    )


def _repeated(asked: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    asked = list(asked)
    by_turn = Counter((thread, turn) for thread, turn, _ in asked)
    by_words = Counter((thread, words) for thread, _, words in asked)
    found = {f"{a} {b}" for (a, b), many in [*by_turn.items(), *by_words.items()] if many > 1}
    return tuple(sorted(found))


def _question_in(message: Message) -> tuple[str, str, str] | None:
    """Thread, turn and words of a question; None if the message asks nothing."""
    blocks = message.get("blocks") or []
    for number, block in enumerate(blocks):
        for element in block.get("elements") or ():
            if element.get("action_id") == SKIP:
                words = _words_before(blocks, number)
                return _thread_of(message), str(element.get("value")), words
    return None


def _words_before(blocks: list[Mapping[str, Any]], number: int) -> str:
    for block in reversed(blocks[:number]):
        if block.get("type") == "section":
            return str(block["text"]["text"])
    return ""


def _thread_of(message: Message) -> str:
    return str(message.get("thread_ts") or message["ts"])
