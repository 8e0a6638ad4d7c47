"""An interview for one writer at a time."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.errors import NotFound
from knowledge.storage.drill_tables import Interview


def locked(session: Session, interview_id: int) -> Interview:
    """The interview, for one writer at a time. Raises NotFound."""
    row = session.scalars(
        select(Interview)
        .where(Interview.id == interview_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        raise NotFound("This drill is not there any more. Start a new one.")
    return row
