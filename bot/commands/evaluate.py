"""`coach evaluate`: a company's own questions, measured."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer


def evaluate(
    questions: Annotated[
        Path,
        typer.Argument(
            help="Lines {id, question, gold: [{file, answer_span}]}; no gold: nothing says it.",
            exists=True,
            dir_okay=False,
        ),
    ],
    source: Annotated[
        str | None, typer.Option(help="Index this source first, in a place of its own.")
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Ask as of this day instead of today."),
    ] = None,
    misses: Annotated[bool, typer.Option(help="List the questions that went wrong.")] = False,
    by: Annotated[
        str | None, typer.Option(help="Also a row for each value of this field (as `kind`).")
    ] = None,
) -> None:
    """Ask questions whose answers are known and print how many were answered well."""
    rows = _questions(questions)
    answers = _answers(rows, source, on)
    _print(rows, answers, misses=misses, by=by)


def _questions(path: Path) -> list[dict[str, Any]]:
    from knowledge.errors import BadInput

    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row.setdefault("gold", [])
            if not (row["id"] and row["question"].strip()):
                raise ValueError("no id or question")
            if not all(span["file"] and span["answer_span"].strip() for span in row["gold"]):
                raise ValueError("an empty gold")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadInput(
                f"Line {number} of {path} can't be used ({error}). "
                "Each needs id, question and gold: [{file, answer_span}]."
            ) from error
        rows.append(row)
    if not rows:
        raise BadInput(f"There are no questions in {path}.")
    return rows


def _answers(
    rows: list[dict[str, Any]], source: str | None, on: datetime | None
) -> list[dict[str, Any]]:
    import tempfile

    from bot.assembly import Coach
    from indexing import pipeline
    from indexing.reading.reader import Reader

    with tempfile.TemporaryDirectory(prefix="coach-evaluate-") as folder:
        coach = Coach()
        if source is not None:
            coach = coach.elsewhere(Path(folder))
            with Reader() as reader:
                pipeline.index(coach.workshop(reader), source, now=coach.clock())
        asking = coach.asking()
        asking.load_model()
        viewer = coach.viewer(None)
        day = on.date() if on else None
        return [asking.reply(row["question"], viewer=viewer, on=day).plain() for row in rows]


def _print(
    rows: list[dict[str, Any]], answers: list[dict[str, Any]], *, misses: bool, by: str | None
) -> None:
    from knowledge.evaluation import score

    whole = score(rows, answers)
    for name, figure in whole.figures.items():
        typer.echo(f"{name:17} {figure:.3f}")
    typer.echo(f"questions         {whole.answerable} answerable, {whole.unanswerable} not")
    if by:
        typer.echo(f"\n{by:<16} {'n':>4} cited@1 cited@3  file@3    said answered refused")
        for value in sorted({_value(row, by) for row in rows}):
            kept = [at for at, row in enumerate(rows) if _value(row, by) == value]
            part = score([rows[at] for at in kept], [answers[at] for at in kept])
            names = ("cited@1", "cited@3", "file@3", "said", "answered", "refused")
            cells = "".join(f"{part.figures[name]:8.2f}" for name in names)
            typer.echo(f"{value:<16} {len(kept):>4}{cells}")
    if misses:
        typer.echo("")
        for miss in whole.misses:
            typer.echo("\t".join(miss))


def _value(row: dict[str, Any], by: str) -> str:
    """A question's field, or the ending of its first gold file for "format"."""
    if by == "format":
        return row["gold"][0]["file"].rsplit(".", 1)[-1].lower() if row["gold"] else "–"
    return str(row.get(by, "–"))
