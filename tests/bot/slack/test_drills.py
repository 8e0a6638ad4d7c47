"""A drill in Slack: begun, answered, paused and ended in a thread that one person sees."""

from __future__ import annotations

import pytest

from bot.slack import drill_blocks as blocks
from knowledge.people import find
from knowledge.storage.drill_tables import Interview, InterviewAnswer, InterviewTurn
from tests.bot.slack.brennick import copy_to
from tests.bot.slack.documents import NOW
from tests.bot.slack.drilling import Drilled, question_in, words_of
from tests.bot.slack.seated import MovedClock
from tests.proofs.delivery.places import wait_for


@pytest.fixture
def coach(coach, tmp_path):
    copy_to(tmp_path)
    coach.clock = MovedClock(NOW)
    return coach


@pytest.fixture
def serving(serving, coach):
    """With everybody's account known."""

    def known():
        with coach.database.read() as session:
            return find(session, "0174").slack_account is not None

    assert wait_for(known, 10), "nobody was matched"
    return serving


@pytest.fixture
def dean(workspace, serving):
    """A setter in Gareth's team."""
    return Drilled(workspace, "dean.hargrave")


def test_a_drill_begins_with_purpose_and_what_slack_keeps(dean):
    first = dean.begins(about="8.5.1", length="3", mode="practice", manner="calm")

    said = words_of(first)
    assert said.startswith("Practice interview\n*Operator or assembler, clause 8.5.1*\n")
    assert "It is no internal audit and no verdict on you." in said
    assert blocks.KEPT in said
    assert "*Question 1 of 3" in said
    assert first.thread_ts in (None, first.ts)


def test_an_interview_goes_through_to_its_report(dean, coach):
    dean.begins(length="3")
    report = dean.goes_through(
        lambda asked: "I check the first part against the drawing and write it on the form."
    )

    assert "Report of your practice interview" in report.text
    with coach.database.read() as session:
        (interview,) = session.query(Interview).all()
        assert interview.state == "finished"
        assert interview.thread == dean.thread
        turns = session.query(InterviewTurn).filter_by(kind="question").all()
        assert len(turns) == 3
        assert all(turn.judgement for turn in turns)
        assert session.query(InterviewAnswer).count() >= 3
