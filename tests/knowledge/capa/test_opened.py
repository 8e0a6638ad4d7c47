"""What is open: which date counts, who is next, and what is critical."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge import capa
from knowledge.errors import BadInput
from tests.conftest import NOW
from tests.knowledge.capa.conftest import TODAY, Desk
from tests.knowledge.people.building import add_site


def test_what_comes_next_follows_the_stage(desk: Desk) -> None:
    action = desk.record(closer=desk.staff.priya)
    seen = []
    for stage in ("recorded", "contained", "need decided", "cause found", "action planned",
                  "implemented", "effectiveness reviewed"):  # fmt: skip
        desk.bring_to(action, stage)
        [item] = capa.open_items(desk.session, today=TODAY)
        seen.append((item.next_step, item.next_id, item.due_on))

    owner, due = desk.staff.aisha, date(2026, 12, 18)
    assert seen == [
        ("correct and contain", owner, due),
        ("decide whether action is needed", None, due),
        ("find the cause", owner, due),
        ("plan the action", owner, due),
        ("carry out the action", owner, due),
        ("review effectiveness", desk.staff.priya, date(2027, 1, 29)),
        ("close", desk.staff.priya, None),
    ]


def test_what_is_closed_is_not_open(desk: Desk) -> None:
    desk.bring_to(desk.record(), "closed")
    none_needed = desk.record()
    desk.move(none_needed, "contain", desk.staff.aisha)
    desk.move(none_needed, "decide on no action", desk.staff.priya)

    [item] = capa.open_items(desk.session, today=TODAY)
    assert (item.stage, item.next_step) == ("need decided", "close")
    desk.move(none_needed, "close without action", desk.staff.priya)
    assert capa.open_items(desk.session, today=TODAY) == []


def test_a_date_of_the_certification_body_is_critical_and_comes_first(desk: Desk) -> None:
    desk.record(due_on=date(2026, 11, 20))
    fixed = desk.record(
        source="certification body", fixed_on=date(2026, 12, 11), due_on=date(2026, 12, 11)
    )
    desk.bring_to(fixed, "implemented", effectiveness_due_on=date(2027, 3, 1))

    first, second = capa.open_items(desk.session, today=TODAY)
    assert (first.number, first.critical, first.due_on) == (
        fixed.number, True, date(2026, 12, 11),
    )  # fmt: skip
    assert (second.critical, second.state) == (False, "open")


def test_due_today_is_not_overdue(desk: Desk) -> None:
    desk.record(due_on=TODAY)

    assert [item.state for item in capa.open_items(desk.session, today=TODAY)] == ["open"]
    [late] = capa.open_items(desk.session, today=date(2026, 11, 17))
    assert (late.state, late.days_late) == ("overdue", 1)


def test_whoever_is_barred_from_closing_is_not_named_for_it(desk: Desk) -> None:
    action = desk.bring_to(desk.record(closer=desk.staff.priya), "action planned")
    desk.move(action, "implement", desk.staff.aisha, done_by=(desk.staff.priya,))

    [item] = capa.open_items(desk.session, today=TODAY)

    assert item.next_id is None


def test_lots_that_were_seen_are_shown(desk: Desk) -> None:
    action = desk.record()
    desk.bring_to(action, "implemented", effectiveness_due_on=None, lots_to_check=8)

    [item] = capa.open_items(desk.session, today=TODAY)

    assert (item.due_on, item.lots) == (None, (0, 8))


def test_a_stage_without_a_date_takes_the_companys_own_limit_in_working_days(desk: Desk) -> None:
    site = add_site(desk.session, holidays=(date(2026, 11, 18),))
    desk.person(desk.staff.aisha).site_id = site.id
    action = desk.bring_to(desk.record(), "effectiveness reviewed")
    before = capa.open_items(desk.session, today=TODAY)[0]

    capa.set_limit(desk.session, "effectiveness reviewed", 3, who=None, now=NOW)
    capa.set_limit(desk.session, "implemented", 40, who=None, now=NOW)

    [item] = capa.open_items(desk.session, today=date(2026, 11, 23))
    assert (before.due_on, item.due_on) == (None, date(2026, 11, 20))
    assert (item.number, item.state, item.days_late) == (action.number, "overdue", 3)
    assert capa.limits(desk.session) == {
        **capa.DEFAULTS, "effectiveness reviewed": 3, "implemented": 40
    }  # fmt: skip


def test_effectiveness_by_lots_has_no_limit_in_days(desk: Desk) -> None:
    lots = {"effectiveness_due_on": None, "lots_to_check": 8}
    desk.bring_to(desk.record(), "implemented", **lots)

    [item] = capa.open_items(desk.session, today=TODAY)

    assert (item.due_on, item.lots) == (None, (0, 8))


@pytest.mark.parametrize(("stage", "days"), [("closed", 3), ("later", 3), ("recorded", 0)])
def test_a_limit_that_can_not_be_is_refused(desk: Desk, stage: str, days: int) -> None:
    with pytest.raises(BadInput):
        capa.set_limit(desk.session, stage, days, who=None, now=NOW)
