"""What running headers, footers and properties say of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from indexing.register.findings import Finding, expand, is_blank, pairs_in, segments_of, unlabelled
from indexing.register.labels import label_of

_PAGE = re.compile(
    r"\b(?:page|seite|sheet|blatt|pagina|página|p\.)\s*\d+\s*(?:(?:of|von|/|de|di|van|sur)\s*\d+)?",
    re.IGNORECASE,
)
_OFFICE = frozenset(
    """
    title author authors creator subject keywords created created_at modified modified_at
    modified_by producer description category comments company manager template application
    language pages format_type version lastprinted last_modified_by contentstatus identifier
    """.split()  # noqa: SIM905
)
_OFFICE_ENDINGS = ("docx", "docm", "doc", "xlsx", "xlsm", "pptx", "pdf", "odt", "ods", "odp", "rtf")


def margin_findings(margins: Iterable[str]) -> list[Finding]:
    """The facts in page headers and footers, labelled or not ("QP-0007 Rev D  Control of…")."""
    found: list[Finding] = []
    for margin in margins:
        for line in margin.splitlines():
            found += _line(_PAGE.sub("  ", line))
    return found


def _line(line: str) -> list[Finding]:
    pairs, rest = pairs_in(segments_of(line))
    found = [item for label, value in pairs for item in expand(label, value, "page header")]
    for words in rest:
        found += unlabelled(words, "page header")
    return found


def property_findings(properties: Mapping[str, str], ending: str) -> list[Finding]:
    """The facts in front matter, or in the properties a company adds to its office files.

    A program's own properties aren't facts: Word's "revision" counts how often it was saved.
    """
    found: list[Finding] = []
    office = ending in _OFFICE_ENDINGS
    for name, value in properties.items():
        key = name.replace(" ", "_").casefold()
        label = label_of(name)
        if label is None or is_blank(value):
            continue
        if office and (key in _OFFICE or (key == "revision" and value.isdecimal())):
            continue
        place = "file properties" if office else "front matter"
        found += [item for item in expand(label, value, place) if item.field != "title"]
    return found


def status_property(properties: Mapping[str, str]) -> str:
    """The status that office programs keep among a file's properties ("Final", "Draft")."""
    return properties.get("contentstatus", "") or properties.get("content status", "")
