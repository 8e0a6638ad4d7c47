"""Standards: what the company says of its certification, confirmed packs, clause tags."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class CompanyStandard(Base):
    """What the company says of its certification: one row, whose id is 1."""

    __tablename__ = "company_standard"

    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[str] = mapped_column(String(40))
    target_edition: Mapped[str | None] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(Text)
    sites: Mapped[list[Any]]
    set_by: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime]


class StandardDate(Base):
    """A day that matters to the certification, where it was read and when that was checked."""

    __tablename__ = "standard_date"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    day: Mapped[date]
    source: Mapped[str] = mapped_column(Text)
    checked_on: Mapped[date]
    set_by: Mapped[str] = mapped_column(Text)


class NotApplicable(Base):
    """A clause that the company has declared not applicable, with its reason."""

    __tablename__ = "not_applicable"

    edition: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    set_by: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime]


class PackConfirmation(Base):
    """Who held one version of a pack against a licensed copy, and when."""

    __tablename__ = "pack_confirmation"
    __table_args__ = (UniqueConstraint("edition", "version", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    confirmed_by: Mapped[str] = mapped_column(Text)
    confirmed_on: Mapped[date]
    recorded_at: Mapped[datetime]


class ClauseTag(Base):
    """A passage that speaks of a clause, by a mention of its number or by meaning."""

    __tablename__ = "clause_tag"
    __table_args__ = (
        UniqueConstraint("passage_id", "edition", "number"),
        Index("ix_clause_tag_clause", "edition", "number"),
        Index("ix_clause_tag_issue", "issue_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"))
    issue_id: Mapped[int] = mapped_column(ForeignKey("document_issue.id"))
    edition: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(12))
    confidence: Mapped[float]


class DocumentTag(Base):
    """A clause that an issue of a document serves as a whole; `passage_id` is the best place."""

    __tablename__ = "document_tag"
    __table_args__ = (Index("ix_document_tag_clause", "edition", "number"),)

    issue_id: Mapped[int] = mapped_column(ForeignKey("document_issue.id"), primary_key=True)
    edition: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    basis: Mapped[str] = mapped_column(String(12))
    confidence: Mapped[float]
    passage_id: Mapped[int | None] = mapped_column(ForeignKey("passage.id"))


class TaggedIssue(Base):
    """An issue whose passages were tagged; `tagger` names packs, model and rules it was done by."""

    __tablename__ = "tagged_issue"

    issue_id: Mapped[int] = mapped_column(ForeignKey("document_issue.id"), primary_key=True)
    tagger: Mapped[str] = mapped_column(String(64))


class TagDecision(Base):
    """A person's word on whether a document serves a clause; it outlives every indexing."""

    __tablename__ = "tag_decision"

    group_key: Mapped[str] = mapped_column(Text, primary_key=True)
    edition: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    serves: Mapped[bool]
    decided_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime]
