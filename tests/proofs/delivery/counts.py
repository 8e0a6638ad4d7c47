"""How much is proven: small by default, all of it with `--full`, anything by the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Counts:
    """`PROVE_KILLS=200` and so on change one of them."""

    messages: int = 500
    kills: int = 12
    crashes: int = 3
    outages: int = 2
    stops: int = 8
    sabotages: int = 2
    reply_kills: int = 10
    deliveries: int = 450
    questions: int = 50
    passages: int = 10_000


FULL = Counts(
    messages=10_000,
    kills=200,
    crashes=20,
    outages=10,
    stops=100,
    sabotages=5,
    reply_kills=100,
    deliveries=10_000,
)


def counts(chosen: Counts | None = None) -> Counts:
    """The counts to run, after what the environment says."""
    chosen = chosen or Counts()
    told = {
        field.name: int(os.environ[name])
        for field in fields(Counts)
        if (name := f"PROVE_{field.name.upper()}") in os.environ
    }
    return replace(chosen, **told)
