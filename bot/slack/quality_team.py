"""The quality team as Slack has it: where it is written to, who is in it, what each may do."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass

from slack_sdk.errors import SlackClientError
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.rights import named_in_settings
from bot.slack.floor import Floor
from knowledge import people
from knowledge.deliveries import Address, NewDelivery, key_of
from knowledge.errors import NotAllowed, NotFound
from knowledge.feedback import QUALITY, Member
from knowledge.storage.record_tables import Person

log = logging.getLogger("coach.slack")

ABOVE = frozenset({"deputy", "top management"})
"""Who is told when the quality team doesn't get round to something."""
ONLY_EMPLOYEES = (
    "Only employees can do this. If you are one, ask the quality team: "
    "your account is not a full member here."
)
ACCOUNT = re.compile(r"[UW][A-Z0-9]{5,}")
"""What Slack names an account by."""


@dataclass(frozen=True)
class Desk:
    """Where the quality team's cards go: its channel, or without one to each of its members."""

    places: tuple[Address, ...]

    def cards(self, floor: Floor, kind: str, item: str, **subject: object) -> list[NewDelivery]:
        """One card about an item in each place; the same again adds nothing."""
        return [
            NewDelivery(
                key_of(floor.secret, floor.team, kind, item, place.person or ""),
                place,
                kind,
                dict(subject),
            )
            for place in self.places
        ]


def desk_of(floor: Floor) -> Desk:
    """Asks Slack. Raises NotFound if nobody of the quality team can be reached."""
    name = floor.company.quality_channel
    channel = floor.channels.id_of(name)
    if channel is not None:
        return Desk((Address(floor.team, None, channel),))
    team = accounts_with(floor, QUALITY)
    if not team:
        raise NotFound(
            f"The quality team can't be reached here: there is no channel #{name} with the app "
            "in it, and the settings name nobody for quality. Please speak to them yourself."
        )
    return Desk(tuple(Address(floor.team, account) for account in team))


def accounts_with(floor: Floor, roles: Iterable[str]) -> list[str]:
    """The accounts of everybody with one of these roles. Asks Slack for those named by e-mail."""
    wanted = set(roles)
    with floor.database.read() as session:
        registered = _registered(session, floor, wanted)
        listed = named_in_settings(session, floor.company, wanted, today=floor.today())
    found = [_account(floor, name) for name in listed] + registered
    return list(dict.fromkeys(account for account in found if account))


def member(floor: Floor, session: Session, account: str) -> Member:
    """Somebody with their roles and the name that is printed."""
    person = people.by_slack_account(session, account)
    known = floor.people.remembered(account)
    name = person.name if person is not None else (known.email if known is not None else "")
    return Member(account, floor.roles(session, account), name or account)


def others_may_approve(floor: Floor, session: Session, account: str) -> bool:
    """Whether anybody else has the right to approve."""
    known = floor.people.remembered(account)
    mine = {account.casefold(), known.email.casefold() if known is not None else ""}
    today = floor.today()
    named = named_in_settings(session, floor.company, QUALITY, today=today)
    listed = {name.casefold() for name in named}
    registered = {
        person.slack_account or person.number
        for person in people.quality_people(session, today)
        if (person.email or "").casefold() not in mine
    }
    return bool(listed - mine or registered - {account})


def refuse_outsiders(floor: Floor, account: str) -> None:
    """Raises NotAllowed for guests, strangers and whoever Slack doesn't know. Asks Slack."""
    person = floor.people.person(account)
    if person is None or not person.employee:
        raise NotAllowed(ONLY_EMPLOYEES)


def _account(floor: Floor, name: str) -> str | None:
    if ACCOUNT.fullmatch(name):
        return name
    if "@" not in name:
        return None
    try:
        return str(floor.client.users_lookupByEmail(email=name)["user"]["id"])
    except (SlackClientError, OSError) as error:
        log.info("Slack has no account for somebody in the settings: %s", type(error).__name__)
        return None


def _registered(session: Session, floor: Floor, roles: set[str]) -> list[str]:
    listed = session.scalars(select(Person).where(Person.slack_account.is_not(None)))
    return [
        str(person.slack_account)
        for person in listed
        if roles & people.roles_of(session, person, today=floor.today())
    ]
