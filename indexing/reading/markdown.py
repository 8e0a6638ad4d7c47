"""Markdown: front matter becomes properties, the rest is read as the page it renders to."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt

from indexing.reading import webpage
from indexing.reading.cleaning import one_line, seen
from indexing.reading.content import Content
from indexing.reading.limits import Limits
from indexing.reading.plain import decoded

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ATTRIBUTES = re.compile(r"^\{[^{}\n]{1,200}\}[ \t]*$|[ \t]?\{:[^{}\n]{0,200}\}", re.MULTILINE)
_LONGEST_FRONT_MATTER = 20_000


class _WithoutAliases(yaml.SafeLoader):
    """Front matter needs no aliases, and a few lines of them unfold to gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse aliases, else as the library does."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)


def read(path: Path, limits: Limits) -> Content:
    """The blocks of the rendered text and the front matter as properties."""
    text = seen(decoded(path.read_bytes()))
    front, body = _split(text)
    content = webpage.content_of(_rendered(body))
    return replace(content, properties={**content.properties, **front})


def _rendered(text: str) -> str:
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return f"<html><body>{renderer.render(_ATTRIBUTES.sub('', text))}</body></html>"


def _split(text: str) -> tuple[dict[str, str], str]:
    match = _FRONT_MATTER.match(text)
    if match is None or len(match.group(1)) > _LONGEST_FRONT_MATTER:
        return {}, text
    try:
        front = yaml.load(match.group(1), _WithoutAliases)
    except (yaml.YAMLError, ValueError, RecursionError):
        front = None
    if not isinstance(front, dict):
        return {}, text
    properties = {str(name).lower(): _written(value) for name, value in front.items()}
    return {n: value for n, value in properties.items() if value}, text[match.end() :]


def _written(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_written(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_written(part)}" for name, part in value.items())
    return "" if value is None else one_line(str(value))
