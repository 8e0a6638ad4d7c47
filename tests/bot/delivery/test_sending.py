"""A sender's day, on both databases."""

from datetime import timedelta

import pytest

from bot.conversations import Message, NotPosted, Posted, Refused, Unclear, Unsearchable
from bot.sending import Sender, Unwanted
from bot.settling import Settler
from bot.undelivered import words_for_undelivered
from knowledge import deliveries
from knowledge.deliveries import REPLY
from tests.bot.delivery.conftest import NOW


def send_all(post):
    while Sender(post).step():
        pass


def test_a_delivery_is_posted_once(post, conversations, add_note, state_of):
    add_note("hello")

    send_all(post)
    send_all(post)

    assert conversations.posts == [("D1", "hello")]
    assert state_of("hello").state == "sent"


def test_a_key_is_delivered_once_however_often_it_is_wanted(post, conversations, add_note):
    add_note("hello")
    add_note("hello", to="D2")

    send_all(post)

    assert conversations.posts == [("D1", "hello")]


def test_replies_go_before_everything_else(post, conversations, add_note):
    add_note("digest", to="D1")
    add_note("reply", to="D2", lane=REPLY)

    send_all(post)

    assert [text for _, text in conversations.posts] == ["reply", "digest"]


def test_a_conversation_gets_one_message_a_second(post, conversations, add_note, clock):
    add_note("one")
    add_note("two")

    send_all(post)
    assert [text for _, text in conversations.posts] == ["one"]

    assert Sender(post).idle_until() == NOW + timedelta(seconds=1)
    clock.move(1)
    send_all(post)
    assert [text for _, text in conversations.posts] == ["one", "two"]


def test_what_comes_after_another_waits_for_it_however_long_that_takes(
    post, conversations, add_note, clock
):
    conversations.outcomes = [Refused("ratelimited", timedelta(seconds=30)), Unclear("dropped")]
    conversations.findings = [NotPosted()]
    add_note("feedback")
    add_note("report", after="feedback")

    send_all(post)
    assert conversations.posts == []
    clock.move(31)
    send_all(post)
    assert Sender(post).idle_until() is None

    clock.move(120)
    assert Settler(post).step()
    send_all(post)
    assert [text for _, text in conversations.posts] == ["feedback"]
    clock.move(1)
    send_all(post)
    assert [text for _, text in conversations.posts] == ["feedback", "report"]


def test_what_was_given_up_holds_nothing_up(post, conversations, add_note):
    conversations.outcomes = [Refused("channel_not_found", hopeless=True)]
    add_note("feedback", to="D1")
    add_note("report", to="D2", after="feedback")

    send_all(post)

    assert conversations.posts == [("D2", "report")]


def test_the_workspace_gets_sixty_at_once_and_then_five_a_second(
    post, conversations, add_note, clock
):
    for number in range(70):
        add_note(f"note {number}", to=f"D{number}")

    send_all(post)
    assert len(conversations.posts) == 60

    clock.move(1)
    send_all(post)
    assert len(conversations.posts) == 65


def test_retry_after_holds_the_whole_workspace(post, conversations, add_note, clock, state_of):
    conversations.outcomes = [Refused("ratelimited", timedelta(seconds=30))]
    add_note("one", to="D1")
    add_note("two", to="D2")

    send_all(post)
    assert conversations.posts == []
    assert state_of("one").failures == 0

    clock.move(30)
    send_all(post)
    assert conversations.posts == [("D2", "two")]  # not both in a burst
    clock.move(0.2)
    send_all(post)
    assert conversations.posts == [("D2", "two"), ("D1", "one")]


def test_a_definite_error_is_tried_again_later_and_later_and_given_up(
    post, conversations, add_note, clock, state_of, database
):
    conversations.outcomes = [Refused("not_in_channel")] * 6
    add_note("hello", person="U1")

    for attempt in range(1, 6):
        send_all(post)
        assert (state_of("hello").state, state_of("hello").failures) == ("pending", attempt)
        clock.move(3600)
    send_all(post)

    assert state_of("hello").state == "dead"
    with database.read() as session:
        (lost,) = deliveries.undelivered(session, now=clock())
    assert words_for_undelivered(lost) == (
        "The note to U1 of 2026-11-16 09:00 UTC, tried 6 times was given up. "
        "Reason: not_in_channel."
    )


def test_whoever_waits_for_a_reply_is_told_that_it_will_not_come(
    post, conversations, add_note, clock
):
    conversations.outcomes = [Refused("invalid_blocks", hopeless=True)]
    add_note("hello", lane=REPLY)

    send_all(post)
    clock.move(1)
    send_all(post)

    assert conversations.posts == [("D1", "Sorry.")]


def test_a_post_of_unclear_fate_is_left_alone_until_the_quarantine_is_over(
    post, conversations, add_note, clock, state_of
):
    conversations.outcomes = [Unclear("timed out")]
    conversations.findings = [Posted("7.0")]
    add_note("hello")
    send_all(post)
    assert state_of("hello").state == "ambiguous"

    clock.move(119)
    assert not Settler(post).step()
    assert not Sender(post).step()

    clock.move(1)
    assert Settler(post).step()
    assert conversations.searched == [NOW - timedelta(minutes=5)]
    assert (state_of("hello").state, state_of("hello").message) == ("sent", "7.0")
    assert conversations.posts == []


def test_what_is_not_in_the_history_is_posted_again(post, conversations, add_note, clock, state_of):
    conversations.outcomes = [Unclear("dropped")]
    conversations.findings = [NotPosted()]
    add_note("hello")
    send_all(post)
    clock.move(120)

    Settler(post).step()
    send_all(post)

    assert conversations.posts == [("D1", "hello")]
    assert state_of("hello").first_attempt_at == NOW


def test_nothing_is_posted_again_while_the_history_cannot_be_read(
    post, conversations, add_note, clock, state_of, database
):
    conversations.outcomes = [Unclear("dropped")]
    conversations.findings = [Unsearchable("missing_scope"), Posted("7.0")]
    add_note("hello")
    send_all(post)
    clock.move(120)

    Settler(post).step()

    assert not Sender(post).step()
    with database.read() as session:
        (unclear,) = deliveries.undelivered(session, now=clock())
    assert words_for_undelivered(unclear) == (
        "The note of 2026-11-16 09:00 UTC, tried 2 times may or may not have arrived; "
        "it is not repeated before that is known. Reason: missing_scope."
    )
    clock.move(30)
    Settler(post).step()
    assert state_of("hello").state == "sent"


def test_a_claim_of_a_process_that_died_is_looked_up(
    post, conversations, add_note, clock, state_of, presence
):
    add_note("hello")
    claim_as("elsewhere:1:2", post)

    clock.move(120)
    Settler(post).step()
    send_all(post)

    assert conversations.posts == [("D1", "hello")]


def test_a_claim_of_a_process_that_is_still_there_is_left_alone(
    post, conversations, add_note, clock, state_of, presence
):
    add_note("hello")
    claim_as("elsewhere:1:2", post)
    presence.there.add("elsewhere:1:2")

    clock.move(7200)
    assert not Settler(post).step()
    assert not Sender(post).step()
    assert state_of("hello").state == "sending"

    presence.there.clear()
    clock.move(5)
    assert Settler(post).step()


def test_a_sender_that_was_overtaken_changes_nothing(post, add_note, clock, state_of, database):
    from bot import outbox

    add_note("hello")
    overtaken = claim_as("elsewhere:1:2", post)
    clock.move(120)
    Settler(post).step()
    send_all(post)

    with database.begin() as session:
        assert not outbox.put_back(session, overtaken, due_at=clock())
        assert not outbox.mark_dead(session, overtaken, "late", now=clock())
    assert state_of("hello").state == "sent"


def test_a_claim_whose_lease_ran_out_before_the_post_is_not_posted(
    post, conversations, add_note, clock, state_of
):
    slow = {"note": lambda session, claimed: clock.move(31) or Message("late")}
    post = replaced(post, renderers=slow)
    add_note("hello")

    Sender(post).step()

    assert conversations.posts == []
    assert state_of("hello").state == "sending"


def test_nothing_is_sent_to_somebody_who_has_left(post, conversations, add_note, state_of):
    add_note("hello", person="U-LEFT")

    send_all(post)

    assert conversations.posts == []
    assert (state_of("hello").state, state_of("hello").trouble) == (
        "cancelled",
        "the person has left",
    )


def test_what_is_no_longer_wanted_is_cancelled(post, conversations, add_note, state_of):
    post = replaced(post, renderers={"note": lambda s, c: Unwanted("the action is closed")})
    add_note("hello")

    send_all(post)

    assert (state_of("hello").state, state_of("hello").trouble) == (
        "cancelled",
        "the action is closed",
    )


def test_what_comes_too_late_is_not_sent(post, conversations, add_note, clock, state_of):
    add_note("hello", expires_at=NOW + timedelta(days=7))
    clock.move(7 * 24 * 3600)

    send_all(post)
    Settler(post).step()

    assert conversations.posts == []
    assert state_of("hello").state == "cancelled"


def test_direct_messages_are_opened_ahead_and_kept(post, conversations, add_note):
    add_note("hello", to="", person="U1")
    assert not Sender(post).step()

    Settler(post).step()
    send_all(post)

    assert conversations.posts == [("D-U1", "hello")]


def test_words_that_cannot_be_found_are_a_failure_of_ours(post, add_note, state_of, caplog):
    def broken(session, claimed):
        raise KeyError("text")

    add_note("hello")
    send_all(replaced(post, renderers={"note": broken}))

    assert state_of("hello").state == "dead"
    assert state_of("hello").trouble.startswith("Something went wrong on our side")


def claim_as(owner, post):
    from bot import outbox
    from tests.bot.delivery.conftest import KnownPresence

    with post.database.begin() as session:
        claimed = outbox.claim(
            session, post.team, KnownPresence(owner), now=post.clock(), timing=post.timing
        )
    assert claimed is not None
    return claimed


def replaced(post, **changes):
    from dataclasses import replace

    return replace(post, **changes)


@pytest.mark.parametrize("state", ["sending", "sent"])
def test_what_may_be_on_its_way_cannot_be_cancelled(state, post, add_note, clock, database):
    add_note("hello")
    if state == "sending":
        claim_as("elsewhere:1:2", post)
    else:
        send_all(post)

    with database.begin() as session:
        assert not deliveries.cancel(session, "hello", "not needed", now=clock())


def test_a_clock_that_is_set_back_keeps_nobody_waiting(post, add_note, conversations, clock):
    clock.move(7 * 24 * 3600)
    add_note("ahead")
    Sender(post).send_one()
    clock.move(-7 * 24 * 3600)

    add_note("back")
    Sender(post).send_one()

    assert conversations.posts == [("D1", "ahead"), ("D1", "back")]
