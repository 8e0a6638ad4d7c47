"""Words of the field: which one a question asks the meaning of."""

from __future__ import annotations

from knowledge.search.words import terms
from knowledge.standards.companions import Glossary, Term


def term_asked(glossary: Glossary, asked: str | None) -> Term | None:
    """The entry whose name, or another word for it, is exactly what was asked."""
    if not asked:
        return None
    wanted = sorted(terms(asked))
    if not wanted:
        return None
    by_synonym = None
    for entry in glossary.entries:
        if sorted(terms(entry.term)) == wanted:
            return entry
        if by_synonym is None and any(sorted(terms(name)) == wanted for name in entry.synonyms):
            by_synonym = entry
    return by_synonym
