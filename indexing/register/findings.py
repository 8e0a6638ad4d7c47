"""What a place in a file says of the document, as it stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexing.register.dates import find_date, find_dated
from indexing.register.labels import Label, label_of, labels_in
from indexing.register.numbers import number_at_start, number_in, read_number
from indexing.register.revisions import read_revision, revision_in_line


@dataclass(frozen=True)
class Finding:
    """One field's words as read in one place; `strength` 0 is the surest label."""

    field: str
    words: str
    place: str
    strength: int = 0


LONGEST_LINE = 400
BARE_TITLE = 4  # words in a header that no label names: perhaps the title

_BLANK = re.compile(
    r"(?:[\s_.…\-–—/\\<>\[\](){}x?]*|n/?a|none|tbd|tbc|t\.b\.d\.?|"
    r"to be \w+|pending|not yet.*|dd[./-]mm[./-]yyyy|yyyy-mm-dd|tt\.mm\.jjjj|keine?|offen|folgt|"
    r"\\?<.*>|\{\{.*\}\}|\[.*\]|(?:name|date|datum)[,/ ]*(?:signature|unterschrift)?)",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\t|\n|\s{2,}|\s+\|\s*|\s*\|\s+|\s[·•–—]\s|<br\s*/?>")
_DATE_FIELDS = ("effective_on", "approved_on", "review_on")


def is_blank(words: str) -> bool:
    """Whether a cell is left open: empty, a line to fill in, "TBD"."""
    return _BLANK.fullmatch(words.strip()) is not None


def segments_of(line: str) -> list[str]:
    """The parts of a line between tabs, bars and wide gaps; what is too long is no header."""
    return [part.strip() for part in _SPLIT.split(line[:LONGEST_LINE]) if part and part.strip()]


def pairs_in(segments: Sequence[str]) -> tuple[list[tuple[Label, str]], list[str]]:
    """Labels with their values in a row of cells or segments, and the segments without any."""
    loosely = len(segments) > 1 and all(map(_opens_with_fact, segments))
    pairs: list[tuple[Label, str]] = []
    rest: list[str] = []
    waiting: Label | None = None
    for segment in segments:
        label = label_of(segment)
        if label is not None and not (waiting and _fits(waiting, segment)):
            waiting = label
            continue
        inside = list(_inline(segment)) or (_loose(segment) if loosely else [])
        opens_label = inside and segment.casefold().startswith(inside[0][2].casefold())
        if waiting is not None and not opens_label:
            pairs.append((waiting, segment))
        elif inside:
            lead = segment[: segment.find(inside[0][2])].strip(" ,;:|-–")
            rest += [lead] if lead else []
            pairs += [(label, value) for label, value, _ in inside]
        else:
            rest.append(segment)
        waiting = None
    return pairs, rest


def opens_with_label(cell: str) -> bool:
    """Whether a cell, or a line in it, is a label or begins with one and its value."""
    return any(label_of(line) or _loose(line) for line in cell.split("\n"))


def expand(label: Label, value: str, place: str) -> list[Finding]:
    """A labelled value and what else stands in it: a revision's date, an approval's day."""
    value = re.sub(r"\s+", " ", value.replace("**", "")).strip(" ;|")
    found = [Finding(label.field, value, place, label.strength)]
    if label.field == "number":
        found += _beside_a_number(value, place)
    elif label.field == "revision":
        found += _days_in("effective_on", value, place, 2)
        found += [Finding("status", value, place, 1)] if "draft" in value.casefold() else []
    elif label.field == "approved_by":
        found += _days_in("approved_on", value, place, 1)
    elif label.field == "status":
        found += [
            item
            for inner, words, _ in _inline(value)
            if inner.field != "status"
            for item in [Finding(inner.field, words, place, 1)]
        ]
    return found


def unlabelled(words: str, place: str) -> list[Finding]:
    """What words without a label say: a number with a title behind it, or perhaps a title."""
    if number_at_start(words):
        return expand(Label("number", 3), words, place)
    dated = find_dated(words, day_first=True)
    if dated and len(words) - len(dated[1]) < 4:
        return [Finding("effective_on", words, place, 3)]
    return [Finding("title", words, place, BARE_TITLE)]


def _days_in(field: str, value: str, place: str, strength: int) -> list[Finding]:
    dated = find_dated(value, day_first=True)
    return [Finding(field, dated[1], place, strength)] if dated else []


def _beside_a_number(value: str, place: str) -> list[Finding]:
    start = number_at_start(value)
    if start is None:
        return []
    after = start[1].strip(" ,;:|-–—/")
    found = [
        item
        for label, words, _ in _inline(after)
        if label.field == "revision"
        for item in expand(label, words, place)
    ]
    title = re.split(r"\s*[,;(/|]?\s*\b(?:rev|issue|version)\b", after, flags=re.IGNORECASE)[0]
    if len(title) > 4 and not find_date(title, day_first=True) and not number_in(title):
        found.append(Finding("title", title, place, 1))
    return found


def _inline(segment: str) -> Iterator[tuple[Label, str, str]]:
    """Labels inside a segment with their values and the words from the label on."""
    found = labels_in(segment)
    for place, here in enumerate(found):
        end = found[place + 1].start if place + 1 < len(found) else len(segment)
        value = segment[here.end : end].strip(" .,;|-–—/(")
        if not value or (here.label.field == "ignored" and not here.marked):
            continue
        if here.marked or _fits_unmarked(here.label, value, here.start):
            yield here.label, _closed(value), segment[here.start :]


def _opens_with_fact(segment: str) -> bool:
    return bool(_loose(segment)) or number_at_start(segment) is not None


def _loose(segment: str) -> list[tuple[Label, str, str]]:
    """A label with its value and no colon, as in a row of such cells ("Owner D. Okafor")."""
    match = next(iter(labels_in(segment, anywhere=True)), None)
    value = segment[match.end :].strip() if match and match.start == 0 else ""
    if match is None or not value or not (value[0].isupper() or value[0].isdigit()):
        return []
    return [(match.label, value, segment)]


def _closed(value: str) -> str:
    return value[:-1] if value.endswith(")") and "(" not in value else value


def _fits_unmarked(label: Label, value: str, start: int) -> bool:
    """Whether a value may follow a label without a colon ("Rev D", "valid from 1 May 2026")."""
    if label.field == "revision":
        return revision_in_line(value) is not None
    if label.field == "number":
        return number_at_start(value) is not None
    if label.field in _DATE_FIELDS:
        dated = find_dated(value, day_first=True)
        near = dated is not None and value.find(dated[1]) <= 4
        return near and (start == 0 or label.strength < 2)
    if label.field in ("replaced_by", "supersedes"):
        return number_in(value) is not None or revision_in_line(value) is not None
    return start == 0 and label.field in ("approved_by", "review_on") and value[:1].isupper()


def _fits(label: Label, segment: str) -> bool:
    """Whether a cell that reads like a label is rather the value of the label before it."""
    if label.field == "number":
        return read_number(segment) is not None
    if label.field == "revision":
        return read_revision(segment) is not None
    return label.field in ("title", "owner", "status") and ":" not in segment
