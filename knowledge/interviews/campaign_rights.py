"""Who may ask whom to do a drill: quality everybody, a lead the own teams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge import people
from knowledge.errors import NotFound
from knowledge.storage.drill_tables import DrillCampaign
from knowledge.storage.record_tables import Person, Team, TeamLead

EVERYBODY = "Everybody"
_QUALITY = frozenset({"quality", "deputy"})


@dataclass(frozen=True)
class Group:
    """Who can be asked: a team, or with `team_id` None everybody."""

    team_id: int | None
    name: str


def groups(session: Session, by: Person, *, today: date) -> list[Group]:
    """Whom this person may ask: quality everybody and each team, a lead the own teams."""
    teams = session.scalars(select(Team).where(Team.gone_on.is_(None)).order_by(Team.code))
    if is_quality(session, by, today):
        return [Group(None, EVERYBODY), *map(_group, teams)]
    led = led_teams(session, by)
    return [_group(team) for team in teams if team.id in led]


def group_named(session: Session, name: str) -> Group:
    """The team of this code or name. Raises NotFound, naming the teams there are."""
    teams = session.scalars(select(Team).where(Team.gone_on.is_(None)).order_by(Team.code)).all()
    wanted = name.strip().casefold()
    for team in teams:
        if wanted in (team.code.casefold(), (team.name or "").casefold()):
            return _group(team)
    known = ", ".join(team.code for team in teams) or "none is in the people register yet"
    raise NotFound(f"There is no team {name!r}. Teams: {known}.")


def group_of(session: Session, campaign: DrillCampaign) -> Group:
    """Who is asked by a campaign."""
    team = session.get(Team, campaign.team_id) if campaign.team_id is not None else None
    return Group(None, EVERYBODY) if team is None else _group(team)


def may_ask(session: Session, by: Person, team_id: int | None, today: date) -> bool:
    """Whether this person opens and closes campaigns for a team, or with None for everybody."""
    return is_quality(session, by, today) or team_id in led_teams(session, by)


def is_quality(session: Session, by: Person, today: date) -> bool:
    return bool(_QUALITY & people.roles_of(session, by, today=today))


def led_teams(session: Session, by: Person) -> set[int]:
    """The teams that this person leads, or stands in for the lead of."""
    leading = or_(TeamLead.lead_id == by.id, TeamLead.stand_in_id == by.id)
    return set(session.scalars(select(TeamLead.team_id).where(leading)))


def _group(team: Team) -> Group:
    return Group(team.id, f"{team.name} ({team.code})" if team.name else team.code)
