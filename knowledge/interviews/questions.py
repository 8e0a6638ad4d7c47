"""One kind of question, wherever it comes from: pack, document, record, trail or the company."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Literal, cast, get_args

from pydantic import TypeAdapter

from knowledge.errors import BadInput
from knowledge.standards.companions import InterviewQuestion, InterviewRoles
from knowledge.storage.drill_tables import DrillQuestion

Part = Literal[
    "what_i_do", "governing_document", "record", "how_i_know", "when_it_goes_wrong", "conduct"
]
Kind = Literal["opening", "open", "show me", "what if", "awareness", "closing"]
Source = Literal["pack", "document", "record", "trail", "own"]

PARTS: tuple[Part, ...] = get_args(Part)
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Question:
    """What is asked, what a good answer holds, and where that is written.

    `parts` are those of the six that it asks for: only they count. `about` names the document,
    record or person that it is about, where there is one; `role` None suits every role.
    """

    id: str
    source: Source
    text: str
    clause: str | None
    edition: str | None
    role: str | None
    kind: Kind
    parts: tuple[Part, ...]
    key_points: tuple[str, ...]
    passage_id: int | None = None
    why_asked: str = ""
    hint: str = ""
    about: str | None = None
    clauses: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def question_from(plain: Mapping[str, Any]) -> Question:
    """The inverse of `Question.plain`, also after the row was JSON."""
    return _adapter().validate_python(dict(plain))


def from_pack(pack: InterviewRoles, *, role: str, edition: str) -> list[Question]:
    """A role's questions that go with an edition; none for an unknown role."""
    found = [one for one in pack.roles if one.id == role]
    return [
        _of_pack(question, one.id, edition)
        for one in found
        for question in one.questions
        if edition in question.editions or kind_from(question.kind) in ("opening", "closing")
    ]


def from_row(row: DrillQuestion) -> Question:
    """A question of the company, mined or its own."""
    return Question(
        id=f"{row.source}-{row.id}",
        source=cast(Source, row.source),
        text=row.text,
        clause=row.clause,
        edition=row.edition,
        role=row.role,
        kind=kind_from(row.kind),
        parts=parts_from(row.parts),
        key_points=tuple(row.key_points),
        passage_id=row.passage_id,
        why_asked=row.why_asked,
        hint=row.hint,
        clauses=(row.clause,) if row.clause else (),
    )


def _of_pack(question: InterviewQuestion, role: str, edition: str) -> Question:
    return Question(
        id=question.id,
        source="pack",
        text=question.text,
        clause=question.clauses[0] if question.clauses else None,
        edition=edition,
        role=role,
        kind=kind_from(question.kind),
        parts=parts_from(question.parts),
        key_points=tuple(question.key_points),
        why_asked=question.why_asked,
        hint=hint_from(parts_from(question.parts)),
        clauses=tuple(question.clauses),
    )


PART_HINTS: dict[Part, str] = {
    "what_i_do": "Say in your own words what you do, one step after the other.",
    "governing_document": "Name the document that says so, or say where you would look it up.",
    "record": "Say what is written down, on which form or in which system, and where it is kept.",
    "how_i_know": "Say which limit, check or figure tells you that it worked.",
    "when_it_goes_wrong": "Say what you stop, whom you tell and what you write down.",
    "conduct": "Say it as it is. If you don't know, say where you would look.",
}


def parts_from(names: Iterable[str]) -> tuple[Part, ...]:
    """The six parts by name, in their order. Raises BadInput for another name."""
    wanted = [name.strip().casefold().replace(" ", "_").replace("-", "_") for name in names]
    for name in wanted:
        if name not in PARTS:
            raise BadInput(f"There is no part {name!r}. There are: {', '.join(PARTS)}.")
    return tuple(part for part in PARTS if part in wanted)


def kind_from(name: str) -> Kind:
    """Raises BadInput for a kind of question that isn't one."""
    if name not in KINDS:
        raise BadInput(f"There is no kind of question {name!r}. There are: {', '.join(KINDS)}.")
    return name


def hint_from(parts: Iterable[Part]) -> str:
    """What to think of, without the answer: one sentence for each part, two at most."""
    return " ".join([PART_HINTS[part] for part in parts][:2])


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Question]:
    return TypeAdapter(Question)
