"""Whether a document that somebody names has to do with what was asked.

Only where that is plain it is doubted: another document is on the question's clause and is near the
question, and the one named is neither, nor part of the person's work. Else it counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.clauses.tags import issues_seen, tags_of
from knowledge.documents import normal_number
from knowledge.interviews.clause_documents import on_clauses
from knowledge.interviews.found_passages import NEAR, Found
from knowledge.interviews.held import Held
from knowledge.interviews.judgement import Named
from knowledge.interviews.questions import Question
from knowledge.interviews.suiting import Work, work_of
from knowledge.search.library import Scope
from knowledge.search.words import terms
from knowledge.standards.loading import shipped
from knowledge.standards.schema import within
from knowledge.storage.record_tables import Person
from knowledge.storage.tables import DocumentIssue

AS_NEAR = 0.1
"""How far behind the nearest document one may lie and still be taken to be on the question."""
_DOUBTED = frozenset({"procedure", "instruction"})
"""What is about one matter; a manual, a policy or a register is about many."""


@dataclass(frozen=True)
class Bearing:
    """What was named, and the document that the question is about where another was named."""

    named: tuple[Named, ...]
    instead: str = ""


def bearing(
    session: Session,
    question: Question,
    named: Iterable[Named],
    held: Held,
    found: Found,
    *,
    person: Person,
    viewer: Viewer,
    today: date,
) -> Bearing:
    """The same with those marked that have nothing to do with a question without a passage."""
    given = tuple(named)
    if question.passage_id is not None or question.source not in ("pack", "own"):
        return Bearing(given)
    doubtful = {one.name: current for one in given if (current := _current(one, held)) is not None}
    scope = Scope(today, in_slack=True)
    laid_down = _laid_down(session, question, found, viewer, scope) if doubtful else None
    if laid_down is None:
        return Bearing(given)
    seen = issues_seen(session, viewer=viewer, scope=scope)
    work = work_of(session, person, question.role or "")
    beside = {
        name
        for name, issue_id in doubtful.items()
        if issue_id in seen
        and issue_id != laid_down.id
        and not _bears_on(session, question, seen[issue_id], found, work)
    }
    if not beside:
        return Bearing(given)
    marked = tuple(replace(one, beside=True) if one.name in beside else one for one in given)
    return Bearing(marked, f"{laid_down.number or laid_down.title}, {laid_down.title}")


def _current(named: Named, held: Held) -> int | None:
    """The issue in force of a document that could be beside the question."""
    if named.kind != "document" or named.standing not in ("right", "verified"):
        return None
    document = held.documents.get(normal_number(named.name))
    if document is None or document.kind not in _DOUBTED or document.current is None:
        return None
    return document.current.issue_id


def _laid_down(
    session: Session, question: Question, found: Found, viewer: Viewer, scope: Scope
) -> DocumentIssue | None:
    """The document on the question's clause that is nearest to it; None where that isn't plain."""
    serving = on_clauses(session, question, viewer=viewer, scope=scope)
    nearest = max(found.near.values(), default=0.0)
    plain = [key for key in serving if _near(found, key) >= max(NEAR, nearest - AS_NEAR)]
    return serving[max(plain, key=lambda key: _near(found, key))] if plain else None


def _bears_on(
    session: Session, question: Question, issue: DocumentIssue, found: Found, work: Work
) -> bool:
    if _near(found, issue.id) >= max(found.near.values(), default=0.0) - AS_NEAR:
        return True
    number = normal_number(issue.number or "")
    if work.learned(number, question.text) or issue.owner in work.colleagues:
        return True
    if set(terms(issue.title)) & set(terms(" ".join([question.text, *question.key_points]))):
        return True
    tags = tags_of(session, shipped(), question.edition or "2015", issue)
    clauses = question.clauses or ((question.clause,) if question.clause else ())
    return not tags or any(
        tag.serves and (within(tag.number, clause) or within(clause, tag.number))
        for tag in tags
        for clause in clauses
    )


def _near(found: Found, issue_id: int) -> float:
    return found.near.get(issue_id, 0.0)
