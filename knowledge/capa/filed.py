"""An action as a company's own file states it: its steps, and what in it contradicts the rules.

The file is the master, so its stage is taken as it stands; what is odd is listed for people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.capa.actions import CERTIFICATION_BODY
from knowledge.capa.stages import CLOSED, STAGES, TRANSITIONS, Move, Stage


@dataclass(frozen=True)
class FiledStep:
    """One step with its day. `hands` are ids of people, as far as they are known."""

    move: Move
    on: date
    hands: frozenset[int] = frozenset()
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FiledExtension:
    decided_on: date
    from_on: date
    to_on: date
    reason: str
    approved_by: str | None = None


@dataclass(frozen=True)
class FiledAction:
    """A row of the file. `quality_managers` and `deputies` are ids of people who are that today."""

    number: str
    stage: Stage
    recorded_on: date
    source: str
    kind: str = "corrective"
    owner: int | None = None
    steps: tuple[FiledStep, ...] = ()
    extensions: tuple[FiledExtension, ...] = ()
    due_on: date | None = None
    first_due_on: date | None = None
    fixed_on: date | None = None
    lots_to_check: int | None = None
    lots_checked: int | None = None
    quality_managers: frozenset[int] = frozenset()
    deputies: frozenset[int] = frozenset()

    def step(self, *moves: Move) -> FiledStep | None:
        return next((step for step in self.steps if step.move in moves), None)


def contradictions(action: FiledAction) -> list[str]:
    """What the rules would not have let happen, as ends of a sentence that names the action."""
    return [words for rule in _RULES for words in rule(action)]


def _stage(action: FiledAction) -> Iterator[str]:
    """The stage against the steps that have a day."""
    reached = {TRANSITIONS[step.move].ends for step in action.steps}
    if action.step("send back"):
        return  # the steps of several rounds can't be told apart in one row
    for stage in _before(action):
        if stage not in reached:
            yield f"is {action.stage!r} without a day on which it became {stage!r}"
    ahead = [stage for stage in reached if _rank(stage) > _rank(action.stage)]
    if ahead and action.stage not in CLOSED:
        furthest = max(ahead, key=_rank)
        yield f"is {action.stage!r}, and yet has a day on which it became {furthest!r}"


def _before(action: FiledAction) -> list[Stage]:
    if action.stage == "closed without action":
        return ["contained", "need decided", "closed without action"]
    return [stage for stage in STAGES[1 : STAGES.index("closed") + 1] if _is_up_to(stage, action)]


def _is_up_to(stage: Stage, action: FiledAction) -> bool:
    return _rank(stage) <= _rank(action.stage)


def _rank(stage: Stage) -> int:
    return STAGES.index("closed") if stage in CLOSED else STAGES.index(stage)


def _reviewing(action: FiledAction) -> Iterator[str]:
    review = action.step("find effective", "send back", "follow up")
    if review is None:
        return
    if review.hands & _barred(action):
        yield "was reviewed for effectiveness by its owner or by who implemented it"
    short = (action.lots_to_check or 0) - (action.lots_checked or 0)
    if review.move == "find effective" and short > 0:
        yield f"is called effective after {action.lots_checked or 0} of {action.lots_to_check} lots"
    if review.move == "send back" and action.stage in CLOSED:
        yield "was not effective and is closed, with no action that follows it"


def _closing(action: FiledAction) -> Iterator[str]:
    closed = action.step("close", "close without action")
    if closed is None:
        return
    if closed.hands & _barred(action):
        yield "was closed by its owner or by who implemented it"
    elif _barred(action) & action.quality_managers and not closed.hands & action.deputies:
        yield "is the quality manager's own and was not closed by the deputy"
    needless = action.step("decide on no action")
    if needless is not None and not needless.facts.get("reason"):
        yield "was closed without action and without a reason"


def _barred(action: FiledAction) -> frozenset[int]:
    done = action.step("implement")
    owner = frozenset() if action.owner is None else frozenset({action.owner})
    return owner | (done.hands if done else frozenset())


def _dates(action: FiledAction) -> Iterator[str]:
    fixed = action.fixed_on
    if action.source == CERTIFICATION_BODY and fixed is None:
        yield "comes from the certification body and has no fixed date"
    if fixed is not None and action.due_on is not None and action.due_on > fixed:
        yield f"is due on {action.due_on}, after {fixed}, which the certification body fixed"
    if action.due_on is not None and action.due_on < action.recorded_on:
        yield f"is due on {action.due_on}, before it was recorded"
    for step in action.steps:
        if step.on < action.recorded_on and step.move != "contain":
            yield f"has {step.on} for {step.move!r}, before it was recorded"


def _extending(action: FiledAction) -> Iterator[str]:
    for extension in action.extensions:
        if action.fixed_on is not None and extension.to_on > action.fixed_on:
            yield f"was extended to {extension.to_on}, past the certification body's date"
    if len(action.extensions) > 1:
        yield f"was extended {len(action.extensions)} times"
    moved = action.first_due_on is not None and action.due_on != action.first_due_on
    if moved and not any(extension.to_on == action.due_on for extension in action.extensions):
        yield f"was first due on {action.first_due_on}, and no extension leads to {action.due_on}"


def _kind(action: FiledAction) -> Iterator[str]:
    if action.kind == "preventive":
        yield "is preventive, which belongs to ISO 13485 and not to ISO 9001"


_RULES: tuple[Callable[[FiledAction], Iterator[str]], ...] = (
    _stage,
    _reviewing,
    _closing,
    _dates,
    _extending,
    _kind,
)
