"""Short ways to write down what a reader would have read."""

from indexing.reading.content import Block, Content
from indexing.register import Overrides, Rules, facts_of
from knowledge.documents import DocumentFacts


def heading(text: str, level: int = 1, number: str = "") -> Block:
    return Block("heading", text, level=level, number=number)


def line(text: str) -> Block:
    return Block("paragraph", text)


def table(*rows: tuple[str, ...]) -> Block:
    return Block("table", rows=rows)


def content(*blocks: Block, margins: tuple[str, ...] = (), **properties: str) -> Content:
    return Content(blocks=blocks, margins=margins, properties=properties)


def facts(
    read: Content,
    file: str = "doc.docx",
    *,
    rules: Rules | None = None,
    overrides: Overrides | None = None,
) -> DocumentFacts:
    return facts_of(read, file, rules=rules or Rules(), overrides=overrides or Overrides.none())
