"""Helpful or not: one rating a person and answer, the latest counts."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.deliveries import Address
from knowledge.errors import BadInput, NotFound
from knowledge.storage.expertise_tables import AnswerRating
from knowledge.storage.rows import add_missing
from knowledge.storage.tables import Answer

Reason = Literal["wrong document", "out of date", "not what I asked", "unclear", "wrong"]
REASONS: tuple[Reason, ...] = get_args(Reason)


def rate(
    session: Session,
    answer_id: str,
    *,
    by: Address,
    helpful: bool,
    reason: str | None = None,
    comment: str = "",
    now: datetime,
) -> AnswerRating:
    """Keep what somebody says of an answer; what they said before is replaced.

    Raises NotFound for an unknown answer, BadInput for an unhelpful one without a known reason.
    """
    known_answer(session, answer_id)
    if not helpful and reason not in REASONS:
        raise BadInput(f"Say why the answer did not help: {', '.join(REASONS)}.")
    assert by.person is not None  # nobody rates without a name
    mine = {"answer_id": answer_id, "team": by.team, "person": by.person}
    said = {
        "helpful": helpful,
        "reason": None if helpful else reason,
        "comment": "" if helpful else comment.strip(),
        "rated_at": now,
    }
    add_missing(session, AnswerRating, [mine | said])
    rating = session.scalars(select(AnswerRating).filter_by(**mine)).one()
    for name, value in said.items():
        setattr(rating, name, value)
    return rating


def known_answer(session: Session, answer_id: str) -> Answer:
    """Raises NotFound for an answer that isn't there."""
    answer = session.get(Answer, answer_id)
    if answer is None:
        raise NotFound(f"There is no answer {answer_id} any more. Please ask again.")
    return answer
