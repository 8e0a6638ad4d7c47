"""Runs migrations on the connection that the caller opened."""

from alembic import context

import knowledge.storage.delivery_tables  # noqa: F401  (so that their tables are known)
from knowledge.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
