"""Whose question is whose: a company's question goes to those whose work it is about.

A sentence often names nobody. Then its document tells: who owns it, who has to read it or is
trained in it, which roles it speaks of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.documents import normal_number
from knowledge.interviews.choosing import concerns
from knowledge.interviews.questions import Question
from knowledge.search.words import terms
from knowledge.storage.drill_tables import DrillQuestion
from knowledge.storage.record_tables import Course, Person, Site, Team, TrainingAssignment
from knowledge.storage.tables import DocumentIssue, Passage

_TITLED = frozenset({"supervisor", "top_management"})
"""Roles that many people have, each for an area of their own: naming "the lead" tells nothing."""
_ANY_LEAD = frozenset(
    terms("the each every all any a shift team department line process area lead leads leader "
          "leaders manager managers supervisor supervisors foreman head director board top "
          "management")
)  # fmt: skip


@dataclass(frozen=True)
class Work:
    """What somebody does: role, words of job, team and site, what they read or are trained in.

    `courses` are a document's number with the words of the course that is held on it. `taught` are
    the numbers that anybody reads or is trained in. `colleagues` are names with job titles of the
    own team, the person included; `people` is everybody.
    """

    role: str
    words: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    courses: tuple[tuple[str, frozenset[str]], ...] = ()
    taught: frozenset[str] = frozenset()
    colleagues: Mapping[str, str] = field(default_factory=dict)
    people: frozenset[str] = frozenset()

    def learned(self, number: str, text: str) -> bool:
        """Whether the document is read, or a course on it is about what this text speaks of."""
        spoken = set(terms(text))
        taught = any(number == one and words & spoken for one, words in self.courses)
        return number in self.read or taught


@dataclass(frozen=True)
class Source:
    """The document that a question was made of; all empty for the company's own."""

    number: str = ""
    owner: str = ""
    roles: frozenset[str] = frozenset()


def work_of(session: Session, person: Person, role: str) -> Work:
    """Read from the registers of people and training."""
    team = session.get(Team, person.team_id) if person.team_id is not None else None
    site = session.get(Site, person.site_id) if person.site_id is not None else None
    known = [person.job_title, team.name if team else None, site.name if site else None]
    everybody = list(session.scalars(select(Person).where(Person.gone_on.is_(None))))
    near = [
        one
        for one in everybody
        if one.id == person.id
        or (team is not None and one.team_id == team.id)
        or one.stand_in_id == person.id
    ]
    read, courses, taught = _learning(session, person)
    return Work(
        role,
        frozenset(word for text in known if text for word in terms(text)),
        read,
        courses,
        taught,
        {one.name: one.job_title or "" for one in near},
        frozenset(one.name for one in everybody),
    )


def sources(session: Session, rows: Sequence[DrillQuestion]) -> dict[int, Source]:
    """By passage the document it stands in, with the roles that its questions name."""
    ids = {row.passage_id for row in rows if row.passage_id is not None}
    found = session.execute(
        select(Passage.id, DocumentIssue.group_key, DocumentIssue.number, DocumentIssue.owner)
        .join(DocumentIssue, DocumentIssue.id == Passage.issue_id)
        .where(Passage.id.in_(ids))
    ).all()
    group = {passage: key for passage, key, _, _ in found}
    roles: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.passage_id in group and row.role is not None:
            roles[group[row.passage_id]].add(row.role)
    return {
        passage: Source(normal_number(number or ""), owner or "", frozenset(roles[key]))
        for passage, key, number, owner in found
    }


def suits(
    question: Question, who: str | None, source: Source, work: Work, clauses: set[str]
) -> bool:
    """Whether somebody with this work may be asked. `who` is the actor that the sentence names;
    `clauses` are those of the role's shipped questions. What a person does who is named there is
    asked of them and of those who work with them."""
    if named := [name for name in work.people if name.casefold() in (who or "").casefold()]:
        return any(name in work.colleagues for name in named)
    if question.role is not None:
        return question.role == work.role and _leads_that(who or "", work)
    on_clause = question.clause is None or concerns(question, clauses)
    return on_clause and (question.source != "document" or _deals_with(question, source, work))


def _deals_with(question: Question, source: Source, work: Work) -> bool:
    """Where nothing tells whose document it is, it is everybody's."""
    if work.learned(source.number, question.text):
        return True
    if work.role in source.roles - _TITLED or _is_owner(source.owner, work.colleagues):
        return True
    return not (source.owner or source.roles or source.number in work.taught)


def _leads_that(who: str, work: Work) -> bool:
    """Whether a title is one's own: a lead of another area is asked about that one's area."""
    if work.role not in _TITLED or not work.words:
        return True
    return set(terms(who)) - _ANY_LEAD <= work.words


def _is_owner(owner: str, colleagues: Mapping[str, str]) -> bool:
    """By name, by initial and surname, or by job title: registers hold all three."""
    told = owner.casefold().strip()
    return bool(told) and any(
        told in (name.casefold(), _short(name), job.casefold()) for name, job in colleagues.items()
    )


def _short(name: str) -> str:
    """Priya Nair → p. nair."""
    first, _, last = name.casefold().partition(" ")
    return f"{first[:1]}. {last}"


Courses = tuple[tuple[str, frozenset[str]], ...]


def _learning(session: Session, person: Person) -> tuple[frozenset[str], Courses, frozenset[str]]:
    """The documents a person reads, the courses on documents, and what anybody is taught."""
    rows = session.execute(
        select(
            TrainingAssignment.person_id, TrainingAssignment.document, Course.document, Course.title
        ).outerjoin(Course, Course.id == TrainingAssignment.course_id)
    )
    read: set[str] = set()
    courses: set[tuple[str, frozenset[str]]] = set()
    taught: set[str] = set()
    for who, document, basis, title in rows:
        number = normal_number(document or basis or "")
        taught.add(number)
        if who == person.id and document:
            read.add(number)
        elif who == person.id and basis:
            courses.add((number, frozenset(terms(title or ""))))
    return frozenset(read), tuple(sorted(courses, key=str)), frozenset(taught - {""})
