"""Drills in Slack: practice interviews in a thread of somebody's direct messages."""

from __future__ import annotations

import re

from slack_bolt import App

from bot.slack import drill_blocks as blocks
from bot.slack import drill_views as views
from bot.slack.drill_erasing import Erasing
from bot.slack.drill_hearing import (
    COMMAND,
    GOES_ON,
    IS_STOPPED,
    SHORTCUT,
    Hearing,
    asks_for_drill,
)
from bot.slack.drill_judging import Graders
from bot.slack.drill_messages import renderers
from bot.slack.drill_papers import Papers
from bot.slack.drill_steps import STEP, Step, Steps
from bot.slack.drill_work import Drills
from bot.slack.floor import Feature, Floor

BUTTONS: dict[str, Step] = {
    blocks.SKIP: "skip",
    blocks.HINT: "hint",
    blocks.WHY: "why",
    blocks.PAUSE: "pause",
    blocks.STOP: "stop",
    blocks.DISAGREE: "disagree",
}


def feature(floor: Floor) -> Feature:
    """It comes before asking: what is said in the thread of a drill is an answer, no question."""
    return Feature(
        listen=lambda app: register(app, floor),
        kinds={
            STEP: Steps(floor).kind(),
            **Drills(floor, Graders(floor)).kinds(),
            **Papers(floor).kinds(),
            **Erasing(floor).kinds(),
        },
        renderers=renderers(floor),
    )


def register(app: App, floor: Floor) -> None:
    """Answers, buttons, forms, and the ways in."""
    hearing = Hearing(floor)
    app.event("message", middleware=[hearing.in_a_drill])(hearing.reading)
    app.event("message", middleware=[hearing.wants_one])(_nothing)
    app.command(COMMAND, matchers=[asks_for_drill])(hearing.by_command)
    app.shortcut(SHORTCUT)(hearing.open_form)
    for button in (views.HOME, blocks.BEGIN):
        app.action(button)(hearing.open_form)
    app.view(views.FORM)(hearing.chosen)
    app.action(views.WAITING)(hearing.from_form("resume", GOES_ON))
    app.action(views.WAITING_STOP)(hearing.from_form("stop", IS_STOPPED))
    for button, step in BUTTONS.items():
        app.action(button)(hearing.step(step))
    app.action(re.compile(rf"{blocks.RESUME}(_\d+)?"))(hearing.step("resume"))
    app.action(re.compile(rf"{views.REPORT}_\d+"))(hearing.show_report)
    app.action(views.ERASE)(hearing.erase)
    app.view(views.ERASE_FORM)(hearing.erasing)
    app.action(views.RELEASE)(hearing.release)
    app.view(views.RELEASE_FORM)(hearing.releasing)


def _nothing() -> None: ...
