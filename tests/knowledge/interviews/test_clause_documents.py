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
from knowledge.interviews.clause_documents import passage_for, wording_of
from knowledge.interviews.questions import Question
from knowledge.search.embedding import SentenceModel
from knowledge.search.library import Scope, open_library
from knowledge.standards.loading import shipped
from knowledge.storage.database import Database
from knowledge.storage.tables import Passage
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
    """The text of the passage found for a question; the document may lie in a folder."""

    def found(question: Question, *, place: str = "") -> str | None:
        folder = tmp_path / "documents" / place
        folder.mkdir(parents=True)
        (folder / "QP-0009.md").write_text(DOCUMENT.format(words=MARKING))
        with Reader() as reader:
            shop = Workshop(sqlite_database, reader, model, Rules(), packs=shipped())
            pipeline.index(shop, str(tmp_path / "documents"), now=NOW)
        with sqlite_database.read() as session:
            at = passage_for(
                session,
                open_library(session, tmp_path / "cache"),
                question,
                viewer=Viewer(),
                scope=Scope(date(2026, 11, 16), in_slack=True),
                vector=model.embed_question(wording_of(question)),
            )
            return session.get_one(Passage, at).text if at is not None else None

    return found


def test_the_rule_is_found_and_not_the_purpose(ask) -> None:
    assert ask(pack_question("operator-06")) == MARKING


def test_nothing_is_found_on_a_clause_that_no_document_serves(ask) -> None:
    assert ask(pack_question("operator-10")) is None


def test_nothing_is_found_in_what_its_person_may_not_see(ask) -> None:
    assert ask(pack_question("operator-06"), place="Management only") is None


def test_an_opening_is_answered_from_no_document(ask) -> None:
    assert ask(pack_question("operator-01")) is None
