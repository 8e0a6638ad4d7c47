"""A workspace from a description: YAML, or a company's own lists of people and members."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

from bot.local_workspace.channels import Channel
from bot.local_workspace.people import Person, Team, Usergroup
from bot.local_workspace.refusals import Json
from bot.local_workspace.workspace import Workspace

DEFAULT_COMPANY = Path(__file__).with_name("company.yaml")
KINDS = {"member": "member", "guest": "guest", "app": "app"}


def read_description(path: Path = DEFAULT_COMPANY) -> Json:
    description = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(description, dict):
        raise ValueError(f"{path} describes no workspace: it needs `people` and `channels`.")
    return description


def workspace_from(description: Json, **settings: Any) -> Workspace:
    """The workspace that is described; `settings` are Workspace's own (clock, record, …)."""
    people = [Person(**one) for one in description.get("people", [])]
    workspace = Workspace(
        people,
        usergroups=[Usergroup(**one) for one in description.get("usergroups", [])],
        team=Team(**description["team"]) if "team" in description else None,
        **settings,
    )
    for one in description.get("channels", []):
        add_channel(workspace, **one)
    return workspace


def add_channel(
    workspace: Workspace, *, members: list[str] | str, app: bool = False, **fields: Any
) -> Channel:
    """A channel with these members (or `everyone` of the team's own), and perhaps the app."""
    if members == "everyone":
        chosen = [
            person.id
            for person in workspace.people.values()
            if person.kind == "member" and not person.deleted
        ]
    else:
        chosen = [workspace.person(name).id for name in members]
    if app:
        chosen.append(workspace.bot.id)
    channel = Channel(members=chosen, created=int(workspace.clock.time()), **fields)
    workspace.channels[channel.id] = channel
    return channel


def default_workspace(**settings: Any) -> Workspace:
    return workspace_from(read_description(), **settings)


def people_from_lists(members: Path, people: Path | None = None) -> list[Person]:
    """People from the members a workspace lists (slack_id, handle, display_name, email, kind,
    active) and, for time zones and job titles, from the company's own list of people."""
    known: dict[str, dict[str, str]] = {}
    if people is not None:
        known = {row["email"].lower(): row for row in _rows(people) if row.get("email")}
    found = []
    for row in _rows(members):
        employee = known.get(row["email"].lower(), {})
        found.append(
            Person(
                row["handle"],
                row["display_name"],
                row["email"],
                tz=employee.get("time_zone") or "Europe/London",
                title=employee.get("job_title", ""),
                kind=KINDS.get(row["kind"], "member"),
                deleted=row["active"].lower() not in ("yes", "true", "1"),
                id=row["slack_id"],
            )
        )
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
