"""What every PDF of ours has in common: page, fonts, styles, running foot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import as_file, files
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.doctemplate import SimpleDocTemplate
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.paragraph import Paragraph
from reportlab.platypus.tables import Table, TableStyle

MARGIN = 20 * mm
WIDTH = A4[0] - 2 * MARGIN
_FRAME = 6  # points that the library keeps free inside the margins
INK = colors.HexColor("#1f2933")
GREY = colors.HexColor("#616e7c")
LINE = colors.HexColor("#cbd2d9")
TINT = colors.HexColor("#f1f4f7")
ACCENT = colors.HexColor("#1d5f8a")

PLAIN, BOLD = "Report", "Report-Bold"

BODY = ParagraphStyle("body", fontName=PLAIN, fontSize=9.5, leading=13.5, textColor=INK)
SMALL = ParagraphStyle("small", BODY, fontSize=8, leading=11, textColor=GREY)
TITLE = ParagraphStyle("title", BODY, fontName=BOLD, fontSize=18, leading=23, spaceAfter=2)
HEADING = ParagraphStyle(
    "heading", BODY, fontName=BOLD, fontSize=12, leading=16, spaceBefore=12, spaceAfter=4,
    textColor=ACCENT, keepWithNext=1,
)  # fmt: skip
LABEL = ParagraphStyle("label", BODY, fontName=BOLD, keepWithNext=1, spaceBefore=6)
POINT = ParagraphStyle("point", BODY, leftIndent=4 * mm, bulletIndent=0.5 * mm)
QUOTE = ParagraphStyle("quote", BODY, leftIndent=4 * mm, textColor=GREY)


@lru_cache(maxsize=1)
def _fonts() -> None:
    """Ours, so that a report looks the same on every machine and every name can be written."""
    folder = files("bot.reports") / "fonts"
    for name, file in ((PLAIN, "DejaVuSans.ttf"), (BOLD, "DejaVuSans-Bold.ttf")):
        with as_file(folder / file) as path:
            pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)


def text(words: str, style: ParagraphStyle = BODY, *, bullet: str | None = None) -> Paragraph:
    """Words as they are; whatever they hold, none of it is markup."""
    clean = "".join(one for one in words if one in "\n" or one.isprintable())
    return Paragraph(escape(clean).replace("\n", "<br/>"), style, bulletText=bullet)


def link(words: str, address: str | None) -> Paragraph:
    """Words that lead to a web address; other addresses are only words."""
    if address is None or not address.startswith(("https://", "http://")):
        return text(words)
    target = escape(address, {'"': "&quot;"})
    return Paragraph(f'<link href="{target}" color="#1d5f8a">{escape(words)}</link>', BODY)


def boxed(parts: Sequence[Flowable], *, tint: colors.Color = TINT) -> Table:
    """Paragraphs in a box; it may break between them."""
    table = Table([[part] for part in parts], colWidths=[WIDTH], splitInRow=1)
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), tint),
                ("LEFTPADDING", (0, 0), (-1, -1), 3 * mm),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3 * mm),
                ("TOPPADDING", (0, 0), (-1, -1), 1.2 * mm),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2 * mm),
                ("LINEBEFORE", (0, 0), (0, -1), 1.5, ACCENT),
            ]
        )
    )
    return table


def grid(rows: Sequence[Sequence[Flowable | str]], widths: Sequence[float]) -> Table:
    """A table with lines between its rows; `widths` are shares of the page's width."""
    table = Table([list(row) for row in rows], colWidths=[WIDTH * width for width in widths])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1.4 * mm),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.4 * mm),
            ]
        )
    )
    return table


class Bar(Flowable):
    """How much of a whole, 0 to 1, as a bar."""

    def __init__(self, share: float, width: float, height: float = 2.6 * mm) -> None:
        super().__init__()
        self._share, self._size = min(1.0, max(0.0, share)), (width, height)

    def wrap(self, *_: float) -> tuple[float, float]:
        return self._size

    def draw(self) -> None:
        width, height = self._size
        for color, share in ((LINE, 1.0), (ACCENT, self._share)):
            self.canv.setFillColor(color)
            if share > 0:
                self.canv.rect(0, 0, width * share, height, stroke=0, fill=1)


def build(story: Callable[[], Sequence[Flowable]], *, title: str, foot: str) -> bytes:
    """The PDF; the foot stands on every page beside its number. When it was made is not kept."""
    _fonts()
    made = BytesIO()
    document = SimpleDocTemplate(
        made,
        pagesize=A4,
        leftMargin=MARGIN - _FRAME,
        rightMargin=MARGIN - _FRAME,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
        title=title,
        author="Readiness Coach",
        invariant=True,
    )

    def running(canvas: Canvas, page: SimpleDocTemplate) -> None:
        canvas.saveState()
        canvas.setFont(PLAIN, 7.5)
        canvas.setFillColor(GREY)
        canvas.drawString(MARGIN, 11 * mm, foot)
        canvas.drawRightString(A4[0] - MARGIN, 11 * mm, f"Page {page.page}")
        canvas.restoreState()

    document.build(list(story()), onFirstPage=running, onLaterPages=running)
    return made.getvalue()
