"""The way from recorded to closed, and that there is no other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import event, given, settings, target
from hypothesis import strategies as st

from knowledge.capa.stages import (
    CLOSED,
    STAGES,
    TRANSITIONS,
    Actor,
    Move,
    Position,
    advance,
    barred,
    moves_from,
)
from knowledge.errors import BadInput, CoachError, NotAllowed

OWNER, DOER, PRIYA, DANIEL, HELEN = 1, 2, 3, 4, 5
ROLES: dict[int, frozenset[Any]] = {
    OWNER: frozenset({"employee", "lead"}),
    DOER: frozenset({"employee"}),
    PRIYA: frozenset({"employee", "quality"}),
    DANIEL: frozenset({"employee", "quality", "deputy"}),
    HELEN: frozenset({"employee", "top management"}),
}
START = Position("CAPA-1", OWNER, quality_managers=frozenset({PRIYA}))
FACTS: dict[str, Any] = {
    "correction": "Replaced.",
    "containment": "Blocked.",
    "reason": "Third time.",
    "cause": "Same bin.",
    "similar_cases": "None.",
    "action": "Dyed springs.",
    "criterion": "No mix-up.",
    "measure": "Test records.",
    "effectiveness_due_on": "2027-01-29",
    "finding": "None found.",
    "follow_up": "CAPA-2",
    "risks": "No change.",
    "system": "No change.",
}


def go(at: Position, move: Move, who: int, *, by: int | None = None, **changes: Any) -> Position:
    facts = {**FACTS, **changes}
    return advance(at, move, Actor(who, ROLES[who]), facts, done_by=frozenset({by or who}))


def reach(*moves: tuple[Move, int], at: Position = START) -> Position:
    for move, who in moves:
        at = go(at, move, who)
    return at


IMPLEMENTED = reach(
    ("contain", OWNER),
    ("decide on action", PRIYA),
    ("find cause", OWNER),
    ("plan", OWNER),
    ("implement", OWNER),
)
REVIEWED = reach(("find effective", DANIEL), at=IMPLEMENTED)
NO_ACTION = reach(("contain", OWNER), ("decide on no action", PRIYA))


def test_an_action_goes_all_the_way() -> None:
    closed = go(REVIEWED, "close", PRIYA)

    assert (closed.stage, closed.needed) == ("closed", True)
    assert moves_from(closed) == []


def test_no_action_is_a_valid_decision_with_a_reason() -> None:
    contained = reach(("contain", OWNER))

    assert go(NO_ACTION, "close without action", PRIYA).stage == "closed without action"
    with pytest.raises(BadInput, match="To move CAPA-1 by 'decide on no action', say the reason"):
        go(contained, "decide on no action", PRIYA, reason=" ")


def test_what_needs_no_action_takes_no_cause_and_the_other_way_round() -> None:
    decided = reach(("contain", OWNER), ("decide on action", PRIYA))

    with pytest.raises(NotAllowed, match="What comes next: close without action"):
        go(NO_ACTION, "find cause", OWNER)
    with pytest.raises(NotAllowed, match="What comes next: find cause"):
        go(decided, "close without action", PRIYA)


@pytest.mark.parametrize("move", TRANSITIONS)
def test_each_move_says_what_it_lacks(move: Move) -> None:
    transition = TRANSITIONS[move]
    at = replace(START, stage=transition.begins[0], needed=transition.needed)
    who = {"owner or quality": OWNER, "another person": HELEN}.get(transition.hand, PRIYA)

    for name in transition.asks:
        with pytest.raises(BadInput, match=f"To move CAPA-1 by '{move}', say "):
            go(at, move, who, **{name: None})
    assert go(at, move, who).stage == transition.ends


def test_a_plan_says_when_effectiveness_is_reviewed() -> None:
    at = replace(START, stage="cause found", needed=True)

    with pytest.raises(BadInput, match="a date or a number of lots"):
        go(at, "plan", OWNER, effectiveness_due_on=None)
    assert go(at, "plan", OWNER, effectiveness_due_on=None, lots_to_check=8).lots_to_check == 8


def test_an_action_is_not_effective_before_its_lots_have_been_seen() -> None:
    at = replace(IMPLEMENTED, lots_to_check=8, lots_checked=5)

    with pytest.raises(NotAllowed, match="CAPA-1 has seen 5 of 8 lots"):
        go(at, "find effective", DANIEL)
    assert go(at, "send back", DANIEL).stage == "need decided"


def test_closing_comes_after_the_review() -> None:
    with pytest.raises(NotAllowed) as refused:
        go(IMPLEMENTED, "close", PRIYA)

    assert str(refused.value) == (
        "CAPA-1 can't be closed yet: its effectiveness is reviewed first, "
        "by another person than the owner."
    )


@pytest.mark.parametrize("move", ["find effective", "send back", "follow up"])
def test_effectiveness_is_never_reviewed_by_owner_or_doer(move: Move) -> None:
    at = go(replace(IMPLEMENTED, stage="action planned"), "implement", OWNER, by=DOER)

    for who in (OWNER, DOER):
        with pytest.raises(NotAllowed, match="reviewed for effectiveness by another person"):
            go(at, move, who)


def test_handing_an_action_over_does_not_free_who_did_it() -> None:
    at = replace(IMPLEMENTED, owner=HELEN)

    with pytest.raises(NotAllowed, match="by another person than its owner and whoever did it"):
        go(at, "find effective", OWNER)


def test_who_closes_is_never_the_owner_nor_who_did_it() -> None:
    deputys = replace(REVIEWED, owner=DANIEL)
    done_by_priya = replace(REVIEWED, doers=frozenset({PRIYA}))

    for at, who in ((deputys, DANIEL), (done_by_priya, PRIYA)):
        with pytest.raises(NotAllowed, match="is closed by another person than its owner"):
            go(at, "close", who)
    assert go(deputys, "close", PRIYA).stage == "closed"


def test_the_quality_managers_own_goes_to_the_deputy() -> None:
    third = 6
    ROLES[third] = frozenset({"employee", "quality"})
    own = replace(REVIEWED, owner=PRIYA)

    with pytest.raises(NotAllowed, match="CAPA-1 is the quality manager's own, so the deputy"):
        go(own, "close", third)
    assert go(own, "close", DANIEL).stage == "closed"


def test_only_quality_closes() -> None:
    with pytest.raises(NotAllowed, match="CAPA-1 is closed by quality"):
        go(REVIEWED, "close", HELEN)


def test_who_corrected_does_not_close_without_action() -> None:
    at = replace(NO_ACTION, correctors=frozenset({PRIYA}))

    with pytest.raises(NotAllowed, match="is closed by another person"):
        go(at, "close without action", PRIYA)


def test_others_work_on_an_action_only_through_quality() -> None:
    with pytest.raises(NotAllowed, match="worked on by its owner or quality"):
        go(START, "contain", DOER)
    with pytest.raises(NotAllowed, match="Quality decides whether action is needed"):
        go(reach(("contain", OWNER)), "decide on action", OWNER)


def test_what_is_closed_stays_closed() -> None:
    for stage in CLOSED:
        for move in TRANSITIONS:
            with pytest.raises(NotAllowed, match="Record a new action instead"):
                go(replace(START, stage=stage), move, PRIYA)


def test_every_stage_can_be_reached_and_left() -> None:
    ends = {transition.ends for transition in TRANSITIONS.values()}
    begins = {stage for transition in TRANSITIONS.values() for stage in transition.begins}

    assert ends | {"recorded"} == set(STAGES)
    assert begins == set(STAGES) - CLOSED


PEOPLE = (OWNER, DOER, PRIYA, DANIEL, HELEN)


@settings(max_examples=400, deadline=None)
@given(st.binary(min_size=160, max_size=480))
def test_no_path_leads_to_closed_without_a_review_by_another_person(chances: bytes) -> None:
    """Moves by anyone, in and out of turn, with facts left out, and owners that change.

    Four chances a step: which kind, which move, who, and whose work.
    """
    at, told = START, []
    for kind, pick, one, two in zip(*[iter(chances)] * 4, strict=False):
        who, doer = PEOPLE[one % 5], PEOPLE[two % 5]
        if kind % 10 == 0:
            at = replace(at, owner=doer) if at.stage not in CLOSED else at
            continue
        turns = [*moves_from(at), *TRANSITIONS] if kind % 10 == 1 else moves_from(at)
        if not turns:
            break
        move = turns[pick % len(turns)]
        lacking = two // 5 % 60
        facts = {name: value for n, (name, value) in enumerate(FACTS.items()) if n != lacking}
        try:
            at = advance(at, move, Actor(who, ROLES[who]), facts, done_by=frozenset({doer}))
        except CoachError:
            continue
        told.append((move, who, doer, at.owner))
    target(len(told))
    event(at.stage)
    _check_history(at, told)


def _check_history(at: Position, told: list[tuple[Move, int, int, int | None]]) -> None:
    """What must be true of any history, read off the moves alone."""
    moves = [move for move, *_ in told]
    if at.stage == "closed":
        last, before = told[-1], told[-2]
        done = [i for i, move in enumerate(moves) if move == "implement"]
        doers = {told[i][2] for i in done} | {told[i][3] for i in done}
        assert before[0] in ("find effective", "follow up")
        assert moves[done[-1] + 1 :] == [before[0], "close"]
        assert before[1] not in doers | {before[3]}
        assert last[1] not in doers | {last[3]}
        assert moves.count("find cause") == len(done)
    if at.stage == "closed without action":
        assert moves == ["contain", "decide on no action", "close without action"]
        assert told[-1][1] not in {told[-1][3], told[0][2]}
    assert moves.count("send back") <= moves.count("implement")
    assert barred(at) or at.owner is None
