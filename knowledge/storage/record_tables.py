"""Records: people, teams, training and what a revision asks to be read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.tables import Base


class Imported:
    """A row that a file keeps. `series` names the file it was last seen in, without figures;
    `gone_on` is the day since which that file no longer lists it."""

    series: Mapped[str | None] = mapped_column(Text, index=True)
    gone_on: Mapped[date | None]


class Site(Imported, Base):
    """A place of work. `calendar` names its holidays, `zone` its clock."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    zone: Mapped[str] = mapped_column(String(60))
    calendar: Mapped[str | None] = mapped_column(String(40))
    country: Mapped[str | None] = mapped_column(String(60))
    language: Mapped[str | None] = mapped_column(String(12))


class Holiday(Imported, Base):
    """A day on which the sites of a calendar don't work."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("calendar", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    name: Mapped[str | None] = mapped_column(Text)


class ShiftPattern(Imported, Base):
    """When a shift works. `weekdays`: 0 is Monday. `weeks`: one period a week of the rota.

    A period is ["22:00", "06:00"]; one that ends before it starts ends on the next day. A rota of
    several weeks counts them from `first_monday`.
    """

    __tablename__ = "shift_pattern"
    __table_args__ = (UniqueConstraint("site_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    name: Mapped[str] = mapped_column(String(60))
    weekdays: Mapped[list[Any]]
    weeks: Mapped[list[Any]]
    first_monday: Mapped[date | None]


class Team(Imported, Base):
    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str | None] = mapped_column(Text)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))


class Person(Imported, Base):
    """Somebody who works here, as the people register says.

    `slack_name` is the account as the register names it, `slack_account` the one it was matched
    with. `roles` are rights (see knowledge.access.Role), `qms_roles` the company's own words.
    `hours` is the register's text; `leaves_on` is the last day of work.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    slack_name: Mapped[str | None] = mapped_column(String(254))
    slack_account: Mapped[str | None] = mapped_column(String(40), index=True)
    job_title: Mapped[str | None] = mapped_column(Text)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    qms_roles: Mapped[list[Any]] = mapped_column(default=list)
    roles: Mapped[list[Any]] = mapped_column(default=list)
    zone: Mapped[str | None] = mapped_column(String(60))
    shift: Mapped[str | None] = mapped_column(String(60))
    hours: Mapped[str | None] = mapped_column(Text)
    starts_on: Mapped[date | None]
    leaves_on: Mapped[date | None]


class TeamLead(Base):
    """Who leads a team, and who stands in. Apart from `team`, which people point to."""

    __tablename__ = "team_lead"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Absence(Base):
    """A leave or another absence, both days included."""

    __tablename__ = "absence"
    __table_args__ = (UniqueConstraint("person_id", "first_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]


class RightGrant(Base):
    """A right given beyond what the register says. `granted_by` None: by the settings."""

    __tablename__ = "right_grant"
    __table_args__ = (Index("ix_right_grant_person", "person_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(20))
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]


class Course(Imported, Base):
    """What people are trained in. `may_not` says what nobody may do without it."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(40), default="course")
    critical: Mapped[bool] = mapped_column(default=False)
    validity_months: Mapped[int | None]
    notice_days: Mapped[int | None]
    days_to_complete: Mapped[int | None]
    may_not: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[str | None] = mapped_column(Text)
    document: Mapped[str | None] = mapped_column(String(120))
    given_by: Mapped[str | None] = mapped_column(Text)


class TrainingRequirement(Imported, Base):
    """One cross of the matrix: who needs a course, or has to read a document.

    `team` None is every team, `job_title` None everybody in it; `qms_role` goes across teams.
    """

    __tablename__ = "training_requirement"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(400), unique=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    job_title: Mapped[str | None] = mapped_column(Text)
    qms_role: Mapped[str | None] = mapped_column(Text)
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    document: Mapped[str | None] = mapped_column(String(120))


class TrainingAssignment(Imported, Base):
    """Something a person has to be trained in or to read: a course, or a document's revision.

    `kind`: first, requalification or reading. `demand` says what a reading takes: read, or
    training (with a check).
    """

    __tablename__ = "training_assignment"
    __table_args__ = (Index("ix_training_assignment_reading", "document", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    course_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"))
    document: Mapped[str | None] = mapped_column(String(120))
    revision: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(20))
    demand: Mapped[str] = mapped_column(String(12), default="training")
    assigned_on: Mapped[date | None]
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    first_due_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)


class TrainingCompletion(Base):
    """What came of an assignment. Rows are added; `corrected_by_id` points to what replaced one.

    `result`: passed, failed, acknowledged or attended. A completion counts once `accepted_on` is
    set. `evidence_id` is a row of the evidence store, `evidence` what the file says of it.
    """

    __tablename__ = "training_completion"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("training_assignment.id"), index=True)
    result: Mapped[str] = mapped_column(String(20))
    performed_on: Mapped[date]
    recorded_on: Mapped[date]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    assessor: Mapped[str | None] = mapped_column(Text)
    valid_until: Mapped[date | None]
    evidence: Mapped[str | None] = mapped_column(Text)
    evidence_id: Mapped[int | None]
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accepted_on: Mapped[date | None]
    corrected_by_id: Mapped[int | None] = mapped_column(ForeignKey("training_completion.id"))


class ReadingChoice(Base):
    """What the owner of a document chose for a revision: none, read or training with a check."""

    __tablename__ = "reading_choice"

    document: Mapped[str] = mapped_column(String(120), primary_key=True)
    revision: Mapped[str] = mapped_column(String(60), primary_key=True)
    choice: Mapped[str] = mapped_column(String(12))
    editorial: Mapped[bool]
    effective_on: Mapped[date | None]
    chosen_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    chosen_at: Mapped[datetime]


class ImportRun(Base):
    """One import that changed something or found nothing to change."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(20))
    files: Mapped[list[Any]]
    imported_at: Mapped[datetime]
    counts: Mapped[dict[str, Any]]
