"""A small site with a lead, quality, and somebody with something to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from knowledge import deliveries, nudges
from knowledge.nudges import NudgeContent, Rules
from knowledge.storage.action_tables import CorrectiveAction
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.drill_tables import DrillCampaign, Interview
from knowledge.storage.nudge_tables import Nudge
from knowledge.storage.record_tables import Person, TrainingAssignment
from tests.knowledge.people.building import add_person, add_site
from tests.knowledge.training.building import add_assignment

TEAM = "T0COMPANY"
RULES = Rules()


def at(day: str, clock: str = "08:00") -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC)


@dataclass(frozen=True)
class Crew:
    """Leo works 9 to 5 in London for Aisha; Priya and her deputy Daniel are the quality team."""

    leo: Person
    aisha: Person
    priya: Person
    daniel: Person


def add_crew(session: Session, **facts: Any) -> Crew:
    """Leo's facts can be given. 25 December is a holiday."""
    site = add_site(session, holidays=(date(2026, 12, 25),))

    def add(name: str, **given: Any) -> Person:
        account = f"U{name.split()[0].upper()}"
        return add_person(session, name, **{"site_id": site.id, "slack_account": account, **given})

    helen = add("Helen Marsh", roles=["employee", "top management"])
    priya = add("Priya Nair", roles=["employee", "quality"], lead_id=helen.id)
    daniel = add("Daniel Okafor", roles=["employee", "quality", "deputy"], lead_id=priya.id)
    aisha = add("Aisha Rahman", lead_id=helen.id)
    leo = add("Leo Fenn", lead_id=aisha.id, **facts)
    return Crew(leo, aisha, priya, daniel)


def add_due(session: Session, person: Person, due_on: str, **facts: Any) -> TrainingAssignment:
    """A document to read by a day."""
    given = {"document": "QP-0009", "revision": "F", "demand": "read", **facts}
    due = date.fromisoformat(due_on)
    return add_assignment(session, person, due_on=due, first_due_on=due, **given)


def add_action(session: Session, owner: Person, due_on: str, **facts: Any) -> CorrectiveAction:
    due = date.fromisoformat(due_on)
    given = {
        "number": "CAPA-2026-001",
        "title": "Leaking cap",
        "description": "A cap leaked at test.",
        "kind": "corrective",
        "source": "process",
        "recorded_on": date(2026, 9, 1),
        "stage": "cause found",
        "due_on": due,
        "first_due_on": due,
        **facts,
    }
    row = CorrectiveAction(owner_id=owner.id, **given)
    session.add(row)
    session.flush()
    return row


def plan(session: Session, now: datetime, rules: Rules = RULES) -> dict[str, list[str]]:
    """Plan, and say who is told by which rule; digests without lines are left out."""
    found = nudges.plan(session, now=now, rules=rules)
    names = {one.person_id: session.get_one(Person, one.person_id).name for one in found}
    return {
        names[one.person_id]: [line.step.rule for line in one.lines] for one in found if one.lines
    }


def tell(session: Session, now: datetime, rules: Rules = RULES) -> dict[str, list[str]]:
    """Plan, and take it that everything arrived."""
    planned = plan(session, now, rules)
    for row in session.query(Nudge).filter_by(state="planned"):
        row.state = "sent"
    session.flush()
    return planned


def send(session: Session, now: datetime, rules: Rules = RULES) -> dict[str, NudgeContent | None]:
    """Dispatch and render as a sender would; what is wanted counts as sent. By account."""
    found = nudges.dispatch(session, team=TEAM, secret=b"secret", now=now, rules=rules)
    shown = {}
    for wanted in found:
        deliveries.enqueue(session, wanted, now=now)
        content = nudges.still_wanted(session, wanted.subject["nudge"], now=now, rules=rules)
        row = session.query(Delivery).filter_by(key=wanted.key).one()
        row.state = "sent" if content else "cancelled"
        session.flush()
        shown[str(wanted.to.person)] = content
    return shown


def day_of(session: Session, now: datetime, rules: Rules = RULES) -> dict[str, list[str]]:
    """Plan and send: what each account was told, in words."""
    plan(session, now, rules)
    return {
        account: [f"{line.item.id}: {line.why}" for line in content.lines]
        for account, content in send(session, now, rules).items()
        if content and content.lines
    }


def add_campaign(session: Session, opens_on: str, due_on: str, **facts: Any) -> DrillCampaign:
    """A drill of three questions that everybody is asked to do."""
    given = {
        "title": "Before March",
        "team_id": None,
        "clauses": [],
        "questions": [],
        "length": 3,
        "made_at": at(opens_on, "00:00"),
        **facts,
    }
    row = DrillCampaign(
        opens_on=date.fromisoformat(opens_on), due_on=date.fromisoformat(due_on), **given
    )
    session.add(row)
    session.flush()
    return row


def add_interview(
    session: Session, person: Person, campaign: DrillCampaign, state: str, on: datetime
) -> Interview:
    row = Interview(
        person_id=person.id, campaign_id=campaign.id, role="operator", clauses=[],
        edition="2015", length=3, mode="practice", manner="calm", seed=1, plan=["a question"],
        state=state, started_at=on, touched_at=on,
        finished_at=on if state in ("finished", "stopped") else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
