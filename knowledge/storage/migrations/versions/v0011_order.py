"""Order: a delivery may name the one it comes after."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    _order()
    _change_requests()
    _stage_limits()


def _order() -> None:
    with op.batch_alter_table("delivery") as table:
        table.add_column(sa.Column("after", sa.String(length=64), nullable=True))


def _change_requests() -> None:
    """How a change request was closed, and the revision that it was opened against."""
    with op.batch_alter_table("change_request") as table:
        table.add_column(sa.Column("revision", sa.Text(), nullable=True))
        table.add_column(sa.Column("closed_why", sa.Text(), nullable=True))


def _stage_limits() -> None:
    op.create_table(
        "stage_limit",
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("stage", name=op.f("pk_stage_limit")),
    )
