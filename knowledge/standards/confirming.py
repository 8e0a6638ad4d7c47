"""Who held a pack against a licensed copy, and what is said until somebody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import BadInput
from knowledge.standards.loading import Packs
from knowledge.standards.schema import Clause
from knowledge.storage.standard_tables import PackConfirmation

SECONDARY = "from secondary sources; check your copy"


@dataclass(frozen=True)
class Confirmed:
    by: str
    on: date


def confirm(
    session: Session, packs: Packs, edition: str, *, by: str, on: date, now: datetime
) -> PackConfirmation:
    """Record that somebody compared this version of a pack with a licensed copy.

    Raises NotFound for an unknown edition, BadInput for no name or a day to come.
    """
    pack = packs.edition(edition)
    if not by.strip():
        raise BadInput("Say who compared the pack with a licensed copy: --by NAME.")
    if on > now.date():
        raise BadInput(f"{on} is still to come. Give the day on which it was compared.")
    row = _row(session, packs, edition)
    if row is None:
        row = PackConfirmation(
            edition=edition, version=pack.pack.version, digest=packs.digests[edition]
        )
        session.add(row)
    row.confirmed_by, row.confirmed_on, row.recorded_at = by.strip(), on, now
    return row


def confirmed(session: Session, packs: Packs, edition: str) -> Confirmed | None:
    """Who confirmed the pack as it is now; a changed pack has to be confirmed anew."""
    row = _row(session, packs, edition)
    return Confirmed(row.confirmed_by, row.confirmed_on) if row else None


def certainty_line(clause: Clause | None, edition: str, by: Confirmed | None) -> str:
    """What a reader should know about how sure an entry is; "" where nothing needs saying."""
    if by is not None:
        return f"checked against a licensed copy by {by.by} on {by.on}"
    if edition != "2015" or (clause is not None and clause.certainty != "high"):
        return SECONDARY
    return ""


def _row(session: Session, packs: Packs, edition: str) -> PackConfirmation | None:
    return session.scalar(
        select(PackConfirmation).where(
            PackConfirmation.edition == edition,
            PackConfirmation.version == packs.edition(edition).pack.version,
            PackConfirmation.digest == packs.digests[edition],
        )
    )
