"""Forms for records: what was done with its evidence, what is new, whose it is, more time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.slack.blocks import context, modal, plain_text, section
from bot.slack.inputs import Choice, day_field, menu_field, text_field
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped
from knowledge.capa.stages import ASKED_FOR, TRANSITIONS, Move
from knowledge.evidence import TAKES
from knowledge.evidence import Kind as EvidenceKind

FORM = "record_form"
KIND = "record_kind"
MOVE = "record_move"
PERSON = "person_"
"""Fields that name somebody begin with it: their menus are asked for what is typed."""
NONE = "none"
TITLE = 300

WAITS_FOR_FILE = (
    "This register is kept in a file. What you hand in here is *reported, waiting for "
    "confirmation*: reminders stop, and the next import of the file confirms it."
)
WAITS_FOR_OTHER = "It counts once somebody else accepts it: your lead or the quality team."
AWARENESS = (
    "You say that you have read it and know what it asks of you. That is no proof of competence."
)
ONE_FILE = ("certificate", "signed form")

KINDS: Mapping[EvidenceKind, str] = {
    "record reference": "A record in another system",
    "signed form": "A signed form (file)",
    "certificate": "A certificate (file)",
    "observation": "Somebody watched and says so",
}

MOVES: Mapping[Move, str] = {
    "contain": "Corrected and contained",
    "decide on action": "Decided: action is needed",
    "decide on no action": "Decided: no action is needed",
    "close without action": "Close without action",
    "find cause": "Cause found",
    "plan": "Action planned",
    "implement": "Action carried out",
    "find effective": "Reviewed: effective",
    "send back": "Reviewed: not effective, back to the cause",
    "follow up": "Reviewed: not effective, another action follows",
    "close": "Close it",
}

_LABELS = {
    "correction": "What was done to put it right at once?",
    "containment": "What keeps it from spreading, or why does nothing have to?",
    "reason": "Why?",
    "cause": "What was the cause?",
    "similar_cases": "Where else may it happen, or why can't it?",
    "action": "What is the action?",
    "criterion": "By what will it be seen to be effective?",
    "measure": "What is looked at to see it?",
    "finding": "What was found, held against the criterion?",
    "follow_up": "The number of the action that follows",
    "risks": "Do risks change? Which?",
    "system": "Does the system have to change? How?",
}
assert _LABELS.keys() == ASKED_FOR.keys()


@dataclass(frozen=True)
class RecordShown:
    """What a form is about. `item` is its key; `in_file`: its register is kept in a file.

    `lots`: how many have to be seen before it can be called effective; 0 where a day was set.
    """

    item: str
    title: str
    in_file: bool
    today: date
    due_on: date | None = None
    consequence: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    lots: int = 0


def reading_form(shown: RecordShown) -> Block:
    return form_modal("reading", shown, "Read and understood", [], "I have read it", AWARENESS)


def training_form(
    shown: RecordShown, kind: EvidenceKind = "record reference", asked: str = ""
) -> Block:
    """A training that was done; below the kind of evidence what that kind takes.

    `asked` is what the course's own words ask for.
    """
    fields = [
        *([context(f"This course asks for: {cut(escaped(asked), TITLE)}")] if asked else []),
        day_field("performed_on", "When was it done?", shown.today),
        kinds_field(kind, list(KINDS.items())),
        *evidence_fields(kind, shown.today),
    ]
    return form_modal("training", shown, "Training done", fields, "Record", WAITS_FOR_OTHER)


def action_form(
    shown: RecordShown, moves: Sequence[Move], move: Move, kind: EvidenceKind | None = None
) -> Block:
    """The next step of a corrective action. What it asks for is kept here, unless a file is."""
    asks = [] if shown.in_file else [_fact(name) for name in TRANSITIONS[move].asks]
    if move == "plan" and not shown.in_file:
        asks += _effectiveness()
    if move == "find effective" and shown.lots and not shown.in_file:
        asks.append(_lots_checked(shown.lots))
    fields = [
        dispatching(_menu("move", "What was done?", [(one, MOVES[one]) for one in moves], move)),
        day_field("performed_on", "When?", shown.today),
        *asks,
        kinds_field(kind, [(NONE, "No evidence to add"), *KINDS.items()]),
        *(evidence_fields(kind, shown.today) if kind is not None else []),
    ]
    return form_modal("action", shown, "Corrective action", fields, "Record", "")


def other_form(shown: RecordShown, kind: EvidenceKind = "record reference") -> Block:
    """Something of the audit programme that was done."""
    fields = [
        day_field("performed_on", "When was it done?", shown.today),
        kinds_field(kind, list(KINDS.items())),
        *evidence_fields(kind, shown.today),
    ]
    return form_modal("other", shown, "Done", fields, "Record", "")


def new_action_form(today: date, sources: Sequence[str], due_on: date) -> Block:
    fields = [
        text_field("title", "What is it about, in a line?", lines=False, most=200),
        text_field("description", "What happened?", most=2_000),
        _menu("source", "Where does it come from?", [(one, one) for one in sources], sources[0]),
        person_field("owner", "Who takes care of it?"),
        day_field("due_on", "By when?", due_on),
        text_field("clause", "Requirement", hint="8.4.1", lines=False, needed=False, most=20),
        _optional_day("fixed_on", "The date that the certification body set, if it did"),
    ]
    shown = RecordShown("", "", in_file=False, today=today)
    return form_modal("new action", shown, "New corrective action", fields, "Record", "")


def assignment_form(today: date, courses: Sequence[Choice], due_on: date) -> Block:
    fields = [
        person_field("person", "Who is to be trained?"),
        menu_field("course", "In what?", courses),
        day_field("due_on", "By when?", due_on),
    ]
    shown = RecordShown("", "", in_file=False, today=today)
    return form_modal("assignment", shown, "Assign training", fields, "Assign", "")


def reassign_form(shown: RecordShown) -> Block:
    fields = [
        person_field("other", "Who takes it over?"),
        text_field("reason", "Why?", most=500),
    ]
    return form_modal("reassign", shown, "Hand over", fields, "Hand over", "")


def extend_form(shown: RecordShown, to_on: date) -> Block:
    fields = [
        day_field("to_on", "Until when?", to_on),
        text_field("reason", "Why is more time needed?", most=500),
    ]
    return form_modal("extend", shown, "More time", fields, "Give more time", "")


def person_field(name: str, label: str, *, needed: bool = True) -> Block:
    """Somebody of the people register, also one without an account: names are offered as typed."""
    menu: Block = {
        "type": "external_select",
        "action_id": PERSON + name,
        "min_query_length": 2,
        "placeholder": plain_text("Type a name", 150),
    }
    return input_block(PERSON + name, label, menu, needed=needed)


def what_it_is(shown: RecordShown) -> Block:
    due = f"\nDue {shown.due_on:%d %b %Y}".replace(" 0", " ") if shown.due_on else ""
    warned = f"\n:no_entry: {cut(escaped(shown.consequence), TITLE)}" if shown.consequence else ""
    return section(f"*{cut(escaped(shown.title), TITLE)}*{due}{warned}")


def form_modal(
    form: str, shown: RecordShown, title: str, fields: Sequence[Block], submit: str, note: str
) -> Block:
    """A form of a kind known to record_entries, below it how what is handed in counts."""
    words = WAITS_FOR_FILE if shown.in_file else note
    metadata = json.dumps({"form": form, "item": shown.item, "where": dict(shown.where)})
    return modal(
        title,
        [*([what_it_is(shown)] if shown.title else []), *fields],
        [context(words)] if words else [],
        callback_id=FORM,
        metadata=metadata,
        submit=submit,
        close="Cancel",
    )


def kinds_field(kind: EvidenceKind | None, choices: Sequence[Choice]) -> Block:
    """What shows it; another choice brings other fields."""
    return dispatching(_menu("kind", "What shows it?", choices, kind or NONE), KIND)


def evidence_fields(kind: EvidenceKind, today: date) -> list[Block]:
    """What this kind takes; names are those of NewEvidence."""
    assert kind in TAKES
    if kind in ONE_FILE:
        return [_file_field("file", "The file")]
    if kind == "observation":
        return [
            person_field("assessor", "Who watched?"),
            text_field("note", "What was seen?", most=1_000),
        ]
    return [
        text_field("system", "Which system?", hint="ERP, LIMS, binder 12", lines=False, most=120),
        text_field("identifier", "Its number there", lines=False, most=120),
        day_field("dated_on", "Its date", today),
    ]


def _fact(name: str) -> Block:
    single = name == "follow_up"
    return text_field(name, _LABELS[name], lines=not single, most=60 if single else 1_000)


def _effectiveness() -> list[Block]:
    lots: Block = {
        "type": "number_input",
        "action_id": "lots_to_check",
        "is_decimal_allowed": False,
        "min_value": "1",
    }
    return [
        _optional_day("effectiveness_due_on", "When is effectiveness reviewed?"),
        input_block("lots_to_check", "… or after how many lots?", lots, needed=False),
    ]


def _lots_checked(wanted: int) -> Block:
    lots: Block = {
        "type": "number_input",
        "action_id": "lots_checked",
        "is_decimal_allowed": False,
        "min_value": "0",
    }
    return input_block("lots_checked", f"How many of the {wanted} lots have been checked?", lots)


def _file_field(name: str, label: str) -> Block:
    return input_block(name, label, {"type": "file_input", "action_id": name, "max_files": 1})


def _optional_day(name: str, label: str) -> Block:
    return input_block(name, label, {"type": "datepicker", "action_id": name}, needed=False)


def _menu(name: str, label: str, choices: Sequence[Choice], chosen: str) -> Block:
    made = menu_field(name, label, choices)
    options = made["element"]["options"]
    first = next((one for one in options if one["value"] == chosen), options[0])
    made["element"]["initial_option"] = first
    return made


def dispatching(block: Block, action_id: str = MOVE) -> Block:
    """We are told at once when another is chosen, since other fields belong to it."""
    return block | {
        "dispatch_action": True,
        "element": block["element"] | {"action_id": action_id},
    }


def input_block(name: str, label: str, element: Block, *, needed: bool = True) -> Block:
    """An element with its label; `name` is the block's id."""
    return {
        "type": "input",
        "block_id": name,
        "label": plain_text(label, 2_000),
        "element": element,
        "optional": not needed,
    }
