"""Telling a database that is away for a moment from a mistake."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError


def is_outage(error: BaseException) -> bool:
    """Whether it is enough to wait: the connection broke, or none could be had."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return isinstance(error, DBAPIError) and bool(error.connection_invalidated)
