"""Who takes part: people, teams, leads and stand-ins, rights, working hours, accounts."""

from knowledge.people.accounts import Matching, SlackAccount, Unmatched, match_accounts
from knowledge.people.attendance import employed, is_away
from knowledge.people.finding import Directory, by_slack_account, find, sharing, sought
from knowledge.people.hours import is_holiday, working_hours, zone_of
from knowledge.people.rights import (
    end,
    grant,
    grant_from_settings,
    known_role,
    quality_people,
    roles_of,
)
from knowledge.people.roster import Roster
from knowledge.people.teams import (
    circles,
    lead_of,
    members,
    registered_lead,
    stand_in_for,
    team_of,
)

__all__ = [
    "Directory",
    "Matching",
    "Roster",
    "SlackAccount",
    "Unmatched",
    "by_slack_account",
    "circles",
    "employed",
    "end",
    "find",
    "grant",
    "grant_from_settings",
    "is_away",
    "is_holiday",
    "known_role",
    "lead_of",
    "match_accounts",
    "members",
    "quality_people",
    "registered_lead",
    "roles_of",
    "sharing",
    "sought",
    "stand_in_for",
    "team_of",
    "working_hours",
    "zone_of",
]
