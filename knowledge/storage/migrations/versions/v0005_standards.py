"""Standards: what the company says of its certification, confirmed packs, clause tags."""

import sqlalchemy as sa
from alembic import op

from knowledge.storage.tables import Instant

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _company()
    _confirmations()
    _tags()
    _decisions()


def _company() -> None:
    op.create_table(
        "company_standard",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("target_edition", sa.String(length=40), nullable=True),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("sites", sa.JSON(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_standard")),
    )
    op.create_table(
        "standard_date",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_standard_date")),
    )
    op.create_table(
        "not_applicable",
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("edition", "number", name=op.f("pk_not_applicable")),
    )


def _confirmations() -> None:
    op.create_table(
        "pack_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_confirmation")),
        sa.UniqueConstraint(
            "edition", "version", "digest", name=op.f("uq_pack_confirmation_edition")
        ),
    )


def _tags() -> None:
    op.create_table(
        "clause_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=12), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_clause_tag_passage_id_passage")
        ),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["document_issue.id"], name=op.f("fk_clause_tag_issue_id_document_issue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_tag")),
        sa.UniqueConstraint(
            "passage_id", "edition", "number", name=op.f("uq_clause_tag_passage_id")
        ),
    )
    op.create_index("ix_clause_tag_clause", "clause_tag", ["edition", "number"], unique=False)
    op.create_index("ix_clause_tag_issue", "clause_tag", ["issue_id"], unique=False)
    op.create_table(
        "document_tag",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=12), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["document_issue.id"],
            name=op.f("fk_document_tag_issue_id_document_issue"),
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_document_tag_passage_id_passage")
        ),
        sa.PrimaryKeyConstraint("issue_id", "edition", "number", name=op.f("pk_document_tag")),
    )
    op.create_index("ix_document_tag_clause", "document_tag", ["edition", "number"], unique=False)


def _decisions() -> None:
    op.create_table(
        "tagged_issue",
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("tagger", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"],
            ["document_issue.id"],
            name=op.f("fk_tagged_issue_issue_id_document_issue"),
        ),
        sa.PrimaryKeyConstraint("issue_id", name=op.f("pk_tagged_issue")),
    )
    op.create_table(
        "tag_decision",
        sa.Column("group_key", sa.Text(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("serves", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("group_key", "edition", "number", name=op.f("pk_tag_decision")),
    )
