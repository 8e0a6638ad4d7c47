"""From files to registers: read, recognise, check every row, write all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from indexing.records.columns import Importer
from indexing.records.fetching import Fetched, fetched
from indexing.records.reading import Choices, Reading, read_rows
from indexing.records.report import Outcome, Report
from indexing.records.run import Run
from indexing.watching import Unwatched, Watch
from knowledge import audit_log, registers
from knowledge.errors import NotAllowed, StorageUnavailable
from knowledge.storage.database import Database
from knowledge.storage.record_tables import ImportRun

WAITS = "30s"
"""How long an import waits for another one, as SQLite's writers do."""
LOCK = 6023


def import_files(
    database: Database,
    importer: Importer,
    addresses: Sequence[str],
    *,
    now: datetime,
    today: date,
    choices: Choices | None = None,
    watch: Watch | None = None,
) -> Report:
    """Bring a register up to date from files or fsspec addresses; importing twice changes nothing.

    Raises BadInput for a file that holds no table of the register, SourceRefused if much has
    vanished from it, NotAllowed where the coach keeps the register, StorageUnavailable if another
    import does not end.
    """
    chosen, told = choices or Choices(), watch or Unwatched()
    with fetched(addresses) as files:
        report = Report(importer.register, [file.name for file in files], chosen.dry_run)
        reading = read_rows(importer, files, chosen, report, told)
        try:
            with database.begin() as session:
                take_turns(session)
                _refuse_if_kept_here(session, importer)
                run = Run(
                    session, report, {file.name: file.series for file in files}, now, today, told,
                    chosen.skip_bad, chosen.accept_removals, reading.mentioned, reading.incomplete,
                )  # fmt: skip
                _write(run, importer, reading)
                _finish(run, files, chosen)
        except OperationalError as error:
            if "lock" not in str(error.orig):
                raise
            raise StorageUnavailable(
                "Another import is still writing. Nothing was changed; try again in a minute."
            ) from error
    return report


def take_turns(session: Session) -> None:
    """Wait for an import that is writing. SQLite's writers follow one another anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SET LOCAL lock_timeout = '{WAITS}'"))
        session.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))


def _refuse_if_kept_here(session: Session, importer: Importer) -> None:
    if registers.master_of(session, importer.register) == "coach":
        raise NotAllowed(
            f"The {importer.register} register is kept in the coach; an import would overwrite "
            "it. Make the file its master first, or change it in the coach."
        )


def _write(run: Run, importer: Importer, reading: Reading) -> None:
    for table in importer.tables:
        if reading.rows.get(table.name):
            table.write(run, reading.rows[table.name])
    for table in importer.tables:
        if table.afterwards is not None and reading.rows.get(table.name):
            table.afterwards(run, reading.rows[table.name])


def _finish(run: Run, files: Sequence[Fetched], chosen: Choices) -> None:
    report, session = run.report, run.session
    report.problems.sort()
    report.remarks.sort()
    report.refused = bool(report.problems) and not chosen.skip_bad
    if report.refused or chosen.dry_run:
        session.rollback()
        return
    counts = {name: _counts(outcome) for name, outcome in report.outcomes.items()}
    session.add(
        ImportRun(register=report.register, files=report.files, imported_at=run.now, counts=counts)
    )
    if report.changed:
        payload = {"files": {file.name: file.digest for file in files}, "changes": _changes(report)}
        what = f"{report.register}: imported"
        audit_log.add(session, who=chosen.by, what=what, payload=payload, now=run.now)


def _counts(outcome: Outcome) -> Mapping[str, int]:
    return {
        "added": len(outcome.added),
        "changed": len(outcome.changed),
        "unchanged": outcome.unchanged,
        "gone": len(outcome.gone),
    }


def _changes(report: Report) -> dict[str, Any]:
    return {
        name: {
            "added": outcome.added,
            "changed": outcome.changed,
            "gone": outcome.gone,
            "back": outcome.back,
        }
        for name, outcome in report.outcomes.items()
        if outcome.touched
    }
