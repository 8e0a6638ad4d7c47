"""The sample company's records agree with each other."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.company.records_builder import EXPORTS, Row, build, read_csv, read_yaml

TODAY = "2026-11-16"
PEOPLE = read_csv("people.csv")
TEAMS = {row["team"]: row for row in read_csv("teams.csv")}
COURSES = {row["course"]: row for row in read_csv("courses.csv")}
TRAINING = read_csv("training_records.csv")
CAPA = read_yaml("capa.yaml")
AUDITS = {row["audit"]: row for row in read_csv("audit_programme.csv")}
FINDINGS = read_csv("audit_findings.csv")
EXTERNAL = read_csv("external_findings.csv")
REVIEWS = read_yaml("management_reviews.yaml")
EMAILS = {row["email"]: row for row in PEOPLE}
NAMES = {row["name"] for row in PEOPLE}
STEPS = ("recorded", "correction", "need", "cause", "plan", "implemented", "effectiveness")
REACHED = {
    "recorded": 1,
    "contained": 2,
    "need decided": 3,
    "cause found": 4,
    "action planned": 5,
    "implemented": 6,
    "effectiveness reviewed": 7,
    "closed": 7,
}


def split(text: str) -> list[str]:
    return [part for part in text.split("; ") if part]


def in_order(days: Iterable[object]) -> bool:
    found = [str(day) for day in days if day]
    return found == sorted(found)


def due_date(entry: dict[str, Any], which: str) -> object:
    return entry.get("due", {}).get(which)


def plus_months(day: str, months: int) -> str:
    year, month, number = (int(part) for part in day.split("-"))
    year, month = year + (month - 1 + months) // 12, (month - 1 + months) % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(number, last)).isoformat()


def last_valid(course: str) -> dict[str, str]:
    """The last day of everybody's qualification, by employee number."""
    found: dict[str, str] = {}
    for row in TRAINING:
        if row["course"] == course and row["valid_until"]:
            number = row["employee_number"]
            found[number] = max(found.get(number, ""), row["valid_until"])
    return found


def test_eighty_people_work_at_two_sites() -> None:
    assert len(PEOPLE) == len({row["employee_number"] for row in PEOPLE}) == len(EMAILS) == 80
    assert Counter(row["site"] for row in PEOPLE) == {"Ashcombe": 58, "Lindenau": 22}


def test_every_lead_is_a_person_with_the_right_of_a_lead() -> None:
    leads = {row["lead"] for row in [*PEOPLE, *TEAMS.values()] if row["lead"]}
    assert all("lead" in split(EMAILS[lead]["rights"]) for lead in leads)
    assert [row["name"] for row in PEOPLE if not row["lead"]] == ["Helen Marsh"]


def test_nobody_leads_or_stands_in_for_themselves() -> None:
    for row in PEOPLE:
        assert row["email"] not in (row["lead"], row["stand_in"])
        assert not row["stand_in"] or row["stand_in"] in EMAILS


def test_every_chain_of_leads_ends_with_the_managing_director() -> None:
    for row in PEOPLE:
        steps = 0
        while row["lead"]:
            row, steps = EMAILS[row["lead"]], steps + 1
            assert steps < 6
        assert row["name"] == "Helen Marsh"


def test_the_teams_match_the_people() -> None:
    assert Counter(row["team"] for row in PEOPLE) == {
        team: int(row["headcount"]) for team, row in TEAMS.items()
    }
    assert all(row["site"] == TEAMS[row["team"]]["site"] for row in PEOPLE)


def test_every_shift_of_a_person_exists_at_the_site() -> None:
    known = {(row["site"], row["shift_pattern"]) for row in read_csv("shifts.csv")}
    assert {(row["site"], row["shift_pattern"]) for row in PEOPLE} <= known
    assert sum(row["shift_pattern"] == "night" for row in PEOPLE) == 3


def test_one_person_is_on_leave_one_leaves_soon_and_one_is_new() -> None:
    away = [
        row["name"]
        for row in PEOPLE
        for leave in split(row["leave"])
        if leave[:10] <= TODAY <= leave[11:]
    ]
    assert away == ["Owen Tate"]
    assert [row["name"] for row in PEOPLE if row["end_date"]] == ["Hannah Price"]
    assert [row["name"] for row in PEOPLE if row["start_date"] >= "2026-11-01"] == ["Callum Reid"]


def test_four_people_cannot_be_matched_to_slack() -> None:
    members = [row for row in read_csv("slack_members.csv") if row["active"] == "yes"]
    known = {row["email"] for row in members} | {"@" + row["handle"] for row in members}
    known.discard("")  # an app has no e-mail, and matches nobody
    unmatched = {row["name"] for row in PEOPLE if row["slack_account"] not in known}
    assert unmatched == {"Graham Boyle", "Jan Kowalczyk", "Joanne Kaye", "Torsten Weiß"}


def test_holidays_exist_for_every_site_in_both_years() -> None:
    days = {(row["calendar"], row["date"][:4]) for row in read_csv("holidays.csv")}
    calendars = {row["holiday_calendar"] for row in read_csv("sites.csv")}
    assert days == {(calendar, year) for calendar in calendars for year in ("2026", "2027")}


def test_the_matrix_names_known_teams_jobs_and_courses() -> None:
    jobs = {(row["team"], row["job_title"]) for row in PEOPLE}
    roles = {role for row in PEOPLE for role in split(row["qms_roles"])}
    for row in read_csv("training_matrix.csv"):
        team, job = row.pop("team"), row.pop("job_or_role")
        assert team == "ALL" or (job in roles if team == "role" else team in TEAMS)
        assert job in ("*", *roles) or (team, job) in jobs
        assert set(row) == set(COURSES)


def test_every_training_record_belongs_to_a_person_and_a_course_or_document() -> None:
    numbers = {row["employee_number"]: row for row in PEOPLE}
    assert len({row["assignment"] for row in TRAINING}) == len(TRAINING) >= 500
    for row in TRAINING:
        assert numbers[row["employee_number"]]["name"] == row["name"]
        assert row["assigned_on"] >= numbers[row["employee_number"]]["start_date"]
        assert row["course"] in COURSES if row["course"] else row["document"] and row["revision"]
        assert {row["assigned_by"], row["recorded_by"]} <= NAMES | {""}
        assert row["assessor"] in NAMES | {"", "external"}


def test_training_dates_are_in_order() -> None:
    for row in TRAINING:
        done = (row["performed_on"], row["recorded_on"], row["recorded_by"], row["result"])
        assert all(done) or not any(done)
        assert in_order((row["assigned_on"], row["performed_on"], row["recorded_on"]))
        assert row["assigned_on"] <= row["due_on"]
        assert row["recorded_on"] <= TODAY


def test_a_passed_qualification_is_valid_for_the_months_of_its_course() -> None:
    for row in TRAINING:
        months = COURSES[row["course"]]["validity_months"] if row["course"] else ""
        if row["result"] == "passed" and months:
            assert row["valid_until"] == plus_months(row["performed_on"], int(months))
        else:
            assert not row["valid_until"]


def test_training_is_overdue_due_soon_expired_and_late_as_described() -> None:
    open_rows = [row for row in TRAINING if not row["performed_on"]]
    late = [row for row in TRAINING if row["recorded_on"] and _days_late(row) > 14]
    expired = [day for c in COURSES for day in last_valid(c).values() if day < TODAY]
    overdue = sum(row["due_on"] < TODAY for row in open_rows)
    assert (len(open_rows), overdue, len(late), len(expired)) == (59, 22, 12, 10)


def _days_late(row: Row) -> int:
    performed, recorded = (date.fromisoformat(row[key]) for key in ("performed_on", "recorded_on"))
    return (recorded - performed).days


@pytest.mark.parametrize("entry", CAPA, ids=lambda entry: str(entry["number"]))
def test_a_corrective_action_has_every_step_up_to_its_stage(entry: dict[str, Any]) -> None:
    if entry["stage"] == "closed without action":
        assert entry["need"]["action"] == "no"
        assert entry["need"]["reason"]
        assert "plan" not in entry
        return
    reached = REACHED[entry["stage"]]
    assert [step for step in STEPS if step in entry] == list(STEPS[:reached])
    assert ("closed" in entry) == (entry["stage"] == "closed")
    assert "plan" not in entry or entry["plan"].keys() & {
        "effectiveness_due",
        "effectiveness_lots",
    }


@pytest.mark.parametrize("entry", CAPA, ids=lambda entry: str(entry["number"]))
def test_a_corrective_action_names_real_people_and_dates_in_order(entry: dict[str, Any]) -> None:
    steps = [entry[step] for step in (*STEPS, "closed") if step in entry]
    assert in_order(step["date"] for step in steps)
    assert all(str(step["date"]) <= TODAY for step in steps)
    assert {step["by"] for step in steps if "by" in step} <= NAMES
    assert {entry["owner"], entry["closer"]} <= NAMES
    assert entry["owner"] != entry["closer"]
    assert entry["team"] in TEAMS
    assert "closed" not in entry or entry["closed"]["by"] == entry["closer"]


def test_an_extended_corrective_action_keeps_its_first_date() -> None:
    extended = [entry for entry in CAPA if "extensions" in entry]
    assert len(extended) >= 4
    for entry in CAPA:
        moves = entry.get("extensions", [])
        dates = [due_date(entry, "first"), *(move["to"] for move in moves)]
        assert [move["from"] for move in moves] == dates[:-1]
        assert dates[-1] == due_date(entry, "current")
        assert {move["approved_by"] for move in moves} <= NAMES - {entry["owner"]}


def test_links_between_corrective_actions_go_both_ways() -> None:
    by_number = {entry["number"]: entry for entry in CAPA}
    assert len(by_number) == len(CAPA) >= 24
    linked = [entry for entry in CAPA if "linked" in entry]
    assert linked
    assert all(by_number[entry["linked"]]["linked"] == entry["number"] for entry in linked)
    failed = [e for e in CAPA if e.get("effectiveness", {}).get("result") == "not effective"]
    assert [entry["linked"] for entry in failed] == ["CAPA-2026-008"]


def test_every_finding_belongs_to_an_audit_and_agrees_with_its_corrective_action() -> None:
    references = {entry["number"]: entry["source_reference"] for entry in CAPA}
    for row in FINDINGS:
        assert row["audit"] in AUDITS
        assert AUDITS[row["audit"]]["performed_to"] <= row["recorded_on"]
        assert row["owner"] in NAMES
        assert {row["closed_by"]} <= NAMES | {""}
    for row in [*FINDINGS, *EXTERNAL]:
        if row["corrective_action"]:
            assert references[row["corrective_action"]] == row["finding"]


def test_every_corrective_action_from_an_audit_has_its_finding() -> None:
    found = {row["finding"] for row in [*FINDINGS, *EXTERNAL]}
    sources = ("internal audit", "certification body")
    assert {e["source_reference"] for e in CAPA if e["source"] in sources} <= found


def test_only_finished_audits_count_as_performed() -> None:
    for row in AUDITS.values():
        assert bool(row["performed_to"]) == (row["state"] == "performed")
        assert row["performed_to"] <= TODAY
        assert set(split(row["teams"])) <= {*TEAMS, "all"}
    assert AUDITS["NG-2027"]["planned_from"] == "2027-03-15"


def test_internal_auditors_hold_the_role_and_were_qualified_on_the_day() -> None:
    auditors = {row["name"]: row for row in PEOPLE if "internal auditor" in row["qms_roles"]}
    assert set(auditors) == {"Daniel Okafor", "Aisha Rahman", "Katrin Vogel"}
    for row in AUDITS.values():
        if row["kind"] == "internal" and row["state"] == "performed":
            assert _qualified(row["lead_auditor"], row["performed_to"])
    assert not _qualified("Katrin Vogel", AUDITS["IA-2026-07"]["planned_from"])


def _qualified(name: str, day: str) -> bool:
    return any(
        row["performed_on"] <= day <= row["valid_until"]
        for row in TRAINING
        if row["name"] == name and row["course"] == "C-15" and row["valid_until"]
    )


def test_management_reviews_name_real_people_and_their_gaps() -> None:
    for review in REVIEWS:
        assert {review["chair"], *review["present"]} <= NAMES
        assert {decision["owner"] for decision in review["decisions"]} <= NAMES
        assert (review["state"] == "held") == (str(review["date"]) <= TODAY)
    missing = {
        (review["review"], key)
        for review in REVIEWS
        for key, value in review["inputs"].items()
        if value == "missing"
    }
    assert missing == {("MR-2025-2", "d"), ("MR-2026-1", "e")}


def test_every_cited_document_is_one_of_the_company() -> None:
    with (EXPORTS.parents[1] / "documents.csv").open(encoding="utf-8", newline="") as file:
        known = {row["number"] for row in csv.DictReader(file)}
    cited = {row["document"] for row in [*COURSES.values(), *TRAINING] if row["document"]}
    cited |= {entry["plan"]["document"] for entry in CAPA if "plan" in entry}
    assert cited <= known


def test_the_exports_are_what_the_sources_say(tmp_path: Path) -> None:
    build(tmp_path)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert built == {path.name: path.read_bytes() for path in EXPORTS.iterdir()}
