"""A subject named without a question: passages, never an answer."""

from __future__ import annotations

import pytest

from indexing.reading.reader import Reader
from knowledge.answers.evidence import HEADER_LOSS, UnitEvidence
from knowledge.answers.question import understand
from tests.embedders import TopicEmbedder
from tests.indexing.test_pipeline import CALIBRATION, Office


@pytest.mark.parametrize("text", ["calibration", "Training?", "hydro test"])
def test_a_word_or_two_ask_nothing(text):
    assert understand(text).is_bare


@pytest.mark.parametrize(
    "text", ["why?", "who signs", "QP-0008", "8.4", "M16 torque", "what is calibration", "may I?"]
)
def test_these_ask_something(text):
    assert not understand(text).is_bare


def test_what_comes_closest_to_a_bare_word_is_shown_and_not_as_an_answer(database, tmp_path):
    with Reader() as reader:
        office = Office(database, reader, TopicEmbedder(), tmp_path)
        office.write_topics()
        office.index()
    assert office.ask(CALIBRATION).status == "answered"

    made = office.ask("calibration records?")

    assert (made.status, made.answer) == ("nearest", "")
    assert made.citations[0].quote == "Calibration records are kept for ten years."
    assert made.notices == (
        "“calibration records” alone can mean many things. Ask a whole question, such as “how "
        "often …” or “who …”; these passages come closest.",
    )


@pytest.mark.parametrize("text", ["QP-0013", "show me QP-0013", "where is the QP 0013 please?"])
def test_a_document_that_is_named_alone_comes_first_and_is_no_answer(text, database, tmp_path):
    with Reader() as reader:
        office = Office(database, reader, TopicEmbedder(), tmp_path)
        for number, words in (("QP-0013", "Gauges are marked."), ("QP-0007", "See QP-0013.")):
            head = f"---\nnumber: {number}\ntitle: About {number}\nstatus: approved\n---\n"
            office.write(f"{number}.md", f"{head}# About {number}\n\n{words}\n")
        office.index()

    made = office.ask(text)

    assert made.status == "nearest"
    assert made.citations[0].document.number == "QP-0013"
    assert made.notices[0].endswith(
        "and asked nothing of it: its controlled original is named below. Or ask what you want to "
        "know of it."
    )


def test_column_names_count_less_than_a_row_below_them():
    names, row = (UnitEvidence(0, 9, kind, 0.5, 0.5, False) for kind in ("header", "row"))

    assert names.strength == pytest.approx(row.strength - HEADER_LOSS)


@pytest.mark.parametrize(
    "text", ["what is QP-0013", "who signs F-021?", "QP-0013 issue 3", "QP-0013 or F-021?"]
)
def test_more_is_asked_than_for_the_document(text):
    assert understand(text).names_alone is None
