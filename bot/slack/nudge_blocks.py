"""The one message of a day, and the forms behind its buttons: pure functions of what is shown."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.conversations import Message
from bot.slack.answer_places import open_button, original_file
from bot.slack.blocks import actions, button, context, message, modal, plain_text, section
from bot.slack.drill_campaign_blocks import BEGIN
from bot.slack.inputs import text_field
from bot.slack.limits import Block
from bot.slack.mrkdwn import cut, escaped
from bot.slack.record_views import person_field
from knowledge.nudges import Action, ContentLine, NudgeContent, Original
from knowledge.nudges.drills import campaign_in

DO = "record_do"
"""Opens the form with which something is done (see record_forms)."""
PROMISE = "nudge_promise"
MORE = "nudge_more"
"""A menu: what else may be done about an item."""
ALL = "nudge_all"
OPENED = "nudge_opened"
"""The link to a controlled original: Slack opens it and tells us."""
REMIND = "nudge_remind"
FORM = "nudge_form"

SCREEN = 4
"""Items on a phone's screen; the rest is behind a button."""
TITLE = 160
OPTION = 150

HEADING = {
    "mine": "For you",
    "of_my_people": "From your people, since it is late",
    "for_quality": "For the quality team, since it is late",
}
CHOICES: dict[Action, str] = {
    "snooze": "Snooze …",
    "extend": "Ask for more time …",
    "not mine": "Not mine …",
    "mute": "Fewer of these",
    "unmute": "All of these again",
}
NOTHING_LEFT = ":white_check_mark: Nothing of this is left for now. Thank you."
ONE_A_DAY = "One message a day at most, in your working hours, until it is done."


def nudge_message(content: NudgeContent, today: date, *, updates: str | None = None) -> Message:
    """What one person is told today, the critical and the latest first."""
    blocks = [section(f"*{opening_words(content.lines, today)}*"), *item_blocks(content, SCREEN)]
    last = [*_rest(content), context(ONE_A_DAY)]
    text = f"{opening_words(content.lines, today)} {_titles(content.lines)}"
    made = message(text, blocks, last)
    return Message(made.text, made.blocks, updates)


def asked_message(who: str, lines: Sequence[ContentLine], *, updates: str | None = None) -> Message:
    """A lead's own reminder: who asks for what."""
    opening = f"{escaped(who)} asks you to look at {_counted(len(lines), 'item')}."
    blocks = [section(f"*{opening}*")]
    for number, line in enumerate(lines[:SCREEN]):
        blocks += _item(number, line)
    more = len(lines) - SCREEN
    last = [context(f"… and {more} more: `/qms records` lists them.")] if more > 0 else []
    made = message(f"{opening} {_titles(lines)}", blocks, last)
    return Message(made.text, made.blocks, updates)


def returned_message(line: ContentLine, *, updates: str | None = None) -> Message:
    """What somebody asked to hear at this hour, and no more."""
    title = cut(escaped(f"{line.item.id} {line.item.title}"), TITLE)
    made = message(f"{title}: {cut(escaped(line.why), TITLE)}", _item(0, line), [])
    return Message(made.text, made.blocks, updates)


def nothing_left(updates: str) -> Message:
    """What stands in place of a message all of whose items are done or put off."""
    return Message(NOTHING_LEFT, [section(NOTHING_LEFT)], updates)


def all_modal(content: NudgeContent) -> Block:
    """Every item of a message."""
    return modal("All of today", item_blocks(content, len(content.lines)))


def item_blocks(content: NudgeContent, most: int, *, headed: bool = False) -> list[Block]:
    """So many items in their groups, numbered through. `headed`: "For you" stands above."""
    blocks: list[Block] = []
    number = 0
    several = not headed and sum(bool(getattr(content, group)) for group in HEADING) > 1
    for group, heading in HEADING.items():
        lines: Sequence[ContentLine] = getattr(content, group)
        shown = lines[: max(0, most - number)]
        if shown and (several or group != "mine"):
            blocks.append(section(f"*{heading}*"))
        for line in shown:
            blocks += _item(number, line)
            number += 1
    return blocks


def promise_modal(key: str, title: str, first: datetime, where: dict[str, str | None]) -> Block:
    """A day and an hour; `first` is what is offered."""
    field: Block = {
        "type": "input",
        "block_id": "at",
        "label": plain_text("On which day, at what hour?", 100),
        "element": {
            "type": "datetimepicker",
            "action_id": "at",
            "initial_date_time": int(first.timestamp()),
        },
    }
    words = (
        "I come back then: on a later day with whatever else there is, today about this alone. "
        "The clock of the due date runs on."
    )
    return _form("promise", key, "I'll do it on …", [_about(title), field], where, words)


def snooze_modal(
    key: str, title: str, today: date, days: int, left: int, where: dict[str, str | None]
) -> Block:
    fields = [
        _about(title),
        _day_field("until", "Until which day?", today + timedelta(days=min(2, days))),
        text_field("reason", "Why does it have to wait?", most=500),
    ]
    times = "the last time" if left == 1 else f"{left} times more"
    words = f"At most {days} days, {times}. Your lead hears of it on the same day as before."
    return _form("snooze", key, "Snooze", fields, where, words)


def extension_modal(key: str, title: str, to_on: date, where: dict[str, str | None]) -> Block:
    fields = [
        _about(title),
        _day_field("to_on", "Until which day?", to_on),
        text_field("reason", "Why is more time needed?", most=500),
    ]
    words = "Somebody else decides. Until then the date stays and reminders go on."
    return _form("extend", key, "Ask for more time", fields, where, words)


def not_mine_modal(key: str, title: str, where: dict[str, str | None]) -> Block:
    fields = [
        _about(title),
        person_field("other", "Whose is it?"),
        text_field("reason", "Why?", most=500),
    ]
    words = "They are asked to accept it. Until they do, it stays with you."
    return _form("not mine", key, "Not mine", fields, where, words)


def _item(number: int, line: ContentLine) -> list[Block]:
    item = line.item
    words = [f"*{cut(escaped(f'{item.id} {item.title}'), TITLE)}*{_whose(line)}"]
    mark = ":calendar: " if line.held else ":red_circle: " if "overdue" in line.why else ""
    words.append(f"{mark}{escaped(line.why)}{f' · {escaped(item.to_do)}' if item.to_do else ''}")
    if line.asked:
        words.append(f":hourglass_flowing_sand: {escaped(line.asked)}")
    if item.critical and item.consequence:
        words.append(f":no_entry: {cut(escaped(item.consequence), TITLE)}")
    if line.original is not None and original_file(place_of(line.original)):
        words.append(original_file(place_of(line.original)))
    if line.audience != "owner":
        remind = button("Remind", f"{REMIND}_{number}", str(item.person_id or ""))
        return [section("\n".join(words), remind if item.person_id else None)]
    return [section("\n".join(words)), *_buttons(number, line)]


def _whose(line: ContentLine) -> str:
    if line.audience != "owner":
        return f" · {escaped(line.owner)}"
    return f" · for {escaped(line.for_name)}, who is away" if line.for_name else ""


def _buttons(number: int, line: ContentLine) -> list[Block]:
    key = line.item.key
    opened = open_button(place_of(line.original)) if line.original is not None else None
    row = [opened | {"action_id": f"{OPENED}_{number}"}] if opened is not None else []
    if "done" in line.can:
        row.append(button("Done …", f"{DO}_{number}", f"done|{key}"))
    if "begin" in line.can:
        row.append(button("Begin", f"{BEGIN}_{number}", str(campaign_in(key))))
    if "promise" in line.can:
        row.append(button("I'll do it on …", f"{PROMISE}_{number}", key))
    options = [
        {"text": plain_text(words, 75), "value": f"{what}|{key}"}
        for what, words in CHOICES.items()
        if what in line.can and len(f"{what}|{key}") <= OPTION
    ]
    if options:
        row.append({"type": "overflow", "action_id": f"{MORE}_{number}", "options": options})
    return [actions(*row)] if row else []


def place_of(original: Original) -> dict[str, str]:
    """As the views of answers take it."""
    return {"address": original.address, "file": original.file}


def _rest(content: NudgeContent) -> list[Block]:
    more = len(content.lines) - SCREEN
    if more <= 0:
        return []
    return [actions(button(f"and {more} more", ALL, str(content.nudge_id)))]


def opening_words(lines: Sequence[ContentLine], today: date) -> str:
    """How much there is today, how much of it is late, and what was put off."""
    now = [line for line in lines if not line.held]
    later = len(lines) - len(now)
    if not now:
        back = "comes" if later == 1 else "come"
        return f"Nothing is left for now; {_counted(later, 'item')} {back} back later."
    late = sum(line.item.overdue(today) for line in now)
    rest = f"; {later} {'comes' if later == 1 else 'come'} back later" if later else ""
    return f"{_counted(len(now), 'item')} today{f', {late} overdue' if late else ''}{rest}."


def _titles(lines: Sequence[ContentLine]) -> str:
    shown = "; ".join(cut(escaped(line.item.title), 80) for line in lines[:SCREEN])
    more = len(lines) - SCREEN
    return f"{shown}; and {more} more" if more > 0 else shown


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _about(title: str) -> Block:
    return section(f"*{cut(escaped(title), TITLE)}*")


def _day_field(name: str, label: str, initial: date) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": plain_text(label, 100),
        "element": {
            "type": "datepicker",
            "action_id": name,
            "initial_date": initial.isoformat(),
        },
    }


def _form(
    form: str,
    key: str,
    title: str,
    fields: Sequence[Block],
    where: dict[str, str | None],
    words: str,
) -> Block:
    metadata = json.dumps({"form": form, "item": key, "where": where})
    return modal(
        title,
        fields,
        [context(words)],
        callback_id=FORM,
        metadata=metadata,
        submit="Send" if form in ("extend", "not mine") else "Save",
        close="Cancel",
    )
