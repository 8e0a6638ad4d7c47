"""A drill as messages: the opening, questions, feedback, pauses, the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversations import Message
from bot.slack.answer_places import aloud, original_file, place
from bot.slack.answer_quotes import passage as quoted_passage
from bot.slack.blocks import actions, button, context, divider, header, message, section
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped, quoted

BEGIN = "drill_begin"
SKIP = "drill_skip"
HINT = "drill_hint"
WHY = "drill_why"
PAUSE = "drill_pause"
STOP = "drill_stop"
RESUME = "drill_resume"
DISAGREE = "drill_disagree"
RAISE = "drill_raise"
LEAVE = "drill_raise_not"

LINE = 600
LONG = 1_500
MOST_POINTS = 5

Citation = Mapping[str, Any]

HERE = "Answer here in this thread. It is not used for appraisal, whatever comes out."
KEPT = (
    "What you answer belongs to you: leads and quality see totals over five people or more, "
    "never your answers. Slack keeps what is typed here as it keeps every message. Erasing your "
    "drills removes our copy and my messages; your own messages only you can delete. After "
    "{days} days without a word I erase a drill by myself."
)
SHOW_ME = "Give a number, a link or a file, or say where you would find it."
FILES_GO = "A file counts as shown; nobody reads it, and I keep only its name."
PAUSED = (
    "Paused. Everything so far is kept. Go on whenever you like, today or next week: with the "
    "button, from the Home tab, or with `/qms drill`."
)
STOPPED = "Stopped. What you answered so far is in the report."
OVER = (
    "This drill is over. Ask me something in a new message, or start another drill with "
    "`/qms drill`."
)
INVITATION = (
    "I can play the auditor: I ask about your work, you answer, and afterwards you read what was "
    "good, what was missing and where it is written. Three questions take about ten minutes."
)
DISAGREED = (
    "Noted, thank you. The quality team sees the question, the judgement and that somebody "
    "disagrees."
)
NO_HINT = "Say it in your own words: what you do, how you know, and where it is written down."
NO_REASON = "An auditor follows the work from step to step, and this is one of the steps."
WELCOME_BACK = "Welcome back. This is where we stopped:"
GRADES = {
    "would write": "Practice finding",
    "would ask": "Practice finding: an auditor would ask on",
    "major": "Practice finding, taken together",
    "good practice": "Good practice",
}


@dataclass(frozen=True)
class Asked:
    """A question or follow-up as it is asked. `number` of `of` counts questions alone."""

    turn: int
    interview: int
    text: str
    number: int
    of: int
    clause: str = ""
    follow_up: bool = False
    show_me: bool = False


@dataclass(frozen=True)
class Found:
    """A practice finding in its three parts, in the auditor's voice."""

    grade: str
    requirement: str
    evidence: str
    statement: str


@dataclass(frozen=True)
class Feedback:
    """The coach's words after a question. `citation` is None where it may not be shown; `found`
    tells that it didn't come with the question. `ask` is whom to ask where nothing is written."""

    turn: int
    question: str = ""
    good: Sequence[str] = ()
    missing: Sequence[str] = ()
    citation: Citation | None = None
    quote: str = ""
    better: str = ""
    found: bool = False
    ask: str = ""
    findings: Sequence[Found] = ()
    may_disagree: bool = True


@dataclass(frozen=True)
class Offer:
    """A deviation that an answer told of, and the offer to raise it."""

    turn: int
    quote: str
    tell_now: str = ""
    safety: bool = False


@dataclass(frozen=True)
class Opening:
    """What a drill is about, and what its interviewer says before the first question."""

    topic: str
    lead_in: str
    keep_days: int = 365


@dataclass(frozen=True)
class Spoken:
    """Everything that one message of the coach's says, in this order."""

    opening: Opening | None = None
    noted: str = ""
    feedback: Feedback | None = None
    offer: Offer | None = None
    asked: Asked | None = None
    closing: str = ""


def turn_message(said: Spoken) -> Message:
    """One message: what was said to the last answer, then what is asked next, in any case."""
    blocks: list[Block] = []
    aloud_parts: list[str] = []
    for made, words in _parts(said):
        blocks += [divider()] * bool(blocks) + made
        aloud_parts.append(words)
    last: list[Block] = []
    if said.asked is not None:
        last = [divider()] * bool(blocks) + question_blocks(said.asked)
        aloud_parts.append(question_aloud(said.asked))
    return message(" ".join(aloud_parts), blocks, last)


def _parts(said: Spoken) -> list[tuple[list[Block], str]]:
    parts: list[tuple[list[Block], str]] = []
    if said.opening is not None:
        parts.append((opening_blocks(said.opening), opening_aloud(said.opening)))
    if said.noted:
        parts.append(([context(escaped(said.noted))], escaped(said.noted)))
    if said.feedback is not None:
        parts.append((feedback_blocks(said.feedback), feedback_aloud(said.feedback)))
    if said.offer is not None:
        parts.append((offer_blocks(said.offer), offer_words(said.offer)))
    if said.closing:
        parts.append(([section(escaped(said.closing))], escaped(said.closing)))
    return parts


def opening_blocks(shown: Opening) -> list[Block]:
    return [
        header("Practice interview"),
        section(f"*{cut(escaped(shown.topic), LINE)}*\n{escaped(shown.lead_in)} {HERE}"),
        context(KEPT.format(days=shown.keep_days)),
    ]


def opening_aloud(shown: Opening) -> str:
    return f"Practice interview: {cut(escaped(shown.topic), LINE)}. {escaped(shown.lead_in)} {HERE}"


def question_blocks(shown: Asked) -> list[Block]:
    """The question with its buttons. A follow-up belongs to the question before it."""
    words = f"*{_heading(shown)}*\n{cut(escaped(shown.text), LONG)}"
    below = [context(f"{SHOW_ME} {FILES_GO}")] if shown.show_me else []
    return [section(words), *below, question_buttons(shown)]


def question_buttons(shown: Asked) -> Block:
    turn = str(shown.turn)
    return actions(
        button("Skip", SKIP, turn),
        button("Hint", HINT, turn),
        button("Why do you ask?", WHY, turn),
        button("Pause", PAUSE, str(shown.interview)),
        button("Stop", STOP, str(shown.interview)),
    )


def question_aloud(shown: Asked) -> str:
    return f"{_heading(shown)}: {cut(escaped(shown.text), LONG)}"


def _heading(shown: Asked) -> str:
    if shown.follow_up:
        return f"Question {shown.number} of {shown.of}, one thing more"
    clause = f" · clause {escaped(shown.clause)}" if shown.clause else ""
    return f"Question {shown.number} of {shown.of}{clause}"


def feedback_blocks(shown: Feedback) -> list[Block]:
    """The coach's own voice first; what an auditor would write stands apart from it."""
    about = f"*Feedback to:* {cut(escaped(shown.question), LINE)}" if shown.question else ""
    parts = [
        about or "*Feedback*",
        _points("What was good", shown.good),
        _points("What was missing", shown.missing),
    ]
    blocks = [section("\n".join(part for part in parts if part))]
    blocks += _source_blocks(shown)
    if shown.ask and shown.citation is None:
        blocks.append(section(f"*Where it is written*\n{escaped(shown.ask)}"))
    if shown.better:
        blocks.append(section(f"*A better answer*\n{cut(quoted(shown.better), LONG)}"))
    blocks += [finding_block(found) for found in shown.findings[:3]]
    if shown.may_disagree:
        blocks.append(actions(button("I disagree", DISAGREE, str(shown.turn))))
    return blocks


def feedback_aloud(shown: Feedback) -> str:
    parts = [
        f"Good: {'; '.join(shown.good[:MOST_POINTS])}." if shown.good else "",
        f"Missing: {'; '.join(shown.missing[:MOST_POINTS])}." if shown.missing else "",
        f"It is in {aloud(shown.citation)}." if shown.citation is not None else shown.ask,
        *(f"{GRADES.get(one.grade, one.grade)}." for one in shown.findings[:3]),
    ]
    return cut(escaped(" ".join(part for part in parts if part)), LONG) or "Feedback."


def finding_block(found: Found) -> Block:
    grade = GRADES.get(found.grade, escaped(found.grade))
    return section(
        f":clipboard: *{grade}*\n"
        f"*Requirement:* {cut(escaped(found.requirement), LINE)}\n"
        f"*Evidence:* {cut(escaped(found.evidence), LINE)}\n"
        f"*Statement:* {cut(escaped(found.statement), LINE)}"
    )


def _points(title: str, points: Sequence[str]) -> str:
    if not points:
        return ""
    lines = [f"• {cut(escaped(point), LINE // 2)}" for point in points[:MOST_POINTS]]
    return "\n".join([f"*{title}*", *lines])


def _source_blocks(shown: Feedback) -> list[Block]:
    if shown.citation is None:
        return []
    title = "What I found on it in your documents" if shown.found else "Where it is written"
    words = f"*{title}*\n{cut(quoted_passage(shown.citation, shown.quote), LONG)}"
    file = original_file(shown.citation)
    where = place(shown.citation, linked=True)
    return [section(words), context(f"{where} · {file}" if file else where)]


def offer_blocks(shown: Offer) -> list[Block]:
    turn = str(shown.turn)
    row = actions(button("Raise it", RAISE, turn), button("Not now", LEAVE, turn))
    return [section(offer_words(shown)), row]


def offer_words(shown: Offer) -> str:
    """Said once. Telling of it is good conduct, and it says so."""
    now = f"\n:warning: *Tell {escaped(shown.tell_now)} now*, before anything else." * bool(
        shown.tell_now
    )
    return (
        "Thank you for saying it as it is; that is what an auditor wants to hear. What you tell "
        f"of departs from how we work:\n{cut(quoted(shown.quote), LINE)}{now}\n"
        "If you want it put right, *Raise it* opens a draft that you can change. Nothing goes to "
        "anybody unless you send it."
    )


def words_with(text: str, *row: Block) -> Message:
    """A few words of the coach's, with buttons perhaps."""
    blocks = [section(text), *([actions(*row)] if row else [])]
    return message(text, blocks)


def paused_message(interview: int) -> Message:
    return words_with(PAUSED, button("Go on", RESUME, str(interview)))


def invitation_message() -> Message:
    return words_with(INVITATION, button("Start a drill", BEGIN))


def hint_message(hint: str) -> Message:
    text = f"*A hint:* {cut(escaped(hint), LINE)}"
    return message(text, [section(text)])


def why_message(why: str) -> Message:
    text = f"*Why I ask:* {cut(escaped(why), LINE)}"
    return message(text, [section(text)])
