"""Build a scanned sheet: pictures of pages without a text layer."""

from __future__ import annotations

import random
import textwrap
from datetime import datetime
from io import BytesIO
from pathlib import Path

import reportlab
from PIL import Image, ImageChops, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from .source import Block, Source, plain

_WIDTH, _HEIGHT = 1240, 1754
_MARGIN, _LINE = 120, 31


def _font(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    folder = Path(reportlab.__file__).parent / "fonts"
    return ImageFont.truetype(str(folder / ("VeraBd.ttf" if bold else "Vera.ttf")), size)


def _lines(source: Source) -> list[tuple[str, bool]]:
    lines: list[tuple[str, bool]] = []
    for key, value in source.header.items():
        lines.append((f"{key}: {value}", True))
    lines.append(("", False))
    number = 0
    for block in source.blocks:
        number = number + 1 if block.kind == "item" and block.ordered else 0
        lines += _block_lines(block, number)
    return lines


def _block_lines(block: Block, number: int) -> list[tuple[str, bool]]:
    if block.kind == "heading":
        return [("", False), (block.text, True)]
    if block.kind == "table":
        return [("   ".join(cell.ljust(18) for cell in row), False) for row in block.rows]
    lead = f"{number}. " if block.ordered else "- " if block.kind == "item" else ""
    wrapped = textwrap.wrap(lead + plain(block.text), 78, subsequent_indent="   " if lead else "")
    return [(line, False) for line in wrapped]


def _page(lines: list[tuple[str, bool]], seed: int) -> Image.Image:
    page = Image.new("L", (_WIDTH, _HEIGHT), 250)
    draw = ImageDraw.Draw(page)
    top = _MARGIN
    for text, bold in lines:
        draw.text((_MARGIN, top), text, fill=35, font=_font(bold, 22))
        top += _LINE
    page = page.rotate(0.9 if seed % 2 else -0.7, fillcolor=238, resample=Image.Resampling.BICUBIC)
    chance = random.Random(seed)
    half = (_WIDTH // 2, _HEIGHT // 2)
    small = Image.frombytes("L", half, chance.randbytes(half[0] * half[1]))
    noise = small.resize((_WIDTH, _HEIGHT)).point([value // 9 for value in range(256)])
    return ImageChops.subtract(page, noise)


class ScanBuilder:
    """Writes one source as a scan."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def build(self, target: Path, modified: datetime) -> None:
        """Write the scan to the target path."""
        lines = _lines(self.source)
        per_page = (_HEIGHT - 2 * _MARGIN) // _LINE
        buffer = BytesIO()
        canvas = Canvas(buffer, pagesize=A4, invariant=1)
        for seed, start in enumerate(range(0, len(lines), per_page), 1):
            picture = BytesIO()
            _page(lines[start : start + per_page], seed).save(picture, "JPEG", quality=55)
            picture.seek(0)
            canvas.drawImage(ImageReader(picture), 0, 0, *A4)
            canvas.showPage()
        canvas.save()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(buffer.getvalue())
