"""What is shown of an answer's record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from knowledge.answers.standard import is_beside_the_point
from knowledge.answers.standing import checked_at
from knowledge.feedback import doubts_of
from knowledge.storage.tables import Answer


@dataclass(frozen=True)
class Shown:
    """What is shown of an answer's record.

    searched       the documents were searched; not so for a question in a foreign language
    understood_as  the question that was looked up, where it differs from what was typed
    may_authorise  the roles the documents name, for a question that asks for permission
    rule           the sentence that names them
    standard       what is said of clauses of a standard (knowledge.answers.standard)
    approved       an approved answer of the quality team that explains the passage
    checked_at     when the sources were last read, where that is long ago
    reported_at    when it was reported as wrong, while nobody has judged that
    unclear        how the quality team says it is meant, while a change of the document is open
    private        only the asker sees it, so that it may be shared
    live           it has buttons; a shared copy has not
    outside        its one reader is from outside the company
    """

    id: str
    status: str
    text: str
    citations: Sequence[Mapping[str, Any]]
    notices: Sequence[str] = ()
    conflicts: Sequence[Mapping[str, Any]] = ()
    question: str = ""
    searched: bool = True
    understood_as: str | None = None
    may_authorise: Sequence[str] | None = None
    rule: str = ""
    standard: Mapping[str, Any] | None = None
    approved: Mapping[str, Any] | None = None
    checked_at: datetime | None = None
    reported_at: datetime | None = None
    unclear: str | None = None
    private: bool = False
    live: bool = True
    outside: bool = False


def shown_of(
    session: Session,
    row: Answer,
    *,
    now: datetime,
    stale_after: timedelta,
    private: bool = False,
    live: bool = True,
) -> Shown:
    """An answer as it is shown now; sources read longer than `stale_after` ago are marked."""
    trace = row.trace
    permission = trace.get("may_authorise")
    rule = ((permission or {}).get("citation") or {}).get("sentence", "")
    card = trace.get("standard") or None
    beside = card is not None and is_beside_the_point(card, row.citations)
    doubts = doubts_of(session, row)
    return Shown(
        row.id,
        "nearest" if beside else row.status,
        row.text,
        row.citations,
        trace.get("notices", ()),
        () if beside else trace.get("conflicts", ()),
        question=row.question,
        searched="scope" in trace or not trace.get("notices"),
        understood_as=trace.get("understood_as") or None,
        may_authorise=None if permission is None else tuple(permission.get("roles", ())),
        rule=rule,
        standard=card,
        approved=_in_effect(trace.get("approved"), now),
        checked_at=_long_ago(checked_at(session, row.citations), now - stale_after),
        reported_at=doubts.reported.reported_at if doubts.reported is not None else None,
        unclear=None if doubts.unclear is None else doubts.unclear.words or "",
        private=private,
        live=live,
    )


def _in_effect(approved: Mapping[str, Any] | None, now: datetime) -> Mapping[str, Any] | None:
    """What the quality team added, until it expires."""
    if not approved or str(approved.get("expires_on") or "9999") < now.date().isoformat():
        return None
    return approved


def _long_ago(checked: datetime | None, limit: datetime) -> datetime | None:
    return checked if checked is not None and checked < limit else None
