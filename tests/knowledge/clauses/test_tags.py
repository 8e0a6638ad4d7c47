"""Tags of documents: made at indexing, corrected by people, and never shown to the wrong one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from indexing import pipeline
from indexing.pipeline import Workshop
from indexing.reading.reader import Reader
from indexing.register import Rules
from knowledge.access import Viewer
from knowledge.clauses.tags import Serving, carried, decide, documents_serving, issues_seen, tags_of
from knowledge.errors import NotAllowed, NotFound
from knowledge.search.library import Scope
from knowledge.standards.loading import shipped
from knowledge.storage.database import Database
from knowledge.storage.record_tables import Person
from knowledge.storage.standard_tables import ClauseTag, DocumentTag, TaggedIssue
from knowledge.storage.tables import DocumentIssue
from tests.conftest import NOW
from tests.embedders import TopicEmbedder
from tests.knowledge.people.building import add_person

TODAY = date(2026, 11, 16)
PACKS = shipped()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    for name, number, title, words in (
        ("cal.md", "QP-0013", "Calibration", "Gauges are calibrated each year."),
        ("sup.md", "QP-0005", "Supplier evaluation", "Suppliers are scored."),
        ("man.md", "QM-01", "Handbook", "Audits follow ISO 9001:2015 clause 9.2.2."),
        ("Management only/rev.md", "HR-01", "Management review minutes", "What was decided."),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"---\nnumber: {number}\ntitle: {title}\nrevision: A\nstatus: approved\n"
            f"effective date: 2025-02-01\n---\n# {title}\n\n{words}\n"
        )
    return folder


@pytest.fixture
def index(database: Database, source: Path, topics: TopicEmbedder) -> Callable[[], None]:
    def run() -> None:
        with Reader() as reader:
            shop = Workshop(database, reader, topics, Rules(), packs=PACKS)
            pipeline.index(shop, str(source), now=NOW)

    return run


def serving(
    database: Database, number: str, *, edition: str = "2015", viewer: Viewer | None = None
) -> list[Serving]:
    with database.read() as session:
        seen = issues_seen(session, viewer=viewer or Viewer(), scope=Scope(TODAY))
        return documents_serving(session, PACKS, edition, number, issues=seen)


def named(found: Sequence[Serving]) -> list[str | None]:
    return [one.number for one in found]


def say(
    database: Database, number: str, clause: str, *, serves: bool = True, by: Person | None = None
) -> None:
    with database.begin() as session:
        decide(
            session,
            PACKS,
            number,
            clause,
            edition="2015",
            serves=serves,
            by=by,
            today=TODAY,
            now=NOW,
        )


def test_titles_and_mentions_tag_documents(database: Database, index: Callable[[], None]) -> None:
    index()

    assert named(serving(database, "7.1.5")) == ["QP-0013"]
    assert named(serving(database, "8.4")) == ["QP-0005"]
    (manual,) = serving(database, "9.2")
    assert (manual.number, manual.clause, manual.basis) == ("QM-01", "9.2.2", "mention")


def test_a_document_is_served_only_to_those_who_may_see_it(
    database: Database, index: Callable[[], None]
) -> None:
    index()

    managers = Viewer("ann", frozenset({"everyone", "managers"}))
    assert named(serving(database, "9.3")) == []
    assert named(serving(database, "9.3", viewer=managers)) == ["HR-01"]


def test_tags_follow_a_clause_into_the_next_edition(
    database: Database, index: Callable[[], None]
) -> None:
    index()

    assert named(serving(database, "7.1.5.2", edition="2026")) == ["QP-0013"]
    assert carried(PACKS, "2015", "10.3", "2026") == ["10.1"]
    assert carried(PACKS, "2026", "6.1.3", "2015") == ["6.1.1", "6.1.2"]


def test_what_a_person_says_outlives_indexing(
    database: Database, index: Callable[[], None], source: Path
) -> None:
    index()
    say(database, "QP-0005", "8.4.1", serves=False)
    say(database, "QM-01", "8.4.1")
    (source / "sup.md").write_text((source / "sup.md").read_text() + "\nTwice a year.\n")
    with database.begin() as session:
        session.execute(delete(TaggedIssue))

    index()

    assert named(serving(database, "8.4")) == ["QM-01"]
    assert serving(database, "8.4")[0].decided_by == "the command line"
    with database.read() as session:
        issue = session.scalars(select(DocumentIssue).filter_by(number="QP-0005")).first()
        assert issue is not None
        told = {tag.number: tag.serves for tag in tags_of(session, PACKS, "2015", issue)}
    assert told["8.4.1"] is False


def test_indexing_again_tags_nothing_and_embeds_no_clause(
    database: Database, index: Callable[[], None], topics: TopicEmbedder
) -> None:
    index()
    with database.read() as session:
        before = session.scalar(select(func.count()).select_from(ClauseTag))
        kept = session.scalar(select(func.count()).select_from(DocumentTag))
    topics.embedded.clear()

    index()

    assert topics.embedded == []
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(ClauseTag)) == before
        assert session.scalar(select(func.count()).select_from(DocumentTag)) == kept


def test_what_is_not_there_is_answered_in_words(
    database: Database, index: Callable[[], None]
) -> None:
    index()

    with pytest.raises(NotFound, match="ISO 9001:2015 has no clause"):
        say(database, "QP-0005", "8.9")
    with pytest.raises(NotFound, match="No document has the number QP-9"):
        say(database, "QP-9", "8.4")


def test_only_the_quality_team_and_the_owner_decide(
    database: Database, index: Callable[[], None]
) -> None:
    index()
    with database.begin() as session:
        priya = add_person(session, "Priya Nair", roles=["quality"])
        ann = add_person(session, "Ann Lee")

    with pytest.raises(NotAllowed, match="Ann Lee may not decide which clauses"):
        say(database, "QP-0005", "8.4.2", by=ann)
    with pytest.raises(NotAllowed, match="Say who decides this: --by"):
        say(database, "QP-0005", "8.4.2")
    say(database, "QP-0005", "8.4.2", by=priya)

    assert serving(database, "8.4.2")[0].decided_by == "Priya Nair"
