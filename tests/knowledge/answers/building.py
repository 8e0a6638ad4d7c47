"""Evidence without a library, for tests of what is done with it."""

from __future__ import annotations

from knowledge.answers.evidence import Evidence, UnitEvidence
from knowledge.search.searching import Hit
from knowledge.storage.tables import Passage


def evidence(
    *units: tuple[str, str],
    best: int = 0,
    columns: tuple[str, ...] = (),
    lead_in: str = "",
    marked: tuple[str, ...] = (),
    strength: float = 0.6,
) -> Evidence:
    """Evidence for a passage made of (kind, words); the unit at `best` is the strongest."""
    text, weighed = "", []
    for at, (kind, words) in enumerate(units):
        text += ("" if not text else " " if kind == "sentence" else "\n") + words
        cosine = strength if at == best else 0.1
        weighed.append(
            UnitEvidence(len(text) - len(words), len(text), kind, cosine, 0.0, False)
        )  # fmt: skip
    context = {
        "title": "A title",
        "headings": [],
        "columns": list(columns),
        "lead_in": lead_in,
        "following": "",
        "marked": list(marked),
    }
    passage = Passage(id=1, issue_id=1, text=text, context=context)
    hit = Hit(0, 1, 1, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return Evidence(hit, passage, tuple(weighed), best, 0.0)
