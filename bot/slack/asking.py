"""Questions in Slack: heard and stored, answered by a worker, shown when they are sent."""

from __future__ import annotations

from slack_bolt import App

from bot.slack import (
    commands,
    hearing,
    membership,
    prompts,
    revocation,
    second_thoughts,
    shortcuts,
)
from bot.slack.answering import Answerer
from bot.slack.asked import QUESTION
from bot.slack.floor import Feature, Floor
from bot.slack.replies import renderers
from bot.slack.second_thoughts import STOP, Stopper


def feature(floor: Floor) -> Feature:
    """Every way of asking. It comes after the features that take what stands below their own
    cards, or their own words after the command: Bolt gives an event to the first listener."""
    return Feature(
        listen=lambda app: register(app, floor),
        kinds={QUESTION: Answerer(floor).kind, STOP: Stopper(floor).kind},
        renderers=renderers(floor),
    )


def register(app: App, floor: Floor) -> None:
    hearing.register(app, floor)
    second_thoughts.register(app, floor)
    commands.register(app, floor)
    shortcuts.register(app, floor)
    prompts.register(app, floor)
    membership.register(app, floor)
    revocation.register(app, floor)
