"""Bringing a register up to date: by command, and by the clock from the files in the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.assembly import Coach
from knowledge.errors import BadInput
from knowledge.registers import Register

if TYPE_CHECKING:
    from indexing.records import Choices, Report
    from indexing.watching import Watch


def import_register(
    coach: Coach,
    register: Register,
    files: Sequence[str] = (),
    *,
    choices: Choices | None = None,
    on: date | None = None,
    watch: Watch | None = None,
) -> Report:
    """Import files, or those that the settings name; headings are read as the settings say.

    Raises what indexing.records.import_files raises, and BadInput where there is no file to read.
    """
    from indexing.records import IMPORTERS, Choices, import_files

    own = coach.company.records.get(register)
    addresses = list(files) or list(own.files if own else ())
    if not addresses:
        raise BadInput(
            f"Name a file, or list it in settings.yaml under records, {register}, files."
        )
    chosen = replace(
        choices or Choices(),
        columns=own.columns if own else {},
        day_first=coach.company.register_rules.day_first,
    )
    return import_files(
        coach.database,
        IMPORTERS[register],
        addresses,
        now=coach.clock(),
        today=on or coach.today(),
        choices=chosen,
        watch=watch,
    )
