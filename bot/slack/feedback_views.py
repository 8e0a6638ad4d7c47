"""Feedback as blocks: the reason, the card of a report, the judgement, what everyone is told."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.conversations import Message
from bot.slack.answer_places import place
from bot.slack.blocks import actions, button, context, modal, section
from bot.slack.dates import day
from bot.slack.inputs import choice_field, text_field
from bot.slack.limits import TEXT, Block, message_blocks
from bot.slack.mrkdwn import cut, escaped, quoted
from knowledge.feedback import DAYS_TO_JUDGE, REASONS, Verdict

REASON_FORM = "feedback_reason"
JUDGEMENT_FORM = "quality_judgement"
LIFT_FORM = "quality_lift_form"
JUDGE = "quality_judge"
"""Each verdict's button is this with the verdict behind it."""
LIFT = "quality_lift"
CLOSE = "quality_close_request"
CLOSE_FORM = "quality_close_request_form"

THANKS = "Thank you. It helps to know which answers are of use."
THANKS_WHY = {
    "wrong document": "Thank you. It is counted, and the next release is tuned by it.",
    "out of date": "Thank you. It is counted; if the document itself is old, ask the quality team.",
    "not what I asked": "Thank you. Try it in other words, or ask the quality team.",
    "unclear": "Thank you. It is counted; the quality team can explain it if you ask them.",
    "wrong": (
        "Thank you. The quality team now looks at this answer and you hear from me what they "
        "found, as a rule within five working days. Until then don't work by it."
    ),
}
_REASON_SHOWN = {
    "wrong document": "Wrong document",
    "out of date": "Out of date",
    "not what I asked": "Not what I asked",
    "unclear": "Unclear",
    "wrong": "It is wrong (the quality team looks at it)",
}
_BUTTONS: dict[Verdict, str] = {
    "right": "Right",
    "unclear": "Document unclear",
    "wrong": "Bot wrong",
}
_ASKED: dict[Verdict, tuple[str, str]] = {
    "right": ("The answer is right", "What does the person who reported it need to know?"),
    "unclear": ("The document is unclear", "What is unclear, and how is it meant?"),
    "wrong": ("The answer is wrong", "What is right? Everyone who got the answer reads this."),
}
_JUDGED: dict[str, str] = {
    "right": ":white_check_mark: Judged right",
    "unclear": ":memo: The document is unclear; a change of it is requested",
    "wrong": ":warning: The answer was wrong and is withdrawn",
}
QUESTION = 500
WORDS = 1_500


@dataclass(frozen=True)
class ReportShown:
    """A report as its card shows it. `quotes`: words (none if not everyone may see), and place."""

    id: int
    question: str
    comment: str
    quotes: Sequence[tuple[str, Mapping[str, Any] | None]]
    answer_id: str
    state: str = "open"
    words: str = ""
    judged_by: str = ""
    fault: int | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class CorrectionShown:
    """What everyone reads who got a wrong answer."""

    question: str
    correction: str
    document: str = ""
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class RequestShown:
    """A change request as its card shows it; `closed_by` is empty where a revision closed it."""

    id: int
    document: str
    owner: str
    why: str
    closed_why: str = ""
    closed_by: str = ""


def reason_modal(answer_id: str, where: Mapping[str, Any]) -> Block:
    """Why an answer did not help."""
    choices = [(reason, _REASON_SHOWN[reason]) for reason in REASONS]
    blocks = [
        choice_field("reason", "What is the matter with it?", choices),
        text_field("comment", "In your words", needed=False),
    ]
    metadata = json.dumps({"answer": answer_id, **where})
    return modal(
        "Not helpful",
        blocks,
        callback_id=REASON_FORM,
        metadata=metadata,
        submit="Send",
        close="Cancel",
    )


def judgement_modal(report: int, verdict: Verdict, comment: str) -> Block:
    """A judge's words; for a wrong answer also the document that is right."""
    title, question = _ASKED[verdict]
    said = [section(f"Reported: {cut(escaped(comment), WORDS)}")] if comment else []
    needed = verdict == "wrong"
    fields = [text_field("words", question, needed=needed, most=2_000)]
    if verdict == "wrong":
        fields.append(
            text_field(
                "document",
                "Number of the document that says so",
                hint="WI-114",
                lines=False,
                needed=False,
                most=60,
            )
        )
    metadata = json.dumps({"report": report, "verdict": verdict})
    return modal(
        title,
        [*said, *fields],
        callback_id=JUDGEMENT_FORM,
        metadata=metadata,
        submit="Judge",
        close="Cancel",
    )


def lift_modal(fault: int, question: str) -> Block:
    """Why a withdrawn quotation may answer again."""
    words = (
        f"The quotation was kept back for “{cut(escaped(question), QUESTION)}”. "
        "It will answer this question again."
    )
    field = text_field("why", "Why is it right after all?")
    return modal(
        "Let it answer again",
        [section(words), field],
        callback_id=LIFT_FORM,
        metadata=json.dumps({"fault": fault}),
        submit="Let it answer",
        close="Cancel",
    )


def report_card(shown: ReportShown) -> Message:
    """The card in the quality team's channel. Who reported it is not said: what is judged is the
    answer, and nobody should have to think twice before reporting one."""
    question = cut(escaped(shown.question), QUESTION)
    said = cut(escaped(shown.comment), WORDS) or "(no words given)"
    blocks = [
        section(f"*Reported as wrong* · report {shown.id}\nAsked: “{question}”"),
        *_quotes(shown.quotes),
        section(f"*What is wrong with it*\n{said}"),
    ]
    last = [*_outcome(shown), context(f"answer {shown.answer_id}")]
    text = f"Reported as wrong, report {shown.id}: “{question}”"
    return Message(cut(text, TEXT), message_blocks(blocks, last))


def escalation_message(shown: ReportShown, channel: str) -> Message:
    """For the deputy and top management, once, when a report has waited too long."""
    question = cut(escaped(shown.question), QUESTION)
    text = (
        f":hourglass: Report {shown.id} has waited for a judgement for more than {DAYS_TO_JUDGE} "
        f"working days. Somebody says that the answer to “{question}” is wrong, and it is "
        f"still given. It waits in {channel}; the quality team or a deputy judges it there."
    )
    return Message(text, [section(text)])


def judged_message(shown: ReportShown) -> Message:
    """What the reporter reads."""
    question = cut(escaped(shown.question), QUESTION)
    head = {
        "right": f"The quality team looked at the answer to “{question}”: it is right.",
        "unclear": (
            f"The quality team looked at the answer to “{question}”: the document is unclear, "
            "and a change of it is now requested."
        ),
        "wrong": (
            f"You were right: the answer to “{question}” was wrong and is withdrawn. "
            "Everyone who got it is told."
        ),
    }[shown.state]
    said = f"\n{cut(quoted(shown.words), WORDS)}" if shown.words else ""
    text = f"{head}{said}\nThank you for reporting it."
    return Message(cut(text, TEXT), [section(text)])


def correction_message(shown: CorrectionShown) -> Message:
    """A message of its own, wherever the answer was given."""
    question = cut(escaped(shown.question), QUESTION)
    text = (
        f":warning: *An answer given here was wrong.* Asked: “{question}”\n"
        f"The quality team says what is right:\n{_right(shown)}"
    )
    return Message(cut(text, TEXT), [section(text)])


def withdrawn_message(shown: CorrectionShown, updates: str) -> Message:
    """What stands in place of the old answer."""
    question = cut(escaped(shown.question), QUESTION)
    on = f" on {day(shown.withdrawn_on)}" if shown.withdrawn_on else ""
    text = (
        f":warning: *This answer was wrong and was withdrawn{on}.* Asked: “{question}”\n"
        f"What is right:\n{_right(shown)}"
    )
    return Message(cut(text, TEXT), [section(text)], updates=updates)


def request_card(shown: RequestShown) -> Message:
    """A request to change a document, with a button for the quality team while it is open."""
    which = cut(escaped(shown.document), 300) or "a document that is still missing"
    whose = f" · owner {cut(escaped(shown.owner), 150)}" if shown.owner else ""
    text = (
        f":memo: *Document change request {shown.id}* for {which}{whose}\n"
        f"{cut(quoted(shown.why), WORDS)}"
    )
    if not shown.closed_why:
        last = [actions(button("Close it", CLOSE, str(shown.id)))]
        return Message(cut(text, TEXT), [section(text), *last])
    by = f" by <@{shown.closed_by}>" if shown.closed_by else ""
    closed = f":white_check_mark: *Closed*{by}: {cut(escaped(shown.closed_why), WORDS)}"
    return Message(cut(f"{text}\n{closed}", TEXT), [section(text), section(closed)])


def close_modal(request: int, why: str) -> Block:
    """What became of a change request."""
    return modal(
        "Close the request",
        [
            section(cut(quoted(why), WORDS)),
            text_field("why", "What was done, or why does nothing have to be?"),
        ],
        callback_id=CLOSE_FORM,
        metadata=json.dumps({"request": request}),
        submit="Close it",
        close="Cancel",
    )


def _right(shown: CorrectionShown) -> str:
    see = f"\nSee {escaped(shown.document)}." if shown.document else ""
    return f"{cut(quoted(shown.correction), 2_000)}{see}"


def _quotes(quotes: Sequence[tuple[str, Mapping[str, Any] | None]]) -> list[Block]:
    if not quotes:
        return [section("Nothing was quoted: it said that the documents don't say this.")]
    blocks: list[Block] = []
    for words, citation in quotes:
        if citation is None:
            blocks.append(section("_A document that is not for everyone is not quoted here._"))
            continue
        if words:
            blocks.append(section(cut(quoted(words), WORDS)))
        blocks.append(context(place(citation, linked=True)))
    return blocks


def _outcome(shown: ReportShown) -> list[Block]:
    if shown.state == "open":
        until = f"Please judge it until {day(shown.due_on)}. " if shown.due_on else ""
        row = [
            button(words, f"{JUDGE}_{verdict}", str(shown.id))
            for verdict, words in _BUTTONS.items()
        ]
        return [
            context(f"{until}Quality and deputies judge; your words reach whoever reported it."),
            actions(*row),
        ]
    judge = f" by <@{shown.judged_by}>" if shown.judged_by else ""
    said = f"\n{cut(quoted(shown.words), WORDS)}" if shown.words else ""
    blocks = [section(f"*{_JUDGED.get(shown.state, shown.state)}*{judge}{said}")]
    if shown.fault is not None:
        blocks.append(actions(button("Let it answer again", LIFT, str(shown.fault))))
    return blocks
