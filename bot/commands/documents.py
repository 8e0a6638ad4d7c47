"""`coach documents`: the register, its doubts, and what could not be read."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

import typer

documents_app = typer.Typer(invoke_without_command=True, no_args_is_help=False)


@documents_app.callback(invoke_without_command=True)
def documents(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a document.")] = False,
    person: Annotated[
        str | None, typer.Option("--as", help="On whose behalf; without it, all documents.")
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The status as of this day instead of today."),
    ] = None,
) -> None:
    """The register of documents, what is doubtful in it, and files that could not be read."""
    if context.invoked_subcommand is not None:
        return
    from bot.assembly import Coach
    from bot.register_table import plain_rows, table

    coach = Coach()
    viewer = coach.viewer(person) if person else None
    with coach.database.read() as session:
        rows, unread = plain_rows(
            session,
            on=on.date() if on else coach.today(),
            viewer=viewer,
            languages=coach.company.languages,
        )
    if as_json:
        for row in [*rows, *unread]:
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    typer.echo(table(rows, unread))


@documents_app.command()
def withdraw(
    number: Annotated[str, typer.Argument(help="The document's number, as written on it.")],
    undo: Annotated[bool, typer.Option("--undo", help="Put it back into use.")] = False,
) -> None:
    """Take a document out of use at once, whatever its files say."""
    _withdraw(number, undo)


def _withdraw(number: str, undo: bool) -> None:
    import getpass

    from bot.assembly import Coach
    from knowledge import withdrawals

    coach = Coach()
    with coach.database.begin() as session:
        if undo:
            names = withdrawals.reinstate(session, number)
        else:
            by = getpass.getuser()
            names = withdrawals.withdraw(session, number, by=by, now=coach.clock())
    what = "is in use again" if undo else "is withdrawn: no answer draws on it from now on"
    typer.echo(f"{', '.join(names)} {what}.")


@documents_app.command()
def tag(
    number: Annotated[str, typer.Argument(help="The document's number, as written on it.")],
    clause: Annotated[str | None, typer.Argument(help="A clause; without it, all tags.")] = None,
    remove: Annotated[bool, typer.Option("--remove", help="It doesn't serve the clause.")] = False,
    by: Annotated[str | None, typer.Option(help="Who decides this.")] = None,
    edition: Annotated[
        str | None, typer.Option(help="Edition of the clause; the company's without it.")
    ] = None,
) -> None:
    """Say which clause a document serves, or doesn't; list its clauses."""
    from bot.document_tags import decided, listed

    typer.echo(
        listed(number, edition) if clause is None else decided(number, clause, edition, remove, by)
    )
