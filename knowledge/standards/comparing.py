"""Do our own words coincide with a standard's? For owners of a copy; nothing of it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.standards.schema import Pack

RUN = 7
"""So many words in a row are seldom the same by chance."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Coincidence:
    """A run of words of a pack's entry that stands in the copy too."""

    place: str
    words: str


def coincidences(pack: Pack, copy: Iterable[str], *, run: int = RUN) -> list[Coincidence]:
    """The places of a pack where at least `run` words in a row stand in the copy as well."""
    known = {shingle for text in copy for shingle in _shingles(_words(text), run)}
    found: list[Coincidence] = []
    for place, text in entries(pack):
        words = _words(text)
        hits = [at for at, shingle in enumerate(_shingles(words, run)) if shingle in known]
        found += [Coincidence(place, " ".join(words[a:b])) for a, b in _stretches(hits, run)]
    return found


def entries(pack: Pack) -> Iterator[tuple[str, str]]:
    """Every text of a pack with its place."""
    for clause in pack.clauses:
        place = f"{pack.edition} {clause.number}"
        yield f"{place} title", clause.title
        yield f"{place} about", clause.about
        for name in ("asks", "evidence", "findings", "words"):
            yield from ((f"{place} {name}", text) for text in getattr(clause, name))
        yield from ((f"{place} item {item.label}", item.topic) for item in clause.items)
        yield from ((f"{place} documented", one.what) for one in clause.documented)
        yield from ((f"{place} maps_from", origin.note) for origin in clause.maps_from)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _shingles(words: list[str], run: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(run)), strict=False)


def _stretches(hits: list[int], run: int) -> Iterator[tuple[int, int]]:
    """Hits that overlap as one stretch of words, from…to."""
    start = last = None
    for at in hits:
        if last is None or at > last + run:
            if start is not None and last is not None:
                yield start, last + run
            start = at
        last = at
    if start is not None and last is not None:
        yield start, last + run
