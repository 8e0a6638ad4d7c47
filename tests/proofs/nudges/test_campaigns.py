"""Weeks in which campaigns ask everybody for a drill: begun, put off, done late, closed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from knowledge.nudges import Item
from knowledge.storage.database import Database
from knowledge.storage.drill_tables import DrillCampaign
from knowledge.storage.record_tables import Person
from tests.knowledge.nudges.building import add_campaign, add_interview
from tests.proofs.nudges.judging import judge
from tests.proofs.nudges.quarter import START, Quarter, Record

pytestmark = pytest.mark.proof
DAYS = 7 * 5
CLOSED_ON = date(2026, 12, 11)


class DrilledQuarter(Quarter):
    """One campaign stays open, another is closed when it is ten days late."""

    def _prepare(self) -> None:
        super()._prepare()
        with self.database.begin() as session:
            add_campaign(session, "2026-11-18", "2026-12-02", title="Before the audit")
            add_campaign(session, "2026-11-25", "2026-12-01", title="Closed early")

    def _do(self, session: Session, person: Person, item: Item, now: datetime) -> None:
        if item.kind != "drill":
            super()._do(session, person, item, now)
            return
        number = int(item.id.removeprefix("Drill "))
        campaign = session.get_one(DrillCampaign, number)
        add_interview(session, person, campaign, "finished", now)
        self.record.settle(item.key, now)
        self._note(now, person.name, item, "does it")

    def _evening(self, now: datetime) -> None:
        super()._evening(now)
        if now.date() == CLOSED_ON:
            with self.database.begin() as session:
                campaign = session.get_one(DrillCampaign, 2)
                campaign.ended_at = now
            for item in self.record.mornings[-1].items:
                if item.id == "Drill 2":
                    self.record.settle(item.key, now)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Record, list[str]]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('drilled') / 'coach.db'}")
    database.migrate()
    record = DrilledQuarter(database).run(DAYS)
    with database.read() as session:
        broken = judge(session, record)
    database.close()
    return record, broken


def test_no_rule_is_broken(lived: tuple[Record, list[str]]) -> None:
    record, broken = lived

    told = [line for message in record.messages for line in message.lines if "drill:" in line.key]
    assert len({line.key for line in told}) > 100
    assert {line.audience for line in told} >= {"owner", "lead"}
    assert broken == []


def test_everybody_hears_of_its_opening_at_most_once(lived: tuple[Record, list[str]]) -> None:
    record, _ = lived
    openings = [
        line.key
        for message in record.messages
        for line in message.lines
        if line.rule == "newly asked"
    ]

    assert len(openings) == len(set(openings)) > 100


def test_nobody_hears_of_what_is_closed(lived: tuple[Record, list[str]]) -> None:
    record, _ = lived
    closed_at = datetime.combine(CLOSED_ON, time(16), tzinfo=UTC)

    assert START + timedelta(days=DAYS) > CLOSED_ON
    assert not [
        line
        for message in record.messages
        if message.at >= closed_at
        for line in message.lines
        if line.key.startswith("drill:2 ")
    ]
