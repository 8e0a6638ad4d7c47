"""What an auditor says at the end: what was covered, what was named, what has still to be seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.interviews.judgement import Judgement, judgement_from
from knowledge.interviews.questions import question_from
from knowledge.storage.drill_tables import InterviewTurn

MOST_NAMED = 6
_REAL = ("right", "verified")


def summing_up(turns: Sequence[InterviewTurn]) -> str:
    """The facts of an interview in two or three sentences, without a verdict."""
    asked = [turn for turn in turns if turn.kind == "question"]
    judged = [
        (number, turn, judgement_from(turn.judgement))
        for number, turn in enumerate(asked, 1)
        if turn.judgement is not None
    ]
    answered = f"To sum up: you answered {len(judged)} of {len(asked)} questions."
    named = _named(judgement for _, _, judgement in judged)
    unseen = [
        f"{number}"
        for number, turn, judgement in judged
        if question_from(turn.question).kind == "show me" and _not_seen(judgement)
    ]
    told = [answered]
    if named:
        told.append(f"You named {_listed(named)}.")
    if unseen:
        questions = "question" if len(unseen) == 1 else "questions"
        told.append(f"I have not yet seen what {questions} {_listed(unseen)} asked to be shown.")
    return " ".join(told)


def _named(judgements: Iterable[Judgement]) -> list[str]:
    """Documents, forms and records that are real, each once, in the order they were named."""
    names = [
        one.name
        for judgement in judgements
        for one in judgement.named
        if one.kind in ("document", "form", "record") and one.standing in _REAL
    ]
    return list(dict.fromkeys(names))[:MOST_NAMED]


def _not_seen(judgement: Judgement) -> bool:
    score = judgement.parts.get("record")
    return score is not None and score.score < 2


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
