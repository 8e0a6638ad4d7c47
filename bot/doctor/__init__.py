"""What has to hold before people can rely on the coach: looked at, one finding each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.wording import words_for


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is well, what was found and, if not, what to do."""

    check: str
    ok: bool
    found: str
    remedy: str = ""


Look = Callable[[], Finding]


def examined(looks: dict[str, Look]) -> Iterator[Finding]:
    """Every finding, in order. A look that breaks is a finding too, and stops no other."""
    for check, look in looks.items():
        try:
            yield look()
        except Exception as error:
            yield Finding(check, False, words_for(error), "Do what it says, then look again.")
