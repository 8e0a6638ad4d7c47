"""`python -m bot.local_workspace --port 0 --record FILE`: a workspace to try the coach in."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from bot.local_workspace.app import DEFAULT_MANIFEST, SlackApp
from bot.local_workspace.clock import Clock
from bot.local_workspace.company import DEFAULT_COMPANY, read_description, workspace_from
from bot.local_workspace.faults import Faults
from bot.local_workspace.rate_limits import RateLimits
from bot.local_workspace.record import Record
from bot.local_workspace.server import serve


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bot.local_workspace",
        description="A stand-in for Slack on this machine. Prints its address, then serves.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="this machine's own address")
    parser.add_argument("--port", type=int, default=8065, help="0 takes any that is free")
    parser.add_argument("--record", type=Path, help="a file that gets one line for each call")
    parser.add_argument("--company", type=Path, default=DEFAULT_COMPANY, help="people and channels")
    parser.add_argument(
        "--manifest", type=Path, default=DEFAULT_MANIFEST, help="the app's manifest"
    )
    parser.add_argument("--request-url", default="", help="deliver over HTTP to this address")
    parser.add_argument(
        "--start", type=datetime.fromisoformat, help="when it is, as 2026-11-16T08:00+00:00"
    )
    parser.add_argument("--scale", type=float, default=1.0, help="how many times faster time runs")
    parser.add_argument("--seed", type=int, default=0, help="for faults that happen by chance")
    parser.add_argument("--no-rate-limits", action="store_true")
    parser.add_argument("--bot-token", default="xoxb-local-workspace")
    parser.add_argument("--app-token", default="xapp-local-workspace")
    parser.add_argument("--signing-secret", default="local-workspace-signing-secret")
    return parser.parse_args()


def main() -> None:
    chosen = arguments()
    if chosen.start is not None and chosen.start.tzinfo is None:
        raise SystemExit("--start needs an offset, as in 2026-11-16T08:00+00:00.")
    clock = Clock(chosen.start, scale=chosen.scale)
    app = SlackApp.from_manifest(
        chosen.manifest,
        bot_token=chosen.bot_token,
        app_token=chosen.app_token,
        signing_secret=chosen.signing_secret,
    )
    workspace = workspace_from(
        read_description(chosen.company),
        app=app,
        clock=clock,
        faults=Faults(chosen.seed),
        record=Record(chosen.record),
        limits=RateLimits(clock, enabled=not chosen.no_rate_limits),
        request_url=chosen.request_url,
        seed=chosen.seed,
    )
    try:
        serve(workspace, host=chosen.host, port=chosen.port)
    except ValueError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
