"""`coach nudges`: what will be said to whom, what was, and days without messages."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from knowledge.nudges import PersonsList, PlannedNudge, Remembered

DAY = ["%Y-%m-%d"]
Json = Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")]

nudges_app = typer.Typer(no_args_is_help=True, help="Reminders: planned, told, paused, printed.")


@nudges_app.command()
def plan(
    first: Annotated[datetime, typer.Option("--from", formats=DAY, help="The first day.")],
    last: Annotated[datetime, typer.Option("--to", formats=DAY, help="The last day.")],
    as_json: Json = False,
) -> None:
    """Who would be told what on which day, by which rule. Nothing is sent or written."""
    from bot.assembly import Coach
    from knowledge import nudges

    coach = Coach()
    with coach.database.read() as session:
        found = nudges.forecast(
            session,
            first=first.date(),
            last=last.date(),
            now=coach.clock(),
            rules=coach.company.nudge_rules,
        )
        rows = [_planned(session, one) for one in found]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    lines = [line for row in rows for line in _planned_lines(row)]
    typer.echo("\n".join(lines or ["Nobody would be told anything in these days."]))


@nudges_app.command()
def history(
    person: Annotated[str, typer.Argument(help="Number, e-mail, account or full name.")],
    as_json: Json = False,
) -> None:
    """Everything that somebody was reminded of, the newest first."""
    from bot.assembly import Coach
    from knowledge import nudges, people

    with Coach().database.read() as session:
        found = people.find(session, person)
        told = nudges.history(session, found)
        name = found.name
    if as_json:
        typer.echo(json.dumps([_remembered(one) for one in told], ensure_ascii=False, indent=2))
        return
    lines = [f"{one.day}  {one.state:<8} {one.item:<30} {one.rule}" for one in told]
    typer.echo("\n".join(lines or [f"{name} has not been reminded of anything."]))


@nudges_app.command()
def effect() -> None:
    """How many days passed from a reminder until the item was done, by rule."""
    from bot.assembly import Coach
    from knowledge import nudges

    with Coach().database.read() as session:
        found = nudges.effects(session)
    lines = [f"{'Rule':<28} {'To':<8} {'Done':>5} {'Open':>5} {'Median':>7} {'Longest':>8}"]
    for one in found:
        middle = "" if one.median_days is None else f"{one.median_days:g} d"
        longest = "" if one.longest_days is None else f"{one.longest_days} d"
        lines.append(
            f"{one.rule:<28} {one.audience:<8} {one.done:>5} {one.open:>5} {middle:>7} {longest:>8}"
        )
    typer.echo("\n".join(lines) if found else "Nobody has been reminded of anything yet.")


@nudges_app.command()
def pause(
    day: Annotated[datetime, typer.Argument(formats=DAY, help="A day such as 2026-12-03.")],
    resume: Annotated[bool, typer.Option(help="Let messages go out on it after all.")] = False,
) -> None:
    """Send no reminders on a day, such as that of an audit. What is due stays visible."""
    from bot.assembly import Coach
    from knowledge import nudges

    coach = Coach()
    change = nudges.resume if resume else nudges.pause
    with coach.database.begin() as session:
        change(session, day.date(), by=None, now=coach.clock())
    said = "Reminders go out" if resume else "No reminders go out"
    typer.echo(f"{said} on {day:%A, %d %B %Y}.")


@nudges_app.command("list")
def list_command(
    lead: Annotated[str, typer.Argument(help="Number, e-mail, account or full name.")],
) -> None:
    """What to print and hand out to a lead's people who have no Slack account."""
    from bot.assembly import Coach
    from knowledge import nudges, people

    coach = Coach()
    with coach.database.read() as session:
        found = people.find(session, lead)
        lists = nudges.printable(session, found, now=coach.clock(), rules=coach.company.nudge_rules)
        pages = [_page(one, f"{coach.today():%d %B %Y}") for one in lists]
        nothing = f"Nothing to hand out: {found.name} leads nobody without Slack who is due."
    typer.echo("\n\n".join(pages) or nothing)


def _planned(session: Session, nudge: PlannedNudge) -> dict[str, Any]:
    from knowledge.people import zone_of
    from knowledge.storage.record_tables import Person

    def name(person_id: int | None) -> str:
        return session.get_one(Person, person_id).name if person_id else "the quality team"

    told = session.get_one(Person, nudge.person_id)
    return {
        "day": nudge.day.isoformat(),
        "at": nudge.due_at.astimezone(zone_of(session, told)).isoformat(),
        "to": told.name,
        "number": told.number,
        "by": "list" if nudge.listed else "Slack",
        "digest": nudge.week is not None,
        "items": [
            {
                "item": line.item.id,
                "kind": line.item.kind,
                "title": line.item.title,
                "due": line.item.due_on.isoformat() if line.item.due_on else None,
                "rule": line.step.rule,
                "step": line.step.on.isoformat(),
                "audience": line.step.audience,
                "for": name(line.for_id),
                "owner": name(line.item.person_id),
                "critical": line.item.critical,
            }
            for line in nudge.lines
        ],
    }


def _planned_lines(row: dict[str, Any]) -> list[str]:
    marks = ["weekly digest"] if row["digest"] else []
    marks += ["on the lead's list"] if row["by"] == "list" else []
    head = f"{row['day']} {row['at'][11:16]}  {row['to']}"
    lines = [f"{head} ({', '.join(marks)})" if marks else head]
    for item in row["items"]:
        due = f"due {item['due']}" if item["due"] else "no date"
        whose = "" if item["owner"] == row["to"] else f" [{item['owner']}]"
        lines.append(f"    {item['item']}  {item['title']}, {due}: {item['rule']}{whose}")
    return lines


def _remembered(one: Remembered) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "state": one.state,
        "item": one.item,
        "kind": one.kind,
        "rule": one.rule,
        "audience": one.audience,
        "due": one.due_on.isoformat() if one.due_on else None,
    }


def _page(one: PersonsList, today: str) -> str:
    lines = [f"{one.person.name} ({one.person.number}), {today}"]
    for line in one.lines:
        lines.append(f"  [ ] {line.item.title} ({line.item.id}): {line.why}")
        if line.item.consequence:
            lines.append(f"      {line.item.consequence}.")
    return "\n".join(lines)
