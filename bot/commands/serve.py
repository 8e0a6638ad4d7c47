"""`coach serve`: answer in Slack until told to stop."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from types import FrameType

import typer

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
DRAINED = 15.0


def serve() -> None:
    """Answer in Slack. SIGTERM finishes what is in hand and ends within 15 seconds."""
    import torch

    from bot.assembly import Coach
    from bot.serving import Place, Serving
    from bot.settings import slack_settings

    _log_to_stderr()
    torch.set_num_threads(1)  # many small questions at once, not one large one
    settings = slack_settings()
    coach = Coach()
    asking = coach.asking()
    asking.load_model_aside()
    asking.library()
    serving = Serving(coach, Place(settings.tokens, settings.api_url), asking)
    stopping = _stopping()
    if not _started(serving, stopping):
        return
    typer.echo("Readiness Coach is listening.", err=True)
    stopping.wait()
    _end_in_time()
    serving.stop()


def _started(serving: object, stopping: threading.Event) -> bool:
    """Start, again and again while Slack can't be reached."""
    from bot.serving import Serving, unreachable

    assert isinstance(serving, Serving)
    pause = FIRST_PAUSE
    while not stopping.is_set():
        try:
            serving.start()
            return True
        except Exception as error:
            if not unreachable(error):
                raise
            logging.getLogger("coach.serve").warning(
                "Slack can't be reached (%s); trying again in %.0f s", type(error).__name__, pause
            )
            stopping.wait(pause)
            pause = min(LONGEST_PAUSE, pause * 2)
    return False


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
