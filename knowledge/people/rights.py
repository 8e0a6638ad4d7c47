"""What somebody may do: rights of the people register, and rights granted beyond it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log
from knowledge.access import Role
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.people.attendance import employed, is_away
from knowledge.people.finding import find
from knowledge.storage.record_tables import Person, RightGrant, TeamLead

ROLES: frozenset[Role] = frozenset(get_args(Role))
GRANTING: frozenset[Role] = frozenset({"quality", "deputy", "top management"})
"""Who may give and take rights: those who approve. IT runs the coach and approves nothing."""


def roles_of(session: Session, person: Person, *, today: date) -> frozenset[Role]:
    """The rights of somebody who works here today; empty for everybody else."""
    if not employed(person, today):
        return frozenset()
    granted = session.scalars(
        select(RightGrant.role).where(
            RightGrant.person_id == person.id, RightGrant.ended_at.is_(None)
        )
    ).all()
    found = {"employee", *person.roles, *granted}
    if _leads(session, person):
        found.add("lead")
    return frozenset(cast(Role, role) for role in found if role in ROLES)


def quality_people(session: Session, today: date) -> list[Person]:
    """Everybody with the right "quality" or "deputy" today; who is away comes last."""
    granted = select(RightGrant.person_id).where(
        RightGrant.role.in_(("quality", "deputy")), RightGrant.ended_at.is_(None)
    )
    mine = set(session.scalars(granted))
    found = [
        person
        for person in session.scalars(select(Person).order_by(Person.number))
        if employed(person, today)
        and (person.id in mine or {"quality", "deputy"} & set(person.roles))
    ]
    return sorted(found, key=lambda person: is_away(session, person, today))


def quality_manager(session: Session, today: date) -> Person | None:
    """Who leads quality: has its right and a lead's and is not the deputy, else the first of
    quality; whether away or not. None while the register names nobody."""

    def rank(person: Person) -> tuple[bool, bool, str]:
        held = roles_of(session, person, today=today)
        return "deputy" in held, "lead" not in held, person.number

    return min(quality_people(session, today), key=rank, default=None)


def leads_quality(roles: Collection[str]) -> bool:
    """Whether somebody with these rights is the quality manager or the deputy."""
    return "deputy" in roles or {"quality", "lead"} <= set(roles)


def grant(session: Session, person: Person, role: str, *, by: Person, now: datetime) -> None:
    """Give a right beyond the register. The same again changes nothing.

    Raises BadInput for an unknown right, NotAllowed for oneself or without the right to grant.
    """
    _check_granting(session, person, by, now)
    _grant(session, person, known_role(role), by=by.id, now=now)


def end(session: Session, person: Person, role: str, *, by: Person, now: datetime) -> None:
    """Take back a right that was granted. Raises NotFound if the register is what gives it."""
    _check_granting(session, person, by, now)
    wanted = known_role(role)
    open_grant = _open_grant(session, person, wanted)
    if open_grant is None:
        raise NotFound(
            f"{person.name} was not granted {wanted!r}. "
            "Rights of the people register are changed there."
        )
    open_grant.ended_by, open_grant.ended_at = by.id, now
    change = {"person": person.id, "role": wanted}
    audit_log.add(session, who=by.id, what="right ended", payload=change, now=now)


def grant_from_settings(
    session: Session, rights: Mapping[str, Sequence[str]], *, now: datetime
) -> None:
    """Give the rights that the settings name, each role with its people, so that a first person
    can do anything at all. What is no longer named there stays until somebody ends it."""
    for role, people in rights.items():
        for text in people:
            _grant(session, find(session, text), known_role(role), by=None, now=now)


def known_role(text: str) -> Role:
    """Raises BadInput for what is no right."""
    wanted = " ".join(text.casefold().split())
    if wanted not in ROLES:
        raise BadInput(f"There is no right {text!r}. There are: {', '.join(sorted(ROLES))}.")
    return wanted


def _grant(session: Session, person: Person, role: Role, *, by: int | None, now: datetime) -> None:
    if _open_grant(session, person, role) is not None:
        return
    session.add(RightGrant(person_id=person.id, role=role, granted_by=by, granted_at=now))
    session.flush()
    change = {"person": person.id, "role": role}
    audit_log.add(session, who=by, what="right granted", payload=change, now=now)


def _open_grant(session: Session, person: Person, role: Role) -> RightGrant | None:
    return session.scalars(
        select(RightGrant).where(
            RightGrant.person_id == person.id,
            RightGrant.role == role,
            RightGrant.ended_at.is_(None),
        )
    ).first()


def _check_granting(session: Session, person: Person, by: Person, now: datetime) -> None:
    if by.id == person.id:
        raise NotAllowed("Nobody changes their own rights. Ask somebody else of quality.")
    if not roles_of(session, by, today=now.date()) & GRANTING:
        raise NotAllowed("Rights are given by quality and top management. Ask one of them.")


def _leads(session: Session, person: Person) -> bool:
    of_people = select(Person.id).where(Person.lead_id == person.id, Person.gone_on.is_(None))
    of_team = select(TeamLead.team_id).where(TeamLead.lead_id == person.id)
    return any(session.scalar(query.limit(1)) is not None for query in (of_people, of_team))
