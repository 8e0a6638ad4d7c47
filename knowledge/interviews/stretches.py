"""A passage as the miner sees it, and what is found in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge.interviews.phrasing import Phrased

_GENERAL = re.compile(
    r"(?:the )?(?:general(?: considerations)?|methods?|procedures?|records?|overview|steps|process|"
    r"responsibilities|roles(?: and responsibilities)?|requirements?|when|time|how|result)",
    re.IGNORECASE,
)

Unit = tuple[str, str]
"""A sentence, item, row or header with its kind."""


@dataclass(frozen=True)
class Stretch:
    """A passage as the miner sees it: its units, and what stands above them."""

    title: str
    headings: tuple[str, ...]
    units: tuple[Unit, ...]
    columns: tuple[str, ...] = ()
    proper: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Mined:
    """A question, the sentence that answers it, the role that is named there; the clause where the
    kind of sentence tells it."""

    question: Phrased
    sentence: str
    who: str | None
    clause: str | None = None


def topic_of(stretch: Stretch) -> str:
    """What a question is about, as an auditor would name it: title and section."""
    title = re.sub(r"^[A-Z]{1,4}[-. ]?[A-Z]{0,3}[-. ]?\d+\s*[-–:]?\s*", "", stretch.title).strip()
    last = stretch.headings[-1] if stretch.headings else ""
    section = re.sub(r"^(?:annex )?[\dA-Z]{1,2}[.)](?:\d+\.?)*\s+|^[\d.]+\s+", "", last).strip()
    if not section or section == stretch.title or _GENERAL.fullmatch(section.rstrip("?")):
        return title
    return f"{title}, “{section}”"


def title_of(stretch: Stretch) -> str:
    """The title without the document's number."""
    return topic_of(Stretch(stretch.title, (), ()))
