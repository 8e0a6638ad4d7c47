"""Questions that a newcomer may try, made of the company's own titles and headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.search.published import (
    issues_of,
    published_generation,
    statuses_of,
    withdrawn_keys,
)
from knowledge.storage.tables import DocumentIssue, Passage

_NAME = re.compile(r"[^\W\d_][^\W\d_,’' -]*(?:[ ,-]+[^\W\d_][^\W\d_’']*){0,5}")
"""A title or heading that reads well within a question: up to six words without figures."""

_NUMBERED = re.compile(r"^[\d.]+\s+")
_TWO_WORDS = re.compile(r"[^\W\d_]{2,} [^\W\d_]{4,}")
_DULL = re.compile(
    r"\b(?:who|when|what|how|why|not|do|if|in|on|the|two|before|after|between|purpose|scope|general|"
    r"introduction|definitions|references|responsibilities|records|history|annex|distribution|"
    r"approval|contents|abbreviations|terms|notes|attachments|revisions?)\b",
    re.IGNORECASE,
)


def examples(
    session: Session,
    viewer: Viewer,
    *,
    on: date,
    languages: Sequence[str] = ("en",),
    count: int = 3,
) -> list[str]:
    """Questions about documents in force that the viewer may read; none if nothing is published."""
    issues = _fit(session, viewer, on, languages)
    asked = [question for question in (_about_a_heading(session, issues),) if question]
    for nth, issue in enumerate(_spread(issues, count - len(asked))):
        name = _inside(issue.title)
        asked.append(
            f"Which document covers {name}?" if nth % 2 else f"Who is responsible for {name}?"
        )
    return asked


def _spread(issues: Sequence[DocumentIssue], count: int) -> list[DocumentIssue]:
    """So many of them, far from one another."""
    places = [(nth + 1) * len(issues) // (count + 1) for nth in range(count)]
    return [issues[place] for place in dict.fromkeys(places) if place < len(issues)]


def _fit(
    session: Session, viewer: Viewer, on: date, languages: Sequence[str]
) -> list[DocumentIssue]:
    generation = published_generation(session)
    if generation is None:
        return []
    issues = issues_of(session, generation.id)
    known = statuses_of(issues, on=on, withdrawn=withdrawn_keys(session))
    fit = [
        issue
        for issue in issues
        if known[issue.id] == "current"
        and issue.kind in ("procedure", "instruction")
        and viewer.may_see(issue.audience)
        and issue.handling == "quote"
        and issue.language in languages
        and _NAME.fullmatch(issue.title)
    ]
    return sorted(fit, key=lambda issue: (issue.kind, issue.number or issue.title, issue.id))


def _about_a_heading(session: Session, issues: Sequence[DocumentIssue]) -> str | None:
    """A question about a section, of the first document that has one with a telling name."""
    for issue in issues:
        contexts = session.scalars(
            select(Passage.context).where(Passage.issue_id == issue.id).order_by(Passage.ordinal)
        )
        for context in contexts:
            heading = _NUMBERED.sub("", context["headings"][-1]) if context["headings"] else ""
            if _is_telling(heading, issue.title):
                return f"What does {issue.number or issue.title} say about {_inside(heading)}?"
    return None


def _is_telling(heading: str, title: str) -> bool:
    named_alike = heading.casefold() == title.casefold()
    return bool(_TWO_WORDS.fullmatch(heading)) and not named_alike and not _DULL.search(heading)


def _inside(name: str) -> str:
    """A name as it is written within a sentence; abbreviations stay."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
