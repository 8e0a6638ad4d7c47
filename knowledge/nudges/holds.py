"""Promised, snoozed, muted: what an owner may do instead of doing it. The lead's clock runs on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from knowledge import audit_log
from knowledge.errors import BadInput, NotAllowed
from knowledge.nudges.asked import local_day, log, own_item
from knowledge.nudges.items import Item
from knowledge.nudges.lines import snoozed
from knowledge.nudges.returning import window_today
from knowledge.nudges.rules import KINDS, Rules
from knowledge.nudges.telling import PROMISE, SNOOZE, TODAY
from knowledge.nudges.windows import Stretch
from knowledge.people import zone_of
from knowledge.storage.nudge_tables import NudgeHold, NudgeMute, QuietTime
from knowledge.storage.record_tables import Person


def promise(
    session: Session,
    key: str,
    *,
    by: Person,
    at: datetime,
    now: datetime,
    rules: Rules | None = None,
) -> NudgeHold:
    """When it will be done: the coach comes back then, with what else there is that day.

    For an hour of the same day it comes back about this alone (see returning). Raises BadInput
    for a moment that is past or too far away.
    """
    today = local_day(session, by, now)
    item = own_item(session, key, by=by, today=today)
    if at <= now:
        raise BadInput("That moment is past. Choose one that is still to come.")
    known = rules or Rules()
    limit = known.promise_days
    if at > now + timedelta(days=limit):
        raise BadInput(f"Choose a day within {limit} days, or ask for more time.")
    if item.fixed_on is not None and local_day(session, by, at) > item.fixed_on:
        raise NotAllowed(f"The certification body set {item.fixed_on}. Choose a day by then.")
    kind = TODAY if window_today(session, by, at, now=now, rules=known) else PROMISE
    row = _hold(session, item, kind, by, at, None, now)
    log(session, "promised", key, by=by, now=now, at=at.astimezone(UTC).isoformat())
    return row


def snooze(
    session: Session,
    key: str,
    *,
    by: Person,
    until: date,
    reason: str,
    now: datetime,
    rules: Rules | None = None,
) -> NudgeHold:
    """Put the owner's reminders off until a day.

    Raises NotAllowed for what is critical and after the last time, BadInput without a reason.
    """
    known = rules or Rules()
    today = local_day(session, by, now)
    item = own_item(session, key, by=by, today=today)
    if item.critical:
        raise NotAllowed(f"{item.id} can't be put off: {item.consequence or 'it is critical'}.")
    if snoozed(session, key) >= known.snoozes:
        raise NotAllowed(
            f"{item.id} was put off {known.snoozes} times, which is the most there is. "
            "Do it, plan a day for it, or ask for more time."
        )
    if not reason.strip():
        raise BadInput("Say why it has to wait.")
    if not today < until <= today + timedelta(days=known.snooze_days):
        raise BadInput(f"Choose a day from tomorrow on, within {known.snooze_days} days.")
    midnight = datetime.combine(until, datetime.min.time(), tzinfo=zone_of(session, by))
    row = _hold(session, item, SNOOZE, by, midnight, reason.strip(), now)
    log(session, "snoozed", key, by=by, now=now, until=until, reason=row.reason)
    return row


def mute(
    session: Session, kind: str, *, by: Person, now: datetime, rules: Rules | None = None
) -> None:
    """No more reminders of a kind before their due day. What is due, late or critical still comes.

    Raises BadInput for no kind, NotAllowed where the company doesn't let it be muted.
    """
    known = rules or Rules()
    if kind not in KINDS:
        raise BadInput(f"There is no kind {kind!r}: {', '.join(KINDS)}.")
    if not known.rule_for(kind).may_mute:
        raise NotAllowed(f"Reminders of the kind {kind!r} can't be muted: quality set it so.")
    session.merge(NudgeMute(person_id=by.id, kind=kind, muted_at=now))
    _log_kind(session, "muted", kind, by, now)


def unmute(session: Session, kind: str, *, by: Person, now: datetime) -> None:
    """Have reminders of a kind before their due day again."""
    session.execute(delete(NudgeMute).where(NudgeMute.person_id == by.id, NudgeMute.kind == kind))
    _log_kind(session, "unmuted", kind, by, now)


def keep_quiet(session: Session, person_id: int, stretches: list[Stretch]) -> None:
    """Replace what is known of a person's do-not-disturb."""
    session.execute(delete(QuietTime).where(QuietTime.person_id == person_id))
    session.add_all(
        QuietTime(person_id=person_id, from_at=begins, to_at=ends) for begins, ends in stretches
    )
    session.flush()


def _hold(
    session: Session,
    item: Item,
    kind: str,
    by: Person,
    until: datetime,
    reason: str | None,
    now: datetime,
) -> NudgeHold:
    """What a stand-in promises holds for the owner."""
    row = NudgeHold(
        item=item.key,
        person_id=item.person_id or by.id,
        kind=kind,
        until_at=until,
        reason=reason,
        made_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _log_kind(session: Session, what: str, kind: str, by: Person, now: datetime) -> None:
    audit_log.add(session, who=by.id, what=f"nudge: {what}", payload={"kind": kind}, now=now)
