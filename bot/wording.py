"""Errors become words here and nowhere else."""

from __future__ import annotations

import logging
from uuid import uuid4

from knowledge.errors import CoachError

log = logging.getLogger("coach")


def words_for(error: Exception) -> str:
    """What a person reads of an error: its own words, or a reference to the log."""
    if isinstance(error, CoachError):
        return str(error)
    reference = uuid4().hex[:8]
    log.error("unexpected error %s", reference, exc_info=error)
    return (
        f"Something went wrong on our side (reference {reference}). "
        "The log above this line has the details."
    )
