"""Expertise: feedback, wrong answers, questions to the quality team, approved answers."""

revision = "0009"
down_revision = "0008"


def upgrade() -> None: ...
