"""`coach drill questions`: questions of the company's own, mined from documents or brought."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knowledge.errors import BadInput

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.assembly import Coach
    from knowledge.interviews.mining import Listed
    from knowledge.storage.record_tables import Person

questions_app = typer.Typer(
    no_args_is_help=True, help="The company's own drill questions: mine, list, approve, import."
)
By = Annotated[str | None, typer.Option("--by", help="Who decides; a name of the register.")]


@questions_app.command()
def mine() -> None:
    """Make questions of what the current documents oblige to; a person approves them."""
    from bot.assembly import Coach
    from knowledge.interviews import mining
    from knowledge.interviews.minable import minable

    coach = Coach()
    with coach.database.read() as session:
        found = minable(session, today=coach.today())
    with coach.database.begin() as session:
        today, now = coach.today(), coach.clock()
        ended = mining.retire_changed(session, today=today, now=now, found=found)
        done = mining.mine(session, today=today, now=now, found=found)
    typer.echo(
        f"{done.added} new questions, {done.known} were there, {ended.retired} retired. "
        "`coach drill questions list` shows them; nobody is asked one before it is approved."
    )


@questions_app.command("list")
def list_questions(
    state: Annotated[
        str | None, typer.Option(help="Only proposed, approved, declined or retired ones.")
    ] = None,
    document: Annotated[str | None, typer.Option(help="Only those of this document.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a question.")] = False,
) -> None:
    """Questions with their answers and where these stand, those to be approved first."""
    from bot.assembly import Coach
    from knowledge.interviews import mining

    with Coach().database.read() as session:
        found = mining.listed(session, states=(state,) if state else (), document=document)
    if as_json:
        for one in found:
            typer.echo(json.dumps(_plain(one), ensure_ascii=False))
        return
    typer.echo("\n".join(map(_told, found)) or "There are no such questions.")


@questions_app.command()
def approve(
    ids: Annotated[list[int] | None, typer.Argument(help="Numbers of questions.")] = None,
    document: Annotated[
        str | None, typer.Option(help="All proposed ones of this document.")
    ] = None,
    by: By = None,
) -> None:
    """Let questions be asked."""
    _decide("approve", ids or [], document, by)


@questions_app.command()
def decline(
    ids: Annotated[list[int] | None, typer.Argument(help="Numbers of questions.")] = None,
    document: Annotated[
        str | None, typer.Option(help="All proposed ones of this document.")
    ] = None,
    by: By = None,
) -> None:
    """Keep questions from being asked, and from being proposed again."""
    _decide("decline", ids or [], document, by)


@questions_app.command("import")
def import_questions(
    file: Annotated[Path, typer.Argument(help="CSV or JSON lines.", exists=True, dir_okay=False)],
    by: By = None,
) -> None:
    """Take over questions of your own, with version, approver and date."""
    from bot.assembly import Coach
    from knowledge.interviews import own_questions
    from knowledge.standards.companions import interview_roles
    from knowledge.standards.company import standing
    from knowledge.standards.loading import shipped

    coach = Coach()
    text = _read(file)
    with coach.database.begin() as session:
        edition = standing(session).edition
        found = own_questions.parsed(
            text, file.name, roles=interview_roles(), pack=shipped().edition(edition)
        )
        done = own_questions.take(
            session,
            found,
            edition=edition,
            by=_person(session, by),
            now=coach.clock(),
            today=coach.today(),
        )
    typer.echo(f"{done.added} new, {done.replaced} in a new version, {done.unchanged} unchanged.")


def retire_questions(coach: Coach) -> None:
    """After indexing: end the questions whose passages have changed."""
    from knowledge.interviews import mining
    from knowledge.interviews.minable import minable

    with coach.database.read() as session:
        if not mining.is_used(session):
            return
        found = minable(session, today=coach.today())
    with coach.database.begin() as session:
        mining.retire_changed(session, today=coach.today(), now=coach.clock(), found=found)


def _decide(deed: str, ids: list[int], document: str | None, by: str | None) -> None:
    from bot.assembly import Coach
    from knowledge.interviews import mining

    if bool(ids) == bool(document):
        raise BadInput("Give numbers of questions, or --document and its number.")
    coach = Coach()
    with coach.database.begin() as session:
        if document:
            listed = mining.listed(session, states=("proposed",), document=document)
            ids = [one.question.id for one in listed]
        decide = mining.approve if deed == "approve" else mining.decline
        rows = decide(session, ids, _person(session, by), coach.clock(), today=coach.today())
    typer.echo(f"{len(rows)} {deed}d." if deed == "approve" else f"{len(rows)} declined.")


def _person(session: Session, name: str | None) -> Person | None:
    from knowledge import people

    return people.find(session, name) if name else None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{file.name} is not in UTF-8. Save it as UTF-8, then again.") from error


def _plain(one: Listed) -> dict[str, Any]:
    row, issue, passage = one.question, one.issue, one.passage
    return {
        "id": row.id,
        "state": row.state,
        "source": row.source,
        "question": row.text,
        "key_points": row.key_points,
        "parts": row.parts,
        "kind": row.kind,
        "role": row.role,
        "clause": row.clause,
        "edition": row.edition,
        "document": issue.number or issue.title if issue is not None else None,
        "revision": issue.revision if issue is not None else None,
        "section": passage.section if passage is not None else None,
        "passage": row.passage_id,
        "sentence": row.sentence,
        "version": row.version,
        "approved_by": row.approved_by,
        "approved_on": row.approved_on and row.approved_on.isoformat(),
        "retired_why": row.retired_why,
    }


def _told(one: Listed) -> str:
    row = one.question
    lines = [f"{row.id}  {row.state}  {row.text}"]
    lines += [f"    answer: {point}" for point in row.key_points]
    if one.issue is not None:
        place = f", {one.passage.section}" if one.passage and one.passage.section else ""
        lines.append(f"    from {one.issue.number or one.issue.title}{place}: {row.sentence}")
    if row.approved_by:
        lines.append(f"    {row.state} by {row.approved_by} on {row.approved_on}")
    return "\n".join([*lines, *([f"    {row.retired_why}"] if row.retired_why else [])])
