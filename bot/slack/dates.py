"""Days and moments as a reader in Slack sees them."""

from __future__ import annotations

from datetime import UTC, date, datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(given: date) -> str:
    """2026-01-05 is "5 Jan 2026"."""
    return f"{given.day} {_MONTHS[given.month - 1]} {given.year}"


def weekday(given: date) -> str:
    """2026-01-05 is "Mon 5 Jan"."""
    return f"{given:%a} {given.day} {_MONTHS[given.month - 1]}"


def moment(at: datetime, form: str = "{date_short_pretty} at {time}") -> str:
    """A moment that Slack shows in the reader's own zone (mrkdwn)."""
    spoken = at.astimezone(UTC)
    return f"<!date^{int(at.timestamp())}^{form}|{day(spoken.date())}, {spoken:%H:%M} UTC>"
