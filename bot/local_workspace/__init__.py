"""An honest stand-in for Slack on this machine: an address for the bot, a page for people.

An unmodified slack-bolt app talks to it through `base_url`; nothing in the app knows it is there.

    workspace = default_workspace(clock=Clock.standing())
    with running(workspace) as address:
        ...  # WebClient(base_url=f"{address}/api/", token=workspace.app.bot_token)
        Seat(workspace, "priya.nair").tells_app("Which procedure covers calibration?")
"""

from bot.local_workspace.app import SlackApp
from bot.local_workspace.channels import Channel, Message
from bot.local_workspace.clock import Clock
from bot.local_workspace.company import (
    add_channel,
    default_workspace,
    people_from_lists,
    read_description,
    workspace_from,
)
from bot.local_workspace.deliveries import NotAnswered
from bot.local_workspace.faults import Fault, Faults
from bot.local_workspace.people import DoNotDisturb, Person, Team, Usergroup
from bot.local_workspace.rate_limits import RateLimits
from bot.local_workspace.record import Record
from bot.local_workspace.refusals import Refused
from bot.local_workspace.seat import Seat
from bot.local_workspace.server import application, running, serve
from bot.local_workspace.workspace import Workspace

__all__ = [
    "Channel",
    "Clock",
    "DoNotDisturb",
    "Fault",
    "Faults",
    "Message",
    "NotAnswered",
    "Person",
    "RateLimits",
    "Record",
    "Refused",
    "Seat",
    "SlackApp",
    "Team",
    "Usergroup",
    "Workspace",
    "add_channel",
    "application",
    "default_workspace",
    "people_from_lists",
    "read_description",
    "running",
    "serve",
    "workspace_from",
]
