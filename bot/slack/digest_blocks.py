"""A lead's week and quality's: who is behind, since when, with a small chart and its words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.conversations import Message
from bot.slack.blocks import NOTHING, actions, button, context, header, message, modal, section
from bot.slack.dates import day
from bot.slack.inputs import Choice, menu_field, text_field
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped
from bot.slack.record_views import person_field
from knowledge.nudges import Digest, Item, PersonsList, PersonsWeek, TeamsWeek

REMIND = "nudge_remind"
APPROVE = "digest_approve"
REASSIGN = "digest_reassign"
PERSON = "digest_person"
FORM = "digest_form"
HAND_OUT = "digest_hand_out"

MOST_PEOPLE = 6
MOST_ITEMS = 3
MOST_TEAMS = 10
MOST_LISTS = 40
MOST_LINES = 8
IN_CHART = 12
NAME = 20
TITLE = 110
AGES = ("1–7 days late", "8–21 days late", "over 21 days late")

ALL_WELL = ":white_check_mark: All is well in your team: nothing overdue, due or unconfirmed."


@dataclass(frozen=True)
class DigestShown:
    """A digest, with which of its items the reader may accept and hand over."""

    digest: Digest
    today: date
    acceptable: frozenset[str] = frozenset()
    transferable: frozenset[str] = frozenset()
    without_slack: frozenset[int] = frozenset()
    """People whom no reminder reaches."""
    own: Sequence[Block] = field(default_factory=tuple)
    """The reader's own items, before the team's."""
    opening: str = ""
    """The same in a line, for a notification."""


def digest_message(shown: DigestShown, *, updates: str | None = None) -> Message:
    """The first message of a lead's week."""
    made = shown.digest
    blocks: list[Block] = list(shown.own)
    if made.people or not made.teams:
        blocks += [header(f"Your team, week of {day(made.week)}"), *_team(shown)]
    if made.teams:
        blocks += [header("All teams"), *_teams(made.teams)]
    whose = "Your team" if made.people or not made.teams else "All teams"
    text = f"{shown.opening} {whose}, week of {day(made.week)}: {summary(made)}".strip()
    whole = message(text, blocks, [context(PRIVATE)])
    return Message(whole.text, whole.blocks, updates)


PRIVATE = "Only you see this. Whoever is named gets a reminder of their own, in person."


def summary(made: Digest) -> str:
    """The figures in a line."""
    if made.all_well and not made.people:
        return "all is well."
    if not made.people:
        return (
            f"{sum(team.overdue for team in made.teams)} overdue, "
            f"{sum(team.due_this_week for team in made.teams)} due this week, "
            f"{sum(team.done_last_week for team in made.teams)} done last week, "
            f"{sum(team.unconfirmed for team in made.teams)} unconfirmed."
        )
    return (
        f"{len(made.overdue)} overdue, {len(made.due_this_week)} due this week, "
        f"{len(made.done_last_week)} done last week, {len(made.unconfirmed)} unconfirmed."
    )


def person_modal(week: PersonsWeek, shown: DigestShown) -> Block:
    """All of one person's week."""
    return modal(cut(week.name, 24), [_lines(week, shown, most=20)])


def hand_out_modal(lists: Sequence[PersonsList]) -> Block:
    """What those without an account have to do, to be read out or handed to them."""
    blocks = [section("\n".join(_listed(one))) for one in lists[:MOST_LISTS]]
    more = len(lists) - MOST_LISTS
    if more > 0:
        blocks.append(context(f"… and {more} more people: `/qms records`"))
    return modal("To hand out", blocks)


def _listed(one: PersonsList) -> list[str]:
    lines = [
        f"• {_title(line.item)}: {escaped(line.why)}"
        + (f"\n:no_entry: {cut(escaped(line.item.consequence), TITLE)}" * line.item.critical)
        for line in one.lines[:MOST_LINES]
    ]
    more = len(one.lines) - MOST_LINES
    return [f"*{escaped(one.person.name)}*", *lines, *([f"… and {more} more"] if more > 0 else [])]


def reassign_modal(choices: Sequence[Choice], where: Mapping[str, Any]) -> Block:
    """Which of a person's items goes to whom."""
    fields = [
        menu_field("item", "What is handed over?", choices),
        person_field("other", "Who takes it over?"),
        text_field("reason", "Why?", most=500),
    ]
    metadata = json.dumps({"form": "reassign", "item": "", "where": dict(where)})
    words = "Where the register is kept in a file, the other person is asked to accept."
    return modal(
        "Hand over", fields, [context(words)], callback_id=FORM, metadata=metadata,
        submit="Hand over", close="Cancel",
    )  # fmt: skip


def _team(shown: DigestShown) -> list[Block]:
    made = shown.digest
    if not made.people:
        return [section(ALL_WELL)]
    blocks: list[Block] = [section(f"*{summary(made)}*")]
    late = [week for week in made.people if week.overdue]
    if late:
        blocks += [people_chart(late, shown.today), context(in_words(made, shown.today))]
    behind = [week for week in made.people if _count(week)]
    for number, week in enumerate(_worst_first(behind, shown.today)[:MOST_PEOPLE]):
        blocks += _person(number, week, shown)
    more = len(behind) - MOST_PEOPLE
    if more > 0:
        blocks.append(context(f"… and {more} more people: `/qms records`"))
    if any(week.person_id in shown.without_slack for week in behind):
        blocks.append(actions(button("Lists to hand out", HAND_OUT)))
    done = [week for week in made.people if week.done_last_week]
    return blocks + ([section(_done(done))] if done else [])


def _worst_first(people: Sequence[PersonsWeek], today: date) -> list[PersonsWeek]:
    def standing(week: PersonsWeek) -> tuple[int, int, int]:
        critical = any(item.critical and item.overdue(today) for item in week.overdue)
        return (-int(critical), -len(week.overdue), -len(week.unconfirmed))

    return sorted(people, key=standing)


def _person(number: int, week: PersonsWeek, shown: DigestShown) -> list[Block]:
    row = []
    if (week.overdue or week.due_this_week) and week.person_id not in shown.without_slack:
        row.append(button("Remind now", f"{REMIND}_{number}", str(week.person_id)))
    row += [
        button(f"Accept {item.id}", f"{APPROVE}_{number}_{place}", item.key)
        for place, item in enumerate(week.unconfirmed)
        if item.key in shown.acceptable
    ]
    theirs = {item.key for item in (*week.overdue, *week.due_this_week)}
    if theirs & shown.transferable:
        row.append(button("Hand over …", f"{REASSIGN}_{number}", str(week.person_id)))
    if _count(week) > MOST_ITEMS:
        row.append(button("Show all", f"{PERSON}_{number}", str(week.person_id)))
    if len(row) == 1:
        return [_lines(week, shown, most=MOST_ITEMS, beside=row[0])]
    return [_lines(week, shown, most=MOST_ITEMS), *([actions(*row)] if row else [])]


def _lines(
    week: PersonsWeek, shown: DigestShown, *, most: int, beside: Block | None = None
) -> Block:
    """Somebody's week in a section: what is late, due, waiting; what was done in one line."""
    lines = [
        *(_late(item, shown.today) for item in week.overdue),
        *(f"due {day(item.due_on)}: {_title(item)}" for item in week.due_this_week if item.due_on),
        *(
            f":hourglass_flowing_sand: {_waiting(item, shown)}: {_title(item)}"
            for item in week.unconfirmed
        ),
    ]
    more = len(lines) - most
    rest = [f"… and {more} more"] if more > 0 else []
    away = " · no Slack account: please tell them" if week.person_id in shown.without_slack else ""
    return section("\n".join([f"*{escaped(week.name)}*{away}", *lines[:most], *rest]), beside)


def _done(people: Sequence[PersonsWeek]) -> str:
    said = ", ".join(f"{escaped(week.name)} {len(week.done_last_week)}" for week in people)
    return f":white_check_mark: *Done last week:* {said}"


def _late(item: Item, today: date) -> str:
    days = (today - item.due_on).days if item.due_on else 0
    late = f":red_circle: {days} {'day' if days == 1 else 'days'} late: {_title(item)}"
    if item.first_due_on is not None and item.first_due_on != item.due_on:
        late += f" (first due {day(item.first_due_on)})"
    if item.critical and item.consequence:
        late += f"\n:no_entry: {cut(escaped(item.consequence), TITLE)}"
    return late


def _waiting(item: Item, shown: DigestShown) -> str:
    return "waits to be accepted" if item.key in shown.acceptable else "reported, unconfirmed"


def _title(item: Item) -> str:
    return cut(escaped(f"{item.id} {item.title}"), TITLE)


def _count(week: PersonsWeek) -> int:
    return len(week.overdue) + len(week.due_this_week) + len(week.unconfirmed)


def in_words(made: Digest, today: date) -> str:
    """The chart's figures for those who can't see it."""
    counts = made.by_age(today).values()
    ages = ", ".join(f"{age}: {count}" for age, count in zip(AGES, counts, strict=True) if count)
    people = ", ".join(
        f"{escaped(week.name)} {len(week.overdue)}" for week in made.people if week.overdue
    )
    return f"{ages}. By person: {people}."


def people_chart(late: Sequence[PersonsWeek], today: date) -> Block:
    """Bars by person, in parts by age."""
    shown = sorted(late, key=lambda week: -len(week.overdue))[:IN_CHART]
    names = _short([week.name for week in shown])
    series = [
        {
            "name": age,
            "data": [
                {"label": name, "value": sum(_age(item, today) == place for item in week.overdue)}
                for name, week in zip(names, shown, strict=True)
            ],
        }
        for place, age in enumerate(AGES)
        if any(_age(item, today) == place for week in shown for item in week.overdue)
    ]
    return _bars("Overdue by person and age", names, series, "items")


def _teams(teams: Sequence[TeamsWeek]) -> list[Block]:
    """Every lead's people in figures; whose item it is stays with the lead."""
    lines = [
        f"*{escaped(team.team or '–')}* · {escaped(team.name)}: {team.overdue} overdue"
        + (f" (oldest {team.oldest} days)" if team.overdue else "")
        + f", {team.due_this_week} due, {team.done_last_week} done, {team.unconfirmed} unconfirmed"
        for team in teams[:MOST_TEAMS]
    ]
    more = len(teams) - MOST_TEAMS
    lines += [f"… and {more} more teams"] if more > 0 else []
    late = [team for team in teams if team.overdue][:IN_CHART]
    return [section("\n".join(lines)), *([_teams_chart(late)] if late else [])]


def _teams_chart(teams: Sequence[TeamsWeek]) -> Block:
    codes = [team.team for team in teams]
    names = _short([team.team if codes.count(team.team) == 1 else team.name for team in teams])
    data = [{"label": name, "value": team.overdue} for name, team in zip(names, teams, strict=True)]
    return _bars("Overdue by team", names, [{"name": "overdue", "data": data}], "items")


def _bars(title: str, names: list[str], series: list[Any], unit: str) -> Block:
    chart = {
        "type": "bar",
        "series": series,
        "axis_config": {"categories": names, "y_label": unit},
    }
    return {"type": "data_visualization", "title": title, "chart": chart}


def _age(item: Item, today: date) -> int:
    late = item.days_late(today)
    return 0 if late <= 7 else 1 if late <= 21 else 2


def _short(names: Sequence[str]) -> list[str]:
    """Names as short as the chart takes them, each still another."""
    made: list[str] = []
    for name in names:
        said = name.strip() or NOTHING
        short = cut(said, NAME)
        while short in made:
            short = f"{cut(said, NAME - 4)} {len(made)}"
        made.append(short)
    return made
