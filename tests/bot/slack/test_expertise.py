"""Asking the quality team, replies that go back, and approved answers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot import chores
from knowledge.storage.delivery_tables import InboxJob
from knowledge.storage.expertise_tables import (
    ApprovedAnswer,
    ChangeRequest,
    Referral,
    ReferralReply,
    ReplyAddress,
)
from tests.bot.slack.documents import NOW
from tests.bot.slack.seated import MovedClock, Seated
from tests.proofs.delivery.places import wait_for

QUESTION = "How long are records kept?"
TEAM = "#qms-team"
ASK = "answer_ask_quality"


@pytest.fixture
def coach(coach):
    coach.clock = MovedClock(NOW)
    return coach


@pytest.fixture
def aisha(workspace, serving):
    return Seated(workspace, "aisha.rahman")


@pytest.fixture
def gareth(workspace, serving):
    return Seated(workspace, "gareth.pugh")


@pytest.fixture
def priya(workspace, serving):
    """The quality manager."""
    return Seated(workspace, "priya.nair")


@pytest.fixture
def daniel(workspace, serving):
    """Her deputy."""
    return Seated(workspace, "daniel.okafor")


@pytest.fixture
def passage(published, answering):
    made = published("QP-0007", "Records are kept for three years.")
    answering.prepare(QUESTION, made)
    return made


@pytest.fixture
def stored(coach):
    """The rows of a table as they are now."""

    def rows(table):
        with coach.database.read() as session:
            return session.scalars(
                select(table).order_by(table.__table__.primary_key.columns)
            ).all()

    return rows


def asks_the_team(person, answer, **changes):
    person.opens(answer, ASK, "Tell them that it is me")
    return person.fills(**changes)


def test_a_question_goes_to_the_team_and_the_reply_comes_back(aisha, priya, passage, stored):
    answer = aisha.asks(QUESTION)
    assert asks_the_team(aisha, answer) == {"closed": True}

    assert "is with the quality team" in aisha.reads(answer.channel, "with the quality team").text
    card = priya.reads(TEAM, "Question 1 for the quality team: How long are records kept?")
    said = str(card.blocks)
    assert f"<@{aisha.id}>" in said
    assert ">Records are kept for three years." in said
    assert f"goes to <@{aisha.id}>. What begins with “note:” stays here." in said

    priya.seat.says(TEAM, "Three years.\nTen for pressure parts.", thread_ts=card.ts)

    reply = aisha.reads(answer.channel, "The quality team replies")
    assert reply.text == (
        "*The quality team replies* to “How long are records kept?”\n"
        f">Three years.\n>Ten for pressure parts.\n— <@{priya.id}>"
    )
    assert reply.thread_ts == answer.thread_ts
    assert "Passed on to whoever asked." in priya.reads(TEAM, "Passed on").text
    assert wait_for(lambda: "Answered; the reply was" in str(priya.from_app(TEAM)[0].blocks), 10)


def test_without_a_name_nothing_shows_who_asks(aisha, priya, passage, stored, workspace, coach):
    asked = aisha.seat.says("#quality", f"@Readiness Coach {QUESTION}")
    answer = aisha.reads("#quality", thread=asked.ts, button=ASK)
    asks_the_team(aisha, answer, named=[])

    card = priya.reads(TEAM, "Question 1 for the quality team")
    assert "without a name" in str(card.blocks)
    assert aisha.id not in str(card.to_slack(metadata=True))
    kept = stored(Referral)[0]
    assert (kept.person, kept.answer_id) == (None, None)
    assert [job.payload for job in stored(InboxJob) if job.kind == "referral"] == [{}]

    priya.seat.says(TEAM, "Three years.", thread_ts=card.ts)

    reply = aisha.reads(aisha.seat.direct, "The quality team replies")
    assert reply.thread_ts is None
    assert "The quality team replies" not in str([one.text for one in priya.seat.sees("#quality")])


def test_with_a_name_the_reply_comes_where_it_was_asked_and_the_card_says_so(
    aisha, priya, passage, workspace
):
    asked = aisha.seat.says("#quality", f"@Readiness Coach {QUESTION}")
    answer = aisha.reads("#quality", thread=asked.ts, button=ASK)
    asks_the_team(aisha, answer)
    card = priya.reads(TEAM, "Question 1 for the quality team")
    place = f"in <#{workspace.channel('quality').id}>, where others read along."
    assert place in str(card.blocks)

    priya.seat.says(TEAM, "Three years.", thread_ts=card.ts)

    assert aisha.reads("#quality", "The quality team replies", thread=asked.ts)


def test_talk_below_a_card_is_no_question_to_the_coach(aisha, priya, answering, passage, stored):
    answer = aisha.asks(QUESTION)
    asks_the_team(aisha, answer)
    card = priya.reads(TEAM, "Question 1 for the quality team")

    priya.seat.says(TEAM, "note: @Readiness Coach is right here, isn't it?", thread_ts=card.ts)
    priya.seat.says(TEAM, "@Readiness Coach Three years.", thread_ts=card.ts)

    aisha.reads(answer.channel, "The quality team replies")
    assert [reply.text for reply in stored(ReferralReply)] == ["Three years."]
    below = [one.text[:25] for one in priya.from_app(TEAM) if one.is_reply]
    assert set(below) <= {"Passed on to whoever aske"}
    assert "note:" not in str([one.text for one in aisha.from_app(answer.channel)])


def test_a_reply_without_the_right_goes_nowhere_and_is_explained_once(
    aisha, gareth, priya, workspace, passage, stored
):
    workspace.channel("qms-team").members.append(gareth.id)
    answer = aisha.asks(QUESTION)
    asks_the_team(aisha, answer)
    card = priya.reads(TEAM, "Question 1 for the quality team")

    gareth.seat.says(TEAM, "I'd say five.", thread_ts=card.ts)
    gareth.seat.says(TEAM, "Or six.", thread_ts=card.ts)
    priya.seat.says(TEAM, "Three years.", thread_ts=card.ts)

    aisha.reads(answer.channel, "The quality team replies")
    told = gareth.reads(gareth.seat.direct, "A reply that goes back to the asker is for")
    assert told.text == (
        "A reply that goes back to the asker is for the quality team and its deputies. "
        "Write what you know in this thread, and one of them will take it up."
    )
    assert len(gareth.from_app(gareth.seat.direct)) == 1
    assert [reply.text for reply in stored(ReferralReply)] == ["Three years."]


def test_the_asker_says_that_it_helped_or_asks_again(aisha, gareth, priya, passage, stored):
    asked = aisha.seat.says("#quality", f"@Readiness Coach {QUESTION}")
    answer = aisha.reads("#quality", thread=asked.ts, button=ASK)
    asks_the_team(aisha, answer)
    card = priya.reads(TEAM, "Question 1 for the quality team")
    priya.seat.says(TEAM, "Three years.", thread_ts=card.ts)
    reply = aisha.reads("#quality", "The quality team replies")

    aisha.opens(reply, "quality_again")
    aisha.fills(words="And from when?")
    again = priya.reads(TEAM, "not helped yet")
    assert again.text == (
        "Whoever asked is not helped yet. A reply here reaches them again.\n>And from when?"
    )
    assert stored(Referral)[0].state == "open"
    passed_on = "Your words have gone back to the quality team. Their next reply reaches you."
    assert aisha.reads(aisha.seat.direct, "gone back").text == passed_on

    gareth.presses(reply, "quality_helped")
    told = gareth.reads(gareth.seat.direct, "Only whoever asked")
    assert told.text == "Only whoever asked can say whether the reply helped."

    aisha.presses(reply, "quality_helped")
    glad = aisha.reads(aisha.seat.direct, "Good to hear.")
    assert glad.text == "Good to hear. Your question is closed."
    assert stored(Referral)[0].state == "closed"


def test_a_document_that_is_not_in_force_is_said_in_the_form(aisha, priya, passage):
    asks_the_team(aisha, aisha.asks(QUESTION))
    card = priya.reads(TEAM, "Question 1 for the quality team")
    priya.opens(card, "quality_keep", "document")

    assert priya.fills(text="Three years.", document="QP-0099", section="4") == {
        "errors": {
            "document": "No document in force holds QP-0099, section 4. "
            "Check the number and the section."
        }
    }


def test_an_answer_is_kept_once_a_second_person_approves_it(aisha, priya, daniel, passage, stored):
    answer = aisha.asks(QUESTION)
    asks_the_team(aisha, answer)
    card = priya.reads(TEAM, "Question 1 for the quality team")
    priya.seat.says(TEAM, "Three years from delivery.", thread_ts=card.ts)
    note = priya.reads(TEAM, "Passed on")

    priya.opens(note, "quality_keep")
    priya.fills(passages=[str(passage.id)], expires="2027-11-01")
    proposed = priya.reads(TEAM, "Approved answer AA-0001 revision 1: proposed by")
    assert "explains QP-0007 section 4.2 Retention · for everyone · until 1 Nov 2027" in str(
        proposed.blocks
    )
    priya.presses(proposed, "quality_approve")
    told = priya.reads(priya.seat.direct, "You wrote AA-0001 revision 1 yourself.")
    assert told.text == (
        "You wrote AA-0001 revision 1 yourself. Somebody else of the quality team approves it."
    )

    daniel.presses(proposed, "quality_approve")
    approved = daniel.reads(TEAM, "AA-0001 revision 1: approved by daniel.okafor@")
    assert approved.ts == proposed.ts
    row = stored(ApprovedAnswer)[0]
    assert (row.text, row.audience, row.interim) == (
        "Three years from delivery.",
        "everyone",
        False,
    )


def test_all_that_was_replied_is_the_draft_of_an_approved_answer(aisha, priya, passage, stored):
    asks_the_team(aisha, aisha.asks(QUESTION))
    card = priya.reads(TEAM, "Question 1 for the quality team")
    for number, words in enumerate(("Blue tags, until June.", "The same at Lindenau."), start=1):
        priya.seat.says(TEAM, words, thread_ts=card.ts)
        assert wait_for(lambda number=number: len(stored(ReferralReply)) == number, 10)

    form = priya.opens(card, "quality_keep", "Blue tags")

    texts = {
        block["block_id"]: block["element"].get("initial_value")
        for block in form.view["blocks"]
        if block["type"] == "input"
    }
    assert texts["text"] == "Blue tags, until June.\nThe same at Lindenau."


def test_without_a_document_it_is_interim_guidance_for_thirty_days(
    aisha, priya, daniel, passage, stored
):
    answer = aisha.asks("Who waters the plants?")
    asks_the_team(aisha, answer)
    card = priya.reads(TEAM, "Question 1 for the quality team")
    priya.opens(card, "quality_keep")

    assert priya.fills(text="The Friday shift.", expires="2026-12-17") == {
        "errors": {"expires": "Without a document 30 days are the most."}
    }
    priya.fills(text="The Friday shift.", expires="2026-12-16")
    title = "Interim guidance, not a controlled document AA-0001 revision 1"
    proposed = priya.reads(TEAM, f"{title}: proposed")
    daniel.presses(proposed, "quality_approve")

    assert daniel.reads(TEAM, f"{title}: approved by")
    request = daniel.reads(TEAM, "Document change request 1")
    assert "a document that is still missing" in request.text
    assert stored(ChangeRequest)[0].document is None


def test_an_approved_answer_is_for_nobody_whom_its_sources_are_not_for(
    priya, published, answering, stored
):
    secret = published("HR-01", "Managers get a bonus.", audience="managers", title="Pay")
    answering.prepare("Who gets a bonus?", secret)
    answer = priya.asks("Who gets a bonus?")
    asks_the_team(priya, answer)
    card = priya.reads(TEAM, "Question 1 for the quality team")
    assert "Managers get a bonus" not in str(card.blocks)

    priya.opens(card, "quality_keep")
    priya.fills(text="All managers.", passages=[str(secret.id)], audience="everyone")

    told = priya.reads(priya.seat.direct, "The sources are for managers alone")
    assert told.text == (
        "The sources are for managers alone, so the answer can't be for everyone. Choose managers, "
        "or cite a document that is for everyone."
    )
    assert stored(ApprovedAnswer) == []


def test_a_revised_document_puts_its_approved_answers_on_review(
    aisha, priya, daniel, passage, published, serving, stored, coach
):
    answer = aisha.asks(QUESTION)
    asks_the_team(aisha, answer)
    card = priya.reads(TEAM, "Question 1 for the quality team")
    priya.opens(card, "quality_keep")
    priya.fills(text="From delivery.", passages=[str(passage.id)], expires="2027-05-01")
    daniel.presses(priya.reads(TEAM, "revision 1: proposed"), "quality_approve")
    daniel.reads(TEAM, "revision 1: approved")

    published(
        "QP-0007", "Records are kept for six years.", revision="5", effective_on=date(2026, 11, 17)
    )
    chores.do_chores(serving.floor, now=datetime(2026, 11, 16, 20, 0, tzinfo=UTC))
    assert stored(ApprovedAnswer)[0].state == "approved"
    now = coach.clock.move(datetime(2026, 11, 17, 8, 0, tzinfo=UTC))
    chores.do_chores(serving.floor, now=now)

    assert stored(ApprovedAnswer)[0].state == "on review"
    review = priya.reads(TEAM, "on review: a document it cites was revised", button="quality_renew")
    priya.opens(review, "quality_renew")
    priya.fills(text="Six years from delivery.", document="QP-0007", expires="2027-05-01")
    assert priya.reads(TEAM, "AA-0001 revision 2: proposed")


def test_who_asked_is_forgotten_after_ninety_days(aisha, priya, serving, passage, stored):
    answer = aisha.asks(QUESTION)
    asks_the_team(aisha, answer)
    card = priya.reads(TEAM, "Question 1 for the quality team")

    chores.do_chores(serving.floor, now=datetime(2027, 2, 13, 9, 0, tzinfo=UTC))
    assert len(stored(ReplyAddress)) == 1
    chores.do_chores(serving.floor, now=datetime(2027, 2, 15, 9, 0, tzinfo=UTC))
    assert stored(ReplyAddress) == []
    assert stored(Referral)[0].person is None

    priya.seat.says(TEAM, "Three years.", thread_ts=card.ts)
    told = priya.reads(priya.seat.direct, "This can't be passed on")
    assert "who asked is forgotten after 90 days" in told.text
