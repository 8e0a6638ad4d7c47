"""`coach standard`: what the company says of its certification."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.assembly import Coach
    from knowledge.standards.loading import Packs

standard_app = typer.Typer(no_args_is_help=True, help="What the company is certified to.")


@standard_app.command()
def show() -> None:
    """Edition, scope, sites, dates, and what is not applicable."""
    from bot.assembly import Coach
    from knowledge.standards.company import standing
    from knowledge.standards.loading import shipped

    with Coach().database.read() as session:
        stated = standing(session)
    packs = shipped()
    lines = [f"Edition         {packs.edition(stated.edition).name}"]
    lines[0] += "" if stated.is_set else " (nobody has set it yet)"
    if stated.target_edition:
        lines.append(f"On the way to   {packs.edition(stated.target_edition).name}")
    lines.append(f"Scope           {stated.scope or 'not set'}")
    lines.append(f"Sites           {', '.join(stated.sites) or 'not set'}")
    for name, one in stated.dates.items():
        lines.append(f"{one.day}      {name} ({one.source}, checked on {one.checked_on})")
    for (edition, number), reason in sorted(stated.left_out.items()):
        lines.append(f"Not applicable  {number} ({edition}): {reason}")
    typer.echo("\n".join(lines))


@standard_app.command("set")
def set_standard(
    edition: Annotated[str | None, typer.Option(help="What you are certified to.")] = None,
    target: Annotated[str | None, typer.Option(help="The edition you are moving to.")] = None,
    scope: Annotated[str | None, typer.Option(help="The scope, in a sentence.")] = None,
    site: Annotated[list[str] | None, typer.Option(help="A site; once for each.")] = None,
    day: Annotated[
        str | None,
        typer.Option("--date", help="A day that matters, as NAME=YYYY-MM-DD, with --source."),
    ] = None,
    source: Annotated[str, typer.Option(help="Where the day was read.")] = "",
    checked: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="When that was looked up; today without it."),
    ] = None,
    not_applicable: Annotated[
        str | None, typer.Option(help="A clause that doesn't apply, with --because.")
    ] = None,
    because: Annotated[str, typer.Option(help="Why it doesn't apply.")] = "",
    applicable: Annotated[str | None, typer.Option(help="A clause that applies after all.")] = None,
) -> None:
    """Set what is given; the rest stays as it is."""
    from bot.assembly import Coach
    from knowledge.errors import BadInput
    from knowledge.standards import company
    from knowledge.standards.loading import shipped

    given = (edition, target, scope, site, day, not_applicable, applicable)
    if all(one is None for one in given):
        raise BadInput("Nothing was given to set. `coach standard set --help` lists what can be.")
    coach, packs, by = Coach(), shipped(), _who()
    with coach.database.begin() as session:
        stated = company.set_standing(
            session,
            packs,
            edition=edition,
            target_edition=target,
            scope=scope,
            sites=site,
            by=by,
            now=coach.clock(),
        )
        if day is not None:
            looked_up = checked.date() if checked else coach.today()
            _set_date(session, day, source=source, checked_on=looked_up, by=by)
        if not_applicable is not None:
            _leave_out(session, coach, packs, not_applicable, (stated.edition, because, by))
        if applicable is not None:
            company.take_back_in(session, applicable, edition=stated.edition)
    show()


def _set_date(session: Session, given: str, *, source: str, checked_on: date, by: str) -> None:
    from knowledge.errors import BadInput
    from knowledge.standards import company

    name, _, written = given.rpartition("=")
    try:
        parsed = date.fromisoformat(written.strip())
    except ValueError as error:
        raise BadInput(f"{given!r} is no NAME=YYYY-MM-DD.") from error
    company.set_date(session, name, parsed, source=source, checked_on=checked_on, by=by)


def _leave_out(
    session: Session, coach: Coach, packs: Packs, number: str, how: tuple[str, str, str]
) -> None:
    from knowledge.standards import company

    edition, reason, by = how
    company.leave_out(
        session, packs, number, edition=edition, reason=reason, by=by, now=coach.clock()
    )


def _who() -> str:
    import getpass

    return getpass.getuser()
