from __future__ import annotations

from indexing.continuation import Stretch, continuations

KEEP = Stretch("5 Keeping", "Calibration records are kept for five years in the quality office.")
SIGN = Stretch("6 Signing", "The test lead signs the release note before goods leave the site.")


def test_a_reworded_passage_continues_the_one_it_came_from() -> None:
    kept = Stretch("5 Keeping", "Calibration records are kept for seven years in the archive.")

    assert continuations([SIGN, kept], [KEEP, SIGN]) == [1, 0]


def test_a_new_passage_continues_none() -> None:
    fresh = Stretch("7 Cleaning", "Benches are wiped down with isopropanol after each batch.")

    assert continuations([fresh], [KEEP, SIGN]) == [None]


def test_a_passage_is_continued_once() -> None:
    assert continuations([KEEP, KEEP], [KEEP]) == [0, None]
