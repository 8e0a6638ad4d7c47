"""What every feature in Slack stands on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from slack_bolt import App
from slack_sdk.web import WebClient
from sqlalchemy.orm import Session

from bot.rights import roles_of
from bot.rounds import Steps
from bot.sending import Render
from bot.settings import Company
from bot.slack.channels import Channels
from bot.slack.people import People
from bot.timing import Timing
from bot.working import Kind
from knowledge.access import Viewer
from knowledge.answers.follow_up import Earlier
from knowledge.answers.reply import Reply
from knowledge.storage.database import Database


class Answering(Protocol):
    """What answers questions (bot.asking.Asking)."""

    def reply(
        self,
        text: str,
        *,
        viewer: Viewer,
        wait_for_model: bool = True,
        in_slack: bool = False,
        earlier: Sequence[Earlier] = (),
        edition: str | None = None,
    ) -> Reply: ...


@dataclass(frozen=True)
class Floor:
    """One workspace, as the features see it. `client` is for what may be lost.

    `evidence` is the folder that files of evidence are copied into.
    """

    database: Database
    company: Company
    asking: Answering
    client: WebClient
    people: People
    channels: Channels
    team: str
    bot_user: str
    secret: bytes
    clock: Callable[[], datetime]
    timing: Timing
    evidence: Path

    def today(self) -> date:
        """The day at the company's site."""
        return self.clock().astimezone(ZoneInfo(self.company.zone)).date()

    def roles(self, session: Session, account: str) -> frozenset[str]:
        """The roles of an account, for what it may do. Asks Slack for its e-mail if need be."""
        person = self.people.person(account)
        email = person.email if person else ""
        return roles_of(session, self.company, account, email, today=self.today())

    def is_quality(self, session: Session, account: str) -> bool:
        return bool(self.roles(session, account) & {"quality", "deputy"})


@dataclass(frozen=True)
class Feature:
    """What a feature hears, works on and puts into words. Names of kinds are unique.

    `steps` are taken again whenever something has been put into the outbox, and at each tick.
    """

    listen: Callable[[App], None]
    kinds: Mapping[str, Kind]
    renderers: Mapping[str, Render]
    steps: Sequence[Steps] = ()


class MakesFeature(Protocol):
    """Each feature's module has one: `feature(floor)`."""

    def __call__(self, floor: Floor) -> Feature: ...
