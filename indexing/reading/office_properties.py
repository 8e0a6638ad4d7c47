"""The properties an office file carries: title, author, dates, and those a company adds."""

from __future__ import annotations

from typing import Any

from indexing.reading.archive import Archive
from indexing.reading.cleaning import one_line

_RENAMED = {"creator": "author", "lastmodifiedby": "last modified by"}
_FROM_PROGRAM = ("Company", "Manager", "Template")


def properties_of(archive: Archive) -> dict[str, str]:
    """All properties, names in lower case; a company's own override the program's."""
    found: dict[str, str] = {}
    core = archive.xml("docProps/core.xml")
    for child in () if core is None else core.iterchildren("*"):
        name = _local(child)
        found[_RENAMED.get(name, name)] = child.text or ""
    program = archive.xml("docProps/app.xml")
    for child in () if program is None else program.iterchildren("*"):
        if child.tag.rsplit("}", 1)[-1] in _FROM_PROGRAM:
            found[_local(child)] = child.text or ""
    custom = archive.xml("docProps/custom.xml")
    for child in () if custom is None else custom.iterchildren("*"):
        found[(child.get("name") or "").lower()] = "".join(child.itertext())
    tidied = {name: one_line(value) for name, value in found.items() if name}
    return {name: value for name, value in tidied.items() if value}


def pages_of(archive: Archive) -> int | None:
    """How many pages the program counted when it last saved the file."""
    program = archive.xml("docProps/app.xml")
    for child in () if program is None else program.iterchildren("*"):
        if _local(child) == "pages" and (child.text or "").strip().isdecimal():
            return int(child.text) or None
    return None


def _local(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1].lower()
