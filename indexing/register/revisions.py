"""Reading a revision: "Rev. C", "Issue 4", "v2.1.2", "Ausgabe 03"."""

from __future__ import annotations

import re

_TOKEN = r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?|[A-Z]{1,2}(?:\.?\d{1,2})?)"
_LABELLED = re.compile(
    r"^(?:(?:revision|rev|issue|version|ver|edition|ausgabe|fassung|index|indice|v)\b[\s.:#]*"
    r"(?:no|nr|n°)?[\s.:#]*|v(?=\d))?"
    rf"(?P<value>{_TOKEN}|-{{1,2}}|[a-z])(?P<rest>$|[\s,;|/(–—\[-].*)",
    re.IGNORECASE | re.DOTALL,
)
_MARK_IN_NAME = re.compile(
    r"(?:(?<=[\W_])|^)(?:(?:rev(?:ision)?|issue|iss|ausgabe|ver(?:sion)?|ed(?:ition)?)"
    r"(?P<worded>[ ._\-]{0,2}\d{1,3}(?:[._]\d{1,3}){0,3}[a-z]?|[ ._\-]{1,2}[A-Z]{1,2}\d?)|"
    r"[vr](?P<short>\d{1,3}(?:[._]\d{1,3}){0,3}))(?![^\W_])",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}")


def read_revision(text: str) -> str | None:
    """The revision in a cell that is labelled as one; what follows (a date) is left out."""
    text = text.strip(" :.*`")
    if day := _DAY.match(text):
        return day.group() if day.end() == len(text) else None
    match = _LABELLED.match(text)
    if match is None:
        return None
    value = match["value"]
    if re.match(r"\s*[a-zäöü]{3,}", match["rest"]) and not re.match(
        r"\s*(?:draft|entwurf|dated|vom|from|approved|valid|effective|final|date|of \d)",
        match["rest"],
        re.IGNORECASE,
    ):
        return None
    return value.upper() if value.isalpha() else value


def revision_in_line(text: str) -> str | None:
    """The revision after a word such as "Rev" in running text, where a capital must mark it."""
    match = re.match(rf"({_TOKEN})(?![\w%°])(?!\.\d)", text)
    if match is None or re.match(
        r"\s*(?:days?|years?|months?|times|von|of)\b", text[match.end() :]
    ):
        return None
    return match[1]


def revision_in_name(stem: str) -> tuple[str, tuple[int, int]] | None:
    """The revision in a file name, and where its words stand."""
    found = list(_MARK_IN_NAME.finditer(stem))
    if not found:
        return None
    value = (found[-1]["worded"] or found[-1]["short"]).strip(" ._-").replace("_", ".")
    return (value.upper() if value.isalpha() else value), found[-1].span()
