"""Build PDF documents: running headers, two columns, or a scanned sheet."""

from __future__ import annotations

import re
from datetime import datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.flowables import PageBreak, Spacer
from reportlab.platypus.frames import Frame
from reportlab.platypus.paragraph import Paragraph
from reportlab.platypus.tables import Table, TableStyle

from .source import Block, Source, spans

_FONTS = {
    "Helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "Times": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "Vera": ("Vera", "Vera-Bold", "Vera-Italic"),
}
_LONG_WORD = re.compile(r"[A-Za-zÀ-ÿ]{9,}")
_SYLLABLE = re.compile(r"(?<=[aeiouy])(?=[bcdfghjklmnpqrstvwxz][aeiouy])", re.IGNORECASE)


def _register_vera() -> None:
    # Bundled with reportlab, so the result does not depend on the machine's fonts.
    folder = Path(reportlab.__file__).parent / "fonts"
    for name, file in (("Vera", "Vera"), ("Vera-Bold", "VeraBd"), ("Vera-Italic", "VeraIt")):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{file}.ttf")))
    pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="Vera-Bold", italic="Vera-Italic")


def hyphenate(text: str) -> str:
    """Mark where long words may break, away from their first and last letters."""

    def mark(match: re.Match[str]) -> str:
        word = match.group(0)
        pieces = _SYLLABLE.sub("\u00ad", word[2:-3])
        return word[:2] + pieces + word[-3:]

    return _LONG_WORD.sub(mark, text)


class _CountedCanvas(Canvas):
    """Draws the furniture last, when the number of pages is known."""

    def __init__(self, *args: Any, furniture: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._furniture = furniture
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for page in self._pages:
            self.__dict__.update(page)
            self._furniture(self, len(self._pages))
            super().showPage()
        super().save()


class PdfBuilder:
    """Writes one source as a PDF."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.layout = source.layout
        self.family = str(self.layout.get("font", "Helvetica"))
        self.normal, self.bold, self.italic = _FONTS[self.family]
        self.size = float(self.layout.get("size", 10))
        self.notes: list[str] = []
        self.counter = 0
        self.columns = int(self.layout.get("columns", 1))

    def build(self, target: Path, modified: datetime) -> None:
        """Write the document to the target path."""
        _register_vera()
        buffer = BytesIO()
        template = BaseDocTemplate(
            buffer,
            pagesize=A4,
            title=self.source.text("title"),
            author=self.source.text("author") or "Ruth Calder",
            invariant=1,
        )
        template.addPageTemplates([PageTemplate(frames=self._frames())])
        template.build(
            self._story(),
            canvasmaker=partial(_CountedCanvas, furniture=self._furniture),
        )
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(buffer.getvalue())

    def _frames(self) -> list[Frame]:
        width, height = A4
        gap = 7 * mm
        column = (width - 40 * mm - gap * (self.columns - 1)) / self.columns
        return [
            Frame(20 * mm + i * (column + gap), 22 * mm, column, height - 50 * mm, 0, 0, 0, 0)
            for i in range(self.columns)
        ]

    def _furniture(self, canvas: Any, pages: int) -> None:
        width, height = A4
        words = self._furniture_words(canvas.getPageNumber(), pages)
        canvas.setFont(self.normal, 8)
        canvas.drawString(20 * mm, height - 15 * mm, words[0])
        canvas.drawRightString(width - 20 * mm, height - 15 * mm, words[1])
        canvas.line(20 * mm, height - 17 * mm, width - 20 * mm, height - 17 * mm)
        canvas.line(20 * mm, 16 * mm, width - 20 * mm, 16 * mm)
        canvas.drawString(20 * mm, 12 * mm, words[2])
        canvas.drawRightString(width - 20 * mm, 12 * mm, words[3])

    def _furniture_words(self, page: int, pages: int) -> tuple[str, str, str, str]:
        running = self.layout.get("running") or ["", "", ""]
        left, right, foot = (str(text) for text in running)
        if self.source.text("language") == "de":
            return left, right, foot, f"Seite {page} von {pages}"
        return left, right, foot, f"Page {page} of {pages}"

    def _style(self, **changes: Any) -> ParagraphStyle:
        values: dict[str, Any] = {
            "fontName": self.normal,
            "fontSize": self.size,
            "leading": self.size * 1.32,
            "spaceAfter": 5,
            "alignment": TA_JUSTIFY,
            "embeddedHyphenation": 1,
        }
        values.update(changes)
        return ParagraphStyle("text", **values)

    def _story(self) -> list[Any]:
        story: list[Any] = []
        if self.layout.get("title", True):
            size = self.size + 5
            title = self.source.text("shown_title") or self.source.text("title")
            style = self._style(fontName=self.bold, fontSize=size, leading=size * 1.3, alignment=0)
            story.append(Paragraph(escape(title), style))
        if self.source.header and self.columns == 1:
            story += [self._header_table(), Spacer(1, 8)]
        for block in self.source.blocks:
            story += getattr(self, f"_{block.kind}")(block)
        for number, text in enumerate(self.notes, 1):
            style = self._style(fontSize=self.size - 2, leading=self.size)
            story.append(Paragraph(f"<super>{number}</super> {self._markup(text)}", style))
        return story

    def _markup(self, text: str) -> str:
        out: list[str] = []
        for span in spans(text):
            words = escape(hyphenate(span.text)).replace("&lt;br&gt;", "<br/>")
            if span.style == "footnote":
                self.notes.append(self.source.footnotes[span.text])
                out.append(f"<super>{len(self.notes)}</super>")
            elif span.style == "bold":
                out.append(f'<font name="{self.bold}">{words}</font>')
            elif span.style == "italic":
                out.append(f'<font name="{self.italic}">{words}</font>')
            else:
                out.append(words)
        return "".join(out)

    def _header_table(self) -> Table:
        style = self._style(fontSize=8.5, leading=11, alignment=0, spaceAfter=0)
        cells = [
            Paragraph(f'<font name="{self.bold}">{escape(key)}</font><br/>{escape(value)}', style)
            for key, value in self.source.header.items()
        ]
        while len(cells) % 3:
            cells.append(Paragraph("", style))
        rows = [cells[i : i + 3] for i in range(0, len(cells), 3)]
        return Table(rows, colWidths=[170 * mm / 3] * 3, style=_grid(header=False))

    def _heading(self, block: Block) -> list[Any]:
        self.counter = 0
        size = self.size + (3 if block.level == 1 else 1)
        style = self._style(
            fontName=self.bold,
            fontSize=size,
            leading=size * 1.25,
            spaceBefore=9 if block.level == 1 else 5,
            keepWithNext=1,
            alignment=0,
        )
        return [Paragraph(escape(block.text), style)]

    def _paragraph(self, block: Block) -> list[Any]:
        self.counter = 0
        return [Paragraph(self._markup(block.text), self._style())]

    def _item(self, block: Block) -> list[Any]:
        if block.ordered and block.level == 0:
            self.counter += 1
        mark = f"{self.counter}." if block.ordered and block.level == 0 else "\u2022"
        indent = 14 + 14 * block.level
        style = self._style(leftIndent=indent, bulletIndent=indent - 13, spaceAfter=2.5)
        return [Paragraph(self._markup(block.text), style, bulletText=mark)]

    def _table(self, block: Block) -> list[Any]:
        size = self.size - 1.5
        style = self._style(fontSize=size, leading=size * 1.25, alignment=0, spaceAfter=0)
        header = self._style(
            fontName=self.bold, fontSize=size, leading=size * 1.25, alignment=0, spaceAfter=0
        )
        form = bool(self.layout.get("form"))
        rows: list[list[Any]] = []
        merges: list[tuple[str, tuple[int, int], tuple[int, int]]] = []
        for i, row in enumerate(block.rows):
            chosen = header if i == 0 and not form else style
            rows.append([Paragraph(self._markup(_cell(text)), chosen) for text in row])
            merges += [("SPAN", (j - 1, i), (j, i)) for j, t in enumerate(row) if t == "<<"]
            merges += [("SPAN", (j, i - 1), (j, i)) for j, t in enumerate(row) if t == "^^"]
        usable = 170 * mm if self.columns == 1 else 81 * mm
        grid = _grid(header=not form)
        for merge in merges:
            grid.add(*merge)
        table = Table(rows, colWidths=_widths(block.rows, usable), style=grid, repeatRows=1)
        return [Spacer(1, 2), table, Spacer(1, 7)]

    def _textbox(self, block: Block) -> list[Any]:
        style = self._style(borderWidth=1, borderPadding=5, borderColor=colors.black, spaceAfter=12)
        return [Spacer(1, 6), Paragraph(self._markup("<br>".join(block.lines)), style)]

    def _pagebreak(self, block: Block) -> list[Any]:
        return [PageBreak()]


def _cell(text: str) -> str:
    return "" if text in ("<<", "^^") else text


def _grid(header: bool) -> TableStyle:
    commands: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.HexColor("#606060")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 2.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
    if header:
        commands.append(("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#E4E4E4")))
    return TableStyle(commands)


def _widths(rows: tuple[tuple[str, ...], ...], total: float) -> list[float]:
    weights = [
        min(max(max(len(_cell(row[j])) for row in rows), 8), 48) ** 0.75
        for j in range(len(rows[0]))
    ]
    return [total * weight / sum(weights) for weight in weights]
