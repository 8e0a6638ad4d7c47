"""`@name` and `#channel`, as people type them, turned into what Slack sends."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.local_workspace.workspace import Workspace


def with_ids(workspace: Workspace, text: str, *, labels: bool) -> str:
    """Mentions by id: `<@U…>`, or `<@U…|name>` with labels. Unknown names stay as typed."""
    people = {}
    for person in workspace.people.values():
        people[person.real_name.lower()] = person
        people[person.name.lower()] = person
    channels = {one.name: one for one in workspace.channels.values() if not one.is_direct}

    def mention(match: re.Match[str]) -> str:
        person = people[match[1].lower()]
        return f"<@{person.id}|{person.name}>" if labels else f"<@{person.id}>"

    def room(match: re.Match[str]) -> str:
        channel = channels[match[1]]
        return f"<#{channel.id}|{channel.name}>"

    text = re.sub(rf"(?<![\w<])@({_any_of(people)})(?![\w-])", mention, text, flags=re.IGNORECASE)
    return re.sub(rf"(?<!\S)#({_any_of(channels)})(?![\w-])", room, text)


def _any_of(names: Iterable[str]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(re.escape(name) for name in longest_first) or r"(?!)"


def escaped(text: str) -> str:
    """What a person types can hold no control sequence."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
