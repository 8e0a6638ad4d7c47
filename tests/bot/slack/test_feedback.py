"""Helpful or not, "wrong", the quality team's judgement, and everyone hearing what is right."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot import chores
from bot.slack.blocks import actions, button
from bot.slack.dates import moment
from knowledge.storage.assistant_tables import Turn
from knowledge.storage.expertise_tables import AnswerRating, ChangeRequest, Fault, WrongReport
from knowledge.storage.tables import Answer
from tests.bot.slack.documents import NOW, keep_answer
from tests.bot.slack.seated import MovedClock, Seated
from tests.proofs.delivery.places import wait_for

QUESTION = "How long are records kept?"
TEAM = "#qms-team"


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


def reports_wrong(person, answer, comment="It is ten years for pressure parts."):
    person.opens(answer, "answer_unhelpful")
    person.fills(reason="wrong", comment=comment)


def test_helpful_is_kept_and_thanked_for_where_only_that_person_sees_it(
    aisha, gareth, passage, stored
):
    answer = aisha.asks(QUESTION)
    aisha.presses(answer, "answer_helpful")

    thanks = aisha.reads(answer.channel, "Thank you. It helps")
    assert thanks.ephemeral_for == aisha.id
    assert wait_for(lambda: len(stored(AnswerRating)) == 1, 10)
    assert stored(AnswerRating)[0].helpful


def test_who_changes_their_mind_has_one_rating(aisha, passage, stored):
    answer = aisha.asks(QUESTION)
    aisha.presses(answer, "answer_helpful")
    assert wait_for(lambda: len(stored(AnswerRating)) == 1, 10)

    aisha.opens(answer, "answer_unhelpful")
    aisha.fills(reason="out of date", comment="We changed it in June.")

    thanks = "Thank you. It is counted; if the document itself is old, ask the quality team."
    assert aisha.reads(answer.channel, thanks).text == thanks
    assert wait_for(lambda: stored(AnswerRating)[0].reason == "out of date", 10)
    assert len(stored(AnswerRating)) == 1
    assert stored(AnswerRating)[0].comment == "We changed it in June."


def test_a_reason_is_asked_for(aisha, passage):
    answer = aisha.asks(QUESTION)
    aisha.opens(answer, "answer_unhelpful")

    assert aisha.fills(comment="Hm") == {
        "errors": {"reason": "Please complete this required field."}
    }


def test_wrong_becomes_a_card_for_the_quality_team_without_the_reporters_name(
    aisha, priya, passage
):
    answer = aisha.asks(QUESTION)
    reports_wrong(aisha, answer)

    card = priya.reads(TEAM, "Reported as wrong, report 1: “How long are records kept?”")
    said = str(card.blocks)
    assert ">Records are kept for three years." in said
    assert "QP-0007 Record control" in said
    assert "It is ten years for pressure parts." in said
    assert "Please judge it until 23 Nov 2026." in said
    assert aisha.id not in said
    assert "aisha" not in said.casefold()
    assert "as a rule within five working days" in aisha.reads(answer.channel, "five working").text


def test_what_not_everyone_may_see_is_not_quoted_in_the_teams_channel(priya, published, answering):
    secret = published("HR-01", "Managers get a bonus.", audience="managers", title="Pay")
    answering.prepare("Who gets a bonus?", secret)
    answer = priya.asks("Who gets a bonus?")
    reports_wrong(priya, answer)

    card = priya.reads(TEAM, "Reported as wrong")
    assert "Managers get a bonus" not in str(card.blocks)
    assert "HR-01" not in str(card.blocks)
    assert "A document that is not for everyone is not quoted here." in str(card.blocks)


def test_who_asks_the_same_meanwhile_reads_that_it_was_reported_as_wrong(
    aisha, gareth, priya, passage, published, answering, stored
):
    other = published("QP-0033", "Gauges are checked every six months.")
    answering.prepare("How often are gauges checked?", other)
    assert "Reported as wrong" not in str(aisha.asks(QUESTION).blocks)
    reports_wrong(aisha, aisha.asks(QUESTION))
    card = priya.reads(TEAM, "Reported as wrong")

    answer = gareth.asks(QUESTION)
    on = moment(stored(WrongReport)[0].reported_at, "{date_short}")
    assert answer.blocks[0]["text"]["text"] == (
        f":warning: *Reported as wrong* on {on}; the quality team is checking this. "
        "Ask them before you work by it."
    )
    assert answer.blocks[1]["text"]["text"] == ">Records are kept for three years."
    assert answer.text.startswith("Reported as wrong; the quality team is checking this. Records")
    assert aisha.id not in str(answer.blocks) + answer.text
    assert "Reported as wrong" not in str(gareth.asks("How often are gauges checked?").blocks)

    priya.opens(card, "quality_judge_right")
    priya.fills(words="Three years holds.")
    assert aisha.reads(aisha.seat.direct, "it is right")
    assert "Reported as wrong" not in str(gareth.asks(QUESTION).blocks)


def test_judged_right_is_told_to_the_reporter_in_the_judges_words(aisha, priya, passage, stored):
    answer = aisha.asks(QUESTION)
    reports_wrong(aisha, answer)
    card = priya.reads(TEAM, "Reported as wrong")

    priya.opens(card, "quality_judge_right")
    priya.fills(words="Ten years holds for drawings alone.")

    told = aisha.reads(answer.channel, "it is right")
    assert told.text == (
        "The quality team looked at the answer to “How long are records kept?”: it is right.\n"
        ">Ten years holds for drawings alone.\nThank you for reporting it."
    )
    assert told.thread_ts == answer.thread_ts
    assert wait_for(lambda: "Judged right" in str(priya.reads(TEAM, "report 1").blocks), 10)
    assert "quality_judge" not in str(priya.reads(TEAM, "report 1").blocks)


def test_an_unclear_document_is_to_be_changed(aisha, priya, passage, stored):
    answer = aisha.asks(QUESTION)
    reports_wrong(aisha, answer)
    card = priya.reads(TEAM, "Reported as wrong")

    priya.opens(card, "quality_judge_unclear")
    priya.fills(words="It does not say from when the years count.")

    request = priya.reads(TEAM, "Document change request 1")
    assert request.text == (
        ":memo: *Document change request 1* for QP-0007 Record control · owner Quality Manager\n"
        ">It does not say from when the years count.\n>Asked: How long are records kept?"
    )
    assert "a change of it is now requested" in aisha.reads(answer.channel, "unclear").text
    assert stored(ChangeRequest)[0].document == "QP-0007"

    again = aisha.asks(QUESTION)
    assert again.blocks[0]["text"]["text"] == (
        ":memo: The quality team found this unclear and has asked for a change of the document. "
        "They say how it is meant:\n>It does not say from when the years count."
    )
    assert again.blocks[1]["text"]["text"] == ">Records are kept for three years."


@pytest.fixture
def unclear(aisha, priya, passage):
    """The card of a request to change QP-0007."""
    reports_wrong(aisha, aisha.asks(QUESTION))
    priya.opens(priya.reads(TEAM, "Reported as wrong"), "quality_judge_unclear")
    priya.fills(words="From when do they count?")
    return priya.reads(TEAM, "Document change request 1")


def test_quality_closes_a_change_request_and_the_card_says_so(
    aisha, priya, workspace, unclear, stored
):
    workspace.channel("qms-team").members.append(aisha.id)
    aisha.presses(unclear, "quality_close_request")
    assert aisha.reads(TEAM, "Closing a document change request is for the quality team")

    priya.opens(unclear, "quality_close_request")
    assert priya.fills(why=None) == {"errors": {"why": "Please complete this required field."}}
    priya.fills(why="The table in 4.2 says it well enough.")

    closed = priya.reads(TEAM, "Document change request 1", "Closed")
    assert closed.ts == unclear.ts
    assert closed.text == (
        ":memo: *Document change request 1* for QP-0007 Record control · owner Quality Manager\n"
        ">From when do they count?\n>Asked: How long are records kept?\n"
        f":white_check_mark: *Closed* by <@{priya.id}>: The table in 4.2 says it well enough."
    )
    assert "quality_close_request" not in str(closed.blocks)
    assert stored(ChangeRequest)[0].closed_by == priya.id


def test_a_new_revision_closes_a_change_request_by_itself(
    priya, serving, coach, unclear, published, stored
):
    chores.do_chores(serving.floor, now=coach.clock())
    assert stored(ChangeRequest)[0].closed_at is None
    published("QP-0007", "Three years from delivery.", revision="5")

    for _ in range(2):
        chores.do_chores(serving.floor, now=coach.clock())

    closed = priya.reads(TEAM, "Document change request 1", "Closed")
    assert closed.ts == unclear.ts
    assert closed.text.endswith(":white_check_mark: *Closed*: revision 5 of QP-0007 is in force.")
    assert stored(ChangeRequest)[0].closed_by is None


def test_everyone_who_got_a_wrong_answer_hears_what_is_right(
    aisha, gareth, priya, workspace, passage, published, stored
):
    published("QP-0031", "Pressure parts: ten years.", title="Pressure records")
    first = aisha.asks(QUESTION)
    second = gareth.asks(QUESTION)
    reports_wrong(aisha, first)
    card = priya.reads(TEAM, "Reported as wrong")

    priya.opens(card, "quality_judge_wrong", "document")
    priya.fills(words="Ten years for pressure parts, three for all others.", document="qp 31")

    right = (
        ":warning: *An answer given here was wrong.* Asked: “How long are records kept?”\n"
        "The quality team says what is right:\n"
        ">Ten years for pressure parts, three for all others.\nSee QP-0031 Pressure records."
    )
    for person, answer in ((aisha, first), (gareth, second)):
        told = person.reads(answer.channel, "An answer given here was wrong")
        assert told.text == right
        assert told.thread_ts == answer.thread_ts
        marked = person.reads(answer.channel, "This answer was wrong and was withdrawn on 16 Nov")
        assert marked.ts == answer.ts
        assert "Records are kept for three years" not in str(marked.blocks)
    assert [fault.correction for fault in stored(Fault)] == [
        "Ten years for pressure parts, three for all others."
    ]
    assert "You were right" not in str([one.text for one in aisha.from_app(first.channel)])
    aisha.seat.opens_app("home")
    assert wait_for(lambda: aisha.seat.home is not None, 10)
    aisha.presses(aisha.seat.home, "home_answer_0")
    assert wait_for(
        lambda: (
            aisha.seat.modal and right in str(aisha.seat.modal.view["blocks"][0]["text"]["text"])
        ),
        10,
    )


def test_a_number_that_no_document_has_is_said_in_the_form(aisha, priya, passage, stored):
    reports_wrong(aisha, aisha.asks(QUESTION))
    card = priya.reads(TEAM, "Reported as wrong")
    priya.opens(card, "quality_judge_wrong", "document")

    assert priya.fills(words="Ten years.", document="QP-0099") == {
        "errors": {
            "document": "No document has the number QP-0099. Check the number, or leave it out."
        }
    }
    assert priya.fills(words="Ten years.", document="") == {"closed": True}


def test_who_reported_it_in_a_channel_is_told_alone(aisha, gareth, priya, passage, workspace):
    asked = aisha.seat.says("#quality", f"@Readiness Coach {QUESTION}")
    answer = aisha.reads("#quality", button="answer_unhelpful", thread=asked.ts)
    reports_wrong(gareth, answer)
    card = priya.reads(TEAM, "Reported as wrong")

    priya.opens(card, "quality_judge_wrong", "document")
    priya.fills(words="Ten years.")

    assert "You were right" in gareth.reads(gareth.seat.direct, "You were right").text
    told = aisha.reads("#quality", "An answer given here was wrong", thread=asked.ts)
    assert told.text.endswith(">Ten years.")


def test_an_answer_that_only_the_asker_saw_is_corrected_in_person(
    aisha, gareth, priya, workspace, coach, passage
):
    answer = aisha.asks(QUESTION)
    with coach.database.begin() as session:
        seen = keep_answer(session, QUESTION, passage)
        session.add(
            Turn(
                team=workspace.team.id, conversation=workspace.channel("quality").id,
                person=gareth.id, asked_at=seen.asked_at, way="command", private=True,
                typed=QUESTION, answer_id=seen.id, outcome="answered",
            )
        )  # fmt: skip
    reports_wrong(aisha, answer)
    card = priya.reads(TEAM, "Reported as wrong")

    priya.opens(card, "quality_judge_wrong", "document")
    priya.fills(words="Ten years.")

    assert gareth.reads(gareth.seat.direct, "An answer given here was wrong").thread_ts is None


def test_who_has_no_right_to_judge_gets_words(aisha, gareth, priya, workspace, passage, stored):
    workspace.channel("qms-team").members.append(gareth.id)
    answer = aisha.asks(QUESTION)
    reports_wrong(aisha, answer)
    card = gareth.reads(TEAM, "Reported as wrong")

    gareth.presses(card, "quality_judge_wrong")

    words = gareth.reads(TEAM, "Judging a report is for the quality team and its deputies.")
    assert words.ephemeral_for == gareth.id
    assert gareth.seat.modal is None
    assert stored(WrongReport)[0].state == "open"


def test_of_two_who_judge_at_once_the_first_wins_and_the_second_is_told(
    aisha, priya, daniel, passage, stored
):
    answer = aisha.asks(QUESTION)
    reports_wrong(aisha, answer)
    card = priya.reads(TEAM, "Reported as wrong")
    priya.opens(card, "quality_judge_right")
    daniel.opens(card, "quality_judge_wrong", "document")

    priya.fills(words="It is right.")
    aisha.reads(answer.channel, "it is right")
    daniel.fills(words="Ten years.")

    told = daniel.reads(daniel.seat.direct, "Report 1 has been judged already")
    assert told.text == (
        "Report 1 has been judged already: the answer is right. What was decided stands; speak to "
        "whoever judged it if you see it otherwise."
    )
    assert stored(Fault) == []
    assert stored(WrongReport)[0].judged_by == priya.id


def test_what_waits_five_working_days_goes_further_up_once(
    aisha, priya, daniel, serving, passage, stored, workspace, coach
):
    answer = aisha.asks(QUESTION)
    reports_wrong(aisha, answer)
    priya.reads(TEAM, "Reported as wrong")

    chores.do_chores(serving.floor, now=datetime(2026, 11, 23, 22, 0, tzinfo=UTC))
    assert stored(WrongReport)[0].escalated_at is None
    for _ in range(2):
        now = coach.clock.move(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
        chores.do_chores(serving.floor, now=now)

    words = (
        ":hourglass: Report 1 has waited for a judgement for more than 5 working days. Somebody "
        "says that the answer to “How long are records kept?” is wrong, and it is still given. It "
        "waits in #qms-team; the quality team or a deputy judges it there."
    )
    assert priya.reads(TEAM, ":hourglass:").text == words
    assert daniel.reads(daniel.seat.direct, ":hourglass:").text == words
    said = [one["text"] for one in workspace.history() if ":hourglass:" in one["text"]]
    assert len(said) == 2


def test_an_answer_is_withdrawn_until_the_judgement_is_lifted(aisha, priya, passage, stored):
    answer = aisha.asks(QUESTION)
    reports_wrong(aisha, answer)
    card = priya.reads(TEAM, "Reported as wrong")
    priya.opens(card, "quality_judge_wrong", "document")
    priya.fills(words="Ten years.")
    marked = priya.reads(TEAM, button="quality_lift")

    priya.opens(marked, "quality_lift")
    priya.fills(why="I read the wrong line.")

    assert wait_for(lambda: stored(Fault)[0].lifted_at is not None, 10)
    assert stored(Fault)[0].lifted_why == "I read the wrong line."
    assert wait_for(lambda: "quality_lift" not in str(priya.from_app(TEAM)[0].blocks), 10)


def test_a_guest_is_told_that_this_is_for_employees(workspace, coach, passage, serving, stored):
    guest = Seated(workspace, "ines.calder")
    with coach.database.begin() as session:
        row = keep_answer(session, QUESTION, passage)
        answer_id = row.id
    message = guest.seat.tells_app("hello")
    message.blocks = [actions(button("Helpful", "answer_helpful", answer_id)) | {"block_id": "b"}]
    guest.presses(message, "answer_helpful")

    assert (
        "Only employees can do this." in guest.reads(guest.seat.direct, "Only employees can").text
    )
    assert stored(AnswerRating) == []


def test_the_record_of_a_withdrawn_answer_stays(aisha, priya, passage, stored):
    answer = aisha.asks(QUESTION)
    reports_wrong(aisha, answer)
    card = priya.reads(TEAM, "Reported as wrong")
    priya.opens(card, "quality_judge_wrong", "document")
    priya.fills(words="Ten years.")
    aisha.reads(answer.channel, "This answer was wrong and was withdrawn")

    assert [row.text for row in stored(Answer)] == ["Records are kept for three years."]
