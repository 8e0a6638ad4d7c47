"""What is made of an answer: parts, practice findings, advice. Plain values, kept as JSON.

A judge is handed in; this room says only what it gets and what it gives back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from pydantic import TypeAdapter

from knowledge.errors import BadInput
from knowledge.interviews.questions import Part, Question

NamedKind = Literal["document", "revision", "form", "record", "role", "person", "time limit"]
Standing = Literal["right", "superseded", "does not exist", "contradicts", "verified", "unchecked"]
Sign = Literal[
    "disclosed", "asked again", "would look it up", "did not know",
    "concealed", "backdated", "blamed", "guessed", "stayed vague", "said too much",
]  # fmt: skip

RECITED = "Word for word from the document. In your own words it would show more."
"""Told of an answer that reads out what it was to say."""


@dataclass(frozen=True)
class Named:
    """Something that an answer names, and what register and records say of it.

    `name` is the official number where there is one, with the person's own signs between letters
    and digits; `said` are the person's words; `passage_id` is where the documents say it. `beside`:
    a document in force that has nothing to do with the question.
    """

    kind: NamedKind
    name: str
    standing: Standing
    said: str = ""
    detail: str = ""
    passage_id: int | None = None
    beside: bool = False


@dataclass(frozen=True)
class KeyPassage:
    """The passage that holds what was asked for, as it stands now.

    `text` is empty where the document may only be linked; `status` is that of its issue today.
    `given`: it came with the question; else it was found for it and may be beside the point, and
    `says` is the one sentence of it that answers, if there is any.
    """

    id: int
    document: str
    title: str
    revision: str | None
    section: str | None
    page: int | None
    text: str
    address: str | None
    status: str
    given: bool = True
    says: str = ""

    @property
    def citation(self) -> str:
        """For a reader: "QP-0009 revision F, 4.2 Segregation, page 3"."""
        issue = f"{self.document} revision {self.revision}" if self.revision else self.document
        page = f"page {self.page}" if self.page is not None else None
        return ", ".join(part for part in (issue, self.section, page) if part)


@dataclass(frozen=True)
class Facts:
    """What was looked up for one answer before it is judged; the judge itself reads no rows.

    `files` are the names of what was shown. `overdue` says in words what of the person's own
    training has run out or is late. `lead` is whom to tell at once; `place` is where they work.
    `on_clause` are the numbers of the documents on the clause of a question about a record;
    `instead` is the document that a question is about where one beside it was named; `roles` are
    names that stand for a role which the key points name. `job` is the person's title.
    """

    named: tuple[Named, ...] = ()
    passage: KeyPassage | None = None
    files: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    lead: str | None = None
    place: str | None = None
    on_clause: tuple[str, ...] = ()
    instead: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    job: str = ""


class PartScore(NamedTuple):
    """0 missing, 1 partly, 2 there; the reason is written for the person."""

    score: Literal[0, 1, 2]
    reason: str


@dataclass(frozen=True)
class PracticeFinding:
    """In the auditor's voice and in three parts; it never holds advice.

    "would write" only where what was said contradicts a current document or a record; "major" only
    proposed, where several point at one requirement. Raises BadInput without evidence.
    """

    grade: Literal["would ask", "would write", "major", "good practice"]
    requirement: str
    evidence: str
    statement: str
    clause: str | None = None

    def __post_init__(self) -> None:
        if not self.evidence.strip():
            raise BadInput("A finding needs evidence. Say what shows it, or leave it out.")


@dataclass(frozen=True)
class Advice:
    """The coach's own voice. `citation` names the passage for a reader, `address` is where the
    original lies; `better_answer` is two sentences built from the company's document.

    `found`: the passage didn't come with the question, it was found for it. `ask` says whom to ask
    where no document says it.
    """

    good: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    passage_id: int | None = None
    citation: str | None = None
    quote: str = ""
    address: str | None = None
    better_answer: str = ""
    found: bool = False
    ask: str = ""


@dataclass(frozen=True)
class Deviation:
    """Something real that the answer tells of. `tell_now` is whom to tell at once, for safety."""

    quote: str
    draft: str
    safety: bool = False
    tell_now: str | None = None


@dataclass(frozen=True)
class ConductSign:
    """How the person answered; `quote` stands in the answer word for word."""

    sign: Sign
    quote: str


@dataclass(frozen=True)
class Judgement:
    """Only the parts that the question asks for are in `parts`."""

    parts: Mapping[Part, PartScore]
    findings: tuple[PracticeFinding, ...] = ()
    advice: Advice = field(default_factory=Advice)
    deviation: Deviation | None = None
    conduct: tuple[ConductSign, ...] = ()
    named: tuple[Named, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The points reached, 0 to 1; 1 where the question asks for no part."""
        most = 2 * len(self.parts)
        return sum(part.score for part in self.parts.values()) / most if most else 1.0

    def lacking(self) -> tuple[Part, ...]:
        """The parts that were not fully there, the emptiest first, in the question's order."""
        short = [(part.score, name) for name, part in self.parts.items() if part.score < 2]
        return tuple(name for _, name in sorted(short, key=lambda one: one[0]))

    def plain(self) -> dict[str, Any]:
        return asdict(self)


Judge = Callable[[Question, str, Facts], Judgement]


def judgement_from(plain: Mapping[str, Any]) -> Judgement:
    """The inverse of `Judgement.plain`, also after the row was JSON."""
    return _adapter().validate_python(dict(plain))


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Judgement]:
    return TypeAdapter(Judgement)
