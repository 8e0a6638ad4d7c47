"""Operations: who signed that the coach may answer everyone."""

import sqlalchemy as sa
from alembic import op

from knowledge.storage.tables import Instant

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "go_live",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("signed_by", sa.Text(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("generation_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_go_live")),
    )
