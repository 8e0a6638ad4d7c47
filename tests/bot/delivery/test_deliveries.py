"""Keys, and the moment at which somebody is woken."""

from contextlib import suppress

from bot.waking import Bell, Waking
from knowledge import deliveries
from knowledge.deliveries import key_of
from tests.bot.delivery.conftest import TEAM


def test_a_key_says_the_same_of_the_same_and_nothing_to_others():
    key = key_of(b"secret", TEAM, "nudge", "CAPA-7", "U1", "2026-W47")

    assert key == key_of(b"secret", TEAM, "nudge", "CAPA-7", "U1", "2026-W47")
    assert key != key_of(b"secret", TEAM, "nudge", "CAPA-7", "U1", "2026-W48")
    assert key != key_of(b"other", TEAM, "nudge", "CAPA-7", "U1", "2026-W47")
    assert key_of(b"s", "a", "bc", "", "") != key_of(b"s", "ab", "c", "", "")


def test_all_who_share_a_database_share_its_secret(database):
    with database.begin() as session:
        first = deliveries.key_secret(session)
    with database.begin() as session:
        assert deliveries.key_secret(session) == first
    assert len(first) == 32


def test_the_commit_rings_and_a_rollback_does_not(database, add_note):
    waking = Waking(database)
    bell = waking.bell(deliveries.CHANNEL)
    try:
        with suppress(ZeroDivisionError), database.begin() as session:
            deliveries.announce(session, deliveries.CHANNEL)
            raise ZeroDivisionError
        assert bell.rings == 0

        add_note("hello")
        assert bell.rings == 1
    finally:
        waking.stop()


def test_a_ring_before_the_wait_is_not_missed():
    bell = Bell()
    seen = bell.rings
    bell.ring()

    bell.wait(seen, 60)  # would hang for a minute
