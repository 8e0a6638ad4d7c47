"""Campaigns as somebody sees them: those asked of them, those they look after."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.slack import drill_campaign_blocks as blocks
from bot.slack.drill_campaign_blocks import CampaignDesk, CampaignShown, Named, about_words
from bot.slack.floor import Floor
from bot.slack.limits import Block
from knowledge import people
from knowledge.errors import CoachError, NotAllowed
from knowledge.evidence import person_behind
from knowledge.interviews import campaigns
from knowledge.interviews.campaign_progress import Member, overseen, progress_for, waiting_for
from knowledge.interviews.campaign_rights import group_of, groups
from knowledge.storage.drill_tables import DrillCampaign, Interview
from knowledge.storage.record_tables import Person

TWO_WEEKS = timedelta(days=14)
NOT_YOURS = "Campaigns are opened by the quality team, and by leads for the own team."


def waiting_campaigns(session: Session, account: str, *, today: date) -> list[CampaignShown]:
    """What whoever is behind an account has still to do."""
    person = people.by_slack_account(session, account)
    if person is None:
        return []
    return [shown(session, one) for one in waiting_for(session, person, today=today)]


def desk_of(session: Session, account: str, *, today: date) -> CampaignDesk | None:
    """None for those who may ask nobody."""
    person = people.by_slack_account(session, account)
    if person is None or not groups(session, person, today=today):
        return None
    found = overseen(session, person, today=today)
    shown_now = [_counted(session, one, person, today) for one in found]
    return CampaignDesk(today, shown_now, _stamp(session))


def desk_again(
    session: Session, account: str, before: CampaignDesk | None, *, today: date
) -> CampaignDesk | None:
    """The same as long as nothing has happened: counting goes through everybody."""
    if before is None or before.stamp == _stamp(session):
        return before
    return desk_of(session, account, today=today)


def new_view(floor: Floor, account: str) -> Block:
    """The form that opens a campaign, with the teams that this person may ask."""
    today = floor.today()

    def form(session: Session, by: Person) -> Block:
        found = groups(session, by, today=today)
        if not found:
            raise NotAllowed(NOT_YOURS)
        choices = [(str(one.team_id or blocks.FOR_ALL), one.name) for one in found]
        return blocks.new_form(choices, today, today + TWO_WEEKS)

    return _seen(floor, account, form)


def who_view(floor: Floor, account: str, number: int) -> Block:
    """Who has done a campaign and who hasn't, of those whom this person looks after."""
    today = floor.today()

    def who(session: Session, by: Person) -> Block:
        campaign = campaigns.find(session, number)
        members = progress_for(session, campaign, by, today=today)
        may_close = campaigns.may_end(session, campaign, by, today=today)
        made = shown(session, campaign, members)
        return blocks.who_modal(made, named_in(members), today, may_close=may_close)

    return _seen(floor, account, who)


def shown(
    session: Session, campaign: DrillCampaign, members: list[Member] | None = None
) -> CampaignShown:
    """A campaign with how many of these members have done it."""
    named = named_in(members or [])
    return CampaignShown(
        campaign.id,
        campaign.title,
        group_of(session, campaign).name,
        about_words(campaign.length, [str(one) for one in campaign.clauses]),
        campaign.opens_on,
        campaign.due_on,
        len(named.done),
        len(members or []),
    )


def named_in(members: list[Member]) -> Named:
    return Named(
        [(one.name, one.done_on) for one in members if one.done_on is not None],
        [one.name for one in members if one.done_on is None],
        [one.name for one in members if one.after_closing],
    )


def _stamp(session: Session) -> Hashable:
    """Which campaigns are open, and how many of their drills were finished."""
    is_open = select(DrillCampaign.id).where(DrillCampaign.ended_at.is_(None))
    finished = select(func.count(Interview.id)).where(
        Interview.campaign_id.is_not(None), Interview.state == "finished"
    )
    return tuple(session.scalars(is_open.order_by(DrillCampaign.id))), session.scalar(finished)


def _counted(session: Session, campaign: DrillCampaign, by: Person, today: date) -> CampaignShown:
    return shown(session, campaign, progress_for(session, campaign, by, today=today))


def _seen(floor: Floor, account: str, view: Callable[[Session, Person], Block]) -> Block:
    try:
        with floor.database.read() as session:
            return view(session, person_behind(session, account))
    except CoachError as error:
        return blocks.words_modal(str(error))
