"""Decks: titles, bullets, tables, speaker's notes, hidden slides."""

from __future__ import annotations

from pathlib import Path

from pptx import Presentation
from pptx.util import Inches

from indexing.reading.reader import Reader
from tests.indexing.reading.outline import outline


def test_a_slide_is_read_with_its_notes_and_tables(reader: Reader, tmp_path: Path) -> None:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Stop. Tag. Tell."
    frame = slide.placeholders[1].text_frame
    frame.text = "Red tag at once"
    below = frame.add_paragraph()
    below.text, below.level = "T-07, from the shift lead", 1
    slide.notes_slide.notes_text_frame.text = "Show the tag."
    box = Inches(1)
    table = slide.shapes.add_table(2, 2, box, box, box, box).table
    for at, text in enumerate(("Colour", "Meaning", "Green", "Good")):
        table.cell(at // 2, at % 2).text = text
    hidden = deck.slides.add_slide(deck.slide_layouts[1])
    hidden._element.set("show", "0")
    deck.save(str(tmp_path / "TRN-01.pptx"))
    content = reader.read(tmp_path / "TRN-01.pptx")
    assert outline(content) == [
        "# Stop. Tag. Tell.",
        "- Red tag at once",
        "-- T-07, from the shift lead",
        "= Colour | Meaning",
        "| Green | Good",
        "Show the tag.",
    ]
    assert [content.blocks[0].place, content.blocks[-1].place] == [
        "Slide 1", "Slide 1, speaker notes",
    ]  # fmt: skip
    assert content.notes == ("Slide 2 is hidden and was not read.",)
