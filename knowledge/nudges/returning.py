"""Back at an hour of the same day: in answer to a promise, besides the one message of the day.

That message is what the coach says on its own account. This one its reader asked for, once, about
one item; nothing else comes with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from knowledge import people
from knowledge.deliveries import REPLY, Address, NewDelivery, key_of
from knowledge.errors import NotFound
from knowledge.nudges.asked import local_day, may_act, open_item
from knowledge.nudges.ground import calendar_of, latest_hold, paused_days
from knowledge.nudges.lines import ContentLine, line_of
from knowledge.nudges.rules import Rules
from knowledge.nudges.telling import KEPT, PROMISED, TODAY
from knowledge.nudges.windows import Window
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.nudge_tables import Nudge, NudgeHold
from knowledge.storage.record_tables import Person

RETURN = "nudge_return"
"""The kind of a delivery: `hold` is the promise, `person` who made it (ids)."""
LOOK_BACK = timedelta(days=3)


def window_today(
    session: Session, by: Person, at: datetime, *, now: datetime, rules: Rules
) -> Window | None:
    """What is left of somebody's working hours today from a later hour on; None on other days."""
    today = local_day(session, by, now)
    if local_day(session, by, at) != today:
        return None
    return calendar_of(session, now=now, rules=rules).window(by.id, today, since=at)


def come_back(
    session: Session,
    hold: NudgeHold,
    *,
    by: Person,
    to: Address,
    secret: bytes,
    now: datetime,
    rules: Rules,
) -> NewDelivery | None:
    """What has to arrive at the hour that was promised today; None where that is another day's.

    Without a thread in `to` it goes into that of the day's message, where there is one. What
    doesn't arrive before the shift ends is planned for the next working day.
    """
    if hold.kind != TODAY:
        return None
    window = window_today(session, by, hold.until_at, now=now, rules=rules)
    if window is None:
        return None
    return NewDelivery(
        key_of(secret, to.team, RETURN, f"{hold.id}", f"{by.id}"),
        to if to.thread else _below_todays(session, by, to, now),
        RETURN,
        {"hold": hold.id, "person": by.id},
        lane=REPLY,
        due_at=max(window.from_at, now),
        expires_at=window.to_at,
    )


def returned_line(
    session: Session, hold_id: int, *, by: Person, now: datetime, rules: Rules, held: bool = False
) -> ContentLine | None:
    """The item of a promise as of now; None once it is done, another's, or planned anew.

    `held`: also if it was planned anew, to bring up to date what was said at the hour.
    """
    hold = session.get(NudgeHold, hold_id)
    if hold is None:
        return None
    today = local_day(session, by, now)
    try:
        item = open_item(session, hold.item, today=today)
    except NotFound:
        return None
    if item.waits or not may_act(session, item, by, today):
        return None
    if not held:
        latest = latest_hold(session, item)
        if latest is None or latest.id != hold.id or today in paused_days(session):
            return None
    return line_of(
        session, item, "owner", PROMISED, reader=by, meant=item.person_id, now=now, rules=rules
    )


def note_returns(session: Session, *, now: datetime) -> None:
    """Mark the promises for whose hour the coach was back."""
    open_ids = session.scalars(
        select(NudgeHold.id).where(NudgeHold.kind == TODAY, NudgeHold.made_at > now - LOOK_BACK)
    ).all()
    if not open_ids:
        return
    told = session.scalars(
        select(Delivery.subject["hold"].as_integer()).where(
            Delivery.kind == RETURN, Delivery.state == "sent"
        )
    )
    kept = set(open_ids) & set(told)
    session.execute(update(NudgeHold).where(NudgeHold.id.in_(kept)).values(kind=KEPT))


def _below_todays(session: Session, by: Person, to: Address, now: datetime) -> Address:
    day = now.astimezone(people.zone_of(session, by)).date()
    sent = session.scalars(
        select(Delivery)
        .join(Nudge, Nudge.key == Delivery.key)
        .where(Nudge.person_id == by.id, Nudge.day == day, Delivery.message.is_not(None))
    ).first()
    if sent is None or sent.person != to.person:
        return to
    return Address(to.team, to.person, sent.conversation, sent.message)
