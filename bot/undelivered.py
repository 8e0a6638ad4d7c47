"""What could not be delivered, in words for the quality team."""

from __future__ import annotations

from knowledge.storage.delivery_tables import Delivery

_KINDS = {
    "answer": "The answer",
    "words": "The reply",
    "apology": "The apology",
}
_STATES = {
    "dead": "was given up",
    "pending": "has not arrived yet and is tried again",
    "sending": "is on its way longer than it should be",
    "ambiguous": "may or may not have arrived; it is not repeated before that is known",
}


def words_for_undelivered(delivery: Delivery) -> str:
    """One line: what, to whom, since when, what became of it and why."""
    what = _KINDS.get(delivery.kind, f"The {delivery.kind.replace('_', ' ')}")
    to = f" to {delivery.person}" if delivery.person else ""
    reason = f" Reason: {delivery.trouble}." if delivery.trouble else ""
    since = delivery.created_at.strftime("%Y-%m-%d %H:%M UTC")
    times = "once" if delivery.attempt == 1 else f"{delivery.attempt} times"
    tried = f", tried {times}" if delivery.attempt else ""
    return f"{what}{to} of {since}{tried} {_STATES[delivery.state]}.{reason}"
