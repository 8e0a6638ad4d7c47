"""Training: what is asked of whom, what was done, what is open, and what runs out."""

from knowledge.training.history import Line, history
from knowledge.training.items import TrainingItem, barred, open_items, qualified
from knowledge.training.matrix import Gap, gaps, required_readers
from knowledge.training.readings import (
    UnreadyRole,
    assign_readers,
    choose,
    readings,
    unready,
)
from knowledge.training.recording import (
    Performance,
    Recorded,
    accept,
    acknowledge,
    assign,
    assignment,
    complete,
    correct,
    extend,
    reassign,
    record_session,
)

__all__ = [
    "Gap",
    "Line",
    "Performance",
    "Recorded",
    "TrainingItem",
    "UnreadyRole",
    "accept",
    "acknowledge",
    "assign",
    "assign_readers",
    "assignment",
    "barred",
    "choose",
    "complete",
    "correct",
    "extend",
    "gaps",
    "history",
    "open_items",
    "qualified",
    "readings",
    "reassign",
    "record_session",
    "required_readers",
    "unready",
]
