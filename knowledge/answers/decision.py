"""Answered, nearest or not found: one number from the evidence, and two thresholds on it."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import Literal

UNKNOWN = 0.5
"""What is left of confidence where the evidence lacks a document or code that was named."""

FAR, HALF = 0.28, 0.5
"""Below this cosine and this share of the question's words a sentence is about something else:
4 of 298 answers lie there, and most questions that have nothing to do with the documents."""
UNRELATED = 0.4

Outcome = Literal["answered", "nearest", "not_found"]


@dataclass(frozen=True)
class Signs:
    """What the best evidence looks like. `unknown_codes`: identifiers that it doesn't hold."""

    cosine: float
    coverage: float
    passage_coverage: float
    fits: bool
    total: float
    lead: float
    unknown_codes: int = 0
    degraded: bool = False


@dataclass(frozen=True)
class Judge:
    """Weights and thresholds; they are stored with every answer.

    Fitted by logistic regression on 87 questions to one company's documents and 137 to
    another's, and rounded; figures and what was tried are in DESIGN.md.
    """

    version: str = "1"
    bias: float = -1.8
    cosine: float = 1.9
    fits: float = 1.6
    lead: float = 0.09
    answered_from: float = 0.68
    nearest_from: float = 0.30

    def confidence(self, signs: Signs) -> float:
        """How surely the documents answer this, 0…1."""
        closeness = signs.coverage if signs.degraded else signs.cosine  # words stand in for meaning
        logit = (
            self.bias + self.cosine * closeness + self.fits * signs.fits + self.lead * signs.lead
        )
        confidence = 1.0 / (1.0 + exp(-logit))
        if signs.unknown_codes:
            confidence *= UNKNOWN
        if not signs.degraded and signs.cosine < FAR and signs.coverage < HALF:
            confidence *= UNRELATED
        return confidence

    def outcome(self, confidence: float) -> Outcome:
        if confidence >= self.answered_from:
            return "answered"
        return "nearest" if confidence >= self.nearest_from else "not_found"
