"""The people register: sites, holidays, shifts, teams, people with their rights and leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from indexing.records import cells
from indexing.records.columns import Field, Importer, Row, Table
from indexing.records.leads import Leads
from indexing.records.places import HOLIDAYS, SHIFTS, SITES, TEAMS, known_ids
from indexing.records.run import Item, Run
from indexing.records.sheets import Cell
from knowledge import audit_log
from knowledge.people.finding import same_text
from knowledge.people.hours import periods_in
from knowledge.storage.record_tables import (
    Absence,
    Person,
    Site,
    Team,
)

_OWN = {
    "number": "number",
    "name": "name",
    "email": "email",
    "slack_account": "slack_name",
    "job_title": "job_title",
    "qms_roles": "qms_roles",
    "rights": "roles",
    "time_zone": "zone",
    "shift_pattern": "shift",
    "working_hours": "hours",
    "start_date": "starts_on",
    "end_date": "leaves_on",
}
"""Fields of the people table and the columns they fill as they are."""
_PRIVATE = ("name", "email", "slack_name", "hours")


def write_people(run: Run, rows: Sequence[Row]) -> None:
    """People first, then who leads whom: a lead may stand further down in the same file."""
    leads = Leads(run, _with_known_places(run, _without_doubles(run, rows)))
    ids = run.upsert("people", Person, ("number",), leads.items, private=_PRIVATE)
    numbered = {}
    for row, values in leads.items:
        person_id = numbered[values["number"]] = ids[(values["number"],)]
        run.people.add(person_id, values["number"], values.get("email"), values["name"])
        if not values.get("email") and not values.get("slack_name"):
            run.remark(row, "has no e-mail and no account; what is for them goes to their lead")
    leads.write(numbered)
    _log_rights(run, leads.items, numbered)
    _write_leave(run, {numbered[values["number"]]: row for row, values in leads.items})


def _log_rights(run: Run, items: Sequence[Item], ids: Mapping[str, int]) -> None:
    """Rights that the file gives or takes are logged by person, like those that are granted."""
    told = run.outcome("people")
    added = set(told.added)
    rights = {
        str(ids[values["number"]]): values["roles"]
        for _, values in items
        if "roles" in told.changed.get(values["number"], ())
        or (values["number"] in added and set(values.get("roles") or ()) - {"employee"})
    }
    if rights:
        what = "rights by the people register"
        audit_log.add(run.session, who=None, what=what, payload=rights, now=run.now)


def _without_doubles(run: Run, rows: Sequence[Row]) -> list[tuple[Row, str]]:
    """Rows with the number that the register knows the person by: 129 may be 0129 there."""
    exact = set(run.session.scalars(select(Person.number)))
    bare: dict[str, list[str]] = {}
    for number in exact:
        bare.setdefault(number.lstrip("0"), []).append(number)
    emails: dict[str, list[Row]] = {}
    for row in rows:
        if row["email"]:
            emails.setdefault(row["email"], []).append(row)
    kept = []
    for row in rows:
        number = row["number"]
        alike = bare.get(number.lstrip("0"), [])
        if number not in exact and len(alike) == 1:
            number = alike[0]
        others = [str(other.number) for other in emails.get(row["email"], ()) if other is not row]
        if others:
            run.refuse(row, f"has the same e-mail as row {', '.join(others)}")
        else:
            kept.append((row, number))
    return kept


def _with_known_places(run: Run, rows: Sequence[tuple[Row, str]]) -> list[Item]:
    """Rows whose team, site and shift are known, with the columns they fill."""
    teams, sites = known_ids(run, Team, "code"), known_ids(run, Site, "name")
    items: list[Item] = []
    for row, number in rows:
        values = {column: row[name] for name, column in _OWN.items() if name in row.values}
        values["number"] = number
        unknown = False
        for name, column, ids in (("team", "team_id", teams), ("site", "site_id", sites)):
            if name not in row.values:
                continue
            values[column] = ids.get(same_text(row[name])) if row[name] else None
            if row[name] and values[column] is None:
                run.refuse(row, f"{name} {row[name]!r} is not in the list of {name}s")
                unknown = True
        if row["start_date"] and row["end_date"] and row["end_date"] < row["start_date"]:
            run.refuse(row, "end_date is before start_date")
            unknown = True
        if not unknown:
            items.append((row, values))
    return items


def _write_leave(run: Run, rows: dict[int, Row]) -> None:
    """A person's leave is what the file says: periods it no longer has are taken out."""
    listed = {p: row["leave"] for p, row in rows.items() if "leave" in row.values}
    if not listed:
        return
    known: dict[int, dict[date, Absence]] = {}
    for absence in run.session.scalars(select(Absence)):
        known.setdefault(absence.person_id, {})[absence.first_day] = absence
    outcome = run.outcome("leave")
    for person_id, periods in listed.items():
        mine = known.get(person_id, {})
        for first, last in periods:
            before = mine.pop(first, None)
            key = f"person {person_id} from {first}"
            if before is None:
                run.session.add(Absence(person_id=person_id, first_day=first, last_day=last))
                outcome.added.append(key)
            elif before.last_day != last:
                outcome.changed[key] = {"last_day": [before.last_day, last]}
                before.last_day = last
            else:
                outcome.unchanged += 1
        for first, absence in mine.items():
            run.session.delete(absence)
            outcome.gone.append(f"person {person_id} from {first}")
    run.session.flush()


def _hours(cell: Cell) -> str | None:
    written = cells.text(cell)
    if written is not None and not periods_in(written):
        raise cells.Unfit(f"gives no times ({written!r}); write them like 06:00-14:00")
    return written


EVERYBODY = Table(
    "people",
    (
        Field(
            "number",
            synonyms=(
                "employee_number", "employee_no", "employee_id", "personnel_number", "staff_number",
                "personalnummer", "personal_nr", "pers_nr", "mitarbeiternummer",
            ),
            required=True,
        ),
        Field("name", synonyms=("full_name", "employee", "vollständiger_name"), required=True),
        Field("email", cells.email, ("e_mail", "mail", "e_mail_address", "e_mail_adresse")),
        Field("slack_account", synonyms=("slack", "slack_id", "slack_handle")),
        Field("job_title", synonyms=("job", "position", "function", "tätigkeit", "funktion")),
        Field("team", synonyms=("department", "team_code", "abteilung")),
        Field("lead", synonyms=("team_lead", "supervisor", "reports_to", "vorgesetzter")),
        Field("stand_in", synonyms=("deputy", "stellvertretung", "vertretung")),
        Field("qms_roles", cells.texts, ("roles", "qms_role", "qm_rollen")),
        Field("rights", cells.roles, ("right", "rechte")),
        Field("site", synonyms=("location", "standort", "plant")),
        Field("time_zone", cells.zone, ("zone", "timezone", "zeitzone")),
        Field("shift_pattern", synonyms=("shift", "schicht")),
        Field("working_hours", _hours, ("hours", "arbeitszeit")),
        Field("start_date", cells.day, ("starts_on", "joined", "joining_date", "eintritt")),
        Field("leave", cells.period, ("absence", "absences", "urlaub", "abwesenheit")),
        Field("end_date", cells.day, ("leaves_on", "leaving_date", "left", "austritt")),
    ),
    ("number",),
    write_people,
)  # fmt: skip

PEOPLE = Importer("people", (SITES, HOLIDAYS, SHIFTS, TEAMS, EVERYBODY))
