"""More time: who asks, who decides, what stays visible, and where nobody here can decide."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge import audit_log, capa
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.action_tables import ActionExtension, CorrectiveAction
from knowledge.storage.record_tables import Person
from tests.conftest import NOW
from tests.knowledge.capa.conftest import TODAY, Desk

LATER = date(2027, 1, 15)


def ask(
    desk: Desk, action: CorrectiveAction, by: int, to: date = LATER, why: str = "Tooling."
) -> int:
    asked = capa.ask(desk.session, action, to, why, by=desk.person(by), today=TODAY, now=NOW)
    assert isinstance(asked, ActionExtension)
    return asked.id


def approve(desk: Desk, number: int, by: int) -> None:
    capa.approve(desk.session, number, by=desk.person(by), today=TODAY, now=NOW)


def test_the_first_date_stays_visible_and_ageing_counts_from_it(desk: Desk) -> None:
    action = desk.record()

    approve(desk, ask(desk, action, desk.staff.aisha), desk.staff.priya)

    [item] = capa.open_items(desk.session, today=date(2027, 1, 18))
    assert (item.due_on, item.first_due_on, item.extensions) == (LATER, date(2026, 12, 18), 1)
    assert (item.state, item.days_late) == ("overdue", 31)
    [row] = capa.extensions_of(desk.session, action)
    assert (row.from_on, row.to_on, row.state) == (date(2026, 12, 18), LATER, "approved")


def test_a_date_does_not_move_before_quality_has_decided(desk: Desk) -> None:
    action = desk.record()

    number = ask(desk, action, desk.staff.aisha)

    assert action.due_on == date(2026, 12, 18)
    assert [row.id for row in capa.undecided(desk.session)] == [number]
    with pytest.raises(NotAllowed, match="is asked for already"):
        ask(desk, action, desk.staff.aisha)


def test_quality_declines_with_a_reason(desk: Desk) -> None:
    action = desk.record()
    number, priya = ask(desk, action, desk.staff.aisha), desk.person(desk.staff.priya)

    with pytest.raises(BadInput, match="Say why the date stays"):
        capa.decline(desk.session, number, " ", by=priya, today=TODAY, now=NOW)
    capa.decline(desk.session, number, "The customer waits.", by=priya, today=TODAY, now=NOW)

    [row] = capa.extensions_of(desk.session, action)
    assert (row.state, row.answer) == ("declined", "The customer waits.")
    assert action.due_on == date(2026, 12, 18)
    with pytest.raises(NotFound, match=f"no undecided extension {number}"):
        approve(desk, number, desk.staff.priya)


def test_nobody_else_than_quality_decides_and_never_on_their_own(desk: Desk) -> None:
    action, own = desk.record(), desk.record(owner=desk.staff.priya)
    number = ask(desk, action, desk.staff.aisha)
    mine = ask(desk, own, desk.staff.priya)
    asked_by_quality = ask(desk, desk.record(), desk.staff.daniel)

    for who in (desk.staff.aisha, desk.staff.uwe, desk.staff.helen):
        with pytest.raises(NotAllowed, match="Quality decides on later dates"):
            approve(desk, number, who)
    for other, who in ((mine, desk.staff.priya), (asked_by_quality, desk.staff.daniel)):
        with pytest.raises(NotAllowed, match="decided on by another person than its owner"):
            approve(desk, other, who)
    desk.session.add(Person(number="0099", name="Third", roles=["quality"]))
    desk.session.flush()
    third = desk.session.query(Person).filter_by(number="0099").one().id
    with pytest.raises(NotAllowed, match="the quality manager's own wish, so the deputy decides"):
        approve(desk, mine, third)
    approve(desk, mine, desk.staff.daniel)
    assert own.due_on == LATER


def test_a_date_of_the_certification_body_cannot_be_extended_past(desk: Desk) -> None:
    fixed = date(2026, 12, 11)
    action = desk.record(source="certification body", fixed_on=fixed, due_on=date(2026, 12, 1))

    with pytest.raises(NotAllowed) as refused:
        ask(desk, action, desk.staff.aisha, to=date(2026, 12, 12))

    assert str(refused.value) == (
        "The certification body fixed 2026-12-11 for CAPA-2026-001, and only the certification "
        "body can move it. Ask them first."
    )
    approve(desk, ask(desk, action, desk.staff.aisha, to=fixed), desk.staff.priya)
    assert action.due_on == fixed


def test_approving_looks_at_the_fixed_date_once_more(desk: Desk) -> None:
    action = desk.record()
    number = ask(desk, action, desk.staff.aisha)
    action.fixed_on = date(2026, 12, 31)

    with pytest.raises(NotAllowed, match="The certification body fixed 2026-12-31"):
        approve(desk, number, desk.staff.priya)


def test_what_cannot_be_asked_for(desk: Desk) -> None:
    action, done = desk.record(), desk.bring_to(desk.record(), "implemented")

    with pytest.raises(NotAllowed, match="is asked for by its owner or quality"):
        ask(desk, action, desk.staff.leo)
    with pytest.raises(BadInput, match="Say why more time is needed"):
        ask(desk, action, desk.staff.aisha, why="")
    for day in (date(2026, 12, 18), date(2026, 12, 1)):
        with pytest.raises(BadInput, match=f"{day} is no later date: it is due on 2026-12-18"):
            ask(desk, action, desk.staff.aisha, to=day)
    with pytest.raises(NotAllowed, match="is implemented: there is no date to move"):
        ask(desk, done, desk.staff.aisha)


def test_asking_and_deciding_are_in_the_audit_log(desk: Desk) -> None:
    number = ask(desk, desk.record(), desk.staff.aisha)
    approve(desk, number, desk.staff.priya)

    told = [(row.who, row.what) for row in audit_log.entries(desk.session)][-2:]
    assert told == [
        (desk.staff.aisha, "corrective action: extension asked"),
        (desk.staff.priya, "corrective action: extension approved"),
    ]
