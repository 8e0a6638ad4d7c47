"""`coach grade`, run as a person runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COACH = Path(sys.executable).with_name("coach")
QUESTION = "How long do you keep calibration records?"
POINT = "Calibration records are kept for ten years."

pytestmark = pytest.mark.model


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COACH, "grade", *arguments], capture_output=True, text=True, check=False)


def _batch(tmp_path: Path, *lines: Any) -> list[dict[str, Any]]:
    file = tmp_path / "answers.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    file.write_text("\n".join(texts))
    done = _run("--batch", str(file), "--json")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_file_of_answers_gives_a_line_of_json_each(tmp_path: Path) -> None:
    first, second, third, fourth = _batch(
        tmp_path,
        {"id": "a", "question": QUESTION, "reference": POINT, "answer": "We keep them ten years."},
        {"id": 7, "question": QUESTION, "reference": [POINT], "answer": "Five years."},
        "no json",
        {"id": "d", "question": QUESTION, "reference": [], "answer": "Ten years."},
    )

    assert first["id"] == "a"
    assert first["verdict"] == "met"
    assert first["points"] == [
        {
            "point": POINT,
            "met": "yes",
            "evidence": "We keep them ten years.",
            "reason": "Said.",
        }
    ]
    assert 0.75 <= first["score"] <= 1
    assert first["seconds"] > 0
    assert second["id"] == 7
    assert second["points"][0]["met"] == "contradicted"
    assert third["status"] == "error"
    assert fourth["message"].startswith("Line 4 has no reference to judge by.")


def test_one_answer_is_judged_from_the_command_line() -> None:
    done = _run(QUESTION, "Five years.", "--point", POINT)

    assert done.stdout.splitlines() == [
        "Not met (0.00)",
        f"  contradicted {POINT}",
        "               It is ten years, not Five years. “Five years.”",
    ]


def test_a_question_without_an_answer_says_what_is_wanted() -> None:
    done = _run(QUESTION)

    assert done.returncode == 2
    assert "give the answer too" in done.stderr
