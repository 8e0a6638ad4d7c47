"""What is wrong with a payload, and where: the way Slack points at it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.local_workspace.refusals import Json


@dataclass(frozen=True)
class Problem:
    message: str
    pointer: str
    constraint: Json = field(default_factory=dict, hash=False)


class Problems:
    """Collects problems while a payload is walked through."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(self, message: str, pointer: str, **constraint: Any) -> None:
        self.found.append(Problem(message, pointer, constraint))

    @property
    def messages(self) -> list[str]:
        return [f"{one.message} [json-pointer:{one.pointer}]" for one in self.found]

    def as_validation_errors(self) -> list[Json]:
        """As `blocks.validate` reports them."""
        return [
            {
                "pointer": one.pointer,
                "code": "failed_constraint",
                "message": one.message,
                "constraint": one.constraint or {"type": "schema"},
            }
            for one in self.found
        ]

    def string(
        self,
        value: Any,
        pointer: str,
        *,
        at_most: int,
        required: bool = True,
        at_least: int = 1,
    ) -> None:
        if value is None:
            if required:
                self.missing(pointer)
        elif not isinstance(value, str):
            self.add("must be a string", pointer, type="type", expected="string")
        elif len(value) > at_most:
            self.add(
                f"must be less than {at_most + 1} characters",
                pointer,
                type="max_length",
                max=at_most,
            )
        elif len(value) < at_least:
            self.add(
                f"must be more than {at_least - 1} characters",
                pointer,
                type="min_length",
                min=at_least,
            )

    def missing(self, pointer: str) -> None:
        parent, _, name = pointer.rpartition("/")
        self.add(f"missing required field: {name}", parent, type="required", field=name)

    def unexpected(self, value: Any, known: Iterable[str], pointer: str) -> None:
        self.add(
            f"unsupported type: {value}" if value else "missing required field: type",
            f"{pointer}/type",
            type="enum",
            expected=sorted(known),
            got=value,
        )

    def items(
        self, value: Any, pointer: str, *, at_most: int, at_least: int = 1
    ) -> list[tuple[str, Any]]:
        """The list's entries with their pointers; what is not a list or too long is a problem."""
        if value is None:
            self.missing(pointer)
            return []
        if not isinstance(value, list):
            self.add("must be an array", pointer, type="type", expected="array")
            return []
        if len(value) > at_most:
            self.add(
                f"no more than {at_most} items allowed", pointer, type="max_items", max=at_most
            )
        if len(value) < at_least:
            self.add(
                f"must contain at least {at_least} item(s)", pointer, type="min_items", min=at_least
            )
        return [(f"{pointer}/{place}", item) for place, item in enumerate(value)]

    def mapping(self, value: Any, pointer: str) -> Json | None:
        if isinstance(value, dict):
            return value
        if value is None:
            self.missing(pointer)
        else:
            self.add("must be an object", pointer, type="type", expected="object")
        return None
