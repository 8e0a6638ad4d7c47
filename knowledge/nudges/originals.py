"""The controlled original of what somebody has to read or review, as far as they may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from knowledge.access import Viewer
from knowledge.nudges.items import Item
from knowledge.search.published import published_generation, statuses_of, withdrawn_keys
from knowledge.storage.record_tables import TrainingAssignment
from knowledge.storage.tables import DocumentIssue, GenerationIssue

TO_READ = ("current", "future")
"""States of an issue that somebody may be asked to read: also before it takes effect."""


@dataclass(frozen=True)
class Original:
    """Where it lies. `address` is no browser's for files of a folder, which `file` names."""

    address: str
    file: str


def original_of(
    session: Session, item: Item, viewer: Viewer, *, on: date, language: str | None = None
) -> Original | None:
    """The issue that an item is about, else the one in force; None if it is not to be shown.

    Of several languages it is the given one's, where there is one.
    """
    if item.kind == "reading":
        assigned = session.scalars(
            select(TrainingAssignment).where(TrainingAssignment.number == item.id)
        ).first()
        if assigned is None or assigned.document is None:
            return None
        asked, revision = DocumentIssue.number == assigned.document, assigned.revision
    elif item.kind == "document review":
        asked = DocumentIssue.group_key == item.key.partition(":")[2]
        revision = None
    else:
        return None
    issues = _issues(session, asked, on)
    same = [one for one in issues if revision is not None and one.revision == revision]
    spoken = [one for one in same or issues if one.language == language]
    issue = next(iter(spoken or same or issues), None)
    if issue is None or issue.handling == "never in Slack" or not viewer.may_see(issue.audience):
        return None
    return Original(issue.address or f"{issue.source.address}/{issue.file}", issue.file)


def _issues(session: Session, asked: ColumnElement[bool], on: date) -> list[DocumentIssue]:
    """Published ones that may be read, those in force first."""
    generation = published_generation(session)
    if generation is None:
        return []
    found = session.scalars(
        select(DocumentIssue)
        .join(GenerationIssue, GenerationIssue.issue_id == DocumentIssue.id)
        .where(GenerationIssue.generation_id == generation.id, asked)
        .options(joinedload(DocumentIssue.source))
        .order_by(DocumentIssue.id)
    ).all()
    status = statuses_of(found, on=on, withdrawn=withdrawn_keys(session))
    readable = [one for one in found if status[one.id] in TO_READ]
    return sorted(readable, key=lambda one: TO_READ.index(status[one.id]))
