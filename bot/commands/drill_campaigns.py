"""`coach drill campaigns`: drills that a team is asked to do by a day."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from knowledge.interviews.campaign_progress import Member
    from knowledge.storage.drill_tables import DrillCampaign

DAY = ["%Y-%m-%d"]
By = Annotated[str, typer.Option("--as", help="Who you are: number, e-mail or full name.")]
Number = Annotated[int, typer.Argument(help="The number of a campaign.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")]

campaigns_app = typer.Typer(
    no_args_is_help=True, help="Ask a team for a drill by a day; see who has done it."
)


@campaigns_app.command("list")
def list_campaigns(
    all_of_them: Annotated[bool, typer.Option("--all", help="Closed ones as well.")] = False,
    as_json: Json = False,
) -> None:
    """The campaigns, the first due first, and how many have done each."""
    from sqlalchemy import select

    from bot.assembly import Coach
    from knowledge.storage.drill_tables import DrillCampaign

    coach = Coach()
    wanted = select(DrillCampaign).order_by(DrillCampaign.due_on, DrillCampaign.id)
    if not all_of_them:
        wanted = wanted.where(DrillCampaign.ended_at.is_(None))
    with coach.database.read() as session:
        rows = [_plain(session, one, coach.today()) for one in session.scalars(wanted)]
    if as_json:
        _print(rows)
        return
    typer.echo("\n".join(map(_line, rows)) or "No campaign is open.")


@campaigns_app.command("open")
def open_campaign(
    title: Annotated[str, typer.Argument(help="Its name, such as “Before the March audit”.")],
    by: By,
    due: Annotated[datetime, typer.Option(formats=DAY, help="The day by which it is to be done.")],
    team: Annotated[
        str | None, typer.Option(help="Code or name of a team; without it, everybody.")
    ] = None,
    clause: Annotated[
        list[str] | None, typer.Option(help="What it is about; once for each clause.")
    ] = None,
    question: Annotated[
        list[str] | None, typer.Option(help="An approved question that comes first; once for each.")
    ] = None,
    length: Annotated[int, typer.Option(help="3, 6 or 10 questions.")] = 3,
    opens: Annotated[
        datetime | None, typer.Option(formats=DAY, help="The day it begins; without it, today.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Ask a team for a drill. Each is told once, then reminded as its day comes."""
    from bot.assembly import Coach
    from knowledge import people
    from knowledge.interviews import campaigns
    from knowledge.interviews.campaign_rights import group_named
    from knowledge.standards.companions import interview_roles

    coach = Coach()
    today = coach.today()
    with coach.database.begin() as session:
        new = campaigns.NewCampaign(
            title,
            group_named(session, team).team_id if team else None,
            length,
            opens.date() if opens else today,
            due.date(),
            tuple(clause or ()),
            tuple(question or ()),
        )
        made = campaigns.begin(
            session, new, interview_roles(), by=people.find(session, by), now=coach.clock(),
            today=today,
        )  # fmt: skip
        row = _plain(session, made, today)
    if as_json:
        _print(row)
        return
    typer.echo(
        f"Campaign {row['id']} is open: {row['asked']} asked ({row['team'] or 'everybody'}), "
        f"due {row['due']}. Each is told once, then reminded as its day comes."
    )


@campaigns_app.command("close")
def close_campaign(campaign: Number, by: By, as_json: Json = False) -> None:
    """End a campaign: nobody is reminded of it or can begin it any more."""
    from bot.assembly import Coach
    from knowledge import people
    from knowledge.interviews import campaigns

    coach = Coach()
    today, now = coach.today(), coach.clock()
    with coach.database.begin() as session:
        who = people.find(session, by)
        ended = campaigns.end(session, campaign, by=who, now=now, today=today)
        row = _plain(session, ended, today)
    if as_json:
        _print(row)
        return
    typer.echo(f"Campaign {campaign} is closed: {row['done']} of {row['asked']} have done it.")


@campaigns_app.command()
def progress(campaign: Number, by: By, as_json: Json = False) -> None:
    """Who has done it and who hasn't, by name. How it went is their own."""
    from bot.assembly import Coach
    from knowledge import people
    from knowledge.interviews import campaigns
    from knowledge.interviews.campaign_progress import progress_for

    coach = Coach()
    with coach.database.read() as session:
        found = campaigns.find(session, campaign)
        who = people.find(session, by)
        members = progress_for(session, found, who, today=coach.today())
        title = found.title
    if as_json:
        _print([_member(one) for one in members])
        return
    done = sum(one.done_on is not None for one in members)
    lines = [f"{title}: {done} of {len(members)} have done it."]
    for one in sorted(members, key=lambda one: (one.done_on is not None, one.name)):
        late = ", after it was closed" if one.after_closing else ""
        lines.append(
            f"  {f'done {one.done_on}' if one.done_on else 'not yet':<15} {one.name}{late}"
        )
    typer.echo("\n".join(lines))


def _plain(session: Session, campaign: DrillCampaign, today: date) -> dict[str, Any]:
    from knowledge.interviews.campaign_progress import progress as members_of
    from knowledge.storage.record_tables import Team

    members = members_of(session, campaign, today=today)
    team = session.get(Team, campaign.team_id) if campaign.team_id is not None else None
    return {
        "id": campaign.id,
        "title": campaign.title,
        "team": team.code if team is not None else None,
        "clauses": campaign.clauses,
        "questions": campaign.questions,
        "length": campaign.length,
        "opens": campaign.opens_on.isoformat(),
        "due": campaign.due_on.isoformat(),
        "closed": campaign.ended_at.date().isoformat() if campaign.ended_at else None,
        "done": sum(one.done_on is not None for one in members),
        "asked": len(members),
    }


def _line(row: dict[str, Any]) -> str:
    about = f"clauses {', '.join(row['clauses'])}" if row["clauses"] else "any clause"
    ends = f"closed {row['closed']}" if row["closed"] else f"due {row['due']}"
    return (
        f"{row['id']:>3}  {row['title']}  {row['team'] or 'everybody'}, {row['length']} questions, "
        f"{about}: {row['done']} of {row['asked']} done, {ends}"
    )


def _member(one: Member) -> dict[str, Any]:
    return {
        "name": one.name,
        "done_on": one.done_on.isoformat() if one.done_on else None,
        "after_closing": one.after_closing,
    }


def _print(found: Any) -> None:
    typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
