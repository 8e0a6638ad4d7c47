"""The golden questions of the sample company stand on words its documents really hold."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexing.reading.reader import Reader

COMPANY = Path(__file__).parent / "company"
DOCUMENTS = COMPANY / "documents"
LEAST_ANSWERABLE = 120
LEAST_UNANSWERABLE = 40
LEAST_THREADS = 15
TURNS = range(2, 5)
SPLITS = {"develop", "test"}
CELL = " | "

Entry = dict[str, Any]


def lines(name: str) -> list[Entry]:
    text = (COMPANY / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


QUESTIONS = lines("questions.jsonl")
THREADS = lines("threads.jsonl")
ANSWERABLE = [entry for entry in QUESTIONS if entry["gold"]]
UNANSWERABLE = [entry for entry in QUESTIONS if not entry["gold"]]
TURNS_OF_THREADS = [
    {"id": f"{thread['id']}.{number}", "split": thread["split"], **turn}
    for thread in THREADS
    for number, turn in enumerate(thread["turns"], start=1)
]


def squeezed(text: str) -> str:
    """Letters and digits alone, so that blanks, dashes and line ends don't count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())


def with_gold() -> Iterator[tuple[Entry, Entry]]:
    for entry in ANSWERABLE + TURNS_OF_THREADS:
        for gold in entry["gold"]:
            yield entry, gold


class Texts:
    """The squeezed text of each built file and its squeezed lines, read once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._read: dict[str, tuple[str, list[str]]] = {}

    def holds(self, file: str, span: str) -> bool:
        whole, rows = self._of(file)
        wanted = squeezed(span)
        return any(wanted in row for row in rows) if CELL in span else wanted in whole

    def _of(self, file: str) -> tuple[str, list[str]]:
        if file not in self._read:
            text = self._reader.read(DOCUMENTS / file).text
            self._read[file] = squeezed(text), [squeezed(line) for line in text.splitlines()]
        return self._read[file]


@pytest.fixture(scope="module")
def texts() -> Iterator[Texts]:
    with Reader() as reader:
        yield Texts(reader)


def test_every_answer_stands_in_its_document(texts: Texts) -> None:
    missing = [
        f"{entry['id']}: {gold['file']}: {gold['answer_span']}"
        for entry, gold in with_gold()
        if not texts.holds(gold["file"], gold["answer_span"])
    ]
    assert missing == []


def test_every_gold_file_may_be_quoted_to_everyone_today() -> None:
    with (COMPANY / "documents.csv").open(encoding="utf-8", newline="") as stream:
        listed = {row["file"]: row for row in csv.DictReader(stream)}
    wrong = {
        gold["file"]
        for _, gold in with_gold()
        if gold["file"] not in listed
        or listed[gold["file"]]["status"] != "current"
        or listed[gold["file"]]["audience"] != "everyone"
        or listed[gold["file"]]["handling"] != "quote"
    }
    assert wrong == set()


def test_each_document_belongs_to_one_split() -> None:
    splits: dict[str, set[str]] = defaultdict(set)
    for entry, gold in with_gold():
        splits[gold["file"]].add(entry["split"])
    assert {file for file, found in splits.items() if len(found) > 1} == set()
    assert {entry["split"] for entry in QUESTIONS + THREADS} == SPLITS


@pytest.mark.parametrize("group", [ANSWERABLE, UNANSWERABLE, THREADS])
def test_the_splits_are_about_equal(group: list[Entry]) -> None:
    share = sum(entry["split"] == "develop" for entry in group) / len(group)
    assert 0.4 <= share <= 0.6


def test_each_format_is_asked_about_in_both_splits() -> None:
    asked: dict[str, set[str]] = defaultdict(set)
    for entry, gold in with_gold():
        asked[entry["split"]].add(Path(gold["file"]).suffix)
    assert asked["develop"] == asked["test"] == {".docx", ".html", ".md", ".pdf", ".pptx", ".xlsx"}


def test_there_are_enough_questions() -> None:
    assert len(ANSWERABLE) >= LEAST_ANSWERABLE
    assert len(UNANSWERABLE) >= LEAST_UNANSWERABLE
    assert len(THREADS) >= LEAST_THREADS


def test_nothing_is_named_or_asked_twice() -> None:
    ids = [entry["id"] for entry in QUESTIONS + THREADS]
    asked = [squeezed(entry["question"]) for entry in QUESTIONS + TURNS_OF_THREADS]
    assert len(ids) == len(set(ids))
    assert len(asked) == len(set(asked))


def test_every_question_is_complete() -> None:
    for entry in QUESTIONS:
        assert entry["question"].strip()
        assert entry["kind"]
        assert entry["answer"]
        assert bool(entry["gold"]) != bool(entry.get("why_unanswerable")), entry["id"]
    for _, gold in with_gold():
        assert gold["heading_or_page"]
        assert squeezed(gold["answer_span"])


def test_threads_have_a_few_answered_turns() -> None:
    for thread in THREADS:
        assert len(thread["turns"]) in TURNS, thread["id"]
        assert all(turn["gold"] for turn in thread["turns"]), thread["id"]
