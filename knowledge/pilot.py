"""The pilot: until somebody of the quality team signs, only they get answers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import NotAllowed
from knowledge.storage.operation_tables import GoLive

SIGNERS = frozenset({"quality", "deputy", "top management"})


def is_live(session: Session) -> bool:
    last = signature(session)
    return last is not None and last.live


def signature(session: Session) -> GoLive | None:
    """The signature that holds."""
    return session.scalars(select(GoLive).order_by(GoLive.id.desc()).limit(1)).first()


def sign(
    session: Session,
    name: str,
    roles: Collection[str],
    *,
    live: bool,
    generation_id: int | None,
    now: datetime,
) -> GoLive:
    """Go live, or back to the pilot. Raises NotAllowed for whoever may not sign."""
    if not SIGNERS & set(roles):
        raise NotAllowed(
            f"{name} may not sign this. The quality manager, the deputy or top management may; "
            "settings.yaml lists them under rights."
        )
    made = GoLive(signed_by=name, at=now, live=live, generation_id=generation_id)
    session.add(made)
    session.flush()
    return made
