"""Who works here, and who is here."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.storage.record_tables import Absence, Person


def employed(person: Person, day: date) -> bool:
    """Whether the register has this person in work on a day; both the first and the last count."""
    return (
        (person.gone_on is None or day < person.gone_on)
        and (person.starts_on is None or person.starts_on <= day)
        and (person.leaves_on is None or day <= person.leaves_on)
    )


def is_away(session: Session, person: Person, day: date) -> bool:
    """On leave, not here yet, or not here any more."""
    return not employed(person, day) or absence_on(session, person, day) is not None


def absence_on(session: Session, person: Person, day: date) -> Absence | None:
    """The leave that this day belongs to."""
    return session.scalars(
        select(Absence).where(
            Absence.person_id == person.id, Absence.first_day <= day, day <= Absence.last_day
        )
    ).first()
