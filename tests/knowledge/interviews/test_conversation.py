"""One interview, turn by turn, each step a transaction of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.interviews import conversation
from knowledge.interviews.conversation import Scope
from knowledge.interviews.judgement import ConductSign, Named
from knowledge.storage.record_tables import Person
from tests.knowledge.interviews.sitting import Sitting, judged
from tests.knowledge.people.building import TODAY, add_person
from tests.knowledge.training.building import add_assignment, add_course, add_critical, add_result

LEAD_IN = (
    "Practice, no audit, no verdict on you. Short answers are fine; if you don't know, say where "
    "you would look. I tell you after each answer what was good and what was missing."
)


def test_it_begins_with_its_purpose_and_describe_your_work(sitting: Sitting) -> None:
    sitting.start()

    turn = sitting.turn()

    assert (turn.kind, turn.number, turn.of, turn.lead_in) == ("question", 1, 3, LEAD_IN)
    assert turn.text == (
        "Please tell me what your job is here and what you are working on at the moment."
    )


def test_calm_and_brisk_ask_the_same_in_other_words(sitting: Sitting) -> None:
    sitting.start(manner="calm", mode="rehearsal")
    sitting.turn()
    sitting.say()
    calm = sitting.turn()

    assert calm.text == f"Let us go on. {calm.question.text}"
    assert calm.lead_in == ""
    assert calm.feedback_on is None


def test_asking_again_gives_the_same_turn(sitting: Sitting) -> None:
    sitting.start()

    assert sitting.turn() == sitting.turn()
    assert len(sitting.turns()) == 1


def test_a_whole_drill_ends_with_thanks_and_the_report(sitting: Sitting) -> None:
    sitting.start()

    turns = sitting.answer_all()

    assert [turn.kind for turn in turns] == ["question", "question", "question", "closing"]
    assert turns[-1].text == (
        "That's all. To sum up: you answered 3 of 3 questions. Thank you. "
        "Your report follows; only you see it."
    )
    assert (sitting.row().state, sitting.row().finished_at) == ("finished", sitting.now)
    assert sitting.turn().id == turns[-1].id


def test_feedback_is_shown_before_the_next_question_in_practice(sitting: Sitting) -> None:
    sitting.start()
    first = sitting.turn()
    sitting.say()
    sitting.judge()

    assert sitting.turn().feedback_on == first.id


def test_a_follow_up_asks_for_what_is_missing_the_emptiest_first(sitting: Sitting) -> None:
    sitting.start()
    first = sitting.turn()
    sitting.say("I drill holes.")
    sitting.judge({"what_i_do": 1})

    turn = sitting.turn()

    assert (turn.kind, turn.part, turn.question.id) == ("follow-up", "what_i_do", first.question.id)
    assert turn.text == "What do you do yourself there, and with whom?"


def test_two_follow_ups_at_most_and_each_part_once(sitting: Sitting) -> None:
    sitting.start(length=10)

    turns = sitting.answer_all(0)

    by_question: dict[str, list[str | None]] = {}
    for turn in turns:
        if turn.kind == "follow-up":
            by_question.setdefault(turn.question.id, []).append(turn.part)
    assert max(map(len, by_question.values())) == 2
    assert all(len(set(parts)) == len(parts) for parts in by_question.values())
    assert all("conduct" not in parts for parts in by_question.values())


def test_the_whole_of_an_answer_is_judged_together(sitting: Sitting) -> None:
    sitting.start()
    sitting.turn()
    sitting.say("I drill holes.")
    sitting.judge(0)
    sitting.turn()
    sitting.say("By the drawing.")

    with sitting.database.read() as session:
        [waiting] = conversation.unjudged(session, sitting.interview)

    assert (waiting.text, waiting.count) == ("I drill holes.\nBy the drawing.", 2)


def test_who_does_not_know_is_asked_where_to_look_and_no_more(sitting: Sitting) -> None:
    sitting.start()
    sitting.turn()
    sitting.say("I don't know.")
    sitting.judge(0, conduct=(ConductSign("did not know", "I don't know."),))

    assert sitting.turn().text == "Where would you look it up, or whom would you ask?"
    sitting.say("No idea.")
    sitting.judge(0, conduct=(ConductSign("did not know", "I don't know."),))
    assert sitting.turn().kind == "question"


def test_who_says_where_to_look_is_not_pressed(sitting: Sitting) -> None:
    sitting.start()
    sitting.turn()
    sitting.say("I don't know, I would look in QP-0015.")
    signs = ("did not know", "would look it up")
    sitting.judge(0, conduct=tuple(ConductSign(sign, "x") for sign in signs))  # type: ignore[arg-type]

    assert sitting.turn().kind == "question"


def test_what_an_answer_names_is_followed(sitting: Sitting) -> None:
    sitting.start(length=6)
    sitting.turn()
    sitting.say("I work to WI-103.")
    sitting.judge(2, named=(Named("document", "WI-103", "right"),))

    turn = sitting.turn()

    assert (turn.question.source, turn.question.about) == ("trail", "WI-103")


def test_an_overdue_training_is_asked_about(sitting: Sitting) -> None:
    with sitting.database.begin() as session:
        rob = session.get_one(Person, sitting.person_id)
        course = add_critical(session)
        assigned = add_assignment(session, rob, course_id=course.id)
        add_result(session, assigned, TODAY.replace(year=2023), valid_until=TODAY.replace(day=1))
    sitting.start()
    sitting.turn()
    sitting.say()
    sitting.judge()

    question = sitting.turn().question

    assert question.text == (
        "Your training record says that Torque ran out on 1 November 2026. What is being done "
        "about it, and what does it mean for your work until then?"
    )
    assert question.key_points == (
        "Torque ran out on 1 November 2026",
        "names the new date, or whom to ask for one",
        "May not close a valve body without this qualification",
    )


def test_a_message_that_comes_twice_is_one_answer(sitting: Sitting) -> None:
    sitting.start()
    sitting.turn()
    first = sitting.say("Once.", "1763.1")
    sitting.judge()
    sitting.turn()

    assert sitting.say("Once.", "1763.1").id == first.id
    assert [answer.text for answer in sitting.answers()] == ["Once."]
    assert sitting.turn().number == 2


def test_a_second_message_before_the_next_question_belongs_to_the_first(sitting: Sitting) -> None:
    sitting.start()
    turn = sitting.turn()
    sitting.say("I drill holes.")
    sitting.judge()
    added = sitting.say("And I check them.")

    assert added.turn_id == turn.id
    with sitting.database.read() as session:
        [waiting] = conversation.unjudged(session, sitting.interview)
    assert waiting.text == "I drill holes.\nAnd I check them."


def test_a_judgement_of_less_never_replaces_one_of_more(sitting: Sitting) -> None:
    sitting.start()
    sitting.turn()
    sitting.say("One.")
    with sitting.database.read() as session:
        [early] = conversation.unjudged(session, sitting.interview)
    sitting.say("Two.")
    sitting.judge(2)
    with sitting.database.begin() as session:
        kept = conversation.keep_judgement(
            session, early, judged(early.question, 0), now=sitting.now
        )

    assert kept is False
    assert sitting.turns()[0].judged == 2


def test_it_waits_for_days_and_goes_on_where_it_was(sitting: Sitting) -> None:
    sitting.start()
    turn = sitting.turn()
    sitting.do("pause")
    with pytest.raises(NotAllowed, match="This drill is paused"):
        sitting.turn()
    sitting.now += timedelta(days=9)

    sitting.do("resume")

    assert sitting.turn() == turn


def test_an_answer_resumes_a_paused_drill(sitting: Sitting) -> None:
    sitting.start()
    sitting.turn()
    sitting.do("pause")
    sitting.say()

    assert sitting.row().state == "asking"


def test_a_question_can_be_skipped_once(sitting: Sitting) -> None:
    sitting.start()
    first = sitting.turn()
    sitting.do("skip", first.id)
    second = sitting.turn()
    sitting.do("skip", first.id)

    assert sitting.turn().id == second.id
    assert [turn.state for turn in sitting.turns()] == ["skipped", "open"]


def test_a_hint_says_what_to_think_of_and_why_says_why(sitting: Sitting) -> None:
    sitting.start()
    turn = sitting.turn()

    assert sitting.do("hint", turn.id) == (
        "Say in your own words what you do, one step after the other."
    )
    assert sitting.do("explain", turn.id) == (
        "Gets you talking about what you know best and shows where the trail can go. "
        "It belongs to clause 8.5.1."
    )
    assert sitting.turns()[0].hinted_at == sitting.now


def test_stopping_keeps_what_was_answered(sitting: Sitting) -> None:
    sitting.start()
    sitting.turn()
    sitting.say()
    sitting.turn()
    sitting.do("stop")

    assert sitting.row().state == "stopped"
    assert [turn.state for turn in sitting.turns()] == ["answered", "skipped"]
    with pytest.raises(NotAllowed, match="This drill was stopped"):
        sitting.turn()
    with pytest.raises(NotAllowed, match="This drill is over; nothing was added to it"):
        sitting.say()
    with pytest.raises(NotAllowed, match="This drill is over"):
        sitting.do("pause")


def test_nothing_said_is_no_answer(sitting: Sitting) -> None:
    sitting.start()
    sitting.turn()

    with pytest.raises(BadInput, match="There was nothing in this answer"):
        sitting.say("  ")


def test_another_persons_question_cannot_be_touched(sitting: Sitting) -> None:
    sitting.start()
    turn = sitting.turn()
    with sitting.database.begin() as session:
        other = Sitting(sitting.database, add_person(session, "Ann Lee").id)
    other.start()

    with pytest.raises(NotAllowed, match="This question belongs to another drill"):
        other.do("skip", turn.id)


def test_one_drill_at_a_time(sitting: Sitting) -> None:
    sitting.start()

    with pytest.raises(NotAllowed, match="You have a drill open"):
        sitting.start()
    sitting.do("stop")
    sitting.start()


@pytest.mark.parametrize(
    ("choice", "error", "words"),
    [
        ({"role": "pilot"}, NotFound, "There are no questions for the role 'pilot'"),
        ({"length": 5}, BadInput, "A drill has 3, 6 or 10 questions, not 5."),
        ({"scope": Scope(("99.9",))}, NotFound, "ISO 9001:2015 has no clause 99.9."),
        ({"edition": "1994"}, NotFound, "There is no pack for the edition 1994"),
        ({"manner": "rude"}, BadInput, "A drill is practice or rehearsal, and calm or brisk."),
        ({"campaign_id": 9}, NotFound, "This campaign is not open"),
    ],
)
def test_a_choice_that_is_none_is_refused_in_words(
    sitting: Sitting, choice: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        sitting.start(**choice)


def test_the_next_drill_does_not_ask_the_same_again(sitting: Sitting) -> None:
    sitting.start(length=6)
    first = {turn.question.id for turn in sitting.answer_all()}
    sitting.now += timedelta(days=1)
    sitting.start(length=6)
    second = {turn.question.id for turn in sitting.answer_all()}

    repeated = {key for key in first & second if key != "closing"}
    assert repeated == {"operator-01", "operator-13"}  # a role has one opening and one closing


def test_the_role_is_suggested_from_the_job(sitting: Sitting) -> None:
    jobs = {
        "CNC operator": "operator",
        "Purchasing lead": "purchasing",
        "Quality manager": "quality_manager",
        "Warehouse operative": "warehouse",
        "Managing director": "top_management",
        "Painter": "operator",
        "": "operator",
    }
    for job, role in jobs.items():
        person = Person(number="1", name="x", job_title=job, qms_roles=[])
        assert conversation.suggested_role(person) == role, job


def test_a_course_that_is_only_due_is_not_asked_about(sitting: Sitting) -> None:
    with sitting.database.begin() as session:
        rob = session.get_one(Person, sitting.person_id)
        course = add_course(session, "C-01")
        add_assignment(session, rob, course_id=course.id, due_on=TODAY + timedelta(days=9))
    sitting.start()

    assert {turn.question.source for turn in sitting.answer_all()} == {"pack"}


def test_an_opening_is_followed_up_once_at_most(sitting: Sitting) -> None:
    sitting.start()
    kinds = []
    for _ in range(3):
        kinds.append(sitting.turn().kind)
        sitting.say()
        sitting.judge(0)

    assert kinds == ["question", "follow-up", "question"]


def test_a_document_that_nobody_has_is_asked_for_by_its_name(sitting: Sitting) -> None:
    sitting.start(manner="calm", length=10, scope=Scope(("7.5.3.2",)))
    sitting.turn()
    sitting.say()
    sitting.judge()
    asked = sitting.turn()
    while "governing_document" not in asked.question.parts:
        sitting.do("skip", asked.id)
        asked = sitting.turn()
    sitting.say("QP-0099 says so.")
    unknown = Named("document", "QP-0099", "does not exist", "QP-0099")
    sitting.judge({"governing_document": 0}, named=(unknown,))

    assert sitting.turn().text == (
        "I don't find QP-0099 in the register. Which document says so, and where would you look?"
    )


def test_the_last_words_sum_up_what_was_named_and_what_was_not_seen(sitting: Sitting) -> None:
    sitting.start(length=6, manner="calm")
    form = Named("form", "F-007", "right", "F-007")
    while (turn := sitting.turn()).kind != "closing":
        if turn.kind == "follow-up":
            sitting.do("skip", turn.id)
            continue
        sitting.say()
        short = turn.question.kind == "show me" and "record" in turn.question.parts
        sitting.judge({"record": 1} if short else 2, named=(form,) if short else ())

    assert "To sum up: you answered 6 of 6 questions. You named F-007. " in turn.text
    assert "I have not yet seen what question" in turn.text
    assert "asked to be shown." in turn.text
