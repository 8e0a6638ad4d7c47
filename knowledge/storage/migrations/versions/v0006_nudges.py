"""Nudges: what was planned, snoozed, promised and muted."""

import sqlalchemy as sa
from alembic import op

from knowledge.storage.tables import Instant

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _nudges()
    _lines()
    _items()
    _holds()
    _requests()
    _mutes()
    _pauses()
    _quiet_times()


def _nudges() -> None:
    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("week", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("planned_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("until_at", Instant(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_nudge_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        sa.UniqueConstraint("person_id", "day", name=op.f("uq_nudge_person_id")),
        sa.UniqueConstraint("person_id", "week", name="uq_nudge_week"),
    )
    op.create_index(op.f("ix_nudge_key"), "nudge", ["key"], unique=False)
    op.create_index("ix_nudge_state", "nudge", ["state", "due_at"], unique=False)


def _lines() -> None:
    op.create_table(
        "nudge_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nudge_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.Column("step_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["for_id"], ["person.id"], name=op.f("fk_nudge_line_for_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["nudge_id"], ["nudge.id"], name=op.f("fk_nudge_line_nudge_id_nudge")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_nudge_line_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge_line")),
        sa.UniqueConstraint("item", "step", "person_id", name=op.f("uq_nudge_line_item")),
    )
    op.create_index(op.f("ix_nudge_line_nudge_id"), "nudge_line", ["nudge_id"], unique=False)


def _items() -> None:
    op.create_table(
        "nudged_item",
        sa.Column("item", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("item", name=op.f("pk_nudged_item")),
    )
    op.create_index("ix_nudged_item_settled_at", "nudged_item", ["settled_at"], unique=False)


def _holds() -> None:
    op.create_table(
        "nudge_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=400), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("until_at", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_nudge_hold_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge_hold")),
    )
    op.create_index("ix_nudge_hold_item", "nudge_hold", ["item", "person_id"], unique=False)


def _requests() -> None:
    op.create_table(
        "nudge_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("reference", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["person.id"], name=op.f("fk_nudge_request_answered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["person.id"], name=op.f("fk_nudge_request_asked_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["person.id"], name=op.f("fk_nudge_request_from_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["person.id"], name=op.f("fk_nudge_request_other_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge_request")),
    )
    op.create_index("ix_nudge_request_item", "nudge_request", ["item", "state"], unique=False)


def _mutes() -> None:
    op.create_table(
        "nudge_mute",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("muted_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_nudge_mute_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", "kind", name=op.f("pk_nudge_mute")),
    )


def _pauses() -> None:
    op.create_table(
        "nudge_pause",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("paused_by", sa.Integer(), nullable=True),
        sa.Column("paused_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["paused_by"], ["person.id"], name=op.f("fk_nudge_pause_paused_by_person")
        ),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_nudge_pause")),
    )


def _quiet_times() -> None:
    op.create_table(
        "quiet_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_at", Instant(), nullable=False),
        sa.Column("to_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_quiet_time_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiet_time")),
    )
    op.create_index(op.f("ix_quiet_time_person_id"), "quiet_time", ["person_id"], unique=False)
