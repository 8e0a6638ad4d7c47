"""Who changed what: rows chained by HMAC over digests, so that a changed past is noticed.

What can be noticed: a row that was changed, removed, swapped, inserted or cut off the end, and a
payload that was changed or emptied by other means than `erase`.

What can't: rows and head put back together to an earlier state (a restored backup), and a chain
made anew by somebody who may write to the database and so may read the key there. Both show as
soon as the newest row is compared with a head that was written down elsewhere (`known`).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from knowledge.errors import NotAllowed, NotFound
from knowledge.storage.action_tables import LogHead, LogPayload, LogRow
from knowledge.storage.delivery_tables import InstallationSecret
from knowledge.storage.rows import add_missing, batches

START = "0" * 64
"""What stands in place of a link before the first row."""

ERASED = "audit log: payloads erased"

NAME = "head"
PAGE = 1000


@dataclass(frozen=True)
class Head:
    """The newest row: how many there are, and its link."""

    position: int
    link: str


@dataclass(frozen=True)
class Break:
    """A place where the log is not as it was written."""

    row: int
    reason: str


@dataclass(frozen=True)
class Entry:
    """A row as a person reads it; `payload` is None once it was erased."""

    id: int
    who: int | None
    at: datetime
    what: str
    payload: dict[str, Any] | None


def key_secret(session: Session) -> bytes:
    """What rows are chained with.

    It lives in the database: all processes that write to the log share it, a backup carries it,
    and a key that got lost would make the whole log unverifiable. So it keeps out mistakes and
    hasty hands; what keeps out those who can read it is a head written down elsewhere.
    """
    row = session.get(InstallationSecret, "audit log key")
    if row is None:
        made = {"name": "audit log key", "value": secrets.token_hex(32)}
        add_missing(session, InstallationSecret, [made])
        row = session.scalars(select(InstallationSecret).filter_by(name="audit log key")).one()
    return bytes.fromhex(row.value)


def add(
    session: Session, *, who: int | None, what: str, payload: dict[str, Any], now: datetime
) -> None:
    """Log one change. `who` is a person's id, None the program; names don't belong in `what`.

    Others that log wait until this transaction ends, so it is added last and soon committed.
    """
    add_all(session, who=who, changes=[(what, payload)], now=now)


def add_all(
    session: Session,
    *,
    who: int | None,
    changes: Sequence[tuple[str, dict[str, Any]]],
    now: datetime,
) -> None:
    """Log many changes of one person at once, such as those of an import."""
    if not changes:
        return
    key = key_secret(session)
    head = _locked_head(session)
    rows: list[dict[str, Any]] = []
    payloads: list[dict[str, Any]] = []
    for what, payload in changes:
        row, kept = _row(key, head, who, what, payload, now)
        rows.append(row)
        payloads.append(kept)
        head = Head(row["id"], row["link"])
    for batch in batches(list(zip(rows, payloads, strict=True))):
        session.execute(insert(LogRow), [row for row, _ in batch])
        session.execute(insert(LogPayload), [kept for _, kept in batch])
    _move_head(session, key, head)


def head(session: Session) -> Head:
    """The newest row as the log itself has it; position 0 while it is empty."""
    newest = select(LogRow.id, LogRow.link).order_by(LogRow.id.desc()).limit(1)
    found = session.execute(newest).first()
    return Head(found.id, found.link) if found else Head(0, START)


def entries(session: Session, *, newest: int = 50) -> list[Entry]:
    """The newest rows, oldest first."""
    found = session.execute(
        select(LogRow, LogPayload.payload)
        .outerjoin(LogPayload, LogPayload.row_id == LogRow.id)
        .order_by(LogRow.id.desc())
        .limit(newest)
    ).all()
    return [
        Entry(row.id, row.who, row.logged_at, row.what, json.loads(kept) if kept else None)
        for row, kept in reversed(found)
    ]


def erase(session: Session, ids: Iterable[int], *, who: int | None, now: datetime) -> None:
    """Empty the payloads of these rows; the chain stays whole, and the erasure is a row itself.

    Raises NotFound for a row that is not there, NotAllowed for the row of an erasure.
    """
    wanted = sorted(set(ids))
    for number in wanted:
        row = session.get(LogRow, number)
        if row is None:
            raise NotFound(f"The audit log has no row {number}. `coach audit-log show` lists them.")
        if row.what == ERASED:
            raise NotAllowed(
                f"Row {number} says what was erased and stays: it names rows, no people."
            )
    for batch in batches(wanted):
        emptied = update(LogPayload).where(LogPayload.row_id.in_(batch))
        session.execute(emptied.values(salt=None, payload=None))
    add(session, who=who, what=ERASED, payload={"rows": wanted}, now=now)


def verify(session: Session, key: bytes, *, known: Head | None = None) -> list[Break]:
    """Where the log is not as it was written; empty when it is whole.

    `known` is a head that was written down earlier, outside the database.
    """
    breaks = list(_broken_links(session, key))
    breaks += _broken_payloads(session)
    breaks += _broken_end(session, key)
    if known is not None:
        breaks += _broken_promise(session, known)
    return sorted(set(breaks), key=lambda found: (found.row, found.reason))


def _row(
    key: bytes, before: Head, who: int | None, what: str, payload: dict[str, Any], now: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    number = before.position + 1
    salt, kept = secrets.token_hex(32), _written(payload)
    digest = _digest(salt, kept)
    link = _link(key, number, before.link, who, now, what, digest)
    row = {
        "id": number,
        "previous": before.link,
        "who": who,
        "logged_at": now,
        "what": what,
        "digest": digest,
        "link": link,
    }
    return row, {"row_id": number, "salt": salt, "payload": kept}


def _written(payload: dict[str, Any]) -> str:
    def plain(value: object) -> str:
        return value.isoformat() if isinstance(value, date) else str(value)

    return json.dumps(payload, ensure_ascii=False, sort_keys=True, default=plain)


def _digest(salt: str, payload: str) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + payload.encode()).hexdigest()


def _link(
    key: bytes, number: int, previous: str, who: int | None, at: datetime, what: str, digest: str
) -> str:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    said = json.dumps([number, previous, who, moment, what, digest], ensure_ascii=False)
    return hmac.new(key, said.encode(), "sha256").hexdigest()


def _seal(key: bytes, head: Head) -> str:
    said = json.dumps(["head", head.position, head.link])
    return hmac.new(key, said.encode(), "sha256").hexdigest()


def _locked_head(session: Session) -> Head:
    """The head, held until the transaction ends, so that two adders follow one another."""
    first = {"name": NAME, "position": 0, "link": START, "seal": ""}
    add_missing(session, LogHead, [first])
    held = (
        select(LogHead.position, LogHead.link)
        .where(LogHead.name == NAME)
        .with_for_update()  # SQLite has none, and needs none: its writers follow one another
    )
    found = session.execute(held).one()
    return Head(found.position, found.link)


def _move_head(session: Session, key: bytes, head: Head) -> None:
    session.execute(
        update(LogHead)
        .where(LogHead.name == NAME)
        .values(position=head.position, link=head.link, seal=_seal(key, head))
    )


def _rows(session: Session) -> Iterator[tuple[LogRow, LogPayload | None]]:
    """All rows with their payloads, a page at a time: a log may be longer than memory."""
    after = -1
    while True:
        page = session.execute(
            select(LogRow, LogPayload)
            .outerjoin(LogPayload, LogPayload.row_id == LogRow.id)
            .where(LogRow.id > after)
            .order_by(LogRow.id)
            .limit(PAGE),
            execution_options={"populate_existing": True},
        ).all()
        if not page:
            return
        yield from ((row, kept) for row, kept in page)
        after = page[-1][0].id
        session.expunge_all()


def _broken_links(session: Session, key: bytes) -> Iterator[Break]:
    before = START
    for expected, (row, _) in enumerate(_rows(session), 1):
        if row.id != expected:
            yield Break(expected, "is missing")
            return
        made = _link(key, row.id, row.previous, row.who, row.logged_at, row.what, row.digest)
        if not hmac.compare_digest(made, row.link):
            yield Break(row.id, "was changed")
        if row.previous != before:
            yield Break(row.id, "does not follow the row before it")
        before = row.link


def _broken_payloads(session: Session) -> Iterator[Break]:
    erased: set[int] = set()
    gone: set[int] = set()
    for row, kept in _rows(session):
        if kept is None or kept.salt is None or kept.payload is None:
            gone.add(row.id)
        elif not hmac.compare_digest(_digest(kept.salt, kept.payload), row.digest):
            yield Break(row.id, "has another payload than it was written with")
        elif row.what == ERASED:
            erased.update(json.loads(kept.payload)["rows"])
    for number in gone - erased:
        yield Break(number, "has lost its payload, and no erasure names it")


def _broken_end(session: Session, key: bytes) -> Iterator[Break]:
    newest, kept = head(session), session.get(LogHead, NAME, populate_existing=True)
    if kept is None:
        if newest.position:
            yield Break(newest.position, "is the newest, but the head is missing")
        return
    said = Head(kept.position, kept.link)
    if not hmac.compare_digest(_seal(key, said), kept.seal):
        yield Break(kept.position, "is named by a head that was changed")
    if said.position > newest.position:
        yield Break(newest.position + 1, f"and what followed, up to {said.position}, was cut off")
    elif said != newest:
        yield Break(newest.position, "is the newest, but the head names another")


def _broken_promise(session: Session, known: Head) -> Iterator[Break]:
    if known.position == 0:
        return
    link = session.scalar(select(LogRow.link).where(LogRow.id == known.position))
    if link is None:
        yield Break(known.position, "was there when the head was written down, and is gone")
    elif link != known.link:
        yield Break(known.position, "is another one than when the head was written down")
