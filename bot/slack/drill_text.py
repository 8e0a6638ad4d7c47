"""What somebody typed: whether it asks for a drill."""

from __future__ import annotations

import re

from bot.slack.typed_text import question_text

_WANTS = re.compile(
    r"(?:please\s+)?(?:(?:start|begin|do|run|practi[sc]e|i(?:'d| would) like|i want|can (?:i|we) "
    r"(?:do|have|start))(?:\s+to\s+(?:do|have|start|practi[sc]e))?\s+)?(?:(?:a|an|the|another|new|my)\s+)*"
    r"(?:drill|mock audit|practice interview|practice audit|mock interview)s?"
    r"(?:\s+interview)?(?:\s+(?:on|about|for)\s+.+?)?[\s.?!]*",
    re.IGNORECASE,
)
LONGEST = 6_000
"""Characters of an answer that are kept; an auditor would have stopped listening before."""
SHORT = 120


def wants_drill(raw: str) -> bool:
    """Whether somebody asks for a drill and nothing else."""
    text = question_text(raw)
    return len(text) <= SHORT and _WANTS.fullmatch(text) is not None
