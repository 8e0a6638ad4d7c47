"""Weeks of the sample company, judged; and the judge itself, by what is made wrong on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from knowledge import nudges
from knowledge.nudges import Rule, Rules
from knowledge.nudges.windows import Calendar, Window
from knowledge.storage.database import Database
from tests.proofs.nudges.judging import judge
from tests.proofs.nudges.quarter import Quarter, Record

pytestmark = pytest.mark.proof
WEEKS = 3


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, Record]]:
    """Some weeks, lived once."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('quarter') / 'coach.db'}")
    database.migrate()
    record = Quarter(database).run(7 * WEEKS)
    with database.read() as session:
        yield session, record
    database.close()


def live(folder: Path, days: int, rules: Rules | None = None) -> list[str]:
    database = Database(f"sqlite:///{folder / 'coach.db'}")
    database.migrate()
    record = Quarter(database, rules=rules).run(days)
    with database.read() as session:
        found = judge(session, record)
    database.close()
    return found


def test_weeks_with_people_who_act_break_no_rule(lived: tuple[Session, Record]) -> None:
    session, record = lived

    assert len(record.messages) > 100
    assert len(record.deeds) > 50
    assert len(record.asked) > 5
    assert judge(session, record) == []


def twice(record: Record) -> Record:
    message = record.messages[3]
    return replace(record, messages=[*record.messages, replace(message, at=message.at)])


def at_night(record: Record) -> Record:
    first, *others = record.messages
    return replace(record, messages=[replace(first, at=first.at - timedelta(hours=6)), *others])


def after_done(record: Record) -> Record:
    key = record.messages[0].lines[0].key
    return replace(record, settled={**record.settled, key: [(record.messages[0].at, None)]})


def while_held(record: Record) -> Record:
    message = next(one for one in record.messages if one.lines[:1] and one.lines[0].rule[0] in "37")
    line = message.lines[0]
    hold = (line.key, line.owner_id or 0, message.at, message.at + timedelta(days=1))
    return replace(record, held=[*record.held, hold])


def too_early(record: Record) -> Record:
    place, message = next(
        (n, one)
        for n, one in enumerate(record.messages)
        if any(line.audience == "lead" and line.critical_on is None for line in one.lines)
    )
    soon = tuple(
        replace(line, first_due_on=message.day - timedelta(days=6)) for line in message.lines
    )
    changed = [*record.messages]
    changed[place] = replace(message, lines=soon)
    return replace(record, messages=changed)


def unsaid(record: Record) -> Record:
    silent = [
        replace(one, lines=tuple(line for line in one.lines if line.audience != "lead"))
        for one in record.messages
    ]
    return replace(record, messages=silent)


def asked_twice(record: Record) -> Record:
    return replace(record, asked=[*record.asked, record.asked[0]])


def asked_in_vain(record: Record) -> Record:
    return replace(record, asked=record.asked[1:])


def asked_and_told_more(record: Record) -> Record:
    (hold, message), *others = record.asked
    more = replace(message, lines=(*message.lines, record.messages[0].lines[0]))
    return replace(record, asked=[(hold, more), *others])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (twice, " got 2 messages on "),
        (at_night, " when they don't work"),
        (after_done, ", done at "),
        (while_held, ", held until "),
        (too_early, " too early: "),
        (unsaid, "lead was not told of "),
        (asked_twice, " was told 2 times of "),
        (asked_in_vain, ", and nothing came"),
        (asked_and_told_more, " of what was asked for "),
    ],
)
def test_the_judge_notices_what_is_spoilt(
    lived: tuple[Session, Record], spoil: Callable[[Record], Record], words: str
) -> None:
    session, record = lived

    assert any(words in found for found in judge(session, spoil(record)))


def test_the_judge_notices_leads_who_are_told_too_early_or_never(tmp_path: Path) -> None:
    def rules(days: int) -> Rules:
        rule = Rule(lead_after=days)
        return Rules(rule, dict.fromkeys(nudges.KINDS, rule))

    for name in ("early", "late"):
        (tmp_path / name).mkdir()

    assert any("too early" in found for found in live(tmp_path / "early", 5, rules(2)))
    assert any("lead was not told" in found for found in live(tmp_path / "late", 5, rules(90)))


def test_the_judge_notices_a_planner_that_ignores_the_calendar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def always(self: Calendar, person_id: int, day: object, *, since: object = None) -> Window:
        assert since is not None
        return Window(day, since, since + timedelta(hours=1))  # type: ignore

    monkeypatch.setattr(Calendar, "window", always)

    assert any("when they don't work" in found for found in live(tmp_path, 2))


def test_the_judge_notices_a_message_that_is_not_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.nudges.ground.Ground.settled", lambda self: [])
    monkeypatch.setattr("knowledge.nudges.items.Item.waits", False)
    monkeypatch.setattr("knowledge.nudges.telling.GAP", timedelta(0))

    assert any(", done at " in found for found in live(tmp_path, 12))
