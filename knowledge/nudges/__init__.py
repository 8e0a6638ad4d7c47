"""Nudges: the right person, once a day at most, until it is done; and the leads' weekly digest."""

from knowledge.nudges import outcomes
from knowledge.nudges.completing import MOVES, Completion, Finished, done
from knowledge.nudges.content import (
    Action,
    ContentLine,
    NudgeContent,
    content_of,
    still_wanted,
)
from knowledge.nudges.digest import Digest, PersonsWeek, TeamsWeek, digest
from knowledge.nudges.dispatching import dispatch, next_due
from knowledge.nudges.forecast import forecast
from knowledge.nudges.history import Effect, Remembered, effects, history
from knowledge.nudges.holds import keep_quiet, mute, promise, snooze, unmute
from knowledge.nudges.items import Item, items_of, open_items
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
from knowledge.nudges.rules import KINDS, Kind, Rule, Rules, rules_from

__all__ = [
    "KINDS",
    "MOVES",
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
    "outcomes",
    "pause",
    "plan",
    "printable",
    "promise",
    "propose",
    "resume",
    "rules_from",
    "snooze",
    "still_wanted",
    "undecided",
    "unmute",
]
