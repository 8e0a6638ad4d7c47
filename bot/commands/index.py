"""`coach index`: bring a source up to date."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

SHOWN = 10


class ProgressWatch:
    """Shows how far a run has come, on stderr."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: Any = None

    def stage(self, name: str, total: int | None) -> None:
        self._task = self._progress.add_task(name, total=total)

    def advance(self, count: int = 1) -> None:
        self._progress.advance(self._task, count)


def index(
    source: Annotated[str, typer.Argument(help="A folder, or any fsspec address.")],
    accept_removals: Annotated[
        bool, typer.Option(help="Believe the source although many of its files are gone.")
    ] = False,
) -> None:
    """Read new and changed documents of a source and publish them."""
    from bot.assembly import Coach
    from bot.commands.drill_questions import retire_questions
    from indexing import pipeline
    from indexing.reading.reader import Reader

    _let_others_go_first()
    coach = Coach()
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description:>10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Reader() as reader, Progress(*columns, console=console) as progress:
        workshop = coach.workshop(reader, ProgressWatch(progress))
        report = pipeline.index(
            workshop, source, now=coach.clock(), accept_removals=accept_removals
        )
    retire_questions(coach)
    coach.asking().library()  # builds the search files now rather than at the first question
    console.print(_told(report), highlight=False, markup=False, soft_wrap=True)


def _let_others_go_first() -> None:
    """Whoever asks a question meanwhile should not wait for documents to be read."""
    if hasattr(os, "nice"):
        os.nice(10)


def _told(report: Any) -> str:
    lines = [
        f"{report.source}: {_counted(report.files, 'file')}, {len(report.added)} new or changed, "
        f"{len(report.removed)} gone, {len(report.unread)} not read, "
        f"{_counted(report.doubts, 'doubt')}.",
        f"{_counted(report.embedded, 'passage')} embedded. "
        + ("Published." if report.published else "Nothing new to publish."),
    ]
    lines += [f"  register.csv: {problem}" for problem in report.problems[:SHOWN]]
    lines += [f"  not read: {file!r}: {why} {what}" for file, why, what in report.unread[:SHOWN]]
    if len(report.unread) > SHOWN or report.doubts:
        lines.append("`coach documents` lists all of them with what to do.")
    return "\n".join(lines)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
