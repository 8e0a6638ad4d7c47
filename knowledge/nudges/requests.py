"""More time, or another owner: asked for with a reason, answered by whom it belongs to.

Where the coach keeps a register the change is made there. Where a file does, what was agreed
counts here at once, and the file is to follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import capa, people, registers, training
from knowledge.errors import BadInput, NotAllowed, NotFound
from knowledge.nudges.asked import QUALITY, local_day, log, may_act, open_item, own_item
from knowledge.nudges.items import Item
from knowledge.nudges.lines import UNTRANSFERABLE
from knowledge.storage.nudge_tables import NudgeRequest
from knowledge.storage.record_tables import Person

EXTENSION, HAND_OVER = "extension", "hand over"
ASKED, APPROVED, DECLINED = "asked", "approved", "declined"

ACTIONS = ("corrective action", "effectiveness review")


def ask_extension(
    session: Session, key: str, to_on: date, reason: str, *, by: Person, now: datetime
) -> NudgeRequest:
    """Ask for a later day. Reminders and the lead's clock go on until it is approved.

    Raises NotAllowed past a date of the certification body, or while another is undecided;
    BadInput for no later day or without a reason.
    """
    today = local_day(session, by, now)
    item = own_item(session, key, by=by, today=today)
    _check_asked(session, item, EXTENSION, reason)
    if item.kind == "drill":
        raise NotAllowed("A campaign has one day for all. Done late counts as well.")
    if item.due_on is None or to_on <= max(item.due_on, today):
        raise BadInput(f"{to_on} is no later day: {item.id} is due on {item.due_on}.")
    if item.fixed_on is not None and to_on > item.fixed_on:
        raise NotAllowed(
            f"The certification body set {item.fixed_on} for {item.id}, and only the "
            "certification body can move it. Ask them first."
        )
    reference = None
    if item.kind == "corrective action" and _kept_here(session, item):
        action = capa.find(session, item.id)
        reference = capa.ask(session, action, to_on, reason, by=by, today=today, now=now).id
    row = _asked(session, item, EXTENSION, reason, by, now, to_on=to_on, reference=reference)
    log(session, "more time asked for", key, by=by, now=now, to_on=to_on, request=row.id)
    return row


def not_mine(
    session: Session, key: str, other: Person, reason: str, *, by: Person, now: datetime
) -> NudgeRequest:
    """Propose another owner, who accepts or declines; until then it stays with this one.

    Raises NotAllowed for training, which nobody can do for somebody else.
    """
    today = local_day(session, by, now)
    item = own_item(session, key, by=by, today=today)
    return _proposed(session, item, other, reason, by, today, now)


def _proposed(
    session: Session,
    item: Item,
    other: Person,
    reason: str,
    by: Person,
    today: date,
    now: datetime,
) -> NudgeRequest:
    if item.kind in UNTRANSFERABLE:
        raise NotAllowed(
            "Training is a person's own, and so is a drill. If it is a mistake, tell your lead."
        )
    if other.id == (item.person_id or by.id) or not people.employed(other, today):
        raise BadInput("Propose somebody else who works here.")
    _check_asked(session, item, HAND_OVER, reason)
    row = _asked(session, item, HAND_OVER, reason, by, now, other_id=other.id)
    log(session, "proposed to another", item.key, by=by, now=now, other=other.id, request=row.id)
    return row


def hand_to(
    session: Session, key: str, other: Person, reason: str, *, by: Person, now: datetime
) -> NudgeRequest:
    """A lead or quality proposes another owner for what one of their people has to do.

    The one proposed accepts or declines, as with `not_mine`.
    """
    today = local_day(session, by, now)
    item = open_item(session, key, today=today)
    owner = session.get(Person, item.person_id) if item.person_id is not None else None
    lead = people.lead_of(session, owner, today) if owner is not None else None
    if not QUALITY & people.roles_of(session, by, today=today) and (
        lead is None or lead.id != by.id
    ):
        raise NotAllowed(f"{item.id} is handed over by its owner's lead or quality. Ask them.")
    return _proposed(session, item, other, reason, by, today, now)


def decides(session: Session, request: NudgeRequest, *, now: datetime) -> list[Person]:
    """Whom a request belongs to: the one proposed; of training the lead; else quality's manager
    and deputy, or the quality team where it has neither."""
    asker = session.get_one(Person, request.asked_by)
    today = local_day(session, asker, now)
    if request.kind == HAND_OVER:
        return [session.get_one(Person, request.other_id)]
    item = open_item(session, request.item, today=today)
    owner = session.get(Person, item.person_id) if item.person_id is not None else None
    lead = people.lead_of(session, owner or asker, today)
    if item.kind in UNTRANSFERABLE and lead is not None:
        return [lead]
    barred = {request.asked_by, item.person_id}
    team = people.quality_people(session, today)
    may = [one for one in team if one.id not in barred]
    return [one for one in may if _heads(session, one, team, today)] or may


def _heads(session: Session, one: Person, team: Sequence[Person], today: date) -> bool:
    """Whether somebody of the quality team is its manager or the deputy."""
    deputy = "deputy" in people.roles_of(session, one, today=today)
    return deputy or any(other.lead_id == one.id for other in team)


def approve(session: Session, request_id: int, *, by: Person, now: datetime) -> NudgeRequest:
    """Grant more time, or take an item over. Raises NotAllowed for whom it doesn't belong to."""
    row = _undecided(session, request_id)
    today = local_day(session, by, now)
    _check_deciding(session, row, by, now)
    item = open_item(session, row.item, today=today)
    if row.kind == EXTENSION:
        _extend(session, row, item, by, today, now)
    elif item.kind in ACTIONS and _kept_here(session, item):
        asker = session.get_one(Person, row.asked_by)
        action = capa.find(session, item.id)
        capa.hand_over(session, action, by.id, by=asker, reason=row.reason, today=today, now=now)
    _answer(session, row, APPROVED, "", by, now)
    return row


def decline(
    session: Session, request_id: int, reason: str, *, by: Person, now: datetime
) -> NudgeRequest:
    """Refuse it, with a reason: the day, or the owner, stays."""
    row = _undecided(session, request_id)
    today = local_day(session, by, now)
    _check_deciding(session, row, by, now)
    if not reason.strip():
        raise BadInput("Say why.")
    if row.reference is not None:
        capa.decline(session, row.reference, reason, by=by, today=today, now=now)
    _answer(session, row, DECLINED, reason.strip(), by, now)
    return row


def undecided(session: Session, *, by: Person, now: datetime) -> list[NudgeRequest]:
    """What waits for this person, the oldest first."""
    rows = session.scalars(
        select(NudgeRequest).where(NudgeRequest.state == ASKED).order_by(NudgeRequest.id)
    )
    return [row for row in rows if _still_open(session, row, now) and _may(session, row, by, now)]


def _may(session: Session, row: NudgeRequest, by: Person, now: datetime) -> bool:
    return by.id in {one.id for one in decides(session, row, now=now)}


def _still_open(session: Session, row: NudgeRequest, now: datetime) -> bool:
    try:
        asker = session.get_one(Person, row.asked_by)
        item = open_item(session, row.item, today=local_day(session, asker, now))
    except NotFound:
        return False
    return may_act(session, item, asker, local_day(session, asker, now))


def _check_asked(session: Session, item: Item, kind: str, reason: str) -> None:
    if not reason.strip():
        raise BadInput("Say why.")
    known = session.scalars(
        select(NudgeRequest.id).where(
            NudgeRequest.item == item.key,
            NudgeRequest.kind == kind,
            NudgeRequest.state == ASKED,
        )
    ).first()
    if known is not None:
        raise NotAllowed(f"This is asked for {item.id} already. Wait for the answer.")


def _asked(
    session: Session,
    item: Item,
    kind: str,
    reason: str,
    by: Person,
    now: datetime,
    *,
    to_on: date | None = None,
    other_id: int | None = None,
    reference: int | None = None,
) -> NudgeRequest:
    row = NudgeRequest(
        item=item.key,
        kind=kind,
        asked_by=by.id,
        asked_at=now,
        to_on=to_on,
        from_id=item.person_id,
        other_id=other_id,
        reason=reason.strip(),
        state=ASKED,
        reference=reference,
    )
    session.add(row)
    session.flush()
    return row


def _undecided(session: Session, request_id: int) -> NudgeRequest:
    """Held until the transaction ends: of two who answer at once the first counts."""
    row = session.get(NudgeRequest, request_id, with_for_update=True)
    if row is None:
        raise NotFound("This request is not there any more.")
    if row.state != ASKED:
        raise NotAllowed(f"This was {row.state} already.")
    return row


def _check_deciding(session: Session, row: NudgeRequest, by: Person, now: datetime) -> None:
    if _may(session, row, by, now):
        return
    today = local_day(session, by, now)
    quality = row.kind == EXTENSION and bool(QUALITY & people.roles_of(session, by, today=today))
    if not quality or by.id == row.asked_by:
        names = " or ".join(one.name for one in decides(session, row, now=now))
        raise NotAllowed(f"This is answered by {names or 'quality'}.")


def _extend(
    session: Session, row: NudgeRequest, item: Item, by: Person, today: date, now: datetime
) -> None:
    """Where a file keeps the register, the approval itself is what counts (see items)."""
    assert row.to_on is not None
    if row.reference is not None:
        capa.approve(session, row.reference, by=by, today=today, now=now)
    elif item.kind in UNTRANSFERABLE and _kept_here(session, item):
        assigned = training.assignment(session, item.id)
        training.extend(session, assigned, row.to_on, by=by, today=today, now=now)


def _kept_here(session: Session, item: Item) -> bool:
    register: registers.Register = "capa" if item.kind in ACTIONS else "training"
    return registers.master_of(session, register) == "coach"


def _answer(
    session: Session, row: NudgeRequest, state: str, answer: str, by: Person, now: datetime
) -> None:
    row.state, row.answer = state, answer or None
    row.answered_by, row.answered_at = by.id, now
    what = f"{row.kind} {state}"
    log(session, what, row.item, by=by, now=now, request=row.id, to_on=row.to_on, reason=answer)
