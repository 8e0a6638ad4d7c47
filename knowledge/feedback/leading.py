"""What a reply shows as itself, not what to see also; by this two replies say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.storage.tables import Answer, Passage

NEAREST_SHOWN = 3
"""How many passages a reply shows that has no answer, only what comes nearest."""


def leading_citations(answer: Answer) -> Sequence[Mapping[str, Any]]:
    """The citation of an answer; the first few of what only comes near."""
    return answer.citations[: leading_count(answer.status)]


def leading_count(status: str) -> int:
    return 1 if status == "answered" else NEAREST_SHOWN


def leading_passages(answer: Answer) -> list[int]:
    return [int(citation["passage_id"]) for citation in leading_citations(answer)]


def digests_of(session: Session, passages: Iterable[int]) -> frozenset[str]:
    """What finds these passages in another reading of the file too."""
    wanted = select(Passage.digest).where(Passage.id.in_(list(passages)))
    return frozenset(session.scalars(wanted))


def leads_alike(session: Session, answer: Answer, quotes: frozenset[str]) -> bool:
    """Whether an answer led with one of these quotations (digests), or both have none."""
    others = digests_of(session, leading_passages(answer))
    return bool(others & quotes) or not (others or quotes)
