"""Who is in the workspace: from a description, or from a company's own lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.local_workspace import (
    Refused,
    default_workspace,
    people_from_lists,
    read_description,
    workspace_from,
)
from tests.bot.local_workspace.building import request

RECORDS = Path(__file__).parents[2] / "company" / "records" / "sources"


def test_the_default_company_has_people_channels_and_the_app():
    workspace = default_workspace()

    assert len(workspace.people) == 17
    assert workspace.bot.id in workspace.channel("quality").members
    assert workspace.bot.id not in workspace.channel("general").members
    assert workspace.channel("supplier-hagen").shared_with == ["T0HAGENCASTG"]


def test_ids_are_the_same_in_every_run():
    first, second = default_workspace(), default_workspace()
    assert list(first.people) == list(second.people)
    assert list(first.channels) == list(second.channels)
    assert first.direct_with_app("priya.nair").id == second.direct_with_app("priya.nair").id


def test_a_workspace_can_be_described_in_a_few_words():
    workspace = workspace_from(
        {
            "team": {"name": "Small", "domain": "small"},
            "people": [{"name": "ann", "real_name": "Ann Lee"}],
            "channels": [{"name": "all", "members": "everyone", "app": True}],
        }
    )
    assert workspace.channel("all").members == [workspace.person("Ann Lee").id, workspace.bot.id]
    with pytest.raises(Refused, match="user_not_found"):
        workspace.person("Bob")


def test_a_description_without_people_says_what_is_missing(tmp_path):
    file = tmp_path / "empty.yaml"
    file.write_text("[]", "utf-8")
    with pytest.raises(ValueError, match="needs `people` and `channels`"):
        read_description(file)


def test_members_come_from_the_sample_companys_lists():
    people = people_from_lists(RECORDS / "slack_members.csv", RECORDS / "people.csv")
    by_email = {person.email: person for person in people}

    assert len(people) == 82
    assert by_email["katrin.vogel@brennick.example"].tz == "Europe/Berlin"
    assert by_email["katrin.vogel@brennick.example"].title == "Machining lead"
    assert {person.kind for person in people} == {"member", "guest", "app"}
    assert any(person.deleted for person in people)


def test_a_change_of_person_is_told_to_the_app(address, coach, workspace):
    coach.app.event("user_change")(lambda event: coach.hears(event))

    request(f"{address}/control/people", {"person": "gareth.pugh", "deleted": True})

    assert coach.next()["user"]["deleted"] is True
    assert workspace.person("gareth.pugh").deleted
    assert request(f"{address}/control/people", {"person": "nobody"})[0] == 404


def test_any_event_can_be_emitted_and_anyone_can_be_made_to_speak(address, coach, workspace):
    coach.app.event("tokens_revoked")(lambda event: coach.hears(event))
    coach.app.event("message")(lambda event: coach.hears(event))

    request(f"{address}/control/emit", {"type": "tokens_revoked", "tokens": {"bot": []}})
    assert coach.next()["type"] == "tokens_revoked"
    request(f"{address}/control/says", {"person": "priya.nair", "text": "hello"})
    assert coach.next()["text"] == "hello"
    wrong = {"person": "priya.nair", "channel": "#machining", "text": "x"}
    assert request(f"{address}/control/says", wrong)[0] == 400
