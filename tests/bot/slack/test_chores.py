"""What the clock does for the quality team, where something is missing or comes twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import chores
from knowledge import expertise, feedback
from knowledge.deliveries import Address
from knowledge.expertise import Proposal
from knowledge.feedback import Member
from knowledge.feedback.likeness import without_vector
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.expertise_tables import ReplyAddress, WrongReport
from tests.bot.slack.documents import NOW, keep_answer, publish
from tests.embedders import TopicEmbedder

PRIYA = Member("U0PRIYA", frozenset({"quality"}))
TODAY = NOW.date()


@pytest.fixture
def floor(serving):
    return serving.floor


def keep_approved(session, question):
    until = TODAY + timedelta(days=30)
    wanted = Proposal(question, "The Friday shift.", (), TODAY, until)
    made = expertise.propose(session, wanted, author=PRIYA, today=TODAY, now=NOW)
    expertise.approve(session, made.id, by=PRIYA, others=False, today=TODAY, now=NOW)


def test_kept_questions_are_embedded_once_the_model_is_there(floor, coach, answering):
    with coach.database.begin() as session:
        keep_approved(session, "How often are suppliers audited?")
    chores.do_chores(floor, now=NOW)
    topics = TopicEmbedder()
    with coach.database.read() as session:
        assert without_vector(session, ["How often are suppliers audited?"], topics.identity)

    answering.embedder = topics
    for _ in range(2):
        chores.do_chores(floor, now=NOW)

    assert topics.embedded == ["How often are suppliers audited?"]
    with coach.database.read() as session:
        assert not without_vector(session, topics.embedded, topics.identity)


def test_what_can_not_be_sent_waits_and_holds_nothing_else_up(floor, coach, workspace):
    """The team's channel is gone and Slack knows nobody of the team."""
    workspace.channel("qms-team").archived = True
    for name in ("priya.nair", "daniel.okafor"):
        workspace.person(name).email = ""
    late = NOW + timedelta(days=91)
    with coach.database.begin() as session:
        answer = keep_answer(session, "Why?", publish(session, "QP-1"))
        feedback.report(session, answer.id, by=Address("T1", "U1"), comment="", now=NOW)
        expertise.refer(
            session, question="Who?", answer_id=None, asker="U1", named=True,
            where=Address("T1", "U1"), why="asked", now=NOW,
        )  # fmt: skip

    chores.do_chores(floor, now=late)

    with coach.database.read() as session:
        assert session.query(WrongReport).one().escalated_at is None
        assert session.query(ReplyAddress).all() == []

    workspace.channel("qms-team").archived = False
    chores.do_chores(floor, now=late)
    with coach.database.read() as session:
        assert session.query(WrongReport).one().escalated_at == late
        assert session.query(Delivery).filter_by(kind=expertise.ESCALATION).count() == 1
