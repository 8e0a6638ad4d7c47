"""What a person takes away from a drill."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from knowledge.errors import NotFound
from knowledge.interviews.judgement import Advice, PracticeFinding
from knowledge.interviews.report import Points, Reading, history, report
from tests.knowledge.interviews.held import hold, judgement, question
from tests.knowledge.people.building import NOW, add_person


def written(clause: str, evidence: str) -> PracticeFinding:
    return PracticeFinding("would write", f"Clause {clause}", evidence, "…", clause)


def advised(passage_id: int, name: str) -> Advice:
    return Advice(
        passage_id=passage_id,
        citation=f"{name} revision F, 4.2",
        quote="The bore is checked.",
        address=f"https://docs.example/{name}",
    )


def test_points_are_added_up_by_part_and_by_clause(session: Session) -> None:
    rob = add_person(session, "Rob Yates")
    held = hold(
        session,
        rob.id,
        [
            (question("A", clause="10.2.1"), judgement({"what_i_do": 2, "record": 0})),
            (question("B", clause="8.5.1"), judgement({"what_i_do": 1, "conduct": 2})),
            (question("C", clause="8.5.1"), None),
        ],
    )

    made = report(session, held.id, now=NOW)

    assert made.parts == (
        Points("What I do", 3, 4),
        Points("Which record proves it", 0, 2),
        Points("How I answer", 2, 2),
    )
    assert made.clauses == (
        Points("8.5.1", 3, 4, "Working under controlled conditions"),
        Points("10.2.1", 2, 4, "Reacting, finding causes, acting, checking"),
    )
    assert (made.person, made.role) == ("Rob Yates", "Operator or assembler")
    assert (made.answered, len(made.asked)) == (2, 3)
    assert made.asked[0].said == ("I check the bore.",)


def test_the_report_says_what_it_is_not(session: Session) -> None:
    rob = add_person(session, "Rob Yates")
    held = hold(session, rob.id, [(question(), judgement({"what_i_do": 2}))])

    made = report(session, held.id, now=NOW)

    assert made.practice == (
        "This was practice: no internal audit, no verdict on you, and not for appraisal. What is "
        "said in a chat proves nothing yet; a practice finding is what an auditor would probably "
        "ask or write."
    )
    assert made.yours == (
        "Only you see this report. You can release it as evidence of awareness, or erase the drill."
    )
    assert made.content == "Questions: version 1. Rules: version 3."


def test_three_findings_on_one_clause_are_taken_together(session: Session) -> None:
    rob = add_person(session, "Rob Yates")
    asked = [
        (question(name), judgement({"what_i_do": 0}, findings=(written("7.5.3", name),)))
        for name in "ABC"
    ]
    good = PracticeFinding("good practice", "Clause 7.3", "Said so", "…")
    asked.append((question("D"), judgement({"what_i_do": 2}, findings=(good,))))

    made = report(session, hold(session, rob.id, asked).id, now=NOW)

    assert [one.grade for one in made.findings] == ["major", *["would write"] * 3]
    assert made.good_practice == (good,)


def test_the_passages_of_the_weakest_answers_are_to_be_read_three_at_most(
    session: Session,
) -> None:
    rob = add_person(session, "Rob Yates")
    scores = {"QP-1": 2, "QP-2": 1, "QP-3": 0, "QP-4": 1, "QP-5": 1}
    asked = [
        (question(name), judgement({"what_i_do": score}, advice=advised(place, name)))
        for place, (name, score) in enumerate(scores.items(), 1)
    ]

    made = report(session, hold(session, rob.id, asked).id, now=NOW)

    assert [one.citation for one in made.to_read] == [
        "QP-3 revision F, 4.2",
        "QP-2 revision F, 4.2",
        "QP-4 revision F, 4.2",
    ]
    assert made.to_read[0] == Reading(
        "QP-3 revision F, 4.2",
        "The bore is checked.",
        "https://docs.example/QP-3",
        "It answers question 3: QP-3",
        3,
    )


def test_the_next_drill_is_a_week_later_on_the_weakest_clause(session: Session) -> None:
    rob = add_person(session, "Rob Yates")
    held = hold(
        session,
        rob.id,
        [
            (question("A", clause="8.5.1"), judgement({"what_i_do": 2})),
            (question("B", clause="8.7.1"), judgement({"what_i_do": 0})),
        ],
    )

    made = report(session, held.id, now=NOW)

    assert (made.next_on, made.next_about) == (
        date(2026, 11, 23),
        "clause 8.7.1, Identify, hold, decide",
    )


def test_after_a_drill_without_fault_the_next_one_is_open(session: Session) -> None:
    rob = add_person(session, "Rob Yates")
    held = hold(session, rob.id, [(question(), judgement({"what_i_do": 2}))])

    assert report(session, held.id, now=NOW).next_about == "what an auditor would ask you"


def test_a_stopped_drill_without_answers_has_a_report(session: Session) -> None:
    rob = add_person(session, "Rob Yates")
    held = hold(session, rob.id, [(question(), None)], state="stopped")

    made = report(session, held.id, now=NOW)

    assert (made.answered, made.parts, made.finished) == (0, (), False)


def test_nobody_reads_the_report_of_another(session: Session) -> None:
    rob, eve = add_person(session, "Rob Yates"), add_person(session, "Eve Long")
    held = hold(session, rob.id, [(question(), judgement({"what_i_do": 2}))])

    with pytest.raises(NotFound, match="There is no drill of yours with this number"):
        report(session, held.id, now=NOW, person_id=eve.id)


def test_the_history_lists_what_is_over_the_newest_first(session: Session) -> None:
    rob = add_person(session, "Rob Yates")
    first = hold(session, rob.id, [], at=NOW.replace(day=2))
    second = hold(session, rob.id, [], at=NOW.replace(day=9), state="stopped")
    hold(session, rob.id, [], state="asking")

    assert [one.id for one in history(session, rob.id)] == [second.id, first.id]


def test_the_same_finding_stands_there_once_and_what_would_be_written_comes_first(
    session: Session,
) -> None:
    rob = add_person(session, "Rob Yates")
    asks = PracticeFinding("would ask", "Clause 7.5.3", "QP-0099", "It can't be found.", "7.5.3")
    asked = [
        (question(name), judgement({"what_i_do": 0}, findings=findings))
        for name, findings in (("A", (asks,)), ("B", (asks, written("8.5.1", "B"))))
    ]

    made = report(session, hold(session, rob.id, asked).id, now=NOW)

    assert made.findings == (written("8.5.1", "B"), asks)


def test_naming_one_superseded_issue_three_times_is_no_failure_of_the_system(
    session: Session,
) -> None:
    rob = add_person(session, "Rob Yates")
    same = written("7.5.3", "QP-0005 revision D")
    asked = [(question(name), judgement({"what_i_do": 0}, findings=(same,))) for name in "ABC"]

    made = report(session, hold(session, rob.id, asked).id, now=NOW)

    assert made.findings == (same,)
