"""Whose question is whose: an operator is not asked what a buyer has to know."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from knowledge.interviews.pool import pool
from knowledge.interviews.roles import role_of
from knowledge.interviews.starting import Library
from knowledge.storage.drill_tables import DrillQuestion
from knowledge.storage.record_tables import Person, Team
from tests.knowledge.interviews.firm import Firm
from tests.knowledge.people.building import add_person, add_team
from tests.knowledge.training.building import add_assignment, add_course

ASKED = "Handling, “Keeping”: where are gauges kept?"


def questions_for(firm: Firm, person: Person, role: str) -> list[str]:
    library = Library()
    with firm.database.read() as session:
        found = pool(
            session, library.roles, library.packs, role=role, edition="2015", person=person
        )
    return [one.text for one in found if one.source == "document"]


def mine_and_approve(firm: Firm) -> None:
    firm.mine()
    with firm.database.begin() as session:
        session.execute(update(DrillQuestion).values(state="approved"))


def write_keeping(firm: Firm, **facts: str) -> None:
    firm.write(
        "QP-0013", "## 4 Keeping\n\nGauges are kept in their boxes.", title="Handling", **facts
    )
    mine_and_approve(firm)


def add(firm: Firm, name: str, job: str, team: str, **facts: object) -> Person:
    with firm.database.begin() as session:
        return add_person(session, name, job_title=job, team_id=_team(session, team), **facts)


def _team(session: Session, code: str) -> int:
    known = session.query(Team).filter_by(code=code).first()
    return (known or add_team(session, code)).id


def test_a_document_without_owner_and_readers_is_everybodys(firm: Firm) -> None:
    write_keeping(firm)

    assert questions_for(firm, add(firm, "Rob Yates", "Assembler", "ASM"), "operator") == [ASKED]


@pytest.mark.parametrize("owner", ["Sofia Brandt", "S. Brandt", "Purchasing lead"])
def test_the_document_of_another_team_is_not_asked_about(firm: Firm, owner: str) -> None:
    write_keeping(firm, owner=owner)
    add(firm, "Sofia Brandt", "Purchasing lead", "PUR")
    peter = add(firm, "Peter Hollis", "Buyer", "PUR")
    rob = add(firm, "Rob Yates", "Assembler", "ASM")

    assert questions_for(firm, peter, "purchasing") == [ASKED]
    assert questions_for(firm, rob, "operator") == []


def test_who_has_to_read_a_document_is_asked_about_it(firm: Firm) -> None:
    write_keeping(firm, owner="Sofia Brandt")
    rob = add(firm, "Rob Yates", "Assembler", "ASM")
    with firm.database.begin() as session:
        add_assignment(session, session.merge(rob), document="QP-0013", revision="A")

    assert questions_for(firm, rob, "operator") == [ASKED]


def test_a_course_tells_of_what_its_title_names_alone(firm: Firm) -> None:
    """The induction is held on the same procedure, and is about something else."""
    write_keeping(firm, owner="Sofia Brandt")
    rob, ann = add(firm, "Rob Yates", "Assembler", "ASM"), add(firm, "Ann Lee", "Assembler", "ASM")
    with firm.database.begin() as session:
        gauges = add_course(session, "C-11", "Gauges: use", document="QP-0013")
        induction = add_course(session, "C-01", "Induction", document="QP-0013")
        add_assignment(session, session.merge(rob), course_id=gauges.id)
        add_assignment(session, session.merge(ann), course_id=induction.id)

    assert questions_for(firm, rob, "operator") == [ASKED]
    assert questions_for(firm, ann, "operator") == []


def test_a_lead_is_asked_what_leads_do_but_not_what_another_area_does(firm: Firm) -> None:
    firm.write(
        "QM-01",
        "## 4 Roles\n\n| Role | Responsible for |\n|---|---|\n"
        "| Machining lead | Machining and its programs |\n"
        "| Surface treatment lead | Pickling and its chemicals |\n"
        "| Shift lead | Talks about quality each month |\n",
        title="Handbook",
    )
    mine_and_approve(firm)
    gareth = add(firm, "Gareth Pugh", "Machining lead", "MAC")

    assert questions_for(firm, gareth, "supervisor") == [
        "Handbook: what is the machining lead responsible for?",
        "Handbook: what is the shift lead responsible for?",
    ]


def test_what_a_named_person_does_is_asked_of_them_and_their_team(firm: Firm) -> None:
    write_keeping(firm)
    firm.write(
        "QP-0023", "## 2 Access\n\nLeo Fenn checks the rights twice a year.", title="Software"
    )
    leo = add(firm, "Leo Fenn", "IT administrator", "ITS")
    mia = add(firm, "Mia Fox", "IT administrator", "LIN")
    mine_and_approve(firm)
    asked = "Software, “Access”: who checks the rights, and how often?"

    assert asked in questions_for(firm, leo, "it")
    assert asked not in questions_for(firm, mia, "it")


@pytest.mark.parametrize(
    ("job", "role"),
    [
        ("Assembly fitter", "operator"),
        ("Manifold fitter", "operator"),
        ("Maintenance fitter", "maintenance"),
        ("CNC setter", "operator"),
        ("Order processor", "sales"),
        ("Machining lead", "supervisor"),
        ("Office administrator", None),
    ],
)
def test_a_job_has_the_role_whose_work_it_is(job: str, role: str | None) -> None:
    assert role_of(job) == role
