"""One run over one source: read what is new, store it unpublished, then move one pointer.

Every step can be repeated: readings, issues, passages and vectors are added under keys made
from their content, so a run that was killed is finished by the next one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from indexing.clauses import tag_issues
from indexing.continuation import Stretch, continuations
from indexing.passages import PASSAGES_VERSION, PassageDraft, passages
from indexing.publication import ensure_model, finish_vectors, publish
from indexing.reading.content import Content
from indexing.reading.reader import READER_VERSION, Reader
from indexing.readings import ReadingStore
from indexing.register import Overrides, Rules, facts_of
from indexing.sources import FileSource, SourceFile
from indexing.watching import Unwatched, Watch
from knowledge.documents import DocumentFacts, group_key
from knowledge.errors import SourceRefused, Unreadable
from knowledge.search.embedding import Embedder
from knowledge.search.published import issues_of, published_generation
from knowledge.standards.loading import Packs
from knowledge.storage.database import Database
from knowledge.storage.rows import add_missing, batches
from knowledge.storage.tables import DocumentIssue, Generation, Passage, Source, UnreadFile

MOST_LOST = 0.2
"""A source that has lost more than this share of its files is believed only when told to."""


@dataclass
class Report:
    """What a run did. `unread` holds (file, reason, remedy)."""

    source: str
    files: int = 0
    read: int = 0
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unread: list[tuple[str, str, str]] = field(default_factory=list)
    embedded: int = 0
    doubts: int = 0
    problems: list[str] = field(default_factory=list)
    generation: int | None = None

    @property
    def published(self) -> bool:
        return self.generation is not None


@dataclass(frozen=True)
class Workshop:
    """What a run works with; without packs nothing is tagged with clauses."""

    database: Database
    reader: Reader
    embedder: Embedder
    rules: Rules
    watch: Watch = field(default_factory=Unwatched)
    packs: Packs | None = None


@dataclass
class _Present:
    """What the source holds now, file by file."""

    issues: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    unread: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Before:
    """What the published generation says of this source."""

    source_id: int
    issues: dict[str, DocumentIssue]
    unread: frozenset[str]


def index(
    workshop: Workshop, address: str, *, now: datetime, accept_removals: bool = False
) -> Report:
    """Bring one source up to date and publish the result.

    Raises SourceRefused if the source can't be trusted to be whole; nothing is published then.
    """
    source = FileSource(address)
    files = source.files()
    before = _published(workshop.database, source.address)
    known = len(before.issues) + len(before.unread)
    if not files and not (accept_removals and known):
        raise SourceRefused(
            f"There are no files in {source.address}. Nothing was published. "
            "If that is meant, run again with --accept-removals."
            if known
            else f"There are no files in {source.address}. Put documents there and index again."
        )
    listed = source.register_csv()
    day_first = workshop.rules.day_first
    overrides = Overrides.read(listed, day_first=day_first) if listed else Overrides.none()
    report = Report(source.address, files=len(files), problems=list(overrides.problems))
    present = _take_in(workshop, source, files, overrides, before, report, now)
    _refuse_losses(before, present, accept_removals)
    _publish(workshop, before, present, report, now)
    return report


def _published(database: Database, address: str) -> _Before:
    with database.begin() as session:
        add_missing(session, Source, [{"address": address}])
        source_id = session.scalars(select(Source.id).where(Source.address == address)).one()
        generation = published_generation(session)
        if generation is None:
            return _Before(source_id, {}, frozenset())
        mine = [i for i in issues_of(session, generation.id) if i.source_id == source_id]
        unread = session.scalars(
            select(UnreadFile.file).where(
                UnreadFile.generation_id == generation.id, UnreadFile.source_id == source_id
            )
        )
        return _Before(source_id, {issue.file: issue for issue in mine}, frozenset(unread))


def _take_in(
    workshop: Workshop,
    source: FileSource,
    files: Sequence[SourceFile],
    overrides: Overrides,
    before: _Before,
    report: Report,
    now: datetime,
) -> _Present:
    """Read every file of the source, from the store where its content is known."""
    store = ReadingStore(workshop.database, workshop.reader)
    present = _Present()
    workshop.watch.stage("Reading", len(files))
    for file in files:
        try:
            content, digest = store.read(source, file, now=now)
            facts = facts_of(content, file.name, rules=workshop.rules, overrides=overrides)
            issue = _store(workshop.database, before, file.name, digest, content, facts, now)
            present.issues[file.name], present.hashes[file.name] = issue, digest
            report.doubts += len(facts.doubts)
        except Unreadable as error:
            _keep_earlier(before, present, file.name, error)
        workshop.watch.advance()
    report.read = store.newly_read
    report.unread = [(name, *why) for name, why in sorted(present.unread.items())]
    earlier = {issue.id for issue in before.issues.values()}
    report.added = [name for name, issue in present.issues.items() if issue not in earlier]
    report.removed = sorted(before.issues.keys() - present.issues.keys())
    return present


def _keep_earlier(before: _Before, present: _Present, name: str, error: Unreadable) -> None:
    """An issue that was read once stays in use when its file can't be read any more."""
    remedy = error.remedy
    if name in before.issues:
        present.issues[name] = before.issues[name].id
        present.hashes[name] = before.issues[name].content_hash
        remedy += " Until then the issue that was read before stays in use."
    present.unread[name] = (error.reason, remedy)


def _refuse_losses(before: _Before, present: _Present, accept: bool) -> None:
    known = before.issues.keys() | before.unread
    here = set(present.hashes.values())
    lost = [
        name
        for name in known - present.issues.keys() - present.unread.keys()
        if name not in before.issues or before.issues[name].content_hash not in here
    ]
    if not accept and known and len(lost) > MOST_LOST * len(known):
        raise SourceRefused(
            f"{len(lost)} of {len(known)} files are gone, among them {sorted(lost)[0]}. "
            "Nothing was published; the documents indexed before stay in use. "
            "If they were removed on purpose, run again with --accept-removals."
        )


def _store(
    database: Database,
    before: _Before,
    file: str,
    content_hash: str,
    content: Content,
    facts: DocumentFacts,
    now: datetime,
) -> int:
    """The id of the issue row for this file, its passages written."""
    digest = _issue_digest(content_hash, facts)
    earlier = before.issues.get(file)
    if earlier is not None and earlier.digest == digest:
        return earlier.id
    row = asdict(facts) | {
        "source_id": before.source_id,
        "file": file,
        "digest": digest,
        "content_hash": content_hash,
        "group_key": group_key(facts, file),
        "pages": content.pages,
        "doubts": [*facts.doubts, *content.notes],
        "added_at": now,
    }
    drafts = passages(content)
    with database.begin() as session:
        add_missing(session, DocumentIssue, [row])
        issue_id = session.scalars(
            select(DocumentIssue.id).where(
                DocumentIssue.source_id == before.source_id,
                DocumentIssue.file == file,
                DocumentIssue.digest == digest,
            )
        ).one()
        follows = _continued(session, before, row["group_key"], earlier, drafts)
    rows = _passage_rows(issue_id, facts.title, drafts, follows)
    for batch in batches(rows):
        with database.begin() as session:
            add_missing(session, Passage, batch)
    return issue_id


def _issue_digest(content_hash: str, facts: DocumentFacts) -> str:
    told = json.dumps(asdict(facts), default=str, sort_keys=True)
    parts = (content_hash, READER_VERSION, PASSAGES_VERSION, told)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _passage_rows(
    issue_id: int, title: str, drafts: Sequence[PassageDraft], follows: Sequence[int | None]
) -> list[dict[str, Any]]:
    return [
        {
            "issue_id": issue_id,
            "ordinal": ordinal,
            "digest": draft.digest(title),
            "text": draft.text,
            "units": [list(unit) for unit in draft.units],
            "context": draft.context(title),
            "section": draft.section,
            "page": draft.page,
            "continues_id": continued,
        }
        for ordinal, (draft, continued) in enumerate(zip(drafts, follows, strict=True))
    ]


def _continued(
    session: Session,
    before: _Before,
    key: str,
    same_file: DocumentIssue | None,
    drafts: Sequence[PassageDraft],
) -> list[int | None]:
    """For each new passage the stored one of the earlier issue that it continues."""
    kin = [issue for issue in before.issues.values() if issue.group_key == key]
    earlier = same_file or max(kin, key=lambda issue: issue.id, default=None)
    if earlier is None:
        return [None] * len(drafts)
    rows = session.execute(
        select(Passage.id, Passage.section, Passage.text)
        .where(Passage.issue_id == earlier.id)
        .order_by(Passage.ordinal)
    ).all()
    places = continuations(
        [Stretch(draft.section, draft.text) for draft in drafts],
        [Stretch(section, text) for _, section, text in rows],
    )
    return [None if place is None else rows[place][0] for place in places]


def _publish(
    workshop: Workshop, before: _Before, present: _Present, report: Report, now: datetime
) -> None:
    model_id = ensure_model(workshop.database, workshop.embedder.identity)
    wanted = set(present.issues.values())
    unread = [(name, *why) for name, why in present.unread.items()]
    while True:
        report.embedded += finish_vectors(
            workshop.database, before.source_id, wanted, model_id, workshop.embedder, workshop.watch
        )
        if workshop.packs is not None:
            tag_issues(workshop.database, wanted, model_id, workshop.embedder, workshop.packs)
        with workshop.database.begin() as session:
            published = publish(session, before.source_id, wanted, unread, model_id, now=now)
        if published is not None:  # else another source was published meanwhile: its vectors next
            report.generation = published.id if isinstance(published, Generation) else None
            return
