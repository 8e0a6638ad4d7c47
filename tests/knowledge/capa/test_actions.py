"""Actions in the database: what is refused when they are recorded, moved and handed over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from knowledge import audit_log, capa, registers
from knowledge.capa import Move
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.record_tables import Person
from tests.conftest import NOW
from tests.knowledge.capa.conftest import TODAY, Desk

AGAIN: tuple[tuple[Move, str], ...] = (
    ("find cause", "aisha"),
    ("plan", "aisha"),
    ("implement", "aisha"),
    ("find effective", "daniel"),
    ("close", "priya"),
)


def test_an_action_is_recorded_with_the_next_number(desk: Desk) -> None:
    first = desk.record()
    desk.record(number="capa-2026-027")
    third = desk.record()

    assert (first.number, third.number) == ("CAPA-2026-001", "CAPA-2026-028")
    assert (first.stage, first.due_on, first.first_due_on) == (
        "recorded", date(2026, 12, 18), date(2026, 12, 18),
    )  # fmt: skip
    assert capa.find(desk.session, " capa-2026-001 ") is first
    with pytest.raises(NotFound, match="There is no corrective action CAPA-1999-001"):
        capa.find(desk.session, "CAPA-1999-001")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"due_on": date(1900, 1, 1)}, "1900-01-01 is past. Give a due date from today on."),
        ({"due_on": date(2206, 12, 1)}, "2206-12-01 is more than five years away. Check the year."),
        ({"title": "  "}, "Say a title."),
        ({"description": ""}, "Say what happened."),
        ({"owner": 4711}, "The owner doesn't work here (any more). Name somebody who does."),
        ({"kind": "curative"}, "'curative' is no kind of action: correction, corrective, prev"),
        ({"source": "rumour"}, "'rumour' is no source. Choose one of: complaint, internal audit"),
        ({"source": "certification body"}, "has the date that the certification body set"),
        ({"fixed_on": date(2026, 12, 31)}, "has the date that the certification body set"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_is_refused(desk: Desk, changes: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput) as refused:
        desk.record(**changes)

    assert words in str(refused.value)


def test_a_number_is_given_once(desk: Desk) -> None:
    desk.record(number="CAPA-2026-001")

    with pytest.raises(BadInput, match="CAPA-2026-001 is there already"):
        desk.record(number="capa-2026-001")


def test_preventive_actions_are_for_users_of_iso_13485(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="Preventive actions as such belong to ISO 13485"):
        desk.record(kind="preventive")
    assert desk.record(kind="preventive", iso_13485=True).kind == "preventive"


def test_an_owner_cannot_be_named_as_the_one_who_closes(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="is closed by another person than its owner"):
        desk.record(closer=desk.staff.aisha)


def test_a_due_date_stays_within_what_the_certification_body_set(desk: Desk) -> None:
    fixed = {"source": "certification body", "fixed_on": date(2026, 12, 11)}

    with pytest.raises(NotAllowed, match="The certification body set 2026-12-11"):
        desk.record(**fixed)
    assert desk.record(**fixed, due_on=date(2026, 12, 11)).fixed_on == date(2026, 12, 11)


def test_an_action_is_moved_on_and_closed_by_others(desk: Desk) -> None:
    action = desk.bring_to(desk.record(), "closed")

    steps = capa.steps_of(desk.session, action)
    assert [(step.move, step.stage) for step in steps] == [
        ("contain", "contained"),
        ("decide on action", "need decided"),
        ("find cause", "cause found"),
        ("plan", "action planned"),
        ("implement", "implemented"),
        ("find effective", "effectiveness reviewed"),
        ("close", "closed"),
    ]
    assert steps[3].facts["effectiveness_due_on"] == "2027-01-29"
    assert action.effectiveness_due_on == date(2027, 1, 29)
    assert capa.moves_from(capa.position_of(desk.session, action, today=TODAY)) == []


def test_rules_hold_for_rows_as_they_do_on_paper(desk: Desk) -> None:
    action = desk.bring_to(desk.record(), "implemented")
    staff = desk.staff

    with pytest.raises(NotAllowed, match="its effectiveness is reviewed first"):
        desk.move(action, "close", staff.priya)
    with pytest.raises(NotAllowed, match="reviewed for effectiveness by another person"):
        desk.move(action, "find effective", staff.aisha)
    desk.move(action, "find effective", staff.uwe)
    with pytest.raises(NotAllowed, match="is closed by another person than its owner"):
        desk.move(action, "close", staff.aisha)
    with pytest.raises(NotAllowed, match="is closed by quality"):
        desk.move(action, "close", staff.uwe)
    with pytest.raises(BadInput, match="say whether risks change; whether the system has to"):
        desk.move(action, "close", staff.priya, risks="", system=None)
    assert action.stage == "effectiveness reviewed"


def test_who_did_it_for_the_owner_neither_reviews_nor_closes(desk: Desk) -> None:
    action = desk.bring_to(desk.record(), "action planned")
    desk.move(action, "implement", desk.staff.aisha, done_by=(desk.staff.priya, desk.staff.leo))

    with pytest.raises(NotAllowed, match="reviewed for effectiveness by another person"):
        desk.move(action, "find effective", desk.staff.leo)
    desk.move(action, "find effective", desk.staff.uwe)
    with pytest.raises(NotAllowed, match="is closed by another person"):
        desk.move(action, "close", desk.staff.priya)


def test_handing_over_after_the_work_frees_nobody(desk: Desk) -> None:
    action = desk.bring_to(desk.record(), "implemented")
    by = desk.person(desk.staff.priya)
    capa.hand_over(
        desk.session, action, desk.staff.uwe, by=by, reason="Moved.", today=TODAY, now=NOW
    )

    for who in (desk.staff.aisha, desk.staff.uwe):
        with pytest.raises(NotAllowed, match="reviewed for effectiveness by another person"):
            desk.move(action, "find effective", who)


def test_the_quality_managers_own_goes_to_the_deputy(desk: Desk) -> None:
    action = desk.record(owner=desk.staff.priya)
    session, staff = desk.session, desk.staff
    session.add(Person(number="0099", name="Third", roles=["quality"]))
    session.flush()
    third = session.query(Person).filter_by(number="0099").one().id
    for move, who in (
        ("contain", staff.priya), ("decide on action", staff.helen), ("find cause", staff.priya),
        ("plan", staff.priya), ("implement", staff.priya), ("find effective", staff.uwe),
    ):  # fmt: skip
        desk.move(action, move, who)

    with pytest.raises(NotAllowed, match="is the quality manager's own, so the deputy closes it"):
        desk.move(action, "close", third)
    desk.move(action, "close", staff.daniel)
    assert action.stage == "closed"


def test_a_specialist_of_quality_closes_only_what_the_register_names_them_for(desk: Desk) -> None:
    first = desk.bring_to(desk.record(), "effectiveness reviewed")
    session, staff = desk.session, desk.staff
    beth = Person(number="0110", name="Beth Lawson", roles=["quality"])
    session.add(beth)
    session.flush()
    second = desk.bring_to(desk.record(closer=beth.id), "effectiveness reviewed")

    with pytest.raises(NotAllowed) as refused:
        desk.move(first, "close", beth.id)
    desk.move(second, "close", beth.id)

    assert str(refused.value) == (
        f"{first.number} is closed by the quality manager, the deputy, or whom the register names "
        "for it. Ask one of them."
    )
    assert (first.stage, second.stage) == ("effectiveness reviewed", "closed")
    assert capa.closers_of(session, first, today=TODAY) == {staff.priya, staff.daniel}


def test_where_nobody_leads_quality_anybody_of_quality_closes(desk: Desk) -> None:
    action = desk.bring_to(desk.record(), "effectiveness reviewed")
    for number in (desk.staff.priya, desk.staff.daniel):
        desk.person(number).roles = ["quality"]
    desk.session.flush()

    desk.move(action, "close", desk.staff.priya)

    assert action.stage == "closed"


def test_not_effective_goes_back_to_the_cause(desk: Desk) -> None:
    action = desk.bring_to(desk.record(), "implemented")

    desk.move(action, "send back", desk.staff.daniel)

    assert action.stage == "need decided"
    with pytest.raises(NotAllowed, match="What comes next: find cause"):
        desk.move(action, "close", desk.staff.priya)
    for move, who in AGAIN:
        desk.move(action, move, getattr(desk.staff, who))
    assert action.stage == "closed"


def test_not_effective_may_open_a_linked_action(desk: Desk) -> None:
    action, after = desk.bring_to(desk.record(), "implemented"), desk.record()

    with pytest.raises(NotFound, match="There is no corrective action CAPA-1"):
        desk.move(action, "follow up", desk.staff.daniel, finding="Two found.", follow_up="CAPA-1")
    with pytest.raises(BadInput, match="can't follow"):
        desk.move(action, "follow up", desk.staff.daniel, finding="Two.", follow_up=action.number)
    desk.move(action, "follow up", desk.staff.daniel, finding="Two.", follow_up=after.number)

    assert (action.stage, after.follows_id) == ("effectiveness reviewed", action.id)


def test_effectiveness_by_lots_waits_for_the_lots(desk: Desk) -> None:
    lots = {"effectiveness_due_on": None, "lots_to_check": 8}
    action = desk.bring_to(desk.record(), "action planned", **lots)
    priya = desk.person(desk.staff.priya)
    with pytest.raises(NotAllowed, match="counts no lots: it is at 'action planned'"):
        capa.see_lots(desk.session, action, 5, by=priya, now=NOW)
    desk.move(action, "implement", desk.staff.aisha)
    capa.see_lots(desk.session, action, 5, by=priya, now=NOW)

    with pytest.raises(NotAllowed, match="has seen 5 of 8 lots"):
        desk.move(action, "find effective", desk.staff.daniel)
    with pytest.raises(BadInput, match="-1 can't be a number of lots"):
        capa.see_lots(desk.session, action, -1, by=priya, now=NOW)
    capa.see_lots(desk.session, action, 8, by=priya, now=NOW)
    desk.move(action, "find effective", desk.staff.daniel)
    assert action.stage == "effectiveness reviewed"


def test_days_to_come_and_days_before_are_refused(desk: Desk) -> None:
    action = desk.record()
    desk.move(action, "contain", desk.staff.aisha, on=TODAY - timedelta(days=1))

    with pytest.raises(BadInput, match="2026-11-17 has not come yet"):
        desk.move(action, "decide on action", desk.staff.priya, on=TODAY + timedelta(days=1))
    with pytest.raises(BadInput, match="2026-11-15 is before CAPA-2026-001 was recorded"):
        desk.move(action, "decide on action", desk.staff.priya, on=TODAY - timedelta(days=1))


def test_when_it_was_done_and_when_it_was_entered_stay_apart(desk: Desk) -> None:
    action = desk.record()
    later = TODAY + timedelta(days=20)

    step = desk.move(
        action, "contain", desk.staff.priya, today=later, now=NOW + timedelta(days=20),
        done_by=(desk.staff.leo,),
    )  # fmt: skip

    assert (step.done_on, step.recorded_at) == (TODAY, NOW + timedelta(days=20))
    assert (step.done_by, step.recorded_by) == ([desk.staff.leo], desk.staff.priya)


def test_an_action_is_handed_over_by_owner_or_quality(desk: Desk) -> None:
    action, staff = desk.record(), desk.staff

    def hand_over(to: int, by: int, reason: str = "Her line.") -> None:
        capa.hand_over(
            desk.session, action, to, by=desk.person(by), reason=reason, today=TODAY, now=NOW
        )

    with pytest.raises(NotAllowed, match="is handed over by its owner or quality"):
        hand_over(staff.leo, staff.leo)
    with pytest.raises(BadInput, match="Say why"):
        hand_over(staff.uwe, staff.aisha, reason="")
    hand_over(staff.uwe, staff.aisha)
    assert action.owner_id == staff.uwe


def test_nobody_who_has_left_becomes_an_owner(desk: Desk) -> None:
    desk.person(desk.staff.leo).leaves_on = TODAY - timedelta(days=1)

    with pytest.raises(BadInput, match="The owner doesn't work here"):
        desk.record(owner=desk.staff.leo)


def test_every_change_is_in_the_audit_log(desk: Desk) -> None:
    action = desk.record()
    desk.move(action, "contain", desk.staff.aisha)

    told = [(row.who, row.what, row.payload) for row in audit_log.entries(desk.session)][-2:]
    assert told == [
        (
            desk.staff.priya,
            "corrective action: recorded",
            {"action": "CAPA-2026-001", "owner": desk.staff.aisha, "due_on": "2026-12-18"},
        ),
        (
            desk.staff.aisha,
            "corrective action: contain",
            {"action": "CAPA-2026-001", "on": "2026-11-16", "stage": "contained", "step": 1},
        ),
    ]


def test_where_a_file_is_the_master_nothing_is_changed_here(desk: Desk) -> None:
    action = desk.bring_to(desk.record(), "action planned")
    registers.set_master(desk.session, "capa", "file", who=None, now=NOW)

    with pytest.raises(NotAllowed, match="The capa register is kept in a file"):
        desk.record()
    with pytest.raises(NotAllowed, match="The capa register is kept in a file"):
        desk.move(action, "implement", desk.staff.aisha)
    capa.report_step(
        desk.session, action, "implement", by=desk.person(desk.staff.aisha), on=TODAY,
        today=TODAY, now=NOW,
    )  # fmt: skip

    [item] = capa.open_items(desk.session, today=date(2026, 12, 31))
    assert (item.stage, item.state, item.days_late) == ("action planned", "reported", 13)
    [row] = registers.waiting(desk.session, "capa")
    assert row.payload == {"implemented_on": "2026-11-16"}


def test_positions_remember_all_rounds(desk: Desk) -> None:
    action = desk.bring_to(desk.record(), "action planned")
    desk.move(action, "implement", desk.staff.priya, done_by=(desk.staff.leo,))
    desk.move(action, "send back", desk.staff.daniel)

    position = capa.position_of(desk.session, action, today=TODAY)

    assert position.doers == frozenset({desk.staff.leo, desk.staff.aisha})
    assert position.needed is True
