"""Controlled documents: what the register says of each issue, and which issue is in force when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Literal, Protocol

from knowledge.access import EVERYONE

Kind = Literal[
    "manual", "policy", "procedure", "instruction", "form", "record", "register",
    "external", "training", "other",
]  # fmt: skip
Approval = Literal["approved", "draft", "unknown"]
Handling = Literal["quote", "link only", "never in Slack"]
Status = Literal["current", "superseded", "draft", "future", "withdrawn"]


@dataclass(frozen=True)
class DocumentFacts:
    """What is known of one issue of a document, and where each fact was read.

    `read_from` maps a field's name to "header table", "page header", "front matter",
    "file name", "folder", "text", "file properties" or "register.csv".
    `doubts` are sentences for the document controller: what is missing, contradicts itself,
    or was assumed.
    """

    title: str
    number: str | None = None
    revision: str | None = None
    approval: Approval = "unknown"
    approved_by: str | None = None
    approved_on: date | None = None
    effective_on: date | None = None
    review_on: date | None = None
    owner: str | None = None
    kind: Kind = "other"
    external_issue: str | None = None
    audience: str = EVERYONE
    handling: Handling = "quote"
    language: str = "en"
    superseded: bool = False
    address: str | None = None
    read_from: dict[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


class Reviewed(Protocol):
    """What has a day by which it is to be reviewed."""

    @property
    def review_on(self) -> date | None: ...


class Issue(Protocol):
    """The few facts of one issue of a document that decide its status.

    The revision of an external document is its `external_issue`.
    """

    @property
    def number(self) -> str | None: ...
    @property
    def revision(self) -> str | None: ...
    @property
    def external_issue(self) -> str | None: ...
    @property
    def approval(self) -> str: ...
    @property
    def effective_on(self) -> date | None: ...
    @property
    def superseded(self) -> bool: ...
    @property
    def withdrawn(self) -> bool: ...
    @property
    def kind(self) -> str: ...
    @property
    def file(self) -> str: ...


# Numbers


def normal_number(text: str) -> str:
    """A document number without what people write differently: "qp 12" and "QP-0012" are one.

    Case, separators and the leading zeros of the last group of digits don't matter; separators
    between digits do ("7.5-01" isn't "75-01").
    """
    plain = re.sub(r"[\W_]+", "-", text.upper()).strip("-")
    plain = re.sub(r"^FORM(?=-?\d)", "F", plain)
    plain = re.sub(r"(?<!\d)-|-(?!\d)", "", plain)
    return re.sub(r"(?<!\d)0+(?=\d+\D*$)", "", plain)


def same_number(one: str, other: str) -> bool:
    """Whether two spellings mean the same document."""
    return normal_number(one) == normal_number(other) != ""


def group_key(facts: DocumentFacts, file: str) -> str:
    """What the issues of one document have in common.

    Records and documents without a number stand alone; each language is a document of its own,
    so that a German issue never supersedes an English one.
    """
    number = normal_number(facts.number or "")
    if facts.kind == "record" or not number:
        return f"file:{file}"
    return f"number:{number}:{facts.language}"


# Revisions

Part = tuple[int, int, str]
RevisionKey = tuple[int, tuple[Part, ...]]

_NONE, _LETTERS, _NUMBERS, _DATES = range(4)
_REVISION_WORDS = re.compile(
    r"\b(?:document|revision|rev|issue|version|ver|edition|ed|index|ausgabe|fassung|"
    r"stand|no|nr|draft|entwurf)\b\.?|\b[vr]\.?(?=\s*\d)",
    re.IGNORECASE,
)
_DATED = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?|(\d{1,2})[./](\d{1,2})[./](\d{4})")


def revision_key(text: str | None) -> RevisionKey:
    """Revisions in the order they were issued: C < D < AA, 2.1.2 < 2.10, "Issue 3" < "04".

    The first figure is the scheme. Only keys of one scheme say which is newer
    (see `same_scheme`): a company that went from letters to numbers orders by date.
    """
    plain = _REVISION_WORDS.sub(" ", text or "").strip()
    if dated := _DATED.fullmatch(plain):
        year, month, day, first, second, last = dated.groups()
        figures = (year, month, day or "0") if year else (last, second, first)
        return (_DATES, tuple((0, int(figure), "") for figure in figures))
    if not plain:
        return (_NONE, ())
    parts = [_part(part) for part in re.findall(r"\d+|[^\W\d_]+", plain)]
    if not parts:
        return (_LETTERS, ())  # "-" is the issue before A
    scheme = _NUMBERS if parts[0][0] == 0 else _LETTERS
    while len(parts) > 1 and parts[-1][:2] == (0, 0):
        parts.pop()
    return (scheme, tuple(parts))


def same_scheme(one: RevisionKey, other: RevisionKey) -> bool:
    """Whether the two revisions can be put in order by themselves."""
    return one[0] == other[0] != _NONE


def same_revision(one: str | None, other: str | None) -> bool:
    """Whether two spellings mean the same revision ("Rev. C" and "c", "2" and "2.0")."""
    return revision_key(one) == revision_key(other)


def _part(text: str) -> Part:
    if text.isdecimal():
        return (0, int(text), "")
    return (1, len(text), text.upper())


# Statuses


def statuses(issues: Sequence[Issue], *, on: date) -> list[Status]:
    """The status of each issue of one document on a day, in the order given.

    The newest approved issue that has become effective is current; where nobody says whether
    it is approved, it counts. Drafts and issues of the future supersede nothing. Files of the
    same revision are current together, and so is every record.
    """
    found = [_status_alone(issue, on) for issue in issues]
    candidates = [issue for issue, status in zip(issues, found, strict=True) if status is None]
    in_force = [id(issue) for issue in _newest(candidates)]
    return [
        status or ("current" if id(issue) in in_force else "superseded")
        for issue, status in zip(issues, found, strict=True)
    ]


def clashes(issues: Sequence[Issue], *, on: date) -> list[str]:
    """What the document controller should settle between the issues of one document."""
    now = statuses(issues, on=on)
    current = [i for i, s in zip(issues, now, strict=True) if s == "current" and i.kind != "record"]
    sentences = [_twins(one, other) for one, other in combinations(current, 2)]
    dated = [issue for issue in issues if issue.effective_on and issue.approval != "draft"]
    sentences += [_out_of_order(one, other) for one, other in combinations(dated, 2)]
    sentences += [_undated(issue, current) for issue in current if len(issues) > 1]
    return [sentence for sentence in sentences if sentence]


def review_overdue(facts: Reviewed, on: date) -> bool:
    """Whether the day of the next review has passed."""
    return facts.review_on is not None and facts.review_on < on


def _status_alone(issue: Issue, on: date) -> Status | None:
    """The status an issue has whatever the others are, or None if they decide."""
    if issue.withdrawn:
        return "withdrawn"
    if issue.superseded:
        return "superseded"
    if issue.approval == "draft":
        return "draft"
    if issue.effective_on is not None and issue.effective_on > on:
        return "future"
    return None


def _newest(candidates: Iterable[Issue]) -> list[Issue]:
    """The issues that no other is newer than, with every file of the newest one's revision."""
    candidates = list(candidates)
    records = [issue for issue in candidates if issue.kind == "record"]
    others = [issue for issue in candidates if issue.kind != "record"]
    if not others:
        return records
    first = _newest_one(others)
    return records + [issue for issue in others if issue is first or _as_new(issue, first)]


def _newest_one(issues: Sequence[Issue]) -> Issue:
    """The newest by effective date, then by revision.

    An issue without a date is only newer than a dated one if its revision says so.
    """
    dated = [issue for issue in issues if issue.effective_on is not None]
    undated = [issue for issue in issues if issue.effective_on is None]
    if not dated:
        return max(undated, key=_key)
    first = max(dated, key=lambda issue: (issue.effective_on, _key(issue)))
    newer = [i for i in undated if same_scheme(_key(i), _key(first)) and _key(i) > _key(first)]
    return max(newer, key=_key, default=first)


def _as_new(one: Issue, other: Issue) -> bool:
    """Whether two files hold the same issue, or nothing says which is the newer."""
    keys = _key(one), _key(other)
    if keys[0] == keys[1] and keys[0][0] != _NONE:
        return True
    if one.effective_on != other.effective_on:
        return False
    return not same_scheme(*keys)


def _key(issue: Issue) -> RevisionKey:
    if issue.kind == "external" and issue.external_issue:
        return revision_key(issue.external_issue)
    return revision_key(issue.revision)


def _named(issue: Issue) -> str:
    number = issue.number or issue.file
    return f"{number} revision {issue.revision}" if issue.revision else f"{number}"


def _twins(one: Issue, other: Issue) -> str:
    """Two files of one issue; a PDF beside its Word file is no surprise."""
    same_day = one.effective_on == other.effective_on
    if same_day and _ending(one) != _ending(other) and same_revision(one.revision, other.revision):
        return ""
    return f"Two files count as {_named(one)}: {one.file} and {other.file}. Keep one of them."


def _ending(issue: Issue) -> str:
    return issue.file.rpartition(".")[2].lower()


def _out_of_order(one: Issue, other: Issue) -> str:
    keys = _key(one), _key(other)
    if one.effective_on is None or other.effective_on is None or not same_scheme(*keys):
        return ""
    if keys[0] == keys[1] or one.effective_on == other.effective_on:
        return ""
    if (keys[0] < keys[1]) == (one.effective_on < other.effective_on):
        return ""
    later, earlier = (one, other) if keys[0] > keys[1] else (other, one)
    return (
        f"{_named(later)} became effective on {later.effective_on}, before revision "
        f"{earlier.revision} ({earlier.effective_on}). Check the dates."
    )


def _undated(issue: Issue, current: Sequence[Issue]) -> str:
    if issue.effective_on is not None or len(current) > 1:
        return ""
    return (
        f"{_named(issue)} has no effective date; it counts as in force because its revision "
        f"is the highest."
    )
