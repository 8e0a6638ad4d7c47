"""What a file's name says: "QP-0007 Control of documents Rev D.docx"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from indexing.register.dates import find_dated
from indexing.register.findings import Finding
from indexing.register.numbers import number_at_start, standard_in
from indexing.register.revisions import revision_in_name
from knowledge.language import language_named

_DRAFT = re.compile(
    r"(?:^|[\W_])(?:draft|entwurf|wip|for[ _-]review|brouillon|borrador|concept)(?=$|[\W_])",
    re.IGNORECASE,
)
_SUPERSEDED = re.compile(
    r"(?:^|[\W_])(?:superseded|obsolete|withdrawn|old|veraltet|ungültig|alt)(?=$|[\W_])",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[ _\-(]([A-Za-z]{2}|English|Deutsch|German|French)\)?$", re.IGNORECASE)
_EMPTY_BRACKETS = re.compile(
    r"\(\s*(?:valid from|effective|from|as of|gültig ab|ab|vom|stand)?\s*\)", re.IGNORECASE
)
_MARK = re.compile(
    r"^(?:(?:link only|never in slack|(?:strictly )?confidential|internal|copy of|kopie von|final|"
    r"draft|entwurf|superseded|obsolete)[ _\-]+)+",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"(?:^|[\W_])\d{2,4}[-/]\d{2,4}(?=$|[\W_])|#\s?\d+")


@dataclass(frozen=True)
class FileName:
    """The facts in a file's name; `serial` is a record's own number or the day it was filled in."""

    title: str
    number: str | None = None
    revision: str | None = None
    dated: date | None = None
    language: str | None = None
    draft: bool = False
    superseded: bool = False
    serial: str | None = None
    external_issue: str | None = None


def read_file_name(file: str, *, day_first: bool) -> FileName:
    """Take a file's name apart."""
    stem = PurePosixPath(file).stem.strip()
    number, rest, issue = _number(stem)
    revision = revision_in_name(rest)
    if revision:
        rest = f"{rest[: revision[1][0]]} {rest[revision[1][1] :]}"
    dated = find_dated(rest.replace("_", " "), day_first=day_first) or find_dated(
        stem.replace("_", " "), day_first=day_first
    )
    if dated:
        rest = rest.replace("_", " ").replace(dated[1], " ")
    draft, superseded = bool(_DRAFT.search(rest)), bool(_SUPERSEDED.search(rest))
    rest = _SUPERSEDED.sub(" ", _DRAFT.sub(" ", rest)).rstrip(" _-.")
    language = _LANGUAGE.search(rest)
    tag = language_named(language[1]) if language else None
    serial = _SERIAL.search(rest)
    return FileName(
        title=_title(rest[: language.start()] if tag and language else rest),
        number=number,
        revision=revision[0] if revision else None,
        dated=dated[0] if dated else None,
        language=tag,
        draft=draft,
        superseded=superseded,
        serial=serial.group().strip(" _-") if serial else (dated[1] if dated else None),
        external_issue=issue,
    )


def name_findings(name: FileName) -> list[Finding]:
    """The name's facts as findings, to be compared with what stands elsewhere."""
    dated = name.dated.isoformat() if name.dated else None
    facts = {"number": name.number, "revision": name.revision, "effective_on": dated}
    return [Finding(field, words, "file name", 3) for field, words in facts.items() if words]


def _number(stem: str) -> tuple[str | None, str, str | None]:
    """The number at the beginning (or after a date), the rest, and a standard's issue."""
    stem = re.sub(r"^\d{4}-?\d{2}-?\d{2}[ _\-]+(?=\D)", "", stem)
    stem = _MARK.sub("", stem)
    spaced = stem.replace("_", " ")
    if standard := standard_in(re.sub(r"(?<=\d)[ \-](?=(?:19|20)\d\d\b)", ":", spaced)):
        after = spaced[len(standard[0]) :]
        return standard[0], re.sub(rf"^[ :\-]+{standard[1]}", "", after), standard[1]
    if found := number_at_start(stem) or number_at_start(spaced):
        return found[0], found[1], None
    return None, stem, None


def _title(rest: str) -> str:
    words = re.sub(r"[_]+", " ", rest)
    if " " not in words.strip(" -") or words.count("-") > 2 * words.strip().count(" "):
        words = re.sub(r"(?<=[^\W\d])-(?=[^\W\d])", " ", words)
    return re.sub(r"\s+", " ", _EMPTY_BRACKETS.sub("", words)).strip(" -–_.,")
