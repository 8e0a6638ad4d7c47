"""The form of a session: what it was about, who was there, who gave it, what shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.slack.blocks import context, plain_text
from bot.slack.inputs import MENU, OPTION, VALUE, Choice, day_field, text_field
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped
from bot.slack.record_views import (
    KINDS,
    PERSON,
    TITLE,
    RecordShown,
    dispatching,
    evidence_fields,
    form_modal,
    input_block,
    kinds_field,
    person_field,
)
from knowledge.evidence import Kind as EvidenceKind

SESSION = "session"
TOPIC = "record_topic"
APART = "~"
"""What follows it in a block's id makes the field another one: Slack keeps what was chosen in a
field of the same id, also where it is no longer offered."""

ABOUT = (
    "For several people at once: those without an account here, those who share one, and "
    "everybody else who was there."
)
COUNTS = "It counts at once: you record it for others, and nobody can record their own."
WAITS = (
    "The training register is kept in a file. What you record here is *reported, waiting for "
    "confirmation*: reminders stop, and the next import of the file confirms it."
)


@dataclass(frozen=True)
class SessionShown:
    """What the form offers. `topics` by what they are grouped under, `people` likewise.

    `topic` is the chosen one's key, None before; `anybody`: others are looked up by name.
    """

    today: date
    topics: Sequence[tuple[str, Sequence[Choice]]]
    topic: str | None = None
    asked: str = ""
    able: bool = False
    people: Sequence[tuple[str, Sequence[Choice]]] = ()
    anybody: bool = False
    in_file: bool = False


def session_form(shown: SessionShown, kind: EvidenceKind = "signed form") -> Block:
    """The form; before a topic is chosen it asks for that alone."""
    fields = [context(ABOUT), _topics(shown)]
    if shown.topic is not None:
        fields += _held(shown, kind)
    note = "" if shown.topic is None else WAITS if shown.in_file else COUNTS
    bare = RecordShown("", "", in_file=False, today=shown.today)
    return form_modal(SESSION, bare, "Record a session", fields, "Record", note)


def _held(shown: SessionShown, kind: EvidenceKind) -> list[Block]:
    who = "Who was there and was found able to do it?" if shown.able else "Who was there?"
    some = any(choices for _, choices in shown.people)
    asked = [context(f"This course asks for: {cut(escaped(shown.asked), TITLE)}")]
    return [
        *([_people(shown, who)] if some else []),
        *([_others("Who else?" if some else who, needed=not some)] if shown.anybody else []),
        day_field("performed_on", "On which day?", shown.today),
        person_field("trainer", "Who gave it?", needed=False),
        text_field(
            "from_outside", "… or somebody from outside", lines=False, needed=False, most=120
        ),
        *(asked if shown.asked else []),
        kinds_field(kind, list(KINDS.items())) | {"block_id": f"kind{APART}{shown.topic}"},
        *evidence_fields(kind, shown.today),
    ]


def _topics(shown: SessionShown) -> Block:
    menu: Block = {
        "type": "static_select",
        "action_id": TOPIC,
        "placeholder": plain_text("Choose a course or a document", 150),
        **grouped(shown.topics),
    }
    offered = (one for group in menu["option_groups"] for one in group["options"])
    chosen = [one for one in offered if one["value"] == shown.topic]
    if chosen:
        menu["initial_option"] = chosen[0]
    return dispatching(input_block("topic", "What was it about?", menu), TOPIC)


def _people(shown: SessionShown, label: str) -> Block:
    menu: Block = {
        "type": "multi_static_select",
        "action_id": "attended",
        "placeholder": plain_text("Choose everybody who was there", 150),
        **grouped(shown.people),
    }
    name = f"attended{APART}{shown.topic}"
    return input_block(name, label, menu, needed=not shown.anybody)


def _others(label: str, *, needed: bool) -> Block:
    menu: Block = {
        "type": "multi_external_select",
        "action_id": PERSON + "others",
        "min_query_length": 2,
        "placeholder": plain_text("Type a name", 150),
    }
    return input_block(PERSON + "others", label, menu, needed=needed)


def grouped(choices: Sequence[tuple[str, Sequence[Choice]]]) -> dict[str, Any]:
    """A menu's groups, at most 100 options in all; empty ones are left out."""
    groups, left = [], MENU
    for title, of_it in choices:
        options = _options([(title, of_it)])[:left]
        left -= len(options)
        if options:
            groups.append({"label": plain_text(title, OPTION), "options": options})
    return {"option_groups": groups}


def _options(choices: Sequence[tuple[str, Sequence[Choice]]]) -> list[Block]:
    return [
        {"text": plain_text(words, OPTION), "value": value}
        for _, of_it in choices
        for value, words in of_it
        if len(value) <= VALUE
    ]
