"""Records: people, teams, training and what a revision asks to be read."""

import sqlalchemy as sa
from alembic import op

from knowledge.storage.tables import Instant

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _sites()
    _teams()
    _people()
    _people_of_teams()
    _courses()
    _assignments()
    _imports()


def _sites() -> None:
    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("calendar", sa.String(length=40), nullable=True),
        sa.Column("country", sa.String(length=60), nullable=True),
        sa.Column("language", sa.String(length=12), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("name", name=op.f("uq_site_name")),
    )
    op.create_index(op.f("ix_site_series"), "site", ["series"], unique=False)
    op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("calendar", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("calendar", "day", name=op.f("uq_holiday_calendar")),
    )
    op.create_index(op.f("ix_holiday_series"), "holiday", ["series"], unique=False)
    op.create_table(
        "shift_pattern",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("weeks", sa.JSON(), nullable=False),
        sa.Column("first_monday", sa.Date(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_shift_pattern_site_id_site")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_pattern")),
        sa.UniqueConstraint("site_id", "name", name=op.f("uq_shift_pattern_site_id")),
    )
    op.create_index(op.f("ix_shift_pattern_series"), "shift_pattern", ["series"], unique=False)


def _teams() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_team_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("code", name=op.f("uq_team_code")),
    )
    op.create_index(op.f("ix_team_series"), "team", ["series"], unique=False)


def _people() -> None:
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("slack_name", sa.String(length=254), nullable=True),
        sa.Column("slack_account", sa.String(length=40), nullable=True),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("stand_in_id", sa.Integer(), nullable=True),
        sa.Column("qms_roles", sa.JSON(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=True),
        sa.Column("shift", sa.String(length=60), nullable=True),
        sa.Column("hours", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("leaves_on", sa.Date(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["person.id"], name=op.f("fk_person_lead_id_person")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_person_site_id_site")),
        sa.ForeignKeyConstraint(
            ["stand_in_id"], ["person.id"], name=op.f("fk_person_stand_in_id_person")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_person_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("number", name=op.f("uq_person_number")),
    )
    op.create_index(op.f("ix_person_email"), "person", ["email"], unique=False)
    op.create_index(op.f("ix_person_lead_id"), "person", ["lead_id"], unique=False)
    op.create_index(op.f("ix_person_series"), "person", ["series"], unique=False)
    op.create_index(op.f("ix_person_slack_account"), "person", ["slack_account"], unique=False)
    op.create_index(op.f("ix_person_team_id"), "person", ["team_id"], unique=False)


def _people_of_teams() -> None:
    op.create_table(
        "team_lead",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("stand_in_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["person.id"], name=op.f("fk_team_lead_lead_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["stand_in_id"], ["person.id"], name=op.f("fk_team_lead_stand_in_id_person")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_lead_team_id_team")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team_lead")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("person_id", "first_day", name=op.f("uq_absence_person_id")),
    )
    op.create_table(
        "right_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("granted_by", sa.Integer(), nullable=True),
        sa.Column("granted_at", Instant(), nullable=False),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ended_by"], ["person.id"], name=op.f("fk_right_grant_ended_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["person.id"], name=op.f("fk_right_grant_granted_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_right_grant_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_right_grant")),
    )
    op.create_index("ix_right_grant_person", "right_grant", ["person_id", "role"], unique=False)


def _courses() -> None:
    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("validity_months", sa.Integer(), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=True),
        sa.Column("days_to_complete", sa.Integer(), nullable=True),
        sa.Column("may_not", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("document", sa.String(length=120), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("code", name=op.f("uq_course_code")),
    )
    op.create_index(op.f("ix_course_series"), "course", ["series"], unique=False)
    op.create_table(
        "training_requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=400), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("qms_role", sa.Text(), nullable=True),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(length=120), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_training_requirement_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_training_requirement_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_requirement")),
        sa.UniqueConstraint("key", name=op.f("uq_training_requirement_key")),
    )
    op.create_index(
        op.f("ix_training_requirement_series"), "training_requirement", ["series"], unique=False
    )
    op.create_table(
        "reading_choice",
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("revision", sa.String(length=60), nullable=False),
        sa.Column("choice", sa.String(length=12), nullable=False),
        sa.Column("editorial", sa.Boolean(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("chosen_by", sa.Integer(), nullable=True),
        sa.Column("chosen_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chosen_by"], ["person.id"], name=op.f("fk_reading_choice_chosen_by_person")
        ),
        sa.PrimaryKeyConstraint("document", "revision", name=op.f("pk_reading_choice")),
    )


def _assignments() -> None:
    op.create_table(
        "training_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("course_id", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(length=120), nullable=True),
        sa.Column("revision", sa.String(length=60), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("demand", sa.String(length=12), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=True),
        sa.Column("assigned_by", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assigned_by"], ["person.id"], name=op.f("fk_training_assignment_assigned_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_training_assignment_course_id_course")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_training_assignment_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_assignment")),
        sa.UniqueConstraint("number", name=op.f("uq_training_assignment_number")),
    )
    op.create_index(
        op.f("ix_training_assignment_person_id"), "training_assignment", ["person_id"], unique=False
    )
    op.create_index(
        "ix_training_assignment_reading",
        "training_assignment",
        ["document", "revision"],
        unique=False,
    )
    op.create_index(
        op.f("ix_training_assignment_series"), "training_assignment", ["series"], unique=False
    )
    op.create_table(
        "training_completion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=20), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.Column("assessor", sa.Text(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("accepted_by", sa.Integer(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("corrected_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by"], ["person.id"], name=op.f("fk_training_completion_accepted_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["training_assignment.id"],
            name=op.f("fk_training_completion_assignment_id_training_assignment"),
        ),
        sa.ForeignKeyConstraint(
            ["corrected_by_id"],
            ["training_completion.id"],
            name=op.f("fk_training_completion_corrected_by_id_training_completion"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_training_completion_recorded_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_completion")),
    )
    op.create_index(
        op.f("ix_training_completion_assignment_id"),
        "training_completion",
        ["assignment_id"],
        unique=False,
    )


def _imports() -> None:
    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=20), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("imported_at", Instant(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
