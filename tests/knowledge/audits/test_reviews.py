"""Management reviews, and what of audits and reviews is open."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge import audits, registers
from knowledge.audits import reviews
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.storage.action_tables import ManagementReview
from tests.conftest import NOW
from tests.knowledge.audits.conftest import TODAY, Desk

EVERYTHING = dict.fromkeys(reviews.INPUTS, "See the minutes.")


@pytest.fixture
def review(desk: Desk) -> ManagementReview:
    helen = desk.person(desk.staff.helen)
    return reviews.plan(
        desk.session, "MR-2026-2", date(2026, 11, 20), by=helen, today=TODAY, now=NOW
    )


def hold(desk: Desk, review: ManagementReview, inputs: dict[str, str], on: date) -> list[str]:
    return reviews.hold(
        desk.session, review, on, inputs, (desk.staff.priya,), chair=desk.staff.helen,
        by=desk.person(desk.staff.priya), today=date(2026, 11, 20), now=NOW,
    )  # fmt: skip


def test_a_review_tells_which_inputs_it_says_nothing_about(
    desk: Desk, review: ManagementReview
) -> None:
    missing = hold(desk, review, {**EVERYTHING, "d": " "}, date(2026, 11, 20))

    assert missing == ["d"]
    assert (review.state, review.held_on, review.missing) == ("held", date(2026, 11, 20), ["d"])
    assert review.present == sorted([desk.staff.helen, desk.staff.priya])


def test_a_review_that_cannot_be_is_refused(desk: Desk, review: ManagementReview) -> None:
    with pytest.raises(BadInput, match="2026-11-21 has not come yet"):
        hold(desk, review, EVERYTHING, date(2026, 11, 21))
    with pytest.raises(BadInput, match="There is no input z: a, b, c1"):
        hold(desk, review, {"z": "Weather."}, date(2026, 11, 20))
    by = desk.person(desk.staff.priya)
    with pytest.raises(BadInput, match="MR-2026-2 is there already"):
        reviews.plan(desk.session, "MR-2026-2", TODAY, by=by, today=TODAY, now=NOW)
    with pytest.raises(BadInput, match="1900-01-01 is past"):
        reviews.plan(desk.session, "MR-3", date(1900, 1, 1), by=by, today=TODAY, now=NOW)
    with pytest.raises(NotFound, match="There is no management review MR-9"):
        reviews.find(desk.session, "MR-9")


def test_reviews_are_kept_by_quality_and_top_management(desk: Desk) -> None:
    by = desk.person(desk.staff.aisha)
    with pytest.raises(NotAllowed, match="kept by quality and top management"):
        reviews.plan(desk.session, "MR-1", TODAY, by=by, today=TODAY, now=NOW)


def test_a_decision_is_open_until_its_owner_says_it_is_done(
    desk: Desk, review: ManagementReview
) -> None:
    row = reviews.decide(
        desk.session, review, "Second operator", desk.staff.uwe, date(2026, 12, 18),
        by=desk.person(desk.staff.helen), today=TODAY, now=NOW,
    )  # fmt: skip

    def done(by: int, on: date) -> None:
        reviews.done(desk.session, row.id, on, by=desk.person(by), today=TODAY, now=NOW)

    [item] = [
        one
        for one in audits.open_items(desk.session, today=date(2026, 12, 20))
        if one.kind == "review decision"
    ]
    assert (item.title, item.owner_id, item.state, item.days_late) == (
        "Second operator", desk.staff.uwe, "overdue", 2,
    )  # fmt: skip
    with pytest.raises(NotAllowed, match="kept by quality and top management"):
        done(desk.staff.leo, TODAY)
    with pytest.raises(BadInput, match="2026-12-24 has not come yet"):
        done(desk.staff.uwe, date(2026, 12, 24))
    done(desk.staff.uwe, TODAY)
    assert [one.kind for one in audits.open_items(desk.session, today=TODAY)] == [
        "management review"
    ]


def test_what_is_open_comes_with_owner_date_and_state(desk: Desk, review: ManagementReview) -> None:
    desk.plan()
    desk.find()
    desk.find(
        by=desk.staff.priya, number="NG-1", external=True, audit="Surveillance",
        answer_due_on=date(2027, 1, 15),
    )  # fmt: skip

    items = audits.open_items(desk.session, today=date(2026, 12, 10))

    assert [(item.number, item.kind, item.due_on, item.state, item.critical) for item in items] == [
        ("NG-1", "external finding", date(2027, 1, 15), "open", True),
        ("MR-2026-2", "management review", date(2026, 11, 20), "overdue", False),
        ("IA-2026-10", "audit", date(2026, 12, 9), "overdue", False),
        ("IA-2026-10 F1", "finding", date(2027, 1, 29), "open", False),
    ]
    assert items[2].owner_id == desk.staff.uwe


def test_what_was_reported_done_waits_for_the_file(desk: Desk) -> None:
    desk.plan()
    registers.set_master(desk.session, "audits", "file", who=None, now=NOW)
    fact = {"performed_from": date(2026, 12, 8)}
    registers.report(desk.session, "audits", "IA-2026-10", "performed", desk.staff.uwe, fact, NOW)

    [item] = audits.open_items(desk.session, today=date(2026, 12, 20))

    assert (item.state, item.days_late) == ("reported", 12)  # ageing runs on
