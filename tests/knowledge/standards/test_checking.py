from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from knowledge.standards.checking import check
from knowledge.standards.comparing import coincidences
from knowledge.standards.loading import shipped
from tests.knowledge.standards.test_loading import clause, header, write


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder)]


def test_the_shipped_packs_are_in_order() -> None:
    assert check(files("knowledge.standards") / "packs") == []


def test_each_problem_is_named_with_file_and_place(tmp_path: Path) -> None:
    linked = clause("8.4.1").replace("    roles:", '    links: ["9.9"]\n    roles:')
    shall = clause("9").replace("Say what is to be done.", "The company shall do it.")
    empty = clause("10").replace("    findings: [no note]\n", "")
    write(tmp_path, "a.yaml", header("ISO 9001", "2015"), clause("8"), linked, shall, empty)

    assert told(tmp_path) == [
        "a.yaml: clause 8.4.1: there is no clause 8.4 above it",
        "a.yaml: clause 8.4.1: it links to 9.9, which is not there",
        "a.yaml: clause 9: it says 'shall', as standards do and we don't: "
        "'The company shall do it.'",
        "a.yaml: clause 10: it has no findings",
    ]


def test_a_clause_that_went_nowhere_is_named(tmp_path: Path) -> None:
    came = clause("4") + '    maps_from: [{number: "4", change: none}]\n'
    write(tmp_path, "a.yaml", header("ISO 9001", "2015"), clause("4"), clause("5"))
    write(tmp_path, "b.yaml", header("ISO 9001", "2026"), came, clause("6"))

    assert told(tmp_path) == [
        "b.yaml: clause 6: it doesn't say where it comes from (maps_from)",
        "b.yaml: clause 5 of 2015: no clause says what became of it",
    ]


def test_a_verb_that_the_new_edition_dropped_is_named(tmp_path: Path) -> None:
    entry = "[{what: the record, function: retain, verb: retain, explicit: true}]"
    came = (
        clause("4") + f'    documented: {entry}\n    maps_from: [{{number: "4", change: none}}]\n'
    )
    write(tmp_path, "a.yaml", header("ISO 9001", "2015"), clause("4"))
    write(tmp_path, "b.yaml", header("ISO 9001", "2026"), came)

    assert told(tmp_path) == ["b.yaml: clause 4: 'retain' is no longer a verb of the edition 2026"]


def test_a_run_of_the_same_words_is_found_and_fewer_are_not() -> None:
    pack = shipped().edition("2015")
    words = pack.by_number["8.4.1"].about.split()

    same = coincidences(pack, [f"Foreword. {' '.join(words[:9])} and so on"])
    fewer = coincidences(pack, [" ".join(words[:6])])

    assert [hit.place for hit in same] == ["2015 8.4.1 about"]
    assert fewer == []
