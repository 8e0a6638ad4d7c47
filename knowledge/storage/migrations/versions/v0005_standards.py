"""Standards: what the company says of its certification, confirmed packs, clause tags."""

revision = "0005"
down_revision = "0004"


def upgrade() -> None: ...
