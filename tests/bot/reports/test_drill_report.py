"""The PDF of a drill, as it is read."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest

from bot.reports.drill_report import drill_report
from knowledge.interviews.judgement import Advice, PracticeFinding
from knowledge.interviews.report import PRACTICE, YOURS, Asked, Points, Reading, Report
from tests.knowledge.interviews.held import judgement, question

ADVICE = Advice(
    good=("You know where to look it up: QP-0009. That counts in full.",),
    missing=("That is not what the document says. It is eight hours, not three days.",),
    passage_id=1,
    citation="QP-0009 revision F, 5 Raising the NCR, page 3",
    quote="F-007 is raised in the same shift, and in any case within eight hours of finding.",
    address='https://docs.example/QP-0009?a=1&b="2"',
    better_answer="I work to QP-0009 revision F, which says: “F-007 is raised in the same shift”.",
)
FINDING = PracticeFinding(
    "would write",
    "QP-0009 revision F: “F-007 is raised in the same shift.”",
    "You said: “Within three days.”",
    "An auditor would probably write a nonconformity, because it is eight hours, not three days.",
    "8.7.1",
)


@pytest.fixture
def report() -> Report:
    asked = (
        Asked(
            1,
            11,
            question("How soon is the NCR raised?", clause="8.7.1"),
            ("Within three days.", "I'd look in QP-0009."),
            judgement({"what_i_do": 0, "record": 1}, advice=ADVICE),
        ),
        Asked(2, 12, question("Wie lagern Sie Prüfmittel? Łódź, żółć", clause="7.1.5.2"), (), None),
    )
    return Report(
        1,
        "Zofia Wiśniewska-Müller",
        "Operator or assembler",
        "2015",
        "practice",
        date(2026, 11, 16),
        True,
        asked,
        (Points("What I do", 0, 2), Points("Which record proves it", 1, 2)),
        (Points("8.7.1", 1, 4),),
        (FINDING,),
        (),
        (Reading(ADVICE.citation or "", ADVICE.quote, ADVICE.address, "It answers question 1", 1),),
        date(2026, 11, 23),
        "clause 8.7.1",
        "Questions: version 1. Rules: version 1.",
        PRACTICE,
        YOURS,
    )


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    pages = [page.get_textpage().get_text_range() for page in document]
    return re.sub(r"\s+", " ", " ".join(pages))


def test_everything_of_the_report_can_be_read(report: Report) -> None:
    read = words(drill_report(report))

    for expected in (
        "Your practice interview",
        "Zofia Wiśniewska-Müller · Operator or assembler · ISO 9001:2015 · 16 November 2026",
        "1 of 2 questions answered.",
        PRACTICE,
        "Which record proves it 1 of 2 points",
        "Clause 8.7.1 1 of 4 points",
        "Requirement: QP-0009 revision F: “F-007 is raised in the same shift.”",
        "Evidence: You said: “Within three days.”",
        "1. QP-0009 revision F, 5 Raising the NCR, page 3",
        "On or after 23 November 2026, three questions on clause 8.7.1.",
        "2. Wie lagern Sie Prüfmittel? Łódź, żółć (clause 7.1.5.2)",
        "Skipped. Skipping costs nothing.",
        "A better answer: I work to QP-0009 revision F",
        YOURS,
        "Questions: version 1. Rules: version 1. Page 1",
    ):
        assert expected in read


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert drill_report(report) == drill_report(report)


def test_a_drill_without_answers_has_a_report(report: Report) -> None:
    bare = replace(report, asked=(), parts=(), clauses=(), findings=(), to_read=(), finished=False)

    read = words(drill_report(bare))

    assert "0 of 0 questions answered. The drill was stopped before its end." in read
    assert "None. Nothing that was said contradicts a document in force or a record." in read


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b> & <font size=80>big</font> <a href='x'>", "]]> --> <!-- &nbsp; &#0;",
        "\x00\x07\u202e hidden \ufffe", "w" * 4_000, "工程 検査 🔧",
    ],
)  # fmt: skip
def test_whatever_was_typed_is_shown_as_it_is(report: Report, text: str) -> None:
    asked = replace(report.asked[0], said=(text,))
    finding = replace(FINDING, evidence=f"You said: “{text}”")

    pdf = drill_report(replace(report, asked=(asked,), findings=(finding,) * 3))

    assert pdf.startswith(b"%PDF")
    if text.startswith("<b>"):
        assert "“<b>bold</b> & <font size=80>big</font> <a href='x'>”" in words(pdf)


def test_a_finding_longer_than_a_page_goes_on_overleaf(report: Report) -> None:
    long = replace(FINDING, evidence="You said: it is long. " * 400)

    assert len(pypdfium2.PdfDocument(BytesIO(drill_report(replace(report, findings=(long,)))))) > 2
