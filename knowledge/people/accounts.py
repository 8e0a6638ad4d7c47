"""Which Slack account is whose. What is not certain stays unmatched and is listed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import audit_log
from knowledge.people.attendance import employed
from knowledge.people.finding import same_text
from knowledge.storage.record_tables import Person


@dataclass(frozen=True)
class SlackAccount:
    """An account of the workspace. `kind`: member, guest or app; only members are matched."""

    id: str
    email: str = ""
    name: str = ""
    active: bool = True
    kind: str = "member"
    handle: str = ""


@dataclass(frozen=True)
class Unmatched:
    """A person without a certain account, and why."""

    person: Person
    reason: str


@dataclass(frozen=True)
class Matching:
    """`strangers` are active members of the workspace whom the register doesn't know."""

    matched: list[Person]
    unmatched: list[Unmatched]
    strangers: list[SlackAccount]


def match_accounts(
    session: Session, accounts: Iterable[SlackAccount], *, today: date, now: datetime
) -> Matching:
    """Give everybody the account that the register names, or the one with their e-mail.

    A name alone proves nothing: it is only mentioned to whoever mends the register.
    """
    found = list(accounts)
    fit = [account for account in found if account.active and account.kind == "member"]
    matched: list[Person] = []
    unmatched: list[Unmatched] = []
    changes: dict[str, str | None] = {}
    for person in session.scalars(select(Person).order_by(Person.number)):
        account = _account_of(person, fit) if employed(person, today) else None
        if person.slack_account != (account.id if account else None):
            person.slack_account = account.id if account else None
            changes[str(person.id)] = person.slack_account
        if account is not None:
            matched.append(person)
        elif employed(person, today):
            unmatched.append(Unmatched(person, _why(person, found)))
    if changes:
        audit_log.add(session, who=None, what="accounts matched", payload=changes, now=now)
    taken = {person.slack_account for person in matched}
    return Matching(matched, unmatched, [account for account in fit if account.id not in taken])


def _account_of(person: Person, accounts: Sequence[SlackAccount]) -> SlackAccount | None:
    for text in (person.slack_name, person.email):
        found = [account for account in accounts if text and _is(account, text)]
        if len(found) == 1:
            return found[0]
    return None


def _is(account: SlackAccount, text: str) -> bool:
    wanted = same_text(text)
    if wanted.startswith("@"):
        return bool(account.handle) and same_text(account.handle) == wanted[1:]
    return account.id == text.strip() or (
        bool(account.email) and same_text(account.email) == wanted
    )


def _why(person: Person, accounts: Sequence[SlackAccount]) -> str:
    named = person.slack_name or person.email
    if not named:
        return "The register names neither an account nor an e-mail."
    out = [account for account in accounts if _is(account, named)]
    if out and out[0].kind != "member":
        return f"{named} is the account of a {out[0].kind}."
    if out:
        return f"The account {named} is deactivated."
    reason = f"Slack has no account {named}."
    alike = [
        account.id for account in accounts if same_text(account.name) == same_text(person.name)
    ]
    if alike:
        reason += f" Its {alike[0]} has the same name; if it is theirs, put it into the register."
    return reason
