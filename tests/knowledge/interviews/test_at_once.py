"""Two workers on one interview: what one does is what the other finds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.knowledge.interviews.sitting import Sitting


def test_workers_that_ask_at_once_ask_one_question(sitting: Sitting) -> None:
    sitting.start()

    with ThreadPoolExecutor(8) as workers:
        turns = list(workers.map(lambda _: sitting.turn(), range(16)))

    assert len({turn.id for turn in turns}) == 1
    assert len(sitting.turns()) == 1


def test_a_message_delivered_at_once_by_several_is_taken_once(sitting: Sitting) -> None:
    sitting.start()
    sitting.turn()

    with ThreadPoolExecutor(8) as workers:
        answers = list(workers.map(lambda _: sitting.say("Once.", "1763.1"), range(16)))

    assert len({answer.id for answer in answers}) == 1
    assert len(sitting.answers()) == 1
