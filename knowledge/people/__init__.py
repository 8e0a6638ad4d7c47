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
    leads_quality,
    quality_manager,
    quality_people,
    roles_of,
)
from knowledge.people.roster import Roster
from knowledge.people.teams import (
    circles,
    lead_of,
    leads,
    led_by,
    members,
    registered_lead,
    stand_in_for,
    team_of,
)
from knowledge.people.working_days import closed_for, is_weekend, working_days_after

__all__ = [
    "Directory",
    "Matching",
    "Roster",
    "SlackAccount",
    "Unmatched",
    "by_slack_account",
    "circles",
    "closed_for",
    "employed",
    "end",
    "find",
    "grant",
    "grant_from_settings",
    "is_away",
    "is_holiday",
    "is_weekend",
    "known_role",
    "lead_of",
    "leads",
    "leads_quality",
    "led_by",
    "match_accounts",
    "members",
    "quality_manager",
    "quality_people",
    "registered_lead",
    "roles_of",
    "sharing",
    "sought",
    "stand_in_for",
    "team_of",
    "working_days_after",
    "working_hours",
    "zone_of",
]
