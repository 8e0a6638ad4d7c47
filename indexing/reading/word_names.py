"""Names of the elements in a Word file that the readers of its parts share."""

from __future__ import annotations

from typing import Any

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
RELATION_ID = f"{{{_OFFICE_RELATIONS}}}id"


def w(name: str) -> str:
    """`w("p")` is the full name of <w:p>."""
    return f"{{{_WORD}}}{name}"


VALUE = w("val")


def value_of(parent: Any, name: str) -> str | None:
    """The w:val of a child, or None without the child."""
    child = None if parent is None else parent.find(w(name))
    return None if child is None else child.get(VALUE)


def switch(parent: Any, name: str) -> bool | None:
    """A child that means yes unless it says no; None without the child."""
    child = None if parent is None else parent.find(w(name))
    if child is None:
        return None
    return (child.get(VALUE) or "true") not in ("0", "false", "off", "none")


def whole(text: str | None) -> int | None:
    """A whole number, or None for anything else."""
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None


def half_points(text: str | None) -> float | None:
    """A font size in points from Word's half points."""
    size = whole(text)
    return None if size is None else size / 2
