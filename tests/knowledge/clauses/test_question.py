from __future__ import annotations

import pytest

from knowledge.answers.question import understand
from knowledge.clauses.question import StandardQuestion, read


def asked(text: str) -> StandardQuestion:
    question = understand(text)
    return read(question.text, codes=question.codes)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("8.4", ["8.4"]),
        ("what does 8.4 want from us?", ["8.4"]),
        ("§7.1.5", ["7.1.5"]),
        ("clauses 8.4, 8.5.1 and 9.2", ["8.4", "8.5.1", "9.2"]),
        ("iso 9001:2026 7.3 please", ["7.3"]),
        ("what's in section 5 of the standard", ["5"]),
        ("clause 7.5.3.2.1", ["7.5.3.2.1"]),
        ("torque the bolts with 8.4 Nm", []),
        ("does the pump take 6.3 bar", []),
        ("what does QP-0005 section 7.2 say", []),
        ("what changed in rev 5.1 of the drawing", []),
        ("section 4.2 of our quality manual", []),
        ("class 4 complaint, how many days for the final report", []),
        ("is an EN 10204 3.1 certificate needed", []),
    ],
)
def test_numbers_of_clauses_are_told_from_other_numbers(text: str, numbers: list[str]) -> None:
    assert [one.number for one in asked(text).numbers] == numbers


def test_a_lettered_item_is_kept() -> None:
    assert asked("8.5.1 c) please").numbers[0].label == "c"


@pytest.mark.parametrize(
    "text",
    [
        "which clause is calibration?",
        "what does the standard say about scrap",
        "what will an auditor want to see at goods-in",
        "do we need a written procedure for audits?",
        "ISO 9001 requirements for competence",
        "wich claus is that",
    ],
)
def test_questions_to_the_standard_are_known_by_their_words(text: str) -> None:
    assert asked(text).asks


@pytest.mark.parametrize(
    "text",
    [
        "how long do we keep calibration certificates?",
        "I need to look something up in ISO 9001, who do I ask for it",
        "auditor wants something from the archive. how fast must it be on the table",
        "vendor's ISO paper ran out last month but they have an audit date. can I keep buying",
        "how many years do we have to hang on to paperwork?",
        "what is the standard torque for M12",
        "final report deadline on a leak, class 1",
        "which ISO 2768 tolerance class do we use",
    ],
)
def test_questions_to_the_company_are_left_to_its_documents(text: str) -> None:
    assert not asked(text).asks


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("what does ISO 14001 say about waste", ("ISO 14001",)),
        ("iso13485 8.2.1", ("ISO 13485",)),
        ("which IATF clause covers control plans", ("IATF 16949",)),
        ("AS9100D FAI", ("AS9100",)),
        ("ISO 9001 clause 8.4", ()),
        ("our part 14001 is short", ()),
        ("what does 45001 want for worker participation", ("ISO 45001",)),
    ],
)
def test_other_standards_are_named(text: str, names: tuple[str, ...]) -> None:
    assert asked(text).others == names


def test_what_it_is_asked_with_is_taken_out_of_the_subject() -> None:
    assert asked("which clause of ISO 9001 is calibration?").subject == "calibration"


def test_what_is_wanted_is_read_from_the_words() -> None:
    assert asked("what changed in 2026?").wish == "changes"
    assert asked("what's new for leadership in the new edition of ISO 9001?").edition == "2026"
    assert asked("does the standard make us keep records of reviews").wish == "documented"
    assert asked("what does documented information mean").term == "documented information"
    assert asked("objectives and KPIs 2026").wish == "clause"
