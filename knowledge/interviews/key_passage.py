"""The passage that holds what a question asks for, as its document stands today."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.answers.standing import standings
from knowledge.interviews.found_passages import Found
from knowledge.interviews.judgement import KeyPassage
from knowledge.interviews.questions import Question
from knowledge.storage.tables import DocumentIssue, Passage


def key_passage(
    session: Session,
    question: Question,
    *,
    viewer: Viewer,
    today: date,
    found: Found | None = None,
) -> KeyPassage | None:
    """None where there is no passage, or this viewer may not see it any more."""
    found = found or Found()
    wanted = question.passage_id or found.passage_id
    passage = session.get(Passage, wanted) if wanted else None
    if passage is None:
        return None
    issue = session.get_one(DocumentIssue, passage.issue_id)
    standing = standings(session, [{"issue_id": issue.id}], viewer, on=today)
    if not standing or standing[0].status is None:
        return None
    return KeyPassage(
        passage.id,
        issue.number or issue.title,
        issue.title,
        issue.external_issue if issue.kind == "external" else issue.revision,
        passage.section,
        passage.page,
        passage.text if issue.handling == "quote" else "",
        issue.address,
        standing[0].status,
        given=question.passage_id is not None,
        says=found.sentence if issue.handling == "quote" else "",
    )
