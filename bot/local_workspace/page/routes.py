from __future__ import annotations

from starlette.routing import BaseRoute

from bot.local_workspace.workspace import Workspace


def page_routes(workspace: Workspace) -> list[BaseRoute]:
    return []
