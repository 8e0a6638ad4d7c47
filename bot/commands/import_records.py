"""`coach import`: bring a register up to date from the company's own files."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, cast, get_args

import typer

from knowledge.errors import BadInput


def import_records(
    register: Annotated[str, typer.Argument(help="people, training, capa or audits.")],
    files: Annotated[
        list[str] | None,
        typer.Argument(help="CSV or XLSX files, or fsspec addresses; else those of the settings."),
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Only say what would be done.")] = False,
    skip_bad: Annotated[bool, typer.Option(help="Leave out rows that can't be used.")] = False,
    accept_removals: Annotated[
        bool, typer.Option(help="Believe a file although many of its rows are gone.")
    ] = False,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="As of this day instead of today."),
    ] = None,
) -> None:
    """Import people, training, corrective actions or audits; twice the same changes nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from bot.assembly import Coach
    from bot.commands.index import ProgressWatch
    from bot.record_imports import import_register
    from indexing.records import Choices
    from knowledge.registers import Register

    if register not in get_args(Register):
        raise BadInput(f"There is no register {register!r}: {', '.join(get_args(Register))}.")
    columns = (
        TextColumn("{task.description:>20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        report = import_register(
            Coach(),
            cast(Register, register),
            files or (),
            choices=Choices(dry_run=dry_run, skip_bad=skip_bad, accept_removals=accept_removals),
            on=on.date() if on else None,
            watch=ProgressWatch(progress),
        )
    typer.echo("\n".join(report.lines()))
    if report.refused:
        raise typer.Exit(1)
