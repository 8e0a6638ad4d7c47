"""Drills belong to their people: kept, erased, released, and counted in groups alone."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge import evidence
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.interviews import privacy
from knowledge.interviews.objections import disagree
from knowledge.interviews.totals import safe, totals
from knowledge.storage.drill_tables import (
    DrillCampaign,
    Interview,
    InterviewAnswer,
    InterviewTurn,
    RaiseOffer,
)
from knowledge.storage.record_tables import Person
from tests.knowledge.interviews.held import hold, judgement, question
from tests.knowledge.people.building import NOW, TODAY, add_person

OCTOBER = NOW.replace(month=10)


def rows(session: Session) -> list[int]:
    tables = (Interview, InterviewTurn, InterviewAnswer, RaiseOffer)
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def turn_of(session: Session, interview: Interview) -> InterviewTurn:
    mine = select(InterviewTurn).where(InterviewTurn.interview_id == interview.id)
    return session.scalars(mine).one()


def one_drill(session: Session, person_id: int, **facts: object) -> Interview:
    held = hold(session, person_id, [(question(), judgement({"what_i_do": 1}))], **facts)
    turn = turn_of(session, held)
    session.add(RaiseOffer(turn_id=turn.id, draft="What: …", state="offered", offered_at=NOW))
    session.add(
        InterviewTurn(
            interview_id=held.id,
            position=9,
            kind="follow-up",
            key="follow-up",
            follows_id=turn.id,
            text="Which document?",
            question=turn.question,
            state="open",
            asked_at=NOW,
            judged=0,
        )
    )
    session.flush()
    return held


# Erasing


def test_a_drill_is_erased_with_all_that_was_said(session: Session) -> None:
    rob, eve = add_person(session, "Rob Yates"), add_person(session, "Eve Long")
    mine, hers = one_drill(session, rob.id), one_drill(session, eve.id)

    erased = privacy.erase(session, rob.id, now=NOW)

    assert rows(session) == [1, 2, 1, 1]
    assert session.scalars(select(Interview.id)).all() == [hers.id]
    assert erased.threads == (("D1", mine.thread),)
    assert erased.words() == (
        "Erased: 1 drill, 1 answer. Slack keeps what was typed there as your company has set it. "
        "You can delete your own messages; ours are deleted with the drill."
    )


def test_one_drill_of_several_is_erased(session: Session) -> None:
    rob = add_person(session, "Rob Yates")
    first, second = one_drill(session, rob.id), one_drill(session, rob.id)

    privacy.erase(session, rob.id, interview_id=first.id, now=NOW)

    assert session.scalars(select(Interview.id)).all() == [second.id]


def test_nobody_erases_the_drill_of_another(session: Session) -> None:
    rob, eve = add_person(session, "Rob Yates"), add_person(session, "Eve Long")
    mine = one_drill(session, rob.id)

    with pytest.raises(NotFound, match="There is no drill of yours"):
        privacy.erase(session, eve.id, interview_id=mine.id, now=NOW)
    assert privacy.erase(session, eve.id, now=NOW).words() == (
        "There was no drill of yours to erase."
    )


def test_of_a_campaign_only_that_it_was_done_stays(session: Session) -> None:
    rob = add_person(session, "Rob Yates")
    campaign = DrillCampaign(
        title="Before the audit", clauses=[], questions=[], length=3, opens_on=TODAY,
        due_on=TODAY, made_at=NOW,
    )  # fmt: skip
    session.add(campaign)
    session.flush()
    held = one_drill(session, rob.id, campaign_id=campaign.id, process="Torque")

    privacy.erase(session, rob.id, now=NOW)

    assert rows(session) == [1, 0, 0, 0]
    assert (held.state, held.finished_at) == ("finished", NOW)
    assert (held.plan, held.process, held.thread) == ([], None, None)


def test_what_is_old_enough_is_forgotten(session: Session) -> None:
    rob = add_person(session, "Rob Yates")
    one_drill(session, rob.id, at=NOW - timedelta(days=366))
    kept = one_drill(session, rob.id, at=NOW - timedelta(days=364))

    year = timedelta(days=365)
    assert privacy.forget_old(session, now=NOW, kept=year).drills == 1
    assert privacy.forget_old(session, now=NOW, kept=year).drills == 0
    assert session.scalars(select(Interview.id)).all() == [kept.id]


def test_a_company_may_keep_drills_shorter(session: Session) -> None:
    rob = add_person(session, "Rob Yates")
    one_drill(session, rob.id, at=NOW - timedelta(days=31))

    assert privacy.forget_old(session, now=NOW, kept=timedelta(days=30)).drills == 1


# Releasing


def test_a_released_report_is_evidence_of_awareness_and_outlives_the_drill(
    session: Session, tmp_path: Path
) -> None:
    rob = add_person(session, "Rob Yates")
    held = one_drill(session, rob.id)

    row = privacy.release(
        session, held.id, b"%PDF-1.4 report", person=rob, folder=tmp_path, today=TODAY, now=NOW
    )
    erased = privacy.erase(session, rob.id, now=NOW)

    assert (row.subject, row.kind, row.person_id) == ("training", "record reference", rob.id)
    assert row.note == "Awareness, released by the person. No evidence of competence."
    assert evidence.read_file(tmp_path, row.file_hash or "") == b"%PDF-1.4 report"
    assert row.accepted_by is None
    assert erased.words().startswith(
        "Erased: 1 drill, 1 answer. 1 report that you released as evidence of awareness stays "
        "with the training records."
    )


def test_a_report_is_released_once_by_its_person_and_at_the_end(
    session: Session, tmp_path: Path
) -> None:
    rob, eve = add_person(session, "Rob Yates"), add_person(session, "Eve Long")
    held, going = one_drill(session, rob.id), one_drill(session, rob.id, state="paused")
    how = {"folder": tmp_path, "today": TODAY, "now": NOW}

    with pytest.raises(NotFound):
        privacy.release(session, held.id, b"x", person=eve, **how)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="still goes on"):
        privacy.release(session, going.id, b"x", person=rob, **how)  # type: ignore[arg-type]
    privacy.release(session, held.id, b"x", person=rob, **how)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="released already"):
        privacy.release(session, held.id, b"x", person=rob, **how)  # type: ignore[arg-type]


# Disagreements


def test_erasing_leaves_quality_the_points_and_takes_the_answer(session: Session) -> None:
    rob = add_person(session, "Rob Yates")
    turn = turn_of(session, hold(session, rob.id, [(question(), judgement({"what_i_do": 1}))]))
    kept = disagree(session, turn.id, now=NOW)

    privacy.erase(session, rob.id, now=NOW)

    assert kept.turn_id is None
    assert "answer" not in kept.shown
    assert kept.shown["parts"] == {"what_i_do": 1}


# Totals


def drilled(session: Session, count: int, clause: str, score: int, *, first: int = 0) -> None:
    """People number `first` and on, each asked one question on a clause in October."""
    for number in range(first, first + count):
        person = session.get(Person, number + 1) or add_person(session, f"Person {number}")
        asked = question(f"On {clause}?", clause=clause)
        hold(session, person.id, [(asked, judgement({"what_i_do": score}))], at=OCTOBER)


def test_the_weakest_clause_comes_first(session: Session) -> None:
    drilled(session, 6, "8.5.1", 2)
    drilled(session, 6, "7.2", 1)

    found = totals(session, OCTOBER.date(), today=TODAY)

    assert [(one.name, one.people, one.percent) for one in found.clauses] == [
        ("7.2", 6, 50),
        ("8.5.1", 6, 100),
    ]
    assert [one.text for one in found.questions] == ["On 7.2?", "On 8.5.1?"]


def test_under_five_people_nothing_is_shown(session: Session) -> None:
    drilled(session, 4, "8.5.1", 0)

    found = totals(session, OCTOBER.date(), today=TODAY)

    assert (found.clauses, found.questions, found.hidden) == ((), (), 2)


def test_a_figure_that_differs_by_fewer_than_five_people_is_hidden(session: Session) -> None:
    drilled(session, 8, "8.5.1", 2)
    drilled(session, 6, "7.2", 1)

    found = totals(session, OCTOBER.date(), today=TODAY)

    assert [one.name for one in found.clauses] == ["8.5.1"]
    assert found.hidden == 2


def test_questions_on_somebodys_own_records_are_not_counted(session: Session) -> None:
    for number in range(6):
        person = add_person(session, f"Person {number}")
        own = question("Why is your training overdue?", source="record")
        hold(session, person.id, [(own, judgement({"what_i_do": 0}))], at=OCTOBER)

    assert totals(session, OCTOBER.date(), today=TODAY).clauses == ()


def test_the_month_that_is_not_over_is_not_shown(session: Session) -> None:
    with pytest.raises(BadInput, match="This month is not over"):
        totals(session, TODAY, today=TODAY)


def test_a_december_ends_with_the_year(session: Session) -> None:
    assert totals(session, date(2025, 12, 31), today=date(2026, 1, 1)).month == date(2025, 12, 1)


@given(st.lists(st.frozensets(st.integers(0, 14)), max_size=12))
def test_no_two_shown_figures_tell_of_one_to_four_people(groups: list[frozenset[int]]) -> None:
    shown = [groups[place] for place in safe(list(enumerate(groups)))]

    assert all(len(people) >= 5 for people in shown)
    assert all(not 0 < len(one ^ other) < 5 for one in shown for other in shown)
