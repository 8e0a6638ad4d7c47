"""Where and when people work: sites, holidays, shifts and teams."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import select

from indexing.records import cells
from indexing.records.columns import Field, Row, Table
from indexing.records.run import Item, Run
from knowledge.people.finding import same_text
from knowledge.people.hours import WEEKDAYS
from knowledge.storage.record_tables import Holiday, ShiftPattern, Site, Team, TeamLead


def write_sites(run: Run, rows: Sequence[Row]) -> None:
    items: list[Item] = []
    for row in rows:
        columns = {"site": "name", "time_zone": "zone", "country": "country"}
        columns |= {"holiday_calendar": "calendar", "language": "language"}
        items.append((row, {columns[k]: v for k, v in row.values.items() if k in columns}))
    run.upsert("sites", Site, ("name",), items)


def write_holidays(run: Run, rows: Sequence[Row]) -> None:
    names = ("calendar", "day", "name")
    columns = {"calendar": "calendar", "date": "day", "name": "name"}
    items = [(row, {columns[k]: v for k, v in row.values.items()}) for row in rows]
    run.upsert("holidays", Holiday, names[:2], items)


def write_shifts(run: Run, rows: Sequence[Row]) -> None:
    sites = known_ids(run, Site, "name")
    plain = {
        (row["site"], row["shift_pattern"]): [row["start"], row["end"]]
        for row in rows
        if row["start"] and row["end"]
    }
    items: list[Item] = []
    for row in rows:
        site = sites.get(same_text(row["site"]))
        weeks = _weeks(row, plain)
        if site is None:
            run.refuse(row, f"site {row['site']!r} is not in the list of sites")
        elif not weeks:
            run.refuse(row, "has neither start and end nor a rota that names other shifts")
        else:
            values = {
                "site_id": site,
                "name": row["shift_pattern"],
                "weekdays": row["weekdays"] or list(WEEKDAYS),
                "weeks": weeks,
                "first_monday": row["rota_first_monday"],
            }
            items.append((row, values))
    run.upsert("shifts", ShiftPattern, ("site_id", "name"), items)


def _weeks(row: Row, plain: dict[tuple[str, str], list[str]]) -> list[list[str]]:
    """The shift's own period, or those of the shifts that its rota goes through, in their order."""
    own = plain.get((row["site"], row["shift_pattern"]))
    if own:
        return [own]
    said = (row["rota"] or "").casefold()
    places = [
        (match.start(), period)
        for (site, name), period in plain.items()
        if site == row["site"]
        for match in [re.search(rf"\b{re.escape(name.casefold())}\b", said)]
        if match
    ]
    return [period for _, period in sorted(places)] if len(places) > 1 else []


def write_teams(run: Run, rows: Sequence[Row]) -> None:
    sites = known_ids(run, Site, "name")
    items: list[Item] = []
    for row in rows:
        values = {"code": row["team"]}
        if "name" in row.values:
            values["name"] = row["name"]
        if row["site"]:
            if same_text(row["site"]) not in sites:
                run.refuse(row, f"site {row['site']!r} is not in the list of sites")
                continue
            values["site_id"] = sites[same_text(row["site"])]
        items.append((row, values))
    run.upsert("teams", Team, ("code",), items)


def write_leading(run: Run, rows: Sequence[Row]) -> None:
    """Who leads the teams, written once the people are there."""
    teams = known_ids(run, Team, "code")
    items = {}
    for row in rows:
        team = teams.get(same_text(row["team"]))
        if team is not None and {"lead", "stand_in"} & set(row.values):
            items[team] = {
                "lead_id": run.person(row, "lead"),
                "stand_in_id": run.person(row, "stand_in"),
            }
    for team, values in items.items():
        known = run.session.get(TeamLead, team)
        if known is None:
            run.session.add(TeamLead(team_id=team, **values))
        elif (known.lead_id, known.stand_in_id) != tuple(values.values()):
            before = [known.lead_id, known.stand_in_id]
            known.lead_id, known.stand_in_id = values["lead_id"], values["stand_in_id"]
            changed = run.outcome("teams").changed.setdefault(f"team {team}", {})
            changed["lead"] = [before, list(values.values())]
    run.session.flush()


def known_ids(run: Run, model: type[Site] | type[Team], column: str) -> dict[str, int]:
    """Ids by the name or code that tells sites and teams apart."""
    rows = run.session.execute(select(getattr(model, column), model.id))
    return {same_text(name): number for name, number in rows}


SITES = Table(
    "sites",
    (
        Field("site", synonyms=("standort", "location", "plant"), required=True),
        Field("time_zone", cells.zone, ("zone", "timezone", "zeitzone"), required=True),
        Field("holiday_calendar", synonyms=("calendar", "holidays", "feiertagskalender")),
        Field("country", synonyms=("land",)),
        Field("language", synonyms=("sprache",)),
    ),
    ("site",),
    write_sites,
)
HOLIDAYS = Table(
    "holidays",
    (
        Field("calendar", synonyms=("holiday_calendar", "kalender"), required=True),
        Field("date", cells.day, ("day", "datum", "tag"), required=True),
        Field("name", synonyms=("holiday", "feiertag", "bezeichnung")),
    ),
    ("calendar", "date"),
    write_holidays,
)
SHIFTS = Table(
    "shifts",
    (
        Field("site", synonyms=("standort", "location"), required=True),
        Field("shift_pattern", synonyms=("shift", "pattern", "schicht"), required=True),
        Field("start", cells.clock, ("from", "beginn", "von")),
        Field("end", cells.clock, ("to", "ende", "bis")),
        Field("weekdays", cells.weekdays, ("days", "wochentage")),
        Field("rota_first_monday", cells.day, ("first_monday", "rota_start")),
        Field("rota", synonyms=("sequence", "note", "rhythm")),
    ),
    ("site", "shift_pattern"),
    write_shifts,
    least=4,
)
_TEAM_FIELDS = (
    Field("team", synonyms=("code", "team_code", "department", "abteilung"), required=True),
    Field("name", synonyms=("team_name", "bezeichnung")),
    Field("site", synonyms=("standort", "location")),
    Field("lead", synonyms=("team_lead", "head", "leitung", "manager", "supervisor")),
    Field("stand_in", synonyms=("deputy", "stellvertretung", "vertretung")),
)
TEAMS = Table("teams", _TEAM_FIELDS, ("team",), write_teams, least=3, afterwards=write_leading)
