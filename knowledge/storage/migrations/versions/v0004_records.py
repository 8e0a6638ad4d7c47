"""Records: people, teams, training and what a revision asks to be read."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None: ...
