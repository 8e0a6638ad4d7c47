"""What came in and what has to go out. Rows change state; the columns say which and since when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class InboxJob(Base):
    """Something that came in and has to be worked: pending, working, done or failed.

    `event_id` is the sender's name for the delivery, `subject` what it is about: two deliveries
    about one message are one job. `attempt` is the fence: only the latest may finish the job.
    """

    __tablename__ = "inbox_job"
    __table_args__ = (
        UniqueConstraint("team", "event_id"),
        UniqueConstraint("team", "subject", name="uq_inbox_job_subject"),
        Index("ix_inbox_job_state", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(40))
    event_id: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str | None] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(12))
    due_at: Mapped[datetime]
    attempt: Mapped[int]
    owner: Mapped[str | None] = mapped_column(String(120))
    received_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    trouble: Mapped[str | None] = mapped_column(Text)


class Delivery(Base):
    """Something that has to reach a person once: ids and a kind, rendered when it is sent.

    pending → sending → sent | ambiguous | dead | cancelled. `due_at` is when the row may next be
    touched: sent if pending, looked up if sending or ambiguous (lease and quarantine are over).
    `attempt` is the fence: only the latest may change the row. `after` is the key of what is
    to be settled before.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_due", "state", "lane", "due_at"),
        Index("ix_delivery_conversation", "team", "person", "conversation"),
        Index("ix_delivery_message", "conversation", "message"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    team: Mapped[str] = mapped_column(String(40))
    person: Mapped[str | None] = mapped_column(String(40))
    conversation: Mapped[str | None] = mapped_column(String(40))
    thread: Mapped[str | None] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[dict[str, Any]]
    after: Mapped[str | None] = mapped_column(String(64))
    lane: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    attempt: Mapped[int]
    failures: Mapped[int]
    owner: Mapped[str | None] = mapped_column(String(120))
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    first_attempt_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    message: Mapped[str | None] = mapped_column(String(40))
    trouble: Mapped[str | None] = mapped_column(Text)


class Conversation(Base):
    """Where a person's direct messages are, opened once and kept so that they can be searched."""

    __tablename__ = "conversation"

    team: Mapped[str] = mapped_column(String(40), primary_key=True)
    person: Mapped[str] = mapped_column(String(40), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(40))


class Pace(Base):
    """When something that is sent at a limited rate may be sent next (see bot.budget)."""

    __tablename__ = "pace"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    free_at: Mapped[datetime]


class InstallationSecret(Base):
    """A secret made once per database, such as the one that keys are derived with."""

    __tablename__ = "installation_secret"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(64))
