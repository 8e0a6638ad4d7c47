"""`make demo`: the local workspace and the coach beside each other, until interrupted."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from types import FrameType

from bot.local_workspace.clock import Clock
from bot.local_workspace.company import default_workspace
from bot.local_workspace.record import Record
from bot.local_workspace.server import running
from bot.local_workspace.workspace import Workspace

SERVE = (sys.executable, "-c", "from bot.commands import main; main()", "serve")
LISTENING = "is listening"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bot.local_workspace.demonstration",
        description="A stand-in for Slack on this machine and the coach that answers there.",
    )
    parser.add_argument("--home", type=Path, required=True, help="COACH_HOME of the demonstration")
    parser.add_argument("--port", type=int, default=8065, help="0 takes any that is free")
    parser.add_argument("--record", type=Path, help="a file that gets one line for each call")
    parser.add_argument(
        "--start", type=datetime.fromisoformat, help="when it is, as 2026-11-16T08:00+00:00"
    )
    return parser.parse_args()


def environment_for(workspace: Workspace, home: Path) -> dict[str, str]:
    """What the coach is told: where Slack is, its tokens, and whose clock counts."""
    return {
        **os.environ,
        "COACH_HOME": str(home),
        "COACH_SLACK_API_URL": f"{workspace.address}/api/",
        "COACH_CLOCK": f"{workspace.address}/control/clock",
        "SLACK_BOT_TOKEN": workspace.app.bot_token,
        "SLACK_APP_TOKEN": workspace.app.app_token,
    }


def main() -> None:
    chosen = arguments()
    workspace = default_workspace(clock=Clock(chosen.start), record=Record(chosen.record))
    try:
        with running(workspace, port=chosen.port) as address:
            raise SystemExit(_served(workspace, address, chosen.home))
    except OSError as error:
        raise SystemExit(f"Port {chosen.port} can't be used ({error}). Try PORT=8066.") from None


def _served(workspace: Workspace, address: str, home: Path) -> int:
    """Run the coach and show what it says; the address comes when it is worth opening."""
    coach = subprocess.Popen(
        SERVE, env=environment_for(workspace, home), stderr=subprocess.PIPE, text=True
    )
    assert coach.stderr is not None
    signal.signal(signal.SIGTERM, _interrupt)  # whoever ends us ends the coach as well
    try:
        for line in coach.stderr:
            if LISTENING in line:
                print(_welcome(address), flush=True)
            else:
                print(line, end="", file=sys.stderr, flush=True)
        return coach.wait()
    except KeyboardInterrupt:
        coach.terminate()
        coach.wait(20)
        return 0


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _welcome(address: str) -> str:
    return (
        f"\nOpen {address}/ in a browser: Brennick Flow Controls, as Slack would show it.\n"
        "Top left you choose who you are. Write to Readiness Coach, for instance\n"
        "  how long do we keep calibration certificates?      and then: and who signs them?\n"
        "Priya Nair is the quality manager; #qms-team is where her team is asked.\n"
        "It is Monday, 7:45. “Mon 08:00” below the list of channels begins the week: as Gareth\n"
        "Pugh you get your team's digest and remind Joanne Webb, who plans, snoozes or does it.\n"
        "Ctrl-C ends it."
    )


if __name__ == "__main__":
    main()
