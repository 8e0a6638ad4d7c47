"""What goes with the packs: glossary, principles, and questions an auditor asks, by role."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from knowledge.standards.loading import Place, read_yaml, validated
from knowledge.standards.schema import Entry, Number, Texts, Words


class CompanionHeader(Entry):
    """What a companion says of itself; it goes with all of `editions`."""

    kind: Words
    standard: Words
    editions: Texts
    version: Annotated[Words, BeforeValidator(str)]
    approver: str | None = None
    effective_on: date
    language: str = "en"
    based_on: str = ""


class Term(Entry):
    """A word of the field in our own words, with other words for it and where it matters."""

    term: Words
    meaning: Words
    synonyms: Texts = ()
    clauses: tuple[Number, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.term, *self.synonyms)


class Glossary(Entry):
    glossary: CompanionHeader
    entries: tuple[Term, ...]


class Principle(Entry):
    key: Words
    title: Words
    about: Words
    example: str = ""
    synonyms: Texts = ()
    clauses: tuple[Number, ...] = ()


class Principles(Entry):
    principles: CompanionHeader
    entries: tuple[Principle, ...]


class RoleEntry(BaseModel):
    """A part of the interview questions; what it holds besides is for those who ask them."""

    model_config = ConfigDict(frozen=True, extra="allow")


class InterviewQuestion(RoleEntry):
    id: Words
    clauses: tuple[Number, ...]
    editions: Texts
    kind: Words
    text: Words
    parts: Texts = ()
    key_points: Texts = ()
    why_asked: str = ""


class InterviewRole(RoleEntry):
    id: Words
    title: Words
    about: str = ""
    questions: tuple[InterviewQuestion, ...]


class InterviewRoles(RoleEntry):
    interview_roles: CompanionHeader
    roles: tuple[InterviewRole, ...]


COMPANIONS: dict[str, type[BaseModel]] = {
    "glossary": Glossary,
    "principles": Principles,
    "interview_roles": InterviewRoles,
}
"""The kinds of companion by the key that a file of each begins with."""


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """The shipped glossary; read once."""
    return validated(Glossary, read_yaml(_shipped("glossary.yaml")), "glossary.yaml")


@lru_cache(maxsize=1)
def principles() -> Principles:
    return validated(Principles, read_yaml(_shipped("principles.yaml")), "principles.yaml")


@lru_cache(maxsize=1)
def interview_roles() -> InterviewRoles:
    name = "interview_roles.yaml"
    return validated(InterviewRoles, read_yaml(_shipped(name)), name)


def _shipped(name: str) -> Place:
    return files("knowledge.standards") / "packs" / name
