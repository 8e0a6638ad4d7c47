"""Reminders and digests in words as of the moment they are sent, and brought up to date later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.conversations import Message
from bot.outbox import Claimed
from bot.sending import Render, Unwanted
from bot.slack.audience import viewer_of
from bot.slack.blocks import actions, button, header
from bot.slack.digest_blocks import DigestShown, digest_message
from bot.slack.floor import Floor
from bot.slack.limits import Block
from bot.slack.marks import NEVER_POSTED, mark, posted_or_coming
from bot.slack.nudge_blocks import (
    ALL,
    SCREEN,
    asked_message,
    item_blocks,
    nothing_left,
    nudge_message,
    opening_words,
    returned_message,
)
from knowledge import nudges, people, registers, training
from knowledge.deliveries import REPLY, NewDelivery
from knowledge.errors import NotFound
from knowledge.nudges import RETURN, ContentLine, Digest, Item, NudgeContent, Original, drills
from knowledge.nudges.dispatching import DIGEST, NUDGE
from knowledge.nudges.lines import UNTRANSFERABLE, line_of
from knowledge.storage.delivery_tables import Delivery
from knowledge.storage.nudge_tables import Nudge, NudgeLine
from knowledge.storage.record_tables import Person, Site
from knowledge.training.recording import current

REMINDER = "nudge_reminder"
"""A lead's own: `person` who is reminded, `by` whom (ids)."""
MARK = "nudge_mark"
KINDS = (NUDGE, DIGEST, REMINDER, RETURN)
KEPT_FRESH = timedelta(days=8)
"""For how long after it was sent a message is brought up to date."""
ASKED_ABOUT = timedelta(days=7)
"""A lead's reminder is about what is late or due within this."""

NOT_NOW = "nothing of it is open any more, or it may not be said now"
ANOTHERS = "the account belongs to somebody else now"


def renderers(floor: Floor) -> dict[str, Render]:
    words = Words(floor)
    return {
        NUDGE: words.nudge,
        DIGEST: words.nudge,
        REMINDER: words.reminder,
        RETURN: words.returned,
        MARK: words.mark,
    }


class Words:
    """Each looks once more at what is the case now."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def nudge(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        content = nudges.still_wanted(
            session,
            claimed.subject["nudge"],
            now=self._floor.clock(),
            rules=self._floor.company.nudge_rules,
        )
        if content is None:
            return Unwanted(NOT_NOW)
        if content.person.slack_account != claimed.person:
            return Unwanted(ANOTHERS)
        return self._day(session, content)

    def reminder(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        person = session.get_one(Person, claimed.subject["person"])
        if person.slack_account != claimed.person:
            return Unwanted(ANOTHERS)
        return self._asked(session, claimed.subject) or Unwanted(NOT_NOW)

    def returned(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        """Once a promise is for: see the domain."""
        person = session.get_one(Person, claimed.subject["person"])
        if person.slack_account != claimed.person:
            return Unwanted(ANOTHERS)
        return self._returned(session, claimed.subject) or Unwanted(NOT_NOW)

    def mark(self, session: Session, claimed: Claimed) -> Message | Unwanted:
        """The message that was sent, as it would be now."""
        sent = session.get(Delivery, claimed.subject["marks"])
        if sent is None or sent.message is None:
            return Unwanted(NEVER_POSTED)
        ts = sent.message
        if sent.kind == REMINDER:
            return self._asked(session, sent.subject, updates=ts) or nothing_left(ts)
        if sent.kind == RETURN:
            return self._returned(session, sent.subject, updates=ts) or nothing_left(ts)
        nudge = session.get(Nudge, sent.subject["nudge"])
        floor = self._floor
        content = (
            nudges.content_of(session, nudge, now=floor.clock(), rules=floor.company.nudge_rules)
            if nudge is not None
            else None
        )
        return nothing_left(ts) if content is None else self._day(session, content, updates=ts)

    def _day(
        self, session: Session, content: NudgeContent, *, updates: str | None = None
    ) -> Message:
        today = today_of(self._floor, session, content.person)
        content = with_originals(self._floor, session, content)
        if content.digest is None:
            return nudge_message(content, today, updates=updates)
        shown = digest_shown(session, content.digest, content.person, today)
        opening = f"For you: {opening_words(content.mine, today)}" if content.mine else ""
        whole = replace(shown, own=_own_items(content), opening=opening)
        return digest_message(whole, updates=updates)

    def _asked(
        self, session: Session, what: Mapping[str, Any], *, updates: str | None = None
    ) -> Message | None:
        person = session.get_one(Person, what["person"])
        asked = asked_lines(self._floor, session, person)
        lines = _originals(self._floor, session, person, asked)
        who = session.get_one(Person, what["by"]).name
        return asked_message(who, lines, updates=updates) if lines else None

    def _returned(
        self, session: Session, what: Mapping[str, Any], *, updates: str | None = None
    ) -> Message | None:
        floor = self._floor
        person = session.get_one(Person, what["person"])
        line = nudges.returned_line(
            session, what["hold"], by=person, now=floor.clock(),
            rules=floor.company.nudge_rules, held=updates is not None,
        )  # fmt: skip
        if line is None:
            return None
        (whole,) = _originals(floor, session, person, [line])
        return returned_message(whole, updates=updates)


def _own_items(content: NudgeContent) -> list[Block]:
    """What the reader of a digest has to do; what is late of their people stands below anyway."""
    own = replace(content, of_my_people=())
    blocks = item_blocks(own, SCREEN, headed=True)
    more = len(own.lines) - SCREEN
    rest = [actions(button(f"and {more} more", ALL, str(own.nudge_id)))] if more > 0 else []
    return [header("For you"), *blocks, *rest] if blocks else []


def with_originals(floor: Floor, session: Session, content: NudgeContent) -> NudgeContent:
    """With the controlled originals of what the reader has to do, as far as they may see them."""
    return replace(content, mine=_originals(floor, session, content.person, content.mine))


def _originals(
    floor: Floor, session: Session, reader: Person, lines: Sequence[ContentLine]
) -> tuple[ContentLine, ...]:
    viewer = viewer_of(reader.slack_account or "", reader.email or "", floor.company.audiences)
    today = today_of(floor, session, reader)
    site = session.get(Site, reader.site_id) if reader.site_id is not None else None
    language = site.language if site is not None else None

    def original(item: Item) -> Original | None:
        return nudges.original_of(session, item, viewer, on=today, language=language)

    return tuple(replace(line, original=original(line.item)) for line in lines)


def today_of(floor: Floor, session: Session, person: Person) -> date:
    """The day where this person is."""
    return floor.clock().astimezone(people.zone_of(session, person)).date()


def asked_lines(floor: Floor, session: Session, person: Person) -> list[ContentLine]:
    """What a lead may remind somebody of: late, or due within a week, and not reported."""
    today = today_of(floor, session, person)
    now, rules = floor.clock(), floor.company.nudge_rules
    return [
        line_of(
            session,
            item,
            "owner",
            "asked by a lead",
            reader=person,
            meant=person.id,
            now=now,
            rules=rules,
        )
        for item in nudges.items_of(session, person, today=today)
        if not item.waits and item.due_on is not None and item.due_on <= today + ASKED_ABOUT
    ]


def digest_shown(session: Session, made: Digest, reader: Person, today: date) -> DigestShown:
    """A digest with what its reader may do about it."""
    acceptable = {
        item.key for item in made.unconfirmed if accepted_next(session, item, reader) is not None
    }
    transferable = {
        item.key for item in (*made.overdue, *made.due_this_week) if item.kind not in UNTRANSFERABLE
    }
    ids = [week.person_id for week in made.people]
    without = session.scalars(
        select(Person.id).where(Person.id.in_(ids), Person.slack_account.is_(None))
    )
    return DigestShown(
        made, today, frozenset(acceptable), frozenset(transferable), frozenset(without)
    )


def accepted_next(session: Session, item: Item, by: Person) -> int | None:
    """The completion of a training that waits for somebody such as `by` to accept it."""
    if not item.key.startswith("training:") or item.person_id == by.id:
        return None
    try:
        assigned = training.assignment(session, item.id)
    except NotFound:
        return None
    row = current(session, assigned)
    waiting = {report.item for report in registers.waiting(session, "training", item.id)}
    if row is None or row.accepted_on is not None or waiting:
        return None
    return row.id


def marks_about(
    floor: Floor, session: Session, key: str, *, by: Person, occasion: str
) -> list[NewDelivery]:
    """Everything that was sent about an item lately, to be brought up to date."""
    lines = session.scalars(select(NudgeLine).where(NudgeLine.item == key)).all()
    owners = {line.for_id for line in lines if line.audience == "owner"} - {None} | {by.id}
    return [
        _mark(floor, sent, occasion)
        for sent in _fresh(floor, session)
        if _concerns(session, sent, {line.nudge_id for line in lines}, owners)
    ]


def mark_of(
    floor: Floor, session: Session, conversation: str, ts: str, occasion: str
) -> list[NewDelivery]:
    """The message of ours at this place, if it is one of these."""
    sent = session.scalars(
        select(Delivery).where(
            Delivery.conversation == conversation,
            Delivery.message == ts,
            Delivery.kind.in_(KINDS),
        )
    ).first()
    return [_mark(floor, sent, occasion)] if sent is not None else []


def marks_of_drills(
    floor: Floor, session: Session, campaign: int, occasion: str
) -> list[NewDelivery]:
    """Everything that was sent about a campaign's drills lately, to be brought up to date."""
    told = NudgeLine.item.startswith(f"{drills.SOURCE}:{campaign} of ")
    nudge_ids = set(session.scalars(select(NudgeLine.nudge_id).where(told)))
    return [
        _mark(floor, sent, occasion)
        for sent in _fresh(floor, session)
        if sent.subject.get("nudge") in nudge_ids
    ]


def without_repeats(wanted: Iterable[NewDelivery]) -> list[NewDelivery]:
    return list({one.key: one for one in wanted}.values())


def _fresh(floor: Floor, session: Session) -> Sequence[Delivery]:
    since = floor.clock() - KEPT_FRESH
    return session.scalars(
        select(Delivery)
        .where(
            Delivery.team == floor.team,
            Delivery.kind.in_(KINDS),
            posted_or_coming(),
            Delivery.created_at >= since,
        )
        .order_by(Delivery.id)
    ).all()


def _concerns(
    session: Session, sent: Delivery, nudge_ids: set[int], owners: set[int | None]
) -> bool:
    if sent.kind in (REMINDER, RETURN):
        return sent.subject["person"] in owners
    if sent.subject["nudge"] in nudge_ids:
        return True
    nudge = session.get(Nudge, sent.subject["nudge"])
    if nudge is None or nudge.week is None:
        return False
    return any(_leads(session, nudge.person_id, owner, nudge.day) for owner in owners if owner)


def _leads(session: Session, lead_id: int, person_id: int, day: date) -> bool:
    person = session.get(Person, person_id)
    lead = people.lead_of(session, person, day) if person is not None else None
    return lead is not None and lead.id == lead_id


def _mark(floor: Floor, sent: Delivery, occasion: str) -> NewDelivery:
    return mark(floor, sent, MARK, occasion, lane=REPLY)
