"""`coach person`: all that is known of one person."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from knowledge.storage.record_tables import Person


def person(
    name: Annotated[
        str, typer.Argument(help="Employee number, e-mail, Slack account or full name.")
    ],
    on: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="As of this day instead of today."),
    ] = None,
) -> None:
    """What the registers say of a person: work, lead, rights, training."""
    from bot.assembly import Coach
    from knowledge import people

    coach = Coach()
    day = on.date() if on else coach.today()
    with coach.database.read() as session:
        found = people.find(session, name)
        told = [f"{found.number}  {found.name}"]
        told += _work(session, found, day)
        told += _rights(session, found, day)
        told += _open_training(session, found, day)
        told += _done_training(session, found)
    typer.echo("\n".join(told))


def _work(session: Session, person: Person, day: date) -> list[str]:
    from knowledge import people
    from knowledge.storage.record_tables import Site

    team = people.team_of(session, person)
    site = session.get(Site, person.site_id) if person.site_id is not None else None
    facts = {
        "e-mail": person.email,
        "Slack account": person.slack_account or _unmatched(person),
        "job": person.job_title,
        "team": f"{team.code} {team.name or ''}".strip() if team else None,
        "lead": _lead(session, person, day),
        "stand-in": _named(people.stand_in_for(session, person, day)),
        "site": site.name if site else None,
        "time zone": str(people.zone_of(session, person)),
        "shift": " ".join(filter(None, (person.shift, person.hours))),
        "works on this day": _hours(session, person, day),
        "joined": person.starts_on,
        "leaves": person.leaves_on,
        "gone from the file since": person.gone_on,
    }
    return [f"  {name}: {value}" for name, value in facts.items() if value]


def _rights(session: Session, person: Person, day: date) -> list[str]:
    from knowledge import people

    rights = sorted(people.roles_of(session, person, today=day))
    told = [f"  rights: {', '.join(rights) or 'none'}"]
    return told + ([f"  roles: {', '.join(person.qms_roles)}"] if person.qms_roles else [])


def _open_training(session: Session, person: Person, day: date) -> list[str]:
    from knowledge import training

    items = training.open_items(session, today=day, person=person)
    told = [f"Open training: {len(items)}"]
    for item in items:
        due = f", due {item.due_on}" if item.due_on else ""
        lapsed = f", ran out on {item.valid_until}" if item.state == "expired" else ""
        told.append(f"  {item.id}  {item.title}: {item.state}{due}{lapsed}")
        if item.barred and item.may_not:
            told.append(f"    {item.may_not}.")
    return told


def _done_training(session: Session, person: Person) -> list[str]:
    from knowledge import training

    lines = training.history(session, person)
    told = [f"Recorded training: {len(lines)}"]
    for line in lines:
        parts = [f"{line.result} on {line.performed_on}"]
        parts += [f"valid until {line.valid_until}"] if line.valid_until else []
        parts += [f"recorded {line.late_by} days later"] if line.late_by else []
        parts += [] if line.accepted else ["not accepted by anybody else yet"]
        parts += [line.evidence] if line.evidence else []
        told.append(f"  {line.number}  {line.subject}: {', '.join(parts)}")
    return told


def _lead(session: Session, person: Person, day: date) -> str | None:
    from knowledge import people

    lead, acting = people.registered_lead(session, person), people.lead_of(session, person, day)
    if lead is None or acting is None or acting.id == lead.id:
        return _named(lead)
    return f"{lead.name} (away; {acting.name} acts)"


def _hours(session: Session, person: Person, day: date) -> str:
    from knowledge import people

    spans = people.working_hours(session, person, day)
    return ", ".join(f"{start:%H:%M} to {end:%H:%M}" for start, end in spans) or "no"


def _unmatched(person: Person) -> str:
    named = f" (the register says {person.slack_name})" if person.slack_name else ""
    return f"not matched{named}"


def _named(person: Person | None) -> str | None:
    return person.name if person else None
