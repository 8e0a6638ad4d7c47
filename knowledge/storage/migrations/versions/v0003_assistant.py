"""Asking in Slack: threads, feedback, questions to the quality team, approved answers."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None: ...
