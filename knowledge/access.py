"""Who may see what. A viewer belongs to audiences; a document is for one audience."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.errors import NotFound

EVERYONE = "everyone"
"""The audience of all employees."""
PUBLIC = "public"
"""The audience of documents that anybody may see: guests and other organisations as well."""

Role = Literal["employee", "lead", "document owner", "quality", "deputy", "top management", "it"]
"""What the people register or a grant lets somebody do. IT runs the coach and approves nothing."""


@dataclass(frozen=True)
class Viewer:
    """The person (or everyone) on whose behalf something is looked up."""

    name: str = EVERYONE
    audiences: frozenset[str] = frozenset({EVERYONE})

    def may_see(self, audience: str) -> bool:
        """Unknown audiences are closed: nobody is in them."""
        return audience == PUBLIC or audience in self.audiences

    @property
    def is_outsider(self) -> bool:
        return EVERYONE not in self.audiences

    def together(self, other: Viewer) -> Viewer:
        """Both at once, as in a channel: what only one of them may see is not shown."""
        return Viewer(self.name, self.audiences & other.audiences)


OUTSIDER = Viewer("an outsider", frozenset())
"""A guest, somebody of another organisation, or whoever can't be told to be an employee."""


def viewer_named(name: str | None, audiences: Mapping[str, Iterable[str]]) -> Viewer:
    """The viewer for a person's name, e-mail or account; None is everyone.

    Raises NotFound for a person whom no audience lists, so that a misspelt name is noticed
    instead of being answered with less.
    """
    if name is None or name.casefold() == EVERYONE:
        return Viewer()
    wanted = name.strip().casefold()
    mine = {
        audience
        for audience, people in audiences.items()
        if any(person.strip().casefold() == wanted for person in people)
    }
    if not mine:
        raise NotFound(
            f"No audience in the settings lists {name!r}. "
            "Check the spelling, or leave --as out to ask as everyone."
        )
    return Viewer(name.strip(), frozenset({EVERYONE, *mine}))
