"""Expertise: feedback, wrong answers, questions to the quality team, approved answers.

Columns named `person`, `judged_by` and the like hold accounts of the workspace, not ids of the
people register: whoever asks need not be in it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class AnswerRating(Base):
    """What a person says of an answer: the latest word. The name is dropped after 90 days."""

    __tablename__ = "answer_rating"
    __table_args__ = (UniqueConstraint("answer_id", "team", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id"))
    team: Mapped[str] = mapped_column(String(40))
    person: Mapped[str | None] = mapped_column(String(40))
    helpful: Mapped[bool]
    reason: Mapped[str | None] = mapped_column(String(20))
    comment: Mapped[str] = mapped_column(Text)
    rated_at: Mapped[datetime]


class WrongReport(Base):
    """An answer that somebody says is wrong: open, then judged right, unclear or wrong.

    `conversation` and `thread` are where the reporter is told; without them, directly.
    """

    __tablename__ = "wrong_report"
    __table_args__ = (
        UniqueConstraint("answer_id", "team", "person"),
        Index("ix_wrong_report_state", "state", "reported_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id"))
    team: Mapped[str] = mapped_column(String(40))
    person: Mapped[str | None] = mapped_column(String(40))
    conversation: Mapped[str | None] = mapped_column(String(40))
    thread: Mapped[str | None] = mapped_column(String(40))
    comment: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    judged_by: Mapped[str | None] = mapped_column(String(40))
    judged_at: Mapped[datetime | None]
    words: Mapped[str | None] = mapped_column(Text)
    escalated_at: Mapped[datetime | None]


class Fault(Base):
    """The coach's own fault log: an answer that was wrong, and what is right.

    `question_key` are the question's stems. Until `lifted_at`, the withdrawn passages do not
    answer this question again.
    """

    __tablename__ = "fault"
    __table_args__ = (Index("ix_fault_lifted_at", "lifted_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("wrong_report.id"), unique=True)
    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id"))
    question: Mapped[str] = mapped_column(Text)
    question_key: Mapped[str] = mapped_column(Text)
    correction: Mapped[str] = mapped_column(Text)
    document: Mapped[str | None] = mapped_column(Text)
    found_by: Mapped[str] = mapped_column(String(40))
    found_at: Mapped[datetime]
    lifted_by: Mapped[str | None] = mapped_column(String(40))
    lifted_at: Mapped[datetime | None]
    lifted_why: Mapped[str | None] = mapped_column(Text)


class WithdrawnQuote(Base):
    """A passage that answered a question wrongly; `digest` finds it in another reading too."""

    __tablename__ = "withdrawn_quote"

    fault_id: Mapped[int] = mapped_column(ForeignKey("fault.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)


class WithdrawnAnswer(Base):
    """An answer that was given and is withdrawn."""

    __tablename__ = "withdrawn_answer"

    answer_id: Mapped[str] = mapped_column(ForeignKey("answer.id"), primary_key=True)
    fault_id: Mapped[int] = mapped_column(ForeignKey("fault.id"), index=True)


class ChangeRequest(Base):
    """A document is to be changed: it was unclear, or is silent on what had to be answered.

    `revision` is the one in force when it was opened. `closed_by` None: by a new revision.
    """

    __tablename__ = "change_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("wrong_report.id"))
    opened_by: Mapped[str] = mapped_column(String(40))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(40))
    closed_why: Mapped[str | None] = mapped_column(Text)


class Referral(Base):
    """A question to the quality team: open, answered, closed. `found` is what the documents gave.

    `person` and `answer_id` are kept only where the asker gave the name: an answer leads to
    whoever asked for it.
    """

    __tablename__ = "referral"
    __table_args__ = (Index("ix_referral_state", "state", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(20))
    found: Mapped[list[Any]]
    answer_id: Mapped[str | None] = mapped_column(ForeignKey("answer.id"))
    person: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class ReplyAddress(Base):
    """Where the reply to a question goes. Kept apart from it, and dropped at `kept_until`."""

    __tablename__ = "reply_address"

    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), primary_key=True)
    team: Mapped[str] = mapped_column(String(40))
    person: Mapped[str] = mapped_column(String(40))
    conversation: Mapped[str | None] = mapped_column(String(40))
    thread: Mapped[str | None] = mapped_column(String(40))
    kept_until: Mapped[datetime]


class ReferralReply(Base):
    """What the quality team replied; `message` is the reply's own place in the card's thread."""

    __tablename__ = "referral_reply"
    __table_args__ = (UniqueConstraint("referral_id", "message"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"))
    person: Mapped[str] = mapped_column(String(40))
    message: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime]


class ApprovedAnswer(Base):
    """One revision of an approved answer: proposed, approved, on review, replaced or retired.

    `approver_name` is the name as it stood at approval, which is what is printed.
    """

    __tablename__ = "approved_answer"
    __table_args__ = (UniqueConstraint("number", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    revision: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), index=True)
    question: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(Text)
    interim: Mapped[bool]
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id"))
    author: Mapped[str] = mapped_column(String(40))
    proposed_at: Mapped[datetime]
    approver: Mapped[str | None] = mapped_column(String(40))
    approver_name: Mapped[str | None] = mapped_column(Text)
    approved_at: Mapped[datetime | None]
    effective_on: Mapped[date]
    expires_on: Mapped[date]
    reviewed_at: Mapped[datetime | None]


class ApprovedCitation(Base):
    """A passage that an approved answer explains."""

    __tablename__ = "approved_citation"

    approved_id: Mapped[int] = mapped_column(ForeignKey("approved_answer.id"), primary_key=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"), primary_key=True)


class QuestionVector(Base):
    """The vector of a question that later ones are held against (float16, unit length).

    `digest` is of the question's text, `model` of the model's identity.
    """

    __tablename__ = "question_vector"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    model: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes]
