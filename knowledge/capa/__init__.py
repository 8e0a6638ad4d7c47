"""Corrective actions: recorded, moved on by rule, extended, listed, and taken over from a file."""

from knowledge.capa.actions import (
    SOURCES,
    NewAction,
    carry_out,
    closers_of,
    find,
    hand_over,
    next_number,
    position_of,
    record,
    report_step,
    see_lots,
    steps_of,
)
from knowledge.capa.extensions import approve, ask, decline, extensions_of, undecided
from knowledge.capa.limits import DEFAULTS, limits, set_limit
from knowledge.capa.opened import ActionItem, open_items
from knowledge.capa.stages import CLOSED, STAGES, Move, Position, Stage, moves_from

__all__ = [
    "CLOSED",
    "DEFAULTS",
    "SOURCES",
    "STAGES",
    "ActionItem",
    "Move",
    "NewAction",
    "Position",
    "Stage",
    "approve",
    "ask",
    "carry_out",
    "closers_of",
    "decline",
    "extensions_of",
    "find",
    "hand_over",
    "limits",
    "moves_from",
    "next_number",
    "open_items",
    "position_of",
    "record",
    "report_step",
    "see_lots",
    "set_limit",
    "steps_of",
    "undecided",
]
