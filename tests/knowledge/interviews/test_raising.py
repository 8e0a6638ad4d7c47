"""What an answer told of is offered once; a judgement is objected to once, without the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from knowledge.errors import NotAllowed, NotFound
from knowledge.interviews import objections, raising
from knowledge.interviews.judgement import Deviation, Judgement, PartScore
from knowledge.interviews.questions import Question
from knowledge.storage.drill_tables import Interview, InterviewTurn
from knowledge.storage.record_tables import Person

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
TOLD = Deviation("I skipped the tag.", "What: I skipped the tag.")
ASKED = Question(
    "own-1", "own", "What do you do with a bad part?", "8.7.1", "2015", "operator", "open",
    ("what_i_do",), ("tag it",),
)  # fmt: skip
JUDGED = Judgement({"what_i_do": PartScore(0, "You said that you skip the blue tag.")})


@pytest.fixture
def session(database):
    with database.begin() as session:
        yield session


@pytest.fixture
def person(session):
    row = Person(number="1", name="Rob Yates")
    session.add(row)
    session.flush()
    return row


@pytest.fixture
def turn(session, person):
    interview = Interview(
        person_id=person.id, role="operator", clauses=[], edition="2015", length=3,
        mode="practice", manner="calm", seed=1, plan=[ASKED.plain()], state="asking",
        started_at=NOW, touched_at=NOW,
    )  # fmt: skip
    session.add(interview)
    session.flush()
    row = InterviewTurn(
        interview_id=interview.id, position=0, kind="question", key="own-1", clause="8.7.1",
        text=ASKED.text, question=ASKED.plain(), state="answered", asked_at=NOW,
        judgement=JUDGED.plain(), judged=1,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def test_a_deviation_is_offered_once(session, turn):
    assert raising.offer(session, turn.id, TOLD, now=NOW)
    assert not raising.offer(session, turn.id, replace(TOLD, quote="again"), now=NOW)


def test_only_its_own_person_takes_an_offer(session, turn, person):
    raising.offer(session, turn.id, TOLD, now=NOW)

    with pytest.raises(NotFound, match="nothing to raise here any more"):
        raising.take(session, turn.id, person.id + 1, named=True, now=NOW)
    assert raising.take(session, turn.id, person.id, named=True, now=NOW).settled_at == NOW


def test_what_was_raised_or_left_is_settled(session, turn, person):
    raising.offer(session, turn.id, TOLD, now=NOW)
    raising.leave(session, turn.id, person.id, now=NOW)

    with pytest.raises(NotFound, match="raised or left already"):
        raising.take(session, turn.id, person.id, named=True, now=NOW)


def test_without_a_name_no_moment_is_kept(session, turn, person):
    raising.offer(session, turn.id, TOLD, now=NOW)
    taken = raising.take(session, turn.id, person.id, named=False, now=NOW)

    assert (taken.state, taken.named, taken.settled_at) == ("raised", False, None)


def test_an_objection_is_kept_once_and_holds_nothing_that_was_said(session, turn):
    kept = objections.disagree(session, turn.id, now=NOW)

    assert objections.disagree(session, turn.id, now=NOW).id == kept.id
    assert kept.shown == {
        "question": "What do you do with a bad part?",
        "id": "own-1",
        "clause": "8.7.1",
        "parts": {"what_i_do": 0},
        "findings": [],
        "citation": None,
    }


def test_the_quality_team_settles_an_objection_once(session, turn):
    kept = objections.disagree(session, turn.id, now=NOW)
    objections.settle(session, kept.id, by="Priya Nair", words="The key was wrong.", now=NOW)

    assert objections.open_objections(session) == []
    with pytest.raises(NotAllowed, match="settled already"):
        objections.settle(session, kept.id, by="Priya Nair", words="", now=NOW)


def test_what_was_not_judged_can_not_be_objected_to(session, turn):
    turn.judgement = None

    with pytest.raises(NotAllowed, match="no judgement of this yet"):
        objections.disagree(session, turn.id, now=NOW)
