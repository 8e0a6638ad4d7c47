"""On whose behalf something is looked up and shown: a person alone, or all who read along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

from bot.slack.channels import MOST_MEMBERS
from bot.slack.floor import Floor
from bot.slack.people import SlackPerson
from knowledge.access import OUTSIDER, Viewer, viewer_named
from knowledge.errors import NotFound

Audiences = Mapping[str, tuple[str, ...]]


def viewer_of(account: str, email: str, audiences: Audiences) -> Viewer:
    """The viewer for an account: the audiences that list it, or its e-mail. Else everyone."""
    mine: set[str] = set()
    for name in (account, email):
        try:
            mine |= viewer_named(name, audiences).audiences if name else set()
        except NotFound:
            continue
    return Viewer(account, Viewer().audiences | mine)


def viewer_for(floor: Floor, person: str, conversation: str, *, private: bool) -> Viewer:
    """Whoever reads the reply: the person alone where it is private, else all who are there.

    Asks Slack, so it is not for use inside a transaction.
    """
    if private:
        return _alone(floor, floor.people.person(person))
    if floor.channels.is_shared(conversation):
        return OUTSIDER
    members = _within_reason(floor.channels.members(conversation))
    return _together(floor, None if members is None else floor.people.people(members))


def remembered_viewer(
    floor: Floor, person: str | None, conversation: str, *, private: bool
) -> Viewer | None:
    """The same from what Slack said a moment ago; None if that is not known any more."""
    if private:
        known = floor.people.remembered(person) if person else None
        return _alone(floor, known) if known is not None else None
    shared = floor.channels.remembered_shared(conversation)
    members = floor.channels.remembered_members(conversation)
    if shared:
        return OUTSIDER
    if shared is None or members is None:
        return None
    listed = _within_reason(members)
    readers = None if listed is None else [floor.people.remembered(one) for one in listed]
    return _together(floor, readers)


def _alone(floor: Floor, person: SlackPerson | None) -> Viewer:
    """Guests, strangers and whoever Slack doesn't know see what anybody may."""
    if person is None or not person.employee:
        return OUTSIDER
    return viewer_of(person.id, person.email, floor.company.audiences)


def _together(floor: Floor, readers: Sequence[SlackPerson | None] | None) -> Viewer:
    """What every one of them may see; where they are unknown or too many, what everyone may.

    Who has left the company reads along no more, and apps are no readers.
    """
    if readers is None:
        return Viewer()
    present = [one for one in readers if one is None or (one.active and not one.bot)]
    each = [_alone(floor, one) for one in present]
    return Viewer(audiences=reduce(Viewer.together, each).audiences) if each else Viewer()


def _within_reason(members: Sequence[str] | None) -> Sequence[str] | None:
    return members if members is not None and len(members) <= MOST_MEMBERS else None
