"""Who may see what. A viewer belongs to audiences; a document is for one audience."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.errors import NotFound

EVERYONE = "everyone"


@dataclass(frozen=True)
class Viewer:
    """The person (or everyone) on whose behalf something is looked up."""

    name: str = EVERYONE
    audiences: frozenset[str] = frozenset({EVERYONE})

    def may_see(self, audience: str) -> bool:
        """Unknown audiences are closed: nobody is in them."""
        return audience == EVERYONE or audience in self.audiences


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
