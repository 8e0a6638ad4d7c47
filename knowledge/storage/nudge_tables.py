"""Nudges: what was planned, snoozed, promised and muted."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class Nudge(Base):
    """The one message of a person's day, or one printed where there is no account.

    planned → queued → sent | missed; or listed. `day` is local. `kind`: day, or digest, whose
    `week` is its Monday. It may go out from `due_at` until `until_at`; `key` is its delivery's.
    """

    __tablename__ = "nudge"
    __table_args__ = (
        UniqueConstraint("person_id", "day"),
        UniqueConstraint("person_id", "week", name="uq_nudge_week"),
        Index("ix_nudge_state", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(12))
    week: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12))
    planned_at: Mapped[datetime]
    due_at: Mapped[datetime]
    until_at: Mapped[datetime]
    key: Mapped[str | None] = mapped_column(String(64), index=True)


class NudgeLine(Base):
    """One item in a message, by which step of which rule.

    `person_id` is told, `for_id` is who was meant: a stand-in's line is for somebody away, and
    None is the quality team. `audience`: owner, lead or quality. `step_on` is the step's day.
    """

    __tablename__ = "nudge_line"
    __table_args__ = (UniqueConstraint("item", "step", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    nudge_id: Mapped[int] = mapped_column(ForeignKey("nudge.id"), index=True)
    item: Mapped[str] = mapped_column(String(400))
    kind: Mapped[str] = mapped_column(String(24))
    step: Mapped[str] = mapped_column(String(60))
    rule: Mapped[str] = mapped_column(String(40))
    audience: Mapped[str] = mapped_column(String(12))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    step_on: Mapped[date]
    due_on: Mapped[date | None]


class NudgedItem(Base):
    """An item that somebody was told about. `settled_at`: since when nobody has to be any more;
    `back_on`: the day on which it came back after that."""

    __tablename__ = "nudged_item"
    __table_args__ = (Index("ix_nudged_item_settled_at", "settled_at"),)

    item: Mapped[str] = mapped_column(String(400), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    told_on: Mapped[date]
    settled_at: Mapped[datetime | None]
    back_on: Mapped[date | None]


class NudgeHold(Base):
    """A promise or a snooze: its person hears nothing of the item until then.

    `kind`: promise, snooze, or today, a promise for an hour of the same day, which is kept once
    the coach was back then.
    """

    __tablename__ = "nudge_hold"
    __table_args__ = (Index("ix_nudge_hold_item", "item", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(String(400))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(12))
    until_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(Text)
    made_at: Mapped[datetime]


class NudgeRequest(Base):
    """Asked of somebody: more time, or to take an item over. asked → approved | declined.

    `from_id` is whose it was then (None: the quality team's), `other_id` whose it shall be.
    `reference` is the id of the corrective action's own extension, where there is one.
    """

    __tablename__ = "nudge_request"
    __table_args__ = (Index("ix_nudge_request_item", "item", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item: Mapped[str] = mapped_column(String(400))
    kind: Mapped[str] = mapped_column(String(12))
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    to_on: Mapped[date | None]
    from_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
    reference: Mapped[int | None]


class NudgeMute(Base):
    """Somebody wants no reminders of this kind before their due day."""

    __tablename__ = "nudge_mute"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    muted_at: Mapped[datetime]


class NudgePause(Base):
    """A day without messages, such as that of an audit."""

    __tablename__ = "nudge_pause"

    day: Mapped[date] = mapped_column(primary_key=True)
    paused_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    paused_at: Mapped[datetime]


class QuietTime(Base):
    """When somebody doesn't want to be disturbed, as Slack says."""

    __tablename__ = "quiet_time"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]
