"""Drills: questions, interviews, answers and what was found."""

import sqlalchemy as sa
from alembic import op

from knowledge.storage.tables import Instant

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    _questions()
    _campaigns()
    _interviews()
    _turns()
    _answers()
    _disagreements()
    _offers()


def _questions() -> None:
    op.create_table(
        "drill_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("clause", sa.String(length=20), nullable=True),
        sa.Column("edition", sa.String(length=40), nullable=True),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("key_points", sa.JSON(), nullable=False),
        sa.Column("why_asked", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("passage_id", sa.Integer(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=True),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.Column("retired_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["passage_id"], ["passage.id"], name=op.f("fk_drill_question_passage_id_passage")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_question")),
        sa.UniqueConstraint("key", name=op.f("uq_drill_question_key")),
    )
    op.create_index("ix_drill_question_passage_id", "drill_question", ["passage_id"], unique=False)
    op.create_index("ix_drill_question_state", "drill_question", ["state", "source"], unique=False)


def _campaigns() -> None:
    op.create_table(
        "drill_campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by"], ["person.id"], name=op.f("fk_drill_campaign_made_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_drill_campaign_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_campaign")),
    )


def _interviews() -> None:
    op.create_table(
        "interview",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("process", sa.Text(), nullable=True),
        sa.Column("clauses", sa.JSON(), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("manner", sa.String(length=12), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("conversation", sa.String(length=40), nullable=True),
        sa.Column("thread", sa.String(length=40), nullable=True),
        sa.Column("started_at", Instant(), nullable=False),
        sa.Column("touched_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("released_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["drill_campaign.id"],
            name=op.f("fk_interview_campaign_id_drill_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_interview_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
    )
    op.create_index("ix_interview_campaign_id", "interview", ["campaign_id"], unique=False)
    op.create_index("ix_interview_person", "interview", ["person_id", "state"], unique=False)
    op.create_index("ix_interview_thread", "interview", ["conversation", "thread"], unique=False)


def _turns() -> None:
    op.create_table(
        "interview_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.String(length=24), nullable=True),
        sa.Column("clause", sa.String(length=20), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("hinted_at", Instant(), nullable=True),
        sa.Column("explained_at", Instant(), nullable=True),
        sa.Column("judgement", sa.JSON(), nullable=True),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("judged_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["follows_id"],
            ["interview_turn.id"],
            name=op.f("fk_interview_turn_follows_id_interview_turn"),
        ),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_interview_turn_interview_id_interview"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_turn")),
        sa.UniqueConstraint("interview_id", "key", name="uq_interview_turn_key"),
        sa.UniqueConstraint(
            "interview_id", "position", name=op.f("uq_interview_turn_interview_id")
        ),
    )
    op.create_index("ix_interview_turn_clause", "interview_turn", ["clause"], unique=False)


def _answers() -> None:
    op.create_table(
        "interview_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["interview_id"],
            ["interview.id"],
            name=op.f("fk_interview_answer_interview_id_interview"),
        ),
        sa.ForeignKeyConstraint(
            ["turn_id"],
            ["interview_turn.id"],
            name=op.f("fk_interview_answer_turn_id_interview_turn"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_answer")),
        sa.UniqueConstraint(
            "interview_id", "message", name=op.f("uq_interview_answer_interview_id")
        ),
    )
    op.create_index("ix_interview_answer_turn_id", "interview_answer", ["turn_id"], unique=False)


def _disagreements() -> None:
    op.create_table(
        "drill_disagreement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.Integer(), nullable=True),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["turn_id"],
            ["interview_turn.id"],
            name=op.f("fk_drill_disagreement_turn_id_interview_turn"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_disagreement")),
        sa.UniqueConstraint("turn_id", name=op.f("uq_drill_disagreement_turn_id")),
    )


def _offers() -> None:
    op.create_table(
        "raise_offer",
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("offered_at", Instant(), nullable=False),
        sa.Column("settled_at", Instant(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["turn_id"], ["interview_turn.id"], name=op.f("fk_raise_offer_turn_id_interview_turn")
        ),
        sa.PrimaryKeyConstraint("turn_id", name=op.f("pk_raise_offer")),
    )
