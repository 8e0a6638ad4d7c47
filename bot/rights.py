"""Which roles somebody has: what the settings list, until the register of people says it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from bot.settings import Company


def roles_of(session: Session, company: Company, account: str, email: str) -> frozenset[str]:
    """The roles of an account in Slack; "employee" is not among what is listed."""
    names = {name.casefold() for name in (account, email) if name}
    return frozenset(
        role
        for role, people in company.rights.items()
        if names & {person.strip().casefold() for person in people}
    )
