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
)
from knowledge.training.sessions import (
    Attendance,
    Topic,
    attending,
    record_session,
    topic,
    topics,
)

__all__ = [
    "Attendance",
    "Gap",
    "Line",
    "Performance",
    "Recorded",
    "Topic",
    "TrainingItem",
    "UnreadyRole",
    "accept",
    "acknowledge",
    "assign",
    "assign_readers",
    "assignment",
    "attending",
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
    "topic",
    "topics",
    "unready",
]
