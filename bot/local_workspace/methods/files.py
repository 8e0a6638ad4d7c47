"""files.*: an upload is announced, sent, then shared."""

from __future__ import annotations

import json

from bot.local_workspace import events
from bot.local_workspace.channels import Channel, Message
from bot.local_workspace.files import SlackFile
from bot.local_workspace.methods.call import Call, Method
from bot.local_workspace.methods.posting import (
    add_message,
    authored_by_app,
    destination,
    require_posting,
    thread_of,
)
from bot.local_workspace.refusals import Json, Refused, invalid_arguments
from bot.local_workspace.workspace import Workspace


def announce(call: Call) -> Json:
    workspace = call.workspace
    length = call.number("length", 0)
    if length <= 0:
        raise invalid_arguments("must be greater than 0 [json-pointer:/length]")
    file = SlackFile(
        workspace.new_id("F"),
        call.required("filename"),
        call.required("filename"),
        workspace.bot.id,
        length,
        int(workspace.clock.time()),
        alt_text=call.text("alt_txt") or "",
    )
    workspace.files[file.id] = file
    return {"upload_url": f"{workspace.address}/upload/v1/{file.id}", "file_id": file.id}


def receive(workspace: Workspace, file_id: str, content: bytes) -> None:
    """The bytes that were sent to an upload address. Raises Refused."""
    file = workspace.files.get(file_id)
    if file is None or file.complete:
        raise Refused("file_not_found", status=404)
    if len(content) != file.length:
        raise Refused("length_mismatch", status=400)
    file.content = content


def complete(call: Call) -> Json:
    workspace = call.workspace
    try:
        entries = call.structure("files")
    except json.JSONDecodeError:
        entries = None
    if not isinstance(entries, list) or not entries:
        raise invalid_arguments("missing required field: files")
    files = [_uploaded(workspace, entry) for entry in entries]
    wanted = [call.text("channel_id"), *call.listed("channels")]
    channels = [
        destination(Call(workspace, {**call.args, "channel": one})) for one in wanted if one
    ]
    for channel in channels:
        require_posting(call, channel)
        thread_of(call, channel)
    for file, title in files:
        file.title, file.complete = title or file.title, True
    for channel in channels:
        _share(call, channel, [file for file, _ in files])
    shown = [file.to_slack(workspace.address, workspace.team.id) for file, _ in files]
    return {"files": shown}


def _uploaded(workspace: Workspace, entry: object) -> tuple[SlackFile, str]:
    file = workspace.files.get(str(entry.get("id"))) if isinstance(entry, dict) else None
    if file is None or not isinstance(entry, dict):
        raise Refused("file_not_found")
    if file.content is None:
        raise Refused("file_not_uploaded")
    return file, str(entry.get("title") or "")


def _share(call: Call, channel: Channel, files: list[SlackFile]) -> None:
    workspace = call.workspace
    for file in files:
        file.shared_in.append(channel.id)
    message = Message(
        workspace.next_ts(),
        channel.id,
        text=call.text("initial_comment") or "",
        thread_ts=thread_of(call, channel),
        subtype="file_share",
        files=[file.to_slack(workspace.address, workspace.team.id) for file in files],
        **authored_by_app(workspace),
    )
    add_message(workspace, channel, message)
    for file in files:
        events.file_shared(workspace, file.id, workspace.bot.id, channel)


def _asked(call: Call) -> SlackFile:
    file = call.workspace.files.get(call.required("file"))
    if file is None or not file.complete:
        raise Refused("file_not_found")
    ours = file.user == call.workspace.bot.id or file.handed_in
    seen = ours or any(
        call.workspace.bot.id in call.workspace.channels[one].members for one in file.shared_in
    )
    if not seen:
        raise Refused("file_not_found")
    return file


def info(call: Call) -> Json:
    file = _asked(call)
    return {"file": file.to_slack(call.workspace.address, call.workspace.team.id), "comments": []}


def delete(call: Call) -> Json:
    file = _asked(call)
    if file.user != call.workspace.bot.id:
        raise Refused("cant_delete_file")
    del call.workspace.files[file.id]
    return {}


METHODS = {
    "files.getUploadURLExternal": Method(announce, ("files:write",), 4),
    "files.completeUploadExternal": Method(complete, ("files:write",), 4),
    "files.info": Method(info, ("files:read",), 4),
    "files.delete": Method(delete, ("files:write",), 3),
}
