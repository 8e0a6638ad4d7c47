"""Tiers, one post a second and channel, and a cap for the workspace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError

from bot.local_workspace import Clock, RateLimits


def calls_until_limited(limits, method, tier, channel=None):
    calls = 0
    while not limits.wait(method, tier, channel):
        calls += 1
    return calls


@pytest.fixture
def limits():
    return RateLimits(Clock.standing())


@pytest.mark.parametrize(("tier", "a_minute"), [(2, 20), (3, 50), (4, 100)])
def test_each_tier_has_its_calls_a_minute(limits, tier, a_minute):
    assert calls_until_limited(limits, "some.method", tier) == a_minute
    limits.clock.move(timedelta(minutes=1))
    assert calls_until_limited(limits, "some.method", tier) == a_minute


def test_methods_do_not_share_their_limits(limits):
    calls_until_limited(limits, "users.list", 2)
    assert limits.wait("usergroups.list", 2) == 0


def test_a_channel_takes_a_burst_then_one_post_a_second(limits):
    assert calls_until_limited(limits, "chat.postMessage", None, "C1") == limits.channel_burst
    assert limits.wait("chat.postMessage", None, "C1") == 1
    assert limits.wait("chat.postMessage", None, "C2") == 0
    limits.clock.move(timedelta(seconds=1))
    assert limits.wait("chat.postMessage", None, "C1") == 0


def test_the_workspace_takes_a_burst_of_60_and_five_posts_a_second(limits):
    posts = [limits.wait("chat.postMessage", None, f"C{number}") for number in range(60)]
    for second in range(120):
        limits.clock.move(timedelta(seconds=1))
        posts += [limits.wait("chat.postMessage", None, f"C{second}-{one}") for one in range(5)]
    assert set(posts) == {0}


def test_a_workspace_that_is_flooded_says_no(limits):
    posts = [limits.wait("chat.postMessage", None, f"C{number}") for number in range(101)]
    assert posts[:100] == [0] * 100
    assert posts[100] == 1


def test_the_answer_is_429_with_retry_after(client, direct, workspace):
    for number in range(workspace.limits.channel_burst):
        client.chat_postMessage(channel=direct, text=str(number))

    with pytest.raises(SlackApiError, match="ratelimited") as caught:
        client.chat_postMessage(channel=direct, text="one too many")

    assert caught.value.response.status_code == 429
    assert int(caught.value.response.headers["Retry-After"]) == 1


def test_limits_can_be_switched_off(client, direct, workspace):
    workspace.limits.enabled = False
    for number in range(10):
        client.chat_postMessage(channel=direct, text=str(number))
    assert len(workspace.history(direct)) == 10
