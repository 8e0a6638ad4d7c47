"""Questions mined from documents: from which, under which state, and when they end."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from knowledge import withdrawals
from knowledge.errors import NotAllowed, NotFound
from knowledge.interviews import mining
from knowledge.interviews.mining import Mining, Retirement
from knowledge.interviews.pool import pool
from knowledge.interviews.starting import Library
from knowledge.storage.action_tables import LogRow
from tests.conftest import NOW
from tests.knowledge.interviews.firm import TODAY, Firm
from tests.knowledge.people.building import add_person

RECALL = "Equipment is handed in at the latest five working days before its due date."
ASKED = "Calibration, “Recall”: by when is equipment handed in?"


def recall(words: str = RECALL) -> str:
    return f"## 6 Recall\n\n{words}"


def test_a_current_procedure_yields_questions_with_their_passage(firm: Firm) -> None:
    firm.write("QP-0013", recall())

    assert firm.mine() == Mining(added=1, known=0)

    [row] = firm.rows()
    assert (row.text, row.key_points, row.state) == (
        ASKED,
        ["At the latest five working days before its due date"],
        "proposed",
    )
    assert row.sentence == RECALL
    assert row.why_asked == (
        "An auditor checks that what Calibration says is known where the work is done."
    )
    assert row.hint.endswith("It stands in QP-0013, section 6 Recall.")


def test_mining_again_adds_nothing(firm: Firm) -> None:
    firm.write("QP-0013", recall())
    firm.mine()

    assert firm.mine() == Mining(added=0, known=1)


def test_lists_and_tables_are_asked_for_too(firm: Firm) -> None:
    firm.write(
        "QP-0015",
        "## 4 Starting\n\nBefore the first piece the operator checks:\n\n"
        "- the drawing revision on the route card\n- the gauges with a green label\n\n"
        "## 5 Roles\n\n| Role | What they do |\n|---|---|\n"
        "| Document controller | Keeps REG-01, gives out numbers. |\n\n"
        "## 6 Retention\n\n| Record | Kept for | Held by |\n|---|---|---|\n"
        "| Release records | 10 years after delivery | Test |\n",
        title="Production control",
    )
    firm.mine()

    assert {row.text: row.key_points for row in firm.rows()} == {
        "Production control, “Starting”: what does the operator check before the first piece?": [
            "the drawing revision on the route card",
            "the gauges with a green label",
        ],
        "Production control: what is the document controller responsible for?": [
            "Keeps REG-01, gives out numbers"
        ],
        "Production control: how long do you keep release records, and who holds them?": [
            "10 years after delivery",
            "Test",
        ],
    }


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "draft"},
        {"handling": "link only"},
        {"handling": "never in Slack"},
        {"kind": "record"},
        {"kind": "form"},
        {"effective date": "2027-02-01"},
    ],
    ids=lambda facts: " ".join(facts.values()),
)
def test_nothing_is_mined_from_what_may_not_be_asked_about(
    firm: Firm, facts: dict[str, str]
) -> None:
    firm.write("QP-0013", recall(), **facts)

    assert firm.mine().added == 0


def test_nothing_is_mined_that_not_everybody_may_see(firm: Firm) -> None:
    firm.write("QP-0013", recall(), place="Management only")

    assert firm.mine().added == 0


def test_sections_that_tell_of_the_document_are_left_out(firm: Firm) -> None:
    firm.write("QP-0013", f"## 12 Revision history\n\n{RECALL}\n\n## 1 Purpose\n\n{RECALL}")

    assert firm.mine().added == 0


def test_figures_that_another_document_contradicts_are_not_asked_for(firm: Firm) -> None:
    firm.write("QP-0013", "## 2 Keeping\n\nCalibration records are kept for ten years.")
    firm.write(
        "QP-0008", "## 6 Keeping\n\nCalibration records are kept for five years.", title="Records"
    )
    firm.write(
        "QP-0018", "## 6 Keeping\n\nRelease labels are kept for two shifts.", title="Release"
    )

    firm.mine()

    assert firm.texts() == ["Release, “Keeping”: for how long are release labels kept?"]


def test_only_what_a_person_approved_is_asked(firm: Firm) -> None:
    firm.write("QP-0013", recall())
    firm.mine()

    assert ASKED not in in_pool(firm)
    firm.approve_all()
    assert ASKED in in_pool(firm)


def test_approving_is_for_quality_and_is_logged(firm: Firm) -> None:
    firm.write("QP-0013", recall())
    firm.mine()
    [row] = firm.rows()
    with firm.database.begin() as session:
        priya = add_person(session, "Priya Nair", roles=["quality"])
        rob = add_person(session, "Rob Yates")
        with pytest.raises(NotAllowed, match="Rob Yates may not approve drill questions"):
            mining.approve(session, [row.id], rob, NOW, today=TODAY)
        with pytest.raises(NotAllowed, match="Say who approves this"):
            mining.approve(session, [row.id], None, NOW, today=TODAY)
        with pytest.raises(NotFound, match="no drill question 999"):
            mining.approve(session, [999], priya, NOW, today=TODAY)
        [approved] = mining.approve(session, [row.id], priya, NOW, today=TODAY)
        logged = session.scalars(select(LogRow.what)).all()

    assert (approved.state, approved.approved_by, approved.approved_on) == (
        "approved",
        "Priya Nair",
        TODAY,
    )
    assert logged == ["drill questions approved"]


def test_a_declined_question_is_not_proposed_again(firm: Firm) -> None:
    firm.write("QP-0013", recall())
    firm.mine()
    with firm.database.begin() as session:
        mining.decline(session, [1], None, NOW, today=TODAY)

    firm.mine()

    assert [row.state for row in firm.rows()] == ["declined"]


def test_a_question_is_retired_when_its_passage_changes(firm: Firm) -> None:
    firm.write("QP-0013", recall())
    firm.mine()
    firm.approve_all()
    firm.write("QP-0013", recall(RECALL.replace("five", "ten")), revision="B")

    assert firm.retire() == Retirement(retired=1, moved=0)
    assert firm.retire() == Retirement(retired=0, moved=0)

    [row] = firm.rows()
    assert (row.state, row.retired_why) == (
        "retired",
        "Its passage has changed in QP-0013 revision B.",
    )
    with pytest.raises(NotAllowed, match="is retired"):
        firm_approves(firm, row.id)


def test_a_question_goes_on_where_the_new_issue_says_the_very_same(firm: Firm) -> None:
    firm.write("QP-0013", recall())
    firm.mine()
    firm.approve_all()
    [before] = firm.rows()
    firm.write("QP-0013", recall() + "\n\n## 7 Labels\n\nLabels are green.", revision="B")

    assert firm.retire() == Retirement(retired=0, moved=1)

    [after] = firm.rows()
    assert after.state == "approved"
    assert after.passage_id != before.passage_id


def test_a_withdrawn_document_takes_its_questions_with_it(firm: Firm) -> None:
    firm.write("QP-0013", recall())
    firm.mine()
    with firm.database.begin() as session:
        withdrawals.withdraw(session, "QP-0013", by="Priya", now=NOW)

    assert firm.retire() == Retirement(retired=1, moved=0)
    assert [row.retired_why for row in firm.rows()] == ["QP-0013 may not be asked about any more."]


def test_a_round_looks_closer_only_when_a_document_is_out_of_force(firm: Firm) -> None:
    firm.write("QP-0013", recall())
    firm.mine()
    with firm.database.begin() as session:
        before = mining.has_changed(session, today=TODAY)
        withdrawals.withdraw(session, "QP-0013", by="Priya", now=NOW)
        after = mining.has_changed(session, today=TODAY)
    firm.retire()
    with firm.database.read() as session:
        settled = mining.has_changed(session, today=TODAY)

    assert (before, after, settled) == (False, True, False)


def test_a_retired_question_that_holds_again_has_to_be_approved_again(firm: Firm) -> None:
    firm.write("QP-0013", recall())
    firm.mine()
    firm.approve_all()
    with firm.database.begin() as session:
        withdrawals.withdraw(session, "QP-0013", by="Priya", now=NOW)
    firm.retire()
    with firm.database.begin() as session:
        withdrawals.reinstate(session, "QP-0013")

    firm.mine()

    [row] = firm.rows()
    assert (row.state, row.approved_by, row.retired_why) == ("proposed", None, None)


def firm_approves(firm: Firm, wanted: int) -> None:
    with firm.database.begin() as session:
        mining.approve(session, [wanted], None, NOW, today=TODAY)


def in_pool(firm: Firm) -> list[str]:
    library = Library()
    with firm.database.read() as session:
        found = pool(session, library.roles, library.packs, role="calibration", edition="2015")
    return [question.text for question in found]
