"""Clauses of ISO 9001 that a document names by number, told from those of other standards."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.clauses.others import names_iso_9001, other_standards, product_standards

_NUMBER = r"(?:10|[4-9])(?:\.(?!0)\d{1,2}){0,4}"
_LIST = rf"{_NUMBER}(?:\s*(?:,|and|und|or|&|/|;)\s*{_NUMBER}(?![\d%]))*"
_CLAUSE = re.compile(
    rf"\b(?:clauses?|cl\.|subclauses?)\s*(?:no\.?|number)?\s*:?\s*(?P<list>{_LIST})(?![\d])(?!\.\d)",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:ISO\s*)?9001\s*(?::\s*(?P<edition>2015|2026))?\s*(?:[,(–-]\s*)?"
    rf"(?:(?:clauses?|section|§+|chapter|cl\.)\s*)?(?P<list>\d{{1,2}}\.{_LIST}|{_LIST})"
    r"(?![\d])(?!\.\d)(?!\s*(?:years?|months?|days?))",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"^\s*(?:of|in|from)\s+(?:the|this|our|your)?\s*(?:\w+ )?(?:contract|agreement|order|policy|"
    r"procedure|manual|licence|drawing|document|plan)\b",
    re.IGNORECASE,
)
_AROUND = 60

NAMED, SUPPOSED = 0.97, 0.8
"""How sure a mention is: with the name of ISO 9001 beside it, and as "clause 8.4" alone."""


@dataclass(frozen=True)
class Mention:
    """A clause that is named; `edition` where the text says which."""

    number: str
    edition: str | None
    confidence: float


def mentions(text: str, *, others_in_document: bool) -> list[Mention]:
    """The clauses of ISO 9001 that a text names.

    `others_in_document`: the document speaks of other management system standards and not of
    ISO 9001, so that "clause 8.2" alone is theirs.
    """
    found: dict[str, Mention] = {}
    for match in _NAMED.finditer(text):
        for number in re.findall(_NUMBER, match["list"]):
            found[number] = Mention(number, match["edition"], NAMED)
    for match in _CLAUSE.finditer(text):
        if _ELSEWHERE.match(text[match.end() :]):
            continue
        around = text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
        ours = names_iso_9001(around)
        if not ours and (others_in_document or names_another(around)):
            continue
        for number in re.findall(_NUMBER, match["list"]):
            found.setdefault(number, Mention(number, None, NAMED if ours else SUPPOSED))
    return list(found.values())


def names_another(text: str) -> bool:
    return bool(other_standards(text) or product_standards(text))
