"""conversations.*: channels, direct messages and their history."""

from __future__ import annotations

from bot.local_workspace import events
from bot.local_workspace.channels import Channel, Message
from bot.local_workspace.methods.call import Call, Method
from bot.local_workspace.refusals import Json, Refused

KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


def open_direct(call: Call) -> Json:
    """Open a direct message with up to eight people. It is idempotent."""
    workspace = call.workspace
    if call.text("channel"):
        channel = call.channel()
        if not channel.is_direct:
            raise Refused("method_not_supported_for_channel_type")
        return {"channel": {"id": channel.id}, "no_op": True, "already_open": True}
    people = call.listed("users")
    if not people:
        raise Refused("users_list_not_supplied")
    if len(people) > 8:
        raise Refused("too_many_users")
    call.need("im:write" if len(people) == 1 else "mpim:write")
    for one in people:
        person = workspace.people.get(one)
        if person is None:
            raise Refused("user_not_found")
        if person.is_bot:
            raise Refused("cannot_dm_bot")
        if person.deleted:
            raise Refused("user_disabled")
    before = set(workspace.channels)
    channel = workspace.direct(workspace.bot.id, *people)
    known = channel.id in before
    shown = (
        channel.to_slack(viewer=workspace.bot.id) if call.flag("return_im") else {"id": channel.id}
    )
    return {"channel": shown, **({"no_op": True, "already_open": True} if known else {})}


def info(call: Call) -> Json:
    channel = call.channel()
    call.need(channel.read_scope)
    viewer = call.workspace.bot.id
    return {"channel": channel.to_slack(viewer=viewer, members=call.flag("include_num_members"))}


def members(call: Call) -> Json:
    channel = call.channel()
    call.need(channel.read_scope)
    page, metadata = call.page(list(channel.members))
    return {"members": page, "response_metadata": metadata}


def _listed(call: Call, channels: list[Channel]) -> Json:
    kinds = call.listed("types") or ["public_channel"]
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise Refused("invalid_types")
    wanted = [KINDS[kind] for kind in kinds]
    for scope in {Channel("", kind).read_scope for kind in wanted}:
        call.need(scope)
    entries = [
        channel.to_slack(viewer=call.workspace.bot.id, members=True)
        for channel in channels
        if channel.kind in wanted
        and call.visible(channel)
        and not (channel.archived and call.flag("exclude_archived"))
    ]
    page, metadata = call.page(entries)
    return {"channels": page, "response_metadata": metadata}


def list_all(call: Call) -> Json:
    return _listed(call, list(call.workspace.channels.values()))


def of_person(call: Call) -> Json:
    """users.conversations: those a person, or the app itself, is in."""
    who = call.text("user") or call.workspace.bot.id
    if who not in call.workspace.people:
        raise Refused("user_not_found")
    return _listed(call, [one for one in call.workspace.channels.values() if who in one.members])


def history(call: Call) -> Json:
    channel = call.joined()
    call.need(channel.history_scope)
    found = [
        message
        for message in channel.top_level()
        if _in_range(call, message) and not message.ephemeral_for
    ]
    return _messages(call, channel, sorted(found, key=lambda one: one.ts, reverse=True))


def replies(call: Call) -> Json:
    channel = call.joined()
    call.need(channel.history_scope)
    ts = call.ts("ts", code="thread_not_found")
    parent = channel.messages.get(ts or "")
    if parent is None or parent.deleted_at is not None:
        raise Refused("thread_not_found")
    if parent.is_reply and parent.thread_ts:
        found = [parent]
    else:
        found = [parent, *(one for one in parent.replies if one.deleted_at is None)]
    found = [one for one in found if one is parent or _in_range(call, one)]
    found = [one for one in found if one.visible_at <= call.workspace.clock.time()]
    return _messages(call, channel, found)


def _in_range(call: Call, message: Message) -> bool:
    """Between `oldest` and `latest`, and no longer hidden by a lag."""
    if message.visible_at > call.workspace.clock.time():
        return False
    oldest, latest = call.text("oldest") or "0", call.text("latest")
    try:
        after = float(message.ts) - float(oldest)
        before = float(latest) - float(message.ts) if latest else 1.0
    except ValueError:
        raise Refused("invalid_ts_oldest") from None
    inclusive = call.flag("inclusive")
    return (after > 0 or (inclusive and after == 0)) and (before > 0 or (inclusive and before == 0))


def _messages(call: Call, channel: Channel, found: list[Message]) -> Json:
    page, metadata = call.page(found, most=999)
    with_metadata = call.flag("include_all_metadata")
    body: Json = {
        "messages": [one.to_slack(metadata=with_metadata) for one in page],
        "has_more": bool(metadata["next_cursor"]),
        "pin_count": 0,
    }
    return body | ({"response_metadata": metadata} if metadata["next_cursor"] else {})


def join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind != "public":
        raise Refused("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refused("is_archived")
    if call.workspace.bot.id not in channel.members:
        channel.members.append(call.workspace.bot.id)
        events.membership(call.workspace, channel, call.workspace.bot.id, joined=True)
    return {"channel": channel.to_slack(viewer=call.workspace.bot.id)}


METHODS = {
    "conversations.open": Method(open_direct, (), 3),
    "conversations.info": Method(info, (), 3),
    "conversations.members": Method(members, (), 4),
    "conversations.list": Method(list_all, (), 2),
    "conversations.history": Method(history, (), 3),
    "conversations.replies": Method(replies, (), 3),
    "conversations.join": Method(join, ("channels:join",), 3),
    "users.conversations": Method(of_person, (), 3),
}
