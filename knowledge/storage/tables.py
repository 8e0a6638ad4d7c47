"""The tables. Rows of documents, passages and answers are added and never rewritten."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Instant(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        bytes: LargeBinary(),
    }


class Source(Base):
    """A folder or address whose files are indexed."""

    __tablename__ = "source"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(Text, unique=True)
    checked_at: Mapped[datetime | None]


class Reading(Base):
    """What reading a content yielded, so that nothing is read twice. `content` is zlib JSON."""

    __tablename__ = "reading"

    content_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    reader: Mapped[str] = mapped_column(String(40), primary_key=True)
    content: Mapped[bytes]
    read_at: Mapped[datetime]


class DocumentIssue(Base):
    """One issue of a document as one reading of the register and of the file saw it."""

    __tablename__ = "document_issue"
    __table_args__ = (UniqueConstraint("source_id", "file", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"))
    file: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    content_hash: Mapped[str] = mapped_column(String(64))
    group_key: Mapped[str] = mapped_column(Text, index=True)
    number: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    revision: Mapped[str | None] = mapped_column(Text)
    approval: Mapped[str] = mapped_column(String(20))
    approved_by: Mapped[str | None] = mapped_column(Text)
    approved_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    review_on: Mapped[date | None]
    owner: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    external_issue: Mapped[str | None] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(Text)
    handling: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(12))
    superseded: Mapped[bool]
    address: Mapped[str | None] = mapped_column(Text)
    pages: Mapped[int | None]
    read_from: Mapped[dict[str, Any]]
    doubts: Mapped[list[Any]]
    added_at: Mapped[datetime]

    source: Mapped[Source] = relationship(lazy="raise")

    @property
    def withdrawn(self) -> bool:
        """Never said by a document of itself; withdrawals are rows of their own."""
        return False


class Passage(Base):
    """A stretch of one issue in its own words. `continues_id` is its place in the issue before."""

    __tablename__ = "passage"
    __table_args__ = (UniqueConstraint("issue_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("document_issue.id"))
    ordinal: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    text: Mapped[str] = mapped_column(Text)
    units: Mapped[list[Any]]
    context: Mapped[dict[str, Any]]
    section: Mapped[str | None] = mapped_column(Text)
    page: Mapped[int | None]
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("passage.id"))

    issue: Mapped[DocumentIssue] = relationship(lazy="raise")


class EmbeddingModel(Base):
    """A model that vectors were made with; another hash is another model."""

    __tablename__ = "embedding_model"
    __table_args__ = (UniqueConstraint("name", "hash", "prefix"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    prefix: Mapped[str] = mapped_column(Text)
    dimension: Mapped[int]


class Embedding(Base):
    """The vectors of one passage text: its own, then one a sentence (float16, unit length)."""

    __tablename__ = "embedding"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("embedding_model.id"), primary_key=True)
    vectors: Mapped[bytes]


class Generation(Base):
    """A complete list of the document issues an answer may draw on."""

    __tablename__ = "generation"

    id: Mapped[int] = mapped_column(primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("embedding_model.id"))
    started_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    model: Mapped[EmbeddingModel] = relationship(lazy="raise")


class GenerationIssue(Base):
    __tablename__ = "generation_issue"

    generation_id: Mapped[int] = mapped_column(ForeignKey("generation.id"), primary_key=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("document_issue.id"), primary_key=True)


class UnreadFile(Base):
    """A file of a generation's source that could not be read, with reason and remedy."""

    __tablename__ = "unread_file"

    generation_id: Mapped[int] = mapped_column(ForeignKey("generation.id"), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("source.id"), primary_key=True)
    file: Mapped[str] = mapped_column(Text, primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    remedy: Mapped[str] = mapped_column(Text)


class Pointer(Base):
    """A named generation; the one named "published" is what questions are answered from."""

    __tablename__ = "pointer"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    generation_id: Mapped[int] = mapped_column(ForeignKey("generation.id"))


class Withdrawal(Base):
    """A document taken out of use at once, whatever its files say."""

    __tablename__ = "withdrawal"

    group_key: Mapped[str] = mapped_column(Text, primary_key=True)
    withdrawn_at: Mapped[datetime]
    withdrawn_by: Mapped[str] = mapped_column(Text)


class Answer(Base):
    """A reply as it was given, with all that is needed to say why."""

    __tablename__ = "answer"
    __table_args__ = (Index("ix_answer_asked_at", "asked_at"),)

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    asked_at: Mapped[datetime]
    viewer: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20))
    confidence: Mapped[float]
    text: Mapped[str] = mapped_column(Text)
    citations: Mapped[list[Any]]
    trace: Mapped[dict[str, Any]]
    generation_id: Mapped[int | None] = mapped_column(ForeignKey("generation.id"))
    model: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(String(40))
    seconds: Mapped[float]
