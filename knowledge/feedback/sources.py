"""The documents in force, for checking what is named or cited by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.documents import Status, same_number, same_revision
from knowledge.errors import NotFound
from knowledge.search.published import (
    issues_of,
    published_generation,
    statuses_of,
    withdrawn_keys,
)
from knowledge.storage.tables import DocumentIssue, Passage


@dataclass(frozen=True)
class InForce:
    """The published issues by id, with the status of each on a day."""

    issues: Mapping[int, DocumentIssue]
    statuses: Mapping[int, Status]

    def current(self) -> list[DocumentIssue]:
        return [one for one in self.issues.values() if self.statuses.get(one.id) == "current"]

    def numbered(self, number: str) -> list[DocumentIssue]:
        """The current issues of the document with this number."""
        return [one for one in self.current() if one.number and same_number(one.number, number)]

    def successor(self, passage: Passage, issue: DocumentIssue) -> DocumentIssue | None:
        """The issue in force that still says this: the same revision, however often it was read.

        None if the document was revised, is out of force or gone.
        """
        if self.statuses.get(issue.id) == "current":
            return issue
        again = (
            one
            for one in self.current()
            if one.group_key == issue.group_key and same_revision(one.revision, issue.revision)
        )
        return next(again, None)


def in_force(session: Session, today: date) -> InForce:
    """What is published and in force on a day."""
    generation = published_generation(session)
    found = issues_of(session, generation.id) if generation is not None else []
    known = statuses_of(found, on=today, withdrawn=withdrawn_keys(session))
    return InForce({issue.id: issue for issue in found}, known)


def checked_document(session: Session, number: str) -> str | None:
    """The number as the register writes it; None if none was given. Raises NotFound."""
    if not number.strip():
        return None
    for issue in _published(session):
        if issue.number and same_number(issue.number, number):
            return issue.number
    raise NotFound(
        f"No document has the number {number.strip()}. Check the number, or leave it out."
    )


def document_for(session: Session, number: str, viewer: Viewer) -> DocumentIssue | None:
    """The newest issue with this number that may be named to a viewer; None if there is none."""
    mine = [
        one
        for one in _published(session)
        if one.number
        and same_number(one.number, number)
        and viewer.may_see(one.audience)
        and one.handling != "never in Slack"
    ]
    return mine[-1] if mine else None


def passages_at(session: Session, known: InForce, number: str, section: str = "") -> list[int]:
    """The first passage of a document in force, or of a section of it. Raises NotFound."""
    issues = [one.id for one in known.numbered(number)]
    wanted = section.strip().rstrip(".").casefold()
    rows = session.scalars(select(Passage).where(Passage.issue_id.in_(issues)).order_by(Passage.id))
    for passage in rows:
        if not wanted or _is_at(passage, wanted):
            return [passage.id]
    place = f"{number.strip()}, section {section.strip()}" if wanted else number.strip()
    raise NotFound(f"No document in force holds {place}. Check the number and the section.")


def rows_of(session: Session, passages: Iterable[int]) -> list[tuple[Passage, DocumentIssue]]:
    """Passages with the issues they stand in."""
    wanted = (
        select(Passage, DocumentIssue)
        .join(DocumentIssue, DocumentIssue.id == Passage.issue_id)
        .where(Passage.id.in_(list(passages)))
        .order_by(Passage.id)
    )
    return [(passage, issue) for passage, issue in session.execute(wanted)]


def _is_at(passage: Passage, section: str) -> bool:
    headings = [str(one).casefold() for one in passage.context.get("headings", [])]
    return (passage.section or "").rstrip(".").casefold() == section or section in headings


def _published(session: Session) -> list[DocumentIssue]:
    generation = published_generation(session)
    return issues_of(session, generation.id) if generation is not None else []
