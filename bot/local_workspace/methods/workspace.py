"""api.*, auth.*, apps.*, team.*, bots.*, blocks.*: the app and the workspace themselves."""

from __future__ import annotations

import json
from typing import Any

from bot.local_workspace.block_kit import Problems
from bot.local_workspace.block_kit.blocks import IN_MESSAGES, check_blocks
from bot.local_workspace.block_kit.views import problems_of_view
from bot.local_workspace.methods.call import Call, Method
from bot.local_workspace.refusals import Json, Refused, invalid_arguments


def api_test(call: Call) -> Json:
    if call.text("error"):
        raise Refused(str(call.text("error")), args=call.args)
    return {"args": call.args}


def auth_test(call: Call) -> Json:
    workspace = call.workspace
    return {
        "url": f"{workspace.address}/",
        "team": workspace.team.name,
        "team_id": workspace.team.id,
        "user": workspace.bot.name,
        "user_id": workspace.bot.id,
        "bot_id": workspace.app.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(call: Call) -> Json:
    workspace = call.workspace
    if workspace.deliveries.request_url is not None:
        raise Refused("socket_mode_not_enabled")
    return {"url": workspace.deliveries.connections.ticket_address(workspace.address)}


def team_info(call: Call) -> Json:
    return {"team": call.workspace.team.to_slack(call.workspace.address)}


def bot_info(call: Call) -> Json:
    workspace = call.workspace
    if call.text("bot") not in (None, workspace.app.bot_id):
        raise Refused("bot_not_found")
    return {
        "bot": {
            "id": workspace.app.bot_id,
            "deleted": False,
            "name": workspace.app.name,
            "updated": 0,
            "app_id": workspace.app.id,
            "user_id": workspace.bot.id,
            "icons": {},
        }
    }


def validate(call: Call) -> Json:
    """blocks.validate: blocks, a message or a view; exactly one of them."""
    given = [name for name in ("blocks", "message", "view") if call.args.get(name)]
    if len(given) != 1:
        raise invalid_arguments("provide exactly one of blocks, message and view")
    try:
        value = call.structure(given[0])
    except json.JSONDecodeError:
        raise invalid_arguments(f"must be valid JSON [json-pointer:/{given[0]}]") from None
    problems = _problems(given[0], value)
    if problems.found:
        raise Refused(f"invalid_{given[0]}", errors=problems.as_validation_errors())
    return {}


def _problems(kind: str, value: Any) -> Problems:
    if kind == "view" and isinstance(value, dict):
        return problems_of_view(value, "home" if value.get("type") == "home" else "modal")
    problems = Problems()
    blocks = value.get("blocks") if kind == "message" and isinstance(value, dict) else value
    pointer = "/blocks" if kind == "message" else ""
    check_blocks(problems, blocks, pointer, at_most=50, allowed=IN_MESSAGES)
    return problems


METHODS = {
    "api.test": Method(api_test, (), None, token="none"),
    "auth.test": Method(auth_test, (), None),
    "apps.connections.open": Method(open_connection, (), 1, token="app"),
    "team.info": Method(team_info, ("team:read",), 3),
    "bots.info": Method(bot_info, ("users:read",), 3),
    "blocks.validate": Method(validate, (), None),
}
