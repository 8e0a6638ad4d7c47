"""`coach doctor`: whether all is well, and what to do where it isn't."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.doctor import Finding


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="The findings as one JSON list.")] = False,
    offline: Annotated[bool, typer.Option(help="Leave out what asks Slack.")] = False,
) -> None:
    """Look at tokens, scopes, channels, database, index, model and clock. Exit 1: look closer."""
    from bot.assembly import Coach
    from bot.doctor import examined
    from bot.doctor.here import looks_here
    from bot.doctor.slack import looks_in_slack
    from bot.settings import SlackEnvironment

    coach = Coach()
    looks = {} if offline else looks_in_slack(coach, SlackEnvironment())
    findings = list(examined(looks | looks_here(coach)))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            typer.echo(_line(finding))
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _line(finding: Finding) -> str:
    mark = "ok  " if finding.ok else "LOOK"
    line = f"{mark}  {finding.check:<10}  {finding.found}"
    return f"{line}\n{'':18}{finding.remedy}" if finding.remedy else line
