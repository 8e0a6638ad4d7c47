"""`coach serve`: answer in Slack until told to stop."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING

import typer

from bot.wording import words_for

if TYPE_CHECKING:
    from bot.asking import Asking
    from bot.serving import Place, Serving
    from bot.settings import SlackEnvironment

log = logging.getLogger("coach.serve")

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
DRAINED = 15.0


def serve() -> None:
    """Answer in Slack. SIGTERM finishes what is in hand and ends within 15 seconds."""
    # Several questions at once, each with one thread: idle OpenMP threads only spin, and doubled
    # what an answer costs. Read when the libraries are loaded, so said before.
    os.environ["OMP_NUM_THREADS"] = "1"
    import torch

    from bot.assembly import Coach
    from bot.serving import Serving
    from bot.settings import SlackEnvironment

    _log_to_stderr()
    torch.set_num_threads(1)
    slack = SlackEnvironment()
    place = _place(slack)
    coach = Coach()
    asking = coach.asking()
    _load_aside(asking)
    asking.library()
    serving = Serving(coach, place, asking)
    stopping = _stopping()
    if not _started(serving, stopping):
        return
    typer.echo("Readiness Coach is listening.", err=True)
    stopping.wait()
    _end_in_time()
    serving.stop()


def _place(slack: SlackEnvironment) -> Place:
    """Where Slack is: over Socket Mode, or over HTTP with signed requests."""
    from bot.serving import Place
    from bot.slack.app import Tokens
    from bot.slack.reception import ListenAt

    if slack.coach_slack_mode == "socket":
        return Place(Tokens(slack.bot_token, slack.app_token), slack.api_url, teams=slack.teams)
    tokens = Tokens(slack.bot_token, signing_secret=slack.signing_secret)
    at = ListenAt(slack.coach_http_host, slack.coach_http_port)
    return Place(tokens, slack.api_url, at, slack.teams)


def _load_aside(asking: Asking) -> None:
    """Load the model in the background; until it is there, words alone are compared."""

    def load() -> None:
        try:
            asking.load_model()
            log.info("the model is loaded")
        except Exception as error:
            log.error("answering by words alone: %s", words_for(error))

    threading.Thread(target=load, name="model", daemon=True).start()


def _started(serving: Serving, stopping: threading.Event) -> bool:
    """Start, again and again while Slack can't be reached. False: told to stop meanwhile."""
    from bot.serving import unreachable

    for step in serving.steps:
        pause = FIRST_PAUSE
        while not stopping.is_set():
            try:
                step()
                break
            except Exception as error:
                if not unreachable(error):
                    raise
                log.warning("Slack can't be reached, trying again in %.0f s: %s", pause, error)
                stopping.wait(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
    return not stopping.is_set()


def _stopping() -> threading.Event:
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return stopping


def _end_in_time() -> None:
    """End for certain: being killed is no harm, keeping a deployment waiting is."""

    def end() -> None:
        sys.stderr.flush()
        os._exit(0)

    timer = threading.Timer(DRAINED, end)
    timer.daemon = True
    timer.start()


def _log_to_stderr() -> None:
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for name in ("apscheduler", "httpx", "sentence_transformers"):
        logging.getLogger(name).setLevel(logging.WARNING)
