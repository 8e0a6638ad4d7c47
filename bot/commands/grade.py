"""`coach grade`: an answer, or a file of them, judged against what should have been said."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.wording import words_for
from knowledge.errors import BadInput

if TYPE_CHECKING:
    from knowledge.grading import Asked, Grade, Grader

_TOGETHER = 64  # answers read in one go
_EXPECTED = 'Write {"id": "1", "question": "…", "reference": "…" or ["…", "…"], "answer": "…"}.'


def grade(
    question: Annotated[str | None, typer.Argument(help="What was asked.")] = None,
    answer: Annotated[str | None, typer.Argument(help="What was said.")] = None,
    point: Annotated[
        list[str] | None,
        typer.Option(help="What should have been said; once for each key point."),
    ] = None,
    batch: Annotated[
        Path | None,
        typer.Option(help="A file with lines {id, question, reference, answer}.", dir_okay=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Grades as lines of JSON.")] = False,
) -> None:
    """Judge an answer point by point."""
    if (batch is None) == (question is None):
        raise typer.BadParameter("give a question, an answer and --point, or --batch FILE")
    if batch is not None and not batch.exists():
        raise typer.BadParameter(f"there is no file {batch}", param_hint="--batch")
    if batch is None and (answer is None or not point):
        raise typer.BadParameter("give the answer too, and --point for each key point")
    grader = _grader()
    if batch is None:
        graded = grader.grade(question or "", point or [], answer or "")
        typer.echo(_line(graded.plain()) if as_json else _card(graded))
        return
    for plain in _graded_lines(grader, batch):
        typer.echo(_line(plain) if as_json else _text_of(plain))


def _grader() -> Grader:
    """The weights are the bundled ones whatever model searches: the thresholds belong to them."""
    from knowledge.errors import ModelRefused
    from knowledge.grading import Grader
    from knowledge.search.embedding import ModelChoice, SentenceModel

    try:
        model = SentenceModel(ModelChoice(threads=1))  # two spin against one another on short texts
        model.load()
    except ModelRefused as refused:
        typer.echo(f"Judged by words alone: {refused}", err=True)
        return Grader()
    return Grader(model)


def _graded_lines(grader: Grader, batch: Path) -> Iterator[dict[str, Any]]:
    with batch.open(encoding="utf-8-sig", errors="replace") as file:
        lines = [(number, line) for number, line in enumerate(file, start=1) if line.strip()]
    for start in range(0, len(lines), _TOGETHER):
        yield from _graded_together(grader, lines[start : start + _TOGETHER])


def _graded_together(grader: Grader, lines: list[tuple[int, str]]) -> list[dict[str, Any]]:
    """One object a line, in order; a line that can't be judged gets one that says why."""
    found: dict[int, dict[str, Any]] = {}
    asked: dict[int, Asked] = {}
    for number, line in lines:
        found[number] = {"id": str(number)}
        try:
            plain = _parsed(line, number)
            found[number]["id"] = plain.get("id", str(number))
            asked[number] = _asked(plain, number)
        except BadInput as error:
            found[number] |= {"status": "error", "message": words_for(error)}
    started = time.perf_counter()
    grades = grader.grade_many(asked.values())
    seconds = (time.perf_counter() - started) / max(1, len(grades))
    for number, one in zip(asked, grades, strict=True):
        found[number] |= one.plain() | {"seconds": round(seconds, 4)}
    return list(found.values())


def _parsed(line: str, number: int) -> dict[str, Any]:
    try:
        plain = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput(f"Line {number} is no JSON ({error}).") from error
    if not isinstance(plain, dict):
        raise BadInput(f"Line {number} is no object. {_EXPECTED}")
    return plain


def _asked(plain: dict[str, Any], number: int) -> Asked:
    from knowledge.grading import Asked

    question, answer = plain.get("question"), plain.get("answer")
    reference = plain.get("reference")
    points = [reference] if isinstance(reference, str) else reference
    texts = isinstance(points, list) and all(isinstance(point, str) for point in points)
    if not (isinstance(question, str) and isinstance(answer, str) and texts):
        raise BadInput(f"Line {number} lacks something. {_EXPECTED}")
    if not any(point.strip() for point in points or []):
        raise BadInput(f"Line {number} has no reference to judge by. {_EXPECTED}")
    return Asked(question, reference if isinstance(reference, str) else tuple(points or ()), answer)


def _line(plain: dict[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False)


def _card(graded: Grade) -> str:
    lines = [f"{graded.verdict.capitalize()} ({graded.score:.2f})"]
    for point in graded.points:
        lines.append(f"  {point.met:<13}{point.point}")
        lines.append(
            f"  {'':<13}{point.reason}" + (f" “{point.evidence}”" if point.evidence else "")
        )
    return "\n".join([*lines, *(note.words for note in graded.notes)])


def _text_of(plain: dict[str, Any]) -> str:
    if plain.get("status") == "error":
        return f"{plain['id']}\terror\t{plain['message']}"
    return f"{plain['id']}\t{plain['verdict']}\t{plain['score']}"
