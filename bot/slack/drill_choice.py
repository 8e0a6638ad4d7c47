"""What is practised: the form for a person, and what was chosen in it."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy.orm import Session

from bot.slack.drill_campaign_reading import shown as campaign_shown
from bot.slack.drill_home import waiting_drill
from bot.slack.drill_views import LENGTHS, FormShown, drill_form, waiting_form, words_modal
from bot.slack.floor import Floor
from bot.slack.inputs import Choice
from bot.slack.limits import Block
from bot.slack.listening import Body, typed
from knowledge.errors import BadInput, CoachError, NotFound
from knowledge.evidence import person_behind
from knowledge.interviews.campaign_progress import waiting_for
from knowledge.interviews.conversation import suggested_role
from knowledge.standards.companions import interview_roles
from knowledge.standards.company import standing
from knowledge.standards.loading import shipped
from knowledge.storage.record_tables import Person

_CLAUSE = re.compile(r"\b(?:clauses?\s*)?((?:4|5|6|7|8|9|10)(?:\.\d{1,2}){0,4})\b", re.IGNORECASE)
MOST_CLAUSES = 12
NOT_WAITING = "You have done this drill already, or its campaign is closed. Nothing is left to do."


def form_for(floor: Floor, account: str, campaign: int | None = None) -> Block:
    """The form, the person's own role first; or the way back to a drill that is open.

    With a campaign it is that one's, if the person has still to do it.
    """
    try:
        with floor.database.read() as session:
            person = person_behind(session, account)
            waiting = waiting_drill(session, account)
            if waiting is not None:
                return waiting_form(waiting)
            return drill_form(_form_shown(session, floor, person, campaign))
    except CoachError as error:
        return words_modal(str(error))


def chosen_in(floor: Floor, body: Body) -> dict[str, Any]:
    """What was chosen. Raises BadInput for a clause that isn't there."""
    clauses, process = scope_in(str(typed(body, "about", "about") or ""))
    with floor.database.read() as session:
        pack = shipped().edition(standing(session).edition)
    unknown = [number for number in clauses if pack.get(number) is None]
    if unknown:
        raise BadInput(f"{pack.name} has no clause {unknown[0]}. Check the number.")
    campaign = str(body["view"].get("private_metadata") or typed(body, "campaign", "campaign"))
    return {
        "role": str(typed(body, "role", "role")),
        "clauses": clauses,
        "process": process,
        "length": int(str(typed(body, "length", "length") or LENGTHS[0][0])),
        "mode": str(typed(body, "mode", "mode")),
        "manner": str(typed(body, "manner", "manner")),
        "campaign": int(campaign) if campaign.isdecimal() else None,
    }


def scope_in(text: str) -> tuple[list[str], str | None]:
    """The clauses that are named, and what else: the name of a process."""
    clauses = list(dict.fromkeys(_CLAUSE.findall(text)))[:MOST_CLAUSES]
    rest = re.sub(r"[\s,;]+|\band\b", " ", _CLAUSE.sub(" ", text)).strip()
    return clauses, rest[:80] or None


def _roles(person: Person) -> list[Choice]:
    mine = suggested_role(person)
    known = [(one.id, one.title) for one in interview_roles().roles]
    return sorted(known, key=lambda choice: choice[0] != mine)


def _form_shown(session: Session, floor: Floor, person: Person, campaign: int | None) -> FormShown:
    open_now = waiting_for(session, person, today=floor.today())
    if campaign is None:
        choices = [(str(one.id), f"{one.title} (until {one.due_on:%d %b})") for one in open_now]
        return FormShown(_roles(person), choices)
    chosen = next((one for one in open_now if one.id == campaign), None)
    if chosen is None:
        raise NotFound(NOT_WAITING)
    return FormShown(_roles(person), only=campaign_shown(session, chosen))
