"""Order: a delivery may name the one it comes after."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    _order()


def _order() -> None:
    with op.batch_alter_table("delivery") as table:
        table.add_column(sa.Column("after", sa.String(length=64), nullable=True))
