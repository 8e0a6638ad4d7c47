"""Ratings, reports of wrong answers, judgements, and what a withdrawal keeps back."""

from __future__ import annotations

import csv
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import select

from bot.cards import card
from indexing.reading.reader import Reader
from knowledge import audit_log, feedback
from knowledge.access import OUTSIDER, Viewer
from knowledge.deliveries import Address, NewDelivery, enqueue
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.feedback import Inquiry, Member
from knowledge.feedback.likeness import ALIKE, SAME, keep_vectors, likenesses, without_vector
from knowledge.people import working_days_after
from knowledge.storage.assistant_tables import Turn
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.expertise_tables import AnswerRating, WrongReport
from knowledge.storage.tables import Answer
from tests.bot.slack.documents import NOW, keep_answer, publish
from tests.embedders import TopicEmbedder
from tests.indexing.test_pipeline import CALIBRATION, Office
from tests.knowledge.people.building import add_person, add_site

QUESTION = "How long are records kept?"
AISHA = Address("T1", "U0AISHA", "D0AISHA", "1.0")
GARETH = Address("T1", "U0GARETH")
PRIYA = Member("U0PRIYA", frozenset({"quality"}), "Priya Nair")
DANIEL = Member("U0DANIEL", frozenset({"deputy"}), "Daniel Okafor")
HELEN = Member("U0HELEN", frozenset({"top management", "it"}))
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def answer(database):
    """An answer that cites one passage, and its id."""
    with database.begin() as session:
        passage = publish(session, "QP-0007", "Records are kept for three years.")
        return keep_answer(session, QUESTION, passage).id


@pytest.fixture
def reported(database, answer):
    with database.begin() as session:
        return feedback.report(session, answer, by=AISHA, comment="It is ten.", now=NOW).id


def test_the_latest_rating_of_a_person_counts(database, answer):
    with database.begin() as session:
        feedback.rate(session, answer, by=AISHA, helpful=True, now=NOW)
        feedback.rate(session, answer, by=GARETH, helpful=True, now=NOW)
        feedback.rate(session, answer, by=AISHA, helpful=False, reason="unclear", now=NOW)

    with database.read() as session:
        found = session.scalars(select(AnswerRating).order_by(AnswerRating.person)).all()
        assert [(one.person, one.helpful, one.reason) for one in found] == [
            ("U0AISHA", False, "unclear"),
            ("U0GARETH", True, None),
        ]


def test_an_unhelpful_answer_needs_one_of_the_reasons(database, answer):
    with database.begin() as session, pytest.raises(BadInput, match="Say why the answer did not"):
        feedback.rate(session, answer, by=AISHA, helpful=False, reason="meh", now=NOW)


def test_an_answer_that_is_gone_is_not_rated(database):
    with database.begin() as session, pytest.raises(NotFound, match="Please ask again"):
        feedback.rate(session, "0000000000", by=AISHA, helpful=True, now=NOW)


def test_the_same_report_again_changes_only_what_is_said(database, answer, reported):
    with database.begin() as session:
        again = feedback.report(session, answer, by=AISHA, comment="Ten years.", now=NOW)
        assert (again.id, again.comment) == (reported, "Ten years.")


def test_who_reported_it_before_is_told_what_was_judged(database, answer, reported):
    with database.begin() as session:
        feedback.judge(session, reported, "right", by=PRIYA, words="Three holds.", now=NOW)
    with database.begin() as session, pytest.raises(NotAllowed) as refused:
        feedback.report(session, answer, by=AISHA, comment="Still", now=NOW)

    assert str(refused.value) == (
        "You reported this answer before, and the quality team judged that the answer is right. "
        "They wrote: Three holds."
    )


def test_only_quality_and_deputies_judge(database, reported):
    with database.begin() as session, pytest.raises(NotAllowed, match="for the quality team"):
        feedback.judge(session, reported, "right", by=HELEN, now=NOW)
    with database.begin() as session:
        assert feedback.judge(session, reported, "right", by=DANIEL, now=NOW).report.id == reported


def test_a_judged_report_is_not_judged_again(database, reported):
    with database.begin() as session:
        feedback.judge(session, reported, "right", by=PRIYA, now=NOW)
    with database.begin() as session, pytest.raises(NotAllowed, match="has been judged already"):
        feedback.judge(session, reported, "wrong", by=DANIEL, words="Ten years.", now=NOW)


def test_of_two_judges_at_once_one_wins(database, reported):
    told: list[str] = []
    together = threading.Barrier(2)

    def judge(by, verdict):
        together.wait()
        try:
            with database.begin() as session:
                feedback.judge(session, reported, verdict, by=by, words="Ten years.", now=NOW)
            told.append("won")
        except NotAllowed as error:
            told.append(str(error)[:33])

    both = [
        threading.Thread(target=judge, args=args) for args in ((PRIYA, "right"), (DANIEL, "wrong"))
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert sorted(told) == ["Report 1 has been judged already:", "won"]
    with database.read() as session:
        found = session.get_one(WrongReport, reported)
        assert len(feedback.faults(session)) == (found.state == "wrong")


def test_wrong_needs_words_and_a_document_that_exists(database, reported):
    with database.begin() as session, pytest.raises(BadInput, match="Say what is right"):
        feedback.judge(session, reported, "wrong", by=PRIYA, words=" ", now=NOW)
    with database.begin() as session, pytest.raises(NotFound, match="has the number XY-9"):
        feedback.judge(session, reported, "wrong", by=PRIYA, words="Ten.", document="XY-9", now=NOW)


def test_a_judgement_is_in_the_audit_log(database, reported):
    with database.begin() as session:
        feedback.judge(session, reported, "right", by=PRIYA, now=NOW)
    with database.read() as session:
        entry = audit_log.entries(session)[-1]
        assert entry.what == "answer: report judged"
        assert entry.payload is not None
        assert entry.payload["account"] == "U0PRIYA"


def test_everyone_who_got_the_same_quotation_for_the_same_question_is_reached(database, answer):
    with database.begin() as session:
        passage = publish(session, "QP-0008", "Records are kept for nine years.")
        mine = session.get_one(type(keep_answer(session, "x")), answer)
        same = keep_answer(session, "how long are the records kept", **_like(mine)).id
        other_words = keep_answer(session, QUESTION, passage).id
        other_question = keep_answer(session, "Who keeps records?", **_like(mine)).id
        for number, one in enumerate((answer, same, other_words, other_question)):
            to = Address("T1", f"U{number}", f"D{number}", "1.0")
            enqueue(session, NewDelivery(f"k{number}", to, "answer", {"answer": one}), now=NOW)
        shared = Address("T1", None, "C0SHARED", "7.0")
        enqueue(session, NewDelivery("k9", shared, "shared_answer", {"answer": same}), now=NOW)
        session.execute(
            Delivery.__table__.update().where(Delivery.key == "k0").values(message="5.5")
        )
        session.add(_turn(same, "U0ALONE", private=True))
        session.add(_turn(answer, "U0", conversation="D0", thread="1.0"))

    with database.begin() as session:
        found = feedback.report(session, answer, by=AISHA, comment="", now=NOW)
        judged = feedback.judge(session, found.id, "wrong", by=PRIYA, words="Ten.", now=NOW)

    reached = {(one.to.person, one.to.conversation, one.message) for one in judged.receipts}
    assert reached == {
        ("U0", "D0", "5.5"),
        ("U1", "D1", None),
        (None, "C0SHARED", None),
        ("U0ALONE", None, None),
    }


def test_other_reports_of_a_withdrawn_answer_are_settled_with_it(database, answer, reported):
    with database.begin() as session:
        other = feedback.report(session, answer, by=GARETH, comment="No", now=NOW).id
        feedback.judge(session, reported, "wrong", by=PRIYA, words="Ten.", now=NOW)
    with database.begin() as session:
        assert session.get_one(WrongReport, other).state == "wrong"
        with pytest.raises(NotAllowed, match="found wrong already"):
            feedback.report(session, answer, by=DANIEL_AS_READER, comment="", now=NOW)


DANIEL_AS_READER = Address("T1", "U0DANIEL")


def test_a_withdrawn_quotation_does_not_answer_the_question_again(database, tmp_path):
    with Reader() as reader:
        office = Office(database, reader, TopicEmbedder(), tmp_path)
        office.write_topics()
        office.index()
    assert office.quoted() == "Calibration records are kept for ten years."
    with database.begin() as session:
        first = office.ask(CALIBRATION)
        row = keep_answer(session, CALIBRATION, status=first.status, text=first.answer,
                          citations=[_kept(first.citations[0])])  # fmt: skip
        found = feedback.report(session, row.id, by=AISHA, comment="", now=NOW)
        judged = feedback.judge(session, found.id, "wrong", by=PRIYA, words="Twelve.", now=NOW)

    again = office.ask("how long are the calibration records kept??")
    assert "Calibration records are kept for ten years." not in [c.quote for c in again.citations]
    right = (
        "An earlier answer to this question was wrong. The quality team says what is right: "
        "“Twelve.”"
    )
    assert again.notices[0] == right
    others = office.ask("Which records does calibration keep, and where?")
    assert "Calibration records are kept for ten years." in [c.quote for c in others.citations]

    with database.begin() as session:
        assert judged.fault is not None
        feedback.lift(session, judged.fault.id, by=DANIEL, why="It was right.", now=NOW)
    assert office.quoted() == "Calibration records are kept for ten years."
    assert right not in office.ask(CALIBRATION).notices


def test_an_answer_is_doubted_while_a_report_of_the_same_is_not_judged(database, tmp_path):
    with Reader() as reader:
        office = Office(database, reader, TopicEmbedder(), tmp_path)
        office.write_topics()
        office.index()
    assert office.ask(CALIBRATION).reported_at is None
    with database.begin() as session:
        first = office.ask(CALIBRATION)
        row = keep_answer(session, CALIBRATION, status=first.status, text=first.answer,
                          citations=[_kept(first.citations[0])])  # fmt: skip
        late = feedback.report(session, row.id, by=AISHA, comment="", now=NOW + timedelta(days=1))
        first_of_two = feedback.report(session, row.id, by=GARETH, comment="", now=NOW)

    same = office.ask("how long are the calibration records kept??")
    assert same.citations[0].quote == "Calibration records are kept for ten years."
    assert same.reported_at == NOW
    assert same.trace["reported"] == [first_of_two.id, late.id]
    assert card(same).startswith(
        "! Reported as wrong on 2026-11-16; the quality team is checking this.\n│ Calibration"
    )
    other = office.ask("Which records does calibration keep, and where?")
    assert other.citations[0].quote == "Calibration records are kept for ten years."
    assert other.reported_at is None

    with database.begin() as session:
        feedback.judge(session, late.id, "right", by=PRIYA, words="Ten holds.", now=NOW)
        feedback.judge(session, first_of_two.id, "unclear", by=PRIYA, now=NOW)
    assert office.ask(CALIBRATION).reported_at is None


def test_what_is_shown_later_is_doubted_by_what_its_record_tells(database):
    with database.begin() as session:
        passage = publish(session, "QP-0008", "Records are kept for nine years.")
        other = publish(session, "QP-0009", "Records are kept for six years.")
        wrong = keep_answer(session, QUESTION, passage)
        found = feedback.report(session, wrong.id, by=AISHA, comment="", now=NOW)

        doubted = [
            wrong,
            keep_answer(session, "how long are the records kept", passage),
            keep_answer(session, "For how many years?", passage, trace={"reported": [found.id]}),
        ]
        fine = [
            keep_answer(session, QUESTION, other),
            keep_answer(session, QUESTION),
            keep_answer(session, "For how many years?", passage),
        ]
        assert [feedback.doubts_of(session, one).reported for one in doubted] == [found] * 3
        assert [feedback.doubts_of(session, one).reported for one in fine] == [None] * 3


def test_a_report_that_nothing_was_said_doubts_the_same_silence(database):
    with database.begin() as session:
        silent = keep_answer(session, QUESTION)
        found = feedback.report(session, silent.id, by=AISHA, comment="It is in 4.2", now=NOW)

        again = keep_answer(session, QUESTION)
        assert feedback.doubts_of(session, again).reported == found
        said = keep_answer(session, QUESTION, publish(session, "QP-0008"))
        assert feedback.doubts_of(session, said).reported is None


def test_what_is_unclear_is_told_until_the_change_is_closed(database, answer, reported):
    with database.begin() as session:
        judged = feedback.judge(
            session, reported, "unclear", by=PRIYA, words="From delivery on.", now=NOW
        )
        row = session.get_one(Answer, answer)
        told = feedback.doubts_of(session, row)
        assert told.reported is None
        assert told.unclear is not None
        assert told.unclear.words == "From delivery on."
        assert feedback.questions_in_doubt(session) == [QUESTION]

        assert judged.request is not None
        feedback.close_request(session, judged.request.id, by=PRIYA, why="Revised.", now=NOW)
        assert feedback.doubts_of(session, row) == feedback.Doubts()


def test_a_correction_is_for_those_who_may_see_what_was_quoted(database):
    asked = Inquiry(QUESTION, None, None)
    with database.begin() as session:
        passage = publish(session, "QP-0040", "Six years.", audience="managers")
        row = keep_answer(session, QUESTION, passage)
        found = feedback.report(session, row.id, by=AISHA, comment="", now=NOW)
        feedback.judge(session, found.id, "wrong", by=PRIYA, words="Seven.", now=NOW)

        manager = Viewer("Helen", frozenset({"everyone", "managers"}))
        told = feedback.correction_for(session, asked, manager)
        assert told is not None
        assert told.correction == "Seven."
        assert feedback.correction_for(session, asked, Viewer()) is None
        assert feedback.correction_for(session, asked, OUTSIDER) is None


def test_a_withdrawal_is_lifted_once_with_a_reason_and_by_quality(database, reported):
    with database.begin() as session:
        fault = feedback.judge(session, reported, "wrong", by=PRIYA, words="Ten.", now=NOW).fault
        assert fault is not None
        with pytest.raises(NotAllowed, match="Lifting a withdrawal is for the quality team"):
            feedback.lift(session, fault.id, by=HELEN, why="Because", now=NOW)
        with pytest.raises(BadInput, match="Say why"):
            feedback.lift(session, fault.id, by=DANIEL, why=" ", now=NOW)
        feedback.lift(session, fault.id, by=DANIEL, why="I misread it.", now=NOW)
        with pytest.raises(NotAllowed, match="has been lifted already"):
            feedback.lift(session, fault.id, by=DANIEL, why="I misread it.", now=NOW)


def test_five_working_days_leave_the_weekend_out():
    assert working_days_after(date(2026, 11, 16), 5) == date(2026, 11, 23)
    assert working_days_after(date(2026, 11, 20), 5) == date(2026, 11, 27)
    assert working_days_after(date(2026, 11, 21), 5) == date(2026, 11, 27)
    closed = {date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 27), date(2026, 12, 28)}
    found = working_days_after(date(2026, 12, 24), 1, closed=lambda day: day in closed)
    assert found == date(2026, 12, 29)


def test_holidays_of_the_quality_managers_site_do_not_count(database, reported):
    with database.begin() as session:
        ashcombe = add_site(session, calendar="GB", holidays=(date(2026, 11, 18),))
        lindenau = add_site(session, name="Lindenau", calendar="DE", holidays=(date(2026, 11, 19),))
        add_person(session, "Daniel", roles=["quality", "deputy"], site_id=lindenau.id)
        add_person(session, "Beth", roles=["quality"], site_id=lindenau.id)
        add_person(session, "Priya", roles=["quality", "lead"], site_id=ashcombe.id)

    with database.read() as session:
        (found,) = feedback.open_reports(session)
        assert feedback.due_on(session, found, LONDON) == date(2026, 11, 24)
        assert feedback.overdue(session, today=date(2026, 11, 24), zone=LONDON) == []
        assert feedback.overdue(session, today=date(2026, 11, 25), zone=LONDON) == [found]


def test_a_report_is_overdue_after_its_last_day_at_the_site(database, reported):
    with database.read() as session:
        assert feedback.overdue(session, today=date(2026, 11, 23), zone=LONDON) == []
        found = feedback.overdue(session, today=date(2026, 11, 24), zone=LONDON)
        assert [one.id for one in found] == [reported]


def test_a_report_of_late_evening_counts_from_the_day_at_the_site(database, answer):
    with database.begin() as session:
        late = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
        found = feedback.report(session, answer, by=AISHA, comment="", now=late)
        assert feedback.due_on(session, found, ZoneInfo("Asia/Tokyo")) == date(2026, 11, 23)
        assert feedback.due_on(session, found, LONDON) == date(2026, 11, 20)


def test_questions_are_alike_by_meaning_and_by_words_alone_without_a_model(database, topics):
    asked = "supplier audit?"
    with database.begin() as session:
        known = ["Audits of suppliers", "Audit: supplier", "Who trains?"]
        assert without_vector(session, known, topics.identity) == known
        keep_vectors(session, known, topics.embed(known), topics.identity)
        assert without_vector(session, known, topics.identity) == []

        words = likenesses(session, Inquiry(asked), known)
        assert words == {"Audits of suppliers": 1.0, "Audit: supplier": 1.0, "Who trains?": 0.0}
        meant = Inquiry("vendor audit?", topics.embed_question("vendor audit?"), topics.identity)
        meaning = likenesses(session, meant, known)
        assert meaning["Audits of suppliers"] == pytest.approx(1.0, abs=0.01)
        assert meaning["Who trains?"] < ALIKE


@pytest.mark.model
def test_the_thresholds_hold_on_pairs_that_were_written_for_them(model):
    with Path(__file__).with_name("alike_questions.csv").open() as file:
        rows = list(csv.DictReader(file))
    ones, others = (model.embed([row[name] for row in rows]) for name in ("one", "other"))
    cosines = np.sum(ones * others, axis=1)
    same = np.array([row["same"] == "yes" for row in rows])

    assert np.mean(cosines[same] >= ALIKE) >= 0.8
    assert np.mean(cosines[~same] >= ALIKE) <= 0.2
    assert not np.any(cosines[~same] >= SAME)


def _like(answer):
    """The same words from the same place."""
    return {"status": answer.status, "text": answer.text, "citations": answer.citations}


def _kept(citation):
    return {"passage_id": citation.passage_id, "issue_id": citation.issue_id, "quote": "",
            "document": {"number": None, "title": "About calibration"}, "owner": None}  # fmt: skip


def _turn(answer_id, person, *, private=False, conversation="C0", thread=None):
    return Turn(
        team="T1", conversation=conversation, thread=thread, person=person,
        asked_at=NOW + timedelta(minutes=1), way="command", private=private, typed=QUESTION,
        answer_id=answer_id, outcome="answered",
    )  # fmt: skip


def test_a_request_waits_while_the_revision_it_was_opened_against_is_in_force(database, reported):
    with database.begin() as session:
        asked = feedback.judge(session, 1, "unclear", by=PRIYA, words="From when?", now=NOW).request
        today = NOW.date()
        assert asked.revision == "4"
        assert feedback.settle_revised(session, today=today, now=NOW) == []
        publish(session, "QP-0007", "Three years.", revision="5", effective_on=date(2026, 12, 1))

        assert feedback.settle_revised(session, today=today, now=NOW) == []
        [closed] = feedback.settle_revised(session, today=date(2026, 12, 1), now=NOW)

        assert (closed.closed_by, closed.closed_why) == (None, "revision 5 of QP-0007 is in force.")
        assert audit_log.entries(session)[-1].what == "document: change request closed"
        assert feedback.open_requests(session) == []


def test_of_two_who_close_a_request_the_second_is_told(database, reported):
    with database.begin() as session:
        feedback.judge(session, 1, "unclear", by=PRIYA, words="From when?", now=NOW)
        with pytest.raises(BadInput, match="Say what was done"):
            feedback.close_request(session, 1, by=DANIEL, why=" ", now=NOW)
        feedback.close_request(session, 1, by=DANIEL, why="Said in 4.2.", now=NOW)
        with pytest.raises(NotAllowed, match=r"has been closed already: Said in 4\.2\."):
            feedback.close_request(session, 1, by=PRIYA, why="Done.", now=NOW)
