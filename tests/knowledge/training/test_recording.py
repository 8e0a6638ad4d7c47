from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy.orm import Session

from knowledge import registers, training
from knowledge.errors import BadInput, NotAllowed
from knowledge.storage.record_tables import Person, TrainingAssignment, TrainingCompletion
from knowledge.training import Performance
from tests.knowledge.people.building import NOW, TODAY, add_person
from tests.knowledge.training.building import add_assignment, add_critical

WHEN = {"today": TODAY, "now": NOW}
DONE = Performance(date(2026, 11, 13), evidence="F-015")


@dataclass
class Shop:
    """Aisha leads Rob, who is assigned the torque course; the coach keeps the register."""

    aisha: Person
    rob: Person
    assigned: TrainingAssignment


@pytest.fixture
def shop(session: Session) -> Shop:
    aisha = add_person(session, "Aisha Rahman", roles=["lead"])
    rob = add_person(session, "Rob Yates", lead_id=aisha.id, slack_account="UROB")
    registers.set_master(session, "training", "coach", who=None, now=NOW)
    assigned = add_assignment(session, rob, course_id=add_critical(session).id)
    return Shop(aisha, rob, assigned)


def states(session: Session) -> list[str]:
    return [item.state for item in training.open_items(session, today=TODAY)]


def test_what_a_person_records_of_themselves_waits_for_somebody_elses_acceptance(
    session: Session, shop: Shop
) -> None:
    recorded = training.complete(session, shop.assigned, DONE, by=shop.rob, **WHEN)
    assert recorded.completion is not None
    waiting = states(session)

    with pytest.raises(NotAllowed, match="accepted by somebody else than the person"):
        training.accept(session, recorded.completion.id, by=shop.rob, **WHEN)
    training.accept(session, recorded.completion.id, by=shop.aisha, **WHEN)

    assert recorded.state == "waiting to be accepted"
    assert waiting == ["reported"]
    assert states(session) == []
    assert recorded.completion.valid_until == date(2029, 11, 13)
    assert (recorded.completion.recorded_on, recorded.completion.recorded_by) == (
        TODAY,
        shop.rob.id,
    )


def test_a_colleague_who_leads_nobody_accepts_nothing(session: Session, shop: Shop) -> None:
    recorded = training.complete(session, shop.assigned, DONE, by=shop.rob, **WHEN)
    assert recorded.completion is not None
    karen = add_person(session, "Karen Muir")

    with pytest.raises(NotAllowed, match="Competence is accepted by leads and quality"):
        training.accept(session, recorded.completion.id, by=karen, **WHEN)


def test_without_evidence_nothing_is_accepted(session: Session, shop: Shop) -> None:
    done = Performance(TODAY)
    recorded = training.complete(session, shop.assigned, done, by=shop.rob, **WHEN)
    assert recorded.completion is not None

    with pytest.raises(NotAllowed, match="There is no evidence yet"):
        training.accept(session, recorded.completion.id, by=shop.aisha, **WHEN)


def test_a_day_to_come_is_refused(session: Session, shop: Shop) -> None:
    with pytest.raises(BadInput, match="2026-11-17 is still to come"):
        training.complete(
            session, shop.assigned, Performance(date(2026, 11, 17)), by=shop.aisha, **WHEN
        )


def test_a_qualification_is_not_acknowledged(session: Session, shop: Shop) -> None:
    with pytest.raises(NotAllowed) as refused:
        training.acknowledge(session, shop.assigned, by=shop.rob, account="UROB", **WHEN)

    assert str(refused.value) == (
        "Acknowledging shows that something was read, not that it can be done. "
        "A qualification takes evidence that somebody else accepts."
    )


def reading(session: Session, person: Person, demand: str = "read") -> TrainingAssignment:
    return add_assignment(session, person, document="WI-103", revision="C", demand=demand)


def test_reading_is_acknowledged_once_by_the_person(session: Session, shop: Shop) -> None:
    assigned = reading(session, shop.rob)

    for _ in range(2):
        done = training.acknowledge(session, assigned, by=shop.rob, account="UROB", **WHEN)

    assert done.state == "done"
    assert session.query(TrainingCompletion).count() == 1
    with pytest.raises(NotAllowed, match="Everybody acknowledges for themselves"):
        training.acknowledge(session, assigned, by=shop.aisha, account=None, **WHEN)


def test_a_shared_account_cannot_acknowledge(session: Session, shop: Shop) -> None:
    add_person(session, "Karen Muir", slack_account="UROB")

    with pytest.raises(NotAllowed) as refused:
        training.acknowledge(
            session, reading(session, shop.rob), by=shop.rob, account="UROB", **WHEN
        )

    assert str(refused.value) == (
        "Several people use this account, so it can't acknowledge for one of them. "
        "Your lead records who was there, when, and who explained it."
    )


def test_training_with_a_check_is_not_acknowledged(session: Session, shop: Shop) -> None:
    with pytest.raises(NotAllowed, match="takes training with a check"):
        training.acknowledge(
            session, reading(session, shop.rob, "training"), by=shop.rob, account="UROB", **WHEN
        )


def test_a_correction_adds_and_never_overwrites(session: Session, shop: Shop) -> None:
    first = training.complete(session, shop.assigned, DONE, by=shop.aisha, **WHEN).completion
    assert first is not None

    second = training.correct(
        session,
        first.id,
        Performance(date(2026, 11, 12), evidence="F-015"),
        by=shop.aisha,
        reason="Wrong day",
        **WHEN,
    )

    assert (first.performed_on, first.corrected_by_id) == (date(2026, 11, 13), second.id)
    assert [line.performed_on for line in training.history(session, shop.rob)] == [
        date(2026, 11, 12)
    ]


def test_a_date_is_extended_by_somebody_else_and_the_first_one_stays(
    session: Session, shop: Shop
) -> None:
    course = add_critical(session, "C-07")
    assigned = training.assign(
        session, shop.rob, course, due_on=date(2026, 12, 1), by=shop.aisha, **WHEN
    )

    with pytest.raises(NotAllowed, match="Nobody extends their own date"):
        training.extend(session, assigned, date(2027, 1, 15), by=shop.rob, **WHEN)
    training.extend(session, assigned, date(2027, 1, 15), by=shop.aisha, **WHEN)

    assert (assigned.first_due_on, assigned.due_on) == (date(2026, 12, 1), date(2027, 1, 15))


def test_where_a_file_is_the_master_what_people_say_is_a_report(
    session: Session, shop: Shop
) -> None:
    registers.set_master(session, "training", "file", who=None, now=NOW)
    shop.assigned.series = "/hr/training.csv"
    session.flush()

    recorded = training.complete(session, shop.assigned, DONE, by=shop.rob, **WHEN)

    assert recorded.state == "reported, waiting for the file to confirm it"
    assert states(session) == ["reported"]
    assert session.query(TrainingCompletion).count() == 0
    with pytest.raises(NotAllowed, match="training register is kept in a file"):
        training.extend(session, shop.assigned, date(2027, 1, 15), by=shop.aisha, **WHEN)
