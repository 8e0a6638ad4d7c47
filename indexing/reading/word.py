"""Word documents, read from their XML: what is numbered, boxed or in a margin counts too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from indexing.reading.archive import Archive, damaged, too_deep
from indexing.reading.content import Block, Content
from indexing.reading.headings import heading, recover
from indexing.reading.limits import Limits
from indexing.reading.lines import Line
from indexing.reading.office_properties import pages_of, properties_of
from indexing.reading.word_margins import margins_of
from indexing.reading.word_names import ALTERNATE, CHOICE, value_of, w, whole
from indexing.reading.word_numbering import Mark, Numbering
from indexing.reading.word_runs import Runs, Words
from indexing.reading.word_styles import Styles
from indexing.reading.word_tables import children, is_box, read_table

_DEEPEST = 40  # tables in boxes in tables: nobody nests this deep by hand


def read(path: Path, limits: Limits) -> Content:
    """The document's blocks, margins and properties."""
    with Archive(path, limits) as archive:
        part = archive.main_part() or "word/document.xml"
        root = archive.xml(part)
        body = None if root is None else root.find(w("body"))
        if body is None:
            raise damaged()
        story = Story.of(archive, part)
        paged = next(body.iter(w("lastRenderedPageBreak")), None) is not None
        lines = [*story.lines(body)]
        if not paged:
            lines = [line.with_block(replace(line.block, page=None)) for line in lines]
        return Content(
            blocks=tuple(recover(lines)),
            margins=margins_of(archive, part, story),
            properties=properties_of(archive),
            pages=max(story.page, pages_of(archive) or 0) if paged else None,
        )


@dataclass
class Story:
    """Reads one flow of text after the other: the body, then the margins."""

    styles: Styles
    numbering: Numbering
    runs: Runs
    notes: dict[tuple[str, str], Any] = field(default_factory=dict)
    page: int = 1
    depth: int = 0

    @classmethod
    def of(cls, archive: Archive, part: str) -> Story:
        """A story with the styles, lists and notes the document's part refers to."""
        kinds = dict(archive.relations(part).values())

        def related(kind: str) -> Any | None:
            return archive.xml(kinds[kind]) if kind in kinds else None

        styles = Styles(related("styles"))
        story = cls(styles, Numbering(related("numbering"), styles), Runs(styles))
        for kind in ("footnote", "endnote"):
            root = related(f"{kind}s")
            for note in () if root is None else root.iterchildren(w(kind)):
                if note.get(w("type")) in (None, "normal"):
                    story.notes[kind, note.get(w("id")) or ""] = note
        return story

    def lines(self, parent: Any) -> Iterator[Line]:
        """The lines of everything under `parent`, in reading order."""
        if self.depth > _DEEPEST:
            raise too_deep()
        self.depth += 1
        for child in parent.iterchildren("*"):
            if child.tag == w("p"):
                yield from self.paragraph(child)
            elif child.tag == w("tbl"):
                yield from self._table(child)
            elif child.tag == w("sdt"):
                yield from self._control(child)
            elif child.tag == ALTERNATE:
                for choice in child.iterchildren(CHOICE):
                    yield from self.lines(choice)
                    break
            elif child.tag in (w("ins"), w("moveTo"), w("customXml"), w("smartTag")):
                yield from self.lines(child)
        self.depth -= 1

    def paragraph(self, element: Any) -> Iterator[Line]:
        """The paragraph's line, then its text boxes, then its notes."""
        properties = element.find(w("pPr"))
        style = value_of(properties, "pStyle")
        mark = self.numbering.mark(properties, style)
        words = self.runs.words(element, style)
        self.page += words.breaks_before
        contents = words.contents or self.styles.is_contents(style)
        if words.text and not contents:
            yield self._line(words, properties, style, mark)
        self.page += words.breaks_after
        for box in words.boxes:
            yield from self.lines(box)
        yield from self.notes_of(words.footnotes)

    def notes_of(self, references: Iterable[tuple[str, str]]) -> Iterator[Line]:
        """The footnotes and endnotes cited, each once."""
        for reference in references:
            note = self.notes.pop(reference, None)
            if note is not None:
                for line in self.lines(note):
                    yield Line(line.block, settled=True)

    def _line(
        self, words: Words, properties: Any | None, style: str | None, mark: Mark | None
    ) -> Line:
        level = _outline(properties)
        if level is None:
            level = self.styles.heading_level(style)
        number = mark.text if mark else ""
        if level and len(words.text) <= 300:
            block = heading(words.text.replace("\n", " "), level, number=number)
            return Line(
                replace(block, page=self.page), bold=words.all_bold, size=words.size, settled=True
            )
        if mark is not None and (mark.bullet or mark.text):
            block = Block("item", words.text, level=mark.level + 1, number=number, page=self.page)
        else:
            block = Block("paragraph", words.text, page=self.page)
        return Line(block, bold=words.all_bold, size=words.size)

    def _control(self, element: Any) -> Iterator[Line]:
        """A content control; a table of contents is left out."""
        gallery = element.find(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}")
        if gallery is not None and "contents" in (gallery.get(w("val")) or "").lower():
            self._count_breaks(element)
            return
        content = element.find(w("sdtContent"))
        if content is not None:
            yield from self.lines(content)

    def _count_breaks(self, element: Any) -> None:
        self.page += sum(1 for _ in element.iter(w("lastRenderedPageBreak")))

    def _table(self, element: Any) -> Iterator[Line]:
        if is_box(element):
            for row in children(element, "tr"):
                for cell in children(row, "tc"):
                    yield from self.lines(cell)
            return
        table = read_table(element, self)
        page = self.page + (1 if table.starts_page else 0)
        self.page += table.breaks
        if table.rows:
            rows = tuple(tuple(row) for row in table.rows)
            block = Block("table", page=page, rows=rows, header_rows=table.header_rows)
            yield Line(block, settled=True)
        yield from self.notes_of(table.footnotes)


def _outline(properties: Any | None) -> int | None:
    level = whole(value_of(properties, "outlineLvl"))
    return None if level is None else level + 1 if level < 9 else 0
