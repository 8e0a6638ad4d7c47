"""Whether a document in force that was named has to do with a question of the pack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from sqlalchemy import select

from knowledge.grading import Grader
from knowledge.interviews.found_passages import Found
from knowledge.interviews.judging import judged
from knowledge.interviews.questions import Question
from knowledge.storage.database import Database
from knowledge.storage.standard_tables import DocumentTag
from knowledge.storage.tables import DocumentIssue
from tests.knowledge.interviews.floor import Floor, furnish
from tests.knowledge.people.building import TODAY
from tests.knowledge.training.building import add_assignment

TAGS = {"QP-0009": "8.7.1", "QP-0018": "8.6", "QP-0007": "7.5.3"}
NEAR = {"QP-0009": 0.66, "QP-0018": 0.31, "QP-0007": 0.28}


@pytest.fixture
def floor(sqlite_database: Database) -> Iterator[Floor]:
    """QP-0009 is about bad parts, QP-0018 about release, QP-0007 about documents."""
    with sqlite_database.begin() as session:
        made = furnish(session)
        for issue in session.scalars(select(DocumentIssue)).all():
            if issue.number in TAGS:
                session.add(
                    DocumentTag(
                        issue_id=issue.id,
                        edition="2015",
                        number=TAGS[issue.number],
                        basis="title",
                        confidence=0.9,
                    )
                )
        session.flush()
        yield made


def asks(floor: Floor, **facts: object) -> Question:
    known: dict[str, object] = {
        "text": "What do you do with a piece that fails?",
        "source": "pack",
        "parts": ("governing_document",),
        "key_points": ("marks it and keeps it apart",),
        "passage_id": None,
        "clauses": ("8.7.1",),
    }
    return floor.asks(**{**known, **facts})


def document_of(
    floor: Floor, answer: str, near: Mapping[str, float] = NEAR, **facts: object
) -> tuple[int, str]:
    """The points for the document, and why; `near` is how near each document came."""
    question = asks(floor, **facts)
    issues = floor.session.scalars(select(DocumentIssue)).all()
    found = Found(near={one.id: near[one.number] for one in issues if one.number in near})
    facts_known = floor.facts(question, answer, found=found)
    return judged(question, answer, facts_known, Grader()).parts["governing_document"]


def test_a_document_about_something_else_earns_half_and_is_told_kindly(floor: Floor) -> None:
    assert document_of(floor, "That is in QP-0018.") == (
        1,
        "QP-0018 revision E, Final test and release, is in force, but I find nothing on this "
        "question in it. Look in QP-0009, Control of nonconforming product.",
    )


def test_the_document_on_the_clause_counts(floor: Floor) -> None:
    assert document_of(floor, "That is in QP-0009.") == (
        1,
        "QP-0009 is in force. Say how you know that it is the current issue.",
    )


def test_one_beside_the_right_one_costs_nothing(floor: Floor) -> None:
    told = document_of(floor, "QP-0009 revision F, and QP-0018 for release.")

    assert told == (2, "QP-0009 is in force, and so is the issue.")


@pytest.mark.parametrize(
    ("near", "facts"),
    [
        ({**NEAR, "QP-0018": 0.57}, {}),
        (dict.fromkeys(NEAR, 0.4), {}),
        ({}, {}),
        (NEAR, {"clause": "4.1", "clauses": ("4.1",)}),
        (NEAR, {"clause": "8.6", "clauses": ("8.7.1", "8.6")}),
        (NEAR, {"text": "Who releases a piece after the final test?"}),
    ],
    ids=[
        "about as near as the best", "nothing is near", "no model", "no document on the clause",
        "on one of the clauses", "its title speaks of it",
    ],
)  # fmt: skip
def test_where_it_is_not_plain_the_document_counts(
    floor: Floor, near: Mapping[str, float], facts: Mapping[str, object]
) -> None:
    assert document_of(floor, "That is in QP-0018.", near, **facts) == (
        1,
        "QP-0018 is in force. Say how you know that it is the current issue.",
    )


def test_what_somebody_has_to_read_for_their_work_counts(floor: Floor) -> None:
    add_assignment(floor.session, floor.rob, number="TA-1", document="QP-0018", due_on=TODAY)

    score, _ = document_of(floor, "QP-0018, as the register shows.")

    assert score == 2


def test_a_form_or_a_manual_is_never_doubted(floor: Floor) -> None:
    for issue in floor.session.scalars(select(DocumentIssue).filter_by(number="QP-0018")):
        issue.kind = "manual"
    floor.session.flush()

    score, _ = document_of(floor, "QP-0018, as the register shows.")

    assert score == 2


def test_no_finding_and_no_good_practice_comes_of_it(floor: Floor) -> None:
    question = asks(floor)
    issues = floor.session.scalars(select(DocumentIssue)).all()
    found = Found(near={one.id: NEAR[one.number] for one in issues if one.number in NEAR})

    made = judged(
        question, "That is in QP-0018.", floor.facts(question, "QP-0018", found=found), Grader()
    )

    assert made.findings == ()
    assert [one.name for one in made.named if one.beside] == ["QP-0018"]
