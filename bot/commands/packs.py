"""`coach packs`: the editions of the standard at hand, checked, confirmed and compared."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from knowledge.standards.comparing import RUN

packs_app = typer.Typer(no_args_is_help=True, help="The standard packs.")


@packs_app.command("list")
def list_packs() -> None:
    """The editions at hand, with version, clauses and who confirmed them."""
    from bot.assembly import Coach
    from knowledge.standards.confirming import confirmed
    from knowledge.standards.loading import shipped

    packs = shipped()
    with Coach().database.read() as session:
        for pack in packs:
            by = confirmed(session, packs, pack.edition)
            told = f"confirmed by {by.by} on {by.on}" if by else "not confirmed by anybody"
            header = pack.pack
            typer.echo(
                f"{pack.name}  version {header.version}, effective {header.effective_on}, "
                f"approved by {header.approver or 'nobody yet'}; {len(pack.clauses)} clauses; "
                f"{told}"
            )


@packs_app.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder with packs; without it the shipped ones.", file_okay=False),
    ] = None,
) -> None:
    """Name every problem with file and place; exit 1 if there is one."""
    from importlib.resources import files

    from knowledge.standards.checking import check as problems_of

    place = folder or files("knowledge.standards") / "packs"
    problems = problems_of(place)
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        raise typer.Exit(1)
    typer.echo("The packs are in order.")


@packs_app.command()
def confirm(
    edition: Annotated[str, typer.Argument(help="The edition, such as 2026.")],
    by: Annotated[str, typer.Option("--by", help="Who compared it with a licensed copy.")],
    on: Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="The day.")],
) -> None:
    """Record who checked a pack against a licensed copy, and when."""
    from bot.assembly import Coach
    from knowledge.standards import confirming
    from knowledge.standards.loading import shipped

    coach = Coach()
    packs = shipped()
    with coach.database.begin() as session:
        confirming.confirm(session, packs, edition, by=by, on=on.date(), now=coach.clock())
    typer.echo(
        f"{packs.edition(edition).name} was checked against a licensed copy by {by.strip()} on "
        f"{on.date()}. Answers say so from now on, until the pack changes."
    )


@packs_app.command()
def compare(
    file: Annotated[
        Path, typer.Argument(help="Your own copy of a standard.", exists=True, dir_okay=False)
    ],
    run: Annotated[int, typer.Option(help="How many words in a row count.", min=4)] = RUN,
) -> None:
    """Find places where our words coincide with your copy; nothing of it is kept. Exit 1 if any."""
    from indexing.reading.reader import Reader
    from knowledge.standards.comparing import coincidences
    from knowledge.standards.loading import shipped

    with Reader() as reader:
        copy = [reader.read(file).text]
    found = [hit for pack in shipped() for hit in coincidences(pack, copy, run=run)]
    for hit in found:
        typer.echo(f"{hit.place}: {hit.words}")
    if found:
        raise typer.Exit(1)
    typer.echo(f"No {run} words in a row of the packs stand in {file.name}.")
