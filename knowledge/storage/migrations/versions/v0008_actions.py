"""Actions: corrective actions, audits, findings, evidence, registers and who changed what."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None: ...
