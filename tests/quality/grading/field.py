"""The field answers: how far two people agree, and the grader with each.

python -m tests.quality.grading.field [--misses]
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from itertools import compress
from pathlib import Path
from typing import Any

from knowledge.grading import Asked, Grade, Grader
from tests.quality.grading.measures import kappa
from tests.quality.grading.overlap import recalled
from tests.quality.grading.reading import RememberedReader

FOLDER = Path(__file__).parent
_NAMED = re.compile(r"^\| (?P<role>[^|]+?) \| (?P<names>[^|]+?) \|$", re.MULTILINE)


def answers() -> list[dict[str, Any]]:
    lines = (FOLDER / "field_answers.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def people() -> dict[str, str]:
    """Names, in full and first names, with their roles, as the rubric lists them."""
    rubric = (FOLDER / "RUBRIC.md").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for match in _NAMED.finditer(rubric[rubric.index("## 6.") :]):
        role = re.split(r" \(|,| at ", match["role"])[0]
        if role != "Role":
            for name in re.split(r"; at Lindenau |, ", match["names"]):
                found[name] = found[name.split()[0]] = role
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.grading.field")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "coach-grading")
    parser.add_argument("--misses", action="store_true", help="print every other verdict")
    chosen = parser.parse_args()
    rows = answers()
    grader = Grader(RememberedReader(chosen.cache), people=people())
    grades = grader.grade_many(
        Asked(row["question"], tuple(row["key_points"]), row["answer"]) for row in rows
    )
    print("All answers:")
    _agreements(rows, grades)
    for name, kept in (("FQ-01 to FQ-20, whose mistakes were read", True), ("FQ-21 on", False)):
        print(f"\n{name}:")
        chosen_rows = [(r["question_id"] <= "FQ-20") == kept for r in rows]
        _agreements(list(compress(rows, chosen_rows)), list(compress(grades, chosen_rows)))
    _confusions(rows, grades)
    _by_kind(rows, grades)
    if chosen.misses:
        _misses(rows, grades)


def _agreements(rows: list[dict[str, Any]], grades: list[Grade]) -> None:
    verdicts = {
        "first": [row["first"]["verdict"] for row in rows],
        "second": [row["second"]["verdict"] for row in rows],
        "grader": [grade.verdict for grade in grades],
        "overlap": [_by_overlap(row) for row in rows],
    }
    points = {
        "first": [point for row in rows for point in row["first"]["points"]],
        "second": [point for row in rows for point in row["second"]["points"]],
        "grader": [point.met for grade in grades for point in grade.points],
        "overlap": [_met_by_overlap(point, row) for row in rows for point in row["key_points"]],
    }
    print(f"{len(rows)} answers, {len(points['first'])} points; share alike / Cohen's kappa\n")
    pairs = [("first", "second"), ("first", "grader"), ("second", "grader"), ("first", "overlap")]
    for ours, theirs in pairs:
        cells = [_cell(what[ours], what[theirs]) for what in (verdicts, points)]
        print(f"{ours:<7} {theirs:<8} verdicts {cells[0]}   points {cells[1]}")


def _confusions(rows: list[dict[str, Any]], grades: list[Grade]) -> None:
    """Points and verdicts: a row is what the first person said, a column what the grader said."""
    pairs: list[tuple[str, str]] = [
        (wanted, point.met)
        for row, grade in zip(rows, grades, strict=True)
        for wanted, point in zip(row["first"]["points"], grade.points, strict=True)
    ]
    verdicts: list[tuple[str, str]] = [
        (row["first"]["verdict"], grade.verdict) for row, grade in zip(rows, grades, strict=True)
    ]
    for names, found in (
        (("yes", "partly", "no", "contradicted"), Counter(pairs)),
        (("met", "partly", "not met"), Counter(verdicts)),
    ):
        print("\n" + " " * 14 + "".join(f"{name:>14}" for name in names))
        for ours in names:
            print(f"{ours:<14}" + "".join(f"{found[ours, theirs]:>14}" for theirs in names))


def _cell(ours: list[str], theirs: list[str]) -> str:
    alike = sum(a == b for a, b in zip(ours, theirs, strict=True)) / len(ours)
    return f"{alike:.3f} / {kappa(ours, theirs):.3f}"


def _met_by_overlap(point: str, row: dict[str, Any]) -> str:
    return "yes" if recalled(point, row["answer"]) >= 0.5 else "no"


def _by_overlap(row: dict[str, Any]) -> str:
    found = {_met_by_overlap(point, row) for point in row["key_points"]}
    return "partly" if len(found) > 1 else "met" if found == {"yes"} else "not met"


def _by_kind(rows: list[dict[str, Any]], grades: list[Grade]) -> None:
    alike: Counter[str] = Counter()
    all_of: Counter[str] = Counter(row["kind"] for row in rows)
    for row, grade in zip(rows, grades, strict=True):
        alike[row["kind"]] += row["first"]["verdict"] == grade.verdict
    print("\nVerdicts as the first person gave them, by kind:")
    for kind, count in all_of.most_common():
        print(f"  {kind:<16} {alike[kind]:>3} of {count}")


def _misses(rows: list[dict[str, Any]], grades: list[Grade]) -> None:
    for row, grade in zip(rows, grades, strict=True):
        if row["first"]["verdict"] != grade.verdict:
            print(f"\n{row['id']} {row['kind']}: {row['first']['verdict']}, graded {grade.verdict}")
            print(f"  {row['answer']}")
            for point, wanted in zip(grade.points, row["first"]["points"], strict=True):
                if point.met != wanted:
                    print(f"  - {point.point} {wanted}, graded {point.met}: {point.reason}")


if __name__ == "__main__":
    main()
