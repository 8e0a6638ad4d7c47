"""chat.*, conversations.* and friends: as strict as Slack."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from slack_sdk import WebClient

from bot.local_workspace import Seat
from bot.local_workspace.scheduling import post_what_is_due
from tests.bot.local_workspace.building import refusal, request, section

METADATA = {"event_type": "nudge", "event_payload": {"key": "k1"}}


def without_scope(workspace, *scopes):
    manifest = workspace.app.manifest
    kept = [scope for scope in workspace.app.scopes if scope not in scopes]
    oauth = {**manifest["oauth_config"], "scopes": {"bot": kept}}
    workspace.app = replace(workspace.app, manifest={**manifest, "oauth_config": oauth})


def test_auth_test_says_who_the_app_is(client, workspace):
    answer = client.auth_test()

    assert (answer["user_id"], answer["team_id"]) == (workspace.bot.id, workspace.team.id)
    assert "chat:write" in answer.headers["x-oauth-scopes"]


def test_an_unknown_method_is_refused(client):
    assert refusal(lambda: client.api_call("chat.shout")) == "unknown_method"


def test_a_call_without_a_token_or_with_a_wrong_one_is_refused(address, workspace):
    def asking(token):
        return lambda: WebClient(token=token, base_url=f"{address}/api/").auth_test()

    assert refusal(asking(None)) == "not_authed"
    assert refusal(asking("xoxb-somebody-else")) == "invalid_auth"
    assert refusal(asking(workspace.app.app_token)) == "not_allowed_token_type"


def test_socket_mode_needs_the_app_level_token(client, workspace):
    wrong = workspace.app.bot_token
    assert (
        refusal(lambda: client.apps_connections_open(app_token=wrong)) == "not_allowed_token_type"
    )


def test_a_missing_scope_is_named(client, workspace, direct):
    without_scope(workspace, "chat:write", "chat:write.public")

    with pytest.raises(Exception, match="missing_scope") as caught:
        client.chat_postMessage(channel=direct, text="x")
    assert caught.value.response["needed"] == "chat:write"
    assert "users:read" in caught.value.response["provided"]


def test_the_scope_for_a_history_depends_on_the_channel(client, workspace, direct):
    without_scope(workspace, "im:history")

    assert refusal(lambda: client.conversations_history(channel=direct)) == "missing_scope"
    quality = workspace.channel("quality").id
    assert client.conversations_history(channel=quality)["messages"] == []


def test_an_unknown_channel_is_not_found(client):
    assert refusal(lambda: client.chat_postMessage(channel="C0NOWHERE", text="x")) == (
        "channel_not_found"
    )
    assert refusal(lambda: client.conversations_info(channel="C0NOWHERE")) == "channel_not_found"


def test_a_private_channel_without_the_app_looks_as_if_it_were_not_there(client, workspace):
    channel = workspace.channel("management-review")
    channel.members.remove(workspace.bot.id)

    assert refusal(lambda: client.chat_postMessage(channel=channel.id, text="x")) == (
        "channel_not_found"
    )


def test_public_channels_take_posts_only_from_members_or_with_their_scope(client, workspace):
    general = workspace.channel("general").id
    assert client.chat_postMessage(channel=general, text="x")["ok"]

    without_scope(workspace, "chat:write.public")

    assert refusal(lambda: client.chat_postMessage(channel=general, text="x")) == "not_in_channel"
    assert refusal(lambda: client.conversations_history(channel=general)) == "not_in_channel"


def test_an_archived_channel_takes_no_posts(client, workspace):
    old = workspace.channel("old-projects")
    old.members.append(workspace.bot.id)
    assert refusal(lambda: client.chat_postMessage(channel=old.id, text="x")) == "is_archived"


def test_a_post_needs_something_to_say(client, direct):
    def post(text):
        return lambda: client.api_call("chat.postMessage", json={"channel": direct, "text": text})

    assert refusal(post("")) == "no_text"
    assert refusal(post(" \n")) == "no_text"


@pytest.mark.filterwarnings("ignore:The top-level `text` argument")
def test_blocks_without_text_are_warned_about(client, direct):
    answer = client.chat_postMessage(channel=direct, blocks=[section("x")])
    assert answer["warning"] == "missing_text_in_message_payload"


def test_long_text_is_cut_and_a_long_update_refused(client, direct):
    posted = client.chat_postMessage(channel=direct, text="x" * 40_001)

    assert posted["warning"] == "message_truncated"
    assert len(posted["message"]["text"]) == 40_000
    change = lambda: client.chat_update(channel=direct, ts=posted["ts"], text="x" * 4_001)  # noqa: E731
    assert refusal(change) == "msg_too_long"


def test_markdown_text_has_its_own_limit_and_stands_alone(client, direct):
    def post(**args):
        return lambda: client.chat_postMessage(channel=direct, **args)

    assert refusal(post(markdown_text="x" * 12_001)) == "msg_too_long"
    assert refusal(post(markdown_text="x", text="y")) == "markdown_text_conflict"
    assert post(markdown_text="**Yes**")()["message"]["blocks"][0]["type"] == "markdown"


def test_a_person_can_be_posted_to_and_a_bot_cannot(client, workspace, priya):
    answer = client.chat_postMessage(channel=priya.person.id, text="Hello")

    assert answer["channel"] == priya.direct.id
    bot = workspace.bot.id
    assert refusal(lambda: client.chat_postMessage(channel=bot, text="x")) == "cannot_dm_bot"
    assert refusal(lambda: client.conversations_open(users=bot)) == "cannot_dm_bot"


def test_opening_a_conversation_checks_who_is_there(client, workspace, priya):
    gone = workspace.person("peter.langton").id

    assert refusal(lambda: client.conversations_open(users="U0NOBODY")) == "user_not_found"
    assert refusal(lambda: client.conversations_open(users=gone)) == "user_disabled"
    assert refusal(lambda: client.conversations_open(users="")) == "users_list_not_supplied"
    first = client.conversations_open(users=priya.person.id)
    again = client.conversations_open(users=priya.person.id)
    assert first["channel"]["id"] == again["channel"]["id"]
    assert again["already_open"]


def test_a_thread_has_to_be_there(client, direct):
    root = client.chat_postMessage(channel=direct, text="root")["ts"]
    reply = client.chat_postMessage(channel=direct, text="reply", thread_ts=root)["ts"]

    def post(thread_ts):
        return lambda: client.chat_postMessage(channel=direct, text="x", thread_ts=thread_ts)

    assert refusal(post("yesterday")) == "invalid_thread_ts"
    assert refusal(post("1700000000.000001")) == "thread_not_found"
    assert refusal(post(reply)) == "cannot_reply_to_message"
    found = client.conversations_replies(channel=direct, ts=root)["messages"]
    assert [one["text"] for one in found] == ["root", "reply"]
    assert refusal(lambda: client.conversations_replies(channel=direct, ts="1.000001")) == (
        "thread_not_found"
    )


def test_only_broadcast_replies_show_in_a_history(client, direct):
    root = client.chat_postMessage(channel=direct, text="root")["ts"]
    client.chat_postMessage(channel=direct, text="hidden", thread_ts=root)
    client.chat_postMessage(channel=direct, text="shown", thread_ts=root, reply_broadcast=True)

    found = client.conversations_history(channel=direct)["messages"]
    assert [one["text"] for one in found] == ["shown", "root"]
    assert found[1]["reply_count"] == 2


def test_metadata_is_checked_kept_and_shown_when_asked_for(client, direct):
    def post(metadata):
        return lambda: client.api_call(
            "chat.postMessage", json={"channel": direct, "text": "x", "metadata": metadata}
        )

    assert refusal(post("{not json")) == "invalid_metadata_format"
    assert refusal(post({"event_type": "x"})) == "invalid_metadata_schema"
    assert refusal(post({**METADATA, "key": 1})) == "invalid_metadata_schema"
    large = {"event_type": "x", "event_payload": {"text": "x" * 20_000}}
    assert refusal(post(large)) == "metadata_too_large"
    post(METADATA)()
    plain = client.conversations_history(channel=direct)["messages"][0]
    full = client.conversations_history(channel=direct, include_all_metadata=True)["messages"][0]
    assert "metadata" not in plain
    assert full["metadata"] == METADATA


def test_a_client_msg_id_does_not_stop_a_second_post(client, direct, workspace):
    for _ in range(2):
        client.chat_postMessage(channel=direct, text="x", client_msg_id="the-same")
    assert len(workspace.history(direct)) == 2


def test_only_own_messages_are_changed_and_deleted(client, priya, workspace):
    theirs = priya.says("#quality", "mine")
    channel = theirs.channel

    assert refusal(lambda: client.chat_update(channel=channel, ts=theirs.ts, text="x")) == (
        "cant_update_message"
    )
    assert refusal(lambda: client.chat_delete(channel=channel, ts=theirs.ts)) == (
        "cant_delete_message"
    )
    assert refusal(lambda: client.chat_update(channel=channel, ts="1.000001", text="x")) == (
        "message_not_found"
    )
    own = client.chat_postMessage(channel=channel, text="x")["ts"]
    assert client.chat_update(channel=channel, ts=own, text="y")["text"] == "y"
    client.chat_delete(channel=channel, ts=own)
    assert refusal(lambda: client.chat_delete(channel=channel, ts=own)) == "message_not_found"
    assert workspace.history(channel)[-1]["deleted"] is True


def test_an_ephemeral_message_is_seen_by_one_person_and_by_no_history(client, workspace, priya):
    quality = workspace.channel("quality").id
    client.chat_postEphemeral(channel=quality, user=priya.person.id, text="Only you")

    assert [one.text for one in priya.sees("#quality")] == ["Only you"]
    assert Seat(workspace, "daniel.okafor").sees("#quality") == []
    assert client.conversations_history(channel=quality)["messages"] == []
    katrin = workspace.person("katrin.vogel").id
    send = lambda: client.chat_postEphemeral(channel=quality, user=katrin, text="x")  # noqa: E731
    assert refusal(send) == "user_not_in_channel"


def test_history_is_paged_newest_first(client, direct, workspace):
    for number in range(5):
        client.chat_postMessage(channel=direct, text=str(number))

    first = client.conversations_history(channel=direct, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = client.conversations_history(channel=direct, limit=2, cursor=cursor)
    oldest = first["messages"][1]["ts"]
    newer = client.conversations_history(channel=direct, oldest=oldest)

    assert [one["text"] for one in first["messages"]] == ["4", "3"]
    assert [one["text"] for one in second["messages"]] == ["2", "1"]
    assert [one["text"] for one in newer["messages"]] == ["4"]
    wrong = lambda: client.conversations_history(channel=direct, cursor="?")  # noqa: E731
    assert refusal(wrong) == "invalid_cursor"


def test_permalinks_lead_to_the_page(client, direct, address):
    ts = client.chat_postMessage(channel=direct, text="x")["ts"]

    link = client.chat_getPermalink(channel=direct, message_ts=ts)["permalink"]

    assert link == f"{address}/archives/{direct}/p{ts.replace('.', '')}"
    assert request(link)[0] == 200


def test_scheduled_messages_appear_when_they_are_due(client, direct, workspace):
    def schedule(after, **more):
        post_at = int(workspace.clock.time() + after)
        return lambda: client.chat_scheduleMessage(
            channel=direct, post_at=post_at, text="Later", **more
        )

    assert refusal(schedule(-1)) == "time_in_past"
    assert refusal(schedule(121 * 86_400)) == "time_too_far"
    schedule(60)()
    schedule(60, metadata=METADATA)()
    dropped = schedule(60)()["scheduled_message_id"]
    client.chat_deleteScheduledMessage(channel=direct, scheduled_message_id=dropped)
    assert workspace.history(direct) == []

    workspace.clock.move(timedelta(seconds=61))
    post_what_is_due(workspace)

    assert [one["text"] for one in workspace.history(direct)] == ["Later"]


def test_thirty_messages_are_scheduled_for_five_minutes_and_no_more(client, direct, workspace):
    workspace.limits.enabled = False
    at = (int(workspace.clock.time()) // 300 + 2) * 300
    for _ in range(30):
        client.chat_scheduleMessage(channel=direct, post_at=at, text="x")

    code = refusal(lambda: client.chat_scheduleMessage(channel=direct, post_at=at, text="x"))
    assert code == "restricted_too_many"


def test_people_are_found_by_id_and_by_email(client, priya, workspace):
    shown = client.users_info(user=priya.person.id)["user"]

    assert shown["tz"] == "Europe/London"
    assert shown["profile"]["email"] == "priya.nair@brennick.example"
    assert client.users_lookupByEmail(email="PRIYA.NAIR@brennick.example")["user"] == shown
    assert refusal(lambda: client.users_info(user="U0NOBODY")) == "user_not_found"
    assert refusal(lambda: client.users_lookupByEmail(email="no@where.example")) == (
        "users_not_found"
    )
    without_scope(workspace, "users:read.email")
    assert "email" not in client.users_info(user=priya.person.id)["user"]["profile"]


def test_members_guests_strangers_and_leavers_can_be_told_apart(client):
    members = {one["name"]: one for one in client.users_list(limit=200)["members"]}

    assert members["ines.calder"]["is_restricted"]
    assert members["rolf.hagen"]["is_stranger"]
    assert members["peter.langton"]["deleted"]
    assert members["readiness_coach"]["is_bot"]


def test_do_not_disturb_follows_the_persons_own_clock(client, workspace):
    katrin = workspace.person("katrin.vogel").id
    shown = client.dnd_info(user=katrin)

    midnight = workspace.clock.now().timestamp() - 9 * 3600  # Monday 00:00 in Berlin
    assert shown["dnd_enabled"] is True
    assert shown["next_dnd_start_ts"] == midnight + 20 * 3600
    assert shown["next_dnd_end_ts"] == midnight + 32 * 3600
    assert client.dnd_teamInfo(users=[katrin])["users"][katrin]["dnd_enabled"]


def test_usergroups_and_their_members_are_listed(client, workspace):
    group = client.usergroups_list(include_users=True)["usergroups"][0]

    assert group["handle"] == "quality-team"
    assert client.usergroups_users_list(usergroup=group["id"])["users"] == group["users"]
    assert refusal(lambda: client.usergroups_users_list(usergroup="S0")) == "no_such_subteam"


def test_channels_say_whether_they_are_shared(client, workspace):
    channels = {
        one["name"]: one
        for one in client.conversations_list(types="public_channel,private_channel")["channels"]
    }
    assert channels["supplier-hagen"]["is_ext_shared"]
    assert channels["management-review"]["is_private"]
    assert channels["old-projects"]["is_archived"]
    members = client.conversations_members(channel=channels["quality"]["id"])["members"]
    assert workspace.bot.id in members
    assert refusal(lambda: client.conversations_list(types="rooms")) == "invalid_types"


def test_reactions_are_added_once(client, priya):
    said = priya.says("#quality", "Done")
    react = lambda: client.reactions_add(channel=said.channel, name="eyes", timestamp=said.ts)  # noqa: E731

    react()
    assert refusal(react) == "already_reacted"
    client.reactions_remove(channel=said.channel, name="eyes", timestamp=said.ts)
    gone = lambda: client.reactions_remove(  # noqa: E731
        channel=said.channel, name="eyes", timestamp=said.ts
    )
    assert refusal(gone) == "no_reaction"


def test_arguments_may_come_as_form_json_or_query(address, workspace, direct):
    token = workspace.app.bot_token
    url = f"{address}/api/chat.postMessage"
    form = f"token={token}&channel={direct}&text=form".encode()
    form_type = "application/x-www-form-urlencoded"
    bearer = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    assert '"ok":true' in request(url, form, **{"Content-Type": form_type})[1]
    assert '"ok":true' in request(url, {"channel": direct, "text": "json"}, **bearer)[1]
    assert '"ok":true' in request(f"{url}?channel={direct}&text=query", b"", **bearer)[1]
    assert "invalid_json" in request(url, b"{", **bearer)[1]
    assert "json_not_object" in request(url, b"[]", **bearer)[1]


def test_api_test_gives_back_what_it_got(client):
    assert client.api_test(foo="bar")["args"] == {"foo": "bar"}
    assert refusal(lambda: client.api_test(error="my_error")) == "my_error"
