"""What register and records hold of what a person may name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.access import Viewer
from knowledge.documents import Status, normal_number, revision_key, same_revision, same_scheme
from knowledge.search.published import (
    issues_of,
    published_generation,
    statuses_of,
    withdrawn_keys,
)
from knowledge.storage.action_tables import Audit, AuditFinding, CorrectiveAction, Evidence
from knowledge.storage.record_tables import Course, Person, TrainingAssignment, TrainingCompletion
from knowledge.storage.tables import DocumentIssue, Passage

_OF_CLAUSE = (("7.2.", "training"), ("9.2.", "audits"), ("10.", "actions"))
_CODE = re.compile(r"\b[A-Z]{1,4}[- ]?\d{2,4}\b", re.IGNORECASE)
_SPEAKS = frozenset({"manual", "policy", "procedure", "instruction", "register", "form", "other"})
"""Records may hold what somebody only wrote; what lays down the work, or lists it, does not."""
_RECORD_NUMBER = re.compile(r"\b[A-Z]{1,6}-\d{2,4}-\d{1,4}\b")


@dataclass(frozen=True)
class HeldIssue:
    revision: str | None
    status: Status
    effective_on: date | None
    address: str | None
    issue_id: int


@dataclass(frozen=True)
class HeldDocument:
    """A document as the register has it today, with all its issues."""

    number: str
    title: str
    kind: str
    issues: tuple[HeldIssue, ...]

    @property
    def current(self) -> HeldIssue | None:
        return next((issue for issue in self.issues if issue.status == "current"), None)

    def issue(self, revision: str) -> HeldIssue | None:
        """The issue with this revision, the one in force first."""
        found = [one for one in self.issues if same_revision(one.revision, revision)]
        return min(found, key=lambda one: one.status != "current", default=None)

    def is_older(self, revision: str) -> bool:
        """Whether a revision that the register doesn't list came before the one in force."""
        if self.current is None:
            return False
        ours, theirs = revision_key(self.current.revision), revision_key(revision)
        return same_scheme(ours, theirs) and theirs < ours


@dataclass(frozen=True)
class HeldRecord:
    """A record; `what` says what it is and how it stands, `of` where it is kept."""

    number: str
    what: str
    of: Literal["training", "actions", "audits", "documents"]
    address: str | None = None

    def suits(self, clause: str | None) -> bool:
        """Whether a question on this clause may ask for it; other clauses take any record."""
        wanted = next((of for start, of in _OF_CLAUSE if f"{clause}.".startswith(start)), self.of)
        return self.of in (wanted, "documents")


@dataclass(frozen=True)
class Mention:
    """A number that no file of the register has, but that a document in force speaks of."""

    detail: str
    is_form: bool
    passage_id: int | None


@dataclass(frozen=True)
class Held:
    """What one person may be told of. Keys are numbers as `normal_number` makes them."""

    documents: Mapping[str, HeldDocument] = field(default_factory=dict)
    records: Mapping[str, HeldRecord] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    mentions: Mapping[str, Mention] = field(default_factory=dict)

    def knows(self, number: str) -> bool:
        key = normal_number(number)
        return key in self.documents or key in self.records

    def is_document_prefix(self, letters: str) -> str | None:
        """The kind of the documents whose numbers begin so, None if there are none."""
        same = [one for key, one in self.documents.items() if _letters(key) == letters]
        return same[0].kind if same else None

    def is_record_shape(self, number: str) -> bool:
        """Whether records have numbers of this form: CAPA-2026-001 is like CAPA-2025-017."""
        return any(_shape(number) == _shape(record.number) for record in self.records.values())


def held_for(session: Session, person: Person, *, viewer: Viewer, today: date) -> Held:
    """Documents this viewer may see, the company's actions and audits, the person's training."""
    issues = _visible(session, viewer)
    withdrawn = withdrawn_keys(session)
    known = statuses_of(issues, on=today, withdrawn=withdrawn)
    records = [*_filed(issues), *_actions(session), *_audits(session), *_training(session, person)]
    return Held(
        _documents(issues, known),
        {normal_number(record.number): record for record in records},
        _people(session),
    )


def with_mentions(
    session: Session, held: Held, numbers: Iterable[str], *, viewer: Viewer, today: date
) -> Held:
    """The same, with those of these numbers that a document in force speaks of.

    Forms often live as lines of a list rather than as files: who names one knows it all the same.
    """
    wanted = {normal_number(number): number for number in numbers if _CODE.fullmatch(number)}
    if not wanted:
        return held
    issues = _visible(session, viewer)
    status = statuses_of(issues, on=today, withdrawn=withdrawn_keys(session))
    current = {issue.id: issue for issue in issues if status[issue.id] == "current"}
    found = {key: _mention(session, number, current) for key, number in wanted.items()}
    return replace(held, mentions={key: one for key, one in found.items() if one is not None})


def _mention(session: Session, number: str, current: Mapping[int, DocumentIssue]) -> Mention | None:
    digits = re.sub(r"\D", "", number)
    wanted = select(Passage).where(Passage.text.contains(digits)).order_by(Passage.id)
    found = [
        passage
        for passage in session.scalars(wanted)
        if passage.issue_id in current
        and current[passage.issue_id].kind in _SPEAKS
        and current[passage.issue_id].handling == "quote"
    ]
    spoken = [(one, _spoken_in(one, number)) for one in found]
    told, kind = min(
        ((one, kind) for one, kind in spoken if kind),
        key=lambda pair: pair[1] == "row",
        default=(None, ""),
    )
    if told is None:
        return None
    issue = current[told.issue_id]
    detail = f"{number.upper()} is named in {issue.number or issue.title}, {issue.title}."
    at = told.id if kind == "sentence" else None
    return Mention(detail, _letters(number) in ("F", "FM", "FO", "FORM"), at)


def _spoken_in(passage: Passage, number: str) -> str:
    """Whether a sentence of a passage names a number, or only a row of a table; "" if none does."""
    kinds = {
        "sentence" if kind in ("sentence", "item") else "row"
        for start, end, kind in passage.units or [(0, len(passage.text), "sentence")]
        for code in _CODE.finditer(passage.text[start:end])
        if normal_number(code.group()) == normal_number(number) and code.group().isupper()
    }
    return min(kinds, key=lambda one: one == "row", default="")


def _visible(session: Session, viewer: Viewer) -> list[DocumentIssue]:
    generation = published_generation(session)
    issues = issues_of(session, generation.id) if generation is not None else []
    return [
        issue
        for issue in issues
        if viewer.may_see(issue.audience) and issue.handling != "never in Slack"
    ]


def _documents(
    issues: Iterable[DocumentIssue], known: Mapping[int, Status]
) -> dict[str, HeldDocument]:
    groups: dict[str, list[DocumentIssue]] = defaultdict(list)
    for issue in issues:
        if issue.number and issue.kind != "record":
            groups[normal_number(issue.number)].append(issue)
    return {key: _document(group, known) for key, group in groups.items()}


def _document(group: list[DocumentIssue], known: Mapping[int, Status]) -> HeldDocument:
    shown = min(group, key=lambda issue: known[issue.id] != "current")
    issues = [
        HeldIssue(
            issue.external_issue if issue.kind == "external" else issue.revision,
            known[issue.id],
            issue.effective_on,
            issue.address,
            issue.id,
        )
        for issue in group
    ]
    return HeldDocument(shown.number or "", shown.title, shown.kind, tuple(issues))


def _filed(issues: Iterable[DocumentIssue]) -> list[HeldRecord]:
    """Filled-in forms in the document store, by the numbers in their titles and file names."""
    return [
        HeldRecord(number, f"{number}, filed as “{issue.title}”.", "documents", issue.address)
        for issue in issues
        if issue.kind == "record"
        for number in _RECORD_NUMBER.findall(f"{issue.number or ''} {issue.file}".replace("_", " "))
    ]


def _actions(session: Session) -> list[HeldRecord]:
    rows = session.execute(
        select(CorrectiveAction.number, CorrectiveAction.stage).where(
            CorrectiveAction.gone_on.is_(None)
        )
    )
    return [
        HeldRecord(number, f"{number} stands at “{stage}”.", "actions") for number, stage in rows
    ]


def _audits(session: Session) -> list[HeldRecord]:
    audits = session.execute(select(Audit.number, Audit.state).where(Audit.gone_on.is_(None)))
    findings = session.execute(
        select(AuditFinding.number, AuditFinding.state).where(AuditFinding.gone_on.is_(None))
    )
    return [
        HeldRecord(number, f"{number} is {state} in the audit records.", "audits")
        for number, state in [*audits, *findings]
    ]


def _training(session: Session, person: Person) -> list[HeldRecord]:
    """The person's own assignments, what proves them, and what the company trains people in."""
    rows = session.execute(
        select(TrainingAssignment.number, TrainingCompletion.evidence, TrainingCompletion.result)
        .outerjoin(TrainingCompletion, TrainingCompletion.assignment_id == TrainingAssignment.id)
        .where(TrainingAssignment.person_id == person.id)
    )
    found = []
    for number, evidence, result in rows:
        what = f"{number} is yours and {'open' if result is None else result}."
        found.append(HeldRecord(number, what, "training"))
        if evidence:
            found.append(_of_training(evidence, "stands in your training records."))
    courses = session.execute(select(Course.code, Course.title).where(Course.gone_on.is_(None)))
    found += [_of_training(code, f"is the course “{title}”.") for code, title in courses]
    mine = select(Evidence.identifier).where(
        Evidence.person_id == person.id, Evidence.identifier.is_not(None)
    )
    own = [one for one in session.scalars(mine) if one]
    return found + [_of_training(one, "is kept as evidence of yours.") for one in own]


def _of_training(number: str, what: str) -> HeldRecord:
    return HeldRecord(number, f"{number} {what}", "training")


def _people(session: Session) -> dict[str, str]:
    """Names with job titles, of everybody who has both."""
    rows = session.execute(
        select(Person.name, Person.job_title).where(
            Person.gone_on.is_(None), Person.job_title.is_not(None)
        )
    )
    return {name: title for name, title in rows if title}


def _letters(number: str) -> str:
    return re.split(r"\d", normal_number(number))[0]


def _shape(number: str) -> tuple[str, int]:
    """The letters it begins with and how many groups of digits follow."""
    return _letters(number), len(re.findall(r"\d+", number))
