"""Judging with the real grader, on the shipped questions and on the sample company's words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.grading import Grader
from knowledge.interviews.heard import RELEVANT
from knowledge.interviews.judgement import Facts, Judgement
from knowledge.interviews.judging import judged
from knowledge.interviews.questions import Question, from_pack
from knowledge.search.embedding import SentenceModel
from knowledge.standards.companions import interview_roles
from knowledge.storage.database import Database
from tests.knowledge.interviews.floor import Floor, furnish

pytestmark = pytest.mark.model

GOOD = {
    "operator-01": "I assemble ball valves DN 50. Right now I fit the seats for order 4711. The "
    "bodies come from machining, and when I am done they go to the test bench.",
    "operator-02": "The work order says which instruction. I look on the tablet, there is the "
    "revision, and I compare it with the order.",
    "operator-04": "I measure the bore with the plug gauge, every fifth part, it must be between "
    "49.98 and 50.02. I write it on the check sheet at the machine.",
    "operator-06": "I stop the machine, put all parts since the last good check in the red box "
    "with a tag, tell my lead and fill in the NCR form.",
    "operator-08": "Only the setter may change the speed. I can turn the feed between 90 and 110 "
    "percent. Anything else my lead approves and it is noted in the log book.",
    "maintenance-05": "The shift lead and I talk, and if we disagree the operations manager "
    "decides. The decision goes into the plan with a new date, and we look at what could happen to "
    "the parts.",
    "maintenance-06": "We make a first piece and it is measured before the machine is released. "
    "The parts from before are held until quality has looked at them, and production is told.",
    "maintenance-08": "I ask my lead first, then production and quality look at it. When it is "
    "agreed I change it, write it in the machine log and the drawing is updated.",
    "warehouse-02": "I compare the delivery note with the order and count the boxes. I look for "
    "damage. Measuring is for goods-in inspection, so the pallet waits in the yellow area.",
    "warehouse-05": "I don't put it back. I put a red label on it, lock it in the cage, ask my "
    "lead what it is and write it in the log.",
    "warehouse-08": "The pallet stays here. I call the quality manager, because only she may "
    "release it, and I wait until it is in the system. A word on the phone is not enough.",
    "purchasing-02": "The supplier fills in our questionnaire, we look at certificates and a "
    "sample, then the purchasing lead approves and it goes on the approved supplier list before "
    "any order.",
    "purchasing-04": "Every quarter we count late deliveries and rejects for each supplier and "
    "enter them on the evaluation form in the supplier folder. Under 80 points we ask for an "
    "action plan.",
    "purchasing-07": "The operations director and quality can allow it once. The parts are "
    "inspected one hundred percent and the exception is written on the order.",
    "quality_manager-06": "I open a new action and ask whether we had the real cause. Then I look "
    "at how effectiveness was checked last time.",
    "quality_manager-11": "Only the material review board may, I chair it. If the contract says so "
    "the customer is asked. The form limits it to one lot and a date.",
}
BESIDE_THE_POINT = (
    "The weather is nice and my cat likes fish on Sundays, then we go swimming with the children.",
    "I usually drink coffee at nine and talk with my colleagues about football and holidays.",
    "banana fish tree house wonderful green sky singing loudly in the rain",
    "My grandfather was a fisherman in Hull and had two dogs, a boat and a red bicycle.",
)
EMPTY_TALK = (
    "Everything is very good here and quality is our highest priority, we all pull together.",
    "We do everything according to the standard, all is documented and under control.",
)


@pytest.fixture(scope="module")
def grader(model: SentenceModel) -> Grader:
    return Grader(model)


@pytest.fixture
def floor(sqlite_database: Database) -> Iterator[Floor]:
    with sqlite_database.begin() as session:
        yield furnish(session)


def pack_question(number: str) -> Question:
    role = number.rpartition("-")[0]
    found = from_pack(interview_roles(), role=role, edition="2015")
    return next(one for one in found if one.id == number)


@pytest.mark.parametrize("number", GOOD)
def test_a_good_answer_to_a_shipped_question_gets_points_for_every_part(
    grader: Grader, number: str
) -> None:
    question = pack_question(number)

    found = judged(question, GOOD[number], Facts(), grader)

    assert min(score.score for score in found.parts.values()) >= 1, found.parts
    assert found.share >= 0.65, found.parts
    assert found.deviation is None


@pytest.mark.parametrize("number", GOOD)
def test_what_is_beside_the_point_gets_nothing(grader: Grader, number: str) -> None:
    question = pack_question(number)

    for text in (*BESIDE_THE_POINT, *EMPTY_TALK):
        found = judged(question, text, Facts(), grader)
        assert [score.score for part, score in found.parts.items() if part != "conduct"] == [
            0 for part in found.parts if part != "conduct"
        ], (text, found.parts)


def test_the_line_between_them_lies_between_the_best_points(grader: Grader) -> None:
    def best(number: str, text: str) -> float:
        question = pack_question(number)
        return max(
            one.score for one in grader.grade(question.text, question.key_points, text).points
        )

    good = [best(number, text) for number, text in GOOD.items()]
    other = [best(number, text) for number in GOOD for text in BESIDE_THE_POINT]

    assert max(other) < RELEVANT <= min(good), (sorted(good)[:3], sorted(other)[-3:])


def judge(floor: Floor, question: Question, text: str, grader: Grader) -> Judgement:
    return judged(question, text, floor.facts(question, text), grader)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        (
            "We raise F-007 in the same shift, at the latest within 8 hours. It stands in QP-0009 "
            "revision F.",
            {"what_i_do": 2, "governing_document": 2, "conduct": 2},
        ),
        (
            "The report is filled in before the shift ends, eight hours at most. I would look in "
            "QP-0009.",
            {"what_i_do": 2, "governing_document": 2, "conduct": 2},
        ),
        (
            "Within three days, with form 7. QP-0009 rev D says so.",
            {"what_i_do": 0, "governing_document": 1, "conduct": 2},
        ),
        (
            "No idea. Maybe it stands somewhere, I would ask my lead.",
            {"what_i_do": 1, "governing_document": 1, "conduct": 2},
        ),
        (
            "I guess within a week or so.",
            {"what_i_do": 0, "governing_document": 0, "conduct": 1},
        ),
        (
            "We raise it in the same shift, and if we are late I backdate it.",
            {"conduct": 0},
        ),
    ],
)
def test_answers_about_a_passage_of_the_company(
    floor: Floor, grader: Grader, text: str, points: dict[str, int]
) -> None:
    found = judge(floor, floor.asks(), text, grader)

    scored = {str(part): score.score for part, score in found.parts.items() if part in points}
    assert scored == points, found.parts


def test_an_admitted_skipped_step_is_full_conduct_and_offered_to_be_raised(
    floor: Floor, grader: Grader
) -> None:
    text = (
        "Normally the red tag goes on at once and I tell the shift lead. I have to admit that last "
        "Tuesday on cell B we skipped the tag and built the part in."
    )

    found = judge(floor, floor.what_if(), text, grader)

    assert {part: score.score for part, score in found.parts.items()} == {
        "what_i_do": 2,
        "when_it_goes_wrong": 2,
        "conduct": 2,
    }
    assert found.deviation is not None
    assert found.deviation.quote.startswith("I have to admit that last Tuesday")
    assert [one.grade for one in found.findings] == ["good practice"]
