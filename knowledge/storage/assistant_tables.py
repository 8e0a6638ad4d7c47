"""Asking in Slack: who asked what where, and what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class Turn(Base):
    """A question asked somewhere and what became of it. The name is dropped after 90 days.

    `way` is direct, mention, follow_up, command or shortcut; `outcome` that of the answer
    (answered, nearest, not_found), or other_language, refused, unread (a file alone) or pilot.
    `message` is its timestamp in Slack, None for a command; `understood` is the question that was
    looked up where it leaned on earlier ones. `private`: only the asker saw the reply.
    """

    __tablename__ = "turn"
    __table_args__ = (
        Index("ix_turn_thread", "team", "conversation", "thread"),
        Index("ix_turn_person", "team", "person", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(40))
    conversation: Mapped[str] = mapped_column(String(40))
    thread: Mapped[str | None] = mapped_column(String(40))
    message: Mapped[str | None] = mapped_column(String(40))
    person: Mapped[str | None] = mapped_column(String(40))
    asked_at: Mapped[datetime]
    way: Mapped[str] = mapped_column(String(20))
    private: Mapped[bool]
    typed: Mapped[str] = mapped_column(Text)
    understood: Mapped[str | None] = mapped_column(Text)
    answer_id: Mapped[str | None] = mapped_column(ForeignKey("answer.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(20))
