"""Every reply to the sample company's questions is one that Slack takes and a phone shows."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.asking import Asking
from bot.assembly import Coach
from bot.settings import Environment
from bot.slack.answer_blocks import answer_message
from bot.slack.answer_record import shown_of
from bot.slack.help_blocks import help_message, help_modal
from bot.slack.passage_blocks import passages_modal
from bot.slack.sharing import shared_message
from indexing import pipeline
from indexing.pipeline import Workshop
from indexing.reading.reader import Reader
from knowledge.access import Viewer
from knowledge.answers.examples import examples
from knowledge.answers.standing import standings
from knowledge.storage.tables import Answer
from tests.bot.slack.documents import NOW
from tests.bot.slack.test_payload_limits import assert_taken
from tests.embedders import TopicEmbedder

COMPANY = Path(__file__).parents[2] / "company"
FIRST_SCREEN = 600
TODAY = date(2026, 11, 16)


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """The company's real documents in the real search, which compares words alone."""
    home = tmp_path_factory.mktemp("home")
    (home / "settings.yaml").write_text((COMPANY / "settings.yaml").read_text())
    coach = Coach(Environment(home=home, model="/there/is/no/model"), clock=lambda: NOW)
    with Reader() as reader:
        workshop = Workshop(coach.database, reader, TopicEmbedder(), coach.company.register_rules)
        pipeline.index(workshop, str(COMPANY / "documents"), now=NOW)
    yield coach
    coach.database.close()


@pytest.fixture(scope="module")
def answers(company):
    """The record of each answer, as the company's managers get it."""
    asking = Asking(company)
    viewer = Viewer("priya.nair", frozenset({"everyone", "managers"}))
    lines = (COMPANY / "questions.jsonl").read_text("utf-8").splitlines()
    ids = [
        asking.reply(json.loads(line)["question"], viewer=viewer, in_slack=True).answer_id
        for line in lines
    ]
    with company.database.read() as session:
        rows = [session.get_one(Answer, one) for one in ids]
        session.expunge_all()
    return rows


def test_every_reply_is_taken_by_slack(company, answers):
    everyone = Viewer()
    for row in answers:
        with company.database.read() as session:
            shown = shown_of(
                session, row, now=NOW + timedelta(days=9), stale_after=timedelta(1), private=True
            )
            passages = standings(session, row.citations, everyone, on=TODAY)
        assert_taken(answer_message(shown))
        assert_taken(shared_message(shown, "U0SHARER"))
        assert_taken(passages_modal(row.id, row.question, passages))


def test_the_first_screen_holds_each_answer_and_its_source(company, answers):
    answered = [row for row in answers if row.status == "answered"]
    for row in answered:
        with company.database.read() as session:
            shown = shown_of(session, row, now=NOW, stale_after=timedelta(1))
        quote, source, *_ = answer_message(shown).blocks
        assert len(quote["text"]["text"]) + len(source["text"]["text"]) <= FIRST_SCREEN
        assert row.citations[0]["document"]["title"].split()[0] in source["text"]["text"]
    assert len(answered) > 100


def test_help_gives_examples_that_the_documents_answer(company):
    with company.database.read() as session:
        shown = examples(session, Viewer(), on=TODAY)

    assert shown == [
        "What does WI-110 say about CMM queue?",
        "Who is responsible for internal audits?",
        "Which document covers identification and traceability?",
    ]
    asking = Asking(company)
    for question in shown:
        reply = asking.reply(question, viewer=Viewer(), in_slack=True)
        assert reply.status != "not_found"
    assert_taken(help_message(shown, company.company.contact, "U0BOT"))
    assert_taken(help_modal(shown, company.company.contact, "U0BOT"))
