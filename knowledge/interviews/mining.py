"""Questions of the company's own documents: mined, approved by a person, retired in time."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log, people
from knowledge.documents import same_number
from knowledge.errors import NotAllowed, NotFound
from knowledge.interviews.minable import Minable, admitted, minable, questions_of
from knowledge.interviews.passage_questions import MINER_VERSION
from knowledge.interviews.questions import hint_from
from knowledge.interviews.roles import role_of_actor
from knowledge.interviews.stretches import Mined
from knowledge.storage.drill_tables import DrillQuestion
from knowledge.storage.record_tables import Person
from knowledge.storage.rows import batches
from knowledge.storage.standard_tables import ClauseTag, DocumentTag
from knowledge.storage.tables import DocumentIssue, Passage

SURE = 0.5
"""A tag from this confidence on gives a question its clause."""

NUMBERED_IN = "2015"
"""The edition in which a mined question names its clause; `carried` brings it into another."""

LIVE = ("proposed", "approved")

WHY = "An auditor checks that what {title} says is known where the work is done."


@dataclass(frozen=True)
class Mining:
    """What one run did: questions that are new, and those that were there."""

    added: int
    known: int


@dataclass(frozen=True)
class Retirement:
    """What one run did: questions retired, and those whose words stand in a newer issue."""

    retired: int
    moved: int


@dataclass(frozen=True)
class Listed:
    """A question with the issue and passage it was made of; None for the company's own."""

    question: DrillQuestion
    issue: DocumentIssue | None
    passage: Passage | None


def mine(session: Session, *, today: date, now: datetime, found: Minable | None = None) -> Mining:
    """Make questions of every passage that may be asked about. Running it again adds nothing.

    `found` may be read before, so that comparing every figure holds up no other writer.
    """
    found = found or minable(session, today=today)
    known = {row.key: row for row in session.scalars(select(DrillQuestion))}
    tags = _clauses(session, found)
    jobs = {person.name: person.job_title or "" for person in session.scalars(select(Person))}
    added = 0
    before = len(known)
    for passage, one in questions_of(found):
        issue = found.issues[passage.issue_id]
        key = _key(issue, one)
        if key in known:
            _bring_back(known[key], passage)
            continue
        known[key] = _row(key, passage, issue, one, tags.get(passage.id), jobs, now)
        session.add(known[key])
        added += 1
    session.flush()
    return Mining(added, before)


def listed(
    session: Session,
    *,
    states: Collection[str] = (),
    source: str | None = None,
    document: str | None = None,
) -> list[Listed]:
    """Questions with where they come from, those to be approved first."""
    wanted = (
        select(DrillQuestion, DocumentIssue, Passage)
        .outerjoin(Passage, Passage.id == DrillQuestion.passage_id)
        .outerjoin(DocumentIssue, DocumentIssue.id == Passage.issue_id)
        .order_by(DrillQuestion.state != "proposed", DrillQuestion.id)
    )
    if states:
        wanted = wanted.where(DrillQuestion.state.in_(states))
    if source is not None:
        wanted = wanted.where(DrillQuestion.source == source)
    found = [Listed(row[0], row[1], row[2]) for row in session.execute(wanted)]
    return found if document is None else [one for one in found if _is_of(one, document)]


def approve(
    session: Session, ids: Iterable[int], by: Person | None, now: datetime, *, today: date
) -> list[DrillQuestion]:
    """Let questions be asked. Raises NotFound for an unknown one, NotAllowed without the right."""
    return _decide(session, ids, "approved", by, today=today, now=now)


def decline(
    session: Session, ids: Iterable[int], by: Person | None, now: datetime, *, today: date
) -> list[DrillQuestion]:
    """Keep questions from being asked, and from being proposed again."""
    return _decide(session, ids, "declined", by, today=today, now=now)


def retire_changed(
    session: Session, *, today: date, now: datetime, found: Minable | None = None
) -> Retirement:
    """After indexing: a question whose passage has changed or may not be asked about is retired.

    Where the newer issue has the very same passage, the question and its approval move on to it.
    Running it again changes nothing.
    """
    found = found or minable(session, today=today)
    here = {passage.id: passage.id for passage in found.passages}
    same = {_words_of(found, passage): passage.id for passage in found.passages}
    retired = moved = 0
    for one in listed(session, states=LIVE, source="document"):
        row, issue, passage = one.question, one.issue, one.passage
        if issue is None or passage is None:
            continue
        at = here.get(passage.id) or same.get((issue.group_key, passage.text))
        if at is None or not found.may_ask(at, row.sentence or ""):
            row.state, row.retired_at = "retired", now
            row.retired_why = _why(issue, passage, found)
            retired += 1
        elif at != passage.id:
            row.passage_id = at
            moved += 1
    session.flush()
    return Retirement(retired, moved)


def is_used(session: Session) -> bool:
    """Whether any question from a document is proposed or approved."""
    wanted = select(DrillQuestion.id).where(
        DrillQuestion.source == "document", DrillQuestion.state.in_(LIVE)
    )
    return session.scalar(wanted.limit(1)) is not None


def has_changed(session: Session, *, today: date) -> bool:
    """Whether a document of a question is no longer in force: quick, for every round."""
    ids = {one.issue.id for one in listed(session, states=LIVE, source="document") if one.issue}
    return bool(ids) and not ids <= admitted(session, today=today).keys()


def check_right(session: Session, by: Person | None, today: date) -> None:
    """Raises NotAllowed unless this is quality, or nobody is in the people register yet."""
    if by is None:
        if session.scalar(select(Person.id).limit(1)) is not None:
            raise NotAllowed("Say who approves this: --by and a name of the people register.")
        return
    if not people.roles_of(session, by, today=today) & {"quality", "deputy"}:
        raise NotAllowed(
            f"{by.name} may not approve drill questions. The quality team may; ask them."
        )


def _decide(
    session: Session,
    ids: Iterable[int],
    state: str,
    by: Person | None,
    *,
    today: date,
    now: datetime,
) -> list[DrillQuestion]:
    check_right(session, by, today)
    rows = [_question(session, wanted) for wanted in dict.fromkeys(ids)]
    for row in rows:
        if row.state == "retired":
            raise NotAllowed(
                f"Question {row.id} is retired: {row.retired_why} "
                "Run `coach drill questions mine` and approve the new one."
            )
        row.state = state
        row.approved_by = by.name if by is not None else "the command line"
        row.approved_on = today
    session.flush()
    payload = {"questions": [row.id for row in rows]}
    who = by.id if by is not None else None
    audit_log.add(session, who=who, what=f"drill questions {state}", payload=payload, now=now)
    return rows


def _question(session: Session, wanted: int) -> DrillQuestion:
    row = session.get(DrillQuestion, wanted)
    if row is None:
        raise NotFound(
            f"There is no drill question {wanted}. `coach drill questions list` shows them."
        )
    return row


def _row(
    key: str,
    passage: Passage,
    issue: DocumentIssue,
    one: Mined,
    tag: tuple[str, str] | None,
    jobs: Mapping[str, str],
    now: datetime,
) -> DrillQuestion:
    question = one.question
    place = f", section {passage.section}" if passage.section else ""
    return DrillQuestion(
        key=key,
        source="document",
        state="proposed",
        text=question.text,
        kind=question.kind,
        role=role_of_actor(one.who, jobs),
        who=one.who,
        clause=one.clause or (tag[1] if tag else None),
        edition=NUMBERED_IN if one.clause else (tag[0] if tag else None),
        parts=list(question.parts),
        key_points=list(question.key_points),
        why_asked=WHY.format(title=issue.title),
        hint=f"{hint_from(question.parts)} It stands in {issue.number or issue.title}{place}.",
        passage_id=passage.id,
        sentence=one.sentence,
        version=MINER_VERSION,
        made_at=now,
    )


def _key(issue: DocumentIssue, one: Mined) -> str:
    told = "\x1f".join((issue.group_key, one.sentence, one.question.text))
    return hashlib.sha256(told.encode()).hexdigest()


def _bring_back(row: DrillQuestion, passage: Passage) -> None:
    """A retired question whose words are in force again is proposed again, not asked at once."""
    if row.state == "retired":
        row.state, row.retired_at, row.retired_why = "proposed", None, None
        row.approved_by = row.approved_on = None
        row.passage_id = passage.id


def _words_of(found: Minable, passage: Passage) -> tuple[str, str]:
    return found.issues[passage.issue_id].group_key, passage.text


def _is_of(one: Listed, document: str) -> bool:
    issue = one.issue
    return issue is not None and (
        same_number(issue.number or "", document) or document in (issue.file, issue.title)
    )


def _why(issue: DocumentIssue, passage: Passage, found: Minable) -> str:
    name = issue.number or issue.title
    if passage.id in found.opposed:
        return f"Another document in force gives another figure than {name}."
    current = [one for one in found.issues.values() if one.group_key == issue.group_key]
    if not current:
        return f"{name} may not be asked about any more."
    if current[0].id == issue.id:
        return f"Its passage in {name} is no longer there."
    revision = f" revision {current[0].revision}" if current[0].revision else " its new issue"
    return f"Its passage has changed in {name}{revision}."


def _clauses(session: Session, found: Minable) -> dict[int, tuple[str, str]]:
    """The surest clause of each passage as (edition, number), or else that of its document; a
    manual is about everything."""
    issue_of = {passage.id: passage.issue_id for passage in found.passages}
    best: dict[int, tuple[float, str, str]] = {}
    whole: dict[int, tuple[float, str, str]] = {}
    for ids in batches(sorted(found.issues)):
        for tag in session.scalars(select(ClauseTag).where(ClauseTag.issue_id.in_(ids))):
            sign = (tag.confidence, tag.edition, tag.number)
            best[tag.passage_id] = max(sign, best.get(tag.passage_id, sign))
        for row in session.scalars(select(DocumentTag).where(DocumentTag.issue_id.in_(ids))):
            sign = (row.confidence, row.edition, row.number)
            whole[row.issue_id] = max(sign, whole.get(row.issue_id, sign))
    one_topic = {key for key, issue in found.issues.items() if issue.kind != "manual"}
    signs = {
        at: best.get(at) or (whole.get(issue) if issue in one_topic else None)
        for at, issue in issue_of.items()
    }
    return {at: sign[1:] for at, sign in signs.items() if sign is not None and sign[0] >= SURE}
