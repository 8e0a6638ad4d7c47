"""A line on the way to becoming a block: its words and what they look like."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexing.reading.content import Block


@dataclass(frozen=True)
class Line:
    """A block as the file marks it, with the looks by which headings are recovered.

    `settled` is True where the file itself says what the line is (a heading style, a table,
    a list); only unsettled paragraphs and items may become headings by their looks.
    """

    block: Block
    bold: bool = False
    size: float = 0.0
    settled: bool = False
    generated_number: bool = False

    def with_block(self, block: Block) -> Line:
        """The same looks, another block."""
        return replace(self, block=block)
