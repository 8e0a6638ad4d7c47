"""Asking in Slack: who asked what where, and what became of it."""

import sqlalchemy as sa
from alembic import op

from knowledge.storage.tables import Instant

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=40), nullable=False),
        sa.Column("conversation", sa.String(length=40), nullable=False),
        sa.Column("thread", sa.String(length=40), nullable=True),
        sa.Column("message", sa.String(length=40), nullable=True),
        sa.Column("person", sa.String(length=40), nullable=True),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("understood", sa.Text(), nullable=True),
        sa.Column("answer_id", sa.String(length=12), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answer.id"], name=op.f("fk_turn_answer_id_answer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_turn")),
    )
    op.create_index("ix_turn_thread", "turn", ["team", "conversation", "thread"])
    op.create_index("ix_turn_person", "turn", ["team", "person", "asked_at"])
    op.create_index(op.f("ix_turn_answer_id"), "turn", ["answer_id"])
