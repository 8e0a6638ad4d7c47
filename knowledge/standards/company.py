"""What the company says of its certification: scope, sites, edition, dates, what is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.standards.loading import Packs
from knowledge.standards.schema import Pack, ancestors, order
from knowledge.storage.standard_tables import CompanyStandard, NotApplicable, StandardDate

DEFAULT_EDITION = "2015"
"""What is answered from until the company says which edition it works to."""

_ONLY = 1


@dataclass(frozen=True)
class SourcedDay:
    """A day that matters, where it was read and when that was last checked."""

    day: date
    source: str
    checked_on: date


@dataclass(frozen=True)
class Standing:
    """The company's own statements; `left_out` maps (edition, number) to the reason."""

    edition: str = DEFAULT_EDITION
    target_edition: str | None = None
    scope: str = ""
    sites: tuple[str, ...] = ()
    dates: Mapping[str, SourcedDay] = field(default_factory=dict)
    left_out: Mapping[tuple[str, str], str] = field(default_factory=dict)
    is_set: bool = False


def standing(session: Session) -> Standing:
    """What was set so far; the defaults where nothing was."""
    row = session.get(CompanyStandard, _ONLY)
    dates = {
        one.name: SourcedDay(one.day, one.source, one.checked_on)
        for one in session.scalars(select(StandardDate).order_by(StandardDate.day))
    }
    left_out = {
        (one.edition, one.number): one.reason for one in session.scalars(select(NotApplicable))
    }
    if row is None:
        return Standing(dates=dates, left_out=left_out)
    return Standing(
        row.edition, row.target_edition, row.scope, tuple(row.sites), dates, left_out, True
    )


def set_standing(
    session: Session,
    packs: Packs,
    *,
    edition: str | None = None,
    target_edition: str | None = None,
    scope: str | None = None,
    sites: Sequence[str] | None = None,
    by: str,
    now: datetime,
) -> Standing:
    """Change what is given and leave the rest. Raises NotFound for an edition without a pack."""
    for named in (edition, target_edition):
        if named is not None:
            packs.edition(named)
    row = session.get(CompanyStandard, _ONLY)
    if row is None:
        row = CompanyStandard(
            id=_ONLY, edition=DEFAULT_EDITION, target_edition=None, scope="", sites=[]
        )
        session.add(row)
    row.edition = edition or row.edition
    row.target_edition = target_edition or row.target_edition
    row.scope = row.scope if scope is None else scope.strip()
    row.sites = row.sites if sites is None else [site.strip() for site in sites if site.strip()]
    row.set_by, row.set_at = by, now
    session.flush()
    return standing(session)


def set_date(
    session: Session, name: str, day: date, *, source: str, checked_on: date, by: str
) -> None:
    """Note a day of the certification. Raises BadInput without a name or a source."""
    if not name.strip() or not source.strip():
        raise BadInput("A date needs a name, a source and the day on which that was checked.")
    session.merge(
        StandardDate(
            name=name.strip()[:80], day=day, source=source.strip(), checked_on=checked_on, set_by=by
        )
    )
    session.flush()


def leave_out(
    session: Session,
    packs: Packs,
    number: str,
    *,
    edition: str,
    reason: str,
    by: str,
    now: datetime,
) -> None:
    """Declare a clause not applicable.

    Raises NotFound for a number that isn't there, BadInput without a reason, NotAllowed where a
    clause may not be left out.
    """
    pack = packs.edition(edition)
    clause = pack.get(number)
    if clause is None:
        raise NotFound(
            f"{pack.name} has no clause {number}. `coach packs list` shows the editions."
        )
    if len(reason.split()) < 3:
        raise BadInput(f"Say in a sentence why {number} doesn't apply: --because REASON.")
    if not clause.not_applicable_allowed:
        raise NotAllowed(
            f"{number} ({clause.title}) can't be left out: it applies to every company. "
            f"What may be left out: {_may_be_left_out(pack)}."
        )
    session.merge(
        NotApplicable(edition=edition, number=number, reason=reason.strip(), set_by=by, set_at=now)
    )
    session.flush()


def take_back_in(session: Session, number: str, *, edition: str) -> None:
    """Undo `leave_out`. Raises NotFound if it wasn't left out."""
    row = session.get(NotApplicable, (edition, number))
    if row is None:
        raise NotFound(f"{number} of the edition {edition} was not left out.")
    session.delete(row)
    session.flush()


def reason_left_out(stated: Standing, packs: Packs, edition: str, number: str) -> str | None:
    """Why a clause, or one above it, doesn't apply; carried over from the edition before."""
    for at in (number, *ancestors(number)):
        if (edition, at) in stated.left_out:
            return stated.left_out[edition, at]
    pack = packs.edition(edition)
    earlier, clause = packs.earlier(pack), pack.get(number)
    if earlier is None or clause is None or not clause.maps_from:
        return None
    reasons = [
        reason_left_out(stated, packs, earlier.edition, origin.number)
        for origin in clause.maps_from
    ]
    return reasons[0] if all(reasons) else None


def _may_be_left_out(pack: Pack) -> str:
    numbers = {clause.number for clause in pack.clauses if clause.not_applicable_allowed}
    tops = [number for number in numbers if not numbers.intersection(ancestors(number))]
    return ", ".join(sorted(tops, key=order)) or "nothing"
