"""What somebody has to read, opened from its reminder."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from knowledge import nudges
from knowledge.access import OUTSIDER, Viewer
from knowledge.nudges import Original
from tests.bot.slack.documents import publish
from tests.knowledge.nudges.building import add_crew, add_due

TODAY = date(2026, 11, 16)


def add_issue(session: Session, revision: str, **facts: Any) -> None:
    address = f"https://docs.example/{revision}"
    publish(session, "QP-0009", revision=revision, **{"address": address, **facts})


def opened(session: Session, viewer: Viewer | None = None, **given: Any) -> str | None:
    (item,) = nudges.open_items(session, today=TODAY)
    found = nudges.original_of(session, item, viewer or Viewer(), on=TODAY, **given)
    return found.address if found else None


@pytest.fixture
def session(session: Session) -> Session:
    """Leo has to read revision F."""
    add_due(session, add_crew(session).leo, "2026-11-20")
    return session


def test_the_revision_that_is_asked_for_is_opened_also_before_it_takes_effect(
    session: Session,
) -> None:
    add_issue(session, "E")
    add_issue(session, "F", effective_on=date(2026, 12, 1))

    assert opened(session) == "https://docs.example/F"


def test_where_that_is_superseded_the_one_in_force_is_opened(session: Session) -> None:
    add_issue(session, "F")
    add_issue(session, "G", effective_on=date(2026, 11, 2))

    assert opened(session) == "https://docs.example/G"


def test_a_reader_gets_the_language_of_their_site(session: Session) -> None:
    add_issue(session, "F")
    german = {"address": "https://docs.example/F-de", "group_key": "number:QP-0009:de"}
    add_issue(session, "F", language="de", **german)

    assert opened(session) == "https://docs.example/F"
    assert opened(session, language="de") == "https://docs.example/F-de"


def test_what_may_only_be_linked_is_linked(session: Session) -> None:
    add_issue(session, "F", handling="link only")

    assert opened(session) == "https://docs.example/F"


def test_nobody_is_led_to_what_is_not_theirs_to_see(session: Session) -> None:
    add_issue(session, "F")

    assert opened(session, OUTSIDER) is None


def test_a_file_in_a_folder_is_named(session: Session) -> None:
    add_issue(session, "F", address=None, file="QP-0009.docx")
    (item,) = nudges.open_items(session, today=TODAY)

    found = nudges.original_of(session, item, Viewer(), on=TODAY)

    assert found is not None
    assert found == Original(found.address, "QP-0009.docx")
    assert found.address.endswith("/QP-0009.docx")


def test_what_is_not_indexed_has_no_original(session: Session) -> None:
    assert opened(session) is None
