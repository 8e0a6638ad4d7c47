from __future__ import annotations

import pytest

from knowledge.clauses.finding import FoundClauses, shipped_index, spelt
from knowledge.clauses.mentions import mentions
from knowledge.clauses.question import read
from knowledge.clauses.words import edits


def find(text: str, edition: str = "2015") -> FoundClauses:
    """By words alone."""
    return shipped_index().find(edition, read(text))


def numbers(found: FoundClauses) -> list[str]:
    return [one.clause.number for one in found.clauses]


@pytest.mark.parametrize(
    ("text", "edition", "first", "why"),
    [
        (
            "clause 8.9",
            "2015",
            "8.7",
            "ISO 9001:2015 has no 8.9: 8 ends with 8.7.",
        ),
        (
            "10.3",
            "2026",
            "10.1",
            "ISO 9001:2026 has no 10.3: what stood there in 2015 is now in 10.1.",
        ),
        (
            "6.1.3",
            "2015",
            "6.1.1",
            "6.1.3 came with ISO 9001:2026. In 2015 its matter is in 6.1.1 and 6.1.2.",
        ),
        (
            "clause 7.6",
            "2015",
            "7.1.5",
            "ISO 9001:2015 has no 7.6; that is a number of the editions before 2015. "
            "Today its matter is in 7.1.5.",
        ),
        ("clause 11.1", "2015", "10", "ISO 9001:2015 ends with 10; there is no 11.1."),
        (
            "clause 3.4",
            "2015",
            "4",
            "In ISO 9001:2015 the requirements begin with 4; before it stand scope, references "
            "and terms.",
        ),
        ("7.3.2", "2015", "7.3", "ISO 9001:2015 has no 7.3.2: 7.3 has no parts of its own."),
    ],
)
def test_a_wrong_number_gets_the_nearest_right_one_and_why(
    text: str, edition: str, first: str, why: str
) -> None:
    found = find(text, edition)

    assert (numbers(found)[0], found.why) == (first, why)


def test_the_words_beside_a_wrong_number_choose_among_the_nearest() -> None:
    assert numbers(find("what does clause 6.1.3 of 2015 say on planning the actions"))[0] == "6.1.2"


def test_a_right_number_needs_no_reason() -> None:
    found = find("clause 8.4.1")

    assert (numbers(found), found.why) == (["8.4.1"], "")


def test_titles_and_everyday_words_lead_to_clauses() -> None:
    assert numbers(find("which clause is management review"))[0] == "9.3"
    assert numbers(find("which clause is gauges"))[0].startswith("7.1.5")


def test_misspelt_words_are_put_right() -> None:
    assert spelt("callibration of guages") == "calibration of gauges"
    assert numbers(find("which clause is callibration"))[0].startswith("7.1.5")


def test_edits_count_swapped_letters_once() -> None:
    assert edits("audti", "audit", 2) == 1
    assert edits("gauge", "guage", 2) == 1
    assert edits("supplier", "supply", 1) == 2


def test_a_question_about_another_standard_leads_to_no_clause() -> None:
    assert numbers(find("which clause of ISO 14001 is about waste")) == []


def test_off_topic_questions_lead_to_no_clause() -> None:
    assert numbers(find("what's for lunch in the canteen")) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("as ISO 9001:2015 clause 8.4 wants", ["8.4"]),
        ("Purchasing (ISO 9001 8.4.1, 8.4.2)", ["8.4.1", "8.4.2"]),
        ("see clause 7.1.5.2", ["7.1.5.2"]),
        ("ISO 13485:2016 clause 8.2.2", []),
        ("see section 8.4", []),
        ("clause 5.2 of the contract", []),
        ("ISO 9001 is reviewed every 3 years", []),
    ],
)
def test_mentions_in_documents_are_of_iso_9001_alone(text: str, named: list[str]) -> None:
    assert [one.number for one in mentions(text, others_in_document=False)] == named


def test_a_bare_clause_belongs_to_the_standard_the_document_speaks_of() -> None:
    assert mentions("see clause 8.2.2", others_in_document=True) == []
