"""Campaigns: who is asked, who has done it, and that nobody sees how."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.interviews import campaign_rights, campaigns, conversation, privacy
from knowledge.interviews.campaign_progress import (
    Member,
    overseen,
    progress,
    progress_for,
    waiting_for,
)
from knowledge.interviews.campaign_rights import Group, group_named
from knowledge.interviews.campaigns import BadCampaign, NewCampaign
from knowledge.interviews.conversation import Scope
from knowledge.standards.companions import interview_roles
from knowledge.storage.drill_tables import DrillCampaign, DrillQuestion
from knowledge.storage.record_tables import Person, TeamLead
from tests.knowledge.people.building import NOW, TODAY, add_person, add_team

ROLES = interview_roles()


@pytest.fixture
def priya(session: Session) -> Person:
    return add_person(session, "Priya Nair", roles=["quality"])


def campaign_of(
    session: Session, by: Person, team_id: int | None = None, **changes: object
) -> DrillCampaign:
    new = NewCampaign("Before March", team_id, 3, TODAY, TODAY + timedelta(days=14))
    return campaigns.begin(session, replace(new, **changes), ROLES, by=by, now=NOW, today=TODAY)  # type: ignore[arg-type]


def do_it(
    session: Session, person: Person, campaign: DrillCampaign, *, to_the_end: bool
) -> list[str]:
    interview = conversation.start(
        session, person_id=person.id, role="operator", scope=Scope(), length=3, mode="practice",
        manner="brisk", edition="2015", campaign_id=campaign.id, now=NOW,
    )  # fmt: skip
    asked = []
    while (turn := conversation.next_turn(session, interview.id, now=NOW)).kind != "closing":
        asked.append(turn.question.id)
        conversation.take_answer(session, interview.id, "I check it.", f"m{turn.id}", now=NOW)
        if not to_the_end:
            break
    return asked


def test_who_has_done_it_is_seen_and_nothing_else(session: Session, priya: Person) -> None:
    team = add_team(session, "ASM")
    ann, rob = (add_person(session, name, team_id=team.id) for name in ("Ann Lee", "Rob Yates"))
    campaign = campaign_of(session, priya, team.id)
    do_it(session, ann, campaign, to_the_end=True)
    do_it(session, rob, campaign, to_the_end=False)

    members = progress(session, campaign, today=TODAY)

    assert members == [Member(ann.id, "Ann Lee", TODAY), Member(rob.id, "Rob Yates", None)]
    assert {one.name for one in fields(Member)} == {
        "person_id",
        "name",
        "done_on",
        "after_closing",
    }


def test_it_waits_for_those_who_have_not_done_it(session: Session, priya: Person) -> None:
    team = add_team(session, "ASM")
    ann, rob = (add_person(session, name, team_id=team.id) for name in ("Ann Lee", "Rob Yates"))
    campaign = campaign_of(session, priya, team.id)
    do_it(session, ann, campaign, to_the_end=True)

    assert waiting_for(session, ann, today=TODAY) == []
    assert waiting_for(session, rob, today=TODAY) == [campaign]
    assert waiting_for(session, priya, today=TODAY) == []


def test_its_questions_are_asked_first(session: Session, priya: Person) -> None:
    campaign = campaign_of(session, priya, questions=("operator-09",))
    ann = add_person(session, "Ann Lee")

    assert "operator-09" in do_it(session, ann, campaign, to_the_end=True)


def test_a_question_that_nobody_approved_is_refused(session: Session, priya: Person) -> None:
    row = DrillQuestion(
        key="k", source="document", state="proposed", text="Who?", kind="open", parts=[],
        key_points=[], why_asked="", hint="", version="1", made_at=NOW,
    )  # fmt: skip
    session.add(row)
    session.flush()

    with pytest.raises(BadCampaign, match=f"Question document-{row.id} is not approved"):
        campaign_of(session, priya, questions=(f"document-{row.id}",))
    row.state = "approved"
    campaign_of(session, priya, questions=(f"document-{row.id}",))


def test_a_lead_may_ask_the_own_team_and_no_other(session: Session, priya: Person) -> None:
    mine, other = add_team(session, "ASM"), add_team(session, "TST")
    aisha = add_person(session, "Aisha Rahman")
    session.add(TeamLead(team_id=mine.id, lead_id=aisha.id))
    session.flush()

    campaign_of(session, aisha, mine.id)
    for team_id in (other.id, None):
        with pytest.raises(NotAllowed, match="The quality team opens and closes campaigns"):
            campaign_of(session, aisha, team_id)


def test_what_makes_no_sense_is_refused(session: Session, priya: Person) -> None:
    with pytest.raises(BadInput, match="needs a title"):
        campaign_of(session, priya, title=" ")
    with pytest.raises(BadInput, match="due after it opens"):
        campaign_of(session, priya, due_on=TODAY - timedelta(days=1))
    with pytest.raises(BadInput, match="has room for 2 questions of yours, not 4"):
        campaign_of(session, priya, questions=("a", "b", "c", "d"))
    with pytest.raises(BadCampaign, match=r"has no clause 12\.9\. Check the number") as refused:
        campaign_of(session, priya, clauses=("8.5.1", "12.9"))
    assert refused.value.field == "clauses"


def test_an_ended_campaign_is_not_started(session: Session, priya: Person) -> None:
    campaign = campaign_of(session, priya)
    campaigns.end(session, campaign.id, by=priya, now=NOW, today=TODAY)

    assert waiting_for(session, priya, today=TODAY) == []
    with pytest.raises(Exception, match="This campaign is not open"):
        do_it(session, priya, campaign, to_the_end=True)
    with pytest.raises(NotAllowed, match="was closed on 2026-11-16"):
        campaigns.end(session, campaign.id, by=priya, now=NOW, today=TODAY)
    with pytest.raises(NotFound, match="There is no campaign 4711"):
        campaigns.end(session, 4711, by=priya, now=NOW, today=TODAY)


def led_by_aisha(session: Session) -> tuple[Person, Person, Person]:
    """Aisha leads ASM, where Ann works; Rob works for TST."""
    mine, other = add_team(session, "ASM"), add_team(session, "TST")
    mine.name = "Assembly"
    aisha = add_person(session, "Aisha Rahman", team_id=mine.id)
    session.add(TeamLead(team_id=mine.id, lead_id=aisha.id))
    session.flush()
    ann = add_person(session, "Ann Lee", team_id=mine.id)
    return aisha, ann, add_person(session, "Rob Yates", team_id=other.id)


def test_quality_asks_every_team_and_a_lead_the_own(session: Session, priya: Person) -> None:
    aisha, ann, _ = led_by_aisha(session)

    def names(by: Person) -> list[str]:
        return [one.name for one in campaign_rights.groups(session, by, today=TODAY)]

    assert names(priya) == ["Everybody", "Assembly (ASM)", "TST"]
    assert names(aisha) == ["Assembly (ASM)"]
    assert names(ann) == []


def test_a_team_is_found_by_code_or_name(session: Session) -> None:
    aisha, _, _ = led_by_aisha(session)

    assert group_named(session, "asm") == group_named(session, "Assembly")
    assert group_named(session, "asm") == Group(aisha.team_id, "Assembly (ASM)")
    with pytest.raises(NotFound, match=r"There is no team 'Paint'\. Teams: ASM, TST\."):
        group_named(session, "Paint")


def test_a_lead_sees_the_own_people_and_nobody_else_sees_anybody(
    session: Session, priya: Person
) -> None:
    aisha, ann, rob = led_by_aisha(session)
    for_all = campaign_of(session, priya)
    others = campaign_of(session, priya, rob.team_id)
    do_it(session, ann, for_all, to_the_end=True)

    def seen(by: Person, campaign: DrillCampaign) -> list[str]:
        return [one.name for one in progress_for(session, campaign, by, today=TODAY)]

    assert seen(priya, for_all) == ["Aisha Rahman", "Ann Lee", "Priya Nair", "Rob Yates"]
    assert seen(aisha, for_all) == ["Aisha Rahman", "Ann Lee"]
    for by, campaign in ((aisha, others), (ann, for_all), (rob, others)):
        with pytest.raises(NotAllowed, match="is seen by the quality team and the team's lead"):
            progress_for(session, campaign, by, today=TODAY)
    assert overseen(session, priya, today=TODAY) == [for_all, others]
    assert overseen(session, aisha, today=TODAY) == [for_all]
    assert overseen(session, ann, today=TODAY) == []


def test_a_lead_closes_the_own_teams_campaign_and_not_everybodys(
    session: Session, priya: Person
) -> None:
    aisha, ann, _ = led_by_aisha(session)
    own, for_all = campaign_of(session, aisha, ann.team_id), campaign_of(session, priya)

    assert campaigns.may_end(session, own, aisha, today=TODAY)
    assert not campaigns.may_end(session, for_all, aisha, today=TODAY)
    with pytest.raises(NotAllowed, match="The quality team opens and closes campaigns"):
        campaigns.end(session, for_all.id, by=aisha, now=NOW, today=TODAY)


def test_erased_after_its_end_it_stays_done_and_before_it_is_not(
    session: Session, priya: Person
) -> None:
    _, ann, rob = led_by_aisha(session)
    campaign = campaign_of(session, priya)
    do_it(session, ann, campaign, to_the_end=True)
    do_it(session, rob, campaign, to_the_end=False)
    for person in (ann, rob):
        privacy.erase(session, person.id, now=NOW)

    done = {one.name: one.done_on for one in progress(session, campaign, today=TODAY)}
    assert (done["Ann Lee"], done["Rob Yates"]) == (TODAY, None)
    assert waiting_for(session, rob, today=TODAY) == [campaign]


def test_what_was_begun_in_time_is_done_after_the_closing_too_and_that_is_seen(
    session: Session, priya: Person
) -> None:
    _, ann, rob = led_by_aisha(session)
    campaign = campaign_of(session, priya)
    do_it(session, rob, campaign, to_the_end=True)
    begun = conversation.start(
        session, person_id=ann.id, role="operator", scope=Scope(), length=3, mode="practice",
        manner="brisk", edition="2015", campaign_id=campaign.id, now=NOW,
    )  # fmt: skip
    campaigns.end(session, campaign.id, by=priya, now=NOW + timedelta(hours=1), today=TODAY)
    later = NOW + timedelta(hours=2)
    while (turn := conversation.next_turn(session, begun.id, now=later)).kind != "closing":
        conversation.take_answer(session, begun.id, "I check it.", f"a{turn.id}", now=later)

    seen = {one.name: one for one in progress(session, campaign, today=TODAY)}
    assert (seen["Ann Lee"].done_on, seen["Ann Lee"].after_closing) == (TODAY, True)
    assert (seen["Rob Yates"].done_on, seen["Rob Yates"].after_closing) == (TODAY, False)
    assert (seen["Priya Nair"].done_on, seen["Priya Nair"].after_closing) == (None, False)
