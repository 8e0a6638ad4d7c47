"""Whatever happens in whatever order: nothing is asked twice, and no answer is lost."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import NotAllowed
from knowledge.interviews.judgement import Named
from knowledge.storage.database import Database
from tests.knowledge.interviews.sitting import Sitting
from tests.knowledge.people.building import add_person

NAMED = (Named("document", "WI-103", "right"), Named("form", "F-016", "right"))

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("turn"), st.just(0)),
        st.tuples(st.just("say"), st.integers(0, 12)),  # the same message may come again
        st.tuples(st.just("judge"), st.integers(0, 2)),
        st.tuples(st.just("skip"), st.integers(0, 6)),
        st.tuples(st.sampled_from(("pause", "resume", "resume", "hint", "explain")), st.just(0)),
        st.tuples(st.sampled_from(("turn", "say", "judge")), st.integers(0, 2)),
        st.tuples(st.just("stop"), st.just(0)),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, length=st.sampled_from((3, 6, 10)), seed=st.integers(0, 50))
def test_no_path_asks_twice_or_loses_an_answer(
    steps: list[tuple[str, int]], length: int, seed: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sitting = seated(Path(folder))
        sitting.start(length=length, seed=seed)
        taken: dict[str, str] = {}

        for step, number in steps:
            try:
                take(sitting, step, number, taken)
            except NotAllowed:
                continue

        turns = sitting.turns()
        assert [turn.position for turn in turns] == list(range(len(turns)))
        assert len({turn.key for turn in turns}) == len(turns)
        assert len({turn.text for turn in turns if turn.kind == "question"}) == sum(
            turn.kind == "question" for turn in turns
        )
        assert sum(turn.state == "open" for turn in turns) <= 1
        assert {answer.message: answer.text for answer in sitting.answers()} == taken
        for turn in turns:
            of_it = [one for one in turns if one.follows_id == turn.id]
            assert len(of_it) <= 2
        sitting.database.close()


def seated(folder: Path) -> Sitting:
    database = Database(f"sqlite:///{folder / 'coach.db'}")
    database.migrate()
    with database.begin() as session:
        return Sitting(database, add_person(session, "Rob Yates").id)


def take(sitting: Sitting, step: str, number: int, taken: dict[str, str]) -> None:
    """One step; `taken` are the messages that were accepted, with their words."""
    if step == "turn":
        first, again = sitting.turn(), sitting.turn()
        assert first == again
    elif step == "say":
        message = f"message {number}"
        answer = sitting.say(f"words of {number}", message)
        taken[message] = answer.text
    elif step == "judge":
        sitting.judge(number, named=NAMED)
    elif step in ("skip", "hint", "explain"):
        turns = sitting.turns()
        if turns:
            sitting.do(step, turns[min(number, len(turns) - 1)].id)
    else:
        sitting.do(step)
