"""What the beginning of a document says of itself: its header tables and its first lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexing.reading.content import Block, Content
from indexing.register.findings import (
    BARE_TITLE,
    LONGEST_LINE,
    Finding,
    expand,
    is_blank,
    opens_with_label,
    pairs_in,
    segments_of,
    unlabelled,
)
from indexing.register.labels import label_of
from knowledge.documents import revision_key

_OPENING_BLOCKS = 25
_PROSE_WORDS = 120
_LONG_PARAGRAPH = 25
_FEW_LABELS = 2
_ROWS = 40  # no header table is longer
_SECTION = re.compile(
    r"(?i)(?:\d+(?:\.\d+)*|[A-Z])[.)]\s|(?:part|section|step|teil|abschnitt|schritt) \d"
)
_SECTION_NAMES = re.compile(
    r"(?:introduction|purpose|scope|purpose and scope|aims?|objectives?|references?|definitions?|"
    r"responsibilit\w+|einleitung|zweck|geltungsbereich|zweck und geltungsbereich|ziel|objet|"
    r"domaine d'application|objeto|alcance|scopo|doel|contents|table of contents|inhalt\w*)",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"\b(?:change|changes|description|reason|amendment|änderung\w*|beschreibung|nature|comment|"
    r"summary|history|modification|grund)\b",
    re.IGNORECASE,
)


def opening_of(content: Content) -> list[Block]:
    """The blocks before the document's text really begins."""
    opening: list[Block] = []
    prose = 0
    for block in content.blocks[:_OPENING_BLOCKS]:
        if block.kind in ("paragraph", "item"):
            words = [len(line.split()) for line in block.text.splitlines()]
            prose += sum(count if count > _LONG_PARAGRAPH else count // 2 for count in words)
        if prose > _PROSE_WORDS:
            break
        opening.append(block)
    return opening


def header_tables(content: Content) -> list[Finding]:
    """The facts in the tables at the beginning.

    Once sections have begun, or at the end, a table must name the document or its revision.
    """
    opening = opening_of(content)
    lead = len(before_sections(opening))
    found: list[Finding] = []
    for block in opening[:lead]:
        found += _table_findings(block)
    for block in opening[lead:]:
        found += _names_document(_table_findings(block))
    if _names_document(found):
        return found
    for block in content.blocks[len(opening) :][-4:]:
        late = _names_document(_table_findings(block))
        if {"number", "revision"} <= {finding.field for finding in late}:
            return found + late
    return found


def before_sections(opening: Sequence[Block]) -> Sequence[Block]:
    """The blocks above the first section."""
    for place, block in enumerate(opening):
        if block.kind == "heading" and is_section(block):
            return opening[:place]
    return opening


def is_section(block: Block) -> bool:
    """Whether a heading begins a section rather than naming the document."""
    text = block.text.strip()
    return bool(block.number or _SECTION.match(text) or _SECTION_NAMES.fullmatch(text))


def _names_document(findings: list[Finding]) -> list[Finding]:
    """The findings, if a label among them gives the document's number or revision."""
    named = any(f.field in ("number", "revision") and f.strength < 3 for f in findings)
    return [f for f in findings if f.strength < 3] if named else []


def first_lines(content: Content) -> list[Finding]:
    """The facts in the lines before the text begins ("Document no.: QP-0012 Rev. D")."""
    found: list[Finding] = []
    lines = 0
    for block in opening_of(content):
        if block.kind == "table":
            continue
        for line in block.text.splitlines():
            lines += 1
            if len(line.split()) > _LONG_PARAGRAPH or len(line) > LONGEST_LINE:
                continue
            found += _line_findings(line, numbered=lines <= 4)
    return found


def is_history(block: Block) -> bool:
    """Whether a table lists the changes from revision to revision."""
    if not block.rows:
        return False
    labels = [label_of(cell) for cell in block.rows[0]]
    dated = any(label and label.field in ("revision", "effective_on") for label in labels)
    return dated and len(block.rows[0]) > 2 and any(map(_HISTORY.search, block.rows[0]))


def last_change(content: Content) -> str | None:
    """The newest revision in the table of changes, wherever it stands."""
    for block in content.blocks:
        if block.kind == "table" and is_history(block) and len(block.rows) > 1:
            columns = [label_of(cell) for cell in block.rows[0]]
            for place, label in enumerate(columns):
                if label and label.field == "revision":
                    return _first_or_last([row[place] for row in block.rows[1:] if row[place]])
    return None


def _first_or_last(revisions: Sequence[str]) -> str | None:
    return max((revisions[0], revisions[-1]), key=revision_key) if revisions else None


def _table_findings(block: Block) -> list[Finding]:
    rows = [tuple(cell.strip()[:LONGEST_LINE] for cell in row) for row in block.rows[:_ROWS]]
    if block.kind != "table" or is_history(block) or _is_list(rows):
        return []
    found = list(_under_columns(rows)) or list(_beside_labels(rows))
    named = {finding.field for finding in found if finding.strength < 3}
    if named & {"number", "revision"}:
        return found
    return [f for f in found if f.strength < 3] if len(named) >= _FEW_LABELS else []


def _under_columns(rows: Sequence[tuple[str, ...]]) -> Iterator[Finding]:
    """A row of labels with the values in the row below."""
    for place in range(0, len(rows) - 1, 2):
        above, below = rows[place : place + 2]
        if not _all_labels(above) or any(label_of(cell) for cell in below):
            continue
        for cell, value in zip(above, below, strict=False):
            label = label_of(cell)
            if label and value:
                yield from expand(label, value, "header table")


def _is_list(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether the first row names the columns of a list ("Number | Title | Owner")."""
    below = [row for row in rows[1:] if any(row)]
    labelled = sum(any(map(opens_with_label, row)) for row in below)
    return len(rows) > 2 and 2 * labelled < len(below)


def _all_labels(row: tuple[str, ...]) -> bool:
    filled = [cell for cell in row if cell]
    return len(filled) > 1 and all(label_of(cell) for cell in filled)


def _beside_labels(rows: Sequence[tuple[str, ...]]) -> Iterator[Finding]:
    firsts = [next((cell for cell in row if cell), "") for row in rows]
    labelled = [label_of(first) is not None for first in firsts]
    for row, is_labelled in zip(rows, labelled, strict=True):
        if len(row) == 2 and not is_labelled and 2 * sum(labelled) > len(rows):
            continue  # in a column of labels, one that isn't known ("Part no.")
        cells: list[str] = []
        for cell in row:
            whole = is_blank(cell) or (cells and label_of(cells[-1]))
            cells += [cell] if whole else segments_of(cell)
        cells = [cell for cell in cells if cell]
        pairs, rest = pairs_in(cells)
        for label, value in pairs:
            yield from expand(label, value, "header table")
        for words in rest:
            yield from unlabelled(words, "header table")


def _line_findings(line: str, *, numbered: bool) -> list[Finding]:
    pairs, rest = pairs_in(segments_of(line))
    found = [item for label, value in pairs for item in expand(label, value, "text")]
    for words in rest if numbered else ():
        found += [item for item in unlabelled(words, "text") if item.strength < BARE_TITLE]
    return found
