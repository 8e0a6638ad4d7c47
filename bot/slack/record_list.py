"""My records: what I have to do, what is late in my team, and what may be added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.slack.blocks import actions, button, context, header, modal, plain_text, section
from bot.slack.dates import day
from bot.slack.drill_campaign_blocks import BEGIN
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped
from bot.slack.record_opening import Opening
from knowledge import people
from knowledge.nudges.drills import campaign_in
from knowledge.nudges.items import Item, open_items
from knowledge.storage.record_tables import Person

NOTHING = "Nothing is open for you."
MOST = 25
TITLE = 200
VALUE = 150


def records_modal(opening: Opening, action: str) -> Block:
    """`action`: the id of the menus at the items."""
    today, leads = opening.today, opening.leads()
    items = open_items(opening.session, today=today)
    mine = [item for item in items if item.person_id == opening.by.id]
    blocks: list[Block] = [header("For you")]
    blocks += lines(mine, action, today, leads=leads) or [section(NOTHING)]
    if leads:
        led = _led(opening, items)
        if led:
            blocks.append(header("Late in your team"))
            blocks += lines(
                led, action, today, leads=True, opening=opening, first=min(len(mine), MOST)
            )
        blocks.append(
            actions(
                button("New corrective action", "record_new_action"),
                button("Assign training", "record_new_assignment"),
                button("Record a session", "record_session"),
            )
        )
    return modal("Records", blocks)


def lines(
    items: Sequence[Item],
    action: str,
    today: date,
    *,
    leads: bool,
    opening: Opening | None = None,
    first: int = 0,
) -> list[Block]:
    """A line an item, its menu beside it; how many more there are. `first` numbers the menus."""
    mine = opening is None
    shown = [
        section(
            _line(item, today, opening), _menu(f"{action}_{number}", item, leads=leads, mine=mine)
        )
        for number, item in enumerate(items[:MOST], first)
    ]
    more = len(items) - len(shown)
    return shown + ([context(f"… and {more} more")] if more > 0 else [])


def _line(item: Item, today: date, opening: Opening | None) -> str:
    whose = ""
    if opening is not None and item.person_id is not None:
        whose = f" · {escaped(opening.session.get_one(Person, item.person_id).name)}"
    words = f"*{cut(escaped(f'{item.id} {item.title}'), TITLE)}*{whose}\n{when(item, today)}"
    if item.consequence and item.overdue(today):
        words += f"\n:no_entry: {cut(escaped(item.consequence), TITLE)}"
    return words


def when(item: Item, today: date) -> str:
    """How an item stands, as its owner reads it."""
    if item.waits:
        return "Reported, waiting for confirmation"
    if item.due_on is None:
        return "No date"
    late = (today - item.due_on).days
    if late > 0:
        return f":red_circle: due {day(item.due_on)}, {late} {'day' if late == 1 else 'days'} late"
    return "due today" if late == 0 else f"due {day(item.due_on)}"


def _menu(action: str, item: Item, *, leads: bool, mine: bool) -> Block | None:
    if item.waits or (item.kind == "drill" and not mine):
        return None
    if item.kind == "drill":
        place = action.rpartition("_")[2]
        return button("Begin", f"{BEGIN}_{place}", str(campaign_in(item.key)))
    if not leads:
        return button("Done …", action, f"done|{item.key}")
    choices = [("done", "Done …"), ("reassign", "Hand over …"), ("extend", "More time …")]
    options = [
        {"text": plain_text(words, 75), "value": f"{what}|{item.key}"}
        for what, words in choices
        if len(f"{what}|{item.key}") <= VALUE
    ]
    if not options:
        return None
    return {"type": "overflow", "action_id": action, "options": options}


def _led(opening: Opening, items: Sequence[Item]) -> list[Item]:
    """What is late of those whom the reader leads today."""
    leads: dict[int, bool] = {}
    found = []
    for item in items:
        if item.person_id in (None, opening.by.id) or not item.overdue(opening.today):
            continue
        person_id = item.person_id
        assert person_id is not None
        if person_id not in leads:
            person = opening.session.get_one(Person, person_id)
            lead = people.lead_of(opening.session, person, opening.today)
            leads[person_id] = lead is not None and lead.id == opening.by.id
        if leads[person_id]:
            found.append(item)
    return found
