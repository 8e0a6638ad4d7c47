"""What is shipped. The proofs run with other figures."""

from datetime import timedelta

from bot.timing import Timing


def test_the_shipped_values():
    shipped = Timing()

    assert shipped.answer_within == timedelta(seconds=10)
    assert shipped.lease == timedelta(seconds=30)
    assert shipped.quarantine == timedelta(seconds=90)
    assert shipped.look_back == timedelta(minutes=5)
    assert shipped.job_lease == timedelta(seconds=60)
    assert (shipped.burst, shipped.interval) == (60, timedelta(seconds=0.2))
    assert shipped.channel_gap == timedelta(seconds=1)
    assert shipped.tick == timedelta(seconds=5)
    assert shipped.drain < timedelta(seconds=15)
    assert shipped.failures == 6
    assert shipped.job_attempts == 3


def test_a_post_is_answered_or_given_up_before_its_lease_ends():
    assert Timing().answer_within < Timing().lease


def test_pauses_double_up_to_an_hour():
    minutes = [Timing().pause_after(n).total_seconds() / 60 for n in (1, 2, 3, 9, 40)]

    assert minutes == [0.5, 1, 2, 60, 60]
