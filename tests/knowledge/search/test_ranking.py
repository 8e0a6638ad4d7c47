from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.ranking import Spread, best_of_each, leaders, sample

numbers = st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=50)


@given(st.lists(st.lists(st.floats(-1, 1, width=32), max_size=6), min_size=1, max_size=20))
def test_the_best_of_each_is_its_own_highest(groups: list[list[float]]) -> None:
    values = np.array([value for group in groups for value in group], dtype=np.float32)
    edges = np.concatenate([[0], np.cumsum([len(group) for group in groups])]).astype(np.int64)

    best = best_of_each(values, edges)

    expected = [max(group) if group else -1.0 for group in groups]
    np.testing.assert_allclose(best, np.array(expected, dtype=np.float32))


@given(numbers, st.integers(1, 60))
def test_leaders_are_the_highest_in_order(scores: list[float], count: int) -> None:
    array = np.array(scores, dtype=np.float32)

    places = leaders(array, np.arange(array.size), count)

    told = array[places]
    assert len(places) == min(count, array.size)
    assert list(told) == sorted(told, reverse=True)
    assert told[-1] >= np.sort(array)[::-1][: len(places)][-1]


def test_scores_of_unlike_scales_become_comparable() -> None:
    words, cosines = np.array([0, 5, 10], np.float32), np.array([0.1, 0.2, 0.3], np.float32)

    one, other = (Spread.of(scores).standard(scores) for scores in (words, cosines))

    np.testing.assert_allclose(one, other, atol=1e-5)


def test_equal_scores_say_nothing() -> None:
    same = np.full(4, 0.5, np.float32)

    assert not Spread.of(same).standard(same).any()


def test_a_sample_is_the_same_for_every_question() -> None:
    allowed = np.arange(0, 100_000, 3)

    first, second = sample(allowed, 2000), sample(allowed, 2000)

    assert len(first) == 2000
    assert (first == second).all()
    assert set(first) <= set(allowed)
