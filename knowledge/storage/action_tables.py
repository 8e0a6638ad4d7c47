"""Actions: corrective actions, audits, findings, evidence, registers and who changed what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.record_tables import Imported
from knowledge.storage.tables import Base


class LogRow(Base):
    """One change in the audit log. `id` counts from 1 without gaps.

    `digest` is of salt and payload, `link` of the row and the link before it (see
    knowledge.audit_log). `who` has no foreign key: the log outlives the people it names.
    """

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    previous: Mapped[str] = mapped_column(String(64))
    who: Mapped[int | None]
    logged_at: Mapped[datetime]
    what: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    link: Mapped[str] = mapped_column(String(64))


class LogPayload(Base):
    """What a row of the audit log is about; both are empty once it has been erased."""

    __tablename__ = "audit_log_payload"

    row_id: Mapped[int] = mapped_column(ForeignKey("audit_log.id"), primary_key=True)
    salt: Mapped[str | None] = mapped_column(String(64))
    payload: Mapped[str | None] = mapped_column(Text)


class LogHead(Base):
    """The newest row of the audit log, kept apart from it. `seal` is made with the log's key."""

    __tablename__ = "audit_log_head"

    name: Mapped[str] = mapped_column(String(12), primary_key=True)
    position: Mapped[int]
    link: Mapped[str] = mapped_column(String(64))
    seal: Mapped[str] = mapped_column(String(64))


class StageLimit(Base):
    """A company's own limit for a stage of corrective action; without a row it is the default."""

    __tablename__ = "stage_limit"

    stage: Mapped[str] = mapped_column(String(40), primary_key=True)
    working_days: Mapped[int]


class RegisterMaster(Base):
    """Where a register is kept; without a row it is a file."""

    __tablename__ = "register_master"

    register: Mapped[str] = mapped_column(String(20), primary_key=True)
    master: Mapped[str] = mapped_column(String(12))


class RegisterReport(Base):
    """What a person reported about an item of a register that is kept in a file.

    waiting → confirmed | contradicted (and back, as imports say) | dismissed. `stated` is what the
    file said instead.
    """

    __tablename__ = "register_report"
    __table_args__ = (Index("ix_register_report_item", "register", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(20))
    item: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    payload: Mapped[dict[str, Any]]
    reported_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    stated: Mapped[dict[str, Any] | None]
    settled_at: Mapped[datetime | None]
    dismissed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None] = mapped_column(Text)


class Evidence(Base):
    """What proves that something was done. Rows are added; `corrects_id` is the one before.

    `subject` and `item` say what it proves ("training", "T-0412"). `system`, `identifier` and
    `dated_on` are a record reference; `assessor_id` observed it, or held the session of
    `attended` (ids of people). `file_hash` is the SHA-256 under which the file is kept.
    """

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_item", "subject", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(20))
    item: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    performed_on: Mapped[date]
    recorded_on: Mapped[date]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    file_hash: Mapped[str | None] = mapped_column(String(64))
    file_name: Mapped[str | None] = mapped_column(Text)
    system: Mapped[str | None] = mapped_column(Text)
    identifier: Mapped[str | None] = mapped_column(Text)
    dated_on: Mapped[date | None]
    assessor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    attended: Mapped[list[Any] | None]
    note: Mapped[str | None] = mapped_column(Text)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"), unique=True)
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime | None]


class CorrectiveAction(Imported, Base):
    """A correction, corrective or preventive action as it stands; its history is `action_step`.

    `fixed_on` is the date a certification body set, `first_due_on` the date before any extension.
    `follows_id` is the action that was not effective.
    """

    __tablename__ = "corrective_action"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(30))
    source_reference: Mapped[str | None] = mapped_column(Text)
    clause: Mapped[str | None] = mapped_column(String(20))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    description: Mapped[str] = mapped_column(Text)
    recorded_on: Mapped[date]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    closer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stage: Mapped[str] = mapped_column(String(24), index=True)
    fixed_on: Mapped[date | None]
    due_on: Mapped[date | None]
    first_due_on: Mapped[date | None]
    effectiveness_due_on: Mapped[date | None]
    lots_to_check: Mapped[int | None]
    lots_checked: Mapped[int | None]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("corrective_action.id"))


class ActionStep(Base):
    """One step of an action: what was done when, by whom, and who entered it when.

    Rows are added and never rewritten: the newest of a step counts. `owner_id` is who owned the
    action then, `done_by` ids of people.
    """

    __tablename__ = "action_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("corrective_action.id"), index=True)
    move: Mapped[str] = mapped_column(String(24))
    stage: Mapped[str] = mapped_column(String(24))
    done_on: Mapped[date]
    done_by: Mapped[list[Any]]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    facts: Mapped[dict[str, Any]]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime]


class ActionExtension(Base):
    """A later date that was asked for: asked → approved | declined."""

    __tablename__ = "action_extension"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("corrective_action.id"), index=True)
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_on: Mapped[date]
    from_on: Mapped[date]
    to_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_on: Mapped[date | None]
    answer: Mapped[str | None] = mapped_column(Text)


class Audit(Imported, Base):
    """An audit in the calendar. `teams` are codes, `clauses` numbers or ranges as written.

    `lead_auditor` and `second_auditor` are names; the ids are set where they work here.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(24))
    planned_from: Mapped[date]
    planned_to: Mapped[date]
    first_planned_from: Mapped[date]
    performed_from: Mapped[date | None]
    performed_to: Mapped[date | None]
    site: Mapped[str | None] = mapped_column(String(120))
    teams: Mapped[list[Any]]
    clauses: Mapped[list[Any]]
    scope: Mapped[str] = mapped_column(Text)
    lead_auditor: Mapped[str | None] = mapped_column(Text)
    lead_auditor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    second_auditor: Mapped[str | None] = mapped_column(Text)
    second_auditor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(12))
    note: Mapped[str | None] = mapped_column(Text)


class AuditFinding(Imported, Base):
    """A finding of an internal audit or of the certification body.

    `audit` is the number or name of its audit as written: findings of the certification body go
    back to before the calendar. `action` is the number of the corrective action it led to.
    `answer_due_on` to `accepted_on` are the certification body's.
    """

    __tablename__ = "audit_finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    external: Mapped[bool]
    audit: Mapped[str] = mapped_column(String(120), index=True)
    grade: Mapped[str] = mapped_column(String(24))
    clause: Mapped[str | None] = mapped_column(String(20), index=True)
    team: Mapped[str | None] = mapped_column(String(60))
    site: Mapped[str | None] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_on: Mapped[date]
    due_on: Mapped[date | None]
    first_due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(24))
    action: Mapped[str | None] = mapped_column(String(60))
    answer_due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    note: Mapped[str | None] = mapped_column(Text)


class ManagementReview(Imported, Base):
    """A management review. `inputs` maps the letter of an input to what was said, or None."""

    __tablename__ = "management_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    held_on: Mapped[date | None]
    planned_on: Mapped[date]
    first_planned_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(12))
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    present: Mapped[list[Any]]
    inputs: Mapped[dict[str, Any]]
    missing: Mapped[list[Any]]


class ReviewDecision(Base):
    """What a management review decided, who does it and by when."""

    __tablename__ = "review_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("management_review.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
