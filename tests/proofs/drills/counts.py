"""How much is proven: small by default, all of it with `--full`, anything by the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Counts:
    """`PROVE_INTERVIEWS=200` and so on change one of them."""

    interviews: int = 20
    interview_kills: int = 5
    sabotaged: int = 3
    """Interviews held by a process that a part was taken out of."""


FULL = Counts(interviews=200, interview_kills=50, sabotaged=6)


def counts(chosen: Counts | None = None) -> Counts:
    """The counts to run, after what the environment says."""
    chosen = chosen or Counts()
    told = {
        field.name: int(os.environ[name])
        for field in fields(Counts)
        if (name := f"PROVE_{field.name.upper()}") in os.environ
    }
    return replace(chosen, **told)
