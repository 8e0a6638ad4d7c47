"""`coach quality` on a database with one of each, and on an empty one."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from bot.commands import app
from knowledge import expertise, feedback
from knowledge.deliveries import Address
from knowledge.expertise import Proposal
from knowledge.feedback import Member
from knowledge.storage.database import Database
from tests.bot.slack.documents import NOW, keep_answer, publish

QUESTION = "How long are records kept?"
AISHA = Address("T1", "U0AISHA", "C0", "1.0")
PRIYA = Member("U0PRIYA", frozenset({"quality"}), "Priya Nair")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    monkeypatch.delenv("COACH_DATABASE_URL", raising=False)
    return tmp_path


@pytest.fixture
def filled(home):
    database = Database(f"sqlite:///{home / 'coach.db'}")
    database.migrate()
    with database.begin() as session:
        passage = publish(session, "QP-0007", "Records are kept for three years.")
        for state, words in (("wrong", "Ten years."), ("unclear", "From when?")):
            answer = keep_answer(session, f"{QUESTION} {state}", passage)
            found = feedback.report(session, answer.id, by=AISHA, comment="No", now=NOW)
            feedback.judge(session, found.id, state, by=PRIYA, words=words, now=NOW)
        for named in (True, False):
            expertise.refer(
                session, question="Who signs?", answer_id=None, asker="U0AISHA", named=named,
                where=AISHA, why="asked", now=NOW,
            )  # fmt: skip
        until = NOW.date() + timedelta(days=90)
        wanted = Proposal(QUESTION, "Three.", (passage.id,), NOW.date(), until)
        made = expertise.propose(session, wanted, author=PRIYA, today=NOW.date(), now=NOW)
        expertise.approve(session, made.id, by=PRIYA, others=False, today=NOW.date(), now=NOW)
    database.close()


def said(*words):
    ran = CliRunner().invoke(app, ["quality", *words])
    assert ran.exit_code == 0, ran.output
    return ran.output


def rows(word):
    return [json.loads(line) for line in said(word, "--json").splitlines()]


def test_nothing_is_said_in_words(home):
    assert said("reports") == "No answer was reported as wrong.\n"
    assert said("questions") == "Nobody has asked the quality team.\n"
    assert said("approved") == "No answer was approved yet.\n"
    assert said("faults") == "No fault is known.\n"
    assert said("requests") == "No change of a document is requested.\n"
    assert said("faults", "--json") == ""


def test_questions_show_the_name_only_where_it_was_given(filled):
    assert [row["by"] for row in rows("questions")] == ["U0AISHA", None]
    assert said("questions").startswith("1  open  Who signs?\n    why: asked\n    by: U0AISHA\n")


def test_reports_never_show_who_reported(filled):
    assert [(row["state"], row["words"]) for row in rows("reports")] == [
        ("wrong", "Ten years."),
        ("unclear", "From when?"),
    ]
    assert "U0AISHA" not in said("reports") + said("reports", "--json")


def test_faults_approved_answers_and_change_requests_are_listed(filled):
    (fault,) = rows("faults")
    assert (fault["state"], fault["right"], len(fault["answers"])) == ("withdrawn", "Ten years.", 1)
    (approved,) = rows("approved")
    assert approved["number"] == "AA-0001"
    assert approved["cites"] == ["QP-0007 4.2 Retention"]
    assert approved["approver"] == "Priya Nair"
    (request,) = rows("requests")
    assert (request["document"], request["state"]) == ("QP-0007", "open")


def close(*words):
    return CliRunner().invoke(app, ["quality", "close-request", *words])


def test_a_change_request_is_closed_by_whoever_the_settings_give_the_right(filled, home):
    (home / "settings.yaml").write_text("rights:\n  quality: [priya.nair@brennick.example]\n")

    refused = close("1", "--why", "Said in 4.2.", "--by", "helen.marsh@brennick.example")
    unknown = close("7", "--why", "Said in 4.2.", "--by", "priya.nair@brennick.example")
    closed = close("1", "--why", "Said in 4.2.", "--by", "priya.nair@brennick.example")
    again = close("1", "--why", "Said in 4.2.", "--by", "priya.nair@brennick.example")

    assert "is for the quality team and its deputies" in str(refused.exception)
    assert "There is no document change request 7." in str(unknown.exception)
    assert closed.output == "Document change request 1 is closed: Said in 4.2.\n"
    assert "has been closed already: Said in 4.2." in str(again.exception)
    assert said("requests") == "No change of a document is requested.\n"
