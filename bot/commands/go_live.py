"""`coach go-live`: end the pilot by signature."""

from __future__ import annotations

from typing import Annotated

import typer


def go_live(
    by: Annotated[str, typer.Option("--by", help="Who signs: name or e-mail as in the settings.")],
    back: Annotated[bool, typer.Option("--back", help="Return to the pilot.")] = False,
) -> None:
    """Sign that everyone may get answers. It matters where settings.yaml says pilot: true."""
    from bot.assembly import Coach
    from bot.rights import roles_of_named
    from knowledge import pilot
    from knowledge.search.published import published_generation

    coach = Coach()
    with coach.database.begin() as session:
        roles = roles_of_named(session, coach.company, by, today=coach.today())
        published = published_generation(session)
        signed = pilot.sign(
            session,
            by,
            roles,
            live=not back,
            generation_id=published.id if published else None,
            now=coach.clock(),
        )
    state = "live: everyone gets answers" if signed.live else "a pilot: only the quality team asks"
    typer.echo(f"Signed by {signed.signed_by} on {signed.at:%Y-%m-%d %H:%M} UTC. This is {state}.")
    if not coach.company.pilot:
        typer.echo("settings.yaml doesn't say pilot: true, so everyone gets answers anyway.")
