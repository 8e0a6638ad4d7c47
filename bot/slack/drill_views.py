"""Forms of drills: what to practise, erasing, a report in a modal; and the part of the Home tab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.slack.blocks import actions, button, context, header, modal, section
from bot.slack.dates import moment
from bot.slack.drill_blocks import RESUME
from bot.slack.drill_campaign_blocks import CampaignShown
from bot.slack.inputs import Choice, menu_field, text_field
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped

TITLE = "Practice interview"
FORM = "drill_form"
HOME = "home_drill"
REPORT = "home_drill_report"
ERASE = "home_drill_erase"
ERASE_FORM = "drill_erase_form"
RELEASE = "drill_release"
RELEASE_FORM = "drill_release_form"
WAITING = "drill_waiting"
WAITING_STOP = "drill_waiting_stop"

MOST_SHOWN = 8
ABOUT = "About which process or clauses"
ABOUT_HINT = "8.5.1, 7.2 or “final test”. Empty: what an auditor would ask me"
ON_MY_OWN = "own"

LENGTHS: list[Choice] = [
    ("3", "3 questions, about ten minutes"),
    ("6", "6 questions, about twenty minutes"),
    ("10", "10 questions, about half an hour"),
]
MODES: list[Choice] = [
    ("practice", "Practice: feedback after each question"),
    ("rehearsal", "Rehearsal: feedback at the end"),
]
MANNERS: list[Choice] = [
    ("calm", "Calm"),
    ("brisk", "Brisk, as some auditors are"),
]
NO_DRILLS = (
    "You have not done one yet. An interview of three questions takes about ten minutes, and "
    "only you see it."
)
OF_CAMPAIGN = "Your lead and quality see that you have done it, never how it went."
ERASES = (
    "This erases every drill of yours: questions, your answers, feedback and reports, here and "
    "in the files I sent you, and my messages in their threads.\n"
    "*What stays:* your own messages and files, which Slack keeps until you delete them; what "
    "you raised with the quality team; what you released as evidence. It can't be undone."
)
RELEASES = (
    "The report of this drill, as PDF, goes to the training records as evidence of awareness. "
    "Whoever may see your training records can read all of it then: your answers, the points, the "
    "findings. It shows awareness, never competence. It can't be taken back."
)
NOT_HERE = "This drill is not here any more."


@dataclass(frozen=True)
class FormShown:
    """What can be chosen, the likeliest role first."""

    roles: Sequence[Choice]
    campaigns: Sequence[Choice] = ()
    only: CampaignShown | None = None
    """A campaign that was chosen beforehand: it says what the drill is about and how long it is."""


@dataclass(frozen=True)
class DrillShown:
    """A drill of the reader's in one line. `state` as the interview has it."""

    interview: int
    topic: str
    started_at: datetime
    state: str
    answered: int
    length: int
    released: bool = False


@dataclass(frozen=True)
class DrillDesk:
    """What quality sees of all drills: lines in words, none of one person."""

    weakest: Sequence[str] = ()
    disagreements: Sequence[str] = ()


def drill_form(shown: FormShown) -> Block:
    """What to practise."""
    own = [
        text_field("about", ABOUT, hint=ABOUT_HINT, lines=False, needed=False, most=120),
        menu_field("length", "How long", LENGTHS),
    ]
    return modal(
        TITLE,
        [
            *(_only(shown.only) if shown.only is not None else _campaign(shown.campaigns)),
            menu_field("role", "Your part in it", shown.roles),
            *(own if shown.only is None else []),
            menu_field("mode", "Feedback", MODES),
            menu_field("manner", "Manner", MANNERS),
        ],
        callback_id=FORM,
        metadata=str(shown.only.campaign) if shown.only is not None else "",
        submit="Start",
        close="Cancel",
    )


def _campaign(campaigns: Sequence[Choice]) -> list[Block]:
    if not campaigns:
        return []
    return [menu_field("campaign", "For", [*campaigns[:20], (ON_MY_OWN, "Nothing but myself")])]


def _only(campaign: CampaignShown) -> list[Block]:
    words = f"*{cut(escaped(campaign.title), 300)}*\n{escaped(campaign.about)}"
    return [section(words), context(OF_CAMPAIGN)]


def waiting_form(drill: DrillShown) -> Block:
    """The way back to the one that is open; there is one at a time."""
    words = (
        f"*You have one that is not finished*\n{_line(drill)}\n"
        "Go on with it, or stop it; then you can start another."
    )
    value = str(drill.interview)
    row = actions(button("Go on", WAITING, value), button("Stop it", WAITING_STOP, value))
    return modal(TITLE, [section(words), row])


def erase_form() -> Block:
    return modal(
        "Erase my drills",
        [section(ERASES)],
        callback_id=ERASE_FORM,
        submit="Erase",
        close="Cancel",
    )


def release_form(interview: int) -> Block:
    return modal(
        "Release as evidence",
        [section(RELEASES)],
        callback_id=RELEASE_FORM,
        metadata=str(interview),
        submit="Release",
        close="Cancel",
    )


def report_modal(blocks: Sequence[Block], *last: Block) -> Block:
    return modal(TITLE, blocks, [actions(*last)] if last else [])


def words_modal(words: str, title: str = TITLE) -> Block:
    return modal(title, [section(escaped(words))])


def my_drills(drills: Sequence[DrillShown], asked: Sequence[Block] = ()) -> list[Block]:
    """A person's drills, the newest first, after those that campaigns ask for."""
    lines = [_drill(number, one) for number, one in enumerate(drills[:MOST_SHOWN])]
    row = [button("Start a drill", HOME)]
    if drills:
        row.append(button("Erase my drills", ERASE))
    return [header("My drills"), *asked, *(lines or [section(NO_DRILLS)]), actions(*row)]


def _drill(number: int, shown: DrillShown) -> Block:
    if shown.state in ("finished", "stopped"):
        other = button("Report", f"{REPORT}_{number}", str(shown.interview))
    else:
        other = button("Go on", f"{RESUME}_{number}", str(shown.interview))
    return section(_line(shown), other)


def _line(shown: DrillShown) -> str:
    words = {
        "finished": "Finished",
        "stopped": f"Stopped after {shown.answered} of {shown.length}",
        "paused": f"Paused, {shown.answered} of {shown.length} answered",
    }.get(shown.state, f"Under way, {shown.answered} of {shown.length} answered")
    released = " · released as evidence" if shown.released else ""
    topic = cut(escaped(shown.topic), 300)
    return f"*{topic}*\n{words}{released} · {moment(shown.started_at)}"


def drill_desk(desk: DrillDesk) -> list[Block]:
    """For the quality team; nothing where there is nothing to see."""
    parts = [
        ("Weakest in drills (groups of five or more)", desk.weakest),
        ("Disagreements about judgements", desk.disagreements),
    ]
    blocks = [
        section("\n".join([f"*{title}*", *(f"• {cut(escaped(one), 300)}" for one in lines[:5])]))
        for title, lines in parts
        if lines
    ]
    note = context("Totals of five people or more; nobody's answers are seen here.")
    return [header("Drills"), *blocks, note] if blocks else []
