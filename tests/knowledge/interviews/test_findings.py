"""Practice findings, advice and deviations: what is said of an answer beside its points."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.errors import BadInput
from knowledge.grading import Grader
from knowledge.interviews.findings import proposed_majors
from knowledge.interviews.judgement import Judgement, PracticeFinding
from knowledge.interviews.judging import judged
from knowledge.interviews.questions import Question
from knowledge.storage.database import Database
from tests.knowledge.interviews.floor import Floor, furnish

GRADER = Grader()


@pytest.fixture
def floor(sqlite_database: Database) -> Iterator[Floor]:
    with sqlite_database.begin() as session:
        yield furnish(session)


def judge(floor: Floor, question: Question, text: str) -> Judgement:
    return judged(question, text, floor.facts(question, text), GRADER)


def test_a_contradiction_is_written_up_in_three_parts(floor: Floor) -> None:
    found = judge(floor, floor.asks(), "F-007 is raised within three days of finding.")

    assert found.findings == (
        PracticeFinding(
            grade="would write",
            requirement="QP-0009 revision F, 5 Raising the NCR, page 3: “F-007 is raised in the "
            "same shift, and in any case within eight hours of finding.”",
            evidence="You said: “F-007 is raised within three days of finding.” QP-0009 says: "
            "“F-007 is raised in the same shift, and in any case within eight hours of finding.”",
            statement="An auditor would probably write a nonconformity, because what was said is "
            "not what QP-0009 lays down. It is eight hours, not three days.",
            clause="8.7.1",
        ),
    )


def test_a_superseded_issue_is_written_up(floor: Floor) -> None:
    found = judge(floor, floor.asks(), "That is QP-0007 revision C.")

    assert found.findings == (
        PracticeFinding(
            grade="would write",
            requirement="Work is done to the issue of a document that is in force (clause 7.5.3).",
            evidence="You named: “QP-0007 revision C”. The register: QP-0007 revision C was "
            "superseded. Revision D is in force since 2 March 2026.",
            statement="An auditor would probably write a nonconformity, because what was "
            "named is not in force: QP-0007 revision C.",
            clause="7.5.3",
        ),
    )


def test_what_nobody_can_find_is_only_asked_for(floor: Floor) -> None:
    found = judge(floor, floor.asks(), "See QP-0099.")

    assert [(one.grade, one.statement) for one in found.findings] == [
        (
            "would ask",
            "An auditor would probably ask on, because QP-0099 can't be found in the register.",
        )
    ]


def test_a_claim_against_the_training_record_is_written_up(floor: Floor) -> None:
    found = judge(floor, floor.asks(passage_id=None), "My training is up to date.")

    (one,) = (one for one in found.findings if one.grade == "would write")
    assert one.clause == "7.2"
    assert one.evidence == (
        "You said: “My training is up to date.” Your training record: TA-0500 Torque tightening is "
        "overdue."
    )


def test_saying_that_training_is_not_up_to_date_is_no_finding(floor: Floor) -> None:
    found = judge(floor, floor.asks(passage_id=None), "My training is not up to date.")

    assert [one for one in found.findings if one.grade == "would write"] == []


def test_a_claim_without_a_record_is_asked_for_where_it_was_to_be_shown(floor: Floor) -> None:
    question = floor.asks(
        text="Show me the report.", kind="show me", parts=("record",), key_points=()
    )

    found = judge(floor, question, "We do have that.")

    assert [one.statement for one in found.findings] == [
        "An auditor would probably ask on, because a claim is no evidence until the record is seen."
    ]


def test_saying_that_it_is_not_known_is_no_claim(floor: Floor) -> None:
    question = floor.asks(text="Show me the report.", kind="show me", parts=("record",))

    assert judge(floor, question, "I don't know where it is.").findings == ()


def test_a_wrong_answer_without_a_document_is_never_written_up(floor: Floor) -> None:
    found = judge(
        floor, floor.asks(source="own", passage_id=None), "F-007 is raised within three days."
    )

    assert [one.grade for one in found.findings] == ["would ask"]


def test_what_is_known_and_can_be_shown_is_recorded_as_good_practice(floor: Floor) -> None:
    found = judge(
        floor,
        floor.asks(),
        "F-007 is raised in the same shift, within eight hours of finding. It stands in QP-0009 "
        "revision F.",
    )

    (one,) = found.findings
    assert one.grade == "good practice"
    assert one.statement == "An auditor would note that this is known and can be shown."


def test_no_finding_holds_advice_and_none_is_without_evidence(floor: Floor) -> None:
    with pytest.raises(BadInput, match="A finding needs evidence"):
        PracticeFinding("would ask", "Records", " ", "…")


def finding(clause: str, evidence: str) -> PracticeFinding:
    return PracticeFinding("would write", f"Clause {clause}", evidence, "…", clause)


def test_three_findings_on_one_requirement_are_proposed_as_a_major() -> None:
    found = [finding("7.5.3", f"Document {one}") for one in "ABC"] + [finding("7.2", "Rob")]

    (major,) = proposed_majors(found)

    assert (major.grade, major.clause) == ("major", "7.5.3")
    assert major.evidence == "1. Document A\n2. Document B\n3. Document C"
    assert major.statement == (
        "3 findings stand against one requirement. Together they may show that it is not "
        "controlled, and an auditor could make them one major nonconformity."
    )


def test_two_findings_are_no_major() -> None:
    assert proposed_majors([finding("7.5.3", "A"), finding("7.5.3", "B")]) == []


def test_advice_is_built_from_the_words_of_the_document(floor: Floor) -> None:
    advice = judge(floor, floor.asks(), "Within three days. I would look in QP-0009.").advice

    assert advice.citation == "QP-0009 revision F, 5 Raising the NCR, page 3"
    assert advice.quote == (
        "F-007 is raised in the same shift, and in any case within eight hours of finding."
    )
    assert advice.address == "https://docs.example/QP-0009"
    assert advice.better_answer == (
        "I work to QP-0009 revision F, which says: “F-007 is raised in the same shift, and in any "
        "case within eight hours of finding”. It also says: “The NCR number is taken from the log: "
        "NCR, year, running number”."
    )
    assert advice.good == (
        "You know where to look it up: QP-0009. That counts in full.",
        "Looks it up or asks instead of guessing.",
    )
    assert advice.missing == (
        "That is not what the document says. It is eight hours, not three days.",
    )


def test_a_document_that_may_only_be_linked_is_not_quoted(database: Database) -> None:
    with database.begin() as session:
        floor = furnish(session, handling="link only")
        advice = judge(floor, floor.asks(), "I don't know.").advice

    assert advice.quote == ""
    assert advice.better_answer == (
        "I work to QP-0009 revision F, Control of nonconforming product. When I am not sure, I "
        "open it and look it up there."
    )


@pytest.mark.parametrize(
    "text",
    [
        "I have to admit that we skipped the second test last Tuesday.",
        "To be honest, nobody filled in the form yesterday.",
        "We did not check the gauge this week.",
        "The check was not done in week 40.",
        "The certificate of TW-014 has expired.",
        "There is no record of that test.",
        "My colleague forgot to sign the sheet.",
        "I haven't done the training.",
        "The tag is missing on two boxes.",
    ],
)
def test_what_really_went_wrong_is_offered_to_be_raised(floor: Floor, text: str) -> None:
    found = judge(floor, floor.asks(), text).deviation

    assert found is not None
    assert found.quote == text
    assert not found.safety


@pytest.mark.parametrize(
    "text",
    [
        "If the tag is missing I stop and tell my lead.",
        "When somebody forgot to sign, I would ask him.",
        "We never skip the second test.",
        "Nothing was missing.",
        "We have not skipped a test.",
        "No gauge is overdue.",
        "I would stop if the check was not done.",
        "The part is checked and the form is filled in.",
        "I don't know.",
        "I did not understand the question.",
    ],
)
def test_what_is_only_supposed_or_denied_is_not(floor: Floor, text: str) -> None:
    assert judge(floor, floor.asks(), text).deviation is None


def test_in_reply_to_a_what_if_the_present_is_only_supposed(floor: Floor) -> None:
    assert judge(floor, floor.what_if(), "The tag is missing. I put one on.").deviation is None


def test_the_draft_says_what_where_when_and_the_requirement(floor: Floor) -> None:
    found = judge(floor, floor.asks(), "We skipped the NCR last Tuesday.").deviation

    assert found is not None
    assert found.draft == (
        "What: We skipped the NCR last Tuesday.\n"
        "Where: Assembly\n"
        "When: last Tuesday\n"
        "Requirement: QP-0009 revision F, 5 Raising the NCR, page 3: “F-007 is raised in the same "
        "shift, and in any case within eight hours of finding.”"
    )


def test_what_is_not_known_is_left_for_the_person_to_add(floor: Floor) -> None:
    question = floor.asks(passage_id=None, clause=None)

    found = judge(floor, question, "We forgot to calibrate the gauge.").deviation

    assert found is not None
    assert "When: (please add)\nRequirement: (please add)" in found.draft


@pytest.mark.parametrize(
    "text",
    [
        "We bridged the guard on press 3 yesterday.",
        "The emergency stop on bench 2 is broken.",
        "I always work without gloves at the acid bath.",
        "The fire exit is blocked with boxes.",
    ],
)
def test_for_safety_the_lead_is_named_at_once(floor: Floor, text: str) -> None:
    found = judge(floor, floor.what_if(), text).deviation

    assert found is not None
    assert found.safety
    assert found.tell_now == "Aisha Rahman"


def test_nobody_works_without_gloves_is_no_unsafe_state(floor: Floor) -> None:
    assert judge(floor, floor.asks(), "Nobody works without gloves here.").deviation is None


def test_telling_of_a_deviation_is_full_conduct_in_whatever_words(floor: Floor) -> None:
    found = judge(floor, floor.what_if(), "We bridged the guard on press 3.")

    assert found.parts["conduct"] == (
        2, "Tells openly of a problem. That is never held against you."
    )  # fmt: skip
    assert [one.sign for one in found.conduct] == ["disclosed"]


def test_what_is_told_openly_is_never_written_up(floor: Floor) -> None:
    found = judge(
        floor, floor.asks(), "I have to admit that last week F-007 was raised after three days."
    )

    assert [one.grade for one in found.findings] == ["good practice"]
