"""The Web API's methods, by name."""

from bot.local_workspace.methods import (
    assistant,
    chat,
    conversations,
    files,
    people,
    reactions,
    streams,
    views,
    workspace,
)
from bot.local_workspace.methods.call import Call, Method

METHODS: dict[str, Method] = {
    **assistant.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **reactions.METHODS,
    **streams.METHODS,
    **views.METHODS,
    **workspace.METHODS,
}

__all__ = ["METHODS", "Call", "Method"]
