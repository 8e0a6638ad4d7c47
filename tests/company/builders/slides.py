"""Build training decks with speaker notes."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.util import Pt

from .archive import write_stable
from .source import Block, Source, plain


class SlideBuilder:
    """Writes one source as a deck: a level-one heading starts each slide."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def build(self, target: Path, modified: datetime) -> None:
        """Write the deck to the target path."""
        deck: Any = Presentation()
        title = deck.slides.add_slide(deck.slide_layouts[0])
        title.shapes.title.text = self.source.text("title")
        shown = self.source.header.items()
        title.placeholders[1].text = "\n".join(f"{key}: {value}" for key, value in shown)
        slide: Any = title
        for block in self.source.blocks:
            slide = self._add(deck, slide, block)
        properties = deck.core_properties
        properties.author = self.source.text("author") or "Lucy Hargreaves"
        properties.title = self.source.text("title")
        properties.created = properties.modified = modified
        buffer = BytesIO()
        deck.save(buffer)
        write_stable(buffer.getvalue(), target, modified)

    def _add(self, deck: Any, slide: Any, block: Block) -> Any:
        if block.kind == "heading":
            slide = deck.slides.add_slide(deck.slide_layouts[1])
            slide.shapes.title.text = block.text
        elif block.kind == "notes":
            slide.notes_slide.notes_text_frame.text = "\n".join(block.lines)
        elif block.kind == "table":
            _add_table(slide, block)
        else:
            frame = slide.placeholders[1].text_frame
            paragraph = frame.paragraphs[0] if not frame.text else frame.add_paragraph()
            paragraph.text = plain(block.text)
            paragraph.level = block.level
            paragraph.font.size = Pt(20 - 2 * block.level)
        return slide


def _add_table(slide: Any, block: Block) -> None:
    placeholder = slide.placeholders[1]
    left, top, width = placeholder.left, placeholder.top, placeholder.width
    placeholder._element.getparent().remove(placeholder._element)
    height = Pt(26 * len(block.rows))
    grid = slide.shapes.add_table(len(block.rows), len(block.rows[0]), left, top, width, height)
    for i, row in enumerate(block.rows):
        for j, text in enumerate(row):
            frame = grid.table.cell(i, j).text_frame
            frame.text = plain(text)
            frame.paragraphs[0].font.size = Pt(14)
