"""What reading a file yields: its blocks in reading order and what stands around them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

BlockKind = Literal["heading", "paragraph", "item", "table"]


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, list item or table, in the document's own words.

    `text` never holds a number that Word (or a list) generates: that is `number`
    ("5.3.1", "a)", "•" is left out). A number typed by the author stays in `text`
    of paragraphs and items; for headings it is moved to `number`.
    `level` is 1-9 for headings and 1-9 for the depth of list items.
    `rows` are a table's cells in reading order (merged cells: text once, then "");
    the first `header_rows` of them name the columns.
    `page` counts from 1 and is None where the format has no pages;
    for a workbook or a deck, `place` names the sheet or slide ("Sheet Suppliers", "Slide 4").
    """

    kind: BlockKind
    text: str = ""
    level: int = 0
    number: str = ""
    page: int | None = None
    place: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    header_rows: int = 0


@dataclass(frozen=True)
class Content:
    """A file as read. `margins` are the distinct texts of page headers and footers (cells of a
    header table as "label | value" lines); `properties` are the file's own metadata and front
    matter, names in lower case; `notes` say what a reader should know ("Pages 2-3 are scans…").
    """

    blocks: tuple[Block, ...] = ()
    margins: tuple[str, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    pages: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All words in reading order, one block or table row a line."""
        lines: list[str] = []
        for block in self.blocks:
            if block.kind == "table":
                lines += [" | ".join(cell for cell in row if cell) for row in block.rows]
            else:
                lines.append(f"{block.number} {block.text}".strip())
        return "\n".join(line for line in lines if line)


def to_json(content: Content) -> dict[str, Any]:
    """A plain form for the pipe between worker and parent, and for the store."""
    return asdict(content)


def from_json(plain: dict[str, Any]) -> Content:
    """The inverse of `to_json`."""
    blocks = tuple(
        Block(**{**block, "rows": tuple(tuple(row) for row in block["rows"])})
        for block in plain["blocks"]
    )
    return Content(
        blocks=blocks,
        margins=tuple(plain["margins"]),
        properties=dict(plain["properties"]),
        pages=plain["pages"],
        notes=tuple(plain["notes"]),
    )
