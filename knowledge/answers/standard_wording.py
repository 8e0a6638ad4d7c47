"""The sentences around what the standard says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from knowledge.standards.loading import Packs
from knowledge.standards.schema import Pack

_CURRENT = frozenset({"manual", "policy", "procedure", "instruction", "register", "form", "other"})
_PROOF = frozenset({"record", "register"})
KINDS: Mapping[str, frozenset[str]] = {
    "maintain": _CURRENT,
    "retain": _PROOF,
    "available": _CURRENT | _PROOF | {"external"},
}
"""Which kinds of document can be what is wanted: a procedure about a review is no record of it."""

_CHANGES = {
    "none": "no change reported",
    "wording": "wording",
    "moved": "moved",
    "extended": "asks for more",
    "new": "new",
    "removed": "gone",
}


class Wanted(Protocol):
    """Something to be in writing, and our documents that are."""

    @property
    def number(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def function(self) -> str: ...
    @property
    def explicit(self) -> bool: ...
    @property
    def ours(self) -> tuple[str, ...]: ...


class Changed(Protocol):
    @property
    def number(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def come_from(self) -> str: ...
    @property
    def change(self) -> str: ...
    @property
    def text(self) -> str: ...


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    plain = text.strip()
    return f"{plain[0].upper()}{plain[1:].rstrip('.')}." if plain else ""


def named(number: str | None, title: str) -> str:
    return f"{number} {title}" if number else title


def another_standard(others: Sequence[str], packs: Packs) -> str:
    known = ", ".join(sorted(pack.name for pack in packs))
    return (
        f"This is about {' and '.join(others)}. The coach knows {known} and no other standard, "
        "so it names no clause."
    )


def long_replaced(year: str, edition: str) -> str:
    return f"The edition of {year} was replaced long ago; this is from the edition {edition}."


def not_applicable(number: str, reason: str) -> str:
    return f"The company has declared {number} not applicable: {reason.rstrip('.')}."


def in_writing(documented: Sequence[Wanted], pack: Pack) -> str:
    """Does this have to be in writing?"""
    explicit = [one for one in documented if one.explicit]
    current = [one for one in explicit if one.function == "maintain"]
    if current:
        return f"Yes, in writing and kept current: {_things(current)}."
    if explicit:
        return (
            f"No procedure is asked for by name; what has to be there is the proof: "
            f"{_things(explicit)}. Whether you write a procedure as well is your decision."
        )
    return (
        f"{pack.name} doesn't ask for anything in writing here by name. Whether you write it "
        "down is your decision: as much as the work needs to go right."
    )


def _things(wanted: Sequence[Wanted]) -> str:
    return "; ".join(f"{one.text[0].lower()}{one.text[1:].rstrip('.')}" for one in wanted[:3])


def gaps(documented: Sequence[Wanted]) -> tuple[str, ...]:
    """What is wanted by name and was not found among the documents."""
    missing = [
        f"{_first_up(one.text)} ({one.number})"
        for one in documented
        if one.explicit and not one.ours
    ]
    return tuple(dict.fromkeys(missing))


def _first_up(text: str) -> str:
    return f"{text[0].upper()}{text[1:].rstrip('.')}"


def changed(
    changes: Sequence[Changed], pack: Pack, earlier: Pack | None, number: str | None
) -> str:
    """What an edition changed, a line each."""
    since = f" against {earlier.edition}" if earlier is not None else ""
    telling = [one for one in changes if one.change not in ("none", "wording")]
    if number is not None and not telling:
        noted = [line for line in changes if line.change == "wording"]
        lines = [_line(one) for one in noted[:6]]
        said = "only wording is reported to have changed" if noted else "no change is reported"
        return "\n".join([f"{number} in {pack.name}{since}: {said}.", *lines])
    shown = telling if number is None else changes
    where = f"{number} in {pack.name}" if number is not None else pack.name
    return "\n".join([f"What changed in {where}{since}:", *(_line(one) for one in shown)])


def _line(change: Changed) -> str:
    came = f" (from {change.come_from})" if change.come_from != change.number else ""
    note = f" {change.text}" if change.text else ""
    return f"{change.number} {change.title}{came}: {_CHANGES[change.change]}.{note}"
