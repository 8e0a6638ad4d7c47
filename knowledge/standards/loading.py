"""Packs from their files: the shipped ones, and any folder with files of the same schema."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.errors import BadInput, NotFound
from knowledge.standards.schema import Clause, Pack

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SHOWN = 5

Model = TypeVar("Model", bound=BaseModel)
Place = Traversable | Path


@dataclass(frozen=True)
class Packs:
    """The editions of standards that are at hand, each with the digest of what was read."""

    packs: Mapping[str, Pack]
    digests: Mapping[str, str]

    def __iter__(self) -> Iterator[Pack]:
        return iter(self.packs.values())

    def edition(self, edition: str) -> Pack:
        """Raises NotFound for an edition that isn't there."""
        pack = self.packs.get(edition)
        if pack is None:
            known = ", ".join(sorted(self.packs)) or "none"
            raise NotFound(f"There is no pack for the edition {edition}. There is: {known}.")
        return pack

    def earlier(self, pack: Pack) -> Pack | None:
        """The edition that this one's clauses come from."""
        return self.packs.get(pack.pack.follows or "")

    def later(self, pack: Pack) -> Pack | None:
        """The edition that follows this one."""
        return next((other for other in self if other.pack.follows == pack.edition), None)

    @property
    def digest(self) -> str:
        """Changes with any word of any pack."""
        told = "\x1f".join(f"{edition}={self.digests[edition]}" for edition in sorted(self.packs))
        return hashlib.sha256(told.encode()).hexdigest()


@lru_cache(maxsize=1)
def shipped() -> Packs:
    """The packs that come with the program; read once."""
    return packs_in(files("knowledge.standards") / "packs")


def packs_in(folder: Place) -> Packs:
    """The packs of a folder. Raises BadInput naming file and place where one doesn't fit."""
    found = (validated(Pack, plain, name) for name, plain in pack_files(folder).items())
    packs = {pack.edition: pack for pack in found}
    digests = {edition: digest_of(pack) for edition, pack in packs.items()}
    laid = {edition: _laid_over(pack, packs) for edition, pack in packs.items()}
    return Packs(_linked(laid), digests)


def pack_files(folder: Place) -> dict[str, Any]:
    """The plain content of the files that hold clauses, by name."""
    named = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    read = {name: read_yaml(folder / name) for name in named}
    return {name: plain for name, plain in read.items() if _holds_clauses(plain)}


def digest_of(pack: Pack) -> str:
    """Equal for packs that say the same, however their files are laid out."""
    return hashlib.sha256(pack.model_dump_json().encode()).hexdigest()


def read_yaml(source: Place) -> Any:
    """The plain content of a file. Raises BadInput naming the line that is no YAML."""
    try:
        return yaml.load(source.read_text(encoding="utf-8"), Loader=_Loader)
    except (yaml.YAMLError, OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{source.name} can't be read: {error}") from error


def validated(kind: type[Model], plain: Any, name: str) -> Model:
    """The content as a model. Raises BadInput with the places that don't fit."""
    try:
        return kind.model_validate(plain)
    except ValidationError as error:
        problems = places(error, plain)
        more = f" … and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise BadInput(f"{name}: {'; '.join(problems[:_SHOWN])}{more}") from error


def places(error: ValidationError, plain: Any) -> list[str]:
    """Each problem with its place, a clause named by its number."""
    return [f"{_place(one['loc'], plain)}: {one['msg']}" for one in error.errors()]


def _place(location: tuple[int | str, ...], plain: Any) -> str:
    named: list[str] = []
    for step in location:
        try:
            plain = plain[step]
        except (KeyError, IndexError, TypeError):
            plain = None
        number = plain.get("number") if isinstance(plain, dict) else None
        named.append(f"{number}" if number and isinstance(step, int) else f"{step}")
    return " › ".join(named)


def _holds_clauses(plain: Any) -> bool:
    return isinstance(plain, dict) and "clauses" in plain


def _laid_over(pack: Pack, packs: Mapping[str, Pack]) -> Pack:
    """An overlay with the clauses beneath it; any other pack as it is."""
    base = packs.get(pack.pack.overlay_of or "")
    if base is None:
        return pack
    mine = pack.by_number
    merged = [_added_to(clause, mine.get(clause.number)) for clause in base.clauses]
    merged += [clause for clause in pack.clauses if base.get(clause.number) is None]
    merged.sort(key=lambda clause: [int(part) for part in clause.number.split(".")])
    return Pack(pack=pack.pack, clauses=tuple(merged))


_LISTED = ("asks", "items", "documented", "evidence", "findings", "roles", "words", "links")


def _added_to(base: Clause, addition: Clause | None) -> Clause:
    if addition is None:
        return base
    longer = {name: (*getattr(base, name), *getattr(addition, name)) for name in _LISTED}
    about = f"{base.about} {addition.about}"
    return base.model_copy(
        update={
            **longer,
            "about": about,
            "certainty": addition.certainty,
            "not_applicable_allowed": addition.not_applicable_allowed,
        }
    )


def _linked(packs: Mapping[str, Pack]) -> dict[str, Pack]:
    """Packs that map from an earlier edition know which it is: the one before of their standard."""
    linked: dict[str, Pack] = {}
    for edition, pack in sorted(packs.items()):
        before = [
            other.edition
            for other in packs.values()
            if other.pack.standard == pack.pack.standard and other.edition < edition
        ]
        maps = any(clause.maps_from for clause in pack.clauses)
        follows = pack.pack.follows or (max(before) if before and maps else None)
        header = pack.pack.model_copy(update={"follows": follows})
        linked[edition] = Pack(pack=header, clauses=pack.clauses)
    return linked
