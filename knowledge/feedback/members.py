"""Who judges, replies and approves: people of the workspace with the roles they have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge import audit_log, people
from knowledge.errors import NotAllowed
from knowledge.storage.record_tables import Person

QUALITY = frozenset({"quality", "deputy"})
"""Who judges reports and approves answers. IT runs the coach and approves nothing."""


@dataclass(frozen=True)
class Member:
    """An account of the workspace, and what the company lets it do. `name` is what is printed."""

    account: str
    roles: frozenset[str] = frozenset()
    name: str = ""

    @property
    def is_quality(self) -> bool:
        return bool(self.roles & QUALITY)

    @property
    def shown(self) -> str:
        return self.name or self.account


def refuse_unless_quality(member: Member, what: str) -> None:
    """Raises NotAllowed for whoever hasn't the right; `what` is done by quality alone."""
    if not member.is_quality:
        raise NotAllowed(
            f"{what} is for the quality team and its deputies. "
            "Write what you know in this thread, and one of them will take it up."
        )


def registered(session: Session, account: str) -> Person | None:
    """Whom the people register gives this account; None if it knows nobody."""
    return people.by_slack_account(session, account)


def log(
    session: Session, member: Member | None, what: str, payload: dict[str, object], *, now: datetime
) -> None:
    """Write a change to the audit log, under the person's id where the register has one."""
    person = registered(session, member.account) if member is not None else None
    by = {"account": member.account} if member is not None else {}
    audit_log.add(
        session, who=person.id if person else None, what=what, payload=payload | by, now=now
    )
