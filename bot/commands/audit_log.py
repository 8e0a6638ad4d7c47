"""`coach audit-log`: who changed what, and whether the log is as it was written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from knowledge.audit_log import Break, Head

audit_log_app = typer.Typer(
    no_args_is_help=True, help="Who changed what, and whether the log is whole."
)
HEAD_FILE = "audit-log.head"
"""Where the newest row that was verified is noted, outside the database."""


@audit_log_app.command()
def verify(
    known: Annotated[
        str, typer.Option("--head", help="A head that was written down earlier, such as 124:3f2a…")
    ] = "",
) -> None:
    """Whether the log is as it was written; exit 1 with words if it is not."""
    from bot.assembly import Coach
    from knowledge import audit_log

    coach = Coach()
    noted = coach.environment.home / HEAD_FILE
    with coach.database.begin() as session:
        key = audit_log.key_secret(session)
    with coach.database.read() as session:
        heads: list[Head | None] = [_head(text) for text in (known, _noted(noted)) if text]
        breaks = {
            found
            for head in heads or [None]
            for found in audit_log.verify(session, key, known=head)
        }
        newest = audit_log.head(session)
    if breaks:
        typer.echo(_broken(breaks, noted), err=True)
        raise typer.Exit(1)
    noted.write_text(f"{newest.position}:{newest.link}\n", encoding="utf-8")
    typer.echo(f"The audit log is whole: {newest.position} rows.")
    typer.echo(
        f"Newest row: {newest.position}:{newest.link}\n"
        "Write it down outside this machine, and give it with --head next time."
    )


@audit_log_app.command()
def show(
    newest: Annotated[int, typer.Option("--newest", "-n", min=1, help="How many rows.")] = 50,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a row.")] = False,
) -> None:
    """The newest rows, oldest first. People are named by their id in the people register."""
    from bot.assembly import Coach
    from knowledge import audit_log

    with Coach().database.read() as session:
        rows = audit_log.entries(session, newest=newest)
    for row in rows:
        moment = row.at.isoformat(timespec="seconds")
        if as_json:
            plain = {"id": row.id, "at": moment, "who": row.who, "what": row.what}
            typer.echo(json.dumps({**plain, "payload": row.payload}, ensure_ascii=False))
            continue
        who = "the program" if row.who is None else f"person {row.who}"
        told = "(erased)" if row.payload is None else json.dumps(row.payload, ensure_ascii=False)
        typer.echo(f"{row.id:>6}  {moment}  {who:<12}  {row.what}  {told}")
    if not rows:
        typer.echo("The audit log is empty.")


def _broken(breaks: set[Break], noted: Path) -> str:
    ordered = sorted(breaks, key=lambda one: (one.row, one.reason))
    lines = "\n".join(f"  row {one.row} {one.reason}" for one in ordered)
    return (
        f"The audit log is not as it was written:\n{lines}\n"
        "Keep the database as it is, and compare it with the newest backup that verifies. "
        f"If a backup was put back on purpose, delete {noted} and verify again."
    )


def _noted(place: Path) -> str:
    try:
        return place.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _head(text: str) -> Head:
    from knowledge.audit_log import Head
    from knowledge.errors import BadInput

    number, _, link = text.strip().partition(":")
    if not number.isdigit() or len(link) != 64:
        raise BadInput(
            f"{text!r} is no head of the audit log. It looks like 124: and 64 signs after it, "
            "as `coach audit-log verify` prints it."
        )
    return Head(int(number), link)
