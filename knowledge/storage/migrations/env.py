"""Runs migrations on the connection that the caller opened."""

from alembic import context

# So that their tables are known:
import knowledge.storage.action_tables
import knowledge.storage.assistant_tables
import knowledge.storage.delivery_tables
import knowledge.storage.drill_tables
import knowledge.storage.expertise_tables
import knowledge.storage.nudge_tables
import knowledge.storage.operation_tables
import knowledge.storage.record_tables
import knowledge.storage.standard_tables  # noqa: F401
from knowledge.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
