"""Which documents serve a clause, and which clauses a document serves; a person's word counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log, people
from knowledge.access import Viewer
from knowledge.clauses.tagging import SERVES
from knowledge.documents import same_number
from knowledge.errors import NotAllowed, NotFound
from knowledge.search.library import Scope, admits
from knowledge.search.published import (
    issues_of,
    published_generation,
    statuses_of,
    withdrawn_keys,
)
from knowledge.standards.loading import Packs
from knowledge.standards.schema import Pack, ancestors, parent, within
from knowledge.storage.record_tables import Person
from knowledge.storage.standard_tables import DocumentTag, TagDecision
from knowledge.storage.tables import DocumentIssue, Passage

FROM_ABOVE = 0.85
"""What serves the clause above serves this one too, a little less surely; not so a document that is
named for it, which is about all that stands below."""


@dataclass(frozen=True)
class Serving:
    """A document that serves a clause: how surely, by what sign, and the best place in it."""

    issue_id: int
    group_key: str
    number: str | None
    title: str
    revision: str | None
    kind: str
    clause: str
    confidence: float
    basis: str
    section: str | None
    file: str
    address: str | None
    review_on: date | None
    decided_by: str | None = None


@dataclass(frozen=True)
class Tag:
    """A clause of a document; `serves` is False only where a person said so."""

    edition: str
    number: str
    confidence: float
    basis: str
    serves: bool = True
    decided_by: str | None = None


@dataclass(frozen=True)
class _Sign:
    """A tag or decision on its way to a clause that is asked for."""

    clause: str
    confidence: float
    basis: str
    passage_id: int | None = None
    decided_by: str | None = None


def documents_serving(
    session: Session,
    packs: Packs,
    edition: str,
    number: str,
    *,
    issues: Mapping[int, DocumentIssue],
) -> list[Serving]:
    """The documents among `issues` that serve a clause, the surest first.

    Raises NotFound for an edition without a pack.
    """
    signs = _signs(session, packs, edition, number, issues)
    places = _places(session, signs.values())
    found = [_serving(issues[issue_id], sign, places) for issue_id, sign in signs.items()]
    return sorted(found, key=lambda one: (-one.confidence, one.number or one.title))


def issues_seen(session: Session, *, viewer: Viewer, scope: Scope) -> dict[int, DocumentIssue]:
    """The published issues that are in scope on its day and that the viewer may see."""
    generation = published_generation(session)
    if generation is None:
        return {}
    issues = issues_of(session, generation.id)
    known = statuses_of(issues, on=scope.on, withdrawn=scope.withdrawn or withdrawn_keys(session))
    return {one.id: one for one in issues if admits(one, known[one.id], viewer, scope)}


def tags_of(session: Session, packs: Packs, edition: str, issue: DocumentIssue) -> list[Tag]:
    """The clauses of an edition that an issue serves, and those a person said it doesn't."""
    rows = session.scalars(select(DocumentTag).where(DocumentTag.issue_id == issue.id)).all()
    decisions = session.scalars(
        select(TagDecision).where(TagDecision.group_key == issue.group_key)
    ).all()
    tags: dict[str, Tag] = {}
    for row in rows:
        for number in carried(packs, row.edition, row.number, edition):
            tags.setdefault(number, Tag(edition, number, row.confidence, row.basis))
    for one in decisions:
        for number in carried(packs, one.edition, one.number, edition):
            tags[number] = Tag(edition, number, 1.0, "person", one.serves, one.decided_by)
    return sorted(tags.values(), key=lambda tag: (-tag.confidence, tag.number))


def decide(
    session: Session,
    packs: Packs,
    number: str,
    clause: str,
    *,
    edition: str,
    serves: bool,
    by: Person | None,
    today: date,
    now: datetime,
) -> list[str]:
    """Say that a document serves a clause, or that it doesn't; the names of the documents.

    `by` may be None only while there is no people register. Raises NotFound for an unknown
    document, edition or clause, NotAllowed without the right.
    """
    pack = packs.edition(edition)
    if pack.get(clause) is None:
        raise NotFound(f"{pack.name} has no clause {clause}.")
    issues = numbered(session, number)
    _check_right(session, issues, by, today)
    for key in sorted({issue.group_key for issue in issues}):
        decision = {"group_key": key, "edition": edition, "number": clause, "serves": serves}
        name = by.name if by is not None else "the command line"
        session.merge(TagDecision(**decision, decided_by=name, decided_at=now))
        who = by.id if by is not None else None
        audit_log.add(session, who=who, what="clause tag decided", payload=decision, now=now)
    session.flush()
    return sorted({f"{issue.number or issue.file} {issue.title}" for issue in issues})


def _check_right(
    session: Session, issues: Sequence[DocumentIssue], by: Person | None, today: date
) -> None:
    if by is None:
        if session.scalar(select(Person.id).limit(1)) is not None:
            raise NotAllowed("Say who decides this: --by and a name of the people register.")
        return
    roles = people.roles_of(session, by, today=today)
    owns = "document owner" in roles and all(
        issue.owner is not None and issue.owner.casefold() in (by.name.casefold(), _job(by))
        for issue in issues
    )
    if not owns and not roles & {"quality", "deputy"}:
        raise NotAllowed(
            f"{by.name} may not decide which clauses this document serves. "
            "Its owner and the quality team may."
        )


def _job(person: Person) -> str:
    return (person.job_title or "").casefold()


def carried(packs: Packs, edition: str, number: str, into: str) -> list[str]:
    """The numbers under which a clause of one edition stands in another."""
    if edition == into:
        return [number]
    wanted = packs.edition(into)
    earlier = packs.earlier(wanted)
    if earlier is not None and earlier.edition == edition:
        return [clause.number for clause, _ in wanted.successors(number)]
    clause = packs.edition(edition).get(number)
    later = packs.later(wanted)
    if clause is None or later is None or later.edition != edition:
        return []
    return [origin.number for origin in clause.maps_from if wanted.get(origin.number)]


def _signs(
    session: Session,
    packs: Packs,
    edition: str,
    number: str,
    issues: Mapping[int, DocumentIssue],
) -> dict[int, _Sign]:
    """The best sign of each issue for the clause, one below it or above it."""
    leading = _leading_to(packs, edition, number)
    signs: dict[int, _Sign] = {}
    rows = session.scalars(
        select(DocumentTag).where(
            DocumentTag.confidence >= SERVES,
            DocumentTag.number.in_({tagged for _, tagged in leading}),
        )
    )
    for row in rows:
        if row.issue_id not in issues or (row.edition, row.number) not in leading:
            continue
        at, weight = leading[row.edition, row.number]
        weight = 1.0 if row.basis == "title" else weight
        sign = _Sign(at, row.confidence * weight, row.basis, row.passage_id)
        if sign.confidence >= SERVES and _is_surer(sign, signs.get(row.issue_id)):
            signs[row.issue_id] = sign
    _decide_over(session, leading, issues, signs)
    return signs


def _leading_to(packs: Packs, edition: str, asked: str) -> dict[tuple[str, str], tuple[str, float]]:
    """The (edition, number) of tags that count for a clause, as what and how much."""
    pack = packs.edition(edition)
    found: dict[tuple[str, str], tuple[str, float]] = {}
    for other in packs:
        for clause in other.clauses:
            for at in carried(packs, other.edition, clause.number, edition):
                weight = _weight(pack, at, asked)
                if weight > found.get((other.edition, clause.number), ("", 0.0))[1]:
                    found[other.edition, clause.number] = (at, weight)
    return found


def _decide_over(
    session: Session,
    leading: Mapping[tuple[str, str], tuple[str, float]],
    issues: Mapping[int, DocumentIssue],
    signs: dict[int, _Sign],
) -> None:
    """Lay what people said over what was found."""
    for one in session.scalars(select(TagDecision).order_by(TagDecision.serves)):
        at, _ = leading.get((one.edition, one.number), ("", 0.0))
        for issue_id, issue in issues.items():
            if not at or issue.group_key != one.group_key:
                continue
            if one.serves:
                signs[issue_id] = _Sign(at, 1.0, "person", None, one.decided_by)
            elif issue_id in signs and signs[issue_id].clause == at:
                del signs[issue_id]


def _weight(pack: Pack, tagged: str, asked: str) -> float:
    """How much a tag counts for the clause that is asked: below it all, above it nearly all."""
    if within(tagged, asked):
        return 1.0
    if tagged in ancestors(asked) and parent(tagged) is not None and pack.get(tagged):
        return FROM_ABOVE
    return 0.0


def _is_surer(sign: _Sign, other: _Sign | None) -> bool:
    return other is None or sign.confidence > other.confidence


def _places(session: Session, signs: Iterable[_Sign]) -> dict[int, str | None]:
    ids = [sign.passage_id for sign in signs if sign.passage_id is not None]
    rows = session.execute(select(Passage.id, Passage.section).where(Passage.id.in_(ids)))
    return {row.id: row.section for row in rows}


def _serving(issue: DocumentIssue, sign: _Sign, places: Mapping[int, str | None]) -> Serving:
    return Serving(
        issue.id,
        issue.group_key,
        issue.number,
        issue.title,
        issue.revision,
        issue.kind,
        sign.clause,
        round(sign.confidence, 3),
        sign.basis,
        places.get(sign.passage_id) if sign.passage_id is not None else None,
        issue.file,
        issue.address,
        issue.review_on,
        sign.decided_by,
    )


def numbered(session: Session, number: str) -> list[DocumentIssue]:
    """The published issues of a document. Raises NotFound if no document has this number."""
    generation = published_generation(session)
    known = issues_of(session, generation.id) if generation else []
    found = [
        issue
        for issue in known
        if (issue.number and same_number(issue.number, number)) or issue.file == number
    ]
    if not found:
        raise NotFound(
            f"No document has the number {number}. `coach documents` lists them; a document "
            "without a number is named by its file."
        )
    return found
