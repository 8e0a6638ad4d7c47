"""Runs over a source: what is published, what is done again, and what is left as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from sqlalchemy import func, select

from indexing import pipeline
from indexing.pipeline import Report, Workshop
from indexing.reading.content import Content
from indexing.reading.reader import Reader
from indexing.register import Rules
from knowledge import answers
from knowledge.access import Viewer
from knowledge.answers import Asked, Desk
from knowledge.answers.reply import Reply
from knowledge.errors import ModelRefused, SourceRefused
from knowledge.search import shelf
from knowledge.search.embedding import Vectors
from knowledge.search.library import Library, Scope, open_library
from knowledge.search.published import issues_of, published_generation
from knowledge.storage.database import Database
from knowledge.storage.tables import DocumentIssue, Passage, UnreadFile
from tests.embedders import TopicEmbedder

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
CALIBRATION = "How long are calibration records kept?"

TOPICS = {
    "calibration.md": "Calibration records are kept for ten years.",
    "suppliers.md": "Suppliers are approved by the purchasing manager.",
    "audits.md": "Audits are planned every January.",
    "complaints.md": "Customer complaints are answered within two days.",
    "training.md": "Training is recorded by the team leader.",
    "torque.md": "Torque wrenches are checked daily.",
}


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as opened:
        yield opened


@dataclass
class Office:
    """A company's folder, its database, and the means to index and to ask."""

    database: Database
    reader: Reader
    topics: TopicEmbedder
    place: Path
    folder: Path = field(init=False)

    def __post_init__(self) -> None:
        self.folder = self.place / "documents"
        self.folder.mkdir()

    def write(self, name: str, words: str, *, number: str = "", revision: str = "A") -> Path:
        """A Markdown document about one thing; a number makes it a controlled one."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        facts = f"---\nnumber: {number}\nrevision: {revision}\n---\n" if number else ""
        path.write_text(f"{facts}# About {path.stem}\n\n{words}\n", encoding="utf-8")
        return path

    def write_topics(self) -> None:
        for name, words in TOPICS.items():
            self.write(name, words)

    def index(
        self,
        folder: Path | None = None,
        *,
        topics: TopicEmbedder | None = None,
        reader: Reader | None = None,
        accept_removals: bool = False,
    ) -> Report:
        used = topics or self.topics
        used.embedded.clear()
        workshop = Workshop(self.database, reader or self.reader, used, Rules())
        address = str(folder or self.folder)
        return pipeline.index(workshop, address, now=NOW, accept_removals=accept_removals)

    def library(self) -> Library:
        with self.database.read() as session:
            return open_library(session, self.place / "cache")

    def ask(self, question: str, topics: TopicEmbedder | None = None) -> Reply:
        thought = answers.think(question, topics or TopicEmbedder())
        asked = Asked(Viewer(), Scope(NOW.date()), NOW)
        library = self.library()
        with self.database.read() as session:
            return answers.reply(session, library, thought, asked, Desk())

    def quoted(self, question: str = CALIBRATION) -> str:
        """The words that come first for a question."""
        return self.ask(question).citations[0].quote

    def published(self) -> dict[str, DocumentIssue]:
        """The published issues by file."""
        with self.database.read() as session:
            generation = published_generation(session)
            assert generation is not None
            return {issue.file: issue for issue in issues_of(session, generation.id)}

    def generation(self) -> int | None:
        with self.database.read() as session:
            generation = published_generation(session)
            return generation.id if generation else None

    def unread(self) -> dict[str, tuple[str, str]]:
        """What the register lists as unread: reason and remedy by file."""
        with self.database.read() as session:
            generation = published_generation(session)
            assert generation is not None
            rows = session.scalars(
                select(UnreadFile).where(UnreadFile.generation_id == generation.id)
            )
            return {row.file: (row.reason, row.remedy) for row in rows}


@pytest.fixture
def office(database: Database, reader: Reader, topics: TopicEmbedder, tmp_path: Path) -> Office:
    return Office(database, reader, topics, tmp_path)


class EmbedderThatStops(TopicEmbedder):
    """Breaks off as a killed process would: after some calls, in the middle of a run."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self.calls_left = calls

    def embed(self, texts: Sequence[str]) -> Vectors:
        if self.calls_left == 0:
            raise KeyboardInterrupt
        self.calls_left -= 1
        return super().embed(texts)


class EmbedderThatLooksAround(TopicEmbedder):
    """Calls back whenever it embeds, which is in the middle of a run."""

    def __init__(self, look: Callable[[], object]) -> None:
        super().__init__()
        self.seen: list[object] = []
        self._look = look

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.seen.append(self._look())
        return super().embed(texts)


class ReaderThatStops(Reader):
    """Breaks off after some files."""

    def __init__(self, files: int) -> None:
        super().__init__()
        self.files_left = files

    def read(self, path: Path) -> Content:
        if self.files_left == 0:
            raise KeyboardInterrupt
        self.files_left -= 1
        return super().read(path)


def long_document(sections: int) -> str:
    """Sections of one sentence each: as many passages."""
    return "\n\n".join(
        f"## Gauge {n}\n\nGauge {n} is calibrated in bay {n} every {n % 9 + 2} months."
        for n in range(1, sections + 1)
    )


def test_the_first_run_publishes_what_it_read(office: Office) -> None:
    office.write_topics()
    word = docx.Document()
    word.add_heading("Release", 1)
    word.add_paragraph("Goods are released by the inspector before they are shipped.")
    word.save(str(office.folder / "release.docx"))

    report = office.index()

    assert report.published
    assert (report.files, report.read, report.embedded) == (7, 7, 7)
    assert report.added == sorted([*TOPICS, "release.docx"])
    assert (report.removed, report.unread, report.problems) == ([], [], [])
    assert office.quoted() == "Calibration records are kept for ten years."
    assert office.ask("Who releases goods before they are shipped?").citations[0].file == (
        "release.docx"
    )


def test_a_second_run_embeds_nothing_and_publishes_nothing(office: Office) -> None:
    office.write_topics()
    office.index()
    before = office.generation()

    report = office.index()

    assert office.topics.embedded == []
    assert (report.read, report.embedded, report.added, report.generation) == (0, 0, [], None)
    assert not report.published
    assert office.generation() == before


def test_a_changed_file_embeds_itself_alone(office: Office) -> None:
    office.write_topics()
    office.index()
    office.write("calibration.md", "Calibration records are kept for twelve years.")

    report = office.index()

    assert report.added == ["calibration.md"]
    assert (report.read, report.embedded) == (1, 1)
    assert office.topics.embedded == [
        "About calibration.  Calibration records are kept for twelve years. ",
        "Calibration records are kept for twelve years.",
    ]
    assert office.quoted() == "Calibration records are kept for twelve years."


def test_a_removed_file_leaves(office: Office) -> None:
    office.write_topics()
    office.index()
    (office.folder / "calibration.md").unlink()

    report = office.index()

    assert report.published
    assert report.removed == ["calibration.md"]
    assert office.topics.embedded == []
    assert set(office.published()) == TOPICS.keys() - {"calibration.md"}
    assert not any(c.file == "calibration.md" for c in office.ask(CALIBRATION).citations)


def test_a_source_that_lost_a_third_of_its_files_publishes_nothing(office: Office) -> None:
    office.write_topics()
    office.index()
    before = office.generation()
    for name in ("calibration.md", "torque.md"):
        (office.folder / name).unlink()

    with pytest.raises(SourceRefused) as refused:
        office.index()

    assert str(refused.value) == (
        "2 of 6 files are gone, among them calibration.md. "
        "Nothing was published; the documents indexed before stay in use. "
        "If they were removed on purpose, run again with --accept-removals."
    )
    assert office.generation() == before
    assert office.quoted() == "Calibration records are kept for ten years."


def test_losses_are_believed_when_told_to(office: Office) -> None:
    office.write_topics()
    office.index()
    for name in ("calibration.md", "torque.md"):
        (office.folder / name).unlink()

    report = office.index(accept_removals=True)

    assert report.published
    assert report.removed == ["calibration.md", "torque.md"]
    assert set(office.published()) == TOPICS.keys() - {"calibration.md", "torque.md"}


def test_a_fifth_of_the_files_may_go_without_a_word(office: Office) -> None:
    office.write_topics()
    for name in list(TOPICS)[:1]:
        (office.folder / name).unlink()
    office.index()
    (office.folder / "torque.md").unlink()

    assert office.index().removed == ["torque.md"]


def test_moved_files_are_no_loss(office: Office) -> None:
    office.write_topics()
    office.index()
    (office.folder / "old years").mkdir()
    for name in ("calibration.md", "torque.md", "audits.md"):
        (office.folder / name).rename(office.folder / "old years" / name)

    report = office.index()

    assert report.published
    assert report.removed == ["audits.md", "calibration.md", "torque.md"]
    assert report.read == 0
    assert office.topics.embedded == []
    assert office.ask(CALIBRATION).citations[0].file == "old years/calibration.md"


def test_an_empty_folder_is_refused(office: Office) -> None:
    with pytest.raises(SourceRefused) as refused:
        office.index()

    assert str(refused.value) == (
        f"There are no files in {office.folder}. Put documents there and index again."
    )
    assert office.generation() is None


def test_a_folder_that_was_emptied_is_refused(office: Office) -> None:
    office.write_topics()
    office.index()
    for path in office.folder.iterdir():
        path.unlink()

    with pytest.raises(SourceRefused) as refused:
        office.index()

    assert str(refused.value) == (
        f"There are no files in {office.folder}. Nothing was published. "
        "If that is meant, run again with --accept-removals."
    )
    assert office.quoted() == "Calibration records are kept for ten years."


def test_a_folder_that_was_emptied_on_purpose_answers_nothing(office: Office) -> None:
    office.write_topics()
    office.index()
    for path in office.folder.iterdir():
        path.unlink()

    report = office.index(accept_removals=True)

    assert report.removed == sorted(TOPICS)
    reply = office.ask(CALIBRATION)
    assert (reply.status, reply.citations, reply.confidence) == ("not_found", (), 0.0)
    assert reply.notices == ("The documents don't say this. Ask the quality team.",)


def test_a_missing_folder_is_refused(office: Office) -> None:
    office.write_topics()
    office.index()
    before = office.generation()
    moved = office.folder.rename(office.place / "elsewhere")

    with pytest.raises(SourceRefused) as refused:
        office.index(accept_removals=True)

    assert str(refused.value) == (
        f"There is no folder {office.folder}. Nothing was published; what was indexed from it "
        "stays in use. Check the path and whether it is mounted."
    )
    assert office.generation() == before
    assert moved.is_dir()


def test_a_second_source_leaves_the_first_in_place(office: Office) -> None:
    office.write("calibration.md", TOPICS["calibration.md"])
    office.write("notes.zzz", "Nobody reads this ending.")
    office.index()
    other = office.place / "other site"
    other.mkdir()
    (other / "calibration.md").write_text("# Torque\n\nTorque wrenches are checked daily.\n")

    report = office.index(other)

    assert report.files == 1
    assert office.topics.embedded[1:] == ["Torque wrenches are checked daily."]
    assert office.unread().keys() == {"notes.zzz"}
    sources = {c.source for c in office.ask("calibration of torque wrenches").citations}
    assert sources == {str(office.folder), str(other)}


def test_a_file_that_cannot_be_read_is_listed_with_reason_and_remedy(office: Office) -> None:
    office.write("calibration.md", TOPICS["calibration.md"])
    (office.folder / "broken.docx").write_bytes(b"PK\x03\x04 and nothing that follows")
    (office.folder / "empty.pdf").write_bytes(b"")
    (office.folder / "setup.exe").write_bytes(b"MZ\x90")

    report = office.index()

    assert report.published
    assert {name: reason for name, reason, _ in report.unread} == {
        "broken.docx": "The file is damaged.",
        "empty.pdf": "The file is empty.",
        "setup.exe": "Files ending in .exe are not read.",
    }
    assert {name: (reason, remedy) for name, reason, remedy in report.unread} == office.unread()
    assert office.unread()["empty.pdf"] == ("The file is empty.", "Upload it again, or delete it.")
    assert set(office.published()) == {"calibration.md"}


def test_a_file_known_to_be_unreadable_is_not_tried_again(office: Office) -> None:
    office.write("calibration.md", TOPICS["calibration.md"])
    (office.folder / "broken.docx").write_bytes(b"PK\x03\x04 and nothing that follows")
    office.index()

    report = office.index()

    assert (report.read, report.published) == (0, False)
    assert [name for name, _, _ in report.unread] == ["broken.docx"]


def test_a_document_that_was_read_before_stays_when_its_file_breaks(office: Office) -> None:
    office.write_topics()
    office.index()
    earlier = office.published()["calibration.md"].id
    (office.folder / "calibration.md").write_bytes(b"")

    report = office.index()

    assert report.unread == [
        (
            "calibration.md",
            "The file is empty.",
            "Upload it again, or delete it. "
            "Until then the issue that was read before stays in use.",
        )
    ]
    assert office.published()["calibration.md"].id == earlier
    assert office.quoted() == "Calibration records are kept for ten years."
    assert office.index().published is False


def test_a_mended_file_is_read_again(office: Office) -> None:
    office.write_topics()
    (office.folder / "calibration.md").write_bytes(b"")
    office.index()
    office.write("calibration.md", TOPICS["calibration.md"])

    report = office.index()

    assert (report.unread, report.added) == ([], ["calibration.md"])
    assert office.unread() == {}
    assert office.quoted() == "Calibration records are kept for ten years."


def test_register_csv_overrides_what_the_documents_say(office: Office) -> None:
    office.write("calibration.md", TOPICS["calibration.md"], number="QP-0013", revision="B")
    (office.folder / "register.csv").write_text(
        "file,number,revision,owner\ncalibration.md,QP-0099,C,Metrology\n"
    )

    report = office.index()

    issue = office.published()["calibration.md"]
    assert (issue.number, issue.revision, issue.owner) == ("QP-0099", "C", "Metrology")
    assert (report.files, report.problems) == (1, [])


def test_a_new_register_csv_changes_the_register_and_embeds_nothing(office: Office) -> None:
    office.write("calibration.md", TOPICS["calibration.md"], number="QP-0013", revision="B")
    office.index()
    (office.folder / "register.csv").write_text(
        "file;revision;colour\ncalibration.md;C;red\n;D;blue\n"
    )

    report = office.index()

    assert office.published()["calibration.md"].revision == "C"
    assert (report.added, report.read, office.topics.embedded) == (["calibration.md"], 0, [])
    assert report.problems == [
        "register.csv, line 1: the column “colour” is unknown.",
        "register.csv, line 3: there is neither a file nor a number; it was left out.",
    ]


def test_a_run_killed_while_embedding_is_finished_by_the_next(office: Office) -> None:
    office.write_topics()
    office.index()
    before = office.generation()
    office.write("gauges.md", long_document(120))
    office.write("calibration.md", "Calibration records are kept for twelve years.")

    with pytest.raises(KeyboardInterrupt):
        office.index(topics=EmbedderThatStops(calls=1))

    assert office.generation() == before
    assert set(office.published()) == TOPICS.keys()
    assert office.quoted() == "Calibration records are kept for ten years."

    report = office.index()

    assert report.read == 0
    assert report.embedded == 121 - 50
    assert report.added == ["calibration.md", "gauges.md"]
    assert len(office.library().shelf) == 120 + len(TOPICS)
    assert office.quoted() == "Calibration records are kept for twelve years."


def test_a_run_killed_while_reading_is_finished_by_the_next(office: Office) -> None:
    office.write_topics()
    with ReaderThatStops(files=4) as stopping, pytest.raises(KeyboardInterrupt):
        office.index(reader=stopping)

    assert office.generation() is None

    report = office.index()

    assert (report.files, report.read, report.embedded) == (6, 2, 6)
    assert set(office.published()) == TOPICS.keys()


def test_a_question_asked_during_a_run_is_answered_from_the_old_documents(office: Office) -> None:
    office.write_topics()
    office.index()
    office.write("calibration.md", "Calibration records are kept for twelve years.")
    looking = EmbedderThatLooksAround(office.quoted)

    office.index(topics=looking)

    assert looking.seen == ["Calibration records are kept for ten years."]
    assert office.quoted() == "Calibration records are kept for twelve years."


def test_a_source_published_during_a_run_of_another_is_kept(office: Office) -> None:
    office.write_topics()
    other = office.place / "other site"
    other.mkdir()
    (other / "release.md").write_text("# Release\n\nGoods are released by the inspector.\n")
    looking = EmbedderThatLooksAround(lambda: office.index(other).files)

    office.index(topics=looking)

    assert looking.seen == [1]
    assert set(office.published()) == {*TOPICS, "release.md"}


def test_passages_of_a_revised_document_continue_the_earlier_ones(office: Office) -> None:
    old = (
        "## Records\n\nCalibration records are kept for ten years in the metrology office.\n\n"
        "## Gauges\n\nGauges are checked against the master ring every Monday morning."
    )
    new = "## Scope\n\nThis holds for every site and for all shifts.\n\n" + old.replace(
        "ten years", "twelve years"
    )
    office.write("QP-0013 Rev A.md", old, number="QP-0013", revision="A")
    office.index()
    office.write("QP-0013 Rev B.md", new, number="QP-0013", revision="B")

    office.index()

    with office.database.read() as session:
        passages = session.execute(
            select(Passage.section, Passage.id, Passage.continues_id, DocumentIssue.file)
            .join(DocumentIssue, DocumentIssue.id == Passage.issue_id)
            .order_by(Passage.id)
        ).all()
    first = {section: id_ for section, id_, _, file in passages if file == "QP-0013 Rev A.md"}
    continued = {section: to for section, _, to, file in passages if file == "QP-0013 Rev B.md"}
    assert continued == {"Scope": None, "Records": first["Records"], "Gauges": first["Gauges"]}


def test_nothing_that_was_stored_is_rewritten(office: Office) -> None:
    office.write_topics()
    office.index()
    old = office.published()["calibration.md"]
    office.write("calibration.md", "Calibration records are kept for twelve years.")
    office.index()

    with office.database.read() as session:
        [text] = session.scalars(select(Passage.text).where(Passage.issue_id == old.id))
        issues = session.scalar(select(func.count()).select_from(DocumentIssue))

    assert text == "Calibration records are kept for ten years."
    assert issues == len(TOPICS) + 1


def test_an_index_of_another_model_is_refused_with_the_way_out(office: Office) -> None:
    office.write_topics()
    office.index()

    with pytest.raises(ModelRefused) as refused:
        office.ask(CALIBRATION, TopicEmbedder("newer topics"))

    assert str(refused.value) == (
        "The index was made with the model topics (000000000000), the settings name "
        "newer topics (000000000000). Index again with `coach index` for each source, "
        "or set COACH_MODEL back."
    )


def test_indexing_one_source_with_another_model_embeds_the_others_too(office: Office) -> None:
    office.write_topics()
    office.index()
    other = office.place / "other site"
    other.mkdir()
    (other / "release.md").write_text("# Release\n\nGoods are released by the inspector.\n")
    office.index(other)
    newer = TopicEmbedder("newer topics")

    report = office.index(other, topics=newer)

    assert (report.read, report.embedded, report.published) == (0, 7, True)
    assert office.library().model == newer.identity
    reply = office.ask(CALIBRATION, newer)
    assert reply.citations[0].quote == "Calibration records are kept for ten years."


@pytest.mark.parametrize("damage", [b"", b"garbage", None], ids=["emptied", "garbled", "gone"])
def test_damaged_search_files_are_built_again(
    sqlite_database: Database,
    reader: Reader,
    topics: TopicEmbedder,
    tmp_path: Path,
    damage: bytes | None,
) -> None:
    office = Office(sqlite_database, reader, topics, tmp_path)
    office.write_topics()
    office.index()
    office.library()
    [folder] = (tmp_path / "cache").iterdir()
    files = sorted(path for path in folder.rglob("*") if path.is_file())

    for path in files:
        if damage is None:
            path.unlink()
        else:
            path.write_bytes(damage)
        assert office.quoted() == "Calibration records are kept for ten years.", path

    assert shelf.load(folder) is not None
