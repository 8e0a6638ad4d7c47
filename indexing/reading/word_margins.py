"""Page headers and footers of a Word document: where document number and revision stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexing.reading.archive import Archive
from indexing.reading.tables import row_lines
from indexing.reading.word_names import RELATION_ID, w
from indexing.reading.word_tables import Counting, paragraph_text, read_table


def margins_of(archive: Archive, part: str, story: Counting) -> tuple[str, ...]:
    """The distinct lines of all headers and footers, headers first."""
    relations = archive.relations(part)
    root = archive.xml(part)
    found: dict[str, None] = {}
    for kind in ("headerReference", "footerReference"):
        for reference in () if root is None else root.iter(w(kind)):
            _, target = relations.get(reference.get(RELATION_ID) or "", ("", ""))
            margin = archive.xml(target) if target else None
            for line in () if margin is None else _lines(margin, story):
                found.setdefault(line)
    return tuple(line for line in found if line)


def _lines(parent: Any, story: Counting) -> Iterator[str]:
    for child in parent.iterchildren("*"):
        if child.tag == w("p"):
            _, text = paragraph_text(child, story)
            yield from text.split("\n")
        elif child.tag == w("tbl"):
            for row in read_table(child, story).rows:
                yield from row_lines(row)
        else:
            yield from _lines(child, story)
