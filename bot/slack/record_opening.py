"""Which form belongs to an item, filled with what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.slack import record_views as views
from bot.slack.blocks import modal, section
from bot.slack.limits import Block
from bot.slack.mrkdwn import escaped
from bot.slack.record_entry import QUALITY, REGISTER_OF, in_file
from bot.slack.record_views import RecordShown
from knowledge import capa, people, registers, training
from knowledge.capa import SOURCES
from knowledge.capa.stages import moves_from
from knowledge.errors import CoachError, NotAllowed, NotFound
from knowledge.evidence import Kind as EvidenceKind
from knowledge.nudges.items import Item, open_items
from knowledge.storage.record_tables import Course, Person
from knowledge.training.recording import ACCEPTING

TITLE = "Records"
SOON = timedelta(days=14)
LATER = timedelta(days=30)
NOT_HERE = (
    "This is not recorded here. It is done once the document is issued anew or the answer is "
    "approved anew; then it disappears by itself."
)
NOT_ASSIGNED = (
    "This runs out and nobody has been assigned to renew it yet. Your lead assigns it; "
    "then it can be recorded here."
)
CLOSED = "This is done already, or nobody has to do it any more."


@dataclass(frozen=True)
class Opening:
    """Who opens a form, on which day, from where."""

    session: Session
    by: Person
    today: date
    where: Mapping[str, Any]

    def shown(self, item: Item) -> RecordShown:
        return RecordShown(
            item.key,
            f"{item.id} · {item.title}",
            in_file(self.session, item.key),
            self.today,
            item.due_on,
            item.consequence,
            self.where,
        )

    def item(self, key: str) -> Item:
        """Raises NotFound where it is open no more."""
        found = open_items(self.session, today=self.today, keys={key})
        if not found:
            raise NotFound(CLOSED)
        return found[0]

    def leads(self) -> bool:
        roles = people.roles_of(self.session, self.by, today=self.today)
        return bool(roles & (ACCEPTING | QUALITY))


def form_for(
    opening: Opening, key: str, *, kind: str | None = None, move: str | None = None
) -> Block:
    """The form with which an item is done; words where that can't be done by a form."""
    try:
        return _form_for(opening, opening.item(key), kind, move)
    except CoachError as error:
        return words_modal(str(error))


def _form_for(opening: Opening, item: Item, kind: str | None, move: str | None) -> Block:
    source = item.key.partition(":")[0]
    shown = opening.shown(item)
    chosen = cast(EvidenceKind, kind) if kind in views.KINDS else None
    if source == "training":
        return _training_form(opening, shown, item, chosen)
    if REGISTER_OF.get(source) == "capa":
        action = capa.find(opening.session, item.id)
        position = capa.position_of(opening.session, action, today=opening.today)
        shown = replace(shown, lots=action.lots_to_check or 0)
        moves = moves_from(position)
        picked = next((one for one in moves if one == move), moves[0])
        return views.action_form(shown, moves, picked, chosen)
    if REGISTER_OF.get(source) == "audits":
        return views.other_form(shown, chosen or "record reference")
    return words_modal(NOT_HERE)


def _training_form(
    opening: Opening, shown: RecordShown, item: Item, kind: EvidenceKind | None
) -> Block:
    try:
        assigned = training.assignment(opening.session, item.id)
    except NotFound:
        return words_modal(NOT_ASSIGNED)
    if assigned.kind == "reading" and assigned.demand == "read":
        return views.reading_form(shown)
    course = opening.session.get(Course, assigned.course_id or 0)
    asked = (course.evidence or "") if course is not None else ""
    return views.training_form(shown, kind or usual_kind(asked), asked)


def usual_kind(asked: str) -> EvidenceKind:
    """The kind of evidence that a course's own words name; any other may be chosen instead."""
    words = asked.casefold()
    if "certificate" in words or "card" in words or "letter" in words:
        return "certificate"
    if any(word in words for word in ("witnessed", "assessment", "supervised", "observ")):
        return "observation"
    if words.startswith("f-") or "sheet" in words or "slip" in words or "paper" in words:
        return "signed form"
    return "record reference"


def new_action(opening: Opening) -> Block:
    try:
        registers.refuse_if_in_file(opening.session, "capa")
        refuse_unless_leads(opening, "Corrective actions are added")
    except CoachError as error:
        return words_modal(str(error))
    return views.new_action_form(opening.today, SOURCES, opening.today + LATER)


def new_assignment(opening: Opening) -> Block:
    try:
        registers.refuse_if_in_file(opening.session, "training")
        refuse_unless_leads(opening, "Training is assigned")
    except CoachError as error:
        return words_modal(str(error))
    courses = opening.session.scalars(
        select(Course).where(Course.gone_on.is_(None)).order_by(Course.code)
    )
    choices = [(str(course.id), f"{course.code} {course.title}") for course in courses]
    if not choices:
        return words_modal("There are no courses yet. Import them, then assign one.")
    return views.assignment_form(opening.today, choices, opening.today + LATER)


def reassign(opening: Opening, key: str) -> Block:
    try:
        return views.reassign_form(opening.shown(opening.item(key)))
    except CoachError as error:
        return words_modal(str(error))


def extend(opening: Opening, key: str) -> Block:
    try:
        item = opening.item(key)
    except CoachError as error:
        return words_modal(str(error))
    later = max(opening.today, item.due_on or opening.today) + SOON
    return views.extend_form(opening.shown(item), later)


def words_modal(words: str) -> Block:
    return modal(TITLE, [section(escaped(words))])


def refuse_unless_leads(opening: Opening, what: str) -> None:
    """Raises NotAllowed for others than leads and quality."""
    if not opening.leads():
        raise NotAllowed(f"{what} by leads and quality. Ask one of them.")
