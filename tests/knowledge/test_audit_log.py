"""The audit log: whatever is done to it afterwards is noticed, or said not to be."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from knowledge import audit_log
from knowledge.audit_log import Break, Head
from knowledge.errors import NotAllowed, NotFound
from knowledge.storage.action_tables import LogHead, LogPayload, LogRow
from knowledge.storage.database import Database
from tests.conftest import NOW


@pytest.fixture
def logged(database: Database) -> Database:
    """Six rows, as six transactions left them."""
    for number in range(1, 7):
        with database.begin() as session:
            audit_log.add(
                session,
                who=number,
                what="training: completed",
                payload={"assignment": f"T-{number}", "performed_on": date(2026, 11, number)},
                now=NOW + timedelta(minutes=number),
            )
    return database


def verified(database: Database, known: Head | None = None) -> list[Break]:
    with database.read() as session:
        return audit_log.verify(session, audit_log.key_secret(session), known=known)


def tamper(database: Database, *statements: object) -> None:
    with database.begin() as session:
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]


def test_an_untouched_log_is_whole(logged: Database) -> None:
    assert verified(logged) == []
    with logged.read() as session:
        shown = audit_log.entries(session, newest=2)
        assert audit_log.head(session).position == 6

    assert [(row.id, row.who, row.what) for row in shown] == [
        (5, 5, "training: completed"),
        (6, 6, "training: completed"),
    ]
    assert shown[1].payload == {"assignment": "T-6", "performed_on": "2026-11-06"}
    assert shown[1].at == NOW + timedelta(minutes=6)


def test_an_empty_log_is_whole(database: Database) -> None:
    with database.begin() as session:
        assert audit_log.verify(session, audit_log.key_secret(session)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"who": 9},
        {"logged_at": NOW},
        {"what": "training: failed"},
        {"digest": "0" * 64},
        {"previous": "0" * 64},
        {"link": "0" * 64},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_changed_row_is_found(logged: Database, changes: dict[str, object]) -> None:
    tamper(logged, update(LogRow).where(LogRow.id == 3).values(**changes))

    assert Break(3, "was changed") in verified(logged)


def test_a_changed_payload_is_found(logged: Database) -> None:
    tamper(
        logged,
        update(LogPayload).where(LogPayload.row_id == 3).values(payload='{"assignment": "T-9"}'),
    )

    assert verified(logged) == [Break(3, "has another payload than it was written with")]


def test_a_removed_row_is_found(logged: Database) -> None:
    tamper(
        logged,
        delete(LogPayload).where(LogPayload.row_id == 3),
        delete(LogRow).where(LogRow.id == 3),
    )

    assert verified(logged) == [Break(3, "is missing")]


def test_a_removed_row_is_found_when_the_others_move_up(logged: Database) -> None:
    tamper(
        logged,
        delete(LogPayload).where(LogPayload.row_id >= 3),
        delete(LogRow).where(LogRow.id == 3),
        update(LogRow).where(LogRow.id == 4).values(id=3),
        update(LogRow).where(LogRow.id == 5).values(id=4),
        update(LogRow).where(LogRow.id == 6).values(id=5),
    )

    found = verified(logged)

    assert Break(3, "was changed") in found
    assert Break(3, "does not follow the row before it") in found
    assert Break(6, "and what followed, up to 6, was cut off") in found


def test_swapped_rows_are_found(logged: Database) -> None:
    tamper(
        logged,
        delete(LogPayload).where(LogPayload.row_id.in_([3, 4])),
        update(LogRow).where(LogRow.id == 3).values(id=99),
        update(LogRow).where(LogRow.id == 4).values(id=3),
        update(LogRow).where(LogRow.id == 99).values(id=4),
    )

    assert [found.row for found in verified(logged) if found.reason == "was changed"] == [3, 4]


def test_an_inserted_row_is_found(logged: Database) -> None:
    with logged.begin() as session:
        newest = session.get_one(LogRow, 6)
        session.add(
            LogRow(
                id=7,
                previous=newest.link,
                who=1,
                logged_at=NOW,
                what="right granted",
                digest="1" * 64,
                link="2" * 64,
            )
        )

    found = verified(logged)

    assert Break(7, "was changed") in found
    assert Break(7, "is the newest, but the head names another") in found


def test_a_tail_that_was_cut_off_is_found(logged: Database) -> None:
    tamper(
        logged,
        delete(LogPayload).where(LogPayload.row_id > 4),
        delete(LogRow).where(LogRow.id > 4),
    )

    assert verified(logged) == [Break(5, "and what followed, up to 6, was cut off")]


def test_a_head_cannot_be_moved_back_without_the_key(logged: Database) -> None:
    with logged.begin() as session:
        fourth = session.get_one(LogRow, 4)
        session.execute(delete(LogPayload).where(LogPayload.row_id > 4))
        session.execute(delete(LogRow).where(LogRow.id > 4))
        session.execute(update(LogHead).values(position=4, link=fourth.link))

    assert verified(logged) == [Break(4, "is named by a head that was changed")]


def test_a_log_without_its_head_is_broken(logged: Database) -> None:
    tamper(logged, delete(LogHead))

    assert verified(logged) == [Break(6, "is the newest, but the head is missing")]


def test_a_log_put_back_to_yesterday_shows_against_a_head_written_down(logged: Database) -> None:
    with logged.begin() as session:
        yesterday = session.execute(select(LogHead.position, LogHead.link, LogHead.seal)).one()
        audit_log.add(session, who=1, what="right granted", payload={}, now=NOW)
    with logged.read() as session:
        known = audit_log.head(session)
    tamper(
        logged,
        delete(LogPayload).where(LogPayload.row_id == 7),
        delete(LogRow).where(LogRow.id == 7),
        update(LogHead).values(**yesterday._mapping),
    )

    assert verified(logged) == []  # the database alone can't tell
    assert verified(logged, known) == [
        Break(7, "was there when the head was written down, and is gone")
    ]


def test_a_chain_made_anew_with_the_key_shows_against_a_head_written_down(
    logged: Database,
) -> None:
    with logged.read() as session:
        known = audit_log.head(session)
    with logged.begin() as session:
        for table in (LogPayload, LogRow, LogHead):
            session.execute(delete(table))
        for number in range(1, 7):
            audit_log.add(session, who=1, what="nothing to see", payload={"n": number}, now=NOW)

    assert verified(logged) == []
    assert verified(logged, known) == [
        Break(6, "is another one than when the head was written down")
    ]


def test_erasing_payloads_leaves_the_chain_whole(logged: Database) -> None:
    with logged.begin() as session:
        audit_log.erase(session, [2, 3], who=4, now=NOW)

    assert verified(logged) == []
    with logged.read() as session:
        shown = {row.id: row for row in audit_log.entries(session)}
        kept = session.scalars(select(LogPayload.salt).where(LogPayload.row_id.in_([2, 3]))).all()
    assert shown[2].payload is None
    assert shown[4].payload == {"assignment": "T-4", "performed_on": "2026-11-04"}
    assert shown[7].what == "audit log: payloads erased"
    assert shown[7].payload == {"rows": [2, 3]}
    assert kept == [None, None]  # with the salt, a short payload could be guessed


def test_payloads_emptied_by_other_hands_are_found(logged: Database) -> None:
    tamper(logged, update(LogPayload).where(LogPayload.row_id == 2).values(salt=None, payload=None))

    assert verified(logged) == [Break(2, "has lost its payload, and no erasure names it")]


def test_what_was_erased_stays_said(logged: Database) -> None:
    with logged.begin() as session:
        audit_log.erase(session, [2], who=4, now=NOW)

    with logged.begin() as session, pytest.raises(NotAllowed, match="Row 7 says what was erased"):
        audit_log.erase(session, [7], who=4, now=NOW)
    with logged.begin() as session, pytest.raises(NotFound, match="has no row 99"):
        audit_log.erase(session, [99], who=4, now=NOW)


def test_a_log_of_another_key_does_not_verify(logged: Database) -> None:
    with logged.read() as session:
        found = audit_log.verify(session, b"another key")

    assert [here.row for here in found if here.reason == "was changed"] == [1, 2, 3, 4, 5, 6]


def test_adders_at_once_stay_in_one_chain(database: Database) -> None:
    def write(who: int) -> None:
        for number in range(10):
            with database.begin() as session:
                audit_log.add(session, who=who, what="note", payload={"n": number}, now=NOW)

    threads = [threading.Thread(target=write, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert verified(database) == []
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(LogRow)) == 40


def test_a_change_that_failed_is_not_in_the_log(database: Database) -> None:
    def break_off(session: Session) -> None:
        audit_log.add(session, who=1, what="note", payload={}, now=NOW)
        raise RuntimeError

    with pytest.raises(RuntimeError), database.begin() as session:
        break_off(session)
    with database.begin() as session:
        audit_log.add(session, who=1, what="note", payload={}, now=NOW)

    assert verified(database) == []
    with database.read() as session:
        assert audit_log.head(session).position == 1


def test_many_changes_are_logged_at_once(database: Database) -> None:
    with database.begin() as session:
        changes = [("import: row", {"row": number}) for number in range(1001)]
        audit_log.add_all(session, who=None, changes=changes, now=NOW)

    assert verified(database) == []
    with database.read() as session:
        assert audit_log.head(session).position == 1001
