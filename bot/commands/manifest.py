"""`coach manifest`: the app, as Slack wants it described."""

from __future__ import annotations

import json
from typing import Annotated
from urllib.parse import urlsplit

import typer

from knowledge.errors import BadInput


def manifest(
    json_only: Annotated[
        bool, typer.Option("--json", help="The manifest alone, as one JSON object.")
    ] = False,
    url: Annotated[
        str, typer.Option(help="Over HTTP instead of Socket Mode: where Slack reaches the coach.")
    ] = "",
) -> None:
    """Print the app's manifest and the link that creates the app."""
    from bot.slack.manifest import creation_link
    from bot.slack.manifest import manifest as made_for

    if url and urlsplit(url).scheme != "https":
        raise BadInput(f"{url} is no https address: Slack sends to nothing else.")
    made = made_for(url or None)
    typer.echo(json.dumps(made, indent=2, ensure_ascii=False))
    if not json_only:
        typer.echo("\nCreate the app: open this link, choose the workspace, and install it.")
        typer.echo(creation_link(made))
