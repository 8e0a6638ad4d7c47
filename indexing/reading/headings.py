"""Headings recovered from looks where the author used no heading styles.

A heading is a short line that stands out: all of it bold, in capitals, larger than the text
around it, or numbered like "5.3 Retention". Its level follows from its number, else from its
size, else from the headings above it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from indexing.reading.content import Block
from indexing.reading.lines import Line

_MOST_WORDS = 12
_MOST_CHARACTERS = 110
_DEEPEST = 9

_NUMBER = re.compile(r"^(?:§ ?)?(\d{1,3}(?:\.\d{1,3})*|[A-Z](?:\.\d{1,3})+)[.)]?[ \t]+(?=\S)")
_DEEP_NUMBER = re.compile(r"^(\d{1,3}(?:\.\d{1,3})+|[A-Z](?:\.\d{1,3})+)\.?\s+\S")
_TOP_NUMBER = re.compile(r"^\d{1,2}\.?\s+\S")
_BULLET = re.compile(r"^[•●▪◦‣·∙■□–—\-*o\uf0b7\uf0a7\uf0d8]\s+(?=\S)")
_TYPED_ITEM = re.compile(r"^(?:\(?[a-zA-Z]\)|\(?\d{1,3}\)|\(?[ivx]{1,5}\)|[a-z]\.|\d{1,3}\.)\s+\S")
_CALLOUT = re.compile(
    r"^(?:note|notes|warning|caution|important|attention|example|tip|hinweis|achtung|warnung"
    r"|remarque|attention|nota|aviso|anmerkung)\b\s*\d*\s*[:.!]?$",
    re.IGNORECASE,
)
_LABEL_AND_VALUE = re.compile(r"^[^:]{1,40}:\s*\S")
_MEASURE = re.compile(
    r"^\d+(?:\.\d+)?\s*(?:%|°|mm|cm|m|kg|g|h|min|s|days?|weeks?|months?|years?|"
    r"hours?|minutes?|working|calendar|business)\b",
    re.IGNORECASE,
)


def split_number(text: str) -> tuple[str, str]:
    """("5.3", "Retention") for "5.3 Retention"; ("", text) where no number leads."""
    match = _NUMBER.match(text)
    if match is None or _MEASURE.match(text):
        return "", text
    return match.group(1), text[match.end() :].strip()


def heading(text: str, level: int, *, number: str = "", like: Block | None = None) -> Block:
    """A heading block; a typed number moves out of the text where none was generated."""
    if not number:
        number, text = split_number(text)
    base = like or Block("heading")
    level = min(max(level, 1), _DEEPEST)
    return replace(base, kind="heading", text=text, number=number.rstrip("."), level=level)


def as_item(block: Block) -> Block:
    """A paragraph that an author typed as a list item ("- …", "a) …") as an item."""
    bullet = _BULLET.match(block.text)
    if bullet is not None:
        return replace(block, kind="item", text=block.text[bullet.end() :], level=1)
    if _TYPED_ITEM.match(block.text):
        return replace(block, kind="item", level=1)
    return block


def recover(lines: Sequence[Line]) -> list[Block]:
    """The lines' blocks, with headings and typed list items found by their looks."""
    body_size = _body_size(lines)
    found = [_stands_out(lines, at, body_size) for at in range(len(lines))]
    level_of_size = _levels_by_size(lines, found)
    blocks: list[Block] = []
    last_explicit = 0
    for line, is_heading in zip(lines, found, strict=True):
        block = line.block
        if is_heading:
            level = _level(block, line, level_of_size, last_explicit)
            block = heading(block.text, level, number=block.number, like=block)
        elif block.kind == "heading":
            last_explicit = block.level
        elif block.kind == "paragraph" and not line.settled:
            block = as_item(block)
        blocks.append(block)
    return blocks


def _body_size(lines: Sequence[Line]) -> float:
    """The size most words are set in."""
    words: Counter[float] = Counter()
    for line in lines:
        if line.size and line.block.kind in ("paragraph", "item"):
            words[line.size] += len(line.block.text.split())
    return words.most_common(1)[0][0] if words else 0.0


def _stands_out(lines: Sequence[Line], at: int, body_size: float) -> bool:
    line = lines[at]
    block = line.block
    if line.settled or block.kind not in ("paragraph", "item") or not _reads_as_title(block):
        return False
    if block.kind == "item" and not block.number:
        return False  # a bold bullet is a bullet
    larger = bool(body_size) and line.size >= body_size * 1.15
    if line.bold or larger:
        return not _runs_on(lines, at)
    if block.kind == "item":
        return False
    return _in_capitals(block.text) or _numbered_alone(lines, at)


def _reads_as_title(block: Block) -> bool:
    """Short, one line, no sentence, no label with its value, no callout."""
    text = block.text
    if not text or "\n" in text or len(text) > _MOST_CHARACTERS:
        return False
    if len(text.split()) > _MOST_WORDS or not any(c.isalpha() for c in text):
        return False
    if text.endswith((".", ";", ",", "!")) or _CALLOUT.match(text) or _BULLET.match(text):
        return False
    return not _LABEL_AND_VALUE.match(text) or bool(_NUMBER.match(text))


def _runs_on(lines: Sequence[Line], at: int) -> bool:
    """True where the next line carries the sentence on in lower case."""
    following = lines[at + 1].block if at + 1 < len(lines) else None
    return (
        following is not None
        and following.kind == "paragraph"
        and not following.number
        and following.text[:1].islower()
    )


def _in_capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    if not text[0].isalnum() or "_" in text:
        return False
    return len(letters) >= 4 and all(c.isupper() for c in letters) and len(text.split()) <= 8


def _numbered_alone(lines: Sequence[Line], at: int) -> bool:
    """ "5.3 Retention" with text of its own; rows of numbered lines are a list or contents."""
    text = lines[at].block.text
    deep = bool(_DEEP_NUMBER.match(text))
    if not deep and not _TOP_NUMBER.match(text):
        return False
    number, title = split_number(text)
    if not number or not title[:1].isupper() or text.rstrip()[-1:].isdigit():
        return False
    if text.endswith("?") or len(title.split()) > 10:
        return False
    depth = number.count(".")
    neighbours = [lines[i].block for i in (at - 1, at + 1) if 0 <= i < len(lines)]
    return not any(_sibling(block, depth) for block in neighbours)


def _sibling(block: Block, depth: int) -> bool:
    if block.kind not in ("paragraph", "item"):
        return False
    number, _ = split_number(block.text)
    return bool(number) and number.count(".") == depth


def _levels_by_size(lines: Sequence[Line], found: Sequence[bool]) -> dict[float, int]:
    sizes = {line.size for line, is_heading in zip(lines, found, strict=True) if is_heading}
    return {size: rank for rank, size in enumerate(sorted(sizes, reverse=True), start=1)}


def _level(block: Block, line: Line, level_of_size: dict[float, int], above: int) -> int:
    number = block.number or split_number(block.text)[0]
    if number:
        return number.strip(".").count(".") + 1
    if above:
        return above + 1
    return level_of_size.get(line.size, 1)
