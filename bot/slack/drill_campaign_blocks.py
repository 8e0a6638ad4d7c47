"""Campaigns in Slack: their part of the Home tab, the form that opens one, who has done it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.slack.blocks import actions, button, context, header, modal, section
from bot.slack.dates import day
from bot.slack.inputs import Choice, day_field, menu_field, text_field
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped

TITLE = "Drill campaign"
BEGIN = "drill_campaign_begin"
"""Opens the form of a drill with the campaign of its value chosen."""
NEW = "home_campaign_new"
LOOK = "home_campaign_look"
FORM = "drill_campaign_form"
CLOSE_FORM = "drill_campaign_close"
FOR_ALL = "everybody"

MOST_SHOWN = 6
MOST_NAMED = 400
IN_A_SECTION = 40
"""Names that fit into one, however long they are."""
TITLE_MOST = 120
NAME = 60
LENGTHS: list[Choice] = [(number, f"{number} questions") for number in ("3", "6", "10")]
NO_CAMPAIGNS = "None is open. A campaign asks a team to do a practice interview by a day."
AFTER_ITS_END = ", after it was closed"
ONLY_WHO = "Who has done it is seen here. How it went is its person's alone."
TOLD = (
    "Each is told once, in the message of their day and within their working hours, and "
    "reminded as its day comes. You see who has done it, never how it went."
)


@dataclass(frozen=True)
class CampaignShown:
    """A campaign in a line. `who` is asked; `about` is what it is about, in words."""

    campaign: int
    title: str
    who: str
    about: str
    opens_on: date
    due_on: date
    done: int = 0
    asked: int = 0


@dataclass(frozen=True)
class CampaignDesk:
    """What somebody sees who may ask others: the campaigns that are not closed.

    `stamp` changes with everything that is shown but people coming and going.
    """

    today: date
    campaigns: Sequence[CampaignShown] = ()
    stamp: Hashable = None


@dataclass(frozen=True)
class Named:
    """Who has done a campaign and on which day, and who hasn't; `late` finished after its end."""

    done: Sequence[tuple[str, date]]
    waiting: Sequence[str]
    late: Collection[str] = ()


def asked_of_me(campaigns: Sequence[CampaignShown], today: date) -> list[Block]:
    """What a member has still to do, the first due first."""
    return [
        section(_mine(one, today), button("Begin", f"{BEGIN}_{number}", str(one.campaign)))
        for number, one in enumerate(campaigns[:MOST_SHOWN])
    ]


def campaign_desk(desk: CampaignDesk) -> list[Block]:
    """For the quality team and leads."""
    shown = [
        section(_line(one, desk.today), button("Who", f"{LOOK}_{number}", str(one.campaign)))
        for number, one in enumerate(desk.campaigns[:MOST_SHOWN])
    ]
    more = len(desk.campaigns) - len(shown)
    return [
        header("Drill campaigns"),
        *(shown or [section(NO_CAMPAIGNS)]),
        *([context(f"… and {more} more: `coach drill campaigns list`")] if more > 0 else []),
        actions(button("New campaign", NEW)),
        *([context(ONLY_WHO)] if shown else []),
    ]


def new_form(groups: Sequence[Choice], opens_on: date, due_on: date) -> Block:
    """What is asked of whom, from when until when."""
    return modal(
        TITLE,
        [
            text_field("title", "Its name", hint="Before the March audit", lines=False, most=120),
            menu_field("team", "Who is asked", groups),
            menu_field("length", "How long", LENGTHS),
            text_field(
                "clauses", "Clauses", hint="8.5.1, 7.2. Empty: what an auditor would ask",
                lines=False, needed=False, most=120,
            ),
            text_field(
                "questions", "Questions that come first", hint="operator-09, document-12",
                lines=False, needed=False, most=200,
            ),
            day_field("opens_on", "Opens on", opens_on),
            day_field("due_on", "To be done by", due_on),
        ],
        [context(TOLD)],
        callback_id=FORM,
        submit="Open",
        close="Cancel",
    )  # fmt: skip


def who_modal(shown: CampaignShown, named: Named, today: date, *, may_close: bool) -> Block:
    """Names alone; whoever may close it does so here."""
    done = [
        f"{cut(escaped(name), NAME - 14)} · {day(on)}{AFTER_ITS_END * (name in named.late)}"
        for name, on in named.done
    ]
    return modal(
        TITLE,
        [
            section(_line(shown, today)),
            *_names("Not yet", [cut(escaped(name), NAME) for name in named.waiting]),
            *_names("Done", done),
        ],
        [context(f"{ONLY_WHO} Closing it ends its reminders." if may_close else ONLY_WHO)],
        callback_id=CLOSE_FORM if may_close else "",
        metadata=str(shown.campaign) if may_close else "",
        submit="Close campaign" if may_close else None,
        close="Back",
    )


def words_modal(words: str) -> Block:
    return modal(TITLE, [section(escaped(words))])


def about_words(length: int, clauses: Sequence[str]) -> str:
    """“6 questions about clauses 8.5.1 and 7.2”."""
    if not clauses:
        return f"{length} questions, what an auditor would ask"
    named = " and ".join([", ".join(clauses[:-1]), clauses[-1]] if clauses[1:] else clauses)
    return f"{length} questions about {'clauses' if clauses[1:] else 'clause'} {named}"


def _mine(one: CampaignShown, today: date) -> str:
    return f"*{_title(one)}*\n{escaped(one.about)} · {_due(one, today)}"


def _line(one: CampaignShown, today: date) -> str:
    counted = f"{one.done} of {one.asked} have done it"
    opens = f"opens on {day(one.opens_on)}" if one.opens_on > today else counted
    about = f"{cut(escaped(one.who), TITLE_MOST)} · {escaped(one.about)}"
    return f"*{_title(one)}* · {about}\n{opens} · {_due(one, today)}"


def _title(one: CampaignShown) -> str:
    return cut(escaped(one.title), TITLE_MOST)


def _due(one: CampaignShown, today: date) -> str:
    late = (today - one.due_on).days
    if late > 0:
        return f":red_circle: due {day(one.due_on)}, {late} {'day' if late == 1 else 'days'} late"
    return "due today" if late == 0 else f"due {day(one.due_on)}"


def _names(title: str, names: Sequence[str]) -> list[Block]:
    shown = [f"• {name}" for name in names[:MOST_NAMED]] or ["Nobody"]
    more = len(names) - MOST_NAMED
    lines = [f"*{title} ({len(names)})*", *shown, *([f"… and {more} more"] if more > 0 else [])]
    return [
        section("\n".join(lines[first : first + IN_A_SECTION]))
        for first in range(0, len(lines), IN_A_SECTION)
    ]
