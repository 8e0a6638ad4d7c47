"""Actions: corrective actions, audits, findings, evidence, registers and who changed what."""

import sqlalchemy as sa
from alembic import op

from knowledge.storage.tables import Instant

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _log()
    _registers()
    _evidence()
    _actions()
    _steps()
    _audits()
    _findings()
    _reviews()


def _log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("who", sa.Integer(), nullable=True),
        sa.Column("logged_at", Instant(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    op.create_table(
        "audit_log_payload",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["row_id"], ["audit_log.id"], name=op.f("fk_audit_log_payload_row_id_audit_log")
        ),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_audit_log_payload")),
    )
    op.create_table(
        "audit_log_head",
        sa.Column("name", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_audit_log_head")),
    )


def _registers() -> None:
    op.create_table(
        "register_master",
        sa.Column("register", sa.String(length=20), nullable=False),
        sa.Column("master", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("register", name=op.f("pk_register_master")),
    )
    op.create_table(
        "register_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=20), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("reported_by", sa.Integer(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("reported_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("stated", sa.JSON(), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("dismissed_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dismissed_by"], ["person.id"], name=op.f("fk_register_report_dismissed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["reported_by"], ["person.id"], name=op.f("fk_register_report_reported_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_report")),
    )
    op.create_index(
        "ix_register_report_item", "register_report", ["register", "item"], unique=False
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("file_hash", sa.String(length=64), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("system", sa.Text(), nullable=True),
        sa.Column("identifier", sa.Text(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("assessor_id", sa.Integer(), nullable=True),
        sa.Column("attended", sa.JSON(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["person.id"], name=op.f("fk_evidence_accepted_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["person.id"], name=op.f("fk_evidence_assessor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["evidence.id"], name=op.f("fk_evidence_corrects_id_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_evidence_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_evidence_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_evidence_corrects_id")),
    )
    op.create_index("ix_evidence_item", "evidence", ["subject", "item"], unique=False)


def _actions() -> None:
    op.create_table(
        "corrective_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=30), nullable=False),
        sa.Column("source_reference", sa.Text(), nullable=True),
        sa.Column("clause", sa.String(length=20), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("closer_id", sa.Integer(), nullable=True),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("fixed_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("effectiveness_due_on", sa.Date(), nullable=True),
        sa.Column("lots_to_check", sa.Integer(), nullable=True),
        sa.Column("lots_checked", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["closer_id"], ["person.id"], name=op.f("fk_corrective_action_closer_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"],
            ["corrective_action.id"],
            name=op.f("fk_corrective_action_follows_id_corrective_action"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_corrective_action_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_corrective_action_recorded_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_corrective_action_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrective_action")),
        sa.UniqueConstraint("number", name=op.f("uq_corrective_action_number")),
    )
    op.create_index(
        "ix_corrective_action_owner_id", "corrective_action", ["owner_id"], unique=False
    )
    op.create_index("ix_corrective_action_series", "corrective_action", ["series"], unique=False)
    op.create_index("ix_corrective_action_stage", "corrective_action", ["stage"], unique=False)


def _steps() -> None:
    op.create_table(
        "action_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(length=24), nullable=False),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("done_by", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["corrective_action.id"],
            name=op.f("fk_action_step_action_id_corrective_action"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_action_step_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_action_step_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_step")),
    )
    op.create_index("ix_action_step_action_id", "action_step", ["action_id"], unique=False)
    op.create_table(
        "action_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["corrective_action.id"],
            name=op.f("fk_action_extension_action_id_corrective_action"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_action_extension_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_action_extension_decided_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_extension")),
    )
    op.create_index(
        "ix_action_extension_action_id", "action_extension", ["action_id"], unique=False
    )


def _audits() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("planned_from", sa.Date(), nullable=False),
        sa.Column("planned_to", sa.Date(), nullable=False),
        sa.Column("first_planned_from", sa.Date(), nullable=False),
        sa.Column("performed_from", sa.Date(), nullable=True),
        sa.Column("performed_to", sa.Date(), nullable=True),
        sa.Column("site", sa.String(length=120), nullable=True),
        sa.Column("teams", sa.JSON(), nullable=False),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("lead_auditor", sa.Text(), nullable=True),
        sa.Column("lead_auditor_id", sa.Integer(), nullable=True),
        sa.Column("second_auditor", sa.Text(), nullable=True),
        sa.Column("second_auditor_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_auditor_id"], ["person.id"], name=op.f("fk_audit_lead_auditor_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["second_auditor_id"], ["person.id"], name=op.f("fk_audit_second_auditor_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_number")),
    )
    op.create_index("ix_audit_series", "audit", ["series"], unique=False)


def _findings() -> None:
    op.create_table(
        "audit_finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("external", sa.Boolean(), nullable=False),
        sa.Column("audit", sa.String(length=120), nullable=False),
        sa.Column("grade", sa.String(length=24), nullable=False),
        sa.Column("clause", sa.String(length=20), nullable=True),
        sa.Column("team", sa.String(length=60), nullable=True),
        sa.Column("site", sa.String(length=120), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["person.id"], name=op.f("fk_audit_finding_closed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_audit_finding_owner_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_finding")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_finding_number")),
    )
    op.create_index("ix_audit_finding_audit", "audit_finding", ["audit"], unique=False)
    op.create_index("ix_audit_finding_clause", "audit_finding", ["clause"], unique=False)
    op.create_index("ix_audit_finding_series", "audit_finding", ["series"], unique=False)


def _reviews() -> None:
    op.create_table(
        "management_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("first_planned_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("missing", sa.JSON(), nullable=False),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chair_id"], ["person.id"], name=op.f("fk_management_review_chair_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_management_review")),
        sa.UniqueConstraint("number", name=op.f("uq_management_review_number")),
    )
    op.create_index("ix_management_review_series", "management_review", ["series"], unique=False)
    op.create_table(
        "review_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_review_decision_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["management_review.id"],
            name=op.f("fk_review_decision_review_id_management_review"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_decision")),
    )
    op.create_index("ix_review_decision_review_id", "review_decision", ["review_id"], unique=False)
