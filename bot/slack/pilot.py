"""The pilot in Slack: until going live is signed, only the quality team gets answers."""

from __future__ import annotations

from bot.slack.floor import Floor
from knowledge.pilot import is_live

PILOT = (
    "This is being tried out by the quality team and doesn't answer others yet. "
    "Until it does, please ask them."
)


def is_kept_from(floor: Floor, account: str) -> bool:
    """Whether only the quality team is answered, and this is somebody else. Asks Slack."""
    if not floor.company.pilot:
        return False
    floor.people.person(account)  # asked outside the transaction, remembered within
    with floor.database.read() as session:
        return not is_live(session) and not floor.is_quality(session, account)
