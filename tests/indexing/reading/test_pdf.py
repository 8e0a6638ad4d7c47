"""PDFs: paragraphs, tables, columns and margins found from where words stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)

from indexing.reading.limits import Limits
from indexing.reading.reader import Reader
from knowledge.errors import Unreadable
from tests.indexing.reading.outline import outline

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=8)
BOLD = ParagraphStyle("bold", BODY, fontName="Helvetica-Bold", fontSize=12, leading=15)
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))])
HEAVY = TableStyle([("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")])


def margins(canvas: Canvas, document: Any) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, 810, "QP-0008 Records")
    canvas.drawRightString(535, 810, "Issue 4")
    canvas.drawString(60, 25, f"Page {document.page} of 3")


def bare(canvas: Canvas, document: Any) -> None:
    """A page without header and footer."""


def build(path: Path, story: list[Any], *, columns: int = 1, on_page: Any = bare) -> Path:
    width = (A4[0] - 120 - 20 * (columns - 1)) / columns
    frames = [Frame(60 + (width + 20) * at, 60, width, 720) for at in range(columns)]
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=on_page))
    document.build(story)
    return path


def body(text: str) -> Paragraph:
    return Paragraph(text, BODY)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "QP-0008.pdf"


def test_lines_become_paragraphs_and_bold_lines_headings(reader: Reader, path: Path) -> None:
    sentence = "The record holder files each record within five working days of completion. " * 3
    story = [Paragraph("5.3 Filing", BOLD), body(sentence), body("Paper goes to room A-07.")]
    content = reader.read(build(path, story))
    assert outline(content) == ["## 5.3 Filing", sentence.strip(), "Paper goes to room A-07."]
    assert content.pages == 1


def test_what_returns_on_every_page_is_a_margin(reader: Reader, path: Path) -> None:
    story = [body("First."), PageBreak(), body("Second."), PageBreak(), body("Third.")]
    content = reader.read(build(path, story, on_page=margins))
    assert [(block.text, block.page) for block in content.blocks] == [
        ("First.", 1), ("Second.", 2), ("Third.", 3),
    ]  # fmt: skip
    assert content.margins == ("QP-0008 Records | Issue 4", "Page 1 of 3")


def test_a_sentence_goes_on_over_the_page(reader: Reader, path: Path) -> None:
    story = [
        body("A record that cannot be read any more when it reaches the holder is"),
        PageBreak(),
        body("sent back within one working day."),
        PageBreak(),
        body("New."),
    ]
    assert outline(reader.read(build(path, story, on_page=margins))) == [
        "A record that cannot be read any more when it reaches the holder is sent back within "
        "one working day.",
        "New.",
    ]


def test_broken_words_are_mended_and_true_hyphens_kept(reader: Reader, path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    for at, line in enumerate(
        (
            "A non-conforming part stays in the red cage until the cause of the non-",
            "conforming dimension is known; the inspector carries out the meas-",
            "urement again before the part goes back into the CAPA-",
            "relevant stock of the store, which is locked after every single shift.",
        )
    ):
        canvas.drawString(60, 700 - 14 * at, line)
    canvas.save()
    assert reader.read(path).text == (
        "A non-conforming part stays in the red cage until the cause of the non-conforming "
        "dimension is known; the inspector carries out the measurement again before the part "
        "goes back into the CAPA-relevant stock of the store, which is locked after every "
        "single shift."
    )


def test_a_ruled_table_keeps_its_cells_though_they_wrap(reader: Reader, path: Path) -> None:
    rows = [
        ["Record", "Kept for"],
        [body("Pressure test and release records of valves above 100 bar"), "10 years"],
        ["Training", "Employment plus 3 years"],
    ]
    table = Table(rows, colWidths=[150, 150])
    table.setStyle(GRID)
    table.setStyle(HEAVY)
    content = reader.read(build(path, [body("The periods are:"), table, body("No others.")]))
    assert outline(content) == [
        "The periods are:",
        "= Record | Kept for",
        "| Pressure test and release records of valves above 100 bar | 10 years",
        "| Training | Employment plus 3 years",
        "No others.",
    ]


def test_merged_cells_of_a_ruled_table_hold_their_text_once(reader: Reader, path: Path) -> None:
    table = Table([["Torque values in Nm", "", ""], ["M8", "16", "22"]], colWidths=[60, 60, 60])
    table.setStyle(GRID)
    table.setStyle(TableStyle([("SPAN", (0, 0), (-1, 0))]))
    assert outline(reader.read(build(path, [table]))) == [
        "| Torque values in Nm |  | ", "| M8 | 16 | 22",
    ]  # fmt: skip


def test_a_table_without_rules_is_read_by_rows(reader: Reader, path: Path) -> None:
    table = Table([["Thread", "Torque"], ["M8", "22 Nm"], ["M10", "44 Nm"]], colWidths=[150, 150])
    table.setStyle(HEAVY)
    content = reader.read(build(path, [body("Values:"), table]))
    assert outline(content) == ["Values:", "= Thread | Torque", "| M8 | 22 Nm", "| M10 | 44 Nm"]


def test_two_columns_are_read_one_after_the_other(reader: Reader, path: Path) -> None:
    left = "Green label means inspected and good and every box must carry one. " * 12
    right = "Red tag means blocked and nobody but the engineer takes it off. " * 12
    from reportlab.platypus import FrameBreak

    story = [body(left), FrameBreak(), body(right)]
    content = reader.read(build(path, story, columns=2))
    assert outline(content) == [left.strip(), right.strip()]


def test_bullets_and_steps_are_items(reader: Reader, path: Path) -> None:
    bullet = ParagraphStyle("b", BODY, leftIndent=18, bulletIndent=6)
    story = [
        Paragraph("Castings: heat number readable.", bullet, bulletText="•"),
        Paragraph("Bar: diameter at three places, each of them measured twice by two people who "
                  "do not see what the other one has written down.", bullet, bulletText="•"),
        body("1. Close the guard."),
        body("2. Press START."),
    ]  # fmt: skip
    assert outline(reader.read(build(path, story))) == [
        "- Castings: heat number readable.",
        "- Bar: diameter at three places, each of them measured twice by two people who do not "
        "see what the other one has written down.",
        "- 1. Close the guard.",
        "- 2. Press START.",
    ]


def test_a_footnotes_mark_does_not_stick_to_the_number(reader: Reader, path: Path) -> None:
    story = [body("Kept for 10 years after delivery<super size=7>1</super> by the holder.")]
    assert reader.read(build(path, story)).blocks[0].text == (
        "Kept for 10 years after delivery 1 by the holder."
    )


def test_a_stamp_across_the_page_is_left_out(reader: Reader, path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawString(60, 700, "The torque is 25 Nm.")
    canvas.translate(200, 300)
    canvas.rotate(45)
    canvas.drawString(0, 0, "DRAFT")
    canvas.save()
    assert reader.read(path).text == "The torque is 25 Nm."


def test_pages_beyond_the_limit_are_refused(path: Path) -> None:
    build(path, [body("a"), PageBreak(), body("b")])
    with Reader(Limits(pdf_pages=1)) as strict, pytest.raises(Unreadable) as raised:
        strict.read(path)
    assert raised.value.reason == "The PDF has 2 pages; up to 1 are read."


def scanned(path: Path, *, with_text: bool) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    if with_text:
        canvas.drawString(60, 700, "The torque is 25 Nm.")
        canvas.showPage()
    canvas.rect(60, 60, 400, 600, fill=1)
    canvas.showPage()
    canvas.save()
    return path


def test_a_scan_needs_ocr_and_says_how(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with Reader() as reader, pytest.raises(Unreadable) as raised:
        reader.read(scanned(path, with_text=False))
    assert str(raised.value) == (
        "The PDF needs OCR: its pages are pictures without text. Install Tesseract on the "
        "coach's machine, or provide a PDF with text."
    )


def test_scanned_pages_among_others_are_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with Reader() as reader:
        content = reader.read(scanned(path, with_text=True))
    assert content.text == "The torque is 25 Nm."
    assert content.notes == ("Page 2 is a scan without text and was not read.",)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_saved_on_its_side_is_read_upright(reader: Reader, path: Path, angle: int) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.translate(A4[0] if angle < 270 else 0, 0 if angle == 90 else A4[1])
    canvas.rotate(angle)
    canvas.drawString(60, 400, "The torque of the body cap is 25 Nm and is checked by a second")
    canvas.drawString(60, 386, "person before the valve is closed.")
    canvas.save()
    assert reader.read(path).text == (
        "The torque of the body cap is 25 Nm and is checked by a second person before the valve "
        "is closed."
    )


def test_pages_that_differ_in_a_number_keep_their_lines(reader: Reader, path: Path) -> None:
    story: list[Any] = []
    for number in (4711, 4712, 4713):
        story += [body(f"Certificate {number} for one wrench."), PageBreak()]
    content = reader.read(build(path, story, on_page=margins))
    assert [block.text for block in content.blocks] == [
        "Certificate 4711 for one wrench.",
        "Certificate 4712 for one wrench.",
        "Certificate 4713 for one wrench.",
    ]
