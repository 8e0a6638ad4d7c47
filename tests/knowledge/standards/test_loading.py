from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import BadInput, NotFound
from knowledge.standards.companions import glossary, interview_roles, principles
from knowledge.standards.loading import packs_in, shipped
from knowledge.standards.schema import ancestors, order, within

HEADER = """
pack:
  standard: {standard}
  edition: "{edition}"
  version: "1"
  effective_on: 2026-11-23
  based_on: our own words
"""
CLAUSE = """
  - number: "{number}"
    title: {title}
    about: Say what is to be done.
    asks: [do it]
    evidence: [a note]
    findings: [no note]
    roles: [buyer]
    words: [{word}]
    certainty: high
    source: own words
"""


def write(folder: Path, name: str, header: str, *clauses: str) -> None:
    (folder / name).write_text(f"{header}clauses:{''.join(clauses)}", encoding="utf-8")


def header(standard: str, edition: str, more: str = "") -> str:
    return HEADER.format(standard=standard, edition=edition) + more


def clause(number: str, title: str = "A title", word: str = "thing") -> str:
    return CLAUSE.format(number=number, title=title, word=word)


def test_both_editions_are_shipped_and_the_newer_follows_the_older() -> None:
    packs = shipped()

    assert sorted(pack.name for pack in packs) == ["ISO 9001:2015", "ISO 9001:2026"]
    assert packs.earlier(packs.edition("2026")) is packs.edition("2015")
    assert packs.later(packs.edition("2015")) is packs.edition("2026")


def test_what_goes_with_the_packs_fits_its_schema() -> None:
    assert glossary().entries
    assert len(principles().entries) == 7
    assert len(interview_roles().roles) >= 14


def test_a_tree_of_another_standard_fits_the_schema(tmp_path: Path) -> None:
    tree = (clause("4"), clause("4.1"), clause("4.1.1"), clause("7"), clause("7.5"))
    deep = (clause("7.5.9"), clause("7.5.9.2"), clause("7.5.9.2.1"))
    write(tmp_path / ".", "devices.yaml", header("ISO 13485", "13485:2016"), *tree, *deep)

    pack = packs_in(tmp_path).edition("13485:2016")

    assert [one.number for one in pack.below("7.5.9")] == ["7.5.9", "7.5.9.2", "7.5.9.2.1"]


def test_an_overlay_adds_to_the_clauses_it_lies_on(tmp_path: Path) -> None:
    write(tmp_path, "base.yaml", header("ISO 9001", "2015"), clause("8"), clause("8.5"))
    over = header("AS9100", "AS9100D", '  overlay_of: "2015"\n')
    write(tmp_path, "over.yaml", over, clause("8.5", word="key item"), clause("8.5.1", word="FOD"))

    packs = packs_in(tmp_path)

    assert packs.edition("2015").by_number["8.5"].words == ("thing",)
    assert packs.edition("AS9100D").by_number["8.5"].words == ("thing", "key item")
    assert [one.number for one in packs.edition("AS9100D").clauses] == ["8", "8.5", "8.5.1"]


def test_a_field_that_is_missing_is_named_with_file_and_clause(tmp_path: Path) -> None:
    broken = clause("8").replace("    title: A title\n", "")
    write(tmp_path, "broken.yaml", header("ISO 9001", "2015"), broken)

    with pytest.raises(BadInput) as refused:
        packs_in(tmp_path)

    assert str(refused.value) == "broken.yaml: clauses › 8 › title: Field required"


def test_an_edition_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(NotFound) as missing:
        shipped().edition("2008")

    assert str(missing.value) == "There is no pack for the edition 2008. There is: 2015, 2026."


def test_numbers_know_their_place() -> None:
    assert list(ancestors("8.5.1.2")) == ["8.5.1", "8.5", "8"]
    assert within("8.5.1", "8.5")
    assert not within("8.50", "8.5")
    assert sorted(["8.10", "8.9"], key=order) == ["8.9", "8.10"]
