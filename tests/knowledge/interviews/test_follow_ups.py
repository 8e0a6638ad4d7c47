"""What is asked on: what the question needs and the answer lacks, in words that fit it."""

from __future__ import annotations

import pytest

from knowledge.interviews import conversation, wording
from knowledge.interviews.conversation import Scope
from knowledge.interviews.judgement import ConductSign, Named
from knowledge.interviews.questions import Kind, Part, Question, Source
from tests.knowledge.interviews.sitting import Sitting


def asks(kind: Kind = "open", source: Source = "pack") -> Question:
    return Question("q-1", source, "What do you do?", "8.5.1", "2015", "operator", kind, (), ())


@pytest.mark.parametrize(
    ("part", "score", "question", "text"),
    [
        ("what_i_do", 0, asks("opening"), "What did you do yourself today, for instance?"),
        ("what_i_do", 0, asks(source="record"), "Who does what about it, and by when?"),
        ("how_i_know", 0, asks(source="record"), "How will you know that it worked?"),
        ("how_i_know", 0, asks(), "How would you notice that something is not right there?"),
        ("what_i_do", 0, asks(source="trail"), "Who stands in then, and where could I see that?"),
        ("record", 0, asks("show me"), "Which number does it have, or where could I see it?"),
        ("when_it_goes_wrong", 1, asks("closing"), "Who knows of it, and what became of it?"),
        ("when_it_goes_wrong", 0, asks(), "And what if it goes wrong?"),
    ],
)
def test_a_follow_up_fits_its_question(
    part: Part, score: int, question: Question, text: str
) -> None:
    assert wording.follow_up(part, score, "brisk", 0, question) == text


def test_the_same_is_asked_in_another_way_the_next_time() -> None:
    said = [wording.follow_up("what_i_do", 0, "brisk", 0, asks(), before=n) for n in range(3)]

    assert len(set(said)) == 3


def test_a_document_about_something_else_is_asked_about_by_name(sitting: Sitting) -> None:
    beside = Named("document", "QP-0012", "right", "QP-0012", "It is in force.", beside=True)
    sitting.start(length=6, scope=Scope(("7.5.3",)))
    while "governing_document" not in (turn := sitting.turn()).question.parts:
        sitting.say()
        sitting.judge()
    sitting.say("It is in QP-0012.")
    sitting.judge({"governing_document": 1}, named=(beside,))

    turn = sitting.turn()

    assert turn.text == "QP-0012 is about something else. Which document is it?"


def test_nor_is_its_trail_followed(sitting: Sitting) -> None:
    beside = Named("document", "QP-0012", "right", "QP-0012", "It is in force.", beside=True)
    sitting.start(length=6)
    sitting.turn()
    sitting.say()
    sitting.judge(named=(beside,))

    assert sitting.turn().question.source != "trail"


def test_who_knows_one_part_is_not_asked_where_they_would_look(sitting: Sitting) -> None:
    sitting.start(length=6)
    while len((turn := sitting.turn()).question.parts) < 2 or turn.question.kind == "opening":
        sitting.say()
        sitting.judge()
    first, second = [part for part in turn.question.parts if part != "conduct"][:2]
    sitting.say("I don't know by heart, but I stop it.")
    sitting.judge(
        {first: 2, second: 0}, conduct=(ConductSign("did not know", "I don't know by heart"),)
    )

    asked = sitting.turn()

    assert (asked.kind, asked.part) == ("follow-up", second)
    assert "Where would you look it up" not in asked.text


def test_same_as_before_is_heard_with_what_was_said_before(sitting: Sitting) -> None:
    sitting.start(length=6)
    sitting.turn()
    sitting.say("A box without a label gets a red tag and Carol is told.")
    sitting.judge()
    for _ in range(2):
        sitting.turn()
        sitting.say("Same as before.")
        sitting.judge()
    sitting.turn()
    sitting.say("Same as before.")

    with sitting.database.read() as session:
        (waiting,) = conversation.unjudged(session, sitting.interview)

    assert waiting.text == (
        "Same as before.\nA box without a label gets a red tag and Carol is told."
    )
    assert waiting.count == 1


def test_a_long_answer_that_mentions_an_earlier_one_stands_by_itself(sitting: Sitting) -> None:
    words = (
        "As I said I measure it, and then I write the value on the sheet at the machine, sign it "
    )
    sitting.start(length=6)
    sitting.turn()
    sitting.say("I fit seats.")
    sitting.judge()
    sitting.turn()
    sitting.say(f"{words}and pass it on.")

    with sitting.database.read() as session:
        (waiting,) = conversation.unjudged(session, sitting.interview)

    assert waiting.text == f"{words}and pass it on."
