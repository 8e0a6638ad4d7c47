"""Nudges: the right person, once a day at most, until it is done; and the leads' weekly digest."""

from knowledge.nudges import outcomes
from knowledge.nudges.completing import MOVES, Completion, Finished, done
from knowledge.nudges.content import NudgeContent, content_of, still_wanted
from knowledge.nudges.digest import Digest, PersonsWeek, TeamsWeek, digest
from knowledge.nudges.dispatching import dispatch, next_due
from knowledge.nudges.forecast import forecast
from knowledge.nudges.history import Effect, Remembered, effects, history
from knowledge.nudges.holds import keep_quiet, mute, promise, snooze, unmute
from knowledge.nudges.items import Item, items_of, open_items
from knowledge.nudges.lines import Action, ContentLine
from knowledge.nudges.originals import Original, original_of
from knowledge.nudges.pausing import pause, resume
from knowledge.nudges.planning import (
    PlannedNudge,
    Proposal,
    keep,
    keep_states,
    plan,
    propose,
)
from knowledge.nudges.printable import ListedLine, PersonsList, printable
from knowledge.nudges.requests import (
    approve,
    ask_extension,
    decides,
    decline,
    hand_to,
    not_mine,
    undecided,
)
from knowledge.nudges.returning import RETURN, come_back, returned_line
from knowledge.nudges.rules import KINDS, Kind, Rule, Rules, rules_from

__all__ = [
    "KINDS",
    "MOVES",
    "RETURN",
    "Action",
    "Completion",
    "ContentLine",
    "Digest",
    "Effect",
    "Finished",
    "Item",
    "Kind",
    "ListedLine",
    "NudgeContent",
    "Original",
    "PersonsList",
    "PersonsWeek",
    "PlannedNudge",
    "Proposal",
    "Remembered",
    "Rule",
    "Rules",
    "TeamsWeek",
    "approve",
    "ask_extension",
    "come_back",
    "content_of",
    "decides",
    "decline",
    "digest",
    "dispatch",
    "done",
    "effects",
    "forecast",
    "hand_to",
    "history",
    "items_of",
    "keep",
    "keep_quiet",
    "keep_states",
    "mute",
    "next_due",
    "not_mine",
    "open_items",
    "original_of",
    "outcomes",
    "pause",
    "plan",
    "printable",
    "promise",
    "propose",
    "resume",
    "returned_line",
    "rules_from",
    "snooze",
    "still_wanted",
    "undecided",
    "unmute",
]
