"""Build Word documents in the house styles found around the company."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from . import docx_parts as parts
from .archive import write_stable
from .source import Block, Source, spans

COMPANY = "Brennick Flow Controls Ltd"
_BODY_WIDTH_CM = 16.5
_LANDSCAPE_WIDTH_CM = 25.0


class DocxBuilder:
    """Writes one source as a Word document."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.layout = source.layout
        self.document: Any = Document()
        self.footnotes = parts.Footnotes(source.footnotes)
        self.heading_level = 0
        self.step_lists = 0
        self.open_list: int | None = None
        self.width_cm = _BODY_WIDTH_CM

    @property
    def scheme(self) -> str:
        """How headings are made: styles, styles-auto, normal or normal-auto."""
        return str(self.layout.get("scheme", "styles"))

    def build(self, target: Path, modified: datetime) -> None:
        """Write the document to the target path."""
        self._prepare()
        self._add_header()
        self._add_footer()
        for block in self.source.blocks:
            if block.kind != "item":
                self.open_list = None
            getattr(self, f"_add_{block.kind}")(block)
        self.footnotes.attach(self.document)
        self._set_properties(modified)
        buffer = BytesIO()
        self.document.save(buffer)
        write_stable(buffer.getvalue(), target, modified)

    def _prepare(self) -> None:
        normal = self.document.styles["Normal"]
        normal.font.name = str(self.layout.get("font", "Calibri"))
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), normal.font.name)
        normal.font.size = Pt(float(self.layout.get("size", 10.5)))
        normal.paragraph_format.space_after = Pt(5)
        for level in range(1, 5):
            style = self.document.styles[f"Heading {level}"]
            style.font.name = normal.font.name
            style.element.rPr.rFonts.attrib.clear()
            style.element.rPr.rFonts.set(qn("w:ascii"), normal.font.name)
            style.element.rPr.rFonts.set(qn("w:hAnsi"), normal.font.name)
            style.font.size = Pt(15 - 1.5 * level)
            style.font.color.rgb = RGBColor.from_string(str(self.layout.get("colour", "1F3864")))
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.25)
        section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)
        parts.add_numbering(self.document)

    def _set_properties(self, modified: datetime) -> None:
        properties = self.document.core_properties
        properties.author = self.source.text("author") or "Ruth Calder"
        properties.last_modified_by = properties.author
        properties.title = str(self.layout.get("property_title", ""))
        properties.comments = ""
        properties.revision = 3
        properties.created = modified
        properties.modified = modified

    def _add_header(self) -> None:
        place = str(self.layout.get("header", "page"))
        shown = self.source.header
        if place == "none" or not shown:
            return
        if place == "line":
            header = self.document.sections[0].header
            header.paragraphs[0].text = "   |   ".join(
                f"{key} {value}".strip() for key, value in shown.items()
            )
            return
        columns = 4
        rows = 1 + (len(shown) + 2) // 2
        if place == "page":
            header = self.document.sections[0].header
            table = header.add_table(rows, columns, Cm(_BODY_WIDTH_CM))
            # Word puts an empty paragraph first; the table belongs above it.
            header._element.insert(0, table._tbl)
            header.paragraphs[0].paragraph_format.space_after = Pt(0)
        else:
            table = self.document.add_table(rows, columns)
        self._fill_header(table, shown)
        if place == "body":
            self.document.add_paragraph()

    def _fill_header(self, table: Any, shown: dict[str, str]) -> None:
        table.style = "Table Grid"
        top = table.rows[0].cells
        name = top[0].merge(top[1])
        name.paragraphs[0].add_run(COMPANY).bold = True
        title = top[2].merge(top[3])
        title.paragraphs[0].add_run(self.source.text("shown_title") or self.source.text("title"))
        cells = [cell for row in table.rows[1:] for cell in row.cells]
        for index, (key, value) in enumerate(shown.items()):
            cells[2 * index].paragraphs[0].add_run(key).bold = True
            cells[2 * index + 1].paragraphs[0].add_run(value)
        last = len(shown) * 2
        german = self.source.text("language") == "de"
        cells[last].paragraphs[0].add_run("Seite" if german else "Page").bold = True
        page = cells[last + 1].paragraphs[0]
        parts.add_field(page, "PAGE", "1")
        page.add_run(" von " if german else " of ")
        parts.add_field(page, "NUMPAGES", "4")
        for cell in (cell for row in table.rows for cell in row.cells):
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(8.5)

    def _add_footer(self) -> None:
        text = self.source.text("footer")
        if not text:
            return
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.add_run(text.replace("{page}", "").strip())
        if "{page}" in text:
            paragraph.add_run("    ")
            parts.add_page_of_pages(paragraph)
        for run in paragraph.runs:
            run.font.size = Pt(8)

    def _runs(self, paragraph: Any, text: str, bold: bool = False) -> Any:
        for span in spans(text):
            if span.style == "footnote":
                self.footnotes.reference(paragraph, span.text)
            elif span.style in ("inserted", "deleted"):
                author = self.source.text("author") or "Ruth Calder"
                date = f"{self.source.text('changed') or '2026-10-30'}T09:12:00Z"
                inserted = span.style == "inserted"
                parts.add_change(paragraph, span.text, inserted, author, date)
            else:
                run = paragraph.add_run(span.text)
                run.bold = True if bold or span.style == "bold" else None
                run.italic = True if span.style == "italic" else None
        return paragraph

    def _add_heading(self, block: Block) -> None:
        self.heading_level = block.level
        if self.scheme.startswith("styles"):
            paragraph = self.document.add_paragraph(style=f"Heading {block.level}")
            self._runs(paragraph, block.text)
        else:
            paragraph = self.document.add_paragraph()
            self._runs(paragraph, block.text, bold=True)
            paragraph.paragraph_format.space_before = Pt(10 if block.level == 1 else 6)
            paragraph.paragraph_format.keep_with_next = True
            if block.level == 1 and self.layout.get("caps"):
                for run in paragraph.runs:
                    run.font.all_caps = True
        if self.scheme.endswith("auto"):
            parts.number_paragraph(paragraph, parts.HEADINGS, block.level - 1)

    def _add_clause(self, block: Block) -> None:
        paragraph = self._runs(self.document.add_paragraph(), block.text)
        parts.number_paragraph(paragraph, parts.HEADINGS, self.heading_level)

    def _add_paragraph(self, block: Block) -> None:
        self._runs(self.document.add_paragraph(), block.text)

    def _add_item(self, block: Block) -> None:
        styled = self.scheme.startswith("styles")
        style = "List Paragraph" if styled else "Normal"
        paragraph = self._runs(self.document.add_paragraph(style=style), block.text)
        paragraph.paragraph_format.space_after = Pt(2)
        if self.open_list is None and not block.ordered:
            parts.number_paragraph(paragraph, parts.BULLETS, block.level)
            return
        if block.ordered and self.open_list is None:
            self.step_lists += 1
            self.open_list = parts.new_step_list(self.document, self.step_lists)
        number = self.open_list if block.ordered and self.open_list else parts.BULLETS
        parts.number_paragraph(paragraph, number, block.level)

    def _add_table(self, block: Block) -> None:
        table = self.document.add_table(len(block.rows), len(block.rows[0]))
        table.style = "Table Grid"
        form = bool(self.layout.get("form"))
        widths = _column_widths(block.rows, self.width_cm, even=form)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for i, row in enumerate(block.rows):
            if form:
                table.rows[i].height = Cm(0.75)
            for j, text in enumerate(row):
                table.cell(i, j).width = Cm(widths[j])
                self._fill_cell(table, i, j, text, bold=i == 0 and not form)
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def _fill_cell(self, table: Any, i: int, j: int, text: str, bold: bool) -> None:
        cell = table.cell(i, j)
        if text == "<<":
            table.cell(i, j - 1).merge(cell)
        elif text == "^^":
            table.cell(i - 1, j).merge(cell)
        else:
            for number, line in enumerate(text.split("<br>")):
                first = number == 0
                paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
                self._runs(paragraph, line, bold=bold)
                paragraph.paragraph_format.space_after = Pt(1)
                for run in paragraph.runs:
                    run.font.size = Pt(9)
        if bold:
            parts.shade(cell, str(self.layout.get("shade", "D9E2F3")))
        for extra in list(cell.paragraphs[1:]):
            # Merging leaves the empty paragraph of the swallowed cell behind.
            if text in ("<<", "^^") and not extra.text:
                extra._p.getparent().remove(extra._p)

    def _add_textbox(self, block: Block) -> None:
        parts.add_text_box(self.document.add_paragraph(), block.lines)

    def _add_pagebreak(self, block: Block) -> None:
        self.document.add_page_break()

    def _add_rule(self, block: Block) -> None:
        self.document.add_paragraph("_" * 60)

    def _add_landscape(self, block: Block) -> None:
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        self.width_cm = _LANDSCAPE_WIDTH_CM

    def _add_portrait(self, block: Block) -> None:
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        self.width_cm = _BODY_WIDTH_CM


def _column_widths(rows: tuple[tuple[str, ...], ...], total: float, even: bool) -> list[float]:
    if even:
        return [total / len(rows[0])] * len(rows[0])
    weights: list[float] = []
    for j in range(len(rows[0])):
        longest = max(len(row[j]) for row in rows)
        weights.append(min(max(longest, 12), 48) ** 0.75)
    return [total * weight / sum(weights) for weight in weights]
