"""Choosing a document's title among what could be one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexing.reading.content import Block, Content
from indexing.register.body import before_sections, is_section, opening_of
from indexing.register.choosing import in_order_of_trust
from indexing.register.findings import (
    BARE_TITLE,
    LONGEST_LINE,
    Finding,
    is_blank,
    pairs_in,
    segments_of,
)
from indexing.register.labels import labels_in
from indexing.register.numbers import number_at_start
from indexing.register.revisions import revision_in_name

_BOILERPLATE = re.compile(
    r"(?:\d[\d.]*\s*)?(?:general|introduction|purpose|scope|purpose and scope|contents?|"
    r"table of contents|references?|definitions?|revision history|change history|document control|"
    r"(?:integrated |quality )?management system|qms|confidential|internal|.*uncontrolled.*|"
    r"draft\b.*|superseded\b.*|obsolete\b.*|printed .*|valid .*|.*\bprintouts?\b.*|©.*|copyright.*|"
    r"allgemeines|zweck|geltungsbereich|zweck und geltungsbereich|inhalt|inhaltsverzeichnis|"
    r"einleitung|begriffe|page .*|approvals?|signatures?|logo|image|controlled (?:copy|document)|"
    r"(?:standard operating |quality )?procedure|work instruction|form|sop|policy|"
    r"arbeitsanweisung|verfahrensanweisung|formblatt|formular|records?|sheet ?\d+|"
    r"(?:quality|management|production) (?:department|team)|qualitätsmanagement(?:system)?)",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:gmbh|ltd|limited|inc|llc|plc|ag|kg|b\.?v|s\.?a|s\.?r\.?l|s\.?p\.?a|corp|corporation|"
    r"company|& co)\b\.?$",
    re.IGNORECASE,
)
_JUNK = re.compile(
    r"(?i).*microsoft.*|document ?\d*|untitled.*|.*\.(?:docx?|dotx?|xlsx?|pptx?|pdf|tmp)|"
    r".*template.*|presentation ?\d*|powerpoint.*|book ?\d*|mappe ?\d*|dokument ?\d*|title|"
    r"titel|print|scan.*|slide \d+|\(?anonymous\)?|\(?unspecified\)?"
)
_PLACEHOLDER = re.compile(r"\\?<[^<>]*>|\{\{.*?\}\}|\bDD[./-]MM[./-]YYYY\b|_{3,}")
_TITLE_FIELDS = ("register.csv", "header table", "page header")
_LONGEST = 14
_MANY = 3  # so many headings of the highest level are sections


def title_of(
    content: Content, findings: Sequence[Finding], file_title: str, number: str | None
) -> tuple[str, str]:
    """The title and the place it was read from.

    A field named "Title" comes first, then what heads the text or the pages; what shares a
    word with the file's name is preferred.
    """
    named = in_order_of_trust(findings, "title")
    for finding in named:
        title = tidy_title(finding.words)
        if finding.place in _TITLE_FIELDS and finding.strength == 0 and not is_blank(title):
            return title, finding.place
    company = content.properties.get("company", "").casefold()
    candidates = [(t, p) for t, p in _candidates(content, named) if t.casefold() != company]
    wanted = _words(file_title)
    if len(file_title.split()) > 1:  # one word that the file's name doesn't know is a section
        candidates = [c for c in candidates if " " in c[0] or _words(c[0]) & wanted]
    candidates.sort(key=lambda candidate: not _words(candidate[0]) & wanted)
    if candidates:
        return candidates[0]
    return file_title or number or "", "file name"


def tidy_title(words: str) -> str:
    """A title without the number and revision around it."""
    words = _PLACEHOLDER.sub(" ", words)
    words = re.sub(r"[\s*`]+", " ", re.sub(r"^#+", "", words)).strip(" :|-–—\\")
    if start := number_at_start(words):
        words = start[1].strip(" ,;:|-–—/") or words
    if found := revision_in_name(words):
        before, after = words[: found[1][0]], words[found[1][1] :]
        if before.strip() and not after.strip(" )]").isalpha():
            words = before.rstrip(" ,;:|-–—/([")
    return words


def _candidates(content: Content, named: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """What could be the title, the likeliest first."""
    yield from _headings(content)
    for finding in named:
        if finding.strength < BARE_TITLE and (title := tidy_title(finding.words)):
            yield title, finding.place
    for finding in named:
        if finding.strength == BARE_TITLE and (bare := _title_like(finding.words)):
            yield bare, finding.place
    for block in before_sections(opening_of(content)[:8]):
        line = _title_like(block.text) if block.kind == "paragraph" else None
        if line and line[-1] not in ".,;?":
            yield line, "text"
    title = tidy_title(content.properties.get("title", ""))
    if len(title) > 3 and not _JUNK.fullmatch(title):
        yield title, "file properties"


def _headings(content: Content) -> Iterator[tuple[str, str]]:
    """The headings of the highest level, unless they are those of the sections."""
    headings = [block for block in content.blocks if block.kind == "heading"]
    top = min((block.level for block in headings), default=0)
    tops = [block for block in headings if block.level == top]
    if len(tops) >= _MANY and not is_section(tops[1]) and not _stands_alone(content, tops[0]):
        return
    opening = opening_of(content)
    for block in tops[:1] if len(tops) >= _MANY else tops:
        title = _title_like(block.text) if block in opening and not is_section(block) else None
        if title:
            yield title, "text"


def _stands_alone(content: Content, heading: Block) -> bool:
    """Whether no text of its own follows a heading."""
    place = content.blocks.index(heading)
    following = content.blocks[place + 1 : place + 2]
    return bool(following) and following[0].kind == "heading"


def _words(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"[^\W\d_]{4,}", text.casefold())}


def _title_like(text: str) -> str | None:
    """The first line as a title, if it reads like one."""
    line = text.strip().partition("\n")[0][:LONGEST_LINE]
    if labels_in(line) and pairs_in(segments_of(line))[0] and not number_at_start(line):
        return None
    title = tidy_title(line)
    if not title or number_at_start(title) or _BOILERPLATE.fullmatch(title):
        return None
    if (
        re.search(r"[☐☑☒□]|^\[", title)
        or _COMPANY.search(title)
        or len(title.split()) > _LONGEST
        or len(title) < 4
    ):
        return None
    return title if re.search(r"[^\W\d_]{3,}", title) else None
