"""What can be looked at without Slack: database, documents, model."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlalchemy import func, select

from bot.assembly import Coach
from bot.doctor import Finding, Look
from bot.timing import Timing
from knowledge.search.published import issues_of, published_generation
from knowledge.storage.database import HEAD
from knowledge.storage.delivery_tables import InboxJob
from knowledge.storage.tables import Source

MISSED = 4
"""Readings of the sources that may fail in a row before it is called stale."""


def looks_here(coach: Coach) -> dict[str, Look]:
    return {
        "database": partial(_database, coach),
        "index": partial(_index, coach),
        "index age": partial(_index_age, coach),
        "model": partial(_model, coach),
        "events": partial(_events, coach),
    }


def _database(coach: Coach) -> Finding:
    """Opens it, brings its tables up to date, and writes."""
    with coach.database.begin() as session:
        session.execute(select(func.count()).select_from(Source))
    kind = coach.database.engine.dialect.name
    return Finding("database", True, f"{kind}, schema {HEAD}, can be written")


def _index(coach: Coach) -> Finding:
    with coach.database.read() as session:
        generation = published_generation(session)
        held = len(issues_of(session, generation.id)) if generation else 0
    if not held:
        remedy = "Index a folder: coach index /path/to/qms"
        return Finding("index", False, "no document is indexed", remedy)
    return Finding("index", True, f"{held} documents are published")


def _index_age(coach: Coach) -> Finding:
    with coach.database.read() as session:
        oldest = session.scalar(select(func.min(Source.checked_at)))
    if oldest is None:
        return Finding(
            "index age", False, "no source was ever read", "Run coach index /path/to/qms"
        )
    age = coach.clock() - oldest
    found = f"the source that waits longest was read {_words(age)} ago"
    if age <= Timing().reread * MISSED:
        return Finding("index age", True, found)
    remedy = "Keep coach serve running, which reads them again, or run coach index for each."
    return Finding("index age", False, found, remedy)


def _words(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"


def _model(coach: Coach) -> Finding:
    """Checks the hash and loads it, as answering does."""
    from knowledge.search.embedding import SentenceModel

    model = SentenceModel(coach.environment.model_choice(threads=1))
    model.load()
    return Finding("model", True, f"{model.identity} is loaded, its hash is right")


def _events(coach: Coach) -> Finding:
    """Slack doesn't say to a bot which events it sends; what was heard shows it."""
    with coach.database.read() as session:
        last = session.scalar(select(func.max(InboxJob.received_at)))
    if last is None:
        return Finding(
            "events",
            True,
            "nothing has been heard from Slack yet",
            "Write to the app. If nothing comes, compare the app's event subscriptions "
            "with coach manifest.",
        )
    return Finding("events", True, f"last heard {last:%Y-%m-%d %H:%M} UTC")
