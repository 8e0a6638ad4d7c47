from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from knowledge import people
from knowledge.people import SlackAccount
from tests.knowledge.people.building import NOW, TODAY, add_person


def match(session: Session, *accounts: SlackAccount) -> people.Matching:
    return people.match_accounts(session, accounts, today=TODAY, now=NOW)


def test_an_account_is_matched_by_what_the_register_names_or_by_email(session: Session) -> None:
    gareth = add_person(session, "Gareth Pugh", slack_name="@gpugh")
    alan = add_person(session, "Alan Reeve", email="alan@x.example")

    found = match(
        session,
        SlackAccount("U1", "gareth@elsewhere.example", "Gareth", handle="gpugh"),
        SlackAccount("U2", "Alan@x.example", "Alan Reeve"),
    )

    assert found.unmatched == []
    assert (gareth.slack_account, alan.slack_account) == ("U1", "U2")


def test_a_name_alone_proves_nothing_and_is_mentioned(session: Session) -> None:
    add_person(session, "Joanne Kaye", slack_name="joanne.kaye@x.example")

    found = match(session, SlackAccount("U9", "joanne.fletcher@x.example", "Joanne Kaye"))

    assert [unmatched.reason for unmatched in found.unmatched] == [
        "Slack has no account joanne.kaye@x.example. Its U9 has the same name; if it is theirs, "
        "put it into the register."
    ]
    assert [account.id for account in found.strangers] == ["U9"]


def test_apps_guests_and_deactivated_accounts_are_nobodys(session: Session) -> None:
    add_person(session, "Graham Boyle", number="1")
    add_person(session, "Dorothea Falk", number="2", email="d.falk@x.example")
    add_person(session, "Susan Ward", number="3", email="susan@x.example")

    found = match(
        session,
        SlackAccount("U1", "", "Tooling orders", kind="app"),
        SlackAccount("U2", "d.falk@x.example", "Dorothea Falk", kind="guest"),
        SlackAccount("U3", "susan@x.example", "Susan Ward", active=False),
    )

    assert found.matched == []
    assert [unmatched.reason for unmatched in found.unmatched] == [
        "The register names neither an account nor an e-mail.",
        "d.falk@x.example is the account of a guest.",
        "The account susan@x.example is deactivated.",
    ]


def test_who_has_left_loses_the_account(session: Session) -> None:
    left = date(2026, 11, 1)
    peter = add_person(session, "Peter", email="p@x.example", slack_account="U1", leaves_on=left)

    found = match(session, SlackAccount("U1", "p@x.example", "Peter"))

    assert peter.slack_account is None
    assert found.unmatched == []
    assert [account.id for account in found.strangers] == ["U1"]
