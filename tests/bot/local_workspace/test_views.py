"""Opening, changing and stacking views."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.local_workspace import Refused, Workspace
from tests.bot.local_workspace.building import modal, plain, refusal, section


@pytest.fixture
def trigger(workspace, priya):
    """Makes triggers as an interaction of Priya's would."""
    return lambda view_id=None: workspace.new_trigger(priya.person.id, view_id).id


def test_a_trigger_lives_three_seconds(client, workspace: Workspace, trigger):
    late = trigger()
    workspace.clock.move(timedelta(seconds=3.1))
    assert refusal(lambda: client.views_open(trigger_id=late, view=modal())) == (
        "expired_trigger_id"
    )


def test_a_trigger_opens_one_view(client, trigger):
    once = trigger()
    client.views_open(trigger_id=once, view=modal())
    assert refusal(lambda: client.views_open(trigger_id=once, view=modal())) == (
        "exchanged_trigger_id"
    )
    assert refusal(lambda: client.views_open(trigger_id="1.2.x", view=modal())) == (
        "invalid_trigger_id"
    )


def test_a_stack_holds_three_views(client, trigger, priya):
    view = client.views_open(trigger_id=trigger(), view=modal())["view"]
    for _ in range(2):
        view = client.views_push(trigger_id=trigger(view["id"]), view=modal())["view"]

    push = lambda: client.views_push(trigger_id=trigger(view["id"]), view=modal())  # noqa: E731
    assert refusal(push) == "push_limit_reached"
    assert priya.modal.id == view["id"]


def test_an_update_with_an_old_hash_is_a_conflict(client, trigger):
    opened = client.views_open(trigger_id=trigger(), view=modal())["view"]
    client.views_update(view_id=opened["id"], hash=opened["hash"], view=modal(section("x")))

    stale = lambda: client.views_update(  # noqa: E731
        view_id=opened["id"], hash=opened["hash"], view=modal()
    )
    assert refusal(stale) == "hash_conflict"
    assert refusal(lambda: client.views_update(view_id="V0", view=modal())) == "not_found"


def test_what_has_no_button_to_hand_it_in_is_not_handed_in(client, trigger, priya):
    reads = {"type": "modal", "title": plain("Wait"), "blocks": [section("One moment.")]}
    client.views_open(trigger_id=trigger(), view=reads)

    with pytest.raises(Refused, match="nothing_to_submit"):
        priya.submits(priya.modal, {})


def test_views_can_be_named_by_their_external_id(client, trigger, priya):
    client.views_open(trigger_id=trigger(), view=modal(external_id="drill-1"))

    client.views_update(external_id="drill-1", view=modal(section("new"), external_id="drill-1"))

    assert priya.modal.view["blocks"][0]["text"]["text"] == "new"
    twice = lambda: client.views_open(  # noqa: E731
        trigger_id=trigger(), view=modal(external_id="drill-1")
    )
    assert refusal(twice) == "duplicate_external_id"


def test_a_home_tab_belongs_to_a_person(client, priya):
    home = {"type": "home", "blocks": [section("Hello")]}

    published = client.views_publish(user_id=priya.person.id, view=home)["view"]
    again = client.views_publish(user_id=priya.person.id, view=home)["view"]

    assert published["id"] == again["id"]
    assert refusal(lambda: client.views_publish(user_id="U0NOBODY", view=home)) == (
        "invalid_arguments"
    )
    assert refusal(lambda: client.views_publish(user_id=priya.person.id, view=modal())) == (
        "invalid_arguments"
    )
