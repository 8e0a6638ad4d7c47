"""`coach registers`: where each register is kept, and how long corrective action may take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from bot.assembly import Coach
    from knowledge.storage.record_tables import Person

registers_app = typer.Typer(
    invoke_without_command=True,
    help="Where each register is kept, and the limits of corrective action.",
)
By = Annotated[str, typer.Option("--by", help="Who decides: name, e-mail or employee number.")]


@registers_app.callback()
def registers(context: typer.Context) -> None:
    """List the registers, what waits for their files, and the limits."""
    if context.invoked_subcommand is not None:
        return
    from bot.assembly import Coach

    with Coach().database.read() as session:
        typer.echo("\n".join(_listed(session)))


@registers_app.command()
def master(
    register: Annotated[str, typer.Argument(help="people, training, capa or audits")],
    where: Annotated[str, typer.Argument(help="file or coach")],
    by: By,
) -> None:
    """Keep a register in the company's own file, or here. Quality decides, or top management."""
    from bot.assembly import Coach
    from knowledge.registers import set_master

    coach = Coach()
    with coach.database.begin() as session:
        person = _deciding(coach, session, by)
        set_master(session, register, where, who=person.id, now=coach.clock())  # type: ignore[arg-type]
    kept = "by the coach" if where == "coach" else "in a file"
    typer.echo(f"The {register} register is kept {kept}.")


@registers_app.command()
def dismiss(
    report: Annotated[int, typer.Argument(help="The number that `coach registers` lists.")],
    by: By,
    reason: Annotated[str, typer.Option("--reason", help="Why the file is right.")],
) -> None:
    """Put a report aside because the register's file is right. What it was about is open again."""
    from bot.assembly import Coach
    from knowledge.registers import dismiss, in_words

    coach = Coach()
    with coach.database.begin() as session:
        person = _deciding(coach, session, by)
        row = dismiss(session, report, by=person.id, reason=reason, now=coach.clock())
        words = in_words(row)
    typer.echo(f"Report {report} is put aside. {words}.")


@registers_app.command()
def limit(
    stage: Annotated[str, typer.Argument(help="A stage, such as 'need decided'.")],
    days: Annotated[int, typer.Argument(help="Working days that an action may stay there.")],
    by: By,
) -> None:
    """Choose how long a stage of corrective action may take where its register names no date."""
    from bot.assembly import Coach
    from knowledge import capa

    coach = Coach()
    with coach.database.begin() as session:
        person = _deciding(coach, session, by)
        capa.set_limit(session, stage, days, who=person.id, now=coach.clock())
    typer.echo(f"{stage.strip().casefold()}: {days} working days")


def _listed(session: Session) -> Iterator[str]:
    from typing import get_args

    from knowledge import capa
    from knowledge.registers import Register, contradictions, master_of, waiting

    for name in get_args(Register):
        kept = "kept by the coach" if master_of(session, name) == "coach" else "kept in a file"
        open_now = len(waiting(session, name))
        against = len(contradictions(session, name))
        yield f"{name:<10}{kept}; {open_now} reported, {against} contradicted by the file"
    yield from _contradicted(session)
    yield ""
    yield "Corrective action, working days at a stage without a date of its own:"
    for stage, days in capa.limits(session).items():
        yield f"  {stage:<24}{days:>3}"


def _contradicted(session: Session) -> Iterator[str]:
    """What was reported and the file says otherwise about, with the number to settle it by."""
    from knowledge.registers import contradictions, in_words
    from knowledge.storage.record_tables import Person

    found = contradictions(session)
    if not found:
        return
    yield ""
    yield "Contradicted: correct the file, or `coach registers dismiss NUMBER --by … --reason …`"
    for row in found:
        who = session.get(Person, row.reported_by) if row.reported_by is not None else None
        named = f", by {who.name}" if who is not None else ""
        yield f"  {row.id:>4}  {row.register}: {in_words(row)}"
        yield f"        reported on {row.reported_at:%Y-%m-%d}{named}"


def _deciding(coach: Coach, session: Session, name: str) -> Person:
    """Raises NotFound for whom the register doesn't know, NotAllowed for others than quality and
    top management."""
    from bot.rights import roles_of_named
    from knowledge import people
    from knowledge.errors import NotAllowed
    from knowledge.people.rights import GRANTING

    person = people.find(session, name)
    if not roles_of_named(session, coach.company, name, today=coach.today()) & GRANTING:
        raise NotAllowed(
            f"{person.name} may not decide this. Quality, the deputy or top management may."
        )
    return person
