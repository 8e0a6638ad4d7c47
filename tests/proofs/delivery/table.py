"""All rows by name, in the order of the table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.proofs.delivery import rows
from tests.proofs.delivery.counts import Counts
from tests.proofs.delivery.load import asked_at_once
from tests.proofs.delivery.rows import SABOTAGES, Row

TABLE: dict[str, Callable[[Counts], Row]] = {
    "kills-postgresql": rows.killed_on_postgres,
    "kills-sqlite": rows.killed_on_sqlite,
    "database": rows.database_away,
    "stops": rows.stopped,
    **{
        f"without-{part.replace(' ', '-')}": partial(rows.sabotaged, part=part)
        for part in SABOTAGES
    },
    "replies-postgresql": partial(rows.killed_before_the_reply, on_postgres=True),
    "replies-sqlite": partial(rows.killed_before_the_reply, on_postgres=False),
    "load": asked_at_once,
    "duplicates": rows.delivered_twice,
}
