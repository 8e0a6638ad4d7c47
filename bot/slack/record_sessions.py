"""A session recorded by a lead: the form filled with the team, and what was handed in entered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from bot.slack.limits import Block
from bot.slack.record_entry import BadField, Entry, past_day, refuse_unless_leading
from bot.slack.record_evidence import attached_to, in_words, with_proof
from bot.slack.record_opening import Opening, refuse_unless_leads, usual_kind, words_modal
from bot.slack.record_session_views import SessionShown, session_form
from bot.slack.record_views import KINDS
from knowledge import evidence, people, registers, training
from knowledge.errors import CoachError, NotAllowed
from knowledge.evidence import Kind
from knowledge.storage.action_tables import Evidence
from knowledge.storage.record_tables import Person
from knowledge.training import Attendance, Recorded, Topic

SHARED = "several people use their account"
NO_ACCOUNT = "no account"
CONFIRMED_LATER = "The next import of the register's file confirms what is reported."
Group = tuple[str, list[tuple[str, str]]]


def session_opened(opening: Opening, chosen: str | None = None, kind: str | None = None) -> Block:
    """The form; words where its reader records none."""
    try:
        refuse_unless_leads(opening, "Sessions are recorded")
        team, anybody = _team(opening)
        ids = None if anybody else {person.id for person in team}
        found = training.topics(opening.session, people=ids, today=opening.today)
        about = next((one for one in found if one.key == chosen), None)
        shown = SessionShown(
            opening.today,
            _topic_groups(found),
            in_file=registers.master_of(opening.session, "training") == "file",
        )
        if about is not None:
            shown = _with_topic(opening, shown, about, team, anybody)
    except CoachError as error:
        return words_modal(str(error))
    asked = about.asks if about is not None else ""
    usual = usual_kind(asked) if asked else "signed form"
    return session_form(shown, cast(Kind, kind) if kind in KINDS else usual)


def session_held(entry: Entry) -> str:
    """Record what each of them was there for. Raises CoachError, BadField for a single field."""
    refuse_unless_leading(entry, "Sessions are recorded")
    held_on = past_day(entry, "performed_on")
    who, trainer = _attended(entry), _trainer(entry)
    key, today, now = entry.text("topic"), entry.today, entry.now
    about = training.topic(
        entry.session, key, people={person.id for person in who}, today=entry.today
    )
    try:
        attended = training.attending(
            entry.session, about, who, lead=entry.by, today=today, now=now
        )
    except NotAllowed as error:
        raise BadField("attended", str(error)) from error
    shown = _proofs(entry, attended)
    recorded = training.record_session(
        entry.session,
        attended,
        lead=entry.by,
        trainer=trainer,
        held_on=held_on,
        evidence=in_words(shown[0]) if shown else "a file" if entry.trial else None,
        evidence_ids={row.item: row.id for row in shown},
        able=about.shows_ability,
        today=today,
        now=now,
    )
    entry.settled.extend(f"training:{one.item}" for one in attended)
    return _told(entry, about, attended, recorded, trainer, shown)


def _team(opening: Opening) -> tuple[list[Person], bool]:
    """Whom this person leads, and whether they may record for anybody besides."""
    roles = people.roles_of(opening.session, opening.by, today=opening.today)
    team = people.led_by(opening.session, opening.by, opening.today)
    anybody = bool(roles & {"quality", "deputy"})
    if not team and not anybody:
        raise NotAllowed("The people register gives you no team. Ask the quality team.")
    return team, anybody


def _topic_groups(found: Sequence[Topic]) -> list[Group]:
    wanted = [
        (one.key, f"{one.title} · open for {len(one.open_for)}") for one in found if one.open_for
    ]
    others = [(one.key, one.title) for one in found if not one.open_for]
    return [("Open now", wanted), ("Other courses", others)]


def _with_topic(
    opening: Opening, shown: SessionShown, about: Topic, team: Sequence[Person], anybody: bool
) -> SessionShown:
    """The same with those whom the chosen topic may be recorded for, those who need it first."""
    known = {person.id: person for person in team}
    if anybody:
        known |= {one: opening.session.get_one(Person, one) for one in about.open_for}
    fit = [
        person
        for person in sorted(known.values(), key=lambda person: person.name)
        if person.id not in about.reported_for and person.id != opening.by.id
    ]
    wanted = [person for person in fit if person.id in about.open_for]
    others = [person for person in fit if person.id not in about.open_for and about.course]
    return SessionShown(
        shown.today,
        shown.topics,
        about.key,
        about.asks,
        about.shows_ability,
        [
            ("It is open for", [_choice(opening, person) for person in wanted]),
            ("Others of the team", [_choice(opening, person) for person in others]),
        ],
        anybody,
        shown.in_file,
    )


def _choice(opening: Opening, person: Person) -> tuple[str, str]:
    """Somebody with what keeps them from acknowledging themselves."""
    words = f"{person.name} · {person.number}"
    if person.slack_account is None:
        words += f" · {NO_ACCOUNT}"
    elif len(people.sharing(opening.session, person.slack_account)) > 1:
        words += f" · {SHARED}"
    return str(person.id), words


def _attended(entry: Entry) -> list[Person]:
    ids = [*(entry.said.get("attended") or []), *(entry.said.get("others") or [])]
    found = [entry.session.get(Person, int(one)) for one in dict.fromkeys(ids) if one.isdigit()]
    there = [person for person in found if person is not None]
    if not there:
        raise BadField("attended", "Choose who was there.")
    return there


def _trainer(entry: Entry) -> str:
    """Somebody of the company or from outside, who was not among those trained."""
    outside = entry.text("from_outside")
    if not entry.text("trainer"):
        if not outside:
            raise BadField("person_trainer", "Choose who gave it, or name them below.")
        return outside
    if outside:
        raise BadField("from_outside", "Name one: somebody of the company, or from outside.")
    given_by = entry.person("trainer")
    if given_by in _attended(entry):
        raise BadField("person_trainer", "Nobody trains themselves. Take them off the list.")
    return given_by.name


def _proofs(entry: Entry, attended: Sequence[Attendance]) -> list[Evidence]:
    """The evidence, once for each who was there: everybody's record stands for itself."""
    ids = [one.person.id for one in attended]
    on = past_day(entry, "performed_on")
    rows = [
        attached_to(entry, "training", one.item, on, person_id=one.person.id, attended=ids)
        for one in attended
    ]
    return [row for row in rows if row is not None]


def _told(
    entry: Entry,
    about: Topic,
    attended: Sequence[Attendance],
    recorded: Sequence[Recorded | None],
    trainer: str,
    shown: Sequence[Evidence],
) -> str:
    held_on, count = past_day(entry, "performed_on"), len(attended)
    words = (
        f"The session on {about.title} of {held_on}, given by {trainer}, is recorded for "
        f"{count} {'person' if count == 1 else 'people'}."
    )
    late = max((evidence.days_late(row) for row in shown), default=0)
    if late:
        words += f" It was entered {late} days after it was held and shows as late."
    lines = [
        f"• {one.person.name} ({one.item}): {_state(what)}"
        for one, what in zip(attended, recorded, strict=True)
    ]
    reported = [CONFIRMED_LATER] if any(not _counts(what) for what in recorded) else []
    return "\n".join([with_proof(words, shown[0] if shown else None), *lines, *reported])


def _state(what: Recorded | None) -> str:
    return "recorded" if _counts(what) else "reported, waiting for confirmation"


def _counts(what: Recorded | None) -> bool:
    return what is not None and what.state == "done"
