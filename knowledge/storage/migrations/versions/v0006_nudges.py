"""Nudges: what was planned, snoozed, promised and muted."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None: ...
