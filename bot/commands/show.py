"""`coach show`: all that is known of one document."""

from __future__ import annotations

from typing import Annotated, Any

import typer


def show(
    number: Annotated[str, typer.Argument(help="The number, or the file of a document.")],
    person: Annotated[
        str | None, typer.Option("--as", help="On whose behalf; without it, as everyone.")
    ] = None,
) -> None:
    """What the register says of a document, where each fact was read, and its passages."""
    from bot.assembly import Coach
    from bot.register_table import plain_rows
    from knowledge.documents import same_number
    from knowledge.errors import NotFound

    coach = Coach()
    viewer = coach.viewer(person)
    with coach.database.read() as session:
        rows, _ = plain_rows(
            session, on=coach.today(), viewer=viewer, languages=coach.company.languages
        )
        mine = [
            row
            for row in rows
            if row["file"] == number or (row["number"] and same_number(row["number"], number))
        ]
        if not mine:
            raise NotFound(f"No document has the number {number}. `coach documents` lists them.")
        for row in mine:
            typer.echo("\n".join([*_facts(row), *_passages(session, row)]) + "\n")


def _facts(row: dict[str, Any]) -> list[str]:
    lines = [f"{row['number'] or row['file']}  {row['title']}"]
    for name, value in row.items():
        if name in ("number", "title", "read_from", "doubts") or value in (None, "", False):
            continue
        where = row["read_from"].get(name)
        lines.append(f"  {name:<14} {value}" + (f"   (from {where})" if where else ""))
    return lines + [f"  doubt          {doubt}" for doubt in row["doubts"]]


def _passages(session: Any, row: dict[str, Any]) -> list[str]:
    from sqlalchemy import select

    from knowledge.search.published import published_generation
    from knowledge.storage.tables import DocumentIssue, GenerationIssue, Passage, Source

    if row["handling"] == "link only":
        return ["  (link only: its passages are not shown)"]
    generation = published_generation(session)
    assert generation is not None  # its rows were just read
    found = session.scalars(
        select(Passage)
        .join(DocumentIssue, DocumentIssue.id == Passage.issue_id)
        .join(GenerationIssue, GenerationIssue.issue_id == DocumentIssue.id)
        .join(Source, Source.id == DocumentIssue.source_id)
        .where(
            GenerationIssue.generation_id == generation.id,
            DocumentIssue.file == row["file"],
            Source.address == row["source"],
        )
        .order_by(Passage.ordinal)
    )
    lines = []
    for passage in found:
        page = f", page {passage.page}" if passage.page else ""
        lines.append(f"  [{passage.id}] {' › '.join(passage.context['headings'])}{page}")
        lines += [f"      {line}" for line in passage.text.split("\n")]
    return lines
