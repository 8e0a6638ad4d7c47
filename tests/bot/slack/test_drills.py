"""A drill in Slack: begun, answered, paused and ended in a thread that one person sees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import inbox
from bot.chores import forget_drills
from bot.inbox import Incoming
from bot.serving import Place, Serving
from bot.settings import DrillRules
from bot.slack import drill_blocks as blocks
from bot.slack.app import Tokens
from bot.slack.drill_erasing import FILE_STAYS, SWEEPING
from bot.slack.drill_papers import RELEASED, UNCLEAR
from bot.slack.drill_reading import report_view
from bot.slack.drill_steps import STEP
from bot.slack.drill_threads import OPENING
from bot.slack.drill_views import ERASE, FORM, RELEASE, REPORT, WAITING
from bot.slack.raise_views import LEFT
from knowledge.deliveries import announce
from knowledge.people import find
from knowledge.storage.action_tables import Evidence
from knowledge.storage.assistant_tables import Turn
from knowledge.storage.delivery_tables import Delivery, InboxJob
from knowledge.storage.drill_tables import (
    DrillDisagreement,
    Interview,
    InterviewAnswer,
    InterviewTurn,
    RaiseOffer,
)
from tests.bot.slack.attentive import settled
from tests.bot.slack.brennick import copy_to
from tests.bot.slack.documents import NOW, cited, publish
from tests.bot.slack.drilling import QUICK, Drilled, question_in, words_of
from tests.bot.slack.seated import MovedClock
from tests.proofs.delivery.places import wait_for


@pytest.fixture
def settings():
    """What the company has set besides."""
    return {}


@pytest.fixture
def coach(coach, tmp_path, settings):
    copy_to(tmp_path)
    coach.clock = MovedClock(NOW)
    coach.company = coach.company.model_copy(update=settings)
    return coach


@pytest.fixture
def serving(workspace, coach, answering):
    """With everybody's account known, and less of a pause between messages."""

    def known():
        with coach.database.read() as session:
            return find(session, "0174").slack_account is not None

    tokens = Tokens(workspace.app.bot_token, workspace.app.app_token)
    made = Serving(coach, Place(tokens, f"{workspace.address}/api/"), answering, QUICK)
    for step in made.steps:
        step()
    assert wait_for(known, 10), "nobody was matched"
    yield made
    made.stop()


@pytest.fixture
def dean(workspace, serving):
    """A setter in Gareth's team."""
    return Drilled(workspace, "dean.hargrave")


def test_a_drill_begins_with_purpose_and_what_slack_keeps(dean):
    first = dean.begins(about="8.5.1", length="3", mode="practice", manner="calm")

    said = words_of(first)
    assert said.startswith("Practice interview\n*Operator or assembler, clause 8.5.1*\n")
    assert "It is no internal audit and no verdict on you." in said
    assert blocks.KEPT.format(days=365) in said
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


ANSWER = "I check the first part against the drawing with the gauge and note it on the form."


def interviews(coach):
    with coach.database.read() as session:
        found = session.query(Interview).order_by(Interview.id).all()
        session.expunge_all()
        return found


# On the way


def test_pausing_keeps_the_question_and_days_later_it_goes_on_from_home(dean, coach):
    first = dean.begins(length="3")
    paused = dean.presses_there(first, blocks.PAUSE)
    assert paused.text == blocks.PAUSED
    coach.clock.move(NOW + timedelta(days=9))
    dean.seat.opens_app("home")
    home = shown_home(dean, "Paused, 0 of 3 answered")
    before = dean.heard()
    dean.seat.clicks(home, f"{blocks.RESUME}_0")

    again = dean.hears_after(before)
    assert blocks.WELCOME_BACK in again.text
    assert question_in(again) == question_in(first)
    assert [one.state for one in interviews(coach)] == ["asking"]


def test_an_answer_in_the_thread_of_a_paused_drill_goes_on_as_well(dean, coach):
    first = dean.begins(length="3")
    dean.presses_there(first, blocks.PAUSE)
    dean.says(ANSWER)

    assert [one.state for one in interviews(coach)] == ["asking"]


def test_go_on_in_the_form_of_the_command(dean):
    first = dean.begins(length="3")
    dean.presses_there(first, blocks.PAUSE)
    dean.seat.runs("/qms", "drill")
    form = form_shown(dean, "not finished")
    before = dean.heard()
    dean.seat.clicks(form, WAITING)

    assert question_in(dean.hears_after(before)) == question_in(first)


def test_a_skipped_question_gives_way_to_the_next(dean):
    first = dean.begins(length="3")
    following = dean.presses_there(first, blocks.SKIP)

    assert "Question 2 of 3" in following.text
    assert question_in(following) != question_in(first)


def test_skipping_again_asks_nothing_twice(workspace, coach, dean):
    first = dean.begins(length="3")
    dean.presses_there(first, blocks.SKIP)
    dean.presses(first, blocks.SKIP)
    settled(workspace, coach)

    assert len([one for one in dean.heard() if blocks.SKIP in str(one.blocks)]) == 2


def test_a_hint_and_the_reason_are_told_once_each(workspace, coach, dean):
    first = dean.begins(length="3")
    hint = dean.presses_there(first, blocks.HINT)
    why = dean.presses_there(first, blocks.WHY)
    dean.presses(first, blocks.HINT)
    settled(workspace, coach)

    assert hint.text == "*A hint:* Say in your own words what you do, one step after the other."
    assert why.text.startswith("*Why I ask:* Gets you talking about what you know best")
    assert len(dean.heard()) == 3


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("skip", "Question 2 of 3"),
        ("Hint?", "*A hint:*"),
        ("Why do you ask?", "*Why I ask:*"),
        ("pause", "Paused."),
        ("stop", "Stopped."),
    ],
)
def test_what_a_button_does_can_be_typed(dean, words, reply):
    dean.begins(length="3")

    assert reply in dean.says(words).text


def test_stopping_ends_with_a_report_of_what_was_answered(dean):
    first = dean.begins(length="3")
    following = dean.presses_there(first, blocks.SKIP)
    dean.presses(following, blocks.STOP)

    report = dean.reads(dean.seat.direct, "0 of 2 questions answered")
    assert "It was stopped before its end." in words_of(report)


def test_below_a_drill_that_is_over_somebody_is_told_where_to_ask(dean):
    dean.begins(length="3")
    dean.goes_through(lambda asked: ANSWER)
    dean.says("And now?")

    dean.reads(dean.seat.direct, "This drill is over; nothing was added to it. Start a new one.")


def test_what_is_said_in_a_drill_is_no_question(dean, workspace, coach):
    dean.begins(length="3")
    dean.says("How long are records kept?")
    settled(workspace, coach)

    with coach.database.read() as session:
        assert session.query(Turn).count() == 0
        (answer,) = session.query(InterviewAnswer).all()
        assert answer.text == "How long are records kept?"


def test_another_thread_is_not_taken_for_the_drill(dean, coach, workspace):
    dean.begins(length="3")
    dean.seat.tells_app("How long are records kept?")
    settled(workspace, coach)

    with coach.database.read() as session:
        assert session.query(InterviewAnswer).count() == 0


def test_two_messages_to_one_question_are_judged_together(dean, coach, workspace):
    dean.begins(length="3")
    for words in ("I check the part against the drawing.", "And I note it on the form."):
        dean.seat.says(dean.seat.direct, words, thread_ts=dean.thread)
    settled(workspace, coach)

    with coach.database.read() as session:
        assert session.query(InterviewAnswer).count() == 2
        turns = session.query(InterviewTurn).filter(InterviewTurn.judged > 0).all()
        assert sum(turn.judged for turn in turns) == 2
    asked = [one for one in dean.heard() if blocks.SKIP in str(one.blocks)]
    assert len({question_in(one) for one in asked}) == len(asked)


def test_an_event_that_comes_twice_is_one_answer(dean, coach, workspace):
    dean.begins(length="3")
    workspace.faults.next("duplicate_event")
    dean.says(ANSWER)
    settled(workspace, coach)

    with coach.database.read() as session:
        assert session.query(InterviewAnswer).count() == 1


def test_a_rehearsal_keeps_its_feedback_for_the_end(dean, workspace, coach):
    dean.begins(length="3", mode="rehearsal")
    dean.goes_through(lambda asked: ANSWER)
    settled(workspace, coach)

    said = [words_of(one) for one in dean.heard()]
    first_feedback = next(at for at, one in enumerate(said) if "*Feedback to:*" in one)
    last_question = max(at for at, one in enumerate(dean.heard()) if blocks.SKIP in str(one.blocks))
    assert first_feedback > last_question
    assert len([one for one in said if "*Feedback to:*" in one]) == 3
    assert "Report of your practice interview" in [one for one in said if one][-1]


def test_a_file_counts_as_shown_and_its_owner_is_told_that_it_stays(dean, coach):
    dean.begins(length="3")
    photo = dean.seat.uploads("tag.png", b"not read")
    dean.says("Here it is.", files=[photo])

    dean.reads(dean.seat.direct, FILE_STAYS)
    with coach.database.read() as session:
        (answer,) = session.query(InterviewAnswer).all()
        assert answer.files == ["tag.png"]
        assert session.query(InboxJob).filter_by(kind="drill_answer").one().payload == {}


# The ways in


@pytest.mark.parametrize("words", ["drill", "Start a mock audit interview on document control"])
def test_who_asks_in_words_gets_a_button(dean, words):
    asked = dean.seat.tells_app(words)
    offer = dean.reads(dean.seat.direct, "I can play the auditor", thread=asked.ts)
    dean.opens(offer, blocks.BEGIN, field="Your part in it")

    assert dean.seat.modal.view["callback_id"] == FORM


def test_the_shortcut_opens_the_form(dean):
    dean.seat.uses_shortcut("start_audit")

    assert FORM in str(form_shown(dean, FORM).view)


def test_a_clause_that_is_not_there_is_told_in_the_form(dean):
    dean.seat.runs("/qms", "drill")
    assert FORM in str(form_shown(dean, FORM).view)

    answer = dean.fills(about="8.9.9")
    assert answer["errors"] == {"about": "ISO 9001:2015 has no clause 8.9.9. Check the number."}


def test_who_is_not_in_the_people_register_is_told_so(workspace, serving):
    guest = Drilled(workspace, "ines.calder")
    guest.seat.runs("/qms", "drill")

    form_shown(guest, "people register")


# What comes of it


def test_a_disagreement_is_kept_once_without_the_answer(dean, workspace, coach):
    dean.begins(length="3")
    feedback = dean.asked_next()
    while blocks.DISAGREE not in str(feedback.blocks):
        feedback = dean.says("The blue answer of mine.")
    for _ in range(2):
        dean.presses(feedback, blocks.DISAGREE)
    dean.reads(dean.seat.direct, blocks.DISAGREED)
    settled(workspace, coach)

    with coach.database.read() as session:
        (kept,) = session.query(DrillDisagreement).all()
        assert "blue" not in str(kept.shown)
    assert len([one for one in dean.heard() if one.text == blocks.DISAGREED]) == 1
    priya = Drilled(workspace, "priya.nair")
    priya.seat.opens_app("home")
    home = shown_home(priya, "Disagreements about judgements")
    assert "blue" not in str(home.view)


def test_the_report_comes_as_pdf_too(dean, workspace, coach):
    dean.begins(length="3")
    dean.goes_through(lambda asked: ANSWER)

    assert wait_for(lambda: bool(pdfs(dean)), 10)
    (file,) = pdfs(dean)
    assert workspace.files[file["id"]].content.startswith(b"%PDF")


def test_an_upload_that_may_have_arrived_is_not_sent_again(dean, workspace, coach):
    workspace.faults.next("drop_after_accept", only="files.completeUploadExternal")
    dean.begins(length="3")
    dean.goes_through(lambda asked: ANSWER)

    dean.reads(dean.seat.direct, UNCLEAR)
    assert len(pdfs(dean)) == 1


def test_erasing_takes_rows_messages_and_files_and_leaves_what_the_person_wrote(
    dean, workspace, coach
):
    dean.begins(length="3")
    dean.goes_through(lambda asked: ANSWER)
    assert wait_for(lambda: bool(pdfs(dean)), 10)
    dean.seat.opens_app("home")
    dean.seat.clicks(shown_home(dean, "Finished"), ERASE)
    dean.seat.submits(form_shown(dean, "It can't be undone."), {})
    told = dean.reads(dean.seat.direct, "Erased: 1 drill")
    settled(workspace, coach)

    assert "Slack keeps what was typed there" in told.text
    assert interviews(coach) == []
    left = [
        one for one in dean.seat.sees(dean.seat.direct) if dean.thread in (one.ts, one.thread_ts)
    ]
    assert {one.text for one in left} == {ANSWER}
    assert pdfs(dean) == []
    with coach.database.read() as session:
        assert session.query(InterviewTurn).count() == 0
        assert ANSWER not in str([job.payload for job in session.query(InboxJob)])


def test_only_its_own_person_releases_a_report(dean, workspace, coach):
    dean.begins(length="3")
    dean.goes_through(lambda asked: ANSWER)
    dean.seat.opens_app("home")
    dean.seat.clicks(shown_home(dean, "Finished"), f"{REPORT}_0")
    dean.seat.clicks(form_shown(dean, "Release as evidence"), RELEASE)
    dean.seat.submits(form_shown(dean, "It can't be taken back"), {})

    dean.reads(dean.seat.direct, RELEASED)
    with coach.database.read() as session:
        (kept,) = session.query(Evidence).filter(Evidence.item.startswith("Drill")).all()
        assert kept.note == "Awareness, released by the person. No evidence of competence."


def test_a_drill_is_nobody_elses(dean, workspace, serving, coach):
    dean.begins(length="3")
    (interview,) = interviews(coach)
    rob = Drilled(workspace, "rob.yates")
    rob.begins(length="3")
    with coach.database.begin() as session:
        event = f"forged {interview.id}"
        payload = {"person": rob.id, "value": str(interview.id), "step": "stop"}
        inbox.record(
            session, Incoming(workspace.team.id, event, STEP, payload), now=NOW, due_at=NOW
        )

    rob.reads(rob.seat.direct, "This drill belongs to somebody else")
    assert interviews(coach)[0].state == "asking"
    view = report_view(serving.floor, rob.id, interview.id)
    assert "This drill belongs to somebody else" in str(view)


@pytest.mark.parametrize("settings", [{"raise_without_name": True}])
def test_what_is_raised_without_a_name_leads_back_to_nobody(dean, workspace, coach):
    dean.begins(length="3")
    message = dean.says("I check the parts. Yesterday I skipped the pressure test on two valves.")
    form = dean.opens(message, blocks.RAISE, field="Without my name")
    dean.seat.submits(
        form, {"words": {"words": "Two valves went without a test."}, "name": {"name": "unnamed"}}
    )
    card = Drilled(workspace, "priya.nair").reads("#qms-team", "Raised without a name")

    form_shown(dean, "Sent to the quality team without your name.")
    assert dean.id not in str(card.blocks) + card.text
    with coach.database.read() as session:
        (job,) = session.query(InboxJob).filter_by(kind="drill_raising").all()
        assert job.payload == {}
        (offer,) = session.query(RaiseOffer).all()
        assert (offer.state, offer.named, offer.settled_at) == ("raised", False, None)


def test_left_as_it_is_nothing_is_sent(dean, workspace, coach):
    dean.begins(length="3")
    message = dean.says("I check the parts. Yesterday I skipped the pressure test on two valves.")
    dean.presses(message, blocks.LEAVE)
    dean.reads(dean.seat.direct, LEFT)
    settled(workspace, coach)

    assert [one for one in workspace.history() if one["channel"] != dean.seat.direct.id] == []


def test_for_safety_it_says_whom_to_tell_now(dean):
    dean.begins(length="3")
    message = dean.says("I turn flanges. Yesterday the guard was taped open on lathe 3.")

    assert ":warning: *Tell Gareth Pugh now*, before anything else." in words_of(message)


def pdfs(person):
    return [
        file
        for one in person.from_app(person.seat.direct)
        for file in one.files
        if file["name"].endswith(".pdf")
    ]


def form_shown(person, words):
    def there():
        return person.seat.modal is not None and words in str(person.seat.modal.view)

    assert wait_for(there, 10), person.seat.modal and person.seat.modal.view
    return person.seat.modal


def shown_home(person, words):
    assert wait_for(lambda: person.seat.home and words in str(person.seat.home.view), 10), (
        person.seat.home and person.seat.home.view
    )
    return person.seat.home


def test_drills_are_erased_after_the_set_time_with_our_messages(dean, serving, workspace, coach):
    dean.begins(length="3")
    later = coach.clock.move(NOW + timedelta(days=366))
    forget_drills(serving.floor, later)
    settled(workspace, coach)

    assert interviews(coach) == []
    assert wait_for(lambda: dean.heard() == [], 10)


def test_what_was_being_posted_when_a_drill_is_erased_is_deleted_too(
    dean, serving, workspace, coach
):
    first = dean.begins(length="3")
    settled(workspace, coach)
    later = coach.clock.move(NOW + timedelta(days=366))
    known_of_opening(coach, due_at=later + timedelta(days=1), state="sending", message=None)
    forget_drills(serving.floor, later)
    assert wait_for(lambda: sweeping_is_put_off(coach), 10)
    assert first.ts in [one.ts for one in dean.heard()]

    known_of_opening(coach, state="sent", message=first.ts)
    with coach.database.begin() as session:
        session.query(InboxJob).filter_by(kind=SWEEPING, state="pending").one().due_at = later
        announce(session, inbox.CHANNEL)

    assert wait_for(lambda: dean.heard() == [], 10)


def known_of_opening(coach, **values):
    with coach.database.begin() as session:
        row = session.query(Delivery).filter_by(kind=OPENING).one()
        for name, value in values.items():
            setattr(row, name, value)


def sweeping_is_put_off(coach):
    with coach.database.read() as session:
        jobs = session.query(InboxJob).filter_by(kind=SWEEPING).order_by(InboxJob.id).all()
        return [job.state for job in jobs] == ["done", "pending"]


@pytest.mark.parametrize("settings", [{"drills": DrillRules(keep_days=30)}])
def test_a_company_says_for_how_long_drills_are_kept(dean, serving, workspace, coach):
    first = dean.begins(length="3")
    assert "After 30 days without a word I erase a drill by myself." in words_of(first)
    settled(workspace, coach)

    forget_drills(serving.floor, coach.clock.move(NOW + timedelta(days=29)))
    assert len(interviews(coach)) == 1
    forget_drills(serving.floor, coach.clock.move(NOW + timedelta(days=31)))
    settled(workspace, coach)

    assert interviews(coach) == []
    assert wait_for(lambda: dean.heard() == [], 10)


def test_what_was_found_is_told_from_what_is_written_and_whom_to_ask_from_both(coach):
    with coach.database.begin() as session:
        where = cited(session, publish(session, "QP-0009", "Hang a red tag."))

    found = blocks.feedback_blocks(blocks.Feedback(1, citation=where, quote="Hang.", found=True))
    shown = blocks.Feedback(1, ask="I found no document. Ask Aisha Rahman.")
    nothing = blocks.feedback_blocks(shown)

    assert "*What I found on it in your documents*" in str(found)
    assert "*Where it is written*\\nI found no document. Ask Aisha Rahman." in str(nothing)
