"""The Home tab: my questions and what became of them, what to ask, what the quality team owes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.slack.blocks import actions, button, context, divider, header, home, section
from bot.slack.dates import moment
from bot.slack.drill_campaign_blocks import (
    CampaignDesk,
    CampaignShown,
    asked_of_me,
    campaign_desk,
)
from bot.slack.drill_views import DrillDesk, DrillShown, drill_desk, my_drills
from bot.slack.help import BUTTON
from bot.slack.help_blocks import example_blocks
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped, quoted

State = Literal[
    "answered", "about the standard", "nearest", "not found", "with the quality team",
    "answered by the quality team", "withdrawn", "not answered",
]  # fmt: skip

SHOW = "home_answer"
RECORDS = "record_list"
"""Opens the list of what its reader has to do (see record_forms)."""
SESSION = "record_session"
"""Opens the form with which a lead records a training of several people (see record_forms)."""
SETTLE = "home_settle"
"""Opens the form that puts a contradicted report aside (see contradictions)."""
MOST_QUESTIONS = 10
MOST_OPEN = 5
QUESTION = 200
LINE = 300
MOST_REPLIES = 5
REPLY = 2_000

_STATES: dict[State, str] = {
    "answered": ":page_facing_up: Answered from the documents",
    "about the standard": ":books: Answered about the standard",
    "nearest": ":mag: Nearest passages only",
    "not found": ":grey_question: Not found in the documents",
    "with the quality team": ":speech_balloon: With the quality team",
    "answered by the quality team": ":speech_balloon: Answered by the quality team",
    "withdrawn": ":warning: Withdrawn: the answer was wrong",
    "not answered": ":grey_question: Could not be answered",
}

WELCOME = (
    "Ask how we work, and get the words of our own documents with the place they stand in. "
    "Write to me under *Messages*, mention me in a channel, or use `/qms`."
)
NO_QUESTIONS = "You have not asked anything yet. Your questions and what became of them stand here."
WAITS = "The quality team has your question. Their reply comes to you in a message and stands here."
NOT_INDEXED = "No documents are indexed yet. As soon as they are, questions can be answered."


@dataclass(frozen=True)
class Asked:
    """A question of the reader's, and what became of it: an answer of ours, the quality team's
    reply (`referral`), or both."""

    question: str
    state: State
    asked_at: datetime
    answer_id: str | None = None
    referral: int | None = None


@dataclass(frozen=True)
class Open:
    """Something the quality team has to look at: a line, since when, and whom it names."""

    words: str
    since: datetime | None = None
    person: str | None = None


@dataclass(frozen=True)
class QualityDesk:
    """What is open for the quality team."""

    questions: Sequence[Open] = ()
    reports: Sequence[Open] = ()
    undelivered: Sequence[Open] = ()
    failed: Sequence[Open] = ()
    requests: Sequence[Open] = ()
    contradicted: Sequence[Open] = ()


@dataclass(frozen=True)
class HomeShown:
    """What one person's Home tab shows. `desk` and `all_drills` are for the quality team alone,
    `campaigns` for whoever may ask others; `drills_asked` is asked of the reader. `outside`: a
    guest, who has neither records nor drills."""

    asked: Sequence[Asked] = ()
    examples: Sequence[str] = ()
    indexed: bool = True
    desk: QualityDesk | None = None
    quality_channel: str = ""
    drills: Sequence[DrillShown] = ()
    all_drills: DrillDesk | None = None
    drills_asked: Sequence[CampaignShown] = ()
    campaigns: CampaignDesk | None = None
    today: date = date.min
    leads: bool = False
    outside: bool = False


def home_view(shown: HomeShown) -> Block:
    """The Home tab, within Slack's limits."""
    return home(
        [
            section(WELCOME if shown.indexed else NOT_INDEXED),
            actions(
                *([button("My records", RECORDS)] if not shown.outside else []),
                *([button("Record a session", SESSION)] if shown.leads else []),
                button("Help", BUTTON),
            ),
            *_desk(shown.desk, shown.quality_channel),
            *(drill_desk(shown.all_drills) if shown.all_drills is not None else []),
            *(campaign_desk(shown.campaigns) if shown.campaigns is not None else []),
            *_asked(shown.asked),
            *([] if shown.outside else _drills(shown)),
            *([divider()] if shown.examples else []),
            *example_blocks(shown.examples),
        ]
    )


def _drills(shown: HomeShown) -> list[Block]:
    return my_drills(shown.drills, asked_of_me(shown.drills_asked, shown.today))


def _asked(asked: Sequence[Asked]) -> list[Block]:
    lines = [_question(number, one) for number, one in enumerate(asked[:MOST_QUESTIONS])]
    return [header("My questions"), *(lines or [section(NO_QUESTIONS)])]


def _question(number: int, one: Asked) -> Block:
    words = cut(escaped(" ".join(one.question.split())), QUESTION)
    text = f"*{words}*\n{_STATES[one.state]} · {moment(one.asked_at)}"
    if one.answer_id is None and one.referral is None:
        return section(text)
    return section(text, button("Show", f"{SHOW}_{number}", show_value(one)))


def show_value(one: Asked) -> str:
    """What the button carries; `shown_by` reads it again."""
    return f"{one.answer_id or '-'} {one.referral or '-'}"


def shown_by(value: str) -> tuple[str | None, int | None]:
    """The answer and the question to the quality team that a button is about."""
    answer_id, _, referral = value.partition(" ")
    return (answer_id if answer_id != "-" else None), (
        int(referral) if referral.isdigit() else None
    )


def replied_blocks(question: str, replies: Sequence[tuple[str, str, datetime]]) -> list[Block]:
    """The quality team's replies (words, account, moment) to a question, the oldest first."""
    head = section(f"*{cut(escaped(' '.join(question.split())), QUESTION)}*")
    if not replies:
        return [head, section(WAITS)]
    return [head, *(section(_reply(*one)) for one in replies[-MOST_REPLIES:])]


def _reply(words: str, by: str, at: datetime) -> str:
    return f"*The quality team replies:*\n{cut(quoted(words), REPLY)}\n— <@{by}> · {moment(at)}"


def _desk(desk: QualityDesk | None, channel: str) -> list[Block]:
    """What is open, the gravest first; one line where nothing is."""
    if desk is None:
        return []
    parts = [
        ("Not delivered", desk.undelivered),
        ("Failed", desk.failed),
        ("Reported as wrong, to be judged", desk.reports),
        ("Questions without an answer", desk.questions),
        ("Documents to be changed", desk.requests),
    ]
    blocks = [_open(title, lines) for title, lines in parts if lines]
    if desk.contradicted:
        blocks += [
            _open("Reported, but the register's file disagrees", desk.contradicted),
            actions(button("Settle …", SETTLE)),
        ]
    return [
        header("For the quality team"),
        *(blocks or [context("Nothing is open.")]),
        *([context(f"Their cards are in #{escaped(channel)}.")] if blocks and channel else []),
        divider(),
    ]


def _open(title: str, lines: Sequence[Open]) -> Block:
    shown = [f"• {_line(line)}" for line in lines[:MOST_OPEN]]
    left = len(lines) - len(shown)
    more = [f"… and {left} more"] if left > 0 else []
    return section("\n".join([f"*{title} ({len(lines)})*", *shown, *more]))


def _line(line: Open) -> str:
    words = cut(escaped(" ".join(line.words.split())), LINE)
    if line.person:
        words = words.replace(line.person, f"<@{line.person}>")
    return f"{words} · {moment(line.since)}" if line.since else words
