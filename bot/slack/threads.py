"""A thread as Slack has it, for deciding whether something said there is for us."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from slack_sdk.errors import SlackClientError

from bot.slack import turns
from bot.slack.asked import Asked
from bot.slack.floor import Floor
from bot.slack.follow_ups import US, Remark, Thread

log = logging.getLogger("coach.slack")
MOST = 100
MOST_NAMES = 8


def remark_of(asked: Asked) -> Remark:
    return Remark(asked.raw, asked.person)


def thread_of(floor: Floor, asked: Asked) -> Thread:
    """The thread before a remark. Asks Slack who has spoken; where it doesn't say, nobody has."""
    with floor.database.read() as session:
        before = turns.of_thread(session, asked)
    if not before:
        return Thread(frozenset())
    askers = frozenset(turn.person for turn in before if turn.person)
    since = _since(floor, asked, before[-1].message or "0")
    people = list(dict.fromkeys([*askers, *(who for who in since if who != US)]))[:MOST_NAMES]
    known = [floor.people.person(account) for account in people]
    names = frozenset(one.name.split()[0] for one in known if one is not None and one.name.strip())
    return Thread(askers, since, floor.clock() - before[-1].asked_at, names)


def _since(floor: Floor, asked: Asked, last: str) -> Sequence[str]:
    """Who spoke between the last question to us and this remark, in order."""
    try:
        page = floor.client.conversations_replies(
            channel=asked.conversation,
            ts=str(asked.thread),
            oldest=last,
            latest=str(asked.ts),
            limit=MOST,
        )
    except (SlackClientError, OSError) as error:
        log.info("Slack doesn't show a thread: %s", type(error).__name__)
        return ()
    said = [one for one in page.get("messages") or [] if last < one["ts"] < str(asked.ts)]
    return [_speaker(floor, one) for one in said]


def _speaker(floor: Floor, message: dict[str, Any]) -> str:
    ours = message.get("user") == floor.bot_user
    return US if ours else str(message.get("user") or message.get("bot_id") or "")
