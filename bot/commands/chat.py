"""`coach chat`: questions and answers in the terminal."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from bot.wording import words_for
from knowledge.errors import CoachError


def chat(
    person: Annotated[
        str | None, typer.Option("--as", help="On whose behalf; without it, as everyone.")
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Ask as of this day instead of today."),
    ] = None,
) -> None:
    """Ask one question after the other; an empty line ends it."""
    from bot.assembly import Coach
    from bot.cards import card

    coach = Coach()
    viewer = coach.viewer(person)
    asking = coach.asking()
    library = asking.library()
    asking.load_model_aside()
    day = on.date() if on else None
    typer.echo(f"{len(library.issues)} documents are at hand. Ask; an empty line ends it.")
    while text := _asked():
        try:
            typer.echo(card(asking.reply(text, viewer=viewer, on=day, wait_for_model=False)) + "\n")
        except CoachError as error:
            typer.echo(words_for(error) + "\n")


def _asked() -> str:
    try:
        return input("? ").strip()
    except (EOFError, KeyboardInterrupt):
        typer.echo("")
        return ""
