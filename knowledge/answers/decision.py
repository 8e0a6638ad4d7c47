"""Answered, nearest or not found: one number from the evidence, and two thresholds on it."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import Literal

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

    Fitted by logistic regression on the develop questions of two companies and rounded;
    figures in DESIGN.md.
    """

    version: str = "1"
    bias: float = -3.2
    cosine: float = 3.0
    coverage: float = 2.0
    passage_coverage: float = 1.0
    fits: float = 0.6
    total: float = 0.08
    answered_from: float = 0.5
    nearest_from: float = 0.12

    def confidence(self, signs: Signs) -> float:
        """How surely the documents answer this, 0…1."""
        logit = (
            self.bias
            + self.cosine * signs.cosine
            + self.coverage * signs.coverage
            + self.passage_coverage * signs.passage_coverage
            + self.fits * signs.fits
            + self.total * signs.total
        )
        confidence = 1.0 / (1.0 + exp(-logit))
        return confidence * 0.3 if signs.unknown_codes else confidence

    def outcome(self, confidence: float) -> Outcome:
        if confidence >= self.answered_from:
            return "answered"
        return "nearest" if confidence >= self.nearest_from else "not_found"
