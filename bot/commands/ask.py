"""`coach ask`: one question, or a file of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.wording import words_for
from knowledge.errors import BadInput


def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    person: Annotated[
        str | None, typer.Option("--as", help="On whose behalf; without it, as everyone.")
    ] = None,
    batch: Annotated[
        Path | None, typer.Option(help="A file with lines {id, question}.", dir_okay=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answers as lines of JSON.")] = False,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Ask as of this day instead of today."),
    ] = None,
    edition: Annotated[
        str | None, typer.Option(help="Edition of the standard, such as 2026.")
    ] = None,
) -> None:
    """Ask the documents."""
    from bot.assembly import Coach

    if (question is None) == (batch is None):
        raise typer.BadParameter("give a question, or --batch FILE")
    if batch is not None and not batch.exists():
        raise typer.BadParameter(f"there is no file {batch}", param_hint="--batch")
    coach = Coach()
    viewer = coach.viewer(person)
    asking = coach.asking()
    asking.library()
    day = on.date() if on else None
    if batch is None:
        reply = asking.reply(question or "", viewer=viewer, on=day, edition=edition)
        _note_refused_model(asking.refused)
        typer.echo(json.dumps(reply.plain(), ensure_ascii=False) if as_json else _card(reply))
        return
    for number, line in enumerate(_lines(batch), start=1):
        plain = _answered_line(asking, line, number, viewer, {"on": day, "edition": edition})
        typer.echo(json.dumps(plain, ensure_ascii=False) if as_json else _text_of(plain))
    _note_refused_model(asking.refused)


def _card(reply: Any) -> str:
    from bot.cards import card

    return card(reply)


def _note_refused_model(reason: str | None) -> None:
    if reason:
        typer.echo(f"Answered by words alone: {reason}", err=True)


def _lines(batch: Path) -> Iterator[str]:
    with batch.open(encoding="utf-8-sig", errors="replace") as file:
        yield from (line for line in file if line.strip())


def _answered_line(
    asking: Any, line: str, number: int, viewer: Any, how: dict[str, Any]
) -> dict[str, Any]:
    """The answer object of one line; a line that can't be answered gets one that says why."""
    question_id: Any = None
    try:
        plain = _parsed(line, number)
        question_id = plain.get("id")
        reply = asking.reply(_question(plain, number), viewer=viewer, **how)
        return dict(reply.plain(question_id if question_id is not None else str(number)))
    except Exception as error:  # one line must not take the others down
        return {
            "id": question_id if question_id is not None else str(number),
            "status": "error",
            "message": words_for(error),
        }


def _parsed(line: str, number: int) -> dict[str, Any]:
    try:
        plain = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadInput(f"Line {number} is no JSON ({error}).") from error
    if not isinstance(plain, dict):
        raise BadInput(f'Line {number} has no question. Write {{"id": "1", "question": "…"}}.')
    return plain


def _question(plain: dict[str, Any], number: int) -> str:
    question = plain.get("question")
    if not isinstance(question, str):
        raise BadInput(f'Line {number} has no question. Write {{"id": "1", "question": "…"}}.')
    return question


def _text_of(plain: dict[str, Any]) -> str:
    if plain["status"] == "error":
        return f"{plain['id']}\terror\t{plain['message']}"
    cited = plain["citations"][0] if plain["citations"] else None
    place = f"{cited['file']} · {cited['section'] or ''}" if cited else ""
    return f"{plain['id']}\t{plain['status']}\t{plain['answer']!r}\t{place}"
