"""Which rights an account in Slack has: those of the people register, and until it names quality
those of the settings as well."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from bot.settings import Company
from knowledge import people
from knowledge.errors import BadInput, NotFound
from knowledge.storage.record_tables import Person, RightGrant


def roles_of(
    session: Session, company: Company, account: str, email: str, *, today: date
) -> frozenset[str]:
    """The rights of an account; one that several people share has only what the settings list."""
    return _held(
        session, company, people.by_slack_account(session, account), (account, email), today
    )


def roles_of_named(session: Session, company: Company, name: str, *, today: date) -> frozenset[str]:
    """The rights of somebody by name, e-mail or account, as a command is told it."""
    try:
        person = people.find(session, name)
    except (NotFound, BadInput):
        person = None
    return _held(session, company, person, (name,), today)


def named_in_settings(
    session: Session, company: Company, roles: Iterable[str], *, today: date
) -> list[str]:
    """Whom the settings give one of these roles, by name, e-mail or account, while they count."""
    if register_decides(session, today=today):
        return []
    return [name.strip() for role in roles for name in company.rights.get(role, ())]


def register_decides(session: Session, *, today: date) -> bool:
    """Whether the people register alone says who may what: somebody whom it gives the right
    "quality" has an account. Before, the settings count too, or nobody could do anything."""
    granted = select(RightGrant.person_id).where(
        RightGrant.role == "quality", RightGrant.ended_at.is_(None)
    )
    listed = cast(Person.roles, String).contains('"quality"')
    found = select(Person).where(
        Person.slack_account.is_not(None), or_(Person.id.in_(granted), listed)
    )
    return any(
        "quality" in people.roles_of(session, person, today=today)
        for person in session.scalars(found)
    )


def _held(
    session: Session,
    company: Company,
    person: Person | None,
    names: Iterable[str],
    today: date,
) -> frozenset[str]:
    held = people.roles_of(session, person, today=today) if person is not None else frozenset()
    if register_decides(session, today=today):
        return held
    mine = {name.casefold() for name in names if name}
    listed = {
        role
        for role, named in company.rights.items()
        if mine & {one.strip().casefold() for one in named}
    }
    return held | listed
