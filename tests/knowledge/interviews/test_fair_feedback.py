"""Nothing false is said to somebody: what they said counts, what they didn't is named as it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.grading import Grader
from knowledge.interviews.found_passages import Found
from knowledge.interviews.judgement import Judgement
from knowledge.interviews.judging import judged
from knowledge.interviews.questions import Question
from knowledge.interviews.trail import trail_questions
from knowledge.storage.database import Database
from knowledge.storage.tables import DocumentIssue
from tests.knowledge.interviews.floor import Floor, furnish

GRADER = Grader()


@pytest.fixture
def floor(sqlite_database: Database) -> Iterator[Floor]:
    with sqlite_database.begin() as session:
        yield furnish(session)


def judge(floor: Floor, question: Question, text: str, **more: object) -> Judgement:
    return judged(question, text, floor.facts(question, text, **more), GRADER)


def pack(floor: Floor, text: str, **facts: object) -> Question:
    known: dict[str, object] = {"source": "pack", "passage_id": None, "key_points": ("says how",)}
    return floor.asks(text, **{**known, **facts})


def opening(floor: Floor) -> Question:
    points = ("names the order", "says who gets it next")
    return pack(
        floor, "How are you getting on?", kind="opening", parts=("what_i_do",), key_points=points
    )


def closing(floor: Floor, *parts: str) -> Question:
    text = "Is there something that goes wrong again and again, and who knows about it?"
    points = ("tells of a real problem", "says to whom it was reported")
    return pack(
        floor, text, kind="closing", parts=parts or ("conduct", "when_it_goes_wrong"),
        key_points=points,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("I fit balls in cell B. I get kits from the store and pass them to test.", 2),
        ("I started on Monday. I watch Tracy fitting seats and I clean parts.", 2),
        ("Turning.", 1),
        ("My grandfather was a fisherman in Hull and had two dogs.", 0),
    ],
)
def test_whoever_tells_of_their_work_has_told_of_it(floor: Floor, text: str, score: int) -> None:
    assert judge(floor, opening(floor), text).parts["what_i_do"].score == score


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The seats from Dichtwerk are often too tight. Aisha knows it.",
            (2, "You say what goes wrong, and who knows of it."),
        ),
        (
            "The seats from Dichtwerk are often too tight for us.",
            (1, "You say what goes wrong. Say who knows of it."),
        ),
        ("No.", (2, "You say that there is nothing of the kind.")),
        (
            "I don't know yet, it is my first week.",
            (2, "You say openly that you know of none."),
        ),
        (
            "I would look in the procedure on the intranet, or ask Aisha.",
            (0, "What goes wrong is not said yet."),
        ),
    ],
)
def test_at_the_end_what_goes_wrong_and_who_knows_is_asked(
    floor: Floor, text: str, told: tuple[int, str]
) -> None:
    assert judge(floor, closing(floor), text).parts["when_it_goes_wrong"] == told


def test_an_opinion_is_never_called_beside_the_point(floor: Floor) -> None:
    found = judge(floor, closing(floor, "conduct"), "I would move the returns to the far corner.")

    assert found.parts["conduct"] == (2, "Answers what was asked.")
    assert found.advice.good == ("Answers what was asked.",)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "I look that the value is inside the limit on the card.",
            (2, "You say what you check, and against what."),
        ),
        (
            "The value is inside the limit on the card.",
            (1, "You name what it has to be. Say how you see that it is."),
        ),
        ("It just is.", (0, "How you know that it is right is not said yet.")),
    ],
)
def test_what_is_missing_is_not_what_was_said(
    floor: Floor, text: str, told: tuple[int, str]
) -> None:
    asked = pack(
        floor,
        "How can you tell that a value is right?",
        parts=("how_i_know",),
        key_points=("the value is inside the limit on the card",),
    )

    assert judge(floor, asked, text).parts["how_i_know"] == told


def test_a_step_in_one_word_is_a_start(floor: Floor) -> None:
    asked = pack(
        floor, "Suppose parts are bad. What happens then?", kind="what if",
        parts=("what_i_do", "when_it_goes_wrong"), key_points=("keeps suspect material apart",),
    )  # fmt: skip

    found = judge(floor, asked, "Stop.")

    assert found.parts["when_it_goes_wrong"] == (
        1, "That is a start. Not yet said: tell somebody, write it down."
    )  # fmt: skip
    assert found.parts["what_i_do"].score == 1


def test_praise_of_the_system_says_nothing_of_ones_own_work(floor: Floor) -> None:
    asked = pack(
        floor,
        "What must happen before the first order?",
        parts=("what_i_do",),
        key_points=("the supplier is approved",),
    )

    found = judge(
        floor,
        asked,
        "Everything is done according to QP-0009, all suppliers are of course fully approved by "
        "the system.",
    )

    assert found.parts["what_i_do"].score < 2


def test_a_form_is_not_called_right_where_no_document_says_so(floor: Floor) -> None:
    asked = pack(floor, "What do you do with bad parts?", parts=("record",))

    found = judge(floor, asked, "I fill in F-007.")

    assert found.parts["record"] == (
        1,
        "You name a form: F-007 revision 3, Nonconformance report, is in force. Say where the "
        "filled-in one is kept.",
    )


def test_who_names_a_document_is_not_told_that_there_is_none(floor: Floor) -> None:
    asked = pack(floor, "What do you do with bad parts?", parts=("governing_document",))

    assert judge(floor, asked, "It is in QP-0009.").advice.ask == ""
    assert judge(floor, asked, "In some paper.").advice.ask.startswith("I found no document")


def test_looking_at_something_in_passing_is_not_praised_as_looking_it_up(floor: Floor) -> None:
    knows = judge(
        floor,
        floor.asks(),
        "F-007 is raised in the same shift, within eight hours of finding. I look at the tag too.",
    )
    asks = judge(floor, floor.asks(), "I don't know. I would look in QP-0009.")

    praise = "Looks it up or asks instead of guessing."
    assert praise not in knows.advice.good
    assert praise in asks.advice.good


def test_a_sentence_that_would_get_no_point_is_put_into_nobodys_mouth(floor: Floor) -> None:
    asked = pack(
        floor, "What do you do with bad parts?", parts=("what_i_do",),
        key_points=("hangs a red tag on the part",),
    )  # fmt: skip
    beside = Found(floor.marking, "The cages are locked.")
    says_it = Found(floor.marking, "Whoever finds one hangs a red tag on the part.")

    assert judge(floor, asked, "No idea.", found=beside).advice.better_answer == ""
    assert judge(floor, asked, "No idea.", found=says_it).advice.better_answer == (
        "I work to QP-0009 revision F, which says: “Whoever finds one hangs a red tag on the "
        "part”. When I am not sure, I look it up there before I go on."
    )


def test_a_finding_names_the_clause_and_not_the_question(floor: Floor) -> None:
    asked = pack(
        floor, "Show me how it is marked.", kind="show me", parts=("record",), clause="8.5.2"
    )

    (finding,) = judge(floor, asked, "It is marked with a label.").findings

    assert finding.requirement == "Clause 8.5.2, Identification and traceability."


def test_talk_of_a_colleagues_record_is_no_good_practice(floor: Floor) -> None:
    own = judge(floor, floor.asks(), "I have to admit that my training is overdue.")
    other = judge(floor, floor.asks(), "Aisha Rahman's training is overdue, by the way.")

    assert [one.grade for one in own.findings] == ["good practice"]
    assert other.findings == ()


def test_never_doing_it_is_no_confession(floor: Floor) -> None:
    never = judge(floor, floor.asks(), "I never write down a number that I did not see.")
    told = judge(floor, floor.asks(), "Last week we did not write down the number.")

    assert [one.sign for one in never.conduct] == []
    assert never.deviation is None
    assert [one.sign for one in told.conduct] == ["disclosed"]


def test_the_procedure_goes_before_a_register_that_is_named_too(floor: Floor) -> None:
    asked = pack(floor, "How are suppliers approved?", parts=("governing_document",))
    for issue in floor.session.query(DocumentIssue).filter_by(number="QP-0018"):
        issue.title = "Approved supplier list"
    floor.session.flush()

    found = judge(floor, asked, "It is entered in QP-0018. QP-0009 revision F says so.")

    assert found.parts["governing_document"] == (2, "QP-0009 is in force, and so is the issue.")


@pytest.mark.parametrize(
    "text",
    ["26 to 90 is 5 pieces.", "It is over 25 and at 501 it stops.", "We were 12 in 2019."],
)
def test_a_word_before_a_figure_is_no_number_of_a_document(floor: Floor, text: str) -> None:
    assert judge(floor, floor.asks(), text).named == ()


def test_a_number_in_small_letters_is_known_all_the_same(floor: Floor) -> None:
    (named,) = judge(floor, floor.asks(), "it is in qp 0009").named

    assert (named.name, named.standing) == ("QP-0009", "right")


def test_a_record_that_is_ones_own_is_to_be_known_and_not_looked_up(floor: Floor) -> None:
    asked = pack(
        floor, "You own CAPA-2026-021. Where does it stand?", source="record",
        parts=("what_i_do", "how_i_know"),
    )  # fmt: skip

    found = judge(floor, asked, "I would look it up in the system.")

    assert found.parts["what_i_do"] == (
        1, "Looking it up is fine. This one is yours: say how it stands."
    )  # fmt: skip
    assert found.parts["how_i_know"] == (0, "How you will know that it worked is not said yet.")


def trail(floor: Floor, text: str) -> Question:
    """The question that goes on from what an answer names."""
    named = judge(floor, floor.asks(), text).named
    return trail_questions(named, edition="2015", role="operator")[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Rob Yates does it then.", (2, "You say what happens then.")),
        ("Her deputy decides.", (2, "You say what happens then.")),
        ("That stands in the manual.", (0, "Who stands in then is not said yet.")),
    ],
)
def test_whoever_is_away_is_stood_in_for(floor: Floor, text: str, told: tuple[int, str]) -> None:
    asked = trail(floor, "I ask Aisha Rahman, within eight hours.")

    assert asked.text == "You named Aisha Rahman. What happens when Aisha Rahman is not there?"
    assert judge(floor, asked, text).parts == {"what_i_do": told}


def test_a_record_that_was_named_is_described_and_placed(floor: Floor) -> None:
    asked = trail(floor, "CAPA-2026-021 was such a case.")

    told = judge(floor, asked, "Porosity in heat 52316, it lies in the folder of the action.")

    assert asked.text == "You named CAPA-2026-021. What does it show, and how would I find it?"
    assert told.parts["record"].score >= 1
    assert judge(floor, asked, "No idea.").parts["record"].score == 0
