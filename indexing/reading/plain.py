"""Plain text: paragraphs between blank lines, headings underlined, numbered or in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from indexing.reading.cleaning import seen, tidy
from indexing.reading.content import Block, Content
from indexing.reading.headings import heading, recover
from indexing.reading.limits import Limits
from indexing.reading.lines import Line

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{1,40})", re.IGNORECASE)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,}|~{3,}|\*{3,}|_{3,})$")
_BEGINS_ITEM = re.compile(r"^(?:[•●▪◦*\-–—]|\(?[a-zA-Z0-9]{1,3}[.)]|\d{1,2}(?:\.\d{1,3})+)\s+\S")
_WRAPPED_AT = 50  # lines at least this long were broken by a program, not by their author


def read(path: Path, limits: Limits) -> Content:
    """The text's paragraphs, items and headings."""
    return content_of(decoded(path.read_bytes()))


def content_of(text: str) -> Content:
    """The blocks of a plain text."""
    lines: list[Line] = []
    for group in _groups(seen(text)):
        lines += _lines(group)
    return Content(blocks=tuple(recover(lines)))


def decoded(content: bytes) -> str:
    """Text from bytes: by byte order mark, by what a page declares, as UTF-8, as Windows-1252."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
    ):  # fmt: skip
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    declared = _META_CHARSET.search(content[:4096])
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    # A few broken characters among many sound ones: UTF-8 that was damaged or cut.
    if not wrong or wrong < len(_BEYOND_ASCII.findall(text)) / 2:
        return text
    named = declared.group(1).decode("ascii", "replace") if declared else "cp1252"
    try:
        return content.decode(named, "replace")
    except LookupError:
        return content.decode("cp1252", "replace")


def _groups(text: str) -> Iterator[list[str]]:
    group: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            group.append(line.strip())
        elif group:
            yield group
            group = []


def _lines(group: list[str]) -> Iterator[Line]:
    if len(group) >= 2 and _UNDERLINE.match(group[1]) and len(group[0].split()) <= 12:
        level = 1 if group[1][0] in "=*" else 2
        yield Line(heading(tidy(group[0]), level), settled=True)
        group = group[2:]
    gathered: list[str] = []
    for at, line in enumerate(group):
        if _UNDERLINE.match(line):
            continue
        if gathered and (_BEGINS_ITEM.match(line) or len(group[at - 1]) < _WRAPPED_AT):
            yield Line(Block("paragraph", tidy(" ".join(gathered))))
            gathered = []
        gathered.append(line)
    if gathered:
        yield Line(Block("paragraph", tidy(" ".join(gathered))))
