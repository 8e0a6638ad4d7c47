"""`coach export`: a register as a file for other programs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from knowledge.errors import BadInput

if TYPE_CHECKING:
    from knowledge.exports import ExportedTable

FORMATS = ("csv", "xlsx")


def export(
    register: Annotated[str, typer.Argument(help="people, training, capa or audits.")],
    format_: Annotated[
        str, typer.Option("--format", help="csv (one file a table) or xlsx (one workbook).")
    ] = "csv",
    to: Annotated[
        Path | None, typer.Option(help="The folder to write to; without it, this one.")
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that are there already.")
    ] = False,
) -> None:
    """Write a register to files that an import can read back; formulas are made harmless."""
    from bot.assembly import Coach
    from knowledge import audit_log, exports
    from knowledge.registers import Register

    if register not in get_args(Register):
        raise BadInput(f"There is no register {register!r}: {', '.join(get_args(Register))}.")
    if format_ not in FORMATS:
        raise BadInput(f"There is no format {format_!r}: {', '.join(FORMATS)}.")
    coach = Coach()
    with coach.database.read() as session:
        tables = exports.tables_of(session, cast(Register, register))
    filled = [table for table in tables if table.rows]
    if not filled:
        raise BadInput(f"The {register} register is empty. Import it first.")
    written = _write(_files(register, filled, format_), to or Path(), overwrite)
    with coach.database.begin() as session:
        payload = {"register": register, "rows": {table.name: len(table.rows) for table in filled}}
        audit_log.add(
            session, who=None, what="register: exported", payload=payload, now=coach.clock()
        )
    for path in written:
        typer.echo(path)


def _files(register: str, tables: list[ExportedTable], format_: str) -> dict[str, bytes]:
    from knowledge import exports

    if format_ == "xlsx":
        return {f"{register}.xlsx": exports.as_workbook(tables)}
    if len(tables) == 1:
        return {f"{register}.csv": exports.as_csv(tables[0])}
    return {f"{register}-{t.name.replace(' ', '-')}.csv": exports.as_csv(t) for t in tables}


def _write(files: dict[str, bytes], folder: Path, overwrite: bool) -> list[Path]:
    """Each file is written aside and renamed, readable by this account alone."""
    there = [name for name in files if (folder / name).exists()]
    if there and not overwrite:
        raise BadInput(
            f"{', '.join(there)} is there already. Choose another folder with --to, "
            "or replace it with --overwrite."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            aside = folder / f".{name}.part"
            handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            aside.replace(folder / name)
    except OSError as error:
        raise BadInput(
            f"{folder} can't be written to ({error.strerror}). Choose another folder with --to."
        ) from error
    return [folder / name for name in files]
