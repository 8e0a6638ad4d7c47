"""Who is meant by a number, an e-mail, an account or a name."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from knowledge.errors import BadInput, NotFound
from knowledge.people.attendance import employed
from knowledge.storage.record_tables import Person


def find(session: Session, text: str) -> Person:
    """The person with this employee number, e-mail, Slack account or full name.

    Raises NotFound for nobody, BadInput where several could be meant.
    """
    wanted = text.strip()
    exact = session.scalars(
        select(Person).where(
            or_(
                Person.number == wanted,
                func.lower(Person.email) == wanted.lower(),
                Person.slack_account == wanted,
            )
        )
    ).all()
    return _only(exact or _named(session, wanted), wanted)


def by_number(session: Session, number: str) -> Person:
    """Raises NotFound where nobody has this employee number."""
    found = session.scalars(select(Person).where(Person.number == number)).first()
    if found is None:
        raise NotFound(f"Nobody has the employee number {number}. Check the people register.")
    return found


def sought(session: Session, text: str, *, today: date) -> list[Person]:
    """Who works here and has these letters in the name or number, those that begin so first."""
    wanted = same_text(text)
    if not wanted:
        return []
    found = [
        person
        for person in session.scalars(select(Person).order_by(Person.name))
        if wanted in same_text(f"{person.name} {person.number}") and employed(person, today)
    ]
    return sorted(found, key=lambda person: not same_text(person.name).startswith(wanted))


def by_slack_account(session: Session, account: str) -> Person | None:
    """Whose Slack account this is; None if it is nobody's, or shared."""
    found = sharing(session, account)
    return found[0] if len(found) == 1 else None


def sharing(session: Session, account: str) -> list[Person]:
    """Everybody whom the register gives this account; more than one share it."""
    mine = select(Person).where(Person.slack_account == account, Person.gone_on.is_(None))
    return list(session.scalars(mine.order_by(Person.number)))


def same_text(text: str) -> str:
    """Names and addresses as they are compared: case, accents' encoding and spaces don't count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _named(session: Session, name: str) -> list[Person]:
    wanted = same_text(name)
    names = session.execute(select(Person.id, Person.name, Person.number))
    ids = [
        row.id
        for row in names
        if same_text(row.name) == wanted or (wanted and row.number.lstrip("0") == wanted)
    ]
    return list(session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.number)))


def _only(found: Iterable[Person], wanted: str) -> Person:
    people = list(found)
    if not people:
        raise NotFound(
            f"Nobody called {wanted!r} is in the people register. "
            "Give an employee number, an e-mail or a full name."
        )
    if len(people) > 1:
        numbers = ", ".join(f"{person.number} ({person.job_title or '?'})" for person in people)
        raise BadInput(f"{wanted!r} may be several people: {numbers}. Give the employee number.")
    return people[0]


@dataclass
class Directory:
    """Everybody's id by number, e-mail and name, for looking up many at once."""

    by_number: dict[str, int] = field(default_factory=dict)
    by_email: dict[str, int] = field(default_factory=dict)
    _by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_bare_number: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, session: Session) -> Directory:
        """Of all people, including those who have left: records name them."""
        made = cls()
        rows = session.execute(select(Person.id, Person.number, Person.email, Person.name))
        for row in rows:
            made.add(row.id, row.number, row.email, row.name)
        return made

    def add(self, person_id: int, number: str, email: str | None, name: str) -> None:
        self.by_number[number] = person_id
        for ids in (self._by_bare_number[number.lstrip("0")], self._by_name[same_text(name)]):
            if person_id not in ids:
                ids.append(person_id)
        if email:
            self.by_email[same_text(email)] = person_id

    def id_of(self, text: str) -> int:
        """Raises NotFound for nobody, BadInput where several could be meant."""
        wanted = text.strip()
        found = self.by_number.get(wanted) or self.by_email.get(same_text(wanted))
        if found is not None:
            return found
        key = same_text(wanted)
        several = self._by_name.get(key) or self._by_bare_number.get(key.lstrip("0")) or []
        if len(several) > 1:
            raise BadInput(f"{wanted!r} may be several people; give the employee number")
        if not several:
            raise NotFound(f"nobody called {wanted!r} is in the people register")
        return several[0]
