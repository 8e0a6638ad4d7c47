"""What the shipped packs hold: complete, in our own words, and pointing nowhere into the void."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
import yaml

from knowledge.standards.loading import shipped
from knowledge.standards.schema import Pack

PACKS = files("knowledge.standards") / "packs"
EDITIONS = ("2015", "2026")

SHARED_NUMBERS = """
4 4.1 4.2 4.3 4.4 4.4.1 4.4.2
5 5.1 5.1.1 5.1.2 5.2 5.2.1 5.2.2 5.3
6 6.1 6.1.1 6.1.2 6.2 6.2.1 6.2.2 6.3
7 7.1 7.1.1 7.1.2 7.1.3 7.1.4 7.1.5 7.1.5.1 7.1.5.2 7.1.6 7.2 7.3 7.4
7.5 7.5.1 7.5.2 7.5.3 7.5.3.1 7.5.3.2
8 8.1 8.2 8.2.1 8.2.2 8.2.3 8.2.3.1 8.2.3.2 8.2.4
8.3 8.3.1 8.3.2 8.3.3 8.3.4 8.3.5 8.3.6 8.4 8.4.1 8.4.2 8.4.3
8.5 8.5.1 8.5.2 8.5.3 8.5.4 8.5.5 8.5.6 8.6 8.7 8.7.1 8.7.2
9 9.1 9.1.1 9.1.2 9.1.3 9.2 9.2.1 9.2.2 9.3 9.3.1 9.3.2 9.3.3
10 10.1 10.2 10.2.1 10.2.2
"""
NUMBERS = {"2015": {*SHARED_NUMBERS.split(), "10.3"}, "2026": {*SHARED_NUMBERS.split(), "6.1.3"}}

LETTERED_2015 = {
    "4.2": "ab", "4.3": "abc", "4.4.1": "abcdefgh", "4.4.2": "ab",
    "5.1.1": "abcdefghij", "5.1.2": "abc", "5.2.1": "abcd", "5.2.2": "abc", "5.3": "abcde",
    "6.1.1": "abcd", "6.1.2": "ab", "6.2.1": "abcdefg", "6.2.2": "abcde", "6.3": "abcd",
    "7.1.1": "ab", "7.1.5.1": "ab", "7.1.5.2": "abc", "7.2": "abcd", "7.3": "abcd", "7.4": "abcde",
    "7.5.1": "ab", "7.5.2": "abc", "7.5.3.1": "ab", "7.5.3.2": "abcd",
    "8.1": "abcde", "8.2.1": "abcde", "8.2.2": "ab", "8.2.3.1": "abcde", "8.2.3.2": "ab",
    "8.3.2": "abcdefghij", "8.3.3": "abcde", "8.3.4": "abcdef", "8.3.5": "abcd", "8.3.6": "abcd",
    "8.4.1": "abc", "8.4.2": "abcd", "8.4.3": "abcdef",
    "8.5.1": "abcdefgh", "8.5.5": "abcde", "8.6": "ab", "8.7.1": "abcd", "8.7.2": "abcd",
    "9.1.1": "abcd", "9.1.3": "abcdefg", "9.2.1": "ab", "9.2.2": "abcdef",
    "9.3.2": "abcdef", "9.3.3": "abc", "10.1": "abc", "10.2.1": "abcdef", "10.2.2": "ab",
}  # fmt: skip

WRITTEN_2015 = (
    "4.3 4.4.2 5.2.2 6.2.1 7.1.5.1 7.1.5.2 7.2 8.1 8.2.3.2 8.3.3 8.3.4 8.3.5 8.3.6 8.4.1 8.5.2 "
    "8.5.3 8.5.6 8.6 8.7.2 9.1.1 9.2.2 9.3.3 10.2.2"
)
"""Where the edition itself says that something is to be maintained or retained."""

PARTS = {
    "what_i_do",
    "governing_document",
    "record",
    "how_i_know",
    "when_it_goes_wrong",
    "conduct",
}
KINDS = {"opening", "open", "show me", "what if", "awareness", "closing"}


def content(name: str) -> dict[str, Any]:
    loaded = yaml.safe_load((PACKS / name).read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def pack(edition: str) -> Pack:
    return shipped().edition(edition)


def texts(plain: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(plain, str):
        yield place, plain
    elif isinstance(plain, dict):
        for key, value in plain.items():
            yield from texts(value, f"{place} › {key}")
    elif isinstance(plain, list):
        for position, value in enumerate(plain):
            yield from texts(value, f"{place} › {position}")


def questions() -> Iterator[tuple[str, dict[str, Any]]]:
    for role in content("interview_roles.yaml")["roles"]:
        for question in role["questions"]:
            yield role["id"], question


def files_shipped() -> list[str]:
    return sorted(file.name for file in PACKS.iterdir() if file.name.endswith(".yaml"))


def test_five_files_are_shipped() -> None:
    assert files_shipped() == [
        "glossary.yaml",
        "interview_roles.yaml",
        "iso9001-2015.yaml",
        "iso9001-2026.yaml",
        "principles.yaml",
    ]


@pytest.mark.parametrize("name", files_shipped())
def test_no_text_is_empty_or_says_shall_and_no_line_is_too_long_to_read(name: str) -> None:
    for place, text in texts(content(name), name):
        assert text.strip(), place
        assert text == text.strip(), place
        assert "shall" not in text.lower().split(), place
    for number, line in enumerate((PACKS / name).read_text(encoding="utf-8").splitlines(), 1):
        assert len(line) <= 100, f"{name}:{number}"


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_edition_has_every_number_of_chapters_4_to_10(edition: str) -> None:
    assert {clause.number for clause in pack(edition).clauses} == NUMBERS[edition]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_clause_says_what_it_is_about_what_it_asks_and_what_people_call_it(
    edition: str,
) -> None:
    for clause in pack(edition).clauses:
        assert clause.about.endswith("."), clause.number
        assert all(sentence.endswith(".") for sentence in clause.asks), clause.number
        assert clause.asks, clause.number
        assert clause.evidence, clause.number
        assert clause.findings, clause.number
        assert len(clause.words) >= 3, clause.number
        folded = [word.casefold() for word in clause.words]
        assert len(set(folded)) == len(folded), clause.number


@pytest.mark.parametrize("edition", EDITIONS)
def test_links_lead_to_other_clauses_of_the_edition(edition: str) -> None:
    for clause in pack(edition).clauses:
        assert set(clause.links) <= NUMBERS[edition] - {clause.number}, clause.number
        assert len(set(clause.links)) == len(clause.links), clause.number


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_roles_a_clause_names_have_questions(edition: str) -> None:
    known = {role["id"] for role in content("interview_roles.yaml")["roles"]}

    for clause in pack(edition).clauses:
        assert clause.roles, clause.number
        assert set(clause.roles) <= known, clause.number


def test_awareness_concerns_every_role() -> None:
    known = {role["id"] for role in content("interview_roles.yaml")["roles"]}

    for edition in EDITIONS:
        assert set(pack(edition).by_number["7.3"].roles) == known


def test_the_letters_of_2015_are_all_there() -> None:
    for number, letters in LETTERED_2015.items():
        labels = [item.label for item in pack("2015").by_number[number].items]
        assert "".join(label for label in labels if len(label) == 1) == letters, number


def test_a_number_below_a_letter_follows_its_letter() -> None:
    review = [item.label for item in pack("2015").by_number["9.3.2"].items]
    assert review == ["a", "b", "c", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "d", "e", "f"]


def test_2015_orders_documents_or_records_in_twenty_three_clauses() -> None:
    ordered = {
        clause.number
        for clause in pack("2015").clauses
        if any(documented.explicit for documented in clause.documented)
    }
    assert ordered == set(WRITTEN_2015.split())
    assert len(ordered) == 23


def test_2026_is_never_surer_than_medium() -> None:
    assert {clause.certainty for clause in pack("2026").clauses} == {"medium", "low"}


def test_2026_has_no_maintaining_and_retaining() -> None:
    verbs = {
        documented.verb
        for clause in pack("2026").clauses
        for documented in clause.documented
        if documented.explicit
    }
    assert verbs == {"be available"}


def test_every_clause_of_2015_has_a_place_in_2026() -> None:
    origins = {origin.number for clause in pack("2026").clauses for origin in clause.maps_from}
    assert origins == NUMBERS["2015"]
    assert all(clause.maps_from for clause in pack("2026").clauses)


def test_a_change_is_told_in_words() -> None:
    for clause in pack("2026").clauses:
        assert all(origin.note.endswith(".") for origin in clause.maps_from), clause.number


def test_10_3_went_into_10_1_and_opportunities_got_a_number_of_their_own() -> None:
    later = pack("2026")

    assert [clause.number for clause, _ in later.successors("10.3")] == ["10.1"]
    assert [clause.number for clause, _ in later.successors("6.1.2")] == ["6.1.2", "6.1.3"]


def test_there_are_seven_principles() -> None:
    assert [entry["title"] for entry in content("principles.yaml")["entries"]] == [
        "Customer focus",
        "Leadership",
        "Engagement of people",
        "Process approach",
        "Improvement",
        "Evidence-based decision making",
        "Relationship management",
    ]


@pytest.mark.parametrize("name", ["principles.yaml", "glossary.yaml"])
def test_principles_and_terms_point_to_clauses_that_exist(name: str) -> None:
    for entry in content(name)["entries"]:
        assert entry["clauses"], entry
        assert set(entry["clauses"]) <= NUMBERS["2015"] | NUMBERS["2026"], entry


def test_the_glossary_explains_at_least_sixty_terms_each_once() -> None:
    terms = [entry["term"] for entry in content("glossary.yaml")["entries"]]

    assert len(terms) >= 60
    assert len(set(terms)) == len(terms)
    assert terms == sorted(terms, key=str.casefold)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_role_has_twelve_questions_and_one_about_awareness(edition: str) -> None:
    roles = content("interview_roles.yaml")["roles"]

    assert len(roles) >= 14
    for role in roles:
        asked = [question for question in role["questions"] if edition in question["editions"]]
        assert len(asked) >= 12, role["id"]
        aware = [one for one in asked if one["kind"] == "awareness" and "7.3" in one["clauses"]]
        assert aware, role["id"]
        assert {"opening", "open", "show me", "what if", "closing"} <= {
            one["kind"] for one in asked
        }


def test_a_question_names_clauses_of_its_editions() -> None:
    for _, question in questions():
        assert question["editions"], question["id"]
        for edition in question["editions"]:
            assert set(question["clauses"]) <= NUMBERS[edition], question["id"]


def test_a_question_says_what_a_good_answer_holds() -> None:
    for _, question in questions():
        assert question["kind"] in KINDS, question["id"]
        assert question["parts"], question["id"]
        assert set(question["parts"]) <= PARTS, question["id"]
        assert len(question["key_points"]) >= 2, question["id"]
        assert question["why_asked"].endswith("."), question["id"]


def test_the_six_parts_of_an_answer_are_explained() -> None:
    parts = content("interview_roles.yaml")["parts"]
    assert {part["id"] for part in parts} == PARTS


def test_no_question_is_there_twice() -> None:
    asked = [(question["id"], question["text"]) for _, question in questions()]

    assert len({number for number, _ in asked}) == len(asked)
    assert len({text for _, text in asked}) == len(asked)


def test_questions_bear_the_name_of_their_role() -> None:
    for role, question in questions():
        assert question["id"].rpartition("-")[0] == role
