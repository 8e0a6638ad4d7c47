"""Expertise: feedback, wrong answers, questions to the quality team, approved answers."""

import sqlalchemy as sa
from alembic import op

from knowledge.storage.tables import Instant

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    _feedback()
    _faults()
    _referrals()
    _approved()
    _delivered()


def _feedback() -> None:
    op.create_table(
        "answer_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=12), nullable=False),
        sa.Column("team", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=True),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("rated_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_answer_rating_answer_id_answer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_rating")),
        sa.UniqueConstraint("answer_id", "team", "person", name=op.f("uq_answer_rating_answer_id")),
    )
    op.create_table(
        "wrong_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=12), nullable=False),
        sa.Column("team", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=True),
        sa.Column("conversation", sa.String(length=40), nullable=True),
        sa.Column("thread", sa.String(length=40), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reported_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("judged_by", sa.String(length=40), nullable=True),
        sa.Column("judged_at", Instant(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("escalated_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_wrong_report_answer_id_answer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_report")),
        sa.UniqueConstraint("answer_id", "team", "person", name=op.f("uq_wrong_report_answer_id")),
    )
    op.create_index("ix_wrong_report_state", "wrong_report", ["state", "reported_at"], unique=False)


def _faults() -> None:
    op.create_table(
        "fault",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("answer_id", sa.String(length=12), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("question_key", sa.Text(), nullable=False),
        sa.Column("correction", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("found_by", sa.String(length=40), nullable=False),
        sa.Column("found_at", Instant(), nullable=False),
        sa.Column("lifted_by", sa.String(length=40), nullable=True),
        sa.Column("lifted_at", Instant(), nullable=True),
        sa.Column("lifted_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_fault_answer_id_answer")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["wrong_report.id"], name=op.f("fk_fault_report_id_wrong_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fault")),
        sa.UniqueConstraint("report_id", name=op.f("uq_fault_report_id")),
    )
    op.create_index("ix_fault_lifted_at", "fault", ["lifted_at"], unique=False)
    op.create_table(
        "withdrawn_quote",
        sa.Column("fault_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["fault_id"], ["fault.id"], name=op.f("fk_withdrawn_quote_fault_id_fault")
        ),
        sa.PrimaryKeyConstraint("fault_id", "digest", name=op.f("pk_withdrawn_quote")),
    )
    op.create_index(op.f("ix_withdrawn_quote_digest"), "withdrawn_quote", ["digest"], unique=False)
    op.create_table(
        "withdrawn_answer",
        sa.Column("answer_id", sa.String(length=12), nullable=False),
        sa.Column("fault_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_withdrawn_answer_answer_id_answer")
        ),
        sa.ForeignKeyConstraint(
            ["fault_id"], ["fault.id"], name=op.f("fk_withdrawn_answer_fault_id_fault")
        ),
        sa.PrimaryKeyConstraint("answer_id", name=op.f("pk_withdrawn_answer")),
    )
    op.create_index(
        op.f("ix_withdrawn_answer_fault_id"), "withdrawn_answer", ["fault_id"], unique=False
    )
    op.create_table(
        "change_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.String(length=40), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("closed_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["wrong_report.id"],
            name=op.f("fk_change_request_report_id_wrong_report"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
    )


def _referrals() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("answer_id", sa.String(length=12), nullable=True),
        sa.Column("person", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_referral_answer_id_answer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index("ix_referral_state", "referral", ["state", "asked_at"], unique=False)
    op.create_table(
        "reply_address",
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=40), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("conversation", sa.String(length=40), nullable=True),
        sa.Column("thread", sa.String(length=40), nullable=True),
        sa.Column("kept_until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_reply_address_referral_id_referral")
        ),
        sa.PrimaryKeyConstraint("referral_id", name=op.f("pk_reply_address")),
    )
    op.create_table(
        "referral_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=40), nullable=False),
        sa.Column("message", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_referral_reply_referral_id_referral")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_reply")),
        sa.UniqueConstraint("referral_id", "message", name=op.f("uq_referral_reply_referral_id")),
    )


def _approved() -> None:
    op.create_table(
        "approved_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("interim", sa.Boolean(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("approver", sa.String(length=40), nullable=True),
        sa.Column("approver_name", sa.Text(), nullable=True),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("reviewed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_approved_answer_referral_id_referral")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approved_answer")),
        sa.UniqueConstraint("number", "revision", name=op.f("uq_approved_answer_number")),
    )
    op.create_index(op.f("ix_approved_answer_state"), "approved_answer", ["state"], unique=False)
    op.create_table(
        "approved_citation",
        sa.Column("approved_id", sa.Integer(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_id"],
            ["approved_answer.id"],
            name=op.f("fk_approved_citation_approved_id_approved_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_approved_citation_passage_id_passage")
        ),
        sa.PrimaryKeyConstraint("approved_id", "passage_id", name=op.f("pk_approved_citation")),
    )
    op.create_table(
        "question_vector",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("model", sa.String(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "model", name=op.f("pk_question_vector")),
    )


def _delivered() -> None:
    """What a message is about is looked up by its place."""
    op.create_index("ix_delivery_message", "delivery", ["conversation", "message"], unique=False)
