"""Questions to the quality team, approved answers, and what is forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from indexing.reading.reader import Reader
from knowledge import expertise
from knowledge.access import Viewer
from knowledge.deliveries import Address, NewDelivery, enqueue
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.expertise import Proposal
from knowledge.feedback import Inquiry, Member
from knowledge.feedback.likeness import keep_vectors
from knowledge.feedback.recipients import recipients
from knowledge.feedback.sources import in_force, passages_at
from knowledge.storage.assistant_tables import Turn
from knowledge.storage.delivery_tables import Delivery, InboxJob
from knowledge.storage.expertise_tables import (
    ApprovedAnswer,
    Referral,
    ReferralReply,
    ReplyAddress,
)
from knowledge.storage.tables import Answer, GenerationIssue, Passage
from tests.bot.slack.documents import NOW, keep_answer, publish
from tests.embedders import TopicEmbedder
from tests.indexing.test_pipeline import CALIBRATION, Office

TODAY = NOW.date()
QUESTION = "How long are records kept?"
PRIYA = Member("U0PRIYA", frozenset({"quality"}), "Priya Nair")
DANIEL = Member("U0DANIEL", frozenset({"deputy"}), "Daniel Okafor")
GARETH = Member("U0GARETH", frozenset({"lead"}))
MANAGER = Viewer("U0HELEN", frozenset({"everyone", "managers"}))
IN_CHANNEL = Address("T1", "U0AISHA", "C0", "1.0")
DIRECTLY = Address("T1", "U0AISHA", "D0", "1.0")


@pytest.fixture
def session(database):
    with database.begin() as opened:
        yield opened


@pytest.fixture
def passage(session):
    return publish(session, "QP-0007", "Records are kept for three years.")


def refer(session, *, where=DIRECTLY, named=True, answer_id=None, question=QUESTION):
    return expertise.refer(
        session, question=question, answer_id=answer_id, asker="U0AISHA", named=named,
        where=where, why="asked", now=NOW,
    )  # fmt: skip


def proposal(*passages, **changes):
    known = {
        "question": QUESTION,
        "text": "Three years from delivery.",
        "passages": tuple(one.id for one in passages),
        "effective_on": TODAY,
        "expires_on": TODAY + timedelta(days=300 if passages else 30),
    }
    return Proposal(**known | changes)


def propose(session, *passages, author=PRIYA, **changes):
    wanted = proposal(*passages, **changes)
    return expertise.propose(session, wanted, author=author, today=TODAY, now=NOW)


def approve(session, made, by=DANIEL, others=True):
    return expertise.approve(session, made.id, by=by, others=others, today=TODAY, now=NOW)[0]


def found_for(session, question=QUESTION, viewer=None, today=TODAY, inquiry=None):
    return expertise.approved_for(
        session, inquiry or Inquiry(question), viewer=viewer or Viewer(),
        known=in_force(session, today), today=today,
    )  # fmt: skip


def test_a_question_without_a_name_keeps_the_address_apart(session, passage):
    answer = keep_answer(session, QUESTION, passage)
    named = refer(session, answer_id=answer.id)
    unnamed = refer(session, answer_id=answer.id, named=False)

    assert (named.person, named.answer_id) == ("U0AISHA", answer.id)
    assert (unnamed.person, unnamed.answer_id) == (None, None)
    assert unnamed.found[0]["quote"] == "Records are kept for three years."
    assert answer.id not in str(unnamed.found)
    assert expertise.address_of(session, unnamed.id) == DIRECTLY


def test_without_a_name_a_question_from_a_channel_is_answered_directly(session):
    assert expertise.address_of(session, refer(session, where=IN_CHANNEL).id) == IN_CHANNEL
    unnamed = refer(session, where=IN_CHANNEL, named=False)
    assert expertise.address_of(session, unnamed.id) == Address("T1", "U0AISHA")


def test_an_empty_question_is_not_passed_on(session):
    with pytest.raises(BadInput, match="Write the question in words"):
        refer(session, question="  ")


def test_a_question_is_open_then_answered_then_closed(session):
    made = refer(session)
    assert [one.id for one in expertise.open_questions(session)] == [made.id]

    reply = expertise.reply(session, made.id, by=PRIYA, text="Three.", message="9.1", now=NOW)
    assert isinstance(reply, ReferralReply)
    assert (made.state, expertise.open_questions(session)) == ("answered", [])
    again = expertise.reply(session, made.id, by=PRIYA, text="Three.", message="9.1", now=NOW)
    assert again is None

    expertise.ask_again(session, made.id, "U0AISHA", now=NOW)
    assert made.state == "open"
    expertise.helped(session, made.id, "U0AISHA", now=NOW)
    assert made.state == "closed"
    assert [one.id for one in expertise.questions_of(session, "T1", "U0AISHA")] == [made.id]


def test_only_quality_replies_and_only_the_asker_says_whether_it_helped(session):
    made = refer(session)
    with pytest.raises(NotAllowed, match="is for the quality team and its deputies"):
        expertise.reply(session, made.id, by=GARETH, text="Five.", message="9.1", now=NOW)
    with pytest.raises(NotAllowed, match="Only whoever asked"):
        expertise.helped(session, made.id, "U0GARETH", now=NOW)


def test_an_answered_question_is_closed_after_two_silent_weeks(session):
    made = refer(session)
    expertise.reply(session, made.id, by=PRIYA, text="Three.", message="9.1", now=NOW)

    expertise.close_settled(session, now=NOW + timedelta(days=13))
    session.refresh(made)
    assert made.state == "answered"
    expertise.close_settled(session, now=NOW + timedelta(days=14))
    session.refresh(made)
    assert made.state == "closed"


def test_who_asked_is_dropped_after_ninety_days_with_the_place_of_the_reply(session):
    made = refer(session)
    enqueue(session, NewDelivery("k", DIRECTLY, "quality_reply", {"reply": 1}), now=NOW)
    session.query(Delivery).update({"state": "sent", "settled_at": NOW, "message": "2.0"})

    expertise.forget_askers(session, now=NOW + timedelta(days=89))
    assert session.get(ReplyAddress, made.id) is not None
    expertise.forget_askers(session, now=NOW + timedelta(days=90))

    session.expire_all()
    assert session.get(ReplyAddress, made.id) is None
    assert session.get_one(Referral, made.id).person is None
    sent = session.query(Delivery).one()
    assert (sent.person, sent.conversation, sent.message) == (None, None, None)
    with pytest.raises(NotAllowed, match="who asked is forgotten after 90 days"):
        expertise.reply(session, made.id, by=PRIYA, text="Three.", message="9.1", now=NOW)


def test_who_asked_the_documents_is_dropped_after_ninety_days_and_what_was_said_stays(session):
    answer = asked_by(session, "U0DEAN", "D0DEAN", "1.0")
    in_channel = asked_by(session, "U0DEAN", "C0SHOP", "2.0")

    expertise.forget_askers(session, now=NOW + timedelta(days=89))
    assert {turn.person for turn in session.query(Turn)} == {"U0DEAN"}
    for _ in range(2):
        expertise.forget_askers(session, now=NOW + timedelta(days=90))

    session.expire_all()
    assert {(turn.person, turn.conversation, turn.typed) for turn in session.query(Turn)} == {
        (None, "", "How long?"),
        (None, "C0SHOP", "How long?"),
    }
    assert session.get_one(Answer, answer).viewer == "somebody"
    assert session.get_one(Answer, in_channel).text == "Two days."
    assert {(one.person, one.conversation, one.message) for one in session.query(Delivery)} == {
        (None, None, None),
        (None, "C0SHOP", "2.1"),
    }
    assert [(job.payload, job.subject) for job in session.query(InboxJob)] == [({}, None)] * 2
    assert [one.to for one in recipients(session, [answer, in_channel])] == [
        Address("T0", None, "C0SHOP", "2.0")
    ]


def asked_by(session, person, conversation, ts):
    """A question with all that is kept of it; the id of its answer."""
    answer = f"a{ts}"
    session.add(
        Answer(
            id=answer, asked_at=NOW, viewer=person, question="How long?", status="answered",
            confidence=0.9, text="Two days.", citations=[], trace={}, model="m", version="1",
            seconds=0.1,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        Turn(
            team="T0", conversation=conversation, thread=ts, message=ts, person=person,
            asked_at=NOW, way="direct", typed="How long?", outcome="answered", private=False,
            answer_id=answer,
        )
    )  # fmt: skip
    to = Address("T0", person, conversation, ts)
    enqueue(session, NewDelivery(answer, to, "answer", {"answer": answer}), now=NOW)
    sent = {"state": "sent", "settled_at": NOW, "message": f"{ts[0]}.1"}
    session.query(Delivery).filter_by(key=answer).update(sent)
    session.add(
        InboxJob(
            team="T0", event_id=f"Ev{ts}", subject=f"{conversation} {ts}", kind="question",
            payload={"person": person, "text": "How long?"}, state="done", due_at=NOW, attempt=1,
            received_at=NOW, finished_at=NOW,
        )
    )  # fmt: skip
    return answer


def test_what_is_below_a_card_is_known_by_the_cards_message(session):
    made = refer(session)
    card = Address("T1", None, "C0QUALITY")
    what = {"referral": made.id}
    enqueue(session, NewDelivery("k1", card, expertise.QUESTION, what), now=NOW)
    enqueue(session, NewDelivery("k2", card, expertise.REPORT, {"report": 1}), now=NOW)
    session.query(Delivery).filter_by(key="k1").update({"message": "3.0"})
    session.query(Delivery).filter_by(key="k2").update({"message": "4.0"})

    assert expertise.is_card_thread(session, "C0QUALITY", "3.0")
    assert expertise.is_card_thread(session, "C0QUALITY", "4.0")
    assert not expertise.is_card_thread(session, "C0QUALITY", "5.0")
    assert not expertise.is_card_thread(session, "C0OTHER", "3.0")
    assert expertise.referral_of_thread(session, "C0QUALITY", "3.0") == made.id
    assert expertise.referral_of_thread(session, "C0QUALITY", "4.0") is None


def test_an_approved_answer_stands_below_a_question_like_its_own(session, passage):
    made = approve(session, propose(session, passage))

    assert found_for(session, "how long are the records kept") == {
        "number": "AA-0001",
        "revision": 1,
        "question": QUESTION,
        "text": "Three years from delivery.",
        "approver": "Daniel Okafor",
        "expires_on": "2027-09-12",
        "interim": False,
        "audience": "everyone",
        "cites": [{"passage": passage.id, "number": "QP-0007", "section": "4.2 Retention"}],
    }
    assert found_for(session, "Who signs records?") is None
    assert made.state == "approved"


def test_the_nearest_by_meaning_is_taken(session, passage, topics):
    approve(session, propose(session, passage, question="Supplier audits?"))
    approve(session, propose(session, passage, question="How is training recorded?"))
    questions = expertise.compared_questions(session)
    keep_vectors(session, questions, topics.embed(questions), topics.identity)

    text = "When are vendors audited?"
    asked = Inquiry(text, topics.embed_question(text), topics.identity)
    found = found_for(session, inquiry=asked)
    assert found is not None
    assert found["question"] == "Supplier audits?"
    assert found_for(session, text) is None


def test_a_reply_keeps_the_approved_answer_beside_the_documents_own_words(database, tmp_path):
    with Reader() as reader:
        office = Office(database, reader, TopicEmbedder(), tmp_path)
        office.write_topics()
        office.index()
    before = office.ask(CALIBRATION)
    with database.begin() as session:
        passage = session.get_one(Passage, before.citations[0].passage_id)
        approve(session, propose(session, passage, question=CALIBRATION))

    after = office.ask("How long are the calibration records kept?")
    assert after.trace["approved"]["text"] == "Three years from delivery."
    assert (after.status, after.answer) == (before.status, before.answer)
    assert before.trace["approved"] is None


def test_what_is_proposed_not_yet_in_effect_or_expired_is_not_shown(session, passage):
    later = propose(session, passage, effective_on=TODAY + timedelta(days=2))
    assert found_for(session) is None
    approve(session, later)
    assert found_for(session) is None
    assert found_for(session, today=TODAY + timedelta(days=2)) is not None
    assert found_for(session, today=later.expires_on) is not None
    assert found_for(session, today=later.expires_on + timedelta(days=1)) is None


def test_the_author_does_not_approve_where_somebody_else_can(session, passage):
    made = propose(session, passage)
    with pytest.raises(NotAllowed, match="You wrote AA-0001 revision 1 yourself"):
        approve(session, made, by=PRIYA, others=True)
    with pytest.raises(NotAllowed, match="Approving an answer is for the quality team"):
        approve(session, made, by=GARETH)
    assert approve(session, made, by=PRIYA, others=False).approver == "U0PRIYA"
    with pytest.raises(NotAllowed, match="AA-0001 revision 1 is approved already"):
        approve(session, made)


def test_the_audience_is_no_wider_than_the_sources(session, passage):
    pay = publish(session, "HR-01", "A bonus.", audience="managers")
    board = publish(session, "HR-02", "A plan.", audience="board")

    assert propose(session, passage).audience == "everyone"
    assert propose(session, passage, audience="managers").audience == "managers"
    made = approve(session, propose(session, passage, pay, question="Who gets a bonus?"))
    assert made.audience == "managers"
    assert found_for(session, "Who gets a bonus?") is None
    assert found_for(session, "Who gets a bonus?", viewer=MANAGER) is not None
    with pytest.raises(NotAllowed, match="The sources are for managers alone"):
        propose(session, pay, audience="everyone")
    with pytest.raises(NotAllowed, match=r"different audiences \(board and managers\)"):
        propose(session, pay, board)


def test_a_source_is_in_force_and_may_be_shown(session):
    old = publish(session, "QP-1", revision="3", superseded=True)
    secret = publish(session, "QP-2", handling="never in Slack")
    with pytest.raises(NotAllowed, match="QP-1 is not in force in this revision"):
        propose(session, old)
    with pytest.raises(NotAllowed, match="QP-2 may not be shown in Slack at all"):
        propose(session, secret)


def test_without_a_source_it_is_interim_for_thirty_days_and_asks_for_a_change(session):
    with pytest.raises(BadInput, match="It cites no document, so it is interim guidance"):
        propose(session, expires_on=TODAY + timedelta(days=31))
    made = propose(session)
    made, request = expertise.approve(
        session, made.id, by=DANIEL, others=True, today=TODAY, now=NOW
    )

    found = found_for(session)
    assert made.interim
    assert found is not None
    assert (found["interim"], found["cites"]) == (True, [])
    assert request is not None
    assert QUESTION in request.why


def test_with_a_source_it_is_looked_at_again_within_a_year(session, passage):
    with pytest.raises(BadInput, match="366 days after the first"):
        propose(session, passage, expires_on=TODAY + timedelta(days=367))
    with pytest.raises(BadInput, match="before today"):
        propose(session, passage, effective_on=TODAY - timedelta(days=1))


def test_a_revision_of_the_cited_document_ends_it_at_once(session, passage):
    made = approve(session, propose(session, passage))
    tomorrow = TODAY + timedelta(days=1)
    publish(session, "QP-0007", "Six years.", revision="5", effective_on=tomorrow)

    assert found_for(session) is not None
    assert found_for(session, today=tomorrow) is None
    assert expertise.review(session, today=TODAY, now=NOW) == []
    assert expertise.review(session, today=tomorrow, now=NOW) == [made]
    assert made.state == "on review"
    assert expertise.review(session, today=tomorrow, now=NOW) == []


def test_the_same_revision_read_again_changes_nothing(session, passage):
    made = approve(session, propose(session, passage))
    session.query(GenerationIssue).filter_by(issue_id=passage.issue_id).delete()
    publish(session, "QP-0007", "Records are kept for three years.", owner="Somebody new")

    assert found_for(session) is not None
    assert expertise.review(session, today=TODAY, now=NOW) == []
    assert made.state == "approved"


def test_what_has_expired_is_listed_as_expired(session, passage):
    made = approve(session, propose(session, passage))
    assert expertise.review(session, today=made.expires_on, now=NOW) == []
    expertise.review(session, today=made.expires_on + timedelta(days=1), now=NOW)
    assert made.state == "expired"


def test_a_new_revision_replaces_the_one_before_once_it_is_approved(session, passage):
    first = approve(session, propose(session, passage))
    second = propose(session, passage, text="Three years from shipping.", revises=1)
    found = found_for(session)
    assert found is not None
    assert found["revision"] == 1

    approve(session, second)
    session.refresh(first)
    found = found_for(session)
    assert found is not None
    assert (first.state, found["revision"]) == ("replaced", 2)
    with pytest.raises(NotFound, match="There is no approved answer AA-0009"):
        propose(session, passage, revises=9)


def test_a_retired_answer_is_shown_no_more(session, passage):
    made = approve(session, propose(session, passage))
    with pytest.raises(NotAllowed, match="Retiring an approved answer is for the quality team"):
        expertise.retire(session, made.id, by=GARETH, now=NOW)
    expertise.retire(session, made.id, by=DANIEL, now=NOW)
    assert found_for(session) is None


def test_what_was_revised_before_approval_is_proposed_anew(session, passage):
    made = propose(session, passage)
    publish(session, "QP-0007", "Six years.", revision="5", effective_on=date(2026, 11, 16))
    with pytest.raises(NotAllowed, match="cites was revised meanwhile"):
        approve(session, made)


def test_numbers_follow_one_another(session, passage):
    for _ in range(3):
        propose(session, passage)
    numbers = [expertise.number_of(row) for row in session.scalars(select(ApprovedAnswer))]
    assert sorted(numbers) == ["AA-0001", "AA-0002", "AA-0003"]


def test_a_section_of_a_document_is_found_by_its_number_or_heading(session, passage):
    known = in_force(session, TODAY)
    assert passages_at(session, known, "qp 7") == [passage.id]
    assert passages_at(session, known, "QP-0007", "4.2 retention") == [passage.id]
    with pytest.raises(NotFound, match=r"No document in force holds QP-0007, section 9\."):
        passages_at(session, known, "QP-0007", "9")
