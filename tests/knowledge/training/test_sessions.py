from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from knowledge import audit_log, people, registers, training
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.record_tables import Course, Person, TeamLead, TrainingCompletion
from knowledge.training import Recorded
from tests.knowledge.people.building import NOW, TODAY, add_person, add_team
from tests.knowledge.training.building import (
    add_assignment,
    add_course,
    add_critical,
    add_result,
)

WHEN = {"today": TODAY, "now": NOW}
TORQUE = "course:C-05"


@dataclass
class Shop:
    """Aisha leads Rob and Karen; the torque course is assigned to Rob alone."""

    aisha: Person
    rob: Person
    karen: Person
    torque: Course


@pytest.fixture
def shop(session: Session) -> Shop:
    aisha = add_person(session, "Aisha Rahman", roles=["lead"])
    rob = add_person(session, "Rob Yates", lead_id=aisha.id)
    karen = add_person(session, "Karen Muir", lead_id=aisha.id)
    registers.set_master(session, "training", "coach", who=None, now=NOW)
    torque = add_critical(session)
    add_assignment(session, rob, number="TA-0529", course_id=torque.id)
    return Shop(aisha, rob, karen, torque)


def held(
    session: Session, lead: Person, who: Sequence[Person], key: str = TORQUE, **facts: Any
) -> list[Recorded | None]:
    about = training.topic(session, key, people=None, today=TODAY)
    attended = training.attending(session, about, who, lead=lead, **WHEN)
    given: dict[str, Any] = {
        "trainer": "Priya Nair", "held_on": date(2026, 11, 12), "evidence": "signed list", **facts
    }  # fmt: skip
    return training.record_session(session, attended, lead=lead, **given, **WHEN)


def reading(session: Session, person: Person, **facts: Any) -> None:
    add_assignment(session, person, document="WI-103", revision="C", **facts)


def test_a_session_has_trainer_day_list_and_who_recorded_it(session: Session, shop: Shop) -> None:
    [recorded] = held(session, shop.aisha, [shop.rob], able=True)

    assert recorded is not None
    assert recorded.completion is not None
    done = recorded.completion
    assert (done.result, done.assessor, done.performed_on, done.recorded_on, done.evidence) == (
        "passed", "Priya Nair", date(2026, 11, 12), TODAY, "signed list",
    )  # fmt: skip
    assert (done.recorded_by, done.accepted_by) == (shop.aisha.id, shop.aisha.id)
    assert audit_log.entries(session)[-1].what == "training: session"
    assert training.barred(session, shop.rob, today=TODAY) == []


def test_a_reading_is_explained_in_a_session_too(session: Session, shop: Shop) -> None:
    reading(session, shop.rob, number="TA-0700", demand="read")

    [recorded] = held(session, shop.aisha, [shop.rob], "reading:WI-103 C")

    assert recorded is not None
    assert recorded.state == "done"
    open_now = training.open_items(session, today=TODAY, person=shop.rob)
    assert [item.id for item in open_now] == ["TA-0529"]


def test_who_was_not_assigned_is_assigned_where_the_coach_keeps_the_register(
    session: Session, shop: Shop
) -> None:
    recorded = held(session, shop.aisha, [shop.rob, shop.karen])

    numbers = [one.assignment.number for one in recorded if one is not None]
    assert numbers == ["TA-0529", f"C-05-{shop.karen.number}-20261116"]


def test_who_was_not_assigned_is_reported_by_course_and_person_where_a_file_does(
    session: Session, shop: Shop
) -> None:
    registers.set_master(session, "training", "file", who=None, now=NOW)

    assert held(session, shop.aisha, [shop.karen]) == [None]

    [row] = registers.waiting(session, "training")
    assert (row.item, row.what, row.reported_by, row.payload) == (
        f"C-05 of {shop.karen.number}", "attended", shop.aisha.id, {"performed_on": "2026-11-12"},
    )  # fmt: skip


def test_a_lapse_that_was_reported_in_a_session_waits(session: Session, shop: Shop) -> None:
    registers.set_master(session, "training", "file", who=None, now=NOW)
    before = add_assignment(session, shop.karen, course_id=shop.torque.id)
    add_result(session, before, date(2023, 11, 1), valid_until=date(2026, 11, 1))

    held(session, shop.aisha, [shop.karen])

    [lapse] = training.open_items(session, today=TODAY, person=shop.karen)
    assert (lapse.id, lapse.state) == (f"C-05 of {shop.karen.number}", "reported")


@pytest.mark.parametrize("master", ["file", "coach"])
def test_nothing_is_recorded_twice(session: Session, shop: Shop, master: Any) -> None:
    registers.set_master(session, "training", master, who=None, now=NOW)
    held(session, shop.aisha, [shop.karen])

    with pytest.raises(NotAllowed) as refused:
        held(session, shop.aisha, [shop.karen])

    assert str(refused.value) == "C-05 Torque is recorded for Karen Muir already. Take them off."


def test_a_lead_records_no_session_of_others_or_their_own(session: Session, shop: Shop) -> None:
    uwe = add_person(session, "Uwe Hartmann", roles=["lead"])

    with pytest.raises(NotAllowed, match="Rob Yates is led by somebody else"):
        held(session, uwe, [shop.rob])
    with pytest.raises(NotAllowed, match="Nobody records their own training"):
        held(session, shop.aisha, [shop.rob, shop.aisha])
    assert session.query(TrainingCompletion).count() == 0


def test_quality_records_a_session_of_anybody(session: Session, shop: Shop) -> None:
    priya = add_person(session, "Priya Nair", roles=["quality"])

    [recorded] = held(session, priya, [shop.rob])

    assert recorded is not None
    assert recorded.state == "done"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"trainer": " "}, "Say who gave the training."),
        ({"evidence": None}, "Attach the list of those who were there, signed or photographed."),
        ({"held_on": date(2026, 11, 17)}, "2026-11-17 is still to come."),
    ],
)
def test_what_a_session_lacks_is_said(
    session: Session, shop: Shop, facts: dict[str, Any], words: str
) -> None:
    with pytest.raises((BadInput, NotAllowed), match=words):
        held(session, shop.aisha, [shop.rob], **facts)


def test_a_document_is_read_by_those_who_have_to(session: Session, shop: Shop) -> None:
    reading(session, shop.rob)

    with pytest.raises(NotAllowed, match="Karen Muir doesn't have to read WI-103 revision C"):
        held(session, shop.aisha, [shop.karen], "reading:WI-103 C")
    with pytest.raises(NotFound, match="not in the register any more"):
        held(session, shop.aisha, [shop.rob], "reading:WI-103 D")


def test_what_is_open_for_most_comes_first_and_every_course_can_be_chosen(
    session: Session, shop: Shop
) -> None:
    add_course(session, "C-01", "Induction")
    for person in (shop.rob, shop.karen):
        reading(session, person)

    found = training.topics(session, people={shop.rob.id, shop.karen.id}, today=TODAY)

    assert [(one.title, sorted(one.open_for)) for one in found] == [
        ("WI-103 revision C", [shop.rob.id, shop.karen.id]),
        ("C-05 Torque", [shop.rob.id]),
        ("C-01 Induction", []),
    ]
    assert [one.shows_ability for one in found] == [False, True, False]


def test_who_is_led_includes_those_of_a_lead_who_is_away(session: Session, shop: Shop) -> None:
    team = add_team(session, "ASM")
    tracy = add_person(session, "Tracy Bell", lead_id=shop.aisha.id)
    simon = add_person(session, "Simon Whitlock", team_id=team.id)
    shop.karen.team_id = team.id
    session.add(TeamLead(team_id=team.id, lead_id=shop.karen.id, stand_in_id=tracy.id))
    session.flush()
    before = people.led_by(session, tracy, TODAY)
    shop.karen.leaves_on = date(2026, 11, 15)

    assert before == []
    assert people.led_by(session, tracy, TODAY) == [simon]
    assert people.led_by(session, shop.aisha, TODAY) == [shop.rob, tracy]
