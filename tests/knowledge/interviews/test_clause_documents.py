"""The passage that is found for a shipped question, as its person may see it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexing import pipeline
from indexing.pipeline import Workshop
from indexing.reading.reader import Reader
from indexing.register import Rules
from knowledge.access import Viewer
from knowledge.interviews.found_passages import Found, search_for
from knowledge.interviews.questions import Question
from knowledge.search.embedding import SentenceModel
from knowledge.search.library import Scope, open_library
from knowledge.standards.loading import shipped
from knowledge.storage.database import Database
from tests.conftest import NOW
from tests.knowledge.interviews.test_judging_with_model import pack_question

pytestmark = pytest.mark.model

MARKING = (
    "Whoever finds a suspect part stops work on it, tells the shift lead and hangs a red tag on "
    "the part at once."
)
DOCUMENT = """---
number: QP-0009
title: Control of nonconforming product
revision: F
status: approved
kind: procedure
---
# Control of nonconforming product

## 1 Purpose

This procedure keeps a bad part, a defect or a wrong measurement away from the customer. It serves
ISO 9001:2015 clause 8.7.1.

## 4 Finding and marking

{words}

## 5 Canteen

Meals are served from 11:30 to 13:00.
"""


@pytest.fixture
def ask(sqlite_database: Database, tmp_path: Path, model: SentenceModel):
    """What is found for a question; the document may lie in a folder."""

    def found(question: Question, *, place: str = "", words: str = MARKING) -> Found:
        folder = tmp_path / "documents" / place
        folder.mkdir(parents=True)
        (folder / "QP-0009.md").write_text(DOCUMENT.format(words=words))
        with Reader() as reader:
            shop = Workshop(sqlite_database, reader, model, Rules(), packs=shipped())
            pipeline.index(shop, str(tmp_path / "documents"), now=NOW)
        with sqlite_database.read() as session:
            return search_for(
                session,
                open_library(session, tmp_path / "cache"),
                question,
                viewer=Viewer(),
                scope=Scope(date(2026, 11, 16), in_slack=True),
                embedder=model,
            )

    return found


def test_the_rule_is_found_and_not_the_purpose(ask) -> None:
    assert ask(pack_question("operator-06")).sentence == MARKING


def test_the_sentence_that_says_it_is_found_among_others(ask) -> None:
    others = "The red tag carries part number, quantity, name and date. Cages are locked."

    found = ask(pack_question("operator-06"), words=f"{others} {MARKING} {others}")

    assert found.sentence == MARKING


def test_the_header_of_a_table_is_no_answer(ask) -> None:
    table = "| Suspect part | Stopped by | Report |\n|---|---|---|\n| Bad parts | Lead | F-007 |"

    assert ask(pack_question("operator-06"), words=table).sentence == ""


def test_nothing_is_found_on_a_clause_that_no_document_serves(ask) -> None:
    assert ask(pack_question("operator-10")).passage_id is None


def test_nothing_is_found_in_what_its_person_may_not_see(ask) -> None:
    assert ask(pack_question("operator-06"), place="Management only") == Found()


def test_an_opening_is_answered_from_no_document(ask) -> None:
    assert ask(pack_question("operator-01")) == Found()
