"""The stages of a corrective action: which move leads where, what it asks for, and of whom.

Nothing here touches a database: `advance` takes a position and gives the next one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from knowledge.access import Role
from knowledge.errors import BadInput, NotAllowed

Stage = Literal[
    "recorded",
    "contained",
    "need decided",
    "cause found",
    "action planned",
    "implemented",
    "effectiveness reviewed",
    "closed",
    "closed without action",
]
STAGES: tuple[Stage, ...] = get_args(Stage)
CLOSED: frozenset[Stage] = frozenset({"closed", "closed without action"})

Move = Literal[
    "contain",
    "decide on action",
    "decide on no action",
    "close without action",
    "find cause",
    "plan",
    "implement",
    "find effective",
    "send back",
    "follow up",
    "close",
]
Hand = Literal["owner or quality", "quality", "another person", "closer"]
"""Who may make a move: see `_check_hand`."""

DECIDING: frozenset[Role] = frozenset({"quality", "deputy", "top management"})
CLOSING: frozenset[Role] = frozenset({"quality", "deputy"})

ASKED_FOR = {
    "correction": "what was done to put it right at once",
    "containment": "what keeps it from spreading, or why nothing has to",
    "reason": "the reason",
    "cause": "the cause",
    "similar_cases": "where else it may happen, or that it can't",
    "action": "the action",
    "criterion": "by what it will be seen to be effective",
    "measure": "what is looked at to see it",
    "finding": "what was found, held against the criterion",
    "follow_up": "the number of the action that follows",
    "risks": "whether risks change",
    "system": "whether the system has to change",
}
"""The words for each fact that a move may ask for."""


@dataclass(frozen=True)
class Transition:
    """One move: from where, to where, what it asks for, and whose hand it takes.

    `needed` says for which decision on the need of action it is there; None for any.
    """

    begins: tuple[Stage, ...]
    ends: Stage
    asks: tuple[str, ...]
    hand: Hand
    needed: bool | None = None


TRANSITIONS: Mapping[Move, Transition] = {
    "contain": Transition(
        ("recorded",), "contained", ("correction", "containment"), "owner or quality"
    ),
    "decide on action": Transition(("contained",), "need decided", ("reason",), "quality"),
    "decide on no action": Transition(("contained",), "need decided", ("reason",), "quality"),
    "close without action": Transition(
        ("need decided",), "closed without action", ("risks", "system"), "closer", needed=False
    ),
    "find cause": Transition(
        ("need decided",),
        "cause found",
        ("cause", "similar_cases"),
        "owner or quality",
        needed=True,
    ),
    "plan": Transition(
        ("cause found",), "action planned", ("action", "criterion", "measure"), "owner or quality"
    ),
    "implement": Transition(("action planned",), "implemented", (), "owner or quality"),
    "find effective": Transition(
        ("implemented",), "effectiveness reviewed", ("finding",), "another person"
    ),
    "send back": Transition(("implemented",), "need decided", ("finding",), "another person"),
    "follow up": Transition(
        ("implemented",), "effectiveness reviewed", ("finding", "follow_up"), "another person"
    ),
    "close": Transition(("effectiveness reviewed",), "closed", ("risks", "system"), "closer"),
}


@dataclass(frozen=True)
class Actor:
    """Who makes a move: a person's id and rights."""

    id: int
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Position:
    """Where an action stands, with what the rules look at.

    `correctors` did the correction, `doers` implemented or owned it while it was; of all rounds.
    `quality_managers` are those who lead quality, `closers` who may close it: of them, the deputies
    and whom the register names; nobody where no one leads quality, then all of quality may.
    """

    number: str
    owner: int | None
    stage: Stage = "recorded"
    needed: bool | None = None
    correctors: frozenset[int] = frozenset()
    doers: frozenset[int] = frozenset()
    lots_to_check: int | None = None
    lots_checked: int = 0
    quality_managers: frozenset[int] = field(default_factory=frozenset)
    closers: frozenset[int] = field(default_factory=frozenset)


def advance(
    at: Position, move: Move, actor: Actor, facts: Mapping[str, Any], *, done_by: frozenset[int]
) -> Position:
    """The position after a move. `done_by` is who did the work, `actor` who records it.

    Raises NotAllowed where the stage or the person forbids it, BadInput where facts are missing.
    """
    transition = TRANSITIONS[move]
    _check_stage(at, move, transition)
    _check_hand(at, move, transition.hand, actor)
    _check_facts(at, move, transition, facts)
    owner = frozenset() if at.owner is None else frozenset({at.owner})
    after = replace(at, stage=transition.ends)
    if move == "contain":
        return replace(after, correctors=at.correctors | done_by)
    if move == "implement":
        return replace(after, doers=at.doers | done_by | owner)
    if move in ("decide on action", "decide on no action"):
        return replace(after, needed=move == "decide on action")
    if move == "plan":
        lots = facts.get("lots_to_check")
        return replace(after, lots_to_check=lots, lots_checked=0)
    return after


def moves_from(at: Position) -> list[Move]:
    """The moves that an action's stage is open for, whoever makes them."""
    return [move for move, transition in TRANSITIONS.items() if _is_open(at, transition)]


def barred(at: Position) -> frozenset[int]:
    """Who may neither review nor close: the owner, and whoever implemented it."""
    owner = frozenset() if at.owner is None else frozenset({at.owner})
    return owner | at.doers | (at.correctors if at.needed is False else frozenset())


def is_quality_managers_own(at: Position) -> bool:
    return bool(barred(at) & at.quality_managers)


def _is_open(at: Position, transition: Transition) -> bool:
    decided = transition.needed is None or transition.needed == at.needed
    return at.stage in transition.begins and decided


def _check_stage(at: Position, move: Move, transition: Transition) -> None:
    if _is_open(at, transition):
        return
    if at.stage in CLOSED:
        raise NotAllowed(f"{at.number} is {at.stage}. Record a new action instead.")
    if move == "close" and at.stage == "implemented":
        raise NotAllowed(
            f"{at.number} can't be closed yet: its effectiveness is reviewed first, "
            "by another person than the owner."
        )
    raise NotAllowed(
        f"{at.number} is at {at.stage!r}, so it can't be moved by {move!r}. "
        f"What comes next: {', '.join(moves_from(at))}."
    )


def _check_hand(at: Position, move: Move, hand: Hand, actor: Actor) -> None:
    if hand == "owner or quality":
        if actor.id != at.owner and not actor.roles & CLOSING:
            raise NotAllowed(
                f"{at.number} is worked on by its owner or quality. "
                "Ask quality to make you its owner."
            )
    elif hand == "quality":
        if not actor.roles & DECIDING:
            raise NotAllowed("Quality decides whether action is needed. Ask them.")
    elif actor.id in barred(at):
        what = "closed" if hand == "closer" else "reviewed for effectiveness"
        raise NotAllowed(
            f"{at.number} is {what} by another person than its owner and whoever did it."
        )
    elif hand == "closer":
        _check_closer(at, actor)


def _check_closer(at: Position, actor: Actor) -> None:
    if not actor.roles & CLOSING:
        raise NotAllowed(f"{at.number} is closed by quality. Ask them.")
    if is_quality_managers_own(at) and "deputy" not in actor.roles:
        raise NotAllowed(f"{at.number} is the quality manager's own, so the deputy closes it.")
    if at.closers and actor.id not in at.closers:
        raise NotAllowed(
            f"{at.number} is closed by the quality manager, the deputy, or whom the register names "
            "for it. Ask one of them."
        )


def _check_facts(
    at: Position, move: Move, transition: Transition, facts: Mapping[str, Any]
) -> None:
    lacking = [ASKED_FOR[name] for name in transition.asks if not _said(facts.get(name))]
    if move == "plan" and not (facts.get("effectiveness_due_on") or facts.get("lots_to_check")):
        lacking.append("when effectiveness is reviewed: a date or a number of lots")
    if lacking:
        raise BadInput(f"To move {at.number} by {move!r}, say {'; '.join(lacking)}.")
    if move == "find effective" and at.lots_checked < (at.lots_to_check or 0):
        raise NotAllowed(
            f"{at.number} has seen {at.lots_checked} of {at.lots_to_check} lots. "
            "It can be called effective when all have been seen."
        )


def _said(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None
