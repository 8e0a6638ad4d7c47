"""Which role of the interview questions a job, or a role named in a sentence, belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping

_WORDS: dict[str, str] = {
    "quality_manager": r"quality (?:manager|lead|management|representative|officer)|\bqm[ro]?\b|"
    r"quality (?:engineer|team)|\bqr\b",
    "document_controller": r"document control|document owner|record holder|\bowner of the document",
    "internal_auditor": r"\bauditor|audit team|lead auditor",
    "calibration": r"calibrat|metrolog|gauge|cmm",
    "inspection": r"inspect|tester|test (?:lead|technician|bench)|final test|quality inspector",
    "maintenance": r"mainten|(?<!assembly )(?<!manifold )(?<!valve )(?<!line )fitter|electric|"
    r"technician on standby|toolroom",
    "warehouse": r"warehouse|despatch|dispatch|shipping|stores|storekeep|storeman|forklift|"
    r"logistic",
    "purchasing": r"purchas|buyer|procure|supplier quality",
    "planning": r"plann|schedul",
    "customer_service": r"complaint|after.sales|service engineer|customer service",
    "sales": r"\bsales|account manager|order (?:handl|process)|customer orders",
    "design": r"design|drawing office|development|developer|r&d|project lead|clinical lead|"
    r"clinical safety",
    "hr_training": r"\bhr\b|human resources|personnel|train(?:er|ing)",
    "top_management": r"managing director|\bceo\b|director|board|head of|top management",
    "it": r"\bit\b|systems? admin|software|network",
    "supervisor": r"supervisor|shift lead|team lead|department lead|foreman|lead\b|leaders?\b",
    "operator": r"operator|assembl|fitter|setter|machin|welder|painter|fabricat|operative|coating|"
    r"polisher",
}
_PATTERNS = {role: re.compile(words, re.IGNORECASE) for role, words in _WORDS.items()}


def role_of(text: str | None) -> str | None:
    """The role whose words stand in a job title or actor; None where none is named."""
    if not text:
        return None
    return next((role for role, words in _PATTERNS.items() if words.search(text)), None)


def role_of_actor(who: str | None, jobs: Mapping[str, str]) -> str | None:
    """The same where the sentence may name a person; `jobs` maps names to job titles."""
    if not who:
        return None
    named = next((job for name, job in jobs.items() if name.casefold() in who.casefold()), None)
    return role_of(named) or role_of(who)
