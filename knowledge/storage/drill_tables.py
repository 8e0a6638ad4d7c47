"""Drills: questions, interviews, answers, campaigns and what people objected to or raised."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class DrillQuestion(Base):
    """A question from a passage (document) or brought by the company (own).

    proposed → approved → retired, or declined. `key` says what it was made of, so that the same
    is made once. `sentence` is the one that obliges; `who` is the role as the sentence names it, or
    the id that the company gave an own question.
    """

    __tablename__ = "drill_question"
    __table_args__ = (
        Index("ix_drill_question_state", "state", "source"),
        Index("ix_drill_question_passage_id", "passage_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    source: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(12))
    role: Mapped[str | None] = mapped_column(String(40))
    who: Mapped[str | None] = mapped_column(Text)
    clause: Mapped[str | None] = mapped_column(String(20))
    edition: Mapped[str | None] = mapped_column(String(40))
    parts: Mapped[list[Any]]
    key_points: Mapped[list[Any]]
    why_asked: Mapped[str] = mapped_column(Text)
    hint: Mapped[str] = mapped_column(Text)
    passage_id: Mapped[int | None] = mapped_column(ForeignKey("passage.id"))
    sentence: Mapped[str | None] = mapped_column(Text)
    version: Mapped[str] = mapped_column(String(40))
    made_at: Mapped[datetime]
    approved_by: Mapped[str | None] = mapped_column(Text)
    approved_on: Mapped[date | None]
    retired_at: Mapped[datetime | None]
    retired_why: Mapped[str | None] = mapped_column(Text)


class DrillCampaign(Base):
    """A drill that a team is asked to do by a day. Who has done it is seen, never how.

    `team_id` None is everybody; `clauses` none is what an auditor would ask; `questions` are ids
    of questions that come first.
    """

    __tablename__ = "drill_campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    clauses: Mapped[list[Any]]
    questions: Mapped[list[Any]]
    length: Mapped[int]
    opens_on: Mapped[date]
    due_on: Mapped[date]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Interview(Base):
    """One drill of one person: created → asking ⇄ paused → finished | stopped.

    `plan` holds the questions to draw from, as they were on the day it began; `seed` makes the
    choice reproducible. `process` is in the person's words. `conversation` and `thread` are where
    it is held, None in the terminal.
    """

    __tablename__ = "interview"
    __table_args__ = (
        Index("ix_interview_person", "person_id", "state"),
        Index("ix_interview_thread", "conversation", "thread"),
        Index("ix_interview_campaign_id", "campaign_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("drill_campaign.id"))
    role: Mapped[str] = mapped_column(String(40))
    process: Mapped[str | None] = mapped_column(Text)
    clauses: Mapped[list[Any]]
    edition: Mapped[str] = mapped_column(String(40))
    length: Mapped[int]
    mode: Mapped[str] = mapped_column(String(12))
    manner: Mapped[str] = mapped_column(String(12))
    seed: Mapped[int]
    plan: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(12))
    conversation: Mapped[str | None] = mapped_column(String(40))
    thread: Mapped[str | None] = mapped_column(String(40))
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]


class InterviewTurn(Base):
    """Something the coach says in an interview, written down before it is delivered.

    `kind`: question, follow-up or closing; `key` names it within its interview, so that nothing is
    asked twice; `follows_id` is the question that a follow-up belongs to, `part` what it asks for.
    `state`: open → answered | skipped, and said for the closing. A question's `judgement` is of
    everything answered to it and its follow-ups; `judged` counts those answers.
    """

    __tablename__ = "interview_turn"
    __table_args__ = (
        UniqueConstraint("interview_id", "position"),
        UniqueConstraint("interview_id", "key", name="uq_interview_turn_key"),
        Index("ix_interview_turn_clause", "clause"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interview.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(160))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("interview_turn.id"))
    part: Mapped[str | None] = mapped_column(String(24))
    clause: Mapped[str | None] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    question: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    hinted_at: Mapped[datetime | None]
    explained_at: Mapped[datetime | None]
    judgement: Mapped[dict[str, Any] | None]
    judged: Mapped[int]
    judged_at: Mapped[datetime | None]


class InterviewAnswer(Base):
    """A message in reply to a turn; `message` is its name where it was written (Slack: `ts`).

    `files` are the names of what was shown; the files themselves are not kept.
    """

    __tablename__ = "interview_answer"
    __table_args__ = (
        UniqueConstraint("interview_id", "message"),
        Index("ix_interview_answer_turn_id", "turn_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interview.id"))
    turn_id: Mapped[int] = mapped_column(ForeignKey("interview_turn.id"))
    message: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    files: Mapped[list[Any]]
    given_at: Mapped[datetime]


class DrillDisagreement(Base):
    """A person's objection to a judgement: open → settled. `shown` is all that quality sees.

    `turn_id` is None once the interview has been erased.
    """

    __tablename__ = "drill_disagreement"

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("interview_turn.id"), unique=True)
    shown: Mapped[dict[str, Any]]
    said: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    made_at: Mapped[datetime]
    settled_by: Mapped[str | None] = mapped_column(Text)
    settled_at: Mapped[datetime | None]
    words: Mapped[str | None] = mapped_column(Text)


class RaiseOffer(Base):
    """The one offer to raise what an answer told of: offered → raised | declined.

    `reference` names what came of it; it stays None where it was raised without a name.
    """

    __tablename__ = "raise_offer"

    turn_id: Mapped[int] = mapped_column(ForeignKey("interview_turn.id"), primary_key=True)
    draft: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    offered_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    named: Mapped[bool | None]
    reference: Mapped[str | None] = mapped_column(Text)
