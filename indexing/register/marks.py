"""Marks on a document: draft, superseded, who may see it, how it may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from indexing.reading.content import Content
from indexing.register.body import opening_of
from indexing.register.findings import segments_of

_DRAFT = re.compile(
    r"\b(?:drafts?|entwurf|for (?:review|comment|approval)|in review|under review|in prüfung|"
    r"zur prüfung|work in progress|brouillon|borrador|bozza|concept|not (?:yet )?approved|"
    r"unapproved|nicht freigegeben|pending approval)\b",
    re.IGNORECASE,
)
_APPROVED = re.compile(
    r"\b(?:approved|released|current|effective|in force|issued|freigegeben|gültig|genehmigt|"
    r"in kraft|approuvé|aprobado|approvato|goedgekeurd|active|final|published)\b",
    re.IGNORECASE,
)
_SUPERSEDED = re.compile(
    r"\b(?:superseded|obsolete|withdrawn|replaced by|ersetzt durch|ungültig|zurückgezogen|"
    r"veraltet|außer kraft|archived|archiviert|retired|cancelled|périmé|obsolète|obsoleto|"
    r"anulado|vervallen|no longer valid|not valid)\b",
    re.IGNORECASE,
)
_ABOUT_COPIES = re.compile(
    r"\b(?:copies|copy|print\w*|destroy\w*|previous|earlier|older|when|if|ausdruck\w*|gedruckt|"
    r"kopie\w*|drucke\w*|unless|version(?:s|en) (?:are|sind)|all)\b",
    re.IGNORECASE,
)
_THIS_DOCUMENT = re.compile(
    r"\bthis (?:document|procedure|instruction|form|policy|manual|revision|issue|version)\b.{0,30}"
    r"\b(?:superseded|withdrawn|replaced by|obsolete|no longer valid)\b|"
    r"\bdieses dokument\b.{0,40}\b(?:ersetzt durch|ungültig|zurückgezogen)\b",
    re.IGNORECASE,
)
_SHORT = 9


def is_draft(words: str) -> bool:
    """Whether a status field or a short mark says that the document isn't approved."""
    return _DRAFT.search(words) is not None and not re.search(r"\bnot? (?:a )?draft", words, re.I)


def is_approved(words: str) -> bool:
    """Whether a status field says that the document is approved."""
    return not is_draft(words) and not is_superseded(words) and bool(_APPROVED.search(words))


def is_superseded(words: str) -> bool:
    """Whether a status field or a stamp says that the document is out of force."""
    return _SUPERSEDED.search(words) is not None


def draft_mark(content: Content) -> tuple[str, str] | None:
    """A draft mark in a header, footer or watermark, or as a line of its own at the beginning."""
    for words, place in _stamps(content):
        if is_draft(words) and not _ABOUT_COPIES.search(words):
            return words, place
    return None


def superseded_mark(content: Content) -> tuple[str, str] | None:
    """A stamp that takes the document out of force; not a footer about printed copies."""
    for words, place in _stamps(content):
        if is_superseded(words) and not _ABOUT_COPIES.search(words):
            return words, place
    for block in opening_of(content):
        if block.kind != "table" and (match := _THIS_DOCUMENT.search(block.text)):
            return match.group(), "text"
    return None


def first_meaning(words: Iterable[str], meanings: Mapping[str, str]) -> tuple[str, str] | None:
    """The first text that a rule's words are found in: its meaning and the text."""
    for text in words:
        for pattern, meaning in meanings.items():
            if re.search(pattern, text, re.IGNORECASE):
                return meaning, text
    return None


def restricts(words: str) -> bool:
    """Whether a distribution field shuts people out."""
    return bool(re.search(r"\b(?:only|nur|restricted|exclusively|ausschließlich)\b", words, re.I))


def opening_lines(content: Content) -> list[str]:
    """The first lines of the text, where a notice about copying would stand."""
    return [block.text for block in opening_of(content)[:8] if block.kind != "table"]


def _stamps(content: Content) -> Sequence[tuple[str, str]]:
    margins = [(part, "page header") for line in content.margins for part in segments_of(line)]
    lines = [
        (line, "text")
        for place, block in enumerate(opening_of(content)[:6])
        if block.kind in ("paragraph", "item") or (place < 2 and block.kind == "heading")
        if len(block.text.split()) <= _SHORT
        for line in block.text.splitlines()
        if line.isupper()
        or re.match(
            r"(?i)(?:draft|entwurf|superseded|obsolete|withdrawn|replaced by|status)\b", line
        )
    ]
    return [(words, place) for words, place in margins + lines if len(words.split()) <= _SHORT]
